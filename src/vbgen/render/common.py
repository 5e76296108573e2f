"""What every writer asks of a document: its plain texts, its headings as printed, the grid of its tables."""

from __future__ import annotations

import base64
import re
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from vbgen.names import fold
from vbgen.view.blocks import (
    Align,
    Block,
    Break,
    Cell,
    Chart,
    Document,
    Heading,
    Inlines,
    ListBlock,
    Paragraph,
    Row,
    Span,
    Table,
)

MARK_SEPARATOR = " · "
EMPTY = Cell()

# What no output may carry: control characters, lone surrogates and non-characters (XML 1.0 forbids them).
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_BLANKS = re.compile("[\t\n\r\x85\u2028\u2029]+")
_ODD = re.compile(f"{_FORBIDDEN.pattern}|{_BLANKS.pattern}")


def clean(text: str) -> str:
    """Literal text that every format can hold: forbidden characters dropped, line ends and tabs made blanks."""
    return _BLANKS.sub(" ", _FORBIDDEN.sub("", text)) if _ODD.search(text) else text


def plain(inlines: Inlines) -> str:
    """The words alone, for properties and alternative texts."""
    if len(inlines) == 1 and isinstance(only := inlines[0], Span):
        return clean(only.text)
    return clean("".join(" " if isinstance(part, Break) else part.text for part in inlines))


def printed(heading: Heading) -> Inlines:
    """A heading with its printed number."""
    return (Span(f"{heading.number} "), *heading.content) if heading.number else heading.content


def headings(blocks: Iterable[Block]) -> list[Heading]:
    """The document's headings in order (they stand at the top level only)."""
    return [block for block in blocks if isinstance(block, Heading)]


def captioned(block: Table | Chart) -> Inlines:
    """A caption with its printed number."""
    return (Span(f"{block.number}. "), *block.caption) if block.number and block.caption else block.caption


class Place(NamedTuple):
    """Where a heading stands: its level, never more than one below the heading before it, and an anchor of its own."""

    level: int
    anchor: str


class Outline:
    """The headings of a document with levels that skip none and anchors that are unique (ASCII, a letter first)."""

    def __init__(self, document: Document) -> None:
        self.headings: list[Place] = []
        self._targets: dict[str, str] = {}
        used: set[str] = set()
        above = 0
        for at, heading in enumerate(headings(document.blocks), 1):
            above = min(max(heading.level, 1), above + 1)
            base = _anchor(heading.anchor) or f"rubrik-{at}"
            anchor = base
            while anchor in used:
                anchor = f"{anchor}-{at}"
            used.add(anchor)
            if heading.anchor:
                self._targets.setdefault(heading.anchor, anchor)
            self.headings.append(Place(above, anchor))

    def target(self, anchor: str) -> str | None:
        """The anchor in the file of what a link leads to; None where it leads nowhere."""
        return self._targets.get(anchor)


_NO_ANCHOR = re.compile(r"[^a-z0-9]+")


def _anchor(text: str) -> str:
    made = _NO_ANCHOR.sub("-", fold(text)).strip("-")
    return made if not made or made[0].isalpha() else f"r-{made}"


def spans(blocks: Iterable[Block]) -> Iterator[Span]:
    """All text of the document, in the order in which it is read."""

    def of(inlines: Inlines) -> Iterator[Span]:
        return (part for part in inlines if isinstance(part, Span))

    for block in blocks:
        if isinstance(block, Heading | Paragraph):
            yield from of(block.content)
        elif isinstance(block, ListBlock):
            for item in block.items:
                yield from spans(item)
        elif isinstance(block, Table):
            for row in (*block.header, *block.rows):
                for cell in row.cells:
                    for content in cell.content:
                        yield from of(content)


class Placed(NamedTuple):
    """One place of a table's grid: a cell where it starts, or (`continued`) where a rowspan comes down from above."""

    column: int
    span: int
    cell: Cell
    continued: bool = False


def grid(rows: Sequence[Row], width: int) -> list[list[Placed]]:
    """Lay the rows' cells out over `width` columns; short rows are filled up with empty cells.

    A heading row whose other cells are empty spans the table. A cell without room would be lost: whoever made such a row is wrong.
    """
    hanging: dict[int, tuple[int, Placed]] = {}  # column where a rowspan began → rows left, its place
    laid = []
    for row in rows:
        if not hanging and _simple(row, width):
            laid.append([Placed(at, 1, cell) for at, cell in enumerate(row.cells)])
            continue
        waiting = deque(row.cells)
        if row.kind == "heading" and row.cells and not any(cell.content for cell in row.cells[1:]):
            waiting = deque([row.cells[0]._replace(colspan=width)])
        places: list[Placed] = []
        column = 0
        while column < width:
            if column in hanging:
                left, place = hanging.pop(column)
                place = place._replace(continued=True)
            else:
                cell = waiting.popleft() if waiting else EMPTY
                room = min((start for start in hanging if start > column), default=width) - column
                place, left = Placed(column, min(cell.colspan, room), cell), cell.rowspan
            if left > 1:
                hanging[column] = (left - 1, place)
            places.append(place)
            column += place.span
        if waiting:
            raise AssertionError(f"a table row has more cells than the table has columns ({width})")
        laid.append(places)
    return laid


def _simple(row: Row, width: int) -> bool:
    """Nearly every row: one cell for each column."""
    cells = row.cells
    return row.kind != "heading" and len(cells) == width and all(one.colspan == one.rowspan == 1 for one in cells)


def address(media: str, content: bytes) -> str:
    """Return a picture as an address that holds it: no program opens a path that stands in a document."""
    return f"data:{media};base64,{base64.b64encode(content).decode()}"


def indent(row: Row) -> int:
    """How many levels the first cell of a row is indented."""
    return max(row.level, 1) if row.kind == "part" else row.level


def aligned(table: Table, row: Row, place: Placed) -> Align:
    """Where the text of a body cell stands: as the cell says, else its column; a heading over rows to the left."""
    return place.cell.align or ("left" if row.kind == "heading" else table.columns[place.column].align)


def aligned_header(table: Table, place: Placed) -> Align:
    """The same for the header, where a group stands in the middle of its columns."""
    return place.cell.align or ("center" if place.span > 1 else table.columns[place.column].align)


def letters(place: Placed) -> int:
    """How many characters stand in a cell."""
    return sum([len(part.text) for content in place.cell.content for part in content if not isinstance(part, Break)])


TALL = 700  # characters in one cell: such a row may be broken over two pages
_SHORT = 240  # characters in any row of a table that is kept on one page


def stays_whole(body: Sequence[list[Placed]], most: int = 12) -> bool:
    """A table of at most so many short rows: short enough to be kept on one page."""
    return len(body) <= most and max((sum(map(letters, places)) for places in body), default=0) <= _SHORT


_FIGURE = re.compile(r"[-+\u2212\u2013]?\d[\d\u00a0\u202f ]*(?:,(?P<decimals>\d+))?(?P<unit>[^\d]*)$")


def padding(table: Table, body: Sequence[list[Placed]]) -> dict[int, dict[int, str]]:
    """Row → column → what a figure lacks at its end to stand with its decimal comma under the others (`,0`).

    In columns to the right whose figures have the same unit; a column where all have as many decimals lacks nothing.
    """
    made: dict[int, dict[int, str]] = {}
    for column, spec in enumerate(table.columns):
        if spec.align != "right":
            continue
        found = {}
        for at, places in enumerate(body):
            for place in places:
                if place.column != column or place.span > 1 or place.continued or len(place.cell.content) != 1:
                    continue
                if match := _FIGURE.match(plain(place.cell.content[0])):
                    found[at] = (len(match["decimals"] or ""), match["unit"])
        most = max((decimals for decimals, _ in found.values()), default=0)
        if len({unit for _, unit in found.values()}) > 1 or all(decimals == most for decimals, _ in found.values()):
            continue
        for at, (decimals, _) in found.items():
            if decimals < most:
                made.setdefault(at, {})[column] = ("," if not decimals else "") + "0" * (most - decimals)
    return made
