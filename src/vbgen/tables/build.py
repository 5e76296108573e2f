"""Building of tables from what authors write: kinds and formulas of the known type joined in, cells read, ids checked.

What is wrong becomes findings; what is right still works.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import NamedTuple

from vbgen.findings import Finding, Place
from vbgen.model.numbers import read
from vbgen.model.tables import ColumnSpec, RowSpec, TableSource, TableType
from vbgen.tables.formula import Formula, FormulaError, parse_formula
from vbgen.tables.grid import GridCell, HeaderCell, read_grid
from vbgen.tables.table import Assertion, Cell, Column, GridPlace, HomeId, Row, Table
from vbgen.tables.units import read_kronor

DASHES = ("-", "–", "—", "\u2212")
COMMON_UNITS = frozenset(
    {"%", "st", "kr", "tkr", "mnkr", "mdkr", "tim", "timmar", "sek", "min", "dagar", "år", "procent", "procentenheter"}
)
_NO_COLUMN = ColumnSpec.model_construct()
_NO_ROW = RowSpec.model_construct()


class BuildResult(NamedTuple):
    """A table, and what is wrong in it; cells that cannot be read are blank."""

    table: Table
    findings: tuple[Finding, ...]


@dataclass(slots=True)
class _Draft:
    """A table that is being read."""

    id: str
    place: Place
    source: TableSource
    grid: GridPlace
    costs_positive: bool
    unit: str | None = None
    columns: list[Column] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    assertions: list[Assertion] = field(default_factory=list)
    texts: list[GridCell | HeaderCell] = field(default_factory=list)
    row_ids: dict[str, int] = field(default_factory=dict)
    column_ids: dict[str, int] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)


def build_table(  # noqa: PLR0913, PLR0917 - what a table is made of
    table_id: str,
    home: HomeId,
    place: Place,
    source: TableSource,
    grid_text: str,
    grid_place: GridPlace,
    known: Mapping[str, TableType],
    units: frozenset[str] = frozenset(),
    *,
    costs_positive: bool = False,
) -> BuildResult:
    """Read a table of `home`; `known`: the types of tables, `units`: words that are units beside the common ones."""
    costs_positive = costs_positive if source.costs is None else source.costs == "positiva"
    table = _Draft(table_id, place, source, grid_place, costs_positive)
    table_type = known.get(source.type) if source.type is not None else None
    if source.type is not None and table_type is None:
        names = ", ".join(sorted(known))
        table.findings.append(
            _make_error(
                "VB201", place.child("typ"), f'tabelltypen "{source.type}" finns inte', f"de som finns: {names}"
            )
        )
    grid = read_grid(grid_text)
    table.findings += [
        _make_error(fault.code, grid_place.locate(fault.line, fault.column), fault.message, fault.hint)
        for fault in grid.faults
    ]
    table.unit = source.unit or (table_type.unit if table_type else None)
    lines: list[Sequence[GridCell | HeaderCell]] = [*grid.groups, grid.header, *(row.cells for row in grid.rows)]
    table.texts = [cell for line in lines for cell in line if "[^" in cell.text]
    type_ids = list(table_type.columns) if table_type else []
    specs: dict[str, ColumnSpec] = dict(table_type.columns) if table_type else {}
    for key, spec in source.columns.items():
        specs[key] = _merge(specs.get(key), spec)
    is_positional = len(type_ids) == len(grid.header)
    for index, header in enumerate(grid.header):
        column_id = header.id or (type_ids[index] if is_positional else None)
        spec = specs.get(column_id, _NO_COLUMN) if column_id else _NO_COLUMN
        column_kind = spec.kind or ("text" if index == 0 else "belopp")
        formula = _parse_formula(table, spec.formula, place.child("kolumner", column_id or "", "formel"))
        table.columns.append(Column(index, column_id, spec.label or header.text, spec, column_kind, formula))
        if column_id:
            table.column_ids[column_id] = index
    row_specs = {**(table_type.rows if table_type else {}), **source.rows}
    known_units = COMMON_UNITS | units
    for number, line in enumerate(grid.rows):
        row_spec = row_specs.get(line.id, _NO_ROW) if line.id else _NO_ROW
        formula = _parse_formula(table, row_spec.formula, place.child("rader", line.id or "", "formel"))
        cells = tuple(
            _read_cell(table, table.columns[index], cell, known_units, heading=line.marker == "#")
            for index, cell in enumerate(line.cells)
        )
        parent = (
            next(
                (above.index for above in reversed(table.rows) if above.level < line.level and above.marker != "#"),
                None,
            )
            if line.level
            else None
        )
        table.rows.append(
            Row(
                number,
                line.id,
                line.cells[0].text,
                line.marker,
                line.level,
                line.after_break,
                row_spec,
                cells,
                formula,
                parent,
            )
        )
        if line.id:
            table.row_ids.setdefault(line.id, number)
    _check_ids(table, source)
    for index, text in enumerate(source.relations):
        if (assertion := _parse_assertion(table, index, text)) is not None:
            table.assertions.append(assertion)
    groups = tuple(tuple(cell.text for cell in line) for line in grid.groups)
    labels = (*chain.from_iterable(groups), *(column.label for column in table.columns), source.caption or "")
    return BuildResult(
        Table(
            table_id,
            home,
            place,
            source,
            grid_place,
            tuple(table.columns),
            tuple(table.rows),
            groups,
            table.unit,
            read_kronor(table.unit, labels),
            costs_positive,
            tuple(table.assertions),
            tuple(table.texts),
            table.row_ids,
            table.column_ids,
        ),
        tuple(table.findings),
    )


def _merge(base: ColumnSpec | None, spec: ColumnSpec) -> ColumnSpec:
    return (
        spec if base is None else base.model_copy(update={name: getattr(spec, name) for name in spec.model_fields_set})
    )


def _read_cell(table: _Draft, column: Column, cell: GridCell, units: frozenset[str], *, heading: bool) -> Cell:
    text = cell.text
    if not text:
        return Cell(cell.line, cell.column)
    quoted = len(text) > 1 and text[0] == text[-1] and text[0] in "\"'"
    if column.index == 0 or not column.is_numeric or quoted:
        return Cell(cell.line, cell.column, words=text[1:-1] if quoted and column.index else text)
    if text in DASHES:
        return Cell(cell.line, cell.column, words="–")
    reading = read(text)
    if reading is not None:
        figure, end = reading
        unit = text[end:].strip(" \u00a0")
        if not unit or unit in units or unit in (column.spec.unit, table.unit):
            return Cell(cell.line, cell.column, figure=figure, unit=unit)
        if text[end] in " \u00a0" and not any(ch.isdigit() for ch in unit) and unit[0].isalpha():
            message = f'enheten "{unit}" är inte känd'
            hint = "lägg till den under enheter: i vbgen.yaml, eller sätt citattecken om cellen är ord"
            table.findings.append(_make_error("VB116", table.grid.locate(cell.line, cell.column), message, hint))
            return Cell(cell.line, cell.column, is_unreadable=True)
    in_column = f' i kolumnen "{column.label}"' if column.label else ""
    message = f'"{text}" är inte ett tal{in_column}'
    hint = "ta bort det ur rubrikraden" if heading else "skriv t.ex. -2 434,7; sätt citattecken om det är ord"
    table.findings.append(_make_error("VB116", table.grid.locate(cell.line, cell.column), message, hint))
    return Cell(cell.line, cell.column, is_unreadable=True)


def _parse_formula(table: _Draft, text: str | None, place: Place) -> Formula | None:
    if text is None:
        return None
    try:
        return parse_formula(text, costs_positive=table.costs_positive)
    except FormulaError as error:
        table.findings.append(
            _make_error(
                "VB117", place, str(error), "t.ex. utfall - budget, summa(kvinnor, män), andel(avvikelse, omsattning)"
            )
        )
        return None


def _parse_assertion(table: _Draft, index: int, text: str) -> Assertion | None:
    place = table.place.child("samband", index)
    target, equals, expression = text.partition(" = ")
    parts = target.strip().split("/")
    if not equals or len(parts) > 2 or not all(parts):
        table.findings.append(
            _make_error("VB117", place, "sambandet går inte att läsa", "skriv rad/kolumn = formel, eller rad = formel")
        )
        return None
    try:
        formula = parse_formula(expression, costs_positive=table.costs_positive)
    except FormulaError as error:
        table.findings.append(_make_error("VB117", place, str(error), "skriv rad/kolumn = formel"))
        return None
    row, column = parts[0], parts[1] if len(parts) == 2 else None
    is_known = _check_row(table, row, place) and (column is None or _check_column(table, column, place))
    return Assertion(index, row, column, formula) if is_known else None


def _check_ids(table: _Draft, source: TableSource) -> None:
    for column_id in source.columns:
        _check_column(table, column_id, table.place.child("kolumner", column_id), on_key=True)
    for column_id, spec in source.columns.items():
        for key, other in (("föregående", spec.last_year_of), ("ryms i", spec.within)):
            if other is not None:
                _check_column(table, other, table.place.child("kolumner", column_id, key))
    for row_id in source.rows:
        _check_row(table, row_id, table.place.child("rader", row_id), on_key=True)
    for index, row_id in enumerate(source.overview):
        _check_row(table, row_id, table.place.child("översikt", index))
    for index, decision in enumerate(source.budget_decisions):
        for row_id in decision.rows:
            _check_row(table, row_id, table.place.child("budgetbeslut", index, "rader", row_id), on_key=True)
    _check_formulas(table)
    _check_footnotes(table, source)


def _check_formulas(table: _Draft) -> None:
    for column in table.columns:
        for ref in column.formula.refs if column.formula else ():
            if ref.prefix is None and len(ref.parts) == 1:
                _check_column(table, ref.parts[0], _find_formula_place(table, "kolumner", column.id))
    for row in table.rows:
        for ref in row.formula.refs if row.formula else ():
            if ref.prefix is None and len(ref.parts) == 1:
                _check_row(table, ref.parts[0], _find_formula_place(table, "rader", row.id))


def _check_footnotes(table: _Draft, source: TableSource) -> None:
    used = _find_footnote_marks(table)
    for mark, place in used.items():
        if mark not in source.footnotes:
            message = f'fotnoten "{mark}" finns inte i tabellen "{table.id}"'
            table.findings.append(_make_error("VB201", place, message, "skriv den under fotnoter:"))
    for mark in source.footnotes:
        if mark not in used:
            place = Place(table.place.file, (*table.place.path, "fotnoter", mark), on_key=True)
            table.findings.append(
                _make_error(
                    "VB207", place, f'fotnoten "{mark}" används inte i tabellen', f"sätt [^{mark}] där den hör hemma"
                )
            )


def _find_formula_place(table: _Draft, section: str, key: str | None) -> Place:
    specs = table.source.columns if section == "kolumner" else table.source.rows
    return table.place.child(section, key, "formel") if key in specs and key is not None else table.place.child("typ")


def _check_row(table: _Draft, row: str, place: Place, *, on_key: bool = False) -> bool:
    return _check_known(table, row, table.row_ids, "raden", place, on_key)


def _check_column(table: _Draft, column: str, place: Place, *, on_key: bool = False) -> bool:
    return _check_known(table, column, table.column_ids, "kolumnen", place, on_key)


def _check_known(table: _Draft, text: str, ids: Mapping[str, int], noun: str, place: Place, on_key: bool) -> bool:
    if text in ids:
        return True
    names = ", ".join(ids) or "inga; sätt [id] först i cellen"
    place = Place(place.file, place.path, on_key=on_key)
    table.findings.append(
        _make_error("VB201", place, f'{noun} "{text}" finns inte i tabellen "{table.id}"', f"de som finns: {names}")
    )
    return False


def _find_footnote_marks(table: _Draft) -> dict[str, Place]:
    """The footnote marks of a table and where each stands first."""
    marks: dict[str, Place] = {}
    for cell in table.texts:
        for mark in _find_marks(cell.text):
            marks.setdefault(mark, table.grid.locate(cell.line, cell.column))
    for mark in _find_marks(table.source.caption or ""):
        marks.setdefault(mark, table.place.child("rubrik"))
    return marks


def _find_marks(text: str) -> list[str]:
    marks = []
    start = text.find("[^")
    while start >= 0:
        end = text.find("]", start)
        if end < 0:
            break
        marks.append(text[start + 2 : end])
        start = text.find("[^", end)
    return marks


def _make_error(code: str, place: Place, message: str, hint: str | None = None) -> Finding:
    return Finding(code, "error", place, message, hint)
