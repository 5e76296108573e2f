"""Units of cells, and amounts taken from one unit to another."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.tables.support import Tables
from vbgen.tables.table import Table
from vbgen.tables.units import find_power, get_kronor, get_own_unit, get_unit

UNITS = """
t:
  enhet: mnkr
  kolumner:
    belopp: {}
    i-kolumnen: {enhet: tkr}
    andel: {slag: procent}
  rader:
    i-raden: {enhet: kr}
  tabell: |
    | Post                | [belopp] Belopp | [i-kolumnen] Belopp | [andel] Andel |
    | ---
    | [vanlig] Vanlig     | 1               | 1                   | 1             |
    | [i-raden] I raden   | 1               | 1                   | 1             |
    | [i-cellen] I cellen | 1               | 1 mdkr              | 1             |
"""


def table(text: str = UNITS) -> Table:
    return Tables(text).evaluations["t"].table


@pytest.mark.parametrize(
    ("row", "column", "own", "unit", "kronor"),
    [
        ("vanlig", "belopp", "", "mnkr", 10**6),
        ("vanlig", "i-kolumnen", "tkr", "tkr", 10**3),
        ("i-raden", "i-kolumnen", "kr", "kr", 1),
        ("i-cellen", "i-kolumnen", "mdkr", "mdkr", 10**9),
        ("vanlig", "andel", "", "mnkr", None),
    ],
)
def test_the_unit_nearest_to_a_cell_counts(row: str, column: str, own: str, unit: str, kronor: int | None) -> None:
    units = table()
    cell = units.rows[units.row_ids[row]], units.columns[units.column_ids[column]]
    assert (get_own_unit(*cell), get_unit(units, *cell), get_kronor(units, *cell)) == (own, unit, kronor)


@pytest.mark.parametrize(
    ("head", "declared", "kronor"),
    [
        ("Belopp i mnkr", "", 10**6),
        ("Belopp", "  enhet: tkr\n", 10**3),
        ("Belopp i mnkr", "  enhet: mnkr\n", 10**6),
        ("Belopp i mnkr", "  enhet: tkr\n", None),  # it says two things
        ("Belopp", "  enhet: timmar\n", None),
        ("Belopp", "", None),
    ],
)
def test_a_table_says_its_kronor_by_unit_and_headings(head: str, declared: str, kronor: int | None) -> None:
    text = f"t:\n{declared}  tabell: |\n    | Post | {head} |\n    | ---\n    | a | 1 |\n"
    assert table(text).kronor == kronor


@pytest.mark.parametrize(("here", "there", "power"), [(1000, 10**6, 3), (10**6, 1000, -3), (1000, 1000, 0)])
def test_an_amount_is_taken_to_another_unit_by_a_power_of_ten(here: int, there: int, power: int) -> None:
    assert find_power(Decimal(here), Decimal(there)) == power
    assert find_power(None, Decimal(there)) == find_power(Decimal(here), None) == 0
