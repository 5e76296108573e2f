"""The values of cells: what is left out is computed, with the right value and decimals."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.tables.published import ACCOUNTS, BUILDING, KEY_FIGURES, SICK_LEAVE
from tests.tables.sheets import SEEDS, SIZES, Sheets, half_up
from tests.tables.support import Tables
from vbgen.tables.evaluation import UnreadableCell
from vbgen.tables.formula import NUMBERS, QUANTITIES, parse_formula
from vbgen.tables.quantity import Quantity, UndefinedQuantity, constant

FORMULAS = (
    "a + b - c",
    "summa(a, b, c)",
    "(a - b) / c",
    "förändring(a, b) + c",
    "andel(a, b) - c",
    "kvot(a, b * c)",
    "avvikelse(a, b) * c",
    "- a + 2 * b - c / 4",
)


@settings(deadline=None, max_examples=300)
@given(SIZES, SEEDS)
def test_computed_cells_print_the_right_value(size: int, seed: int) -> None:
    """Totals, differences, changes and shares left out: what is printed is what fractions give, with as many decimals."""
    sheet = Sheets(seed).sheet(size, exact_parts=True)
    sheet.hidden = sheet.computable()
    tables = Tables(sheet.yaml())
    assert tables.findings == []
    for r, c in sorted(sheet.hidden):
        evaluation = tables.evaluations["t"]
        figure = evaluation.get_figure(r, c + 1)
        assert figure is not None and evaluation.table.rows[r].cells[c + 1].is_blank, (r, c, sheet.yaml())
        expected = Fraction(half_up(sheet.true[r, c] * 10**figure.decimals), 10**figure.decimals)
        assert Fraction(figure.value) == expected, (r, c, sheet.yaml())
        if sheet.columns[c][1] in ("belopp", "antal") and not sheet.percent_row(r):
            assert Fraction(figure.value) == sheet.true[r, c], (r, c, sheet.yaml())
        else:
            assert figure.decimals == 1


@pytest.mark.parametrize(("part", "shown"), [("1", "0,1"), ("-1", "−0,1"), ("3", "0,2"), ("2", "0,1"), ("-5", "−0,3")])
def test_computed_cells_are_rounded_half_away_from_zero(part: str, shown: str) -> None:
    head = "t:\n  kolumner:\n    a: {slag: antal}\n    b: {slag: antal}\n    c: {slag: andel, formel: 'andel(a, b)'}\n  tabell: |\n"
    rows = f"    | Post | [a] A | [b] B | [c] C |\n    | ---\n    | [r] x | {part} | 2 000 | |\n"
    assert Tables(head + rows).shown("t", "r", "c") == shown


def test_sick_leave_is_computed_where_it_is_left_out() -> None:
    text = SICK_LEAVE.partition("service:")[0]
    for stated in ("1 293", "6 898", "0,61 %", "-0,53 %", "-1 250"):
        assert text.count(f"{stated} ") == 1
        text = text.replace(f"{stated} ", "")
    tables = Tables(text)
    assert tables.findings == []
    assert tables.shown("rk", "korttid", "totalt") == "1 293"
    assert tables.shown("rk", "franvaro", "totalt") in ("6 898", "6 899")
    assert tables.shown("rk", "korttid-andel", "totalt") == "0,6"
    assert tables.shown("rk", "korttid", "totalt-forandring") == "−1 250"
    assert tables.deviations("rk") == set()


def test_division_by_zero_is_carried_as_words_and_never_computed() -> None:
    tables = Tables(ACCOUNTS)
    table = tables.evaluations["service"].table
    cell = table.rows[table.row_ids["k4040"]].cells[table.column_ids["forandring-procent"]]
    assert cell.words == "#DIVISION/0!"
    assert tables.tried("service") == {"difference": 10, "change": 9, "total": 3}
    blank = Tables(ACCOUNTS.replace('"#DIVISION/0!"', ""))
    assert blank.shown("service", "k4040", "forandring-procent") is None


def test_a_status_is_words_and_a_blank_has_no_value() -> None:
    table = Tables(BUILDING).evaluations["hs"].table
    pump = table.rows[table.row_ids["pump"]]
    assert [cell.words for cell in pump.cells] == [pump.label, None, None, None, None, "Inkl i [reservvatten]"]
    assert [cell.is_blank for cell in pump.cells] == [False, False, False, True, True, False]
    assert table.columns[-1].spec.symbols == "byggstatus"


def test_changes_of_key_figures_are_computed_by_their_kind() -> None:
    """What is left out is computed as the row says: per cent, percentage points, seconds."""
    text = KEY_FIGURES
    for stated in ("-7,1 %  ", "+6,3 sek", "+1,0", "-2,0"):
        assert text.count(f"| {stated} ") == 1
        text = text.replace(f"| {stated} ", "| ")
    tables = Tables(text)
    shown = [
        tables.shown("nyckeltal", row, "andring") for row in ("personalmaltider", "vaxel", "ekologiskt", "matsvinn")
    ]
    assert shown == ["−7,1", "+6,3", "+1", "−2,0"]


# ------------------------------------------------------------- values of cells
def table(rows: str, columns: str = "", more: str = "") -> str:
    """A table of three columns of figures."""
    head = f"t:\n{columns}{more}  tabell: |\n    | Post | [a] A | [b] B | [c] C |\n    | ---\n"
    return head + "".join(f"    | {row} |\n" for row in rows.strip().split("\n"))


def test_a_cell_is_what_is_stated_else_what_the_first_relation_gives() -> None:
    """A total, else the formula of the column; the stated figure counts though it is wrong."""
    columns = "  kolumner: {c: {formel: a + b}}\n"
    values = Tables(table("[r] R | 1 | 2 | 9\n= [s] S | | |\n[x] X | 1 | 2 |", columns)).evaluations["t"]
    assert [[values.get_printed_number(row, column) for column in (1, 2, 3)] for row in range(3)] == [
        [1, 2, 9],
        [1, 2, 9],
        [1, 2, 3],
    ]


def test_where_a_relation_gives_no_value_the_next_is_tried() -> None:
    columns = '  kolumner: {c: {formel: "andel(a, b)"}}\n  rader: {s: {formel: r + r}}\n'
    values = Tables(table("[r] R | 1 | 0 | 7\n[s] S | 1 | 0 |", columns)).evaluations["t"]
    assert values.get_printed_number(1, 3) is None  # division by zero; the formula of the row adds no shares
    columns = columns.replace("andel(a, b)", "annan/x/y + a").replace("r + r", "r - a")
    assert (
        Tables(table("[r] R | 1 | 0 | 7\n[s] S | 1 | 0 |", columns)).evaluations["t"].get_printed_number(1, 3) is None
    )


def test_what_depends_on_a_cell_that_cannot_be_read_has_no_value() -> None:
    values = Tables(table("[r] R | 1x | 2 | 3\n= [s] S | | |")).evaluations["t"]
    with pytest.raises(UnreadableCell):
        values.get_value(1, 1)
    assert values.get_figure(1, 1) is None
    assert values.get_printed_number(1, 2) == 2


def test_a_cell_of_another_table_counts_as_it_is_computed_there() -> None:
    other = "annan:\n  tabell: |\n    | Post | [y] Y |\n    | ---\n    | x | 4 |\n    | = [s] S | |\n"
    values = Tables(table("[r] R | 1 | 2 |", "  kolumner: {c: {formel: annan/s/y - a}}\n") + other).evaluations["t"]
    assert values.get_printed_number(0, 3) == 3


# ------------------------------------------------------------- rings
RING = "  kolumner: {a: {formel: b + c}, b: {formel: a - c}}\n"


@pytest.mark.parametrize(
    ("rows", "circular"),
    [
        ("[r] R | | | 1", {(0, 1)}),
        ("[r] R | 5 | | 1", set()),  # one of them is stated
        ("[r] R | 1 | 1 | 1\n[s] S | | | 1", {(1, 1)}),
    ],
)
def test_a_ring_is_the_cell_at_which_it_closes(rows: str, circular: set[tuple[int, int]]) -> None:
    values = Tables(table(rows, RING)).evaluations["t"]
    assert values.find_circular() == values.find_circular() == circular


def test_a_ring_over_two_tables_is_found_once() -> None:
    other = "u:\n  kolumner: {y: {formel: t/r/a + z}}\n  tabell: |\n    | Post | [y] Y | [z] Z |\n    | ---\n    | [x] X | | 1 |\n"
    text = table("[r] R | | 1 | 1", "  kolumner: {a: {formel: u/x/y - b}}\n") + other
    rings = [values.find_circular() for values in Tables(text).evaluations.values()]
    assert rings == [{(0, 1)}, set()]


# ------------------------------------------------------------- what if
def test_supposing_another_figure_changes_what_is_computed_from_it_and_nothing_else() -> None:
    columns = "  kolumner: {c: {formel: a - b}}\n"
    values = Tables(table("[r] R | 5 | 2 |\n[s] S | 5 | 2 |\n= [t] T | | |", columns)).evaluations["t"]
    supposed = values.suppose({(0, 1): constant(Decimal(9))})
    assert [supposed.get_printed_number(row, 3) for row in range(3)] == [7, 3, 10]
    assert [values.get_printed_number(row, 3) for row in range(3)] == [3, 3, 6]
    assert supposed.relations is values.relations
    assert supposed.get_figure(0, 1) == values.get_figure(0, 1)  # what is printed stays


# ------------------------------------------------------------- one law
@settings(deadline=None)
@given(st.lists(st.decimals(-1000, 1000, places=1), min_size=3, max_size=3), st.sampled_from(sorted(FORMULAS)))
def test_numbers_are_the_middle_of_quantities(values: list[Decimal], text: str) -> None:
    formula = parse_formula(text)
    quantities = [Quantity(value, value - Decimal("0.05"), value + Decimal("0.05"), 1) for value in values]
    try:
        computed = formula.evaluate(quantities, QUANTITIES)
    except UndefinedQuantity:
        with pytest.raises(UndefinedQuantity):
            formula.evaluate(values, NUMBERS)
        return
    assert computed is not None
    assert computed.mid == formula.evaluate(values, NUMBERS)
    assert computed.low <= computed.mid <= computed.high
