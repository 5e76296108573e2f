"""Markdown: reads well, and author text stays text."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from vbgen.model.theme import Theme
from vbgen.render import markdown, pandoc
from vbgen.render.layout import Layout
from vbgen.render.look import Look
from vbgen.render.mdtext import escape, line
from vbgen.view.blocks import (
    Break,
    Cell,
    Chart,
    Column,
    Contents,
    Document,
    Heading,
    Image,
    ListBlock,
    NoteMark,
    PageBreak,
    Paragraph,
    Row,
    Span,
    Table,
    TitleBlock,
)

HOSTILE = (
    "<script>alert(1)</script>",
    "<!-- dold --> <w:p/> <b>fet</b> <5 %",
    "&lt;b&gt; &amp; R&D &#60;",
    "*fet* **fet** _kursiv_ fil_namn_x __init__",
    "[länk](http://x) ![bild](y) [^1]: not [x]: y",
    "`kod` ``` \\* C:\\katalog\\",
    "~~struket~~ ~5 % $a$ $$b$$",
    "{{ 7*7 }} {% if %} {# x #}",
    "# rubrik",
    "###### rubrik ##",
    "- punkt",
    "+ punkt",
    "* punkt",
    "1. punkt",
    "12) punkt",
    "> citat",
    ">7",
    "---",
    "===",
    "***",
    "___",
    ":-",
    "a | b",
    "|-|-|",
    "```",
    "~~~",
    "-478 mnkr",
    "1.5 timmar",
)


def text(words: str) -> tuple[Span]:
    return (Span(words),)


def row(*texts: str, kind: Any = "plain", level: int = 0) -> Row:
    return Row(tuple(Cell((text(words),)) if words else Cell() for words in texts), kind, level)


def write(document: Document) -> str:
    return markdown.write(Layout(document), Look(Theme())).decode("utf-8")


def body(*blocks: Any) -> str:
    """What stands under the title."""
    made = write(Document("T", tuple(blocks)))
    return made.removeprefix("# T\n\n").removesuffix("\n")


def read_back(source: str) -> list[dict[str, Any]]:
    """The blocks that pandoc finds in GitHub's Markdown."""
    options = ["--from=gfm+tex_math_dollars", "--to=json", "--wrap=none"]
    blocks: list[dict[str, Any]] = json.loads(pandoc.run(options, source.encode()))["blocks"]
    return blocks


def words(inlines: list[dict[str, Any]]) -> str:
    """Only literal text passes: any other node is an error."""
    assert {node["t"] for node in inlines} <= {"Str", "Space", "SoftBreak"}
    return "".join(node.get("c", " ") for node in inlines)


@pytest.mark.process
@pytest.mark.parametrize("hostile", HOSTILE)
def test_author_text_is_read_back_as_text(hostile: str) -> None:
    (found,) = read_back(body(Paragraph(text(hostile))))
    assert found["t"] == "Para"
    assert words(found["c"]) == hostile


@pytest.mark.process
@pytest.mark.parametrize("hostile", HOSTILE)
def test_author_text_in_heading_list_and_second_line(hostile: str) -> None:
    (heading,) = read_back(body(Heading(1, text(hostile))))
    assert (heading["t"], words(heading["c"][2])) == ("Header", hostile)
    (found,) = read_back(body(ListBlock("bullet", ((Paragraph(text(hostile)),),))))
    assert found["t"] == "BulletList"
    ((item,),) = found["c"]
    assert words(item["c"]) == hostile
    (paragraph,) = read_back(body(Paragraph((Span("a"), Break(), Span(hostile)))))
    first, breaks, *rest = paragraph["c"]
    assert (first["c"], breaks["t"], words(rest)) == ("a", "LineBreak", hostile)


@pytest.mark.process
@pytest.mark.parametrize("hostile", HOSTILE)
def test_author_text_in_a_table_stays_in_its_cell(hostile: str) -> None:
    table = Table((Column(), Column("right")), (row("A", "B"),), (row(hostile, "1"),))
    (found,) = read_back(body(table))
    assert found["t"] == "Table"
    ((_, _, _, ((_, (first, second)),)),) = found["c"][4]
    assert words(first[4][0]["c"]) == hostile
    assert words(second[4][0]["c"]) == "1"


def test_templates_never_see_an_opening() -> None:
    made = body(Paragraph(text("{{ 7*7 }}{% x %}{# y #}{{{")))
    assert not re.search(r"\{[{%#]", made)


def test_escapes_no_more_than_needed() -> None:
    plain = "Mål 1. Vård & omsorg (R&D): <5 %, >3, 2-3 st, fil_namn, a+b = c; §4 – “citat”! -478 #1"
    assert escape(plain) == plain
    assert line(plain) == plain


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ((Span("Mål", "strong"), Span(": text")), "**Mål**: text"),
        ((Span("Mål:", "strong"), Span("text")), "<strong>Mål:</strong>text"),
        ((Span("Mål: ", "strong"), Span("text")), "**Mål:** text"),
        ((Span("a", "strong"), Span("b", "emphasis")), "**a**<em>b</em>"),
        ((Span("a", "strong"), Span("b", "strong")), "**ab**"),
        ((Span("a"), NoteMark("*)"), Span("b", "strong-emphasis")), "a<sup>\\*)</sup>***b***"),
        ((Span("<"), Span("b>")), "&lt;b>"),
    ],
)
def test_inlines(content: Any, expected: str) -> None:
    assert body(Paragraph(content)) == expected


def test_front_marks_and_contents() -> None:
    document = Document(
        "Berättelse",
        (
            TitleBlock("Berättelse 2021", "Regionstyrelsen", ("Region Örebro län", "Version 1")),
            Contents("Innehåll", depth=2),
            PageBreak(),
            Heading(1, text("Inledning"), "1", "a"),
            Heading(2, text("Mål [1]: vård & hälsa"), "1.1", "b"),
            Heading(3, text("För djup"), "1.1.1", "c"),
            Heading(1, text("Inledning"), "1", "d"),
            Heading(1, text("Dold"), None, "e", in_contents=False),
        ),
        marks=("UTKAST", "Exempel – texten är omskriven"),
    )
    assert write(document) == (
        "# Berättelse 2021\n\n> **UTKAST · Exempel – texten är omskriven**\n\n**Regionstyrelsen**\n\n"
        "Region Örebro län\\\nVersion 1\n\n## Innehåll\n\n- [1 Inledning](#1-inledning)\n"
        "  - [1.1 Mål \\[1\\]: vård & hälsa](#11-mål-1-vård--hälsa)\n- [1 Inledning](#1-inledning-1)\n\n"
        "## 1 Inledning\n\n### 1.1 Mål \\[1]: vård & hälsa\n\n#### 1.1.1 För djup\n\n## 1 Inledning\n\n## Dold\n"
    )


def test_table_rows_groups_spans_and_notes() -> None:
    table = Table(
        (Column(), Column("right"), Column("right"), Column("center")),
        (
            Row(
                (Cell((text("Enhet"),), rowspan=2), Cell((text("2021"),), colspan=2), Cell((text("Trend"),), rowspan=2))
            ),
            row("Kvinnor", "Män"),
        ),
        (
            row("Kansliet, varav", "−1\u00a0234", "5", "↑"),
            row("stab", "1", "2", "", kind="part", level=1),
            row("grupp", "1", "2", "", kind="part", level=2),
            Row((Cell((text("A"), text("B")), rowspan=2), Cell(((Span("1"), NoteMark("1)")),)), Cell(), Cell())),
            row("2", "3", "4"),
            row("Övrigt:", "", "", "", kind="heading"),
            row("Totalt", "9", "", "", kind="total"),
        ),
        text("Tabell 1"),
        (Paragraph((NoteMark("1)"), Span(" Not.")), "note"),),
    )
    lines = [re.sub(" +", " ", one) for one in body(table).splitlines()]
    assert lines[0] == "**Tabell 1**"
    assert lines[2] == "| Enhet | 2021 Kvinnor | 2021 Män | Trend |"
    assert re.fullmatch(r"\|:-+\|-+:\|-+:\|:-+:\|", lines[3])
    assert lines[4:11] == [
        "| Kansliet, varav | −1\u00a0234 | 5 | ↑ |",
        "| – stab | 1 | 2 | |",
        "| – – grupp | 1 | 2 | |",
        "| A<br>B | 1<sup>1)</sup> | | |",
        "| | 2 | 3 | 4 |",
        "| **Övrigt:** | | | |",
        "| **Totalt** | **9** | | |",
    ]
    assert lines[12:] == ["<sup>1)</sup> Not."]


def test_a_table_without_rows_or_header() -> None:
    assert re.sub(" +", " ", body(Table((Column(),), (row("A"),), ()))) == "| A |\n|:----|\n| |"
    assert "| x" in body(Table((Column(),), (), (row("x"),)))


def test_a_chart_is_told_in_words() -> None:
    chart = Chart(
        "bars", text("Antal *per* år"), "Stapeldiagram. A 1_0; B <2.", (), (), (Paragraph(text("Källa"), "note"),)
    )
    assert body(chart) == "**Antal \\*per\\* år**\n\n*Stapeldiagram. A 1_0; B <2.*\n\nKälla"


def test_too_many_cells_are_an_error() -> None:
    with pytest.raises(AssertionError, match="more cells"):
        body(Table((Column(),), (), (row("x", "y"),)))


@pytest.mark.process
def test_lists() -> None:
    nested = ListBlock("decimal", ((Paragraph(text("b")),),))
    assert body(ListBlock("bullet", ((Paragraph(text("a")), nested), (Paragraph(text("c")),)))) == "- a\n  1. b\n- c"
    alpha = ListBlock("alpha", ((Paragraph(text("x")),), (Paragraph(text("y")),)), start=26)
    assert body(alpha, ListBlock("bullet", ((Paragraph(text("z")),),))) == "- z) x\n- aa) y\n\n* z"
    later = ListBlock("bullet", ((Paragraph(text("a")), ListBlock("decimal", ((Paragraph(text("b")),),), start=3)),))
    assert [node["t"] for node in read_back(body(later))[0]["c"][0]] == ["Para", "OrderedList"]


def test_roles_images_and_ends() -> None:
    image = Image("bild (1).png", "image/png", b"", "Alt [x]", text("Figur 1"))
    blocks = (
        Paragraph(text("Rubrik"), "label"),
        Paragraph((Span("a"), Break(), Span("b")), "notice"),
        image,
        Paragraph(text("slut  ")),
    )
    assert body(*blocks) == ("**Rubrik**\n\n> a\\\n> b\n\n![Alt \\[x\\]](bild%20%281%29.png)\n\n*Figur 1*\n\nslut")
    made = write(Document("T", (image,)))
    assert made.endswith("*\n")
    assert not re.search(r"[ \t]$", made, re.MULTILINE)
