"""What is said of a figure that does not hold: rows left out, a slip of the pen, the cause of several wrong figures."""

from __future__ import annotations

from decimal import Decimal
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tables.support import Tables
from vbgen.model.numbers import Figure
from vbgen.tables.causes import Omission, Repetition, Slip, Source, find_cause, find_deviations, list_slips
from vbgen.tables.comparison import compare


def budget(rows: list[str], total: str) -> str:
    lines = "".join(f"    | [r{at}] Rad {at} | {figure} |\n" for at, figure in enumerate(rows))
    return f"t:\n  tabell: |\n    | Mnkr | [budget] Budget |\n    | ---\n{lines}    | = [summa] Summa | {total} |\n"


def cause(rows: list[str], total: str) -> object:
    evaluation = Tables(budget(rows, total)).evaluations["t"]
    (wrong,) = find_deviations(evaluation, compare(evaluation))
    return find_cause(evaluation, wrong.equation)


def test_one_row_is_left_out() -> None:
    assert cause(["-121", "-204", "-378", "-61"], "-560") == Omission((1,))


def test_rows_left_out_are_named_only_if_no_others_fit() -> None:
    assert cause(["-100", "-100", "-350"], "-450") is None


@pytest.mark.parametrize(
    ("stated", "how"),
    [("-736", "två siffror har bytt plats"), ("763", "tecknet är fel"), ("-7 163", "en siffra är för mycket")],
)
def test_a_slip_in_the_total(stated: str, how: str) -> None:
    assert cause(["-121", "-204", "-377", "-61"], stated) == Slip(4, 1, how, Figure(Decimal(-763), 0))


def test_a_digit_that_was_dropped() -> None:
    assert cause(["-1 121", "-3 204", "-377"], "-470") == Slip(3, 1, "en siffra saknas", Figure(Decimal(-4702), 0))


def test_two_digits_swapped_in_what_a_formula_of_rows_adds_up() -> None:
    """As published (Malmö 2013): the net cost is that of an income of 3 423."""
    table = (
        "t:\n  rader:\n    netto: {formel: intakter + kostnader + avskrivningar}\n  tabell: |\n"
        "    | Mnkr | [utfall] Utfall |\n    | ---\n"
        "    | [intakter] Intäkter | 3 243 |\n    | [kostnader] Kostnader | -17 225 |\n    | [avskrivningar] Avskrivningar | -745 |\n"
        "    | [netto] Nettokostnad | -14 548 |\n"
    )
    evaluation = Tables(table).evaluations["t"]
    (wrong,) = find_deviations(evaluation, compare(evaluation))
    assert find_cause(evaluation, wrong.equation) == Slip(0, 1, "två siffror har bytt plats", Figure(Decimal(3423), 0))


def test_a_digit_dropped_in_a_figure_that_a_difference_takes_away() -> None:
    table = (
        "t:\n  kolumner:\n    avvikelse: {formel: utfall - budget}\n  tabell: |\n"
        "    | Mnkr | [utfall] Utfall | [budget] Budget | [avvikelse] Avvikelse |\n    | ---\n"
        "    | Kansliet | -267,7 | -38,2 | 114,5 |\n"
    )
    evaluation = Tables(table).evaluations["t"]
    (wrong,) = find_deviations(evaluation, compare(evaluation))
    assert find_cause(evaluation, wrong.equation) == Slip(0, 2, "en siffra saknas", Figure(Decimal("-382.2"), 1))


def test_a_sign_in_one_of_the_rows() -> None:
    assert cause(["-121", "204", "-378", "-61"], "-764") == Slip(1, 1, "tecknet är fel", Figure(Decimal(-204), 0))


def test_a_row_counted_twice() -> None:
    assert cause(["-121", "-45", "-378"], "-589") == Repetition(1)


def test_short_figures_have_no_slips_but_the_sign() -> None:
    assert [how for how, _ in list_slips(Figure(Decimal(15), 0))] == ["tecknet är fel"]


@given(st.integers(100, 10**7), st.integers(0, 2), st.randoms())
def test_a_swap_is_undone_by_a_slip(number: int, decimals: int, random: Random) -> None:
    digits = list(str(number))
    at = random.randrange(len(digits) - 1)
    digits[at], digits[at + 1] = digits[at + 1], digits[at]
    swapped = Figure(Decimal("".join(digits)).scaleb(-decimals), decimals)
    true = Figure(Decimal(number).scaleb(-decimals), decimals)
    if digits[0] != "0" and swapped.value != true.value:
        assert true.value in {figure.value for _, figure in list_slips(swapped)}


# ------------------------------------------------------- one finding at its cause
NESTED = """
t:
  kolumner:
    skillnad: {{formel: nu - da}}
  tabell: |
    | Mnkr          | [nu] 2021 | [da] 2020 | [skillnad] Skillnad |
    | ---
    | [a] Vård      |       125 |       121 |                   4 |
    | [b] Tandvård  |        20 |        22 |                  -2 |
    | = [s] Summa   |     {part} |       143 |         {difference} |
    | [c] Reserv    |         5 |         6 |                  -1 |
    | == [t] Totalt |   {whole} |       149 |              {last} |
"""


def wrong(part: str, whole: str, difference: str = "2", last: str = "1") -> list[tuple[str, list[str]]]:
    """Address of each finding, and of what goes with it."""
    evaluation = Tables(NESTED.format(part=part, whole=whole, difference=difference, last=last)).evaluations["t"]
    address = evaluation.table.format_address
    return [
        (address(f.equation.row, f.equation.column), [address(e.row, e.column) for e in f.consequences])
        for f in find_deviations(evaluation, compare(evaluation))
    ]


def test_what_a_wrong_subtotal_makes_wrong_goes_with_it() -> None:
    assert wrong("145", "150") == []
    assert wrong("185", "190") == [("s/nu", ["t/nu", "s/skillnad", "t/skillnad"])]


def test_a_total_that_is_right_is_not_blamed() -> None:
    assert wrong("185", "150") == [("s/nu", ["s/skillnad"])]


def test_an_error_of_its_own_stays_a_finding_of_its_own() -> None:
    assert wrong("185", "155") == [("s/nu", ["s/skillnad"]), ("t/nu", ["t/skillnad"])]


def test_what_was_worked_out_from_a_wrong_figure_goes_with_it() -> None:
    assert wrong("185", "190", "42", "41") == [("s/nu", ["t/nu", "s/skillnad", "t/skillnad"])]


def test_a_row_that_several_relations_contradict_is_the_cause_of_all() -> None:
    """125 written 152: its sum, the sum above and its difference give the same figure."""
    text = NESTED.format(part="145", whole="150", difference="2", last="1").replace("|       125 |", "|       152 |")
    evaluation = Tables(text).evaluations["t"]
    (one,) = find_deviations(evaluation, compare(evaluation))
    assert one.source == Source(0, 1, Figure(Decimal(125), 0), "två siffror har bytt plats")
    assert {evaluation.table.format_address(e.row, e.column) for e in (one.equation, *one.consequences)} == {
        *("s/nu", "t/nu", "a/skillnad"),
    }


def test_a_row_is_not_blamed_for_what_only_one_relation_contradicts() -> None:
    text = NESTED.format(part="145", whole="150", difference="2", last="1").replace(
        "                   4 |", "                   7 |"
    )
    evaluation = Tables(text).evaluations["t"]
    (one,) = find_deviations(evaluation, compare(evaluation))
    assert (one.source, evaluation.table.format_address(one.equation.row, one.equation.column)) == (None, "a/skillnad")
