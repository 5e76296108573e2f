"""What every writer asks of a document: its plain texts and its headings as printed."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from vbgen.view.blocks import Block, Break, Cell, Heading, Inlines, Row, Span

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


class Placed(NamedTuple):
    """One place of a table's grid: a cell where it starts, or (`continued`) where a rowspan comes down from above."""

    column: int
    span: int
    cell: Cell
    continued: bool = False


def grid(rows: Sequence[Row], width: int) -> list[list[Placed]]:
    """Lay the rows' cells out over `width` columns; short rows are filled up with empty cells.

    A heading row whose other cells are empty spans the table. Raises ValueError when a cell has no room: it would be
    lost.
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
            raise ValueError(f"a table row has more cells than the table has columns ({width})")
        laid.append(places)
    return laid


def _simple(row: Row, width: int) -> bool:
    """Nearly every row: one cell for each column."""
    cells = row.cells
    return row.kind != "heading" and len(cells) == width and all(one.colspan == one.rowspan == 1 for one in cells)
