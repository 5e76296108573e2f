"""References to cells: what a reference of a formula or of `samband` means, as far as its own table can tell.

A cell of the table itself is known by index; one of a named table by ids, which are followed when it is evaluated. A reference that
leads nowhere is a value.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from vbgen.model.kinds import PLAN
from vbgen.tables.formula import Ref
from vbgen.tables.table import Assertion, DeadReference, HomeId, Table

CellId = tuple[int, int]  # row and column of a table, by index


class CellRef(NamedTuple):
    """A cell of the table itself, by index. None: the row, or column, of the cell that refers to it."""

    row: int | None
    column: int | None


class RemoteRef(NamedTuple):
    """A cell of a named table, by ids; `prefix` as in the reference. `column` None: that of the cell that refers to it, by its id."""

    prefix: str | None
    table: str
    row: str
    column: str | None


class MissingColumn(DeadReference):
    """A column that a table lacks: a relation between rows does not hold in it."""


Operand = CellRef | RemoteRef  # what can be followed
Reference = Operand | DeadReference
TableFinder = Callable[
    [HomeId, str | None, str], Table | DeadReference
]  # the table that a prefix and a name mean, from a home


def resolve_in_row(table: Table, ref: Ref) -> Reference:
    """Resolve a reference in the formula of a column: a cell of the same row, or any by full reference."""
    if not is_own(ref):
        return resolve_cell(table, ref)
    column = table.column_ids.get(ref.parts[0])
    return CellRef(None, column) if column is not None else make_missing_column(table, ref.parts[0])


def resolve_in_column(table: Table, ref: Ref) -> Reference:
    """Resolve a reference in the formula of a row: a cell of the same column, or any by full reference."""
    if not is_own(ref):
        return resolve_cell(table, ref)
    row = table.row_ids.get(ref.parts[0])
    return CellRef(row, None) if row is not None else make_missing_row(table, ref.parts[0])


def resolve_cell(table: Table, ref: Ref) -> Reference:
    """Resolve a full reference: `rad/kolumn`, `tabell/rad/kolumn`, with a prefix for another document or unit."""
    if len(ref.parts) == 3:
        return RemoteRef(ref.prefix, *ref.parts)
    if ref.prefix is not None or len(ref.parts) != 2:
        return _make_missing_cell(ref)
    row, column = table.row_ids.get(ref.parts[0]), table.column_ids.get(ref.parts[1])
    if row is None:
        return make_missing_row(table, ref.parts[0])
    return CellRef(row, column) if column is not None else make_missing_column(table, ref.parts[1])


def resolve_row(table: Table, ref: Ref) -> Reference:
    """Resolve a reference of a relation between rows, in each column: `rad`, `tabell/rad`."""
    if len(ref.parts) == 2:
        return RemoteRef(ref.prefix, *ref.parts, None)
    return resolve_in_column(table, ref) if is_own(ref) else _make_missing_cell(ref)


def is_own(ref: Ref) -> bool:
    """Tell whether a reference is the id of a row or column of its own table."""
    return ref.prefix is None and len(ref.parts) == 1


def make_missing_row(table: Table, row_id: str) -> DeadReference:
    """Say that a table lacks a row."""
    return DeadReference(f'raden "{row_id}" finns inte i tabellen "{table.id}"', row_id)


def make_missing_column(table: Table, column_id: str) -> MissingColumn:
    """Say that a table lacks a column."""
    return MissingColumn(f'kolumnen "{column_id}" finns inte i tabellen "{table.id}"', column_id)


def _make_missing_cell(ref: Ref) -> DeadReference:
    return DeadReference(f'"{ref.text}" är inte en cell: skriv rad/kolumn eller tabell/rad/kolumn')


def locate(table: Table, ref: RemoteRef, column_id: str | None) -> CellId | DeadReference:
    """Find the cell of a table that a reference means; `column_id`: the column that it stands in, for one that names none."""
    column_id = ref.column or column_id or ""
    row, column = table.row_ids.get(ref.row), table.column_ids.get(column_id)
    if row is None:
        return make_missing_row(table, ref.row)
    return (row, column) if column is not None else make_missing_column(table, column_id)


# ------------------------------------------------------------ references that lead nowhere
def find_plan_budget(table: Table, find: TableFinder) -> Table | DeadReference | None:
    """Find the table of the unit's plan that a table's budget came from; None where it names none."""
    name = table.source.plan_budget
    return find(table.home, PLAN, name) if name is not None else None


def find_dead_references(table: Table, find: TableFinder) -> Iterator[tuple[tuple[str | int, ...], DeadReference]]:
    """Return the references that lead nowhere, each with its path in the table's mapping; not those to own rows and columns, which
    are told when the table is built."""
    plan = find_plan_budget(table, find)
    if isinstance(plan, DeadReference):
        yield ("planbudget",), plan
    for assertion in table.assertions:
        if (dead := _find_dead_in_assertion(table, assertion, find)) is not None:
            yield ("samband", assertion.index), dead
    for section, lines in (("kolumner", table.columns), ("rader", table.rows)):
        for line in lines:
            for ref in line.formula.refs if line.formula is not None else ():
                if not is_own(ref) and (dead := _find_dead(table, resolve_cell(table, ref), None, find)) is not None:
                    yield (section, line.id or "", "formel"), dead


def _find_dead_in_assertion(table: Table, assertion: Assertion, find: TableFinder) -> DeadReference | None:
    """Return what is wrong with the references of a `samband`; one between rows needs one column that all its tables have."""
    resolve, columns = resolve_cell, [assertion.column]
    if assertion.column is None:
        resolve, columns = resolve_row, [column.id for column in table.columns if column.is_numeric and column.id]
    dead: DeadReference | None = None
    for column in columns:
        failures = (_find_dead(table, resolve(table, ref), column, find) for ref in assertion.formula.refs)
        dead = next((failure for failure in failures if failure is not None), None)
        if not isinstance(dead, MissingColumn):
            return dead
    return dead


def _find_dead(table: Table, reference: Reference, column_id: str | None, find: TableFinder) -> DeadReference | None:
    """Return why a reference leads nowhere; None where it leads somewhere."""
    if isinstance(reference, RemoteRef):
        other = find(table.home, reference.prefix, reference.table)
        cell = locate(other, reference, column_id) if not isinstance(other, DeadReference) else other
        return cell if isinstance(cell, DeadReference) else None
    return reference if isinstance(reference, DeadReference) else None
