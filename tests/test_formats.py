"""All formats of a document say the same, in the same order: headings, rows, statuses, notes, captions, marks."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.cli.support import FORMATS, PLAN, copy_workspace
from tests.flow import READ, Piece, expected, marks
from tests.golden.test_golden import DOCUMENTS
from tests.pdffile import squeezed
from tests.samples import row, text
from vbgen import pipeline
from vbgen.load import choices
from vbgen.load.files import Files
from vbgen.load.loader import load
from vbgen.render import compose
from vbgen.view.blocks import (
    Block,
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
from vbgen.workspace import FolderWorkspace

ROOT = Path(__file__).resolve().parents[1]
REPORT = load(Files(FolderWorkspace(ROOT)), lambda _: False).report
# On a page, before the marks, in the words of the format: nothing but in Markdown.
_MARKS = {"md": "> **{}**"}
# Only Word needs pandoc.
EACH_FORMAT = [pytest.param(form, marks=pytest.mark.process if form == "docx" else ()) for form in FORMATS]


class Made(NamedTuple):
    """A document: its blocks, and its files by format."""

    blocks: Document
    files: dict[str, bytes]


@cache
def made(root: Path, year: int, board: str, kind: str, *, draft: bool = False) -> Made:
    """A document of a workspace, composed and written once."""
    files = Files(FolderWorkspace(root))
    (job,) = choices.list_jobs(files, year, board, (kind,))
    composed: list[Document] = []
    original = compose.compose

    def kept(*arguments: Any) -> Document:
        composed.append(original(*arguments))
        return composed[-1]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(compose, "compose", kept)
        rendered = pipeline.render(files, job, FORMATS, draft=draft)
    (blocks,) = composed
    return Made(blocks, rendered.files)


def differs(found: list[Piece], wanted: list[Piece]) -> str:
    """The first difference of two flows, or nothing."""
    for at, (one, other) in enumerate(zip(found, wanted, strict=False)):
        if one != other:
            return f"piece {at} is\n{one}\nand ought to be\n{other}"
    return "" if len(found) == len(wanted) else f"{len(found)} pieces, not {len(wanted)}"


def unmarked(form: str, data: bytes, words: tuple[str, ...]) -> set[str]:
    """What stands where the marks of a document ought to stand and does not begin with them."""
    start = squeezed(_MARKS.get(form, "{}").format(" · ".join(words)))
    return {found for found in map(squeezed, marks(form, data)) if not found.startswith(start)}


@pytest.mark.process
@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize(("workspace", "year", "board", "kind"), DOCUMENTS)
def test_every_format_says_all_in_order_and_is_marked(
    workspace: str, year: int, board: str, kind: str, form: str
) -> None:
    document = made(ROOT / workspace, year, board, kind)
    wanted = expected(document.blocks, form)
    assert {piece.kind for piece in wanted} == {"heading", "text", "row"}
    assert differs(READ[form](document.files[form]), wanted) == ""
    assert document.blocks.marks, "every workspace here is marked as an example"
    assert unmarked(form, document.files[form], document.blocks.marks) == set()


@pytest.fixture(scope="module")
def draft(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """A draft of an example, in which a text is missing."""
    root = copy_workspace(tmp_path_factory.mktemp("utkast") / "yta")
    for file, old, new in (
        ("vbgen.yaml", "organisation: Provregionen", "organisation: Provregionen\nexempel: Exempel – påhittat"),
        (f"{PLAN}/dokument.yaml", "text: inledning", "text: inget"),
    ):
        path = root / file
        path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    return made(root, 2021, "halsonamnden", "verksamhetsplan", draft=True)


@pytest.mark.process
@pytest.mark.parametrize("form", FORMATS)
def test_a_draft_says_so_and_lists_what_is_open_in_every_format(draft: Made, form: str) -> None:
    assert draft.blocks.marks == ("UTKAST", "Exempel – påhittat")
    assert unmarked(form, draft.files[form], draft.blocks.marks) == set()
    found = READ[form](draft.files[form])
    assert differs(found, expected(draft.blocks, form)) == ""
    assert found[-2] == Piece("heading", ("Öppnafynd",))
    assert f'{PLAN}/dokument.yaml:8:VB201texten"inget"finnsinte' in found[-1].words[0]


# ------------------------------------------------- what is lost does not pass
TABLE = Table(
    (Column(), Column("right"), Column("right")),
    (Row((Cell((text("Enhet"),), rowspan=2), Cell((text("2021"),), colspan=2))), row("Utfall", "Budget")),
    (
        row("Kansliet, varav", "−1\u00a0234,5", "5"),
        row("stab", "", "2", kind="part", level=1),
        row("Övrigt", "", "", kind="heading"),
        Row((Cell((text("Målet"), (Span("nås", "strong"),))), Cell(((Span("● ja", tone="grön"),),)), Cell())),
        row("Totalt", "9", "8", kind="total"),
    ),
    text("Ekonomi"),
    (Paragraph((NoteMark("1)"), Span(" En not.")), "note"),),
    number="Tabell 1",
)
CHART = Chart(
    "bars",
    text("Utfall"),
    "Stapeldiagram. Kansliet: −1\u00a0234,5.",
    (Series("Utfall"),),
    (ChartRow("Kansliet", (Value(Decimal("-1234.5"), "−1\u00a0234,5"),)),),
    (Paragraph(text("Belopp i mnkr."), "note"),),
    number="Diagram 1",
)
SAMPLE = Document(
    "Berättelse",
    (
        TitleBlock("Berättelse 2021", "Nämnden", ("Regionen",)),
        Contents("Innehållsförteckning"),
        PageBreak(),
        Heading(1, text("Inledning"), "1", "inledning"),
        Paragraph((Span("Text "), Span("kursiv", "emphasis"), NoteMark("1)"))),
        Heading(2, text("Ekonomi"), "1.1", "ekonomi"),
        TABLE,
        CHART,
        Paragraph((Span("Bedömning: "), Span("● uppnått", "strong", "grön")), "facts"),
        ListBlock("alpha", ((Paragraph(text("punkt")),), (Paragraph(text("sist")),)), start=3),
    ),
    "Nämnden",
    "Regionen",
    marks=("UTKAST", "Exempel"),
)


def without(*lost: int) -> Document:
    return replace(SAMPLE, blocks=tuple(block for at, block in enumerate(SAMPLE.blocks) if at not in lost))


def instead(at: int, block: Block) -> Document:
    return replace(SAMPLE, blocks=(*SAMPLE.blocks[:at], block, *SAMPLE.blocks[at + 1 :]))


LOSSES = {
    "a heading": without(3),
    "the number of a heading": instead(3, Heading(1, text("Inledning"), None, "inledning")),
    "a text": without(4),
    "the mark of a note": instead(4, Paragraph((Span("Text "), Span("kursiv", "emphasis")))),
    "a table": without(6),
    "a row": instead(6, TABLE._replace(rows=(TABLE.rows[0], *TABLE.rows[2:]))),
    "the order of rows": instead(6, TABLE._replace(rows=(TABLE.rows[1], TABLE.rows[0], *TABLE.rows[2:]))),
    "a figure": instead(6, TABLE._replace(rows=(row("Kansliet, varav", "−1\u00a0234,5"), *TABLE.rows[1:]))),
    "a sign": instead(6, TABLE._replace(rows=(row("Kansliet, varav", "1\u00a0234,5", "5"), *TABLE.rows[1:]))),
    "a row of the header": instead(6, TABLE._replace(header=TABLE.header[1:])),
    "a caption": instead(6, TABLE._replace(caption=(), number="")),
    "the number of a caption": instead(6, TABLE._replace(number="")),
    "a note": instead(6, TABLE._replace(notes=())),
    "a chart": without(7),
    "what a chart shows": instead(7, CHART._replace(alt="Stapeldiagram.")),
    "the note of a chart": instead(7, CHART._replace(notes=())),
    "a status": instead(8, Paragraph((Span("Bedömning: "),), "facts")),
    "an item": instead(9, ListBlock("alpha", ((Paragraph(text("punkt")),),), start=3)),
    "the subtitle": instead(0, TitleBlock("Berättelse 2021", "", ("Regionen",))),
}


def written(document: Document, form: str) -> bytes:
    return pipeline.write(form, document, REPORT)


@pytest.mark.parametrize("form", EACH_FORMAT)
def test_what_is_there_is_read(form: str) -> None:
    data = written(SAMPLE, form)
    assert differs(READ[form](data), expected(SAMPLE, form)) == ""
    assert unmarked(form, data, SAMPLE.marks) == set()


@pytest.mark.parametrize("form", EACH_FORMAT)
@pytest.mark.parametrize("lost", LOSSES)
def test_what_a_format_loses_is_noticed(lost: str, form: str) -> None:
    assert differs(READ[form](written(LOSSES[lost], form)), expected(SAMPLE, form)) != ""


@pytest.mark.parametrize("form", EACH_FORMAT)
def test_a_mark_that_a_format_loses_is_noticed(form: str) -> None:
    for marked in ((), ("Exempel",), ("UTKAST",)):
        assert unmarked(form, written(replace(SAMPLE, marks=marked), form), SAMPLE.marks) != set()
