"""Authors' text is text: markup of other languages prints as it stands, in Markdown and Word; pictures stay at home."""

from __future__ import annotations

import json
import os
import unicodedata
import zipfile
from pathlib import Path
from typing import Any

import pytest

from tests.bad_input.conftest import OLD
from tests.cli.support import PLAN, Ws, no_bug, outputs, parts, plain
from vbgen.render import pandoc

STRANGE = [
    "<script>alert(1)</script>",
    "<b>fet</b> och <br/> & &nbsp; &lt;",
    "<!-- dold -->",
    "<!--öppen",
    "`<w:p/>`{=openxml}",
    "```{=openxml}",
    "<w:p><w:r><w:t>x</w:t></w:r></w:p>",
    "]]></w:t></w:r><w:r><w:t>",
    "{{ 7*7 }}",
    "{{marks}} {{title}}",
    "{% include 'dokument.j2' %}",
    "{# dold #}",
    "{{ ''.__class__.__mro__ }}",
    "![bild](/etc/passwd)",
    "![bild](https://exempel.se/x.png)",
    "[klicka](javascript:alert(1))",
    "<https://exempel.se>",
    "https://exempel.se/a_b_c?d=e&f=g",
    "a@b.se",
    "$x^2$ och $$y$$",
    "\\newpage \\input{x}",
    "::: {.klass}",
    "[ord]{.underline}",
    "~~struket~~ H~2~O x^2^",
    "_kursiv_ __fet__ snake_case_ord",
    "a | b | c",
    "| - | - |",
    "--- och ... och -- och 'citat'",
    "===",
    "#taggad",
    "> citat",
    "+ plus",
    "* stjärna",
    "2021. Ett år",
    "1986\\. ett annat",
    "(@) exempel [@källa]",
    "[x]: http://a.se",
    "*halv fet",
    "** tom **",
    "`kod` och ``mer``",
    "rad med bakstreck\\",
    ":smile: :+1:",
    "\ufeffBOM i mitten",
    "emoji 👩🏽‍⚕️ och ⚠",
    "שלום עולם",
    "e\u0301 och é",
    "blank\u00a0hård",
    "mjukt\u00adstreck",
    "noll\u200bbredd",
]
ORDINARY = [text for text in STRANGE if not text.startswith(("* ", "+ ", "> ", "#"))]


def quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def squeezed(text: str) -> str:
    shown = plain(text).replace("\ufeff", "").replace("\u00ad", "")  # Word has an element for the soft hyphen
    return " ".join(unicodedata.normalize("NFC", shown).split())


def markdown_words(text: str) -> str:
    """What a reader of the Markdown sees; the tree of it must hold no raw markup and no picture."""
    tree = json.loads(pandoc.run(["--from=gfm-emoji", "--to=json"], text.encode()))
    kinds: set[str] = set()

    def look(node: Any) -> None:
        if isinstance(node, dict):
            kinds.add(str(node.get("t")))
            for value in node.values():
                look(value)
        elif isinstance(node, list):
            for value in node:
                look(value)

    look(tree["blocks"])
    assert not kinds & {"RawInline", "RawBlock", "Image", "Math", "CodeBlock", "BlockQuote", "HorizontalRule"}
    return squeezed(pandoc.run(["--from=gfm-smart-emoji", "--to=plain-smart", "--wrap=none"], text.encode()).decode())


def everywhere(ws: Ws, texts: list[str]) -> None:
    """Each text as a paragraph, a list item, a chapter's heading, a goal's name, a cell, a footnote, a title."""
    ws.write(
        f"{PLAN}/texter.yaml",
        "texter:\n  inledning: |\n"
        + "".join(f"    Stycke {n} {text}\n\n    - Punkt {n} {text}\n\n" for n, text in enumerate(texts)),
    )
    goals = "".join(
        f"      - {{id: m-{n}, nivå: mål, namn: {quoted(f'Namn {n} {text}')}}}\n" for n, text in enumerate(texts)
    )
    ws.write(f"{PLAN}/mal.yaml", f"perspektiv:\n  - id: invanare\n    namn: {quoted(texts[0])}\n    mål:\n{goals}")
    rows = "".join(
        f"      | Cell {n} {text.replace('|', '/')} | -1 | -1 | -1 |\n"
        for n, text in enumerate(texts)
        if "\t" not in text
    )
    ws.write(
        f"{PLAN}/budget.yaml",
        f"tabeller:\n  driftbudget:\n    typ: driftbudget\n    tabell: |\n      | A | B | C | D |\n      | ---\n{rows}",
    )
    headings = "".join(f"  - rubrik: {quoted(f'Rubrik {n} {text}')}\n" for n, text in enumerate(texts))
    ws.write(f"{PLAN}/dokument.yaml", ws.read(f"{PLAN}/dokument.yaml") + headings)
    ws.change(
        f"{PLAN}/dokument.yaml", "undertitel: Hälsonämnden inklusive tandvården", f"undertitel: {quoted(texts[0])}"
    )
    ws.change("vbgen.yaml", "organisation: Provregionen", f"organisation: {quoted(texts[0])}")


@pytest.mark.process
def test_strange_texts_print_as_they_stand(ws: Ws) -> None:
    everywhere(ws, ORDINARY)
    result = ws.plan("--format", "md", "--format", "docx")
    assert result.code == 0, result.err
    seen, word = markdown_words(ws.markdown()), squeezed(ws.word())
    for place in ("Stycke", "Punkt", "Namn", "Cell", "Rubrik"):
        for number, text in enumerate(ORDINARY):
            shown = text.replace("|", "/") if place == "Cell" else text
            wanted = squeezed(f"{place} {number} {shown}")
            assert wanted in word, f"Word: {wanted}"
            assert wanted in seen, f"Markdown: {wanted}"


@pytest.mark.process
def test_strange_texts_as_whole_paragraphs(ws: Ws) -> None:
    """Alone at the start of a line nothing hides what a text begins with."""
    paragraphs = "".join(f"    Före {n}.\n\n    {text}\n\n    Efter.\n\n" for n, text in enumerate(STRANGE))
    ws.write(f"{PLAN}/texter.yaml", f"texter:\n  inledning: |\n{paragraphs}")
    result = ws.plan()
    assert result.code == 0, result.err
    seen = markdown_words(ws.markdown())
    for number, text in enumerate(STRANGE):
        assert squeezed(f"Före {number}. {text} Efter.") in seen, text


@pytest.mark.process
def test_no_live_markup_in_word(ws: Ws) -> None:
    everywhere(ws, ORDINARY)
    assert ws.plan("--format", "docx").code == 0
    path = ws.target("verksamhetsplan.docx")
    with zipfile.ZipFile(path) as package:
        assert not [name for name in package.namelist() if "/media/" in name]
    relations = parts(path, r"word/_rels/.*\.rels")
    assert not [xml for xml in relations.values() if 'TargetMode="External"' in xml]


@pytest.mark.process
def test_the_marks_of_a_draft_are_not_forged(ws: Ws) -> None:
    """A title that looks like a place for marks in the header stays a title."""
    ws.change(f"{PLAN}/dokument.yaml", "titel: Plan 2021", "titel: 'Plan {{marks}} {{organisation}}'")
    assert ws.plan("--draft", "--format", "docx").code == 0
    headers = "".join(parts(ws.target("verksamhetsplan.docx"), r"word/header\d*\.xml").values())
    assert "Plan {{marks}} {{organisation}}" in headers
    assert headers.count("UTKAST") == len(parts(ws.target("verksamhetsplan.docx"), r"word/header\d*\.xml"))


@pytest.mark.process
def test_private_characters_are_not_taken_for_tokens(ws: Ws) -> None:
    """What the composer uses inside stands for nothing in an author's text."""
    ws.write(f"{PLAN}/texter.yaml", "texter:\n  inledning: |\n    A \ue0000\ue001 B \ue000999\ue001 C \ue000x\ue001.\n")
    result = ws.plan("--format", "md", "--format", "docx")
    no_bug(result)
    if result.code == 0:
        assert squeezed(ws.word()).count("Plan 2021") == ws.word().count("Plan 2021") == 1
        assert "B \ue000999\ue001 C" in ws.markdown()
    else:
        assert f"{PLAN}/texter.yaml:3:" in result.err


@pytest.mark.parametrize("size", [200_000])
def test_a_very_long_text(ws: Ws, size: int) -> None:
    ws.write(
        f"{PLAN}/texter.yaml",
        f"texter:\n  inledning: |\n    {'ord ' * (size // 4)}\n    {'*' * 3000}\n    {'[' * 3000}\n",
    )
    result = ws.plan()
    no_bug(result)
    assert result.code == 0
    assert ws.markdown().count("ord ") >= size // 4 - 1


@pytest.mark.process
def test_deeply_nested_lists(ws: Ws) -> None:
    lines = "".join(f"    {'  ' * level}- nivå {level}\n" for level in range(400))
    ws.write(f"{PLAN}/texter.yaml", f"texter:\n  inledning: |\n{lines}")
    result = ws.plan("--format", "md", "--format", "docx")
    no_bug(result)
    if result.code == 0:
        assert "nivå 399" in ws.markdown()
        assert "nivå 399" in ws.word()
    else:
        assert f"{PLAN}/texter.yaml:" in result.err


# ------------------------------------------------------------------ pictures
SECRET = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c63f8cfc0f01f000500"
    "01ff56c72f0d0000000049454e44ae426082"
)


def picture(ws: Ws, file: str) -> None:
    ws.write(f"{PLAN}/bilder.yaml", f"bilder:\n  logga: {{fil: {quoted(file)}, alt: Logga}}\n")
    ws.change(f"{PLAN}/texter.yaml", "    - vård", "    [bild: logga]\n\n    - vård")


def media(ws: Ws) -> list[str]:
    with zipfile.ZipFile(ws.target("verksamhetsplan.docx")) as package:
        return [name for name in package.namelist() if "/media/" in name]


@pytest.mark.process
def test_a_picture_in_its_place(ws: Ws) -> None:
    ws.write(f"{PLAN}/bilder/logga.png", SECRET)
    picture(ws, "bilder/logga.png")
    assert ws.plan("--format", "docx").code == 0
    assert len(media(ws)) == 1


@pytest.mark.process
@pytest.mark.parametrize("kind", ["relative", "absolute", "file", "link", "linked folder", "http", "data"])
def test_a_picture_outside_the_workspace(ws: Ws, tmp_path: Path, kind: str) -> None:
    outside = tmp_path / "hemligt" / "hemlig.png"
    outside.parent.mkdir()
    outside.write_bytes(SECRET)
    inside = ws.file(f"{PLAN}/bilder")
    if kind == "link":
        inside.mkdir()
        (inside / "hemlig.png").symlink_to(outside)
    if kind == "linked folder":
        inside.symlink_to(outside.parent)
    addresses = {
        "relative": os.path.relpath(outside, ws.file(PLAN)),
        "absolute": str(outside),
        "file": outside.as_uri(),
        "http": "http://127.0.0.1:9/hemlig.png",
        "data": "data:image/png;base64,iVBORw0KGgo=",
    }
    picture(ws, addresses.get(kind, "bilder/hemlig.png"))
    before = outputs(ws.out)
    for result in (ws.validate(), ws.plan("--format", "md", "--format", "docx")):
        no_bug(result)
        assert result.code == 1, result.said
        assert f"{PLAN}/bilder.yaml:2:" in result.said or f"{PLAN}/bilder:1:" in result.said
    assert outputs(ws.out) == before
    assert set(before.values()) == {OLD}
    draft = ws.plan("--draft", "--format", "md", "--format", "docx")
    no_bug(draft)
    assert len(draft.paths) == 2
    assert media(ws) == []
    assert "](" + addresses.get(kind, "-") not in ws.markdown()
    assert "saknas" in ws.markdown()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("logga.png", b""),
        ("logga.png", b"ingen bild"),
        ("logga.png", SECRET[:40]),
        ("logga.jpg", SECRET),
        ("logga.svg", b'<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd"/></svg>'),
        ("logga.exe", b"MZ"),
    ],
)
def test_a_picture_that_is_none(ws: Ws, name: str, content: bytes) -> None:
    ws.write(f"{PLAN}/bilder/{name}", content)
    picture(ws, f"bilder/{name}")
    before = outputs(ws.out)
    result = ws.plan("--format", "docx")
    no_bug(result)
    assert result.code == 1, result.err
    assert f"{PLAN}/bilder.yaml:2:16: fel VB114" in result.err
    assert outputs(ws.out) == before


def test_a_picture_that_is_damaged_is_told_where_it_cannot_be_set(ws: Ws) -> None:
    ws.write(f"{PLAN}/bilder/logga.png", SECRET[:40] + bytes(8) + SECRET[48:])
    picture(ws, "bilder/logga.png")
    before = outputs(ws.out)
    result = ws.plan("--format", "pdf")
    no_bug(result)
    assert result.code == 4
    assert "pdf-filen eller ett diagram kunde inte göras: dokumentet gick inte att sätta" in result.err
    assert outputs(ws.out) == before


@pytest.mark.parametrize("name", ["bilder", "bilder/finns-inte.png", ".", "dokument.yaml"])
def test_a_picture_that_is_no_file(ws: Ws, name: str) -> None:
    ws.file(f"{PLAN}/bilder").mkdir()
    picture(ws, name)
    for result in (ws.validate(), ws.plan("--format", "docx")):
        no_bug(result)
        assert result.code == 1, result.said
        assert f"{PLAN}/bilder.yaml:2:" in result.said
