"""The relations of a table: declared once, frozen, the same in another process."""

from __future__ import annotations

import pickle

import pytest

from tests.tables.published import ACCOUNTS, RESULT, SICK_LEAVE
from tests.tables.support import Tables
from vbgen.tables.references import CellRef, RemoteRef
from vbgen.tables.relations import Count, CountOfAll, Relation, Relations, declare_relations


def relations(text: str) -> Relations:
    return Tables(text).evaluations["t"].relations


def declared(text: str) -> list[tuple[int, int, str, object]]:
    """Row, column, kind and what it is made of, of all relations."""
    return [
        (row, column, relation.kind, relation.text or getattr(relation, "summands", relation))
        for row, column, relation in relations(text)
    ]


def sums(*markers: str) -> str:
    """A table of one column, with these rows."""
    lines = "".join(f"    | {marker}[r{index}] Rad | 1 |\n" for index, marker in enumerate(markers))
    return f"t:\n  tabell: |\n    | Post | [a] A |\n    | ---\n{lines}"


@pytest.mark.parametrize(
    ("markers", "expected"),
    [
        (("", "", "= "), {(2, "total"): (0, 1)}),
        (("", "= ", "", "= "), {(1, "total"): (0,), (3, "total"): (2,)}),
        (("", "= ", "", "== "), {(1, "total"): (0,), (3, "total"): (0, 2)}),
        (("", "  + ", "  + ", "= "), {(0, "parts"): (1, 2), (3, "total"): (0,)}),
        (("", "  ", "= "), {(2, "total"): (0,)}),  # "varav" is no part of the sum
        (("= ", ""), {}),
    ],
)
def test_a_total_is_the_sum_of_the_rows_above_and_of_its_parts(
    markers: tuple[str, ...], expected: dict[tuple[int, str], tuple[int, ...]]
) -> None:
    assert {(row, kind): made_of for row, _, kind, made_of in declared(sums(*markers))} == expected


FORMULAS = """
t:
  kolumner:
    a: {{slag: belopp}}
    b: {{slag: {kind}}}
    c: {{slag: {kind}, formel: "{column}"}}
  rader:
    s: {{formel: "{row}"{more}}}
  tabell: |
    | Post  | [a] A | [b] B | [c] C |
    | ---
    | [r] R | 1     | 1     | 2     |
    | [s] S | 1     | 1     | 2     |
"""


@pytest.mark.parametrize(
    ("row", "column", "kind", "more", "expected"),
    [
        ("r - r", "a + b", "belopp", "", ["r - r", "a + b"]),  # both add up
        ("r - r", "andel(a, b)", "belopp", "", ["andel(a, b)"]),
        ("andel(r, r)", "a + b", "belopp", "", ["a + b"]),
        ("r - r", "a + b", "index", "", ["r - r"]),  # no sum of what cannot be summed
        ("r - r", "a - b", "belopp", ", intäkt: ja", ["a - b"]),  # among costs without a sign
        ("r - r", "a - b", "belopp", ", förändring: procent", ["r - r", "förändring(a, b)"]),
    ],
)
def test_a_cell_stands_under_the_formula_of_its_row_or_column(
    row: str, column: str, kind: str, more: str, expected: list[str]
) -> None:
    """In the order in which they are tried."""
    found = declared(FORMULAS.format(row=row, column=column, kind=kind, more=more))
    last = [made_of for r, c, _, made_of in found if (r, c) == (1, 3)]
    assert last == expected


def test_rows_that_are_only_stated_share_their_relations() -> None:
    text = FORMULAS.format(row="r - r", column="a - b", kind="belopp", more="").replace('s: {formel: "r - r"}', "s: {}")
    first, second = relations(text).cells
    assert first is second
    assert first == {3: (Relation("difference", (CellRef(None, 1), CellRef(None, 2)), first[3][0].formula),)}  # type: ignore[union-attr]


def test_a_formula_that_leads_nowhere_declares_nothing() -> None:
    assert declared(FORMULAS.format(row="r - tom", column="a - tom", kind="belopp", more="")) == []


def test_samband_holds_for_a_cell_or_for_each_column_of_a_row() -> None:
    text = sums("", "") + "  samband: ['r0/a = r1/a', 'r0 = u/r1', 'r0/a = r1/a * 2']\n"
    assert [
        (row, column, r.kind, r.operands, r.is_remote) for row, column, r in relations(text) if isinstance(r, Relation)
    ] == [
        (0, 1, "equal", (CellRef(1, 1),), False),
        (0, 1, "equal", (RemoteRef(None, "u", "r1", None),), True),
        (0, 1, "formula", (CellRef(1, 1),), False),
    ]


def test_counts_are_declared_by_cell_and_all_together() -> None:
    text = """
t:
  kolumner: {ja: {slag: antal, räknar: uppnått}, nej: {slag: antal, räknar: ej}}
  rader: {m: {räknar: mål}}
  tabell: |
    | Mål   | [ja] Ja | [nej] Nej |
    | ---
    | [m] M | 1       | 2         |
"""
    first, second, together = (relation for _, _, relation in relations(text))
    assert isinstance(first, Count) and isinstance(second, Count) and isinstance(together, CountOfAll)
    assert (first.text, second.text, together.columns) == ('mål med "uppnått"', 'mål med "ej"', (1, 2))


def test_the_relations_of_some_cells_come_in_the_same_order() -> None:
    table = Tables(RESULT).evaluations["enheter"]
    cells = {(row, column) for row, column, _ in table.relations if column == 4}
    some = [instance for instance in table.relations if instance[:2] in cells]
    assert list(table.relations.select(cells)) == some and len(some) > len(cells)


@pytest.mark.parametrize("text", [SICK_LEAVE, ACCOUNTS, RESULT])
def test_a_table_and_its_relations_go_to_another_process(text: str) -> None:
    for evaluation in Tables(text).evaluations.values():
        relations = pickle.loads(pickle.dumps(evaluation.relations))  # noqa: S301 - our own bytes
        table = pickle.loads(pickle.dumps(evaluation.table))  # noqa: S301
        assert relations == evaluation.relations == declare_relations(table)
