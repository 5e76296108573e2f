"""The grid: a table as text, one row a line, parted by `|` or by tabs (Excel's clipboard as it is).

    | Belopp i mnkr                 | [budget] Budget 2021 | [prognos] Prognos 2020 |
    | ---
    | [halsoval] Hälsoval, varav    |               -1 900 |                 -1 796 |
    |   [lakemedel] Läkemedel       |                 -327 |                   -330 |
    | = [summa] Summa:              |               -1 900 |                 -1 796 |

First cell of a row: indent (two blanks a level) = "varav" of the row above; `+` = parts that add up to it; `=` the sum of the
plain rows since the last `=` or `---`; `==` the sum of all plain rows above; `#` a heading row; `[id]` names the row (in a header
cell: the column). Header lines stand above the first `---`; in all but the last of them an empty cell continues the one
to its left. Without a `---` the first line is the header.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from vbgen.model.base import is_id

Marker = Literal["", "#", "=", "==", "+"]

_RULE = re.compile(r":?-{3,}:?")
_FIRST_CELL = re.compile(r"(?P<indent> *)(?:(?P<marker>==|=|#|\+)(?= |\[|$) *)?(?:\[(?P<id>[^\]^][^\]]*)\] *)?")
_HEAD_ID = re.compile(r"\[(?P<id>[^\]^][^\]]*)\] *")


class GridCell(NamedTuple):
    """A cell's text, and where it starts in the grid's text (line and column from 0)."""

    text: str
    line: int
    column: int


class HeaderCell(NamedTuple):
    """A header cell; `id` of the column where it names one."""

    text: str
    line: int
    column: int
    id: str | None = None


class GridRow(NamedTuple):
    """A row as written. `after_break`: a `---` stands above it."""

    cells: tuple[GridCell, ...]
    marker: Marker
    level: int
    id: str | None
    after_break: bool


class Fault(NamedTuple):
    """A fault in the grid, with the code to report it under."""

    code: str
    line: int
    column: int
    message: str
    hint: str


@dataclass(slots=True)
class Grid:
    """`groups`: header lines above the last one. Every row has as many cells as there are header cells."""

    header: list[HeaderCell] = field(default_factory=list)
    groups: list[list[HeaderCell]] = field(default_factory=list)
    rows: list[GridRow] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def read_grid(text: str) -> Grid:
    """Read a grid; what is wrong in it is in `faults`."""
    grid = Grid()
    lines = [(number, line) for number, line in enumerate(text.split("\n")) if line.strip()]
    if not lines:
        grid.faults.append(Fault("VB115", 0, 0, "tabellen är tom", "skriv minst en rubrikrad och en rad"))
        return grid
    rows: list[list[GridCell]] = []
    rules: list[int] = []
    margin = min(len(line) - len(line.lstrip(" ")) for _, line in lines)
    for number, line in lines:
        cells = _split_cells(line, number, margin)
        if cells is None:
            fault = Fault("VB115", number, 0, "raden har varken | eller tabb mellan cellerna", "börja raden med |")
            grid.faults.append(fault)
        elif all(_RULE.fullmatch(cell.text.strip()) for cell in cells if cell.text.strip()) and any(
            cell.text.strip() for cell in cells
        ):
            rules.append(len(rows))
        else:
            rows.append(cells)
    header_count = (rules[0] if rules else 1) if rows else 0
    if header_count == 0:
        grid.faults.append(
            Fault("VB115", lines[0][0], 0, "tabellen saknar rubrikrad", "skriv kolumnernas rubriker ovanför ---")
        )
        return grid
    width = max(len(row) for row in rows[:header_count])
    _read_header(grid, rows[:header_count], width)
    for index, cells in enumerate(rows[header_count:], start=header_count):
        grid.rows.append(_read_row(grid, cells, width, index in rules and index != header_count))
    return grid


def _split_cells(line: str, number: int, margin: int) -> list[GridCell] | None:
    stripped = line.strip()
    if stripped.startswith("|"):
        start = line.index("|") + 1
        body = line.rstrip()
        if body.endswith("|") and not body.endswith("\\|") and len(body) > start:
            body = body[:-1]
        pieces, position = [], start
        for piece in re.split(r"(?<!\\)\|", body[start:]):
            pieces.append(GridCell(piece.replace("\\|", "|"), number, position))
            position += len(piece) + 1
        first = pieces[0]
        if first.text.startswith(" "):  # the one blank after | is not indent
            pieces[0] = GridCell(first.text[1:], number, first.column + 1)
        return pieces
    if "\t" in line:
        pieces, position = [], margin
        for piece in line[margin:].split("\t"):
            pieces.append(GridCell(piece, number, position))
            position += len(piece) + 1
        return pieces
    if _RULE.fullmatch(stripped):
        return [GridCell(stripped, number, line.index("-"))]
    return None


def _read_header(grid: Grid, lines: list[list[GridCell]], width: int) -> None:
    for index, cells in enumerate(lines):
        heads = []
        for position in range(width):
            cell = cells[position] if position < len(cells) else GridCell("", cells[0].line, 0)
            text = cell.text.strip()
            column = cell.column + len(cell.text) - len(cell.text.lstrip())
            column_id = None
            if match := _HEAD_ID.match(text):
                column_id, text = match["id"], text[match.end() :]
                _check_id(grid, column_id, cell.line, column + 1)
            heads.append(HeaderCell(text, cell.line, column, column_id))
        if index < len(lines) - 1:
            grid.groups.append(heads)
        else:
            grid.header = heads
    heads_by_id: dict[str, HeaderCell] = {}
    for head in grid.header:
        if head.id is not None and head.id in heads_by_id:
            hint = "ge kolumnen ett eget id"
            grid.faults.append(
                Fault("VB202", head.line, head.column + 1, f'kolumnen "{head.id}" finns två gånger i tabellen', hint)
            )
        elif head.id is not None:
            heads_by_id[head.id] = head


def _read_row(grid: Grid, cells: list[GridCell], width: int, after_break: bool) -> GridRow:
    first = cells[0]
    match = _FIRST_CELL.match(first.text)
    assert match is not None
    marker: Marker = match["marker"] or ""  # type: ignore[assignment]
    row_id, level = match["id"], len(match["indent"]) // 2
    rest = first.text[match.end() :]
    label = GridCell(rest.strip(), first.line, first.column + match.end())
    if row_id is not None:
        _check_id(grid, row_id, first.line, first.column + match.start("id"))
        if any(row.id == row_id for row in grid.rows):
            message = f'raden "{row_id}" finns två gånger i tabellen'
            grid.faults.append(
                Fault("VB202", first.line, first.column + match.start("id"), message, "ge raden ett eget id")
            )
    if marker == "+" and level == 0:
        level = 1
    body = [GridCell(cell.text.strip(), cell.line, cell.column + _find_start(cell.text)) for cell in cells[1:]]
    while len(body) > width - 1 and not body[-1].text:
        body.pop()
    if len(body) != width - 1 and not (marker == "#" and not any(cell.text for cell in body)) and body:
        message = f"raden har {len(body) + 1} celler men rubriken {width}"
        fault_column = body[width - 1].column if len(body) >= width else first.column
        grid.faults.append(
            Fault(
                "VB115",
                first.line,
                fault_column,
                message,
                "varje rad ska ha lika många celler som rubriken; lämna tomma celler tomma",
            )
        )
    body = body[: width - 1]
    end = body[-1] if body else label
    body += [GridCell("", first.line, end.column)] * (width - 1 - len(body))
    return GridRow((label, *body), marker, level, row_id, after_break)


def _find_start(text: str) -> int:
    """Return where a cell's content begins; in a blank cell the place where it would."""
    return len(text) - len(text.lstrip()) if text.strip() else min(1, len(text))


def _check_id(grid: Grid, item_id: str, line: int, column: int) -> None:
    if not is_id(item_id):
        hint = "små bokstäver a–z, siffror och bindestreck, en bokstav först"
        grid.faults.append(Fault("VB108", line, column, f'"{item_id}" duger inte som id', hint))
