"""Whose fault it is: a bug of ours is never told as a fault of a template or of the reference document, nor the other way round."""

from __future__ import annotations

import importlib
import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from typing import Any, NoReturn

import pytest

from tests.bad_input.conftest import OLD
from tests.cli.support import FORMATS, PLAN, Result, Ws, no_bug, outputs
from vbgen import formats
from vbgen.render import compose
from vbgen.render.word import docx
from vbgen.render.word.package import pack
from vbgen.view.chapters import DocumentView

_ERRORS = (ValueError, KeyError, AttributeError, RecursionError, NotImplementedError, Exception)


def planted(error: type[Exception]) -> Callable[..., NoReturn]:
    def fail(*_: Any, **__: Any) -> NoReturn:
        raise error("inplanterat")

    return fail


def our_bug(result: Result) -> bool:
    """It is told as a bug of ours, and nothing was written."""
    return result.code == 3 and result.out == "" and "ett fel i vbgen självt" in result.err


@pytest.mark.process
@pytest.mark.parametrize("error", _ERRORS)
@pytest.mark.parametrize("form", FORMATS)
def test_a_bug_in_a_writer_is_ours(ws: Ws, monkeypatch: pytest.MonkeyPatch, form: str, error: type[Exception]) -> None:
    monkeypatch.setattr(
        importlib.import_module(f"vbgen.render.{formats.FORMATS[form].module}"), "write", planted(error)
    )
    assert our_bug(ws.plan("--format", form))
    assert set(outputs(ws.out).values()) == {OLD}
    protocol = ws.run("protocol", "--year", "2021", "--nämnd", "kulturnamnden", "--format", form, "--output", ws.out)
    assert our_bug(protocol)


@pytest.mark.parametrize("error", _ERRORS)
@pytest.mark.parametrize("expression", ["{{ document.title_block }}", '{{ document["title_block"] }}'])
def test_a_bug_in_what_templates_ask_for_is_ours(
    ws: Ws, monkeypatch: pytest.MonkeyPatch, expression: str, error: type[Exception]
) -> None:
    ws.write("templates/titelsida.j2", f"{expression}\n")
    monkeypatch.setattr(DocumentView, "title_block", property(planted(error)))
    assert our_bug(ws.plan())


@pytest.mark.parametrize("error", _ERRORS)
def test_a_bug_in_what_templates_print_is_ours(ws: Ws, monkeypatch: pytest.MonkeyPatch, error: type[Exception]) -> None:
    monkeypatch.setattr(compose, "_keep", planted(error))
    assert our_bug(ws.plan())


def test_a_bug_that_never_ends_is_ours(ws: Ws, monkeypatch: pytest.MonkeyPatch) -> None:
    def contents(view: DocumentView) -> Any:
        return contents(view)

    monkeypatch.setattr(DocumentView, "contents", property(contents))
    assert our_bug(ws.plan())


@pytest.mark.parametrize(
    "line",
    [
        "{{ document.title_page(lines=5) }}",
        "{{ document.title_page(line=5) }}",
        "{{ document.title_page('a', 'b', 'c') }}",
        "{{ 'x' | wordwrap(0) }}",
        "{{ document | tojson }}",
        "{{ document.chapters.index(5) }}",
        "{{ document.day.replace(month=13) }}",
        "{{ [3, 'a'] | sort }}",
        "{{ 'a' * 99999999999999 }}",
        "{% for x in document.chapters %}{{ loop.titel }}{% endfor %}",
        "{{ document['titel'] }}",
        "{{ document.chapters | map(attribute='titel') | join }}",
    ],
)
def test_a_fault_of_a_template_is_the_templates(ws: Ws, line: str) -> None:
    ws.write("templates/titelsida.j2", f"{{{{ document.title_block }}}}\n{line}\n")
    result = ws.plan()
    no_bug(result)
    assert (result.code, result.out) == (1, "")
    assert "templates/titelsida.j2:2:" in result.err


@pytest.mark.parametrize(
    "text",
    [
        f"{{{{ {'(' * 3000}1{')' * 3000} }}}}",
        f"{{{{ {'-' * 5000}1 }}}}",
        "{% if 1 %}" * 120 + "{% endif %}" * 120,
    ],
)
def test_a_template_that_is_nested_too_deep_to_be_read(ws: Ws, text: str) -> None:
    ws.write("templates/titelsida.j2", text)
    result = ws.plan()
    no_bug(result)
    assert (result.code, result.out) == (1, "")


def test_templates_may_nest_as_deep_as_data(ws: Ws) -> None:
    """A chapter in a chapter, as deep as YAML may be nested, and each of them through a template of one's own."""
    levels = 17
    chapters = "\n".join(
        f"{'  ' * (2 * level)}  - rubrik: Nivå {level}\n{'  ' * (2 * level)}    kapitel:" for level in range(levels)
    )
    last = f"{'  ' * (2 * levels)}  - {{rubrik: Sist, innehåll: [{{text: inledning}}]}}"
    head = ws.read(f"{PLAN}/dokument.yaml").partition("disposition:")[0]
    ws.write(f"{PLAN}/dokument.yaml", f"{head}disposition:\n{chapters}\n{last}\n")
    ws.write("templates/kapitel.j2", '{% include "eget/kapitel.j2" %}\n')
    packaged = (docx.REFERENCE.parent / "kapitel.j2").read_text(encoding="utf-8")
    ws.write("templates/eget/kapitel.j2", packaged)
    result = ws.plan("--draft")
    no_bug(result)
    assert result.code == 0, result.err
    assert "Sist" in ws.markdown()


# ------------------------------------------------------ the reference document
def parts() -> dict[str, bytes]:
    with zipfile.ZipFile(docx.REFERENCE) as package:
        return {name: package.read(name) for name in package.namelist()}


def stored(name: str) -> tuple[bytearray, int]:
    """The reference document uncompressed, and where the content of a part begins."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as package:
        for part, data in parts().items():
            package.writestr(part, data)
        start = package.getinfo(name).header_offset
    packed = bytearray(target.getvalue())
    first, second = struct.unpack("<HH", packed[start + 26 : start + 30])
    return packed, start + 30 + first + second


def changed(name: str) -> bytes:
    """A part that does not have its checksum."""
    data, start = stored(name)
    data[start + 100] ^= 1
    return bytes(data)


def scrambled(name: str) -> bytes:
    """A part that cannot be unpacked."""
    packed = pack(parts())
    with zipfile.ZipFile(io.BytesIO(packed)) as package:
        start = package.getinfo(name).header_offset + 30 + len(name)
    return packed[:start] + bytes(byte ^ 0xFF for byte in packed[start : start + 40]) + packed[start + 40 :]


def flagged(name: str, at: int, value: int) -> bytes:
    """A field of a part's line in the table of contents changed."""
    packed = bytearray(pack(parts()))
    start = packed.rindex(name.encode()) - 46
    struct.pack_into("<I" if at == 24 else "<H", packed, start + at, value)
    return bytes(packed)


STYLES, HEADER = "word/styles.xml", "word/header1.xml"
DAMAGED = {
    "a checksum": changed(STYLES),
    "a checksum of what pandoc copies": changed(HEADER),
    "a part": scrambled(STYLES),
    "a part that pandoc copies": scrambled(HEADER),
    "locked": flagged(STYLES, 8, 1),
    "packed in another way": flagged(STYLES, 10, 14),
    "larger than memory": flagged("word/theme/theme1.xml", 24, 0xFFFFFFF0),
    "half of it": pack(parts())[:6000],
    "no styles": pack({name: data for name, data in parts().items() if name != STYLES}),
    "styles in another encoding": pack({**parts(), STYLES: parts()[STYLES].decode().encode("utf-16")}),
    "a header in another encoding": pack({**parts(), HEADER: parts()[HEADER].replace(b"{{title}}", b"\xe5")}),
}


@pytest.mark.process
@pytest.mark.parametrize("damage", DAMAGED)
def test_a_damaged_reference_document_is_told(ws: Ws, damage: str) -> None:
    ws.write("templates/referens.docx", DAMAGED[damage])
    result = ws.plan("--format", "docx")
    no_bug(result)
    assert (result.code, result.out) == (1, "")
    assert "templates/referens.docx:1:1: fel VB119 Word-mallen går inte att använda: " in result.err
    assert set(outputs(ws.out).values()) == {OLD}


def test_damaged_bytes_are_what_the_test_says() -> None:
    """Else the tests above would say little."""
    for damage, error in (("a checksum", zipfile.BadZipFile), ("a part", zlib.error), ("locked", RuntimeError)):
        with zipfile.ZipFile(io.BytesIO(DAMAGED[damage])) as package, pytest.raises(error):
            package.read(STYLES)


def test_the_overview_tells_of_it_too(ws: Ws) -> None:
    ws.write("templates/referens.docx", "inget Word-dokument")
    result = ws.run("overview", "--year", "2021", "--format", "docx", "--output", ws.out)
    no_bug(result)
    assert (result.code, result.out) == (1, "")
    assert "templates/referens.docx:1:1: fel VB119" in result.err


@pytest.mark.process
@pytest.mark.parametrize("command", [("protocol", "--nämnd", "halsonamnden"), ("overview",)])
def test_a_letter_that_no_pdf_can_have_is_told_at_its_place(ws: Ws, command: tuple[str, ...]) -> None:
    ws.change("data/2021/halsonamnden/namnd.yaml", "Hälsonämnden", "Hälsonämnden 🎉")
    result = ws.run(*command, "--year", "2021", "--format", "pdf", "--output", ws.out)
    no_bug(result)
    assert (result.code, result.out) == (1, "")
    assert "data/2021/halsonamnden/namnd.yaml:1:20: fel VB123 tecknet" in result.err
    assert "Word-mallen" not in result.err
