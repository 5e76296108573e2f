"""Templates of the workspace: what is wrong in one has file and line, and nothing of it reaches the machine."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bad_input.conftest import OLD
from tests.cli.support import PLAN, Ws, copy_workspace, no_bug, outputs

HEAD = "{# rad 1 #}\n{{ document.title_block }}\n"


def refused(ws: Ws, *places: str) -> str:
    """render stops at one of the places; the old documents are still there. What was said."""
    result = ws.plan("--format", "md", "--format", "docx")
    no_bug(result)
    assert (result.code, result.out) == (1, ""), result.said
    assert any(place in result.err for place in places), result.err
    assert set(outputs(ws.out).values()) == {OLD}
    return result.err


def test_a_template_of_ones_own(ws: Ws) -> None:
    ws.write("templates/titelsida.j2", "{{ document.title_block }}\n\nEn egen rad *så här* {{ document.title }}.\n")
    assert ws.plan().code == 0
    assert "En egen rad *så här* Plan 2021." in ws.markdown()


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{{ dokument.titel }}", "dokument"),
        ("{{ document.titel }}", "titel"),
        ("{{ document.chapters[99].heading }}", ""),
        ("{% for x in saknad %}{{ x }}{% endfor %}", "saknad"),
        ("{% if saknad %}x{% endif %}", "saknad"),
        ("{{ document.title | versaler }}", ""),
        ("{{ document.title is vacker }}", ""),
        ("{{ 7 * }}", ""),
        ("{% endif %}", ""),
        ("{% for x %}", ""),
        ("{% import os %}", ""),
        ('{% include "finns-inte.j2" %}', "finns-inte.j2"),
        ('{% extends "finns-inte.j2" %}', "finns-inte.j2"),
        ('{% include "../vbgen.yaml" %}', "../vbgen.yaml"),
        ('{% include "../data/2021/gemensamt.yaml" %}', ""),
        ('{% include "/etc/passwd" %}', "/etc/passwd"),
        ('{% include "" %}', ""),
        ('{% include "delar" %}', "delar"),
        ("{{ ''.__class__.__mro__ }}", "tillåts"),
        ("{{ document.__class__.__init__.__globals__ }}", "tillåts"),
        ("{{ document.properties.update({'a': 'b'}) }}", "tillåts"),
        ("{{ ''.__class__ }}", "tillåts"),
        ("{{ document.title.format.__globals__ }}", ""),
        ("{{ '{0.__class__}'.format(document) }}", ""),
        ("{{ document.title_block.__setattr__('title', 'x') }}", "tillåts"),
        ("{{ 1 / 0 }}", ""),
        ("{{ 1 + 'a' }}", ""),
        ("{{ document.title() }}", ""),
        ("{{ range(3) }}", ""),
        ("{{ open('/etc/passwd') }}", "open"),
        ("{{ lipsum.__globals__ }}", "lipsum"),
        ("{{ cycler }}", "cycler"),
        ("{{ self.__init__ }}", ""),
        ("{% set x = 1 %}{{ x.real.bit_length.im_self }}", ""),
    ],
)
def test_a_line_that_cannot_be_used(ws: Ws, line: str, said: str) -> None:
    ws.write("templates/titelsida.j2", f"{HEAD}{line}\nSist.\n")
    assert said in refused(ws, "templates/titelsida.j2:3:")


@pytest.mark.parametrize(
    "line", ["{{ document.title ", "{% if document.title %}", "{% for x in document.chapters %}", "{# x"]
)
def test_what_is_opened_and_never_closed(ws: Ws, line: str) -> None:
    """Missed where the template ends, or where the next thing cannot stand."""
    ws.write("templates/titelsida.j2", f"{HEAD}{line}\nSist.\n")
    refused(ws, *(f"templates/titelsida.j2:{number}:" for number in (3, 4, 5)))


def test_in_a_template_that_is_included(ws: Ws) -> None:
    ws.write("templates/egen/del.j2", "ett\n\n{{ saknad }}\n")
    ws.write("templates/titelsida.j2", f'{HEAD}{{% include "egen/del.j2" %}}\n')
    refused(ws, "templates/egen/del.j2:3:")


def test_whatever_the_folder_is_called(tmp_path: Path) -> None:
    ws = Ws(copy_workspace(tmp_path / "templates" / "min.j2" / "yta"), tmp_path / "ut")
    ws.write("templates/delar/text.j2", "{{ part.blocks }}\n{{ saknad }}\n")
    result = ws.plan()
    assert result.code == 1
    assert "templates/delar/text.j2:2:" in result.err
    assert "yta" not in result.err


@pytest.mark.parametrize(
    "templates",
    [
        {"titelsida.j2": '{% include "titelsida.j2" %}\n'},
        {
            "titelsida.j2": 'x\n{% include "a.j2" %}\n',
            "a.j2": '{% include "b.j2" %}\n',
            "b.j2": '{% include "a.j2" %}\n',
        },
        {"titelsida.j2": '{% extends "titelsida.j2" %}\n'},
        {"titelsida.j2": "{% macro m() %}{{ m() }}{% endmacro %}\n{{ m() }}\n"},
        {"titelsida.j2": '{% import "titelsida.j2" as x %}\n'},
    ],
)
def test_templates_without_end(ws: Ws, templates: dict[str, str]) -> None:
    """The place is in one of the templates of the circle, not in a packaged one that the author never saw."""
    for name, text in templates.items():
        ws.write(f"templates/{name}", text)
    said = refused(ws, *(f"templates/{name}:" for name in templates))
    assert "utan slut" in said


@pytest.mark.parametrize("content", [b"{{ document.title }} \xe5\n", "å {{ document.title }}".encode("utf-16")])
def test_a_template_that_is_not_utf8(ws: Ws, content: bytes) -> None:
    ws.write("templates/titelsida.j2", content)
    refused(ws, "templates/titelsida.j2:")


def test_a_template_with_a_bom(ws: Ws) -> None:
    ws.write("templates/titelsida.j2", "\ufeff{{ document.title_block }}\n\nEgen rad.\n".replace("\n", "\r\n"))
    assert ws.plan().code == 0
    assert "\ufeff" not in ws.markdown()
    assert "Egen rad." in ws.markdown()


def test_a_template_that_is_a_link_out(ws: Ws, tmp_path: Path) -> None:
    (tmp_path / "hemlig.j2").write_text("Hemligheten.\n", encoding="utf-8")
    (ws.root / "templates").mkdir()
    ws.file("templates/titelsida.j2").symlink_to(tmp_path / "hemlig.j2")
    result = ws.plan()
    no_bug(result)
    assert result.code == 1, result.said
    assert "templates/titelsida.j2" in result.err


def test_a_folder_of_templates_that_is_a_link_out(ws: Ws, tmp_path: Path) -> None:
    (tmp_path / "utanför").mkdir()
    (tmp_path / "utanför" / "titelsida.j2").write_text("Hemligheten.\n", encoding="utf-8")
    ws.file("templates").symlink_to(tmp_path / "utanför")
    result = ws.plan()
    no_bug(result)
    assert (result.code, result.out) == (1, ""), result.said
    assert "templates" in result.err


def test_a_draft_does_not_hide_a_broken_template(ws: Ws) -> None:
    ws.write("templates/titelsida.j2", f"{HEAD}{{{{ saknad }}}}\n")
    result = ws.plan("--draft")
    assert (result.code, result.out) == (1, "")
    assert "templates/titelsida.j2:3:" in result.err


def test_a_broken_template_does_not_stop_validate_or_go_unseen(ws: Ws) -> None:
    """Templates are looked at when a document is made; `validate` is about the data, and must at least not crash."""
    ws.write("templates/titelsida.j2", "{{ 7 * }}\n")
    no_bug(ws.validate())


def test_the_page_and_its_look_are_no_templates_of_a_workspace(ws: Ws) -> None:
    assert ws.plan("--format", "html", "--format", "pdf").code == 0
    before = outputs(ws.out)
    for name in ("webb.html", "webb.css", "rapport.typ"):
        ws.write(f"templates/{name}", "{{ 7 * 7 }} Ersatt.")
    assert ws.plan("--format", "html", "--format", "pdf").code == 0
    assert outputs(ws.out) == before


@pytest.mark.parametrize("content", [b"", b"inget Word-dokument", b"PK\x03\x04 halvt"])
def test_a_reference_document_that_is_none(ws: Ws, content: bytes) -> None:
    ws.write("templates/referens.docx", content)
    refused(ws, "templates/referens.docx:1:")


def test_author_text_never_reaches_the_template_engine(ws: Ws) -> None:
    ws.write(
        f"{PLAN}/texter.yaml",
        "texter:\n  inledning: |\n    {{ document.title }} {% include 'titelsida.j2' %} {# x #}\n",
    )
    assert ws.plan().code == 0
    assert "{{ document.title }} {% include 'titelsida.j2' %} {# x #}" in ws.markdown().replace("\\", "")
