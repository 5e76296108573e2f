"""The layout of a document, worked out once and read by the writers of all formats: its front, its outline, the grids of its tables.

An element is a block with what its place in the document gives it. Most kinds of blocks need nothing and are elements themselves.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple, assert_never

from vbgen.names import fold
from vbgen.render.common import get_plain_text
from vbgen.view.blocks import (
    Align,
    Block,
    Break,
    Cell,
    Chart,
    Contents,
    Document,
    Heading,
    Image,
    Links,
    ListBlock,
    PageBreak,
    Paragraph,
    Row,
    Table,
    TitleBlock,
)

EMPTY = Cell()
BREAKABLE_LETTERS = 700  # characters in one cell: such a row may be broken over two pages
_SHORT = 240  # characters in any row of a table that is kept on one page


# --------------------------------------------------------------------- elements
class HeadingLayout(NamedTuple):
    """A heading: which of the document's it is (from 1), its level, never more than one below the heading before it, and an anchor that
    no other has (ASCII, a letter first)."""

    block: Heading
    number: int
    level: int
    anchor: str


class ListLayout(NamedTuple):
    """A list; `items`: the elements of each."""

    block: ListBlock
    items: tuple[tuple[Element, ...], ...]


class LayoutCell(NamedTuple):
    """One place of a table's grid: a cell where it starts, or (`continued`) where a rowspan comes down from above."""

    column: int
    span: int
    cell: Cell
    is_continued: bool = False

    @property
    def letters(self) -> int:
        """The number of characters in the cell."""
        return sum([len(part.text) for content in self.cell.content for part in content if not isinstance(part, Break)])


class RowLayout(NamedTuple):
    """A row of a table's body: its places, and the kind of the row below it, "" for none.

    `padding`: what a figure lacks at its end to stand with its decimal comma under the others (`,0`), by column.
    """

    row: Row
    places: list[LayoutCell]
    next_kind: str
    padding: Mapping[int, str]

    @property
    def has_comment(self) -> bool:
        """True if the row below is a comment on it."""
        return self.next_kind == "comment"

    @property
    def indent(self) -> int:
        """The levels of indent of the first cell."""
        return max(self.row.level, 1) if self.row.kind == "part" else self.row.level

    def align(self, place: LayoutCell, table: Table) -> Align:
        """Return the alignment of a cell: as the cell says, else its column; a heading over rows to the left."""
        return place.cell.align or ("left" if self.row.kind == "heading" else table.columns[place.column].align)


class TableLayout:
    """A table: the places of its header, row by row, and the rows of its body."""

    def __init__(self, block: Table) -> None:
        self.block = block
        self.header = lay_out_grid(block.header, len(block.columns))
        body = lay_out_grid(block.rows, len(block.columns))
        padding = _compute_padding(block, body)
        following = [*(row.kind for row in block.rows[1:]), ""]
        self.body = [
            RowLayout(row, places, below, padding.get(number, _NOTHING))
            for number, (row, places, below) in enumerate(zip(block.rows, body, following, strict=False))
        ]

    def header_align(self, place: LayoutCell) -> Align:
        """Return the alignment of a cell of the header: a group in the middle of its columns."""
        return place.cell.align or ("center" if place.span > 1 else self.block.columns[place.column].align)

    def stays_whole(self, most: int = 12) -> bool:
        """Tell whether it has at most so many short rows: short enough to be kept on one page."""
        return len(self.body) <= most and max(map(sum, self._letters), default=0) <= _SHORT

    @cached_property
    def breakable_rows(self) -> list[bool]:
        """For each row of the body: true if it may be broken over two pages."""
        return [max(letters, default=0) > BREAKABLE_LETTERS for letters in self._letters]

    @cached_property
    def _letters(self) -> list[list[int]]:
        return [[place.letters for place in row.places] for row in self.body]


_NOTHING: Mapping[int, str] = {}
Element = (
    HeadingLayout | ListLayout | TableLayout | Paragraph | Image | Chart | Contents | PageBreak | TitleBlock | Links
)


# --------------------------------------------------------------------- document
class Layout:
    """A document as elements."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.headings: list[HeadingLayout] = []
        self._anchors: set[str] = set()
        self._targets: dict[str, str] = {}
        self.elements = self._build_elements(document.blocks)

    @property
    def opens_with_title(self) -> bool:
        """True if the document begins with a title page."""
        return bool(self.elements) and isinstance(self.elements[0], TitleBlock)

    def front(self, *, anywhere: bool = False) -> tuple[TitleBlock, tuple[Element, ...]]:
        """Return the title page and all other elements.

        A stand-in of the document's title if it does not begin with a title page, or (`anywhere`) has none.
        """
        for element in self.elements if anywhere else self.elements[:1]:
            if isinstance(element, TitleBlock):
                return element, tuple(other for other in self.elements if other is not element)
        return TitleBlock(self.document.title, self.document.subtitle), self.elements

    @property
    def contents(self) -> list[HeadingLayout]:
        """The headings that the contents list names."""
        return [heading for heading in self.headings if heading.block.in_contents]

    def target(self, anchor: str) -> str | None:
        """Return the anchor in the file of what a link leads to; None where it leads nowhere."""
        return self._targets.get(anchor)

    def _build_elements(self, blocks: Iterable[Block]) -> tuple[Element, ...]:
        return tuple(map(self._build_element, blocks))

    def _build_element(self, block: Block) -> Element:
        match block:
            case Heading():
                return self._build_heading(block)
            case ListBlock():
                return ListLayout(block, tuple(map(self._build_elements, block.items)))
            case Table():
                return TableLayout(block)
            case Paragraph() | Image() | Chart() | Contents() | PageBreak() | TitleBlock() | Links():
                return block
            case _:
                assert_never(block)

    def _build_heading(self, block: Heading) -> HeadingLayout:
        number = len(self.headings) + 1
        above = self.headings[-1].level if self.headings else 0
        anchor = _make_anchor(block.anchor) or f"rubrik-{number}"
        while anchor in self._anchors:
            anchor = f"{anchor}-{number}"
        self._anchors.add(anchor)
        if block.anchor:
            self._targets.setdefault(block.anchor, anchor)
        heading = HeadingLayout(block, number, min(max(block.level, 1), above + 1), anchor)
        self.headings.append(heading)
        return heading


_NO_ANCHOR = re.compile(r"[^a-z0-9]+")


def _make_anchor(text: str) -> str:
    anchor = _NO_ANCHOR.sub("-", fold(text)).strip("-")
    return anchor if not anchor or anchor[0].isalpha() else f"r-{anchor}"


# ----------------------------------------------------------------------- tables
def lay_out_grid(rows: Sequence[Row], width: int) -> list[list[LayoutCell]]:
    """Lay the rows' cells out over `width` columns; short rows are filled up with empty cells.

    A heading row whose other cells are empty spans the table. A cell without room would be lost: whoever made such a row is wrong.
    """
    hanging: dict[int, tuple[int, LayoutCell]] = {}  # column where a rowspan began → rows left, its place
    lines = []
    for row in rows:
        if not hanging and _is_simple(row, width):
            lines.append([LayoutCell(column, 1, cell) for column, cell in enumerate(row.cells)])
            continue
        waiting = deque(row.cells)
        if row.kind == "heading" and row.cells and not any(cell.content for cell in row.cells[1:]):
            waiting = deque([row.cells[0]._replace(colspan=width)])
        places: list[LayoutCell] = []
        column = 0
        while column < width:
            if column in hanging:
                remaining, place = hanging.pop(column)
                place = place._replace(is_continued=True)
            else:
                cell = waiting.popleft() if waiting else EMPTY
                room = min((start for start in hanging if start > column), default=width) - column
                place, remaining = LayoutCell(column, min(cell.colspan, room), cell), cell.rowspan
            if remaining > 1:
                hanging[column] = (remaining - 1, place)
            places.append(place)
            column += place.span
        if waiting:
            raise AssertionError(f"a table row has more cells than the table has columns ({width})")
        lines.append(places)
    return lines


def _is_simple(row: Row, width: int) -> bool:
    """Tell whether a row has one cell for each column, as nearly every row does."""
    cells = row.cells
    return row.kind != "heading" and len(cells) == width and all(cell.colspan == cell.rowspan == 1 for cell in cells)


_FIGURE = re.compile(r"[-+\u2212\u2013]?\d[\d\u00a0\u202f ]*(?:,(?P<decimals>\d+))?(?P<unit>[^\d]*)$")


def _compute_padding(table: Table, body: Sequence[list[LayoutCell]]) -> dict[int, dict[int, str]]:
    """Return the padding of figures at their ends, by row and column.

    In columns to the right whose figures have the same unit; a column where all have as many decimals lacks nothing.
    """
    padding_by_row: dict[int, dict[int, str]] = {}
    for column, figures in _find_figures(table, body).items():
        most = max(decimals for decimals, _ in figures.values())
        if len({unit for _, unit in figures.values()}) > 1:
            continue
        for row, (decimals, _) in figures.items():
            if decimals < most:
                padding_by_row.setdefault(row, {})[column] = ("," if not decimals else "") + "0" * (most - decimals)
    return padding_by_row


def _find_figures(table: Table, body: Sequence[list[LayoutCell]]) -> dict[int, dict[int, tuple[int, str]]]:
    """Return the figures of columns to the right, by column and row: number of decimals, and unit."""
    figures: dict[int, dict[int, tuple[int, str]]] = {}
    aligned = [column.align == "right" for column in table.columns]
    for number, places in enumerate(body):
        for place in places:
            if not aligned[place.column] or place.span > 1 or place.is_continued or len(place.cell.content) != 1:
                continue
            if figure := _FIGURE.match(get_plain_text(place.cell.content[0])):
                decimals = len(figure["decimals"] or "")
                figures.setdefault(place.column, {})[number] = (decimals, figure["unit"])
    return figures
