"""The unit of a cell, how many kronor one is in it, and the power of ten that takes an amount from one cell to another."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from vbgen.model.money import find_units, kronor
from vbgen.tables.table import Column, Row, Table

_UNKNOWN = Decimal(0)  # kronor in a unit that is no money


def get_own_unit(row: Row, column: Column) -> str:
    """Return the unit that stands in a cell, or is declared of its row or column; empty where none is."""
    return row.cells[column.index].unit or row.spec.unit or column.spec.unit or ""


def get_unit(table: Table, row: Row, column: Column) -> str:
    """Return the unit of a cell: its own, else that of the table; empty where none is given."""
    return get_own_unit(row, column) or table.unit or ""


def read_kronor(unit: str | None, labels: Iterable[str]) -> Decimal | None:
    """Return how many kronor one is in a table, by its unit and its headings; None where they do not say, or say two things."""
    factors = find_units(" ".join(labels))
    if unit is not None:
        factors |= {kronor(unit) or _UNKNOWN}
    return factors.pop() or None if len(factors) == 1 else None


def get_kronor(table: Table, row: Row, column: Column) -> Decimal | None:
    """Return how many kronor one is in a cell; None where that is not said, or is no money."""
    if table.get_kind(row, column) != "belopp":
        return None
    own_unit = get_own_unit(row, column)
    return kronor(own_unit) if own_unit else table.kronor


def find_power(here: Decimal | None, there: Decimal | None) -> int:
    """Return the power of ten that takes an amount from there to here, by how many kronor one is; 0 where either is not known."""
    return (there / here).adjusted() if here is not None and there is not None else 0
