"""References: what they mean, and those that lead nowhere as values."""

from __future__ import annotations

import pytest

from tests.tables.support import Tables
from vbgen.tables.formula import Ref, parse_formula
from vbgen.tables.references import (
    CellRef,
    Reference,
    RemoteRef,
    find_dead_references,
    locate,
    resolve_cell,
    resolve_in_column,
    resolve_in_row,
    resolve_row,
)
from vbgen.tables.table import DeadReference, Table

TABLES = """
t:
  kolumner: {b: {formel: 'annan/x/a + a'}}
  rader: {r: {formel: 'tom/x/a'}}
  samband: ['r/a = annan/x/a', 'r/a = annan/y/a', 'r = annan/x', 's = tredje/x', 'r/a = r']
  planbudget: budget
  tabell: |
    | Post  | [a] A | [b] B |
    | ---
    | [r] R | 1     | 2     |
    | [s] S | 1     | 2     |
annan: {tabell: "| Post | [a] A |\\n| ---\\n| [x] X | 1 |"}
tredje: {tabell: "| Post | [c] C |\\n| ---\\n| [x] X | 1 |"}
"""


def table() -> Table:
    return Tables(TABLES).evaluations["t"].table


def ref(text: str) -> Ref:
    return parse_formula(text).refs[0]


@pytest.mark.parametrize(
    ("text", "in_row", "in_column"),
    [
        ("a", CellRef(None, 1), DeadReference('raden "a" finns inte i tabellen "t"', "a")),
        ("s", DeadReference('kolumnen "s" finns inte i tabellen "t"', "s"), CellRef(1, None)),
        ("s/a", CellRef(1, 1), CellRef(1, 1)),
        ("annan/x/a", RemoteRef(None, "annan", "x", "a"), RemoteRef(None, "annan", "x", "a")),
    ],
)
def test_a_formula_of_a_column_means_its_row_and_one_of_a_row_its_column(
    text: str, in_row: Reference, in_column: Reference
) -> None:
    assert (resolve_in_row(table(), ref(text)), resolve_in_column(table(), ref(text))) == (in_row, in_column)


@pytest.mark.parametrize(
    ("text", "cell", "row"),
    [
        ("plan:annan/x/a", RemoteRef("plan", "annan", "x", "a"), None),
        (
            "annan/x",
            DeadReference('raden "annan" finns inte i tabellen "t"', "annan"),
            RemoteRef(None, "annan", "x", None),
        ),
        ("s", None, CellRef(1, None)),
    ],
)
def test_samband_names_cells_or_rows(text: str, cell: Reference | None, row: Reference | None) -> None:
    none = DeadReference(f'"{text}" är inte en cell: skriv rad/kolumn eller tabell/rad/kolumn')
    assert (resolve_cell(table(), ref(text)), resolve_row(table(), ref(text))) == (cell or none, row or none)


def test_a_cell_of_another_table_is_found_by_ids() -> None:
    other = Tables(TABLES).evaluations["annan"].table
    assert locate(other, RemoteRef(None, "annan", "x", "a"), None) == (0, 1)
    assert locate(other, RemoteRef(None, "annan", "x", None), "a") == (0, 1)
    assert locate(other, RemoteRef(None, "annan", "y", "a"), None) == DeadReference(
        'raden "y" finns inte i tabellen "annan"', "y"
    )


def test_dead_references_are_told_where_they_stand() -> None:
    """Not those to own rows and columns, and of rows in two tables only where they have no column in common."""
    tables = Tables(TABLES)
    dead = {
        path: reference.name for path, reference in find_dead_references(tables.evaluations["t"].table, tables.find)
    }
    assert dead == {
        ("planbudget",): "budget",
        ("samband", 1): "y",
        ("samband", 3): "b",
        ("samband", 4): "",
        ("rader", "r", "formel"): "tom",
    }
