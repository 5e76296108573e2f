"""Numbers: what is printed is read back, every way to write blank and minus is read, nothing else is a number."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from vbgen.model.numbers import MAX_DIGITS, MINUS, NBSP, Figure, parse, plain, read, show

BLANKS = (" ", "\u00a0", "\u202f", "\u2009")
MINUSES = ("-", "\u2212", "\u2013")


@st.composite
def figures(draw: st.DrawFn) -> Figure:
    """A figure as an author may write one: up to MAX_DIGITS digits on each side of the comma."""
    decimals = draw(st.integers(0, MAX_DIGITS))
    digits = draw(st.integers(0, 10 ** draw(st.integers(1, MAX_DIGITS)) - 1))
    rest = draw(st.integers(0, 10**decimals - 1))
    sign = draw(st.sampled_from(("", "-")))
    value = Decimal(f"{sign}{digits}.{rest:0{decimals}d}" if decimals else f"{sign}{digits}")
    return Figure(value, decimals, plus=value > 0 and draw(st.booleans()))


def written(value: Decimal, thousands: str, point: str, minus: str, after_sign: str, plus: bool) -> str:
    """One way to write a number, made without vbgen."""
    whole, _, rest = f"{value.copy_abs():f}".partition(".")
    grouped = re.sub(r"(?<=\d)(?=(?:\d{3})+$)", thousands, whole)
    sign = minus + after_sign if value < 0 else "+" + after_sign if plus else ""
    return sign + grouped + (point + rest if rest else "")


@given(figures())
@example(Figure(Decimal(1234567890123456789)))
@example(Figure(Decimal("-1234567890123456789012.3456789"), 7))
def test_what_is_shown_is_read_back(figure: Figure) -> None:
    assert parse(figure.show()) == figure


@given(figures())
def test_shown_with_hard_blanks_decimal_comma_and_a_true_minus(figure: Figure) -> None:
    text = figure.show()
    assert re.fullmatch(rf"[{MINUS}+]?\d{{1,3}}(?:{NBSP}\d{{3}})*(?:,\d+)?", text)
    assert len(text.partition(",")[2]) == figure.decimals
    assert text.startswith(MINUS) == (figure.value < 0)
    assert text.startswith("+") == figure.plus


@given(
    figures(),
    st.sampled_from(("", *BLANKS)),
    st.sampled_from(MINUSES),
    st.sampled_from(("", *BLANKS)),
    st.sampled_from(("", " ", "\u00a0")),
)
def test_every_way_of_writing_is_read(figure: Figure, thousands: str, minus: str, after: str, around: str) -> None:
    text = written(figure.value, thousands, ",", minus, after, figure.plus)
    assert parse(around + text + around) == figure


@given(figures(), st.sampled_from(MINUSES))
def test_a_decimal_point_is_read_where_no_blank_parts_thousands(figure: Figure, minus: str) -> None:
    assert parse(written(figure.value, "", ".", minus, "", figure.plus)) == figure


@pytest.mark.parametrize(
    ("text", "value", "decimals"),
    [
        ("-2 434,7", "-2434.7", 1),
        ("\u22122\u00a0434,7", "-2434.7", 1),
        ("\u20132\u202f434,7", "-2434.7", 1),
        ("-2434.7", "-2434.7", 1),
        ("168", "168", 0),
        ("168,0", "168", 1),
        ("0,0", "0", 1),
        ("-0,0", "0", 1),
        ("007", "7", 0),
        ("+ 5", "5", 0),
        ("1.234", "1.234", 3),
    ],
)
def test_examples(text: str, value: str, decimals: int) -> None:
    figure = parse(text)
    assert figure is not None
    assert (figure.value, figure.decimals) == (Decimal(value), decimals)


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "-", "+", "\u2212", ",", ".", "NaN", "nan", "-NaN", "sNaN", "inf", "Infinity", "-Infinity", "∞"),
        *("1e400", "1E5", "1e-5", "0x10", "1_000", "1 23", "1 2345", "12 34", "1234 567", "1  234", "1.234.567"),
        *("1,234,567", "1 234.5", "1.234,5", "1,", ",5", ".5", "1 234,", "--1", "+-1", "-+1", "- -1", "1-", "1 -"),
        *(
            "1 545 st",
            "88 %",
            "1\n234",
            "1\t234",
            "½",
            "²",
            "1²",
            "٣",
            "tolv",
            "12a",
            "a12",
            "(12)",
            "1 2",
            "#DIVISION/0!",
        ),
        "9" * (MAX_DIGITS + 1),
        "0," + "9" * (MAX_DIGITS + 1),
    ],
)
def test_nothing_else_is_a_number(text: str) -> None:
    assert parse(text) is None


@given(st.text(alphabet="0123456789 \u00a0\u202f.,-\u2212\u2013+eEnaN_/²٣", max_size=14))
def test_only_numbers_are_read(text: str) -> None:
    """Whatever is read keeps every digit that stood there, in order, and its sign."""
    figure = parse(text)
    if figure is None:
        return
    digits = "".join(ch for ch in text if ch.isdigit())
    assert digits.isascii()
    assert Fraction(figure.value.copy_abs()) == Fraction(int(digits), 10**figure.decimals)
    assert (figure.value < 0) == (any(ch in MINUSES for ch in text) and figure.value != 0)
    assert figure.plus == ("+" in text)


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**15), max_value=10**15), st.integers(0, 8))
def test_rounding_is_half_away_from_zero(value: Decimal, decimals: int) -> None:
    """Against fractions: the nearest, and of two equally near the one further from zero."""
    shown = show(value, decimals)
    figure = parse(shown)
    assert figure is not None
    scaled = abs(Fraction(value)) * 10**decimals
    expected = Fraction(int(scaled + Fraction(1, 2)), 10**decimals)
    assert Fraction(figure.value) == (expected if value >= 0 else -expected)
    assert figure.decimals == decimals


@pytest.mark.parametrize(
    ("value", "decimals", "expected"),
    [
        ("0.5", 0, "1"),
        ("1.5", 0, "2"),
        ("2.5", 0, "3"),
        ("-0.5", 0, f"{MINUS}1"),
        ("-2.5", 0, f"{MINUS}3"),
        ("0.45", 1, "0,5"),
        ("-0.45", 1, f"{MINUS}0,5"),
        ("-0.04", 1, "0,0"),
        ("999.95", 1, f"1{NBSP}000,0"),
        ("-999999.5", 0, f"{MINUS}1{NBSP}000{NBSP}000"),
        ("1E+3", 0, f"1{NBSP}000"),
        ("-1554.8", 1, f"{MINUS}1{NBSP}554,8"),
        ("12", 2, "12,00"),
    ],
)
def test_shown_examples(value: str, decimals: int, expected: str) -> None:
    assert show(Decimal(value), decimals) == expected


def test_a_plus_is_shown_only_where_asked_and_above_zero() -> None:
    shown = [show(Decimal(value), 1, plus=True) for value in ("1.4", "0", "-1.4", "0.04")]
    assert shown == ["+1,4", "0,0", f"{MINUS}1,4", "0,0"]


@given(figures())
def test_half_a_unit_is_what_rounding_may_take(figure: Figure) -> None:
    assert Fraction(figure.half_unit) == Fraction(1, 2 * 10**figure.decimals)


@given(figures())
def test_plain_is_the_same_number_without_typography(figure: Figure) -> None:
    text = figure.plain()
    assert re.fullmatch(r"-?\d+(?:\.\d*[1-9])?", text)
    assert text != "-0"
    assert Decimal(text) == figure.value


def test_plain_examples() -> None:
    values = ("-1554.80", "-0.0", "1E+3", "100", "0.50")
    assert [plain(Decimal(value)) for value in values] == ["-1554.8", "0", "1000", "100", "0.5"]


@given(figures(), st.text(alphabet="abc %", max_size=4), st.sampled_from((" st", " %", "%", "–80", "")))
def test_read_says_where_the_number_ends(figure: Figure, before: str, after: str) -> None:
    text = figure.show()
    assert read(before + text + after, len(before)) == (figure, len(before) + len(text))


def test_rounding_is_that_of_decimal_with_room_enough() -> None:
    value = Decimal("123456789012345678901234.5678")
    context = Context(prec=60)
    expected = value.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP, context=context)
    assert show(value, 2).replace(NBSP, "").replace(",", ".") == str(expected)
