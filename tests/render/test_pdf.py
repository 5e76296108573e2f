"""The PDF, read back by its tags: for everybody, for archives, the same every time, and nothing of an author's text is markup."""

from __future__ import annotations

import datetime as dt
import os
import re
import subprocess
import sys
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.pdffile import Node, Pdf, squeezed
from tests.samples import PIXEL, image, row, text
from vbgen.model.theme import Theme
from vbgen.render import pdf, typesetter
from vbgen.render.common import clean
from vbgen.render.errors import MissingLetterError
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

ROOT = Path(__file__).parents[2]
THEME = Theme()
MARKS = ("UTKAST", "Exempel – påhittat")
UPRIGHT, ON_SIDE = (595, 842), (842, 595)
HOSTILE = (
    r'#let x = 1 #panic() $a^2$ *fet* _kursiv_ `kod` <etikett> @ref \ \u{41} [inne] {ute} // bort /* bort */ "citat" '
    "'ett' -- --- ... ~ = rubrik https://example.org https:// #sys.inputs ]] fi ffl"
)


def table(rows: tuple[Row, ...], *heads: str, caption: str = "Tabell") -> Table:
    columns = (Column(), *(Column("right") for _ in heads[1:]))
    return Table(columns, (row(*heads),), rows, text(caption) if caption else (), number="Tabell 1" if caption else "")


CHART = Chart(
    "bars",
    text("Utfall"),
    "Stapeldiagram. A: 1.",
    (Series("Utfall"),),
    (ChartRow("A", (Value(Decimal(1), "1"),)),),
    number="Diagram 1",
)
LONG = table(tuple(row(f"Rad {at}", f"{at}\u00a0000,5") for at in range(500)), "Namn", "Belopp")
WIDE = table(
    (row("Förvaltningen", *["−12\u00a0345,6"] * 16),), "Enhet", *(f"Kvinnorna{at}" for at in range(16)), caption="Bred"
)


def sample(*more: Block, **changes: Any) -> Document:
    made = Document(
        "Berättelse",
        (
            TitleBlock("Berättelse 2021", "Regionstyrelsen", ("Region Örebro län",)),
            Contents("Innehåll"),
            PageBreak(),
            Heading(1, text("Inledning"), "1", "inledning"),
            Paragraph(
                (Span("Text "), Span("kursiv", "emphasis"), Break(), Span("se", link="#ekonomi"), NoteMark("1)"))
            ),
            Heading(3, text("Ekonomi"), "1.1", "ekonomi"),
            Heading(1, text("Dold"), None, "dold", in_contents=False),
            *more,
        ),
        "Regionstyrelsen",
        "Region Örebro län",
        marks=MARKS,
        properties={"category": "Verksamhetsberättelse"},
        version="Version 2",
        day=dt.date(2021, 12, 31),
    )
    return replace(made, **changes)


def write(document: Document, theme: Theme = THEME) -> bytes:
    return pdf.write(Layout(document), Look(theme))


def read(document: Document, theme: Theme = THEME) -> Pdf:
    return Pdf(write(document, theme))


def tags(*blocks: Block, theme: Theme = THEME) -> Node:
    """What blocks become."""
    return read(Document("T", blocks), theme).tree


@pytest.fixture(scope="module")
def made() -> Pdf:
    return read(sample(CHART, LONG, Paragraph(text("Mellan.")), WIDE, Paragraph(text("Efter."))))


# -------------------------------------------------------------------- the file
def test_it_says_that_everybody_can_read_it_and_that_it_can_be_archived(made: Pdf) -> None:
    packet = made.metadata
    assert "<pdfuaid:part>1</pdfuaid:part>" in packet
    assert "<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>" in packet
    ET.fromstring(packet[packet.index("<x:xmpmeta") : packet.index("<?xpacket end")])  # noqa: S314
    assert made.root["/MarkInfo"]["/Marked"]
    assert made.root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert not made.reader.is_encrypted


def test_it_says_what_it_is(made: Pdf) -> None:
    told = made.reader.metadata
    assert told is not None
    assert (told.title, told.author, told.subject) == ("Berättelse", "Region Örebro län", "Regionstyrelsen")
    assert told.keywords == "UTKAST, Exempel – påhittat, Verksamhetsberättelse"
    assert made.root["/Lang"] == "sv-SE"
    for name, value in (("dc:title", "Berättelse"), ("dc:language", "sv-SE"), ("dc:creator", "Region Örebro län")):
        assert re.search(rf"<{name}>.*?<rdf:li[^>]*>{value}</rdf:li>", made.metadata)


@pytest.mark.parametrize(
    ("day", "said"), [(dt.date(2021, 12, 31), "2021-12-31T12:00:00"), (None, "2000-01-01T00:00:00")]
)
def test_its_date_is_the_documents_not_todays(day: dt.date | None, said: str) -> None:
    found = read(sample(day=day))
    assert re.findall(r"<xmp:\w+Date>([^+<]+)\+00:00<", found.metadata) == [said] * 2
    assert found.reader.metadata is not None
    assert found.reader.metadata.creation_date == dt.datetime.fromisoformat(f"{said}+00:00")


@pytest.mark.process
def test_bytes_are_the_same_whatever_the_surroundings(tmp_path: Path) -> None:
    code = (
        "import sys; from tests.render.test_pdf import sample, write, CHART, WIDE;"
        "sys.stdout.buffer.write(write(sample(CHART, WIDE)))"
    )
    surroundings = {"TZ": "Asia/Tokyo", "LC_ALL": "C", "PYTHONHASHSEED": "2", "HOME": str(tmp_path)}
    path = f"{ROOT / 'src'}{os.pathsep}{ROOT}"
    done = subprocess.run(
        [sys.executable, "-c", code],
        check=True,
        capture_output=True,
        env={**os.environ, **surroundings, "PYTHONPATH": path, "SOURCE_DATE_EPOCH": "1"},
        cwd=tmp_path,
    )
    assert done.stdout == write(sample(CHART, WIDE), THEME)


def test_bookmarks_are_the_headings_and_lead_to_them(made: Pdf) -> None:
    def titles(listed: list[Any]) -> list[Any]:
        return [titles(one) if isinstance(one, list) else one.title for one in listed]

    assert titles(made.reader.outline) == ["1 Inledning", ["1.1 Ekonomi"], "Dold"]
    first: Any = made.reader.outline[0]
    assert made.reader.get_destination_page_number(first) == 2


def test_the_contents_list_and_links_lead_somewhere(made: Pdf) -> None:
    entries = [squeezed(node.words) for node in made.tree.iter("TOCI")]
    assert entries == ["1Inledning3", "1.1Ekonomi3"]
    targets = set(made.reader.named_destinations)
    assert {"inledning", "ekonomi"} <= targets
    links = [note.get_object() for page in made.reader.pages for note in page.annotations or ()]
    assert len(links) == 3
    assert [node.words for node in made.tree.iter("Link")][-1] == "se"


def test_headings_skip_no_level(made: Pdf) -> None:
    found = [(node.kind, node.words) for node in made.tree.iter(*(f"H{level}" for level in range(1, 7)))]
    assert found == [("H1", "Innehåll"), ("H1", "1 Inledning"), ("H2", "1.1 Ekonomi"), ("H1", "Dold")]


# ----------------------------------------------------------------------- pages
def test_every_page_has_marks_and_a_number(made: Pdf) -> None:
    count = len(made.beside)
    assert count > 10
    first, *others = made.beside
    assert first == " · ".join(MARKS)
    for number, beside in enumerate(others, 2):
        assert beside.startswith(f"{' · '.join(MARKS)}Berättelse")
        assert beside.endswith(f"Region Örebro län · Version 2Sida {number} av {count}")


def test_without_a_title_page_the_first_page_is_as_the_others() -> None:
    found = read(sample(blocks=(Paragraph(text("x")),)))
    assert found.beside == [f"{' · '.join(MARKS)}BerättelseRegion Örebro län · Version 2Sida 1 av 1"]
    assert read(Document("T", (Paragraph(text("x")),))).beside == ["TSida 1 av 1"]


def test_a_long_table_is_whole_and_its_header_stands_on_every_page(made: Pdf) -> None:
    found = next(made.tree.iter("Table"))
    rows = [[squeezed(cell.words) for cell in line.below] for line in found.iter("TR")]
    assert rows == [["Namn", "Belopp"], *([f"Rad{at}", f"{at}000,5"] for at in range(500))]
    on = [at for at, marked in enumerate(made.marked) if any(words.startswith("Rad ") for words in marked.values())]
    assert len(on) > 8
    assert on == list(range(on[0], on[-1] + 1))
    assert [at for at, beside in enumerate(made.beside) if "NamnBelopp" in beside] == on[1:]
    printed = [words for marked in made.marked for words in marked.values() if words.startswith("Rad ")]
    assert printed == [f"Rad {at}" for at in range(500)]


def test_a_table_that_needs_it_lies_on_its_side_alone(made: Pdf) -> None:
    assert made.sizes[-2:] == [ON_SIDE, UPRIGHT]
    assert set(made.sizes[:-2]) == {UPRIGHT}
    on_side = list(made.marked[-2].values())
    assert (on_side[0], on_side[-1]) == ("Tabell 1. Bred", "−12 345,6")
    assert list(made.marked[-1].values()) == ["Efter."]
    assert read(Document("T", (WIDE._replace(rows=(), header=WIDE.header, caption=()),))).sizes.count(ON_SIDE) == 1


def test_page_breaks_do_not_pile_up() -> None:
    blocks = (PageBreak(), Paragraph(text("a")), PageBreak(), PageBreak(), Paragraph(text("b")), PageBreak())
    assert [" ".join(marked.values()) for marked in read(Document("T", blocks)).marked] == ["a", "b"]


def test_an_empty_document_is_a_page() -> None:
    assert read(Document("T", ())).sizes == [UPRIGHT]


# ------------------------------------------------------------------------ tags
def test_tables_are_tagged() -> None:
    heads = (Row((Cell((text("Enhet"),), rowspan=2), Cell((text("2021"),), colspan=2))), row("Kvinnor", "Män"))
    body = (
        row("Kansliet, varav", "−1\u00a0234,5", "5"),
        row("Övrigt:", "", "", kind="heading"),
        row("stab", "1", "2", kind="part", level=1),
        row("Totalt", "9", "8", kind="total"),
    )
    notes = (Paragraph((NoteMark("1)"), Span(" Not.")), "note"),)
    columns = (Column(), Column("right"), Column("right"))
    found = tags(Table(columns, heads, body, text("Personal"), notes, number="Tabell 2"))
    (head,) = found.iter("THead")
    assert [[cell.words for cell in line.below] for line in head.iter("TR")] == [["Enhet", "2021"], ["Kvinnor", "Män"]]
    assert {cell.kind for cell in head.iter("TH", "TD")} == {"TH"}
    group = next(cell for cell in head.iter("TH") if cell.words == "2021")
    assert group.attributes["/ColSpan"] == 2
    assert next(head.iter("TH")).attributes["/RowSpan"] == 2
    lines = [[cell.words for cell in line.below] for line in found.iter("TR")][2:]
    assert lines[0] == ["Kansliet, varav", "−1 234,5", "5"]  # what is hidden after a figure is not read
    assert lines[1:] == [["Övrigt:"], ["stab", "1", "2"], ["Totalt", "9", "8"]]
    assert squeezed(found.words).startswith("Tabell2.Personal")
    assert squeezed(found.words).endswith("1)Not.")


def test_a_row_with_too_many_cells_is_refused() -> None:
    with pytest.raises(AssertionError, match="more cells"):
        tags(Table((Column(),), (), (row("a", "b"),)))


def test_lists_are_tagged() -> None:
    inner = ListBlock("decimal", ((Paragraph(text("inre")),),), start=7)
    found = tags(
        ListBlock("bullet", ((Paragraph(text("ett")), inner), (Paragraph(text("två")),))),
        ListBlock("alpha", ((Paragraph(text("c")),), (Paragraph(text("d")),)), start=3),
    )
    assert [node.words for node in found.iter("Lbl")] == ["•", "7.", "•", "c)", "d)"]
    assert [squeezed(node.words) for node in found.iter("LBody")] == ["ett", "inre", "två", "c", "d"]


def test_pictures_and_charts_have_their_words() -> None:
    images = (image('Stapel <1> "två"', text("Figur 1"), "karta å (1).png"), CHART, image("Utan text"))
    found = tags(*images)
    assert [node.alt for node in found.iter("Figure")] == ['Stapel <1> "två"', "Stapeldiagram. A: 1.", "Utan text"]
    assert "Figur 1" in found.words
    assert "Diagram 1. Utfall" in found.words
    written = write(Document("T", images), THEME)
    assert b"vbgen-" not in written
    assert b"karta" not in written


@pytest.mark.parametrize("pictures", [{}, {"0.png": PIXEL}])
def test_only_pictures_that_are_given_can_be_read(tmp_path: Path, pictures: dict[str, bytes]) -> None:
    (tmp_path / "hemlig.png").write_bytes(PIXEL)
    (tmp_path / "mallar").mkdir()
    template = tmp_path / "mallar" / "mall.typ"
    for path in ("/../hemlig.png", "../hemlig.png", "/hemlig.png", str(tmp_path / "hemlig.png")):
        template.write_text(f'#set document(title: "T")\n#image("{path}", alt: "x")', encoding="utf-8")
        with pytest.raises(typesetter.TypesetError, match=r"root|not found|hemlig"):
            typesetter.pdf(template, "{}", pictures)


def test_a_picture_that_is_damaged_is_told() -> None:
    with pytest.raises(typesetter.TypesetError, match="gick inte att sätta"):
        tags(image("x")._replace(content=PIXEL[:40]))


# ------------------------------------------------------------------------ look
def test_colours_are_the_themes() -> None:
    theme = Theme.model_validate({"statusfärger": {"grön": "004400"}, "textfärg": "112233"})
    found = read(Document("T", (Paragraph((Span("ord "), Span("ja", tone="grön"), Span("nej", tone="röd"))),)), theme)
    content: Any = found.reader.pages[0].get_contents()
    drawn = content.get_data().decode("latin-1")
    for colour in (theme.text, "004400", theme.tone("röd")):
        parts = [int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4)]
        near = [tuple(map(float, numbers)) for numbers in re.findall(r"([\d.]+) ([\d.]+) ([\d.]+) scn", drawn)]
        assert any(all(abs(a - b) < 0.001 for a, b in zip(one, parts, strict=True)) for one in near), colour


def test_figures_stand_under_each_other_by_their_decimal_comma() -> None:
    """What a figure lacks after its comma takes room and is not there."""

    def starts(*figures: str) -> list[float]:
        rows = tuple(row("x", figure) for figure in figures)
        found = read(Document("T", (table(rows, "A", "B", caption=""),)))
        assert [cell.words for cell in found.tree.iter("TD")][1::2] == list(figures)
        content: Any = found.reader.pages[0].get_contents()
        places = re.findall(r"q 1 0 0 -1 ([\d.]+) [\d.]+ cm[^q]*?BT", content.get_data().decode("latin-1"))
        return [float(place) for place in places][-2 * len(figures) - 1 : -1][1::2]

    decimal, whole, word = starts("1,5", "2", "–")
    assert decimal == pytest.approx(whole, abs=0.01)
    assert word > decimal + 5


# ----------------------------------------------------------------- author text
def everywhere(told: str) -> Document:
    """A document that says a text in every place that it has."""
    inlines = (Span(told), Span(told, "strong-emphasis", "grön"), NoteMark(told))
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
            Chart(
                "bars", inlines, told, (Series(told),), (ChartRow(told, (Value(Decimal(1), told),)),), notes, told, told
            ),
            image(told, inlines),
            Paragraph((Span(told, link=f"#{told}"),)),
        ),
        told,
        told,
        "sv-SE",
        (told, told),
        {"category": told},
        told,
    )


def check_author_text(told: str) -> None:
    found = read(everywhere(told))
    said = squeezed(clean(told))
    three = said * 3
    assert [squeezed(node.words) for node in found.tree.iter("TH", "TD")] == [three] * 4
    assert [squeezed(node.words) for node in found.tree.iter("H1")] == [said, f"{said}{three}"]
    assert next(squeezed(node.words) for node in found.tree.iter("LI")) == f"a){three}"
    assert {squeezed(node.alt) for node in found.tree.iter("Figure")} == {said}
    rest = squeezed("".join(node.words for node in found.tree.below[0].below if node.kind in ("P", "Span")))
    # title page 3, paragraphs 6 × 3, two captions with numbers 4 each, notes 2 × 3, the picture's caption 3, a link 1
    assert rest.replace(".", "") == (said * (3 + 18 + 8 + 6 + 3 + 1)).replace(".", "")
    assert found.reader.metadata is not None
    assert squeezed(found.reader.metadata.title or "") == said
    assert all(squeezed(beside).startswith(f"{said}·{said}") for beside in found.beside)


def test_author_text_is_data_and_no_markup() -> None:
    check_author_text(HOSTILE)


_LETTERS = st.characters(
    min_codepoint=0x20, max_codepoint=0x17F, categories=("L", "M", "N", "P", "S", "Zs"), exclude_characters="\u00ad"
)


@settings(max_examples=40, deadline=None, derandomize=True)
@given(st.text(_LETTERS | st.sampled_from("#$*_`<>@\\[]{}/\"'-~=+"), min_size=1, max_size=12).filter(str.strip))
def test_whatever_authors_write_it_is_text(told: str) -> None:
    check_author_text(told)


def test_control_characters_are_dropped() -> None:
    found = read(Document("a\x00b", (Paragraph(text("c\x0bd\ud800e\nf\ufffe")),), marks=("m\x1f",)))
    assert found.tree.words == "cde f"
    assert found.beside[0].startswith("mab")


@pytest.mark.parametrize(
    ("letter", "place"),
    [
        *((letter, place) for letter in "😀漢\U000f0000\ue000\u0378" for place in ("text", "chart", "mark")),
        ("\ufeff", "text"),
        ("\ufeff", "mark"),
    ],
)
def test_a_letter_that_no_font_has_is_told(letter: str, place: str) -> None:
    told = f"ord {letter} ord"
    blocks: dict[str, tuple[Block, ...]] = {
        "text": (Paragraph(text(told)),),
        "chart": (CHART._replace(rows=(ChartRow(told, CHART.rows[0].values),)),),
        "mark": (),
    }
    with pytest.raises(MissingLetterError) as caught:
        read(Document("T", blocks[place], marks=(told,) if place == "mark" else ()))
    assert caught.value.text == letter


def test_signs_that_reports_use_are_there() -> None:
    signs = "●◆■▲▼↑→↓✓✗⚠–−½€§·…≤≥≈×Ω\u00a0\u202f"
    assert squeezed(tags(Paragraph(text(signs))).words) == squeezed(signs)
