"""Relations as constraints between cells."""

from __future__ import annotations

from tests.tables.support import Tables
from vbgen.tables.constraints import derive_constraints

TEXT = """
t:
  kolumner:
    d: {formel: a - b}
    e: {slag: andel, formel: "andel(a, b)"}
    f: {formel: "a + a - b"}
    g: {formel: "a + b + 3"}
  samband: ['r/a = u/x/y', 'r/b = u/tom/y']
  tabell: |
    | Post    | [a] A | [b] B | [d] D | [e] E | [f] F | [g] G |
    | ---
    | [r] R   | 6     | 2     | 4     | 300   | 10    | 11    |
    | [s] S   | 1     | 0     |       |       |       |       |
    | = [t] T | 7     | 2     | 5     | 350   |       |       |
u: {tabell: "| Post | [y] Y |\\n| ---\\n| [x] X | 6 |"}
"""


def constraints(cells: list[tuple[int, int]] | None = None) -> list[tuple[dict[str, int], bool]]:
    """Weights by the address of a cell, and whether they add up."""
    evaluation = Tables(TEXT).evaluations["t"]
    return [
        (
            {
                f"{s.evaluation.table.id}/{s.evaluation.table.format_address(s.row, s.column)}": int(w)
                for s, w in weights.items()
            },
            linear,
        )
        for weights, linear in derive_constraints(evaluation, cells)
    ]


def test_a_total_and_a_difference_add_up_to_nothing_by_their_weights() -> None:
    assert constraints([(2, 1), (0, 3)]) == [
        ({"t/r/d": -1, "t/r/a": 1, "t/r/b": -1}, True),
        ({"t/t/a": -1, "t/r/a": 1, "t/s/a": 1}, True),
    ]


def test_a_cell_that_stands_twice_counts_twice() -> None:
    assert constraints([(0, 5)]) == [({"t/r/f": -1, "t/r/a": 2, "t/r/b": -1}, True)]


def test_a_share_ties_its_cells_and_does_not_add_up() -> None:
    assert constraints([(0, 4)]) == [({"t/r/e": -1, "t/r/a": 1, "t/r/b": 1}, False)]


def test_a_number_that_is_added_does_not_count_with_the_cells() -> None:
    assert constraints([(0, 6)]) == [({"t/r/g": -1, "t/r/a": 1, "t/r/b": 1}, False)]


def test_samband_reaches_other_tables_and_what_leads_nowhere_is_no_constraint() -> None:
    assert constraints([(0, 1), (0, 2)]) == [({"t/r/a": -1, "u/x/y": 1}, True)]


def test_what_cannot_be_computed_is_no_constraint() -> None:
    """The share of 1 in 0."""
    assert constraints([(1, 4)]) == []


def test_all_constraints_come_by_row_and_last_those_of_samband() -> None:
    computed = [next(iter(weights)) for weights, _ in constraints()]
    rows = [
        f"t/{row}/{column}" for row, columns in (("r", "defg"), ("s", "dfg"), ("t", "abddeffgg")) for column in columns
    ]
    assert computed == [*rows, "t/r/a"]
