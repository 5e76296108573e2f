"""Tables against sums made here, and on the hardest tables of the published documents.

The first tests make random tables whose true numbers are known: printed as rounded, they never give a finding; changed
beyond rounding, they give exactly the findings that naive sums with fractions give. The others hold real tables.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.tables.published import (
    ACCOUNTS,
    BUILDING,
    INVESTMENTS,
    KEY_FIGURES,
    LISTED,
    RESULT,
    SICK_LEAVE,
    TURNOVER,
    VARMLAND,
)
from tests.tables.sheets import SEEDS, SIZES, Cell, Sheet, Sheets
from tests.tables.support import Tables
from vbgen.model.numbers import Figure
from vbgen.model.organisation import UNREADABLE
from vbgen.tables.comparison import Equation, UntestedRelation, compare, compute_interval
from vbgen.tables.quantity import quantity


def failing(sheet: Sheet) -> set[tuple[str, Cell, Fraction, Fraction]]:
    """What the program finds."""
    tables = Tables(sheet.yaml())
    assert tables.findings == []
    return {
        (e.kind, (e.row, e.column - 1), Fraction(e.stated.value), round(Fraction(e.computed.mid), 6))
        for e in tables.equations("t")
        if not e.holds
    }


@settings(deadline=None, max_examples=300)
@given(SIZES, SEEDS)
def test_what_rounding_can_explain_is_never_reported(size: int, seed: int) -> None:
    """True numbers, each printed as rounded: nothing to report, whether totals and differences are stated or left out."""
    make = Sheets(seed)
    sheet = make.sheet(size)
    sheet.hidden = {cell for cell in sheet.computable() if make.random() < 0.3}
    assert failing(sheet) == set(), sheet.yaml()


@settings(deadline=None, max_examples=400)
@given(SIZES, SEEDS, st.integers(0, 3))
def test_exactly_what_rounding_cannot_explain_is_reported(size: int, seed: int, count: int) -> None:
    """Figures changed by a little or much: the program finds what fractions find, with the same stated and computed."""
    make = Sheets(seed)
    sheet = make.sheet(size)
    stated = sorted(cell for cell in sheet.true if cell not in sheet.words)
    for cell in make.sample(stated, min(count, len(stated))):
        sheet.change[cell] = make.choice((-1, 1)) * make.choice((1, 1, 2, 3, 5, 10, 1000))
    turned, expected = sheet.turned(), sheet.failing()
    left_out = expected - failing(sheet)
    assert failing(sheet) <= expected and {cell for _, cell, _, _ in left_out} <= turned, sheet.yaml()
    assert all(stated * computed < 0 for _, _, stated, computed in left_out), sheet.yaml()


@settings(deadline=None, max_examples=300)
@given(SIZES, SEEDS)
def test_a_change_beyond_rounding_is_always_reported(size: int, seed: int) -> None:
    """The stated side of any equation, moved further than all that its parts can hide."""
    make = Sheets(seed)
    sheet = make.sheet(size)
    rules = [rule for rule in sheet.rules() if rule.kind not in ("change", "ratio") and sheet.printed(rule.cell)]
    rules = [rule for rule in rules if any(sheet.printed(cell) for _, cell in rule.operands)]
    if not rules:
        return
    rule = make.choice(rules)
    halves = [one.half for cell in (rule.cell, *(c for _, c in rule.operands)) if (one := sheet.printed(cell))]
    steps = int(2 * sum(halves, Fraction(0)) * 10 ** sheet.decimals[rule.cell]) + 2
    sheet.change[rule.cell] = make.choice((-1, 1)) * steps
    stated = sheet.printed(rule.cell)
    assert stated is not None
    found = [
        one for one in failing(sheet) if one[1] == rule.cell and one[0] == {"sum": "total"}.get(rule.kind, rule.kind)
    ]
    assert any(one[2] == stated.value for one in found), sheet.yaml()


def test_sick_leave_is_tried_in_every_direction() -> None:
    tables = Tables(SICK_LEAVE)
    assert tables.findings == []
    for name in ("rk", "service"):
        # women + men for 4 rows of hours in 2 years and in the change (as sum of rows only); 3 ratios in 6 columns;
        # hours of absence in 9 columns; differences of 7 rows in 3 columns
        assert tables.tried(name) == {"total": 17, "difference": 21, "ratio": 18}
        assert tables.deviations(name) == set()


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("|   1 293 |", "|   1 295 |", {("VB301", "korttid/totalt", "1295", "1293"), ("VB301", "franvaro/totalt", "6898", "6900"), ("VB303", "korttid/totalt-forandring", "-1250", "-1248")}),
        ("|  0,61 % |", "|  0,63 % |", {("VB305", "korttid-andel/totalt", "0.63", "0.61"), ("VB303", "korttid-andel/totalt-forandring", "-0.53", "-0.51")}),
        ("|  0,13 % |", "|  0,23 % |", {("VB303", "franvaro-andel/totalt-forandring", "0.23", "0.13")}),
        ("-1,12 %", "1,12 %", {("VB303", "franvaro-andel/kvinnor-forandring", "1.12", "-1.12")}),
    ],
)  # fmt: skip
def test_a_wrong_figure_in_sick_leave_is_found(
    before: str, after: str, expected: set[tuple[str, str, str, str]]
) -> None:
    assert SICK_LEAVE.count(before) == 1
    assert Tables(SICK_LEAVE.replace(before, after)).deviations("rk") == expected


def test_listed_persons_in_both_directions_with_the_corner() -> None:
    """The published table by part of county does not add up, and is not quite the table by age."""
    tables = Tables(LISTED)
    assert tables.findings == []
    assert tables.tried("listade") == {"difference": 5, "change": 5, "total": 3}
    assert tables.deviations("listade") == set()
    assert tables.tried("lansdel") == {"ratio": 25, "total": 10, "equal": 5}
    assert tables.deviations("lansdel") == {
        ("VB301", "orebro/n", "167936", "167937"),
        ("VB301", "summa/n5", "223436", "223441"),
        ("VB301", "summa/n", "306992", "306988"),
        ("VB307", "summa/n0", "17026", "17031"),
        ("VB307", "summa/n80", "17443", "17442"),
    }
    # persons are counted: one person too many is no rounding
    assert not [e for e in tables.equations("lansdel") if e.is_near and not e.holds]


def test_account_groups_with_change_and_per_cent() -> None:
    tables = Tables(ACCOUNTS)
    assert tables.findings == []
    assert tables.tried("rk") == {"difference": 10, "change": 9, "total": 3}
    assert tables.deviations("rk") == tables.deviations("service") == set()
    assert tables.untested("rk") == {"k4040/forandring-procent"}  # 0,0 mot 0,0


def test_a_table_of_key_figures_agrees_with_its_accounts() -> None:
    """Published: 104,1 in one table, 104,2 in the next; the rate is that of the first."""
    tables = Tables(ACCOUNTS)
    assert tables.tried("kostnad-rk") == {"formula": 1, "equal": 2}
    assert tables.deviations("kostnad-rk") == {("VB307", "kostnad/utfall", "-104.1", "-104.2")}


def test_variance_to_turnover() -> None:
    tables = Tables(TURNOVER)
    assert tables.findings == []
    assert tables.tried("rs") == {"ratio": 4, "total": 3}
    assert tables.tried("service") == {"ratio": 8, "total": 3}
    assert tables.deviations("rs") == tables.deviations("service") == set()


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("|  1,9 |   3,4", "|  2,9 |   3,4", {("VB305", "tv/relation", "2.9", "1.9")}),
        ("| 23,8 |", "| -23,8 |", {("VB305", "rs-rk/relation", "-23.8", "23.8")}),
        ("| 2 773,8 |", "| 2 737,8 |", {("VB301", "resultat/omsattning", "2737.8", "2773.8"), ("VB305", "resultat/relation", "6.3", "6.4")}),
    ],
)  # fmt: skip
def test_a_wrong_ratio_is_found(before: str, after: str, expected: set[tuple[str, str, str, str]]) -> None:
    assert TURNOVER.count(before) == 1
    assert Tables(TURNOVER.replace(before, after)).deviations("rs") == expected


def test_building_projects_whose_totals_do_not_add_up() -> None:
    """Published: the service board's total covers its first three projects only."""
    tables = Tables(BUILDING)
    assert tables.findings == []
    assert tables.tried("hs") == {"total": 4}
    assert tables.deviations("hs") == set()
    assert tables.tried("ovriga") == {"total": 20}
    assert tables.deviations("ovriga") == {
        ("VB301", "sn/kalkyl", "149", "482.1"),
        ("VB301", "sn/budget", "119", "359.4"),
        ("VB301", "sn/ackumulerat", "26.8", "226.4"),
        ("VB301", "sn/utfall", "1.3", "136.4"),
    }


def test_each_key_figure_has_its_own_kind_of_change() -> None:
    tables = Tables(KEY_FIGURES)
    assert tables.findings == []
    assert tables.tried("nyckeltal") == {"change": 3, "difference": 5}
    assert tables.deviations("nyckeltal") == set()


def test_a_wrong_change_of_a_key_figure_is_found() -> None:
    text = KEY_FIGURES.replace("+68 %", "+86 %").replace("| -1,0 ", "| +1,0 ")
    assert Tables(text).deviations("nyckeltal") == {
        ("VB304", "videomoten/andring", "86", "68"),
        ("VB303", "underhall/andring", "1", "-1"),
    }


def test_a_result_report_with_two_blocks_and_the_total_of_both() -> None:
    tables = Tables(RESULT)
    assert tables.findings == []
    assert tables.tried("enheter") == {"difference": 36, "total": 10, "equal": 5}
    assert tables.tried("kostnadsslag") == {"difference": 16, "total": 20}
    assert tables.tried("service") == {"difference": 20, "total": 20}
    assert [tables.deviations(name) for name in tables.evaluations] == [set()] * 3


@pytest.mark.parametrize(
    ("table", "before", "after", "expected"),
    [
        ("enheter", "| -2 891,4 |", "| -2 819,4 |", {("VB301", "totalt/utfall", "-2819.4", "-2891.4"), ("VB303", "totalt/budgetavvikelse", "62.9", "134.9"), ("VB303", "totalt/utfallsavvikelse", "-647.1", "-575.1")}),
        ("enheter", "| 115,1 |   29,2 |", "| 151,1 |   29,2 |", {("VB303", "kansliet/budgetavvikelse", "151.1", "115.1")}),
        ("enheter", "|     72 |", "|    -72 |", {("VB303", "rad 16/utfallsavvikelse", "-72", "72"), ("VB301", "totalt/utfallsavvikelse", "-647.1", "-791.1")}),
        ("service", "|    -13,6 |", "|     13,6 |", {("VB301", "resultat/utfall", "13.6", "-13.6"), ("VB303", "resultat/budgetavvikelse", "33.5", "60.7"), ("VB303", "resultat/utfallsavvikelse", "19.6", "46.8")}),
    ],
)  # fmt: skip
def test_a_wrong_figure_in_a_result_report_is_found(
    table: str, before: str, after: str, expected: set[tuple[str, str, str, str]]
) -> None:
    assert RESULT.count(before) == 1
    assert Tables(RESULT.replace(before, after)).deviations(table) == expected


def test_where_costs_are_positive_a_variance_is_budget_less_outcome() -> None:
    tables = Tables(VARMLAND)
    assert tables.findings == []
    assert tables.tried("netto") == {"difference": 12, "total": 6}
    assert tables.deviations("netto") == set()
    wrong = Tables(VARMLAND.replace("kostnader: positiva", "kostnader: negativa"))
    assert {address for code, address, _, _ in wrong.deviations("netto") if code == "VB303"} == {
        f"{row}/{column}"
        for row in ("rlk", "gem", "it", "hu", "pol", "totalt")
        for column in ("budgetavvikelse", "prognosavvikelse")
    }
    assert Tables(VARMLAND.replace("|    1 263 |", "| |")).shown("netto", "rlk", "budgetavvikelse") == "1 263"


def test_words_and_blanks_have_no_value_in_sums() -> None:
    tables = Tables(INVESTMENTS)
    assert tables.findings == []
    assert tables.tried("t") == {"total": 3}
    assert tables.deviations("t") == set()


def test_a_formula_whose_figures_are_missing_is_said_to_be_untested() -> None:
    """As published: no figure for finance, so that `netto + finans` cannot be tried."""
    text = RESULT.replace('"summa(netto, finans)"', "netto + finans")
    assert {address for address in Tables(text).untested("kostnadsslag") if address.endswith("/utfall")} == {
        "resultat/utfall"
    }


def test_a_total_of_nothing_is_said_to_be_untested() -> None:
    tables = Tables("t:\n  tabell: |\n    | Post | [b] Belopp |\n    | ---\n    | x | |\n    | = [s] Summa | 12 |\n")
    assert tables.untested("t") == {"s/b"}


# ------------------------------------------------------ one figure at a time
def cell(
    rows: str, columns: str = "", more: str = "", tallies: Mapping[str, Mapping[str, int]] | None = None
) -> Tables:
    """A table `t` of three columns of figures."""
    lines = "".join(f"    | {row} |\n" for row in rows.split("\n"))
    head = f"t:\n{columns}{more}  tabell: |\n    | Post | [a] A | [b] B | [c] C |\n    | ---\n"
    return Tables(head + lines, tallies)


DIFFERENCE = "  kolumner: {c: {formel: a - b}}\n"


@pytest.mark.parametrize(
    ("stated", "computed", "holds"),
    [
        ("4,0", ("4", "4", "4"), True),  # as printed: no intervals
        ("4", ("4", "4", "4"), True),
        ("4,1", ("4", "3.9", "4.1"), True),  # by rounding
        ("4,2", ("4", "3.9", "4.1"), False),
        ("-4,0", ("4", "3.9", "4.1"), False),
    ],
)
def test_intervals_are_made_where_printed_figures_do_not_agree(
    stated: str, computed: tuple[str, str, str], holds: bool
) -> None:
    tables = cell(f"r | 6,0 | 2,0 | {stated}", DIFFERENCE)
    (equation,) = tables.equations("t")
    assert (equation.computed.mid, equation.computed.low, equation.computed.high) == tuple(map(Decimal, computed))
    assert (equation.holds, equation.is_turned, equation.is_near) == (holds, False, False)
    if equation.holds:
        interval = compute_interval(tables.evaluations["t"], equation)
        assert (interval.low, interval.high) == (Decimal("3.9"), Decimal("4.1"))


def test_what_is_counted_has_no_rounding() -> None:
    columns = "  kolumner: {a: {slag: antal}, b: {slag: antal}, c: {slag: antal, formel: a - b}}\n"
    assert [e.holds for text in ("4", "5") for e in cell(f"r | 6 | 2 | {text}", columns).equations("t")] == [
        True,
        False,
    ]


SHARE = "  kolumner: {c: {slag: procent, formel: 'förändring(a, b)'}}\n"


@pytest.mark.parametrize(
    ("rows", "turned"),
    [
        ("r | -6 | -4 | 50", [False]),
        ("r | 2 | -4 | 150", [True]),  # of a result, from minus to plus
        ("r | -6 | -4 | -50\ns | -9 | -6 | -50", [True, True]),  # as its column has it
        ("r | -6 | -4 | -50\ns | -9 | -6 | 50\nx | -3 | -2 | 50", [False, False, False]),
        ("r | 6 | 4 | -50", [False]),
    ],
)
def test_a_per_cent_of_something_negative_may_have_the_other_sign(rows: str, turned: list[bool]) -> None:
    equations = cell(rows, SHARE).equations("t")
    assert [equation.is_turned for equation in equations] == turned


@pytest.mark.parametrize(
    ("stated", "other", "holds", "near"),
    [("4,0", "4", True, True), ("4,4", "4", True, True), ("4,6", "4", False, True), ("5", "4", False, True), ("6", "4", False, False)],
)  # fmt: skip
def test_two_figures_that_should_be_the_same_agree_at_the_coarser_precision(
    stated: str, other: str, holds: bool, near: bool
) -> None:
    (equation,) = cell(f"[r] R | {stated} | {other} | 0", more="  samband: [r/a = r/b]\n").equations("t")
    assert (equation.kind, equation.holds, equation.is_near) == ("equal", holds, near)


def test_equal_amounts_in_other_units_are_compared_in_that_of_the_first() -> None:
    columns = "  kolumner: {a: {enhet: tkr}, b: {enhet: mnkr}}\n"
    (equation,) = cell("[r] R | 24 312 | 24,3 | 0", columns, "  samband: [r/a = r/b]\n").equations("t")
    assert (equation.holds, equation.computed.mid, equation.computed.decimals) == (True, Decimal(24300), -2)


@pytest.mark.parametrize(
    ("rows", "columns", "more", "reasons"),
    [
        ("[r] R | 1 | | 1", DIFFERENCE, "", ["det som den räknas från saknas"]),
        ("[r] R | 1 | | 1", "  kolumner: {c: {formel: a - b, tom: följs inte upp}}\n", "", []),
        ("[r] R | 1 | 0 | 1", SHARE, "", ["division med noll"]),
        ("[r] R | 1 | | 1", "", "  samband: [r/a = r/b, r/b = r/a]\n", ["det finns inget tal på höger sida", "det finns inget tal på vänster sida"]),
        ("[r] R | 1 | | 1\n[s] S | 1 | 2 |", "", "  samband: [r = s]\n", []),  # what only one of two rows has
        ("[r] R | 1x | 1 | 1", DIFFERENCE, "", []),  # told where it stands
        ("[r] R | 1 | 1 | 1", "  kolumner: {c: {formel: a - u/x/y}}\n", "", []),
    ],
)  # fmt: skip
def test_what_cannot_be_tried_is_said_with_the_reason(rows: str, columns: str, more: str, reasons: list[str]) -> None:
    comparisons = cell(rows, columns, more).comparisons("t")
    assert [found.reason for found in comparisons if isinstance(found, UntestedRelation)] == reasons


COUNTS = "  kolumner: {a: {slag: antal, räknar: ja}, b: {slag: antal, räknar: nej}}\n  rader: {r: {räknar: mål}}\n"


@pytest.mark.parametrize(
    ("row", "tally", "expected"),
    [
        ("3 | 1", {"ja": 3, "nej": 1}, [("a", "3", True), ("b", "1", True)]),
        ("2 | 1", {"ja": 3, "nej": 1}, [("a", "3", False), ("b", "1", True)]),
        ("4 | 2", {"ja": 3, "nej": 1, UNREADABLE: 2}, [("all", "6", True)]),
        ("6 | 0", {"ja": 3, "nej": 1, UNREADABLE: 2}, [("a", "5", False), ("b", "1", False), ("all", "6", True)]),
        ("3 | 1", {"ja": 3, "nej": 1, UNREADABLE: 2}, [("all", "6", False)]),
    ],
)
def test_counts_leave_room_for_items_that_show_no_status(
    row: str, tally: dict[str, int], expected: list[tuple[str, str, bool]]
) -> None:
    """Alone each may be more by as many, together they are all."""
    comparisons = cell(f"[r] R | {row} | 0", COUNTS, tallies={"mål": tally}).comparisons("t")
    equations = [found for found in comparisons if isinstance(found, Equation)]
    assert [("all" if e.is_row_sum else " ab"[e.column], str(e.computed.mid), e.holds) for e in equations] == expected
    assert len(comparisons) - len(equations) == (UNREADABLE in tally)


def test_supposed_figures_are_compared_as_stated_ones_are() -> None:
    evaluation = cell("r | 6,0 | 2,0 | 4,0", DIFFERENCE).evaluations["t"]
    supposed = evaluation.suppose({(0, 1): quantity(Figure(Decimal("6.2"), 1), exact=False)})
    (equation,) = compare(supposed)
    assert isinstance(equation, Equation) and not equation.holds and equation.computed.mid == Decimal("4.2")
