"""Small groups: what tells of them is hidden, and what is hidden cannot be computed from what is shown.

The relations of the random tables are written out here, apart from the module that declares them.
"""

from __future__ import annotations

from itertools import pairwise
from math import gcd

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.tables.support import Tables
from vbgen.tables.evaluation import Evaluation
from vbgen.tables.small_groups import find_small_groups, hide_small_groups

LEAST = 10
COLUMNS = 9  # of figures: women, men and total this year, the year before, and the changes
Cell = tuple[int, int]
Relation = dict[Cell, int]  # cells and how often each counts; together they are 0

groups = st.integers(0, 40) | st.sampled_from([0, 1, 9, 10, 11, 300])
tables = st.lists(st.tuples(groups, groups, groups, groups), min_size=2, max_size=6)


def staff(people: list[tuple[int, ...]], cut: int = 0) -> Evaluation:
    """A table of staff: women and men of two years, a subtotal after `cut` rows, a total."""
    rows = [figures(*line) for line in people]
    lines = [f"| Grupp {i} | {written(row)} |" for i, row in enumerate(rows)]
    if 0 < cut < len(rows):
        lines.insert(cut, f"| = Delsumma | {written(added(rows[:cut]))} |")
    lines.append(f"| == Summa | {written(added(rows))} |")
    head = "| Yrkesgrupp | " + " | ".join("abcdefghi") + " |"
    grid = "".join(f"      {line}\n" for line in (head, "| ---", *lines))
    return Tables(f"t:\n  typ: arsarbetare\n  tabell: |\n{grid}").evaluations["t"]


def figures(women: int, men: int, women_before: int, men_before: int) -> list[int]:
    now, before = [women, men, women + men], [women_before, men_before, women_before + men_before]
    return [*now, *before, *(a - b for a, b in zip(now, before, strict=True))]


def added(rows: list[list[int]]) -> list[int]:
    return [sum(column) for column in zip(*rows, strict=True)]


def written(row: list[int]) -> str:
    return " | ".join(map(str, row))


def relations(count: int, cut: int) -> list[Relation]:
    """Those of a table of `count` groups, by row and column as printed."""
    with_subtotal = 0 < cut < count
    lines = [*range(cut), *range(cut + 1, count + 1)] if with_subtotal else list(range(count))
    total = count + with_subtotal
    found: list[Relation] = []
    for row in range(total + 1):
        found += [{(row, first): 1, (row, first + 1): 1, (row, first + 2): -1} for first in (1, 4)]
        found += [{(row, of): 1, (row, of + 3): -1, (row, of + 6): -1} for of in (1, 2, 3)]
    for column in range(1, COLUMNS + 1):
        found.append({**{(row, column): 1 for row in lines}, (total, column): -1})
        if with_subtotal:
            found.append({**{(row, column): 1 for row in range(cut)}, (cut, column): -1})
    return found


def given_away(relations: list[Relation], gone: frozenset[Cell]) -> set[Cell]:
    """The hidden cells that the relations together fix: no solution of the equations moves them."""
    order = sorted(gone)
    rows = [row for relation in relations if any(row := [relation.get(cell, 0) for cell in order])]
    solved: list[list[int]] = []
    for column in range(len(order)):
        pivot = next((row for row in rows if row[column]), None)
        if pivot is not None:
            rows.remove(pivot)
            rows = [_without(row, column, pivot) for row in rows]
            solved = [*(_without(row, column, pivot) for row in solved), pivot]
    alone = [[place for place, value in enumerate(row) if value] for row in solved]
    return {order[places[0]] for places in alone if len(places) == 1}


def _without(row: list[int], column: int, pivot: list[int]) -> list[int]:
    """An equation in whole numbers with another taken away as often as it takes for a column to be 0."""
    if not row[column]:
        return row
    made = [a * pivot[column] - b * row[column] for a, b in zip(row, pivot, strict=True)]
    shared = gcd(*made) or 1
    return [value // shared for value in made]


@settings(max_examples=50, deadline=None)
@given(tables, st.integers(0, 5))
def test_what_is_hidden_cannot_be_computed(people: list[tuple[int, ...]], cut: int) -> None:
    evaluation = staff(people, cut)
    gone = hide_small_groups([evaluation], LEAST).get(evaluation.table, frozenset())
    groups = frozenset(find_small_groups(evaluation, LEAST))
    assert groups <= gone
    known = relations(len(people), cut)
    for relation in known:
        assert len(gone & relation.keys()) != 1, "one hidden cell follows from the others"
    assert not given_away(known, gone) & groups


@settings(max_examples=50, deadline=None)
@given(tables)
def test_the_groups_are_those_of_persons(people: list[tuple[int, ...]]) -> None:
    evaluation = staff(people)
    rows = [figures(*line) for line in people]
    wanted = {
        (i, column + 1) for i, row in enumerate([*rows, added(rows)]) for column in range(6) if 0 < row[column] < LEAST
    }
    assert set(find_small_groups(evaluation, LEAST)) == wanted


def test_nothing_is_hidden_without_small_groups_or_a_limit() -> None:
    evaluation = staff([(10, 0, 12, 0), (30, 44, 20, 0)])
    assert hide_small_groups([evaluation], LEAST) == {}
    assert hide_small_groups([staff([(1, 2, 3, 4), (5, 6, 7, 8)])], 0) == {}


def test_the_smallest_plain_figure_goes_first_and_zeros_last() -> None:
    evaluation = Tables("""
t:
  kolumner: {antal: {slag: antal, enhet: personer}}
  tabell: |
    | Grupp   | [antal] Antal |
    | ---
    | Chefer  | 3             |
    | Jurister | 0            |
    | Kockar  | 25            |
    | Vårdare | 14            |
    | = Summa | 42            |
""").evaluations["t"]
    assert hide_small_groups([evaluation], LEAST) == {evaluation.table: {(0, 1), (3, 1)}}


def test_sum_and_difference_together_give_both() -> None:
    """Women and men are hidden; their total and how many more the women are would still tell."""
    evaluation = Tables("""
t:
  kolumner:
    kvinnor: {slag: antal}
    man: {slag: antal}
    totalt: {slag: antal, formel: "summa(kvinnor, man)"}
    fler: {slag: antal, formel: "kvinnor - man"}
  personer: ja
  tabell: |
    | Grupp  | [kvinnor] Kvinnor | [man] Män | [totalt] Totalt | [fler] Fler |
    | ---
    | Chefer | 20                | 4         | 24              | 16          |
""").evaluations["t"]
    gone = hide_small_groups([evaluation], LEAST)[evaluation.table]
    assert (0, 2) in gone
    assert not given_away([{(0, 1): 1, (0, 2): 1, (0, 3): -1}, {(0, 1): 1, (0, 2): -1, (0, 4): -1}], gone)


def test_shares_and_tables_that_say_the_same_are_hidden_too() -> None:
    tables = Tables("""
grupper:
  kolumner:
    man: {slag: antal, enhet: anställda}
    alla: {slag: antal, enhet: anställda}
    andel: {slag: procent, formel: "andel(man, alla)"}
  tabell: |
    | Grupp             | [man] Män | [alla] Alla | [andel] Andel |
    | ---
    | [chefer] Chefer   | 4         | 200         | 2,0 %         |
nyckeltal:
  kolumner: {utfall: {slag: tal}}
  tabell: |
    | Nyckeltal         | [utfall] Utfall |
    | ---
    | [man] Män i ledningen | 4           |
    | [moten] Möten     | 4               |
  samband:
    - man/utfall = grupper/chefer/man
""").evaluations
    gone = hide_small_groups(list(tables.values()), LEAST)
    assert gone == {tables["grupper"].table: {(0, 1), (0, 3)}, tables["nyckeltal"].table: {(0, 1)}}
    # printed elsewhere: nothing can be done about the other document's table
    assert hide_small_groups([tables["grupper"]], LEAST) == {tables["grupper"].table: {(0, 1), (0, 3)}}


def test_a_table_of_another_document_is_no_place_to_hide_in() -> None:
    tables = Tables("""
nu:
  kolumner:
    antal: {slag: antal, enhet: personer}
  tabell: |
    | Grupp           | [antal] Antal |
    | ---
    | [chefer] Chefer | 4             |
    | [ovriga] Övriga | 60            |
  samband:
    - chefer/antal = fore/alla/antal - fore/ovriga/antal
fore:
  kolumner:
    antal: {slag: antal}
  tabell: |
    | Grupp           | [antal] Antal |
    | ---
    | [ovriga] Övriga | 96            |
    | [alla] Alla     | 100           |
""").evaluations
    assert hide_small_groups([tables["nu"]], LEAST) == {tables["nu"].table: {(0, 1)}}
    both = hide_small_groups(list(tables.values()), LEAST)
    assert both[tables["fore"].table] == {(0, 1)}


def test_it_is_the_same_every_time() -> None:
    people: list[tuple[int, ...]] = [(3, 12, 4, 11), (20, 1, 19, 2), (50, 60, 40, 70)]
    made = [
        {cell for cells in hide_small_groups([staff(people, 2)], LEAST).values() for cell in cells} for _ in range(5)
    ]
    assert all(one == other for one, other in pairwise(made)) and made[0]
