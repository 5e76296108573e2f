"""Values: every kind that stands in the published documents, its shape and parts; printing loses no character."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from vbgen.model.numbers import MINUS, NBSP, Figure
from vbgen.model.values import Value, parse_value, typeset

_TYPOGRAPHY = {ord(blank): None for blank in " \u00a0\u202f\u2009"} | {ord(dash): "-" for dash in "-\u2212\u2013"}


def bare(text: str) -> str:
    """Without what typography may change: blanks, and which of the dashes stands for minus."""
    return text.translate(_TYPOGRAPHY)


def numbers(value: Value) -> tuple[str | None, str | None]:
    """The figures of a value as text."""
    return (
        None if value.low is None else str(value.low.value),
        None if value.high is None else str(value.high.value),
    )


@pytest.mark.parametrize(
    ("text", "low", "unit", "shown"),
    [
        ("1 545 st", "1545", "st", f"1{NBSP}545{NBSP}st"),
        ("88 %", "88", "%", f"88{NBSP}%"),
        ("80%", "80", "%", "80%"),
        ("83", "83", "", "83"),
        ("-15 %", "-15", "%", f"{MINUS}15{NBSP}%"),
        ("\u221215 %", "-15", "%", f"{MINUS}15{NBSP}%"),
        ("–15 %", "-15", "%", f"{MINUS}15{NBSP}%"),
        ("+1,4 %", "1.4", "%", f"+1,4{NBSP}%"),
        ("1,2 miljoner ton", "1.2", "miljoner ton", f"1,2{NBSP}miljoner ton"),
        ("45 600 KVÅ-koder", "45600", "KVÅ-koder", f"45{NBSP}600{NBSP}KVÅ-koder"),
        ("31 mnkr", "31", "mnkr", f"31{NBSP}mnkr"),
        ("-2 434,7 mnkr", "-2434.7", "mnkr", f"{MINUS}2{NBSP}434,7{NBSP}mnkr"),
        ("25,8 sek", "25.8", "sek", f"25,8{NBSP}sek"),
        ("0,57 %", "0.57", "%", f"0,57{NBSP}%"),
        ("100 Mbit/s", "100", "Mbit/s", f"100{NBSP}Mbit/s"),
        ("82,6 år, män 80,7, kvinnor 84,6", "82.6", "år", f"82,6{NBSP}år, män 80,7, kvinnor 84,6"),
        ("5 %, varav 2 nya", "5", "%", None),
    ],
)
def test_figures(text: str, low: str, unit: str, shown: str | None) -> None:
    value = parse_value(text)
    assert (value.shape, numbers(value), value.unit, value.aside) == ("figure", (low, None), unit, None)
    assert shown is None or value.show() == shown


@pytest.mark.parametrize(
    ("text", "sign", "low", "unit"),
    [
        (">78", ">", "78", ""),
        ("> 78 %", ">", "78", "%"),
        ("<3", "<", "3", ""),
        ("≥ 95 %", "≥", "95", "%"),
        (">=95 %", ">=", "95", "%"),
        ("≤5 min", "≤", "5", "min"),
        ("minst 80 %", "minst", "80", "%"),
        ("Högst 15,5 %", "högst", "15.5", "%"),
        ("mer än 1 000 st", "mer än", "1000", "st"),
        ("ca 300", "ca", "300", ""),
    ],
)
def test_bounds(text: str, sign: str, low: str, unit: str) -> None:
    value = parse_value(text)
    assert (value.shape, value.sign, numbers(value), value.unit) == ("bound", sign, (low, None), unit)


@pytest.mark.parametrize(
    ("text", "low", "high", "unit"),
    [
        ("77–80", "77", "80", ""),
        ("77 – 80", "77", "80", ""),
        ("77-80", "77", "80", ""),
        ("6,3–6,1 %", "6.3", "6.1", "%"),
        ("1 000–2 000 kr", "1000", "2000", "kr"),
        ("-5–-3 %", "-5", "-3", "%"),
        ("-5 – 3", "-5", "3", ""),
    ],
)
def test_intervals_may_fall(text: str, low: str, high: str, unit: str) -> None:
    value = parse_value(text)
    assert (value.shape, numbers(value), value.unit) == ("interval", (low, high), unit)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [("12 av 21", "12", "21"), ("Topp 3 av 7", "3", "7"), ("topp 3 av 21", "3", "21")],
)
def test_ranks(text: str, low: str, high: str) -> None:
    value = parse_value(text)
    assert (value.shape, numbers(value), value.unit) == ("rank", (low, high), "")


@pytest.mark.parametrize(
    ("text", "base", "low", "unit"),
    [
        ("Ökning 5 %", "ökning", "5", "%"),
        ("ökning med 5 %", "ökning", "5", "%"),
        ("Minskning 3,5 procentenheter", "minskning", "3.5", "procentenheter"),
        ("Riket + 1 %", "Riket", "1", "%"),
        ("riket +1 %", "riket", "1", "%"),
        ("Riket - 2 %", "Riket", "-2", "%"),
        ("Riket – 2 %", "Riket", "-2", "%"),
    ],
)
def test_relative_values(text: str, base: str, low: str, unit: str) -> None:
    value = parse_value(text)
    assert (value.shape, value.base, numbers(value), value.unit) == ("relative", base, (low, None), unit)


def test_what_stands_in_brackets_is_read_the_same_way() -> None:
    national = parse_value("62 % (riket + 1 %)")
    assert (national.shape, numbers(national), national.unit) == ("figure", ("62", None), "%")
    assert national.aside is not None
    assert (national.aside.shape, national.aside.base, numbers(national.aside)) == ("relative", "riket", ("1", None))
    previous = parse_value("28 (25)")
    assert (previous.shape, numbers(previous)) == ("figure", ("28", None))
    assert previous.aside is not None and (previous.aside.shape, numbers(previous.aside)) == ("figure", ("25", None))
    rank = parse_value("12 av 21 (11 av 21)")
    assert rank.shape == "rank"
    assert rank.aside is not None and (rank.aside.shape, numbers(rank.aside)) == ("rank", ("11", "21"))


@pytest.mark.parametrize(
    "text",
    [
        *("Helt", "Delvis", "Ska öka", "Bibehålla", "oläslig", "saknar jämförelsetal", "högre än riket", "–", ""),
        *("(28)", "a) 5 % b) 7 %", "24/7", "12:30", "5,", "minst riket", "ökning", "av 21"),
        # more than one statement, or none: what can be compared would be read wrongly
        *(
            "3 åringar: 95 %, 6 åringar: 82 %",
            "2021-12-31",
            "1e5",
            "COVID-19",
            "Program 2021–2025",
            "5 (6) (7)",
            "12 av 21 av 30",
        ),
    ],
)
def test_words_stay_words(text: str) -> None:
    value = parse_value(text)
    assert (value.shape, value.low, value.high, value.unit) == ("words", None, None, "")


@pytest.mark.parametrize("text", ["12 av 21 regioner", "topp 3 av 7 regioner"])
def test_a_rank_with_a_word_after_it_is_no_figure(text: str) -> None:
    assert parse_value(text).shape in ("rank", "words")


FIGURES = st.builds(
    lambda units, decimals: Figure(Decimal(units).scaleb(-decimals), decimals),
    st.integers(-(10**9), 10**9),
    st.integers(0, 3),
)
UNITS = st.sampled_from(("", "%", "st", "mnkr", "KVÅ-koder", "miljoner ton", "procentenheter"))
BLANK = st.sampled_from((" ", NBSP))


def same(value: Figure | None, expected: Figure) -> bool:
    return value is not None and (value.value, value.decimals) == (expected.value, expected.decimals)


@given(FIGURES, UNITS, BLANK)
def test_any_figure_with_any_unit(figure: Figure, unit: str, blank: str) -> None:
    value = parse_value(figure.show() + (blank + unit if unit else ""))
    assert (value.shape, value.unit) == ("figure", unit)
    assert same(value.low, figure)


@given(FIGURES, FIGURES, UNITS, st.sampled_from(("–", "-", " – ", " - ")))
def test_any_interval(first: Figure, second: Figure, unit: str, dash: str) -> None:
    value = parse_value(first.show() + dash + second.show() + (" " + unit if unit else ""))
    assert (value.shape, value.unit) == ("interval", unit)
    assert same(value.low, first) and same(value.high, second)


@given(st.sampled_from((">", "<", "≥", "≤", ">=", "<=", "minst ", "högst ")), FIGURES, UNITS)
def test_any_bound(sign: str, figure: Figure, unit: str) -> None:
    value = parse_value(sign + figure.show() + (" " + unit if unit else ""))
    assert (value.shape, value.sign, value.unit) == ("bound", sign.strip(), unit)
    assert same(value.low, figure)


@given(st.sampled_from(("Riket", "riket", "Länet", "Genomsnittet i riket")), FIGURES, UNITS)
def test_any_relative_value(base: str, figure: Figure, unit: str) -> None:
    amount = Figure(abs(figure.value), figure.decimals)
    for sign, expected in (("+", amount.value), ("-", -amount.value)):
        value = parse_value(f"{base} {sign} {amount.show()}" + (" " + unit if unit else ""))
        assert (value.shape, value.base, value.unit) == ("relative", base, unit)
        assert same(value.low, Figure(expected, amount.decimals))


PIECES = st.sampled_from(
    (
        *(
            "1",
            "12",
            "345",
            "2021",
            "6,3",
            "1 545",
            "\u00a0",
            " ",
            "  ",
            "-",
            "–",
            "\u2212",
            "+",
            "%",
            "st",
            "kr",
            "(",
            ")",
        ),
        *(
            "av",
            "topp",
            "Riket",
            "ökning",
            "minst",
            ">",
            "<",
            "≥",
            ",",
            ";",
            ":",
            ".",
            "/",
            "a)",
            "å",
            "COVID-19",
            "🙂",
            "\n",
        ),
    )
)
TEXTS = st.one_of(st.lists(PIECES, max_size=8).map("".join), st.text(max_size=20))


@given(TEXTS)
@example("-15 % (-3 –  -5)")
@example("År 2021 300 st")
def test_nothing_but_typography_changes_when_a_value_is_shown(text: str) -> None:
    assert bare(parse_value(text).show()) == bare(text.strip())
    assert bare(typeset(text)) == bare(text)


@given(TEXTS)
def test_showing_twice_changes_nothing_more(text: str) -> None:
    once = parse_value(text).show()
    assert parse_value(once).show() == once


@given(TEXTS)
@example("3 åringar: 95 %")
@example("Riket + 1 % 5")
@example("ökning 5 % 2021: 7 %")
def test_a_unit_holds_no_figures(text: str) -> None:
    """More than one statement makes words of the whole: the others would be passed over where the value is compared."""
    unit = parse_value(text).unit
    assert ":" not in unit
    assert not any(word[:1].isdigit() for word in unit.split())


@given(TEXTS)
def test_typography_does_not_change_what_is_read(text: str) -> None:
    first, second = parse_value(text), parse_value(parse_value(text).show())
    assert (first.shape, numbers(first), first.sign) == (second.shape, numbers(second), second.sign)
    assert bare(first.unit) == bare(second.unit)
