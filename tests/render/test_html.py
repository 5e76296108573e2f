"""The web page, taken apart by the standard library: whole, safe, usable without eyes, without a mouse, without a network."""

from __future__ import annotations

import base64
import itertools
import re
from dataclasses import replace
from decimal import Decimal
from typing import Any, get_args
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.samples import PIXEL, image, row, text
from tests.webpage import classes, one, read, table, words
from vbgen.model.theme import TONES, Theme
from vbgen.render import html
from vbgen.render.common import clean
from vbgen.render.layout import Layout
from vbgen.render.look import Look
from vbgen.view.blocks import (
    Block,
    Break,
    Cell,
    Chart,
    ChartRow,
    Column,
    Contents,
    Document,
    Heading,
    ListBlock,
    Media,
    NoteMark,
    PageBreak,
    Paragraph,
    Row,
    Series,
    Span,
    Table,
    TitleBlock,
    Value,
)

THEME = Theme()
HOSTILE = '<script>alert("1")</script> & &amp; <!-- \' --> ]]> </title></style> {{ 7*7 }} \ue000 1 \ue001 javascript:x'


TABLE = Table(
    (Column(), Column("right"), Column("right")),
    (Row((Cell((text("Enhet"),), rowspan=2), Cell((text("2021"),), colspan=2))), row("Kvinnor", "Män")),
    (
        row("Kansliet, varav", "−1\u00a0234,5", "5"),
        row("stab", "1", "2", kind="part", level=1),
        row("Övrigt:", "", "", kind="heading"),
        Row((Cell((text("Tandvård"), text("hela året"))), Cell(((Span("● nått", tone="grön"),),)), Cell())),
        row("Som planerat.", kind="comment"),
        row("Delsumma", "10", "7", kind="subtotal"),
        row("Totalt", "9", "8", kind="total"),
    ),
    text("Personal"),
    (Paragraph((NoteMark("1)"), Span(" Not.")), "note"),),
    number="Tabell 1",
)
CHART = Chart(
    "bars",
    text("Utfall"),
    "Stapeldiagram. A: 1.",
    (Series("Utfall"),),
    (ChartRow("A", (Value(Decimal(1), "1"),)),),
    (Paragraph(text("Belopp i mnkr."), "note"),),
    number="Diagram 1",
)


def sample(*more: Block, **changes: Any) -> Document:
    made = Document(
        "Berättelse",
        (
            TitleBlock("Berättelse 2021", "Regionstyrelsen", ("Region Örebro län", "Beslutad")),
            Contents("Innehåll", 2),
            PageBreak(),
            Heading(1, text("Inledning"), "1", "inledning"),
            Paragraph((Span("Text "), Span("kursiv", "emphasis"), Break(), Span("fet", "strong"), NoteMark("1)"))),
            Heading(3, text("Ekonomi"), "1.1", "ekonomi"),
            Paragraph(
                (Span("Se "), Span("inledningen", link="#inledning"), Span(" och den andra", link="#finns-inte"))
            ),
            TABLE,
            Heading(4, text("Djupt"), None, "djupt"),
            CHART,
            TABLE._replace(caption=(), number="", notes=()),
            CHART._replace(caption=(), number=""),
            Heading(1, text("Dold"), None, "dold", in_contents=False),
            ListBlock("alpha", ((Paragraph(text("punkt")),), (Paragraph(text("sist")),)), start=3),
            *more,
        ),
        "Regionstyrelsen",
        "Region Örebro län",
        marks=("UTKAST", "Exempel"),
        properties={"category": "Verksamhetsberättelse"},
        version="Version 2",
    )
    return replace(made, **changes)


def write(document: Document, theme: Theme = THEME) -> str:
    return html.write(Layout(document), Look(theme)).decode("utf-8")


def page(document: Document, theme: Theme = THEME) -> ET.Element:
    return read(write(document, theme))


def main(*blocks: Block, theme: Theme = THEME) -> ET.Element:
    """What blocks become."""
    return one(page(Document("T", blocks), theme), "body/div/main")


@pytest.fixture(scope="module")
def made() -> ET.Element:
    return page(sample())


# ----------------------------------------------------------------- the whole
def test_it_needs_nothing_but_itself(made: ET.Element) -> None:
    for node in made.iter():
        for name, value in node.attrib.items():
            assert not name.startswith("on")
            if name in ("src", "href", "action", "data", "poster", "srcset", "xlink:href"):
                assert re.match(r"#|data:image/|(?!//)[\w./%-]+$", value), value
    assert not [node.tag for node in made.iter() if node.tag in ("script", "iframe", "object", "embed", "link", "base")]
    style = "".join(one(made, "head/style").itertext())
    assert "@import" not in style
    assert "url(" not in style


def test_it_says_what_it_is(made: ET.Element) -> None:
    assert made.get("lang") == "sv-SE"
    assert words(one(made, "head/title")) == "Berättelse – Regionstyrelsen"
    told = {node.get("name"): node.get("content") for node in made.iter("meta")}
    assert told["author"] == "Region Örebro län"
    assert told["description"] == "Regionstyrelsen · UTKAST · Exempel"
    assert told["viewport"] == "width=device-width, initial-scale=1"
    assert next(node.get("charset") for node in made.iter("meta")) == "utf-8"
    assert words(one(made, "body/footer")) == "Region Örebro län · Berättelse · Version 2"


def test_marks_stand_at_the_top(made: ET.Element) -> None:
    assert words(one(made, "body/header/p/strong")) == "UTKAST · Exempel"
    assert not list(one(page(sample(marks=())), "body/header").iter("strong"))


def test_the_first_link_leads_to_the_text(made: ET.Element) -> None:
    first = next(made.iter("a"))
    target = one(made, "body/div/main")
    assert first is one(made, "body")[0]
    assert first.get("href") == f"#{target.get('id')}"
    assert target.get("tabindex") == "-1"


def headings(made: ET.Element) -> list[tuple[int, str]]:
    found = [*one(made, "body/header").iter(), *one(made, "body/div/main").iter()]
    return [(int(node.tag[1]), words(node)) for node in found if re.fullmatch("h[1-6]", node.tag)]


def test_headings_begin_at_one_and_skip_none(made: ET.Element) -> None:
    assert headings(made) == [
        (1, "Berättelse 2021"),
        (2, "1 Inledning"),
        (3, "1.1 Ekonomi"),
        (4, "Djupt"),
        (2, "Dold"),
    ]


@pytest.mark.parametrize(
    "blocks",
    [
        (Heading(3, text("A")), Heading(9, text("B")), Heading(1, text("C")), Heading(0, text("D"))),
        (TitleBlock("Titel"), Heading(2, text("A")), TitleBlock("Bilaga"), Heading(1, text("B"))),
        (Paragraph(text("Före titeln.")), TitleBlock("Titel"), Heading(1, text("A"))),
        (),
    ],
)
def test_whatever_stands_in_it_has_one_main_heading(blocks: tuple[Block, ...]) -> None:
    levels = [level for level, _ in headings(page(Document("T", blocks)))]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


def test_a_document_without_a_title_page_has_its_title() -> None:
    made = page(Document("Protokoll", (Paragraph(text("x")),), "Nämnden"))
    assert headings(made) == [(1, "Protokoll")]
    assert [words(node) for node in made.iter("p")] == ["", "Nämnden", "x"]  # the first holds organisation and marks


def test_ids_are_unique_and_every_link_has_a_target(made: ET.Element) -> None:
    check_ids(made)
    links = list(one(made, "body/div/main").iter("a"))
    assert [(words(node), node.get("href")) for node in links] == [("inledningen", "#inledning")]


def check_ids(made: ET.Element) -> None:
    ids = [node.attrib["id"] for node in made.iter() if "id" in node.attrib]
    assert sorted(set(ids)) == sorted(ids)
    for node in made.iter():
        for name in ("href", "aria-labelledby", "aria-describedby"):
            for target in node.get(name, "").split():
                if name != "href" or target.startswith("#"):
                    assert target.removeprefix("#") in ids, f"{name}={target}"


_ANCHORS = st.sampled_from(
    (
        "",
        "a",
        "A",
        "a-2",
        "a-3",
        "a-4",
        "a-2-3",
        "innehall",
        "innehallslista",
        "tabell-nr-1",
        "diagram-nr-2",
        "rubrik-2",
        "1",
        "å/ä",
        "–",
    )
)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.lists(_ANCHORS, max_size=6))
def test_whatever_headings_are_called_ids_are_unique(anchors: list[str]) -> None:
    listed = tuple(Heading(1, text(str(at)), None, anchor) for at, anchor in enumerate(anchors))
    linked = tuple(Paragraph((Span("x", link=f"#{anchor}"),)) for anchor in anchors)
    made = page(Document("T", (Contents("Innehåll"), *listed, *linked, TABLE, CHART, TABLE)))
    check_ids(made)
    targets = {node.get("id"): words(node) for node in made.iter("h2")}
    for anchor, node in zip(
        [anchor for anchor in anchors if anchor], one(made, "body/div/main").iter("a"), strict=True
    ):
        assert targets[node.attrib["href"][1:]] == str(anchors.index(anchor))


def test_the_contents_list_has_the_listed_headings(made: ET.Element) -> None:
    nav = one(made, "body/div/nav")
    assert words(one(nav, "h2")) == "Innehåll"
    assert nav.get("aria-labelledby") == one(nav, "h2").get("id")
    assert [(node.get("href"), words(node)) for node in nav.iter("a")] == [
        ("#inledning", "1 Inledning"),
        ("#ekonomi", "1.1 Ekonomi"),
    ]
    assert [words(node) for node in nav.iterfind("ul/li/ul/li")] == ["1.1 Ekonomi"]


def test_without_a_contents_list_there_is_no_navigation() -> None:
    made = page(Document("T", (Heading(1, text("A")),)))
    assert not list(made.iter("nav"))
    assert classes(one(made, "body")) == []


# --------------------------------------------------------------------- inlines
def test_inlines() -> None:
    parts = (
        Span("a "),
        Span("b", "emphasis"),
        Span("c", "strong"),
        Span("d", "strong-emphasis"),
        Break(),
        NoteMark("1)"),
        Span("e", tone="röd"),
        Span("f", tone="lila"),
        Span("g", link="bilaga/ett två.html"),
    )
    made = one(main(Paragraph(parts)), "p")
    assert [(node.tag, words(node)) for node in made] == [
        ("em", "b"),
        ("strong", "c"),
        ("strong", "d"),
        ("br", ""),
        ("sup", "1)"),
        ("span", "e"),
        ("a", "g"),
    ]
    assert one(made, "strong/em").text == "d"
    assert one(made, "a").get("href") == "bilaga/ett%20tv%C3%A5.html"


@pytest.mark.parametrize("role", ["label", "note", "notice", "lead", "facts"])
def test_roles_of_paragraphs_have_their_looks(role: Any) -> None:
    assert classes(one(main(Paragraph(text("x"), role)), "p")) == [role]
    assert f".{role} {{" in html.STYLE.read_text(encoding="utf-8")


def test_lists() -> None:
    inner = ListBlock("decimal", ((Paragraph(text("tre")),),), start=3)
    made = main(
        ListBlock("bullet", ((Paragraph(text("ett")), inner), (Paragraph(text("två")), Paragraph(text("mer"))))),
        ListBlock("decimal", ((Paragraph(text("ett")),),)),
        ListBlock("alpha", ((Paragraph(text("c")),), (Paragraph(text("d")),)), start=3),
    )
    assert [(node.get("start"), words(node)) for node in made.iterfind("ul/li/ol")] == [("3", "tre")]
    assert [words(node) for node in made.iterfind("ul/li/p")] == ["ett", "två", "mer"]
    decimal, alpha = made.iterfind("ol")
    assert (decimal.attrib, words(decimal)) == ({}, "ett")
    assert (classes(alpha), alpha.get("style")) == (["alpha"], "--before: 2")
    assert [words(node) for node in alpha] == ["c", "d"]
    style = html.STYLE.read_text(encoding="utf-8")
    assert "counter-reset: item var(--before, 0)" in style
    assert 'content: counter(item, lower-alpha) ")"' in style


# ---------------------------------------------------------------------- tables
def test_cells_say_what_they_are_heads_of(made: ET.Element) -> None:
    first = next(made.iter("table"))
    heads = [[(node.tag, node.get("scope"), words(node)) for node in line] for line in first.iter("tr")]
    assert heads[0] == [("th", "col", "Enhet"), ("th", "colgroup", "2021")]
    assert heads[1] == [("th", "col", "Kvinnor"), ("th", "col", "Män")]
    assert heads[2] == [("th", "row", "Kansliet, varav"), ("td", None, "−1 234,5"), ("td", None, "5")]
    assert heads[4] == [("th", "rowgroup", "Övrigt:")]
    assert heads[6][0] == ("td", None, "Som planerat.")
    assert heads[8][0] == ("th", "row", "Totalt")
    assert len(heads) == 2 + len(TABLE.rows)
    assert [next(words(node) for node in body.iterfind("tr/th")) for body in first.iterfind("tbody")] == [
        "Kansliet, varav",
        "Övrigt:",
    ]


def test_spans(made: ET.Element) -> None:
    first = next(made.iter("table"))
    corner, group = one(first, "thead")[0]
    assert (corner.get("rowspan"), corner.get("colspan")) == ("2", None)
    assert (group.get("rowspan"), group.get("colspan"), classes(group)) == (None, "2", ["center"])
    assert one(first, "tbody[2]/tr[1]/th").get("colspan") == "3"
    tall = Table((Column(), Column()), (), (Row((Cell((text("a"),), rowspan=2), Cell((text("b"),)))), row("c")))
    assert table(main(tall)) == [["a", "b"], ["c"]]


def test_looks_of_rows_and_cells(made: ET.Element) -> None:
    first = next(made.iter("table"))
    assert [classes(line) for line in first.iterfind("tbody/tr")] == [
        [],
        [],
        ["heading"],
        ["commented"],
        ["comment"],
        ["subtotal"],
        ["total"],
    ]
    assert classes(one(first, "tbody[1]/tr[2]/th")) == ["in1"]
    assert [classes(node) for node in one(first, "tbody[1]/tr[1]")] == [[], ["right"], ["right"]]
    deep = Table((Column(), Column()), (row("A", "B"),), (row("djupt", "1", kind="part", level=7),))
    assert classes(one(main(deep), "div/div/table/tbody/tr/th")) == ["in3"]
    assert [words(node) for node in one(first, "tbody[2]/tr[2]/th").iter("p")] == ["Tandvård", "hela året"]


def test_captions_and_notes(made: ET.Element) -> None:
    holder = next(node for node in made.iter("div") if classes(node) == ["table"])
    assert words(one(holder, "div/table/caption")) == "Tabell 1. Personal"
    note = one(holder, "p")
    assert (classes(note), words(note), words(one(note, "sup"))) == (["note"], "1) Not.", "1)")


def test_what_is_wide_scrolls_in_itself_by_keyboard_too(made: ET.Element) -> None:
    regions = [node for node in made.iter("div") if classes(node) == ["scroll"]]
    assert len(regions) == len(list(made.iter("table"))) == 2
    for region in regions:
        assert (region.get("tabindex"), region.get("role")) == ("0", "group")
        assert region[0].tag == "table"
    captioned, bare = regions
    assert captioned.get("aria-labelledby") == one(captioned, "table/caption").get("id")
    assert bare.get("aria-label") == "Tabell: Enhet, 2021, Kvinnor, Män"
    assert "overflow-x: auto" in html.STYLE.read_text(encoding="utf-8")
    nameless = one(main(Table((Column(),), (), (row("a"),))), "div/div")
    assert nameless.get("aria-label") == "Tabell"


def test_a_table_of_one_column_has_no_row_heads() -> None:
    made = main(Table((Column(),), (row("Namn"),), (row("a"), row("b", kind="heading"))))
    assert [node.tag for node in made.iterfind("div/div/table/tbody/tr/*")] == ["td", "td"]


def test_figures_stand_under_each_other_by_their_decimal_comma() -> None:
    figures = ("1", "−2,5", "10,25", "–", "")
    made = main(Table((Column(), Column("right")), (row("A", "B"),), tuple(row("x", figure) for figure in figures)))
    cells = list(made.iterfind("div/div/table/tbody/tr/td"))
    assert [words(cell) for cell in cells] == list(figures)
    pads = [[(node.text, node.get("aria-hidden")) for node in cell.iter("span")] for cell in cells]
    assert pads == [[(",00", "true")], [("0", "true")], [], [], []]
    assert ".pad { visibility: hidden; }" in html.STYLE.read_text(encoding="utf-8")


def test_a_row_with_too_many_cells_is_refused() -> None:
    with pytest.raises(AssertionError, match="more cells"):
        main(Table((Column(),), (), (row("a", "b"),)))


# -------------------------------------------------------------------- pictures
@pytest.mark.parametrize("media", get_args(Media))
def test_pictures_travel_in_the_page(media: Media) -> None:
    picture = image('Stapel <1> & "två"', text("Figur 1"), "karta.png")._replace(media=media)
    written = write(Document("T", (picture,)), THEME)
    figure = one(read(written), "body/div/main/figure")
    address = one(figure, "img").attrib["src"]
    assert address.startswith(f"data:{media};base64,")
    assert base64.b64decode(address.partition(",")[2]) == PIXEL
    assert one(figure, "img").get("alt") == 'Stapel <1> & "två"'
    assert words(one(figure, "figcaption")) == "Figur 1"
    assert "karta" not in written


def test_charts_are_drawings_with_a_name_and_a_description(made: ET.Element) -> None:
    first, second = (node for node in made.iter("figure") if classes(node) == ["chart"])
    assert words(one(first, "figcaption")) == "Diagram 1. Utfall"
    assert not list(second.iter("figcaption"))
    for figure in (first, second):
        drawing = one(figure, "svg")
        assert drawing.get("role") == "img"
        assert one(drawing, "desc").get("id") in drawing.attrib["aria-labelledby"].split()
        assert words(one(drawing, "desc")) == "Stapeldiagram. A: 1."
        assert words(one(figure, "p")) == "Belopp i mnkr."


# ----------------------------------------------------------------------- style
def test_colours_are_the_themes() -> None:
    theme = Theme.model_validate({"textfärg": "112233", "statusfärger": {"grön": "004400"}, "typsnitt": "Källa 3"})
    made = page(Document("T", (Paragraph(tuple(Span(tone, tone=tone) for tone in TONES)),)), theme)
    style = "".join(one(made, "head/style").itertext())
    assert "--text: #112233;" in style
    assert '--font: "Källa 3", "Carlito", "Source Sans 3"' in style
    rules = dict(re.findall(r"\.(tone-\d) \{ color: #(\w+); \}", style))
    for node in made.iter("span"):
        if "tone" in classes(node):
            assert rules[classes(node)[1]] == theme.tone(words(node))
    assert {rules[name] for name in rules} == {theme.tone(name) for name in TONES}


def test_every_look_is_in_the_style(made: ET.Element) -> None:
    style = "".join(one(made, "head/style").itertext())
    for name in {name for node in one(made, "body").iter() for name in classes(node)} - {"bar", "line", "part"}:
        assert re.search(rf"\.{name}\b", style), name


def test_it_can_be_printed(made: ET.Element) -> None:
    style = "".join(one(made, "head/style").itertext())
    printed = style[style.index("@media print {") :]
    for rule in (
        "@page { size: A4",
        ".skip, .ways { display: none; }",
        ".scroll { overflow: visible; }",
        "thead { display: table-header-group; }",
        "print-color-adjust: exact",
        "break-inside: avoid",
    ):
        assert rule in printed
    assert style.count("{") == style.count("}")


# ------------------------------------------------------------------ author text
def everywhere(told: str) -> Document:
    """A document that says a text in every place that it has."""
    inlines = (Span(told), Span(told, "emphasis", "grön"), NoteMark(told))
    cell = Cell((inlines,))
    notes = (Paragraph(inlines, "note"),)
    return Document(
        told,
        (
            TitleBlock(told, told, (told,)),
            Contents(told),
            Heading(1, inlines, told, told),
            *(Paragraph(inlines, role) for role in ("body", "label", "note", "notice", "lead", "facts")),
            ListBlock("alpha", ((Paragraph(inlines),), (Paragraph(inlines), Paragraph(inlines)))),
            Table(
                (Column(), Column()), (Row((cell, cell)),), (Row((cell, cell), "total"),), inlines, notes, told, told
            ),
            Table((Column(), Column()), (Row((cell, cell)),), (Row((cell, cell)),)),
            Chart(
                "bars", inlines, told, (Series(told),), (ChartRow(told, (Value(Decimal(1), told),)),), notes, told, told
            ),
            image(told, inlines),
            Paragraph((Span(told, link=f"#{told}"),)),
        ),
        told,
        told,
        told,
        (told, told),
        {told: told},
        told,
    )


def shape(node: ET.Element) -> list[Any]:
    """The elements and attributes of a page, whatever its words; drawings apart, whose lines follow from the words."""
    return [node.tag, sorted(node.attrib), [] if node.tag == "svg" else [shape(below) for below in node]]


def check_author_text(told: str) -> None:
    made = page(everywhere(told))
    assert shape(made) == shape(page(everywhere("ord")))
    assert all(
        node.tag in ("title", "desc", "defs", "pattern", "rect", "path", "text", "line", "svg")
        for node in one_svg(made)
    )
    said = clean(told)
    assert one(made, "body/header/div/h1").text == said
    assert one(made, "body/div/main/figure/img").get("alt") == said
    assert "".join(one(made, "body/div/main/figure/svg/desc").itertext()) == said
    assert one(made, "head/meta[@name='author']").get("content") == said
    cells = ["".join(node.itertext()) for node in made.iter("td")]
    assert set(cells) == {said * 3}
    assert one(made, "head/title").text == f"{said} – {said}"


def one_svg(made: ET.Element) -> list[ET.Element]:
    return list(one(made, "body/div/main/figure/svg").iter())


def test_author_text_is_never_markup() -> None:
    check_author_text(HOSTILE)
    written = write(everywhere(HOSTILE), THEME)
    assert "<script" not in written
    assert written.count("&lt;script&gt;") > 40


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.text(st.characters(exclude_categories=()), min_size=1, max_size=12).filter(lambda told: clean(told).strip()))
def test_whatever_authors_write_it_is_text(told: str) -> None:
    check_author_text(told)


def test_characters_that_no_page_may_hold_are_dropped() -> None:
    written = write(Document("a\x00b", (Paragraph(text("c\x0bd\ud800e\nf\ufffe\x7f\x9f")),), marks=("m\x1f",)), THEME)
    made = read(written)
    assert [words(one(made, "head/title")), words(one(made, "body/div/main/p")), words(one(made, "body/header/p"))] == [
        "ab",
        "cde f",
        "m",
    ]


def test_markup_is_a_type_that_text_does_not_have() -> None:
    made = html.element("p", html.escape("<b>"), html.element("i", html.escape("&"), id='"x"'), class_="", data_x="y")
    assert made == '<p data-x="y">&lt;b&gt;<i id="&quot;x&quot;">&amp;</i></p>'
    assert html.escape(made) is made
    assert html.escape("</p>") == "&lt;/p&gt;"


def test_the_same_document_is_the_same_page() -> None:
    assert write(sample(), THEME) == write(sample(), THEME)
