"""Word: the package read back with nothing of ours."""

from __future__ import annotations

import io
import os
import struct
import subprocess
import sys
import zipfile
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from tests.samples import PIXEL, image, row, text
from vbgen.model.theme import TONES, Theme
from vbgen.render import pandoc
from vbgen.render.errors import ReferenceDocumentError
from vbgen.render.layout import Layout
from vbgen.render.look import Look
from vbgen.render.word import docx
from vbgen.render.word.package import pack
from vbgen.render.word.styles import DEFAULT
from vbgen.view.blocks import (
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

pytestmark = pytest.mark.process

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
ROOT = Path(__file__).parents[2]
MARKS = ("UTKAST", "Exempel – texten är omskriven")
HOSTILE = "<b>x</b> <w:p/> ]]> &amp; & \" ' {{ 7*7 }} {{marks}} `=openxml` </w:t></w:r></w:p>"


TABLE = Table(
    (Column(), Column("right"), Column("right")),
    (
        Row((Cell((text("Enhet"),), rowspan=2), Cell((text("2021"),), colspan=2))),
        row("Kvinnor", "Män"),
    ),
    (
        row("Kansliet, varav", "−1\u00a0234,5", "5"),
        row("stab", "1", "2", kind="part", level=1),
        row("Övrigt:", "", "", kind="heading"),
        row("Totalt", "9", "8", kind="total"),
    ),
    text("Tabell 1"),
    (Paragraph((NoteMark("1)"), Span(" Not.")), "note"),),
)


CHART = Chart(
    "bars",
    text("Utfall"),
    "Stapeldiagram. A: 1.",
    (Series("Utfall"),),
    (ChartRow("A", (Value(Decimal(1), "1"),)),),
    (Paragraph(text("Belopp i mnkr."), "note"),),
)


def sample(*more: Any, title: str = "Berättelse", marks: tuple[str, ...] = MARKS) -> Document:
    return Document(
        title,
        (
            TitleBlock("Berättelse 2021", "Regionstyrelsen", ("Region Örebro län",)),
            Contents("Innehåll"),
            PageBreak(),
            Heading(1, text("Inledning"), "1", "inledning"),
            Paragraph((Span("Text "), Span("kursiv", "emphasis"), Break(), Span("ny rad"), NoteMark("1)"))),
            Heading(2, text("Ekonomi"), "1.1", "ekonomi"),
            TABLE,
            Heading(1, text("Dold"), None, "dold", in_contents=False),
            ListBlock("alpha", ((Paragraph(text("punkt")),), (Paragraph(text("sist")),)), start=3),
            *more,
        ),
        "Regionstyrelsen",
        "Region Örebro län",
        marks=marks,
        properties={"category": "Verksamhetsberättelse", "Diarienummer": "21RS1 & <2>"},
    )


def write(document: Document, reference: bytes | None = None, theme: Theme = DEFAULT) -> bytes:
    return docx.write(Layout(document), Look(theme, reference))


class Package:
    """A Word file taken apart."""

    def __init__(self, data: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            self.parts = {name: package.read(name) for name in package.namelist()}
            self.dates = {info.date_time for info in package.infolist()}
        self.body = self.xml("word/document.xml")

    def xml(self, name: str) -> ET.Element:
        return ET.fromstring(self.parts[name])  # noqa: S314

    def text(self, name: str) -> str:
        return "".join(self.xml(name).itertext()).strip()

    def paragraphs(self) -> list[tuple[str, str]]:
        return [(style(node), words(node)) for node in self.body.iter(f"{W}p")]

    def rows(self) -> list[ET.Element]:
        return list(self.body.iter(f"{W}tr"))


def style(paragraph: ET.Element) -> str:
    node = paragraph.find(f"{W}pPr/{W}pStyle")
    return "" if node is None else node.attrib[f"{W}val"]


def words(node: ET.Element) -> str:
    return "".join(one.text or "" for one in node.iter(f"{W}t"))


def one(node: ET.Element, name: str) -> ET.Element:
    (found,) = node.iterfind(f"{W}{name}")
    return found


def value(node: ET.Element, path: str) -> str | None:
    found = node.find("/".join(f"{W}{step}" for step in path.split("/")))
    return None if found is None else found.get(f"{W}val", "")


@pytest.fixture(scope="module")
def made() -> Package:
    return Package(write(sample()))


def test_headings_and_paragraphs_have_styles(made: Package) -> None:
    found = made.paragraphs()
    for expected in (
        ("Title", "Berättelse 2021"),
        ("Subtitle", "Regionstyrelsen"),
        ("Author", "Region Örebro län"),
        ("TOCHeading", "Innehåll"),
        ("Heading1", "1 Inledning"),
        ("FirstParagraph", "Text kursivny rad1)"),
        ("Heading2", "1.1 Ekonomi"),
        ("Heading1", "Dold"),
        ("TableCaption", "Tabell 1"),
        ("Note", "1) Not."),
        ("Compact", "punkt"),
        ("ListEnd", "sist"),
    ):
        assert expected in found
    defined = {node.get(f"{W}styleId") for node in made.xml("word/styles.xml").iter(f"{W}style")}
    assert {name for name, _ in found} <= defined


def test_contents_is_a_filled_field_whose_links_lead_somewhere(made: Package) -> None:
    entries = [found for found in made.paragraphs() if found[0].startswith("TOC")][1:]
    assert entries == [("TOC1", "1 Inledning"), ("TOC2", "1.1 Ekonomi")]
    field = "".join(node.text or "" for node in made.body.iter(f"{W}instrText"))
    assert field.split() == ["TOC", "\\o", '"1-3"', "\\h", "\\z", "\\u"]
    kinds = [node.get(f"{W}fldCharType") for node in made.body.iter(f"{W}fldChar")]
    assert kinds == ["begin", "separate", "end"]
    begin = next(made.body.iter(f"{W}fldChar"))
    assert begin.get(f"{W}dirty") == "true"  # Word puts in the numbers of pages
    names = [node.get(f"{W}name") for node in made.body.iter(f"{W}bookmarkStart")]
    assert len(set(names)) == len(names) == 3
    assert {node.get(f"{W}anchor") for node in made.body.iter(f"{W}hyperlink")} <= set(names)
    assert b"updateFields" not in made.parts["word/settings.xml"]


def test_table(made: Package) -> None:
    rows = made.rows()
    assert [value(one, "trPr/tblHeader") is not None for one in rows] == [True, True, False, False, False, False]
    assert all(value(one, "trPr/cantSplit") is not None for one in rows)
    first, second = list(rows[0].iter(f"{W}tc")), list(rows[1].iter(f"{W}tc"))
    assert value(first[0], "tcPr/vMerge") == "restart"
    assert value(first[1], "tcPr/gridSpan") == "2"
    assert [words(cell) for cell in second] == ["", "Kvinnor", "Män"]
    assert value(second[0], "tcPr/vMerge") == ""
    figures = list(rows[2].iter(f"{W}tc"))
    assert [value(cell, "p/pPr/jc") for cell in figures] == [None, "right", "right"]
    assert words(figures[1]) == "−1\u00a0234,5"
    indent = next(rows[3].iter(f"{W}ind"))
    assert int(indent.attrib[f"{W}left"]) > 0
    assert [value(cell, "tcPr/gridSpan") for cell in rows[4].iter(f"{W}tc")] == ["3"]
    assert all(value(run, "rPr/b") is not None for run in rows[5].iter(f"{W}r"))
    look = next(made.body.iter(f"{W}tblLook"))
    assert (look.get(f"{W}firstRow"), look.get(f"{W}firstColumn")) == ("1", "1")
    widths = [int(node.attrib[f"{W}w"]) for node in made.body.iter(f"{W}gridCol")]
    assert sum(widths) == 11906 - 2 * 1417
    assert widths[0] > widths[1] == widths[2]


def test_figures_are_never_broken_in_a_wide_table() -> None:
    figure = "−12\u00a0345,6"
    columns = (Column(), *(Column("right"),) * 10)
    table = Table(
        columns, (row("Enhet", *["Kvinnor"] * 10),), (row("Förvaltningen för regional utveckling", *[figure] * 10),)
    )
    package = Package(write(sample(table)))
    wide = list(package.body.iter(f"{W}tbl"))[1]
    widths = [int(node.attrib[f"{W}w"]) for node in wide.iter(f"{W}gridCol")]
    points = int(next(wide.iter(f"{W}sz")).attrib[f"{W}val"]) / 2
    needed = len(figure) * 0.44 * points * 20  # Carlito: digits 0.507 em, blank and comma a half
    assert min(widths[1:]) > needed
    assert sum(widths) == 11906 - 2 * 1417


# ------------------------------------------------------------------ captions
def caption_of(package: Package, at: int = 0) -> ET.Element:
    return [node for node in package.body.iter(f"{W}p") if style(node) == "TableCaption"][at]


def test_captions_are_counted_by_fields() -> None:
    numbered = (
        TABLE._replace(number="Tabell 1"),
        CHART._replace(number="Diagram 1"),
        TABLE._replace(number="Tabell 2"),
    )
    package = Package(write(Document("T", numbered)))
    for at, (kind, number, told) in enumerate(
        [("Tabell", "1", "Tabell 1"), ("Diagram", "1", "Utfall"), ("Tabell", "2", "Tabell 1")]
    ):
        node = caption_of(package, at)
        (field,) = node.iter(f"{W}fldSimple")
        assert field.attrib[f"{W}instr"].split() == ["SEQ", kind, "\\*", "ARABIC"]
        assert words(field) == number
        assert words(node) == f"{kind} {number}. {told}"


def test_captions_without_a_number_have_no_field() -> None:
    package = Package(write(Document("T", (TABLE, TABLE._replace(caption=(), number="Tabell 1")))))
    captions = [words for name, words in package.paragraphs() if name == "TableCaption"]
    assert captions == ["Tabell 1"]
    assert not list(package.body.iter(f"{W}fldSimple"))


@pytest.mark.parametrize(("word", "name"), [('Tab "x" <&>', "Tab_x"), ("Tabell nr", "Tabell_nr"), ("§", "Nummer")])
def test_whatever_word_counts_it_is_one_name(word: str, name: str) -> None:
    package = Package(write(Document("T", (TABLE._replace(number=f"{word} 7"),))))
    (field,) = package.body.iter(f"{W}fldSimple")
    assert field.attrib[f"{W}instr"].split() == ["SEQ", name, "\\*", "ARABIC"]
    assert words(caption_of(package)) == f"{word} 7. Tabell 1"


# -------------------------------------------------------------------- colours
def test_statuses_have_their_tones_in_texts_and_tables() -> None:
    theme = Theme.model_validate({"statusfärger": {"grön": "004400"}})
    status = (
        Span("● nått", tone="grön"),
        Span(" ◆ delvis", "strong", "gul"),
        Span(" okänd", tone="lila"),
        Span(" svart"),
    )
    table = Table((Column(),), (), (Row((Cell((status,)),)), Row((Cell((status,)),), "total")))
    package = Package(write(Document("T", (Paragraph(status), table)), theme=theme))
    found = [(value(run, "rPr/color"), words(run)) for run in package.body.iter(f"{W}r") if words(run)]
    expected = [("004400", "● nått"), (TONES["gul"], " ◆ delvis"), (theme.text, " okänd"), (None, " svart")]
    assert found == expected * 3
    bold = [value(run, "rPr/b") is not None for run in package.body.iter(f"{W}r") if words(run)]
    assert bold == [False, True, False, False] * 2 + [True] * 4


# ------------------------------------------------------------------- sections
COLUMNS = 16
WIDE = Table(
    (Column(), *(Column("right"),) * COLUMNS),
    (row("Enhet", *(f"Kvinnorna{at}" for at in range(COLUMNS))),),
    (row("Förvaltningen", *["−12\u00a0345,6"] * COLUMNS),),
    text("Bred"),
)


def test_a_table_too_wide_for_the_page_lies_on_its_side() -> None:
    package = Package(write(sample(WIDE, Paragraph(text("Mellan")), WIDE, Paragraph(text("Efter")))))
    found = list(package.body.iter(f"{W}sectPr"))
    sizes = [{name.removeprefix(W): value for name, value in one(end, "pgSz").items()} for end in found]
    upright, turned = {"w": "11906", "h": "16838"}, {"w": "16838", "h": "11906", "orient": "landscape"}
    assert sizes == [upright, turned, upright, turned, upright]
    assert [len(end.findall(f"{W}titlePg")) for end in found] == [1, 0, 0, 0, 0]
    references = [
        [
            (node.tag, *sorted(node.attrib.values()))
            for node in end
            if node.tag in (f"{W}headerReference", f"{W}footerReference")
        ]
        for end in found
    ]
    assert len(references[0]) == 4
    assert references == [references[0]] * 5
    assert len({tuple(sorted(one(end, "pgMar").items())) for end in found}) == 1
    assert b"0000A00" not in package.parts["word/document.xml"]


def test_a_table_on_its_side_stands_alone_and_fills_the_width() -> None:
    package = Package(write(sample(WIDE, Paragraph(text("Efter")))))
    body = package.body.find(f"{W}body")
    assert body is not None
    passages: list[list[str]] = [[]]
    for node in body:
        passages[-1].append(f"table {words(next(node.iter(f'{W}tc')))}" if node.tag == f"{W}tbl" else words(node))
        if node.find(f"{W}pPr/{W}sectPr") is not None:
            passages.append([])
    assert [told for told in passages[1] if told] == ["Bred", "table Enhet"]
    assert [told for told in passages[2] if told] == ["Efter"]
    wide = list(package.body.iter(f"{W}tbl"))[1]
    assert sum(int(node.attrib[f"{W}w"]) for node in wide.iter(f"{W}gridCol")) == 16838 - 2 * 1417


def test_without_such_a_table_there_is_one_section(made: Package) -> None:
    (section,) = made.body.iter(f"{W}sectPr")
    assert one(section, "pgSz").get(f"{W}orient") is None
    assert section.find(f"{W}titlePg") is not None


# --------------------------------------------------------------------- charts
def test_charts_are_pictures_with_their_words() -> None:
    package = Package(write(Document("T", (CHART._replace(number="Diagram 1"),))))
    (drawing,) = package.body.iter(f"{W}drawing")
    (described,) = (node for node in drawing.iter() if node.tag.endswith("}docPr"))
    assert described.get("descr") == "Stapeldiagram. A: 1."
    (name,) = (name for name in package.parts if name.startswith("word/media/"))
    picture = package.parts[name]
    assert name.endswith(".png")
    assert picture.startswith(b"\x89PNG\r\n")
    width, height = struct.unpack(">II", picture[16:24])
    (extent,) = (node for node in drawing.iter() if node.tag.endswith("}extent"))
    across, down = int(extent.attrib["cx"]), int(extent.attrib["cy"])
    assert across == pytest.approx(
        (11906 - 2 * 1417) * 635, abs=914400 / 100
    )  # as wide as the text, in hundredths of an inch
    assert down / across == pytest.approx(height / width, rel=0.01)
    assert width / (across / 914400) > 150  # dots in an inch
    assert [told for told in package.paragraphs() if told[1]] == [
        ("TableCaption", "Diagram 1. Utfall"),
        ("Note", "Belopp i mnkr."),
    ]
    assert b"base64" not in package.parts["word/document.xml"]


# -------------------------------------------------------------------- figures
def test_figures_stand_under_each_other_by_their_decimal_comma() -> None:
    figures = ("1", "−2,5", "10,25", "–", "")
    table = Table((Column(), Column("right")), (row("A", "B"),), tuple(row("x", figure) for figure in figures))
    package = Package(write(Document("T", (table,))))
    cells = [list(line.iter(f"{W}tc"))[1] for line in package.rows()][1:]
    assert [words(cell) for cell in cells] == list(figures)
    rights = [next(cell.iter(f"{W}ind")).get(f"{W}right") if list(cell.iter(f"{W}ind")) else None for cell in cells]
    assert [right is not None for right in rights] == [True, True, False, False, False]
    comma, digit = 0.25, 0.507  # ems of Carlito
    assert int(rights[1] or 0) == pytest.approx(digit * 9.5 * 20, rel=0.1)
    assert int(rights[0] or 0) == pytest.approx((comma + 2 * digit) * 9.5 * 20, rel=0.1)


def test_the_version_stands_in_the_footer() -> None:
    package = Package(write(replace(sample(), version="Version 2 <&>")))
    footers = [package.text(name) for name in package.parts if name.startswith("word/footer")]
    assert [footer for footer in footers if footer] == ["Region Örebro län · Version 2 <&>Sida 1 av 1"]


def test_marks_stand_in_every_header_and_in_the_properties(made: Package) -> None:
    section = next(made.body.iter(f"{W}sectPr"))
    kinds = {node.get(f"{W}type") for node in section.iter(f"{W}headerReference")}
    assert kinds == {"default", "first"}
    headers = [name for name in made.parts if name.startswith("word/header")]
    assert len(headers) == 2
    for name in headers:
        assert " · ".join(MARKS) in made.text(name)
    assert made.text("word/header1.xml").endswith("Berättelse")
    assert made.text("word/footer1.xml").startswith("Region Örebro länSida ")
    core = made.parts["docProps/core.xml"].decode()
    assert "<dc:title>Berättelse</dc:title>" in core
    assert "<dc:creator>Region Örebro län</dc:creator>" in core
    assert "<cp:keywords>UTKAST, Exempel – texten är omskriven</cp:keywords>" in core
    assert "<cp:category>Verksamhetsberättelse</cp:category>" in core
    assert "21RS1 & <2>" in made.text("docProps/custom.xml")
    page = next(section.iter(f"{W}pgSz"))
    assert (page.get(f"{W}w"), page.get(f"{W}h")) == ("11906", "16838")
    assert next(made.xml("word/styles.xml").iter(f"{W}lang")).get(f"{W}val") == "sv-SE"


def test_without_title_page_the_first_page_has_the_common_header() -> None:
    package = Package(write(Document("T", (Paragraph(text("x")),), marks=("M",))))
    assert not list(package.body.iter(f"{W}titlePg"))


def test_author_text_is_never_markup() -> None:
    hostile = Document(
        HOSTILE,
        (
            TitleBlock(HOSTILE, HOSTILE, (HOSTILE,)),
            Contents(HOSTILE),
            Heading(1, text(HOSTILE), HOSTILE, HOSTILE),
            Paragraph(text(HOSTILE)),
            Paragraph(text(HOSTILE), "notice"),
            ListBlock("bullet", ((Paragraph(text(HOSTILE)),),)),
            Table(
                (Column(),), (row(HOSTILE),), (row(HOSTILE, kind="total"),), text(HOSTILE), (Paragraph(text(HOSTILE)),)
            ),
        ),
        HOSTILE,
        HOSTILE,
        marks=(HOSTILE,),
        properties={HOSTILE: HOSTILE},
    )
    package = Package(write(hostile))
    texts = [words for _, words in package.paragraphs() if words]
    numbered = f"{HOSTILE} {HOSTILE}"
    assert [one for one in texts if one not in {HOSTILE, numbered}] == []
    assert texts.count(numbered) == 2  # the heading and its line in the contents
    assert len(texts) == 13
    for name in package.parts:
        if name.endswith((".xml", ".rels")):
            package.xml(name)
    assert HOSTILE in package.text("docProps/core.xml")
    assert package.text("word/header1.xml") == HOSTILE * 2


def test_characters_that_xml_forbids_are_dropped() -> None:
    package = Package(write(Document("a\x00b", (Paragraph(text("c\x0bd\ud800e\nf\ufffe")),), marks=("m\x1f",))))
    assert [words for _, words in package.paragraphs()] == ["cde f"]
    assert "<dc:title>ab</dc:title>" in package.parts["docProps/core.xml"].decode()


def test_images_carry_their_alternative_text_and_no_name() -> None:
    images = (image("Stapel <1>", text("Figur 1"), "karta å.png"), image('Utan "text"', name="karta å.png"))
    package = Package(write(Document("T", images)))
    described = [node.get("descr") for node in package.body.iter() if node.tag.endswith("}docPr")]
    assert described == ["Stapel <1>", 'Utan "text"']
    assert ("ImageCaption", "Figur 1") in package.paragraphs()
    assert b"base64" not in package.parts["word/document.xml"]
    assert [data for name, data in package.parts.items() if name.startswith("word/media/")] == [PIXEL]
    assert b"karta" not in b"".join(package.parts.values())


def test_page_breaks_do_not_pile_up() -> None:
    blocks = (PageBreak(), Paragraph(text("a")), PageBreak(), PageBreak(), Paragraph(text("b")), PageBreak())
    package = Package(write(Document("T", blocks)))
    assert [words for _, words in package.paragraphs()] == ["a", "", "b"]


def test_bytes_are_the_same_whatever_the_surroundings(tmp_path: Path) -> None:
    # a zip's dates have steps of two seconds: the other process lives an hour later
    code = (
        "import sys, time; now = time.time; time.time = lambda: now() + 3600;"
        "from tests.render.test_docx import sample, write;"
        "sys.stdout.buffer.write(write(sample()))"
    )
    surroundings = {"TZ": "Asia/Tokyo", "LC_ALL": "C", "PYTHONHASHSEED": "2", "HOME": str(tmp_path)}
    path = f"{ROOT / 'src'}{os.pathsep}{ROOT}"
    done = subprocess.run(
        [sys.executable, "-c", code],
        check=True,
        capture_output=True,
        env={**os.environ, **surroundings, "PYTHONPATH": path},
        cwd=ROOT,
    )
    assert done.stdout == write(sample())
    assert Package(done.stdout).dates == {(2000, 1, 1, 0, 0, 0)}


def test_another_reference_document() -> None:
    """Swedish Word has ids of its own; what lacks a header cannot carry marks."""
    with zipfile.ZipFile(docx.REFERENCE) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    swedish = {**parts, "word/styles.xml": parts["word/styles.xml"].replace(b'"TOC1"', b'"Innehll1"')}
    own = Package(write(sample(), pack(swedish)))
    assert ("Innehll1", "1 Inledning") in own.paragraphs()
    # pandoc reads it from a temporary file, which leaves no trace
    assert b"vbgen-" not in b"".join(own.parts.values())

    unmarked = {name: data.replace(b"{{marks}}", b"") for name, data in parts.items()}
    assert "UTKAST" in Package(write(sample(), pack(unmarked))).text("word/header2.xml")

    body = parts["word/document.xml"].replace(b'<w:headerReference w:type="first"', b'<w:headerReference w:type="even"')
    with pytest.raises(ReferenceDocumentError, match="first"):
        write(sample(), pack({**parts, "word/document.xml": body}))

    unnamed = {**parts, "word/styles.xml": parts["word/styles.xml"].replace(b'"Table Text"', b'"X"')}
    with pytest.raises(ReferenceDocumentError, match="Table Text"):
        write(sample(), pack(unnamed))

    with pytest.raises(ReferenceDocumentError):
        write(sample(), b"inget Word-dokument")


def test_the_packaged_reference_document_is_what_the_script_makes(tmp_path: Path) -> None:
    target = tmp_path / "referens.docx"
    command = [sys.executable, str(ROOT / "scripts/make_reference.py"), str(target)]
    subprocess.run(command, check=True, capture_output=True, env={**os.environ, "PYTHONPATH": str(ROOT / "src")})
    assert target.read_bytes() == docx.REFERENCE.read_bytes()


@pytest.mark.parametrize(
    "option", ["-o", "x.docx", "-ox", "--output=x", "--out=x", "--extract-media=x", "--lua-filter=x", "--defaults=x"]
)
def test_pandoc_gets_no_option_that_writes_or_runs(option: str) -> None:
    with pytest.raises(AssertionError, match="not an option"):
        pandoc.run([option], b"")


def test_pandoc_errors_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(pandoc.PandocError, match="JSON"):
        pandoc.run(["--from=json", "--to=docx"], b"{")
    monkeypatch.setattr(pandoc, "find_binary", lambda: Path("/finns/inte"))
    with pytest.raises(pandoc.PandocError, match="gick inte att köra"):
        pandoc.run(["--from=json"], b"")
