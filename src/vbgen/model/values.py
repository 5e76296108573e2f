"""Outcomes and targets: a value is more than a number.

`1 545 st`, `88 %`, `>78`, `77–80`, `6,3–6,1 %` (falling is legal), `Ökning 5 %`, `Riket + 1 %`, `12 av 21`, `28 (25)`, `Helt`: a value
is read into its parts where it has a shape that can be compared, and kept as words where it has not. The text that was
written is always printed (with hard blanks and U+2212): a value can never be lost by not being understood.
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from vbgen.model.numbers import MINUS, NBSP, Figure, read

Shape = Literal["figure", "bound", "interval", "rank", "relative", "words", "missing"]

_BOUND = re.compile(r"(>=|<=|≥|≤|>|<|minst|högst|mer än|mindre än|drygt|knappt|cirka|ca)\s*", re.IGNORECASE)
_RANK = re.compile(r"(?:topp\s+)?(\d+)\s+av\s+(\d+)", re.IGNORECASE)
_RELATIVE = re.compile(r"(?P<base>[^\W\d_]+(?: [^\W\d_]+)*)(?P<gap>\s*)(?P<sign>[+\-−–])\s*(?=\d)")
_CHANGE = re.compile(r"(ökning|minskning)\s+(?:med\s+)?(?=\d)", re.IGNORECASE)
_INTERVAL = re.compile(r"\s*[-–−]\s*")
_ASIDE = re.compile(r"\s*\(([^()]*)\)$")
_IN_NUMBER = re.compile(r"(?<=\d)[ \u00a0\u202f\u2009](?=\d{3}(?!\d))")
_BEFORE_UNIT = re.compile(r"(?<=\d)[ \u00a0](?=%|[^\W\d_])")
_NEGATIVE = re.compile(r"(?<![\w,.)])[-\u2013](?=\d)")


class Value(NamedTuple):
    """A value as written (`text`) and the parts that could be read out of it.

    figure: `low` = the number. bound: `sign` and `low`. interval: `low`, `high` as written (may fall). rank: `low` of `high`.
    relative: `base` ("Riket") plus `low`. `aside`: the text in brackets after it, read the same way. `unit` as written.
    """

    text: str
    shape: Shape
    low: Figure | None = None
    high: Figure | None = None
    unit: str = ""
    sign: str = ""
    base: str = ""
    aside: Value | None = None

    def show(self) -> str:
        """Return the value as printed: the author's words with Swedish typography in the figures."""
        return typeset(self.text)


def typeset(text: str) -> str:
    """Put hard blanks inside numbers and before units, U+2212 before negative numbers; words stay as they are."""
    text = _NEGATIVE.sub(MINUS, text)
    text = _IN_NUMBER.sub(NBSP, text)
    return _BEFORE_UNIT.sub(NBSP, text)


def parse_value(text: str) -> Value:
    """Read a value. Never fails: a text of no known shape is words."""
    text = " ".join(text.split(" ")).strip()
    aside = None
    main = text
    if (brackets := _ASIDE.search(text)) and brackets.start() > 0:
        main, aside = text[: brackets.start()], parse_value(brackets[1])
    parsed = _read_shape(main)
    return Value(text, parsed.shape, parsed.low, parsed.high, parsed.unit, parsed.sign, parsed.base, aside)


def _read_shape(text: str) -> Value:
    """Read the first shape that fits the whole text; words otherwise."""
    for read_as in (_read_rank, _read_bound, _read_figure_or_interval, _read_relative, _read_change):
        if (value := read_as(text)) is not None:
            return value
    return Value(text, "words")


def _read_rank(text: str) -> Value | None:
    if (rank := _RANK.fullmatch(text)) is None:
        return None
    low, high = read(rank[1]), read(rank[2])
    return Value(text, "rank", low[0], high[0]) if low is not None and high is not None else None


def _read_bound(text: str) -> Value | None:
    if (bound := _BOUND.match(text)) is None:
        return None
    inner = _read_figure_or_interval(text[bound.end() :])
    if inner is None or inner.shape != "figure":
        return None
    return Value(text, "bound", inner.low, unit=inner.unit, sign=bound[1].lower())


def _read_figure_or_interval(text: str) -> Value | None:
    if (first := read(text)) is None:
        return None
    low, end = first
    if (dash := _INTERVAL.match(text, end)) and (second := read(text, dash.end())):
        unit = _read_unit(text[second[1] :])
        return None if unit is None else Value(text, "interval", low, second[0], unit=unit)
    unit = _read_unit(text[end:])
    return None if unit is None else Value(text, "figure", low, unit=unit)


def _read_unit(rest: str) -> str | None:
    """Return the text after a number as its unit, up to a comma; None if it is no unit (a date, a list of values)."""
    if rest and rest[0] not in " \u00a0%" and not rest[0].isalpha():
        return None
    unit = re.split("[,;]", rest, maxsplit=1)[0].strip()
    return None if re.search("[0-9:]", unit) else unit


def _read_relative(text: str) -> Value | None:
    relative = _RELATIVE.match(text)
    if relative is None or not (relative["gap"] or relative["sign"] == "+"):
        return None  # COVID-19 is a name
    if (amount := read(text, relative.start("sign"))) is None:
        return None
    unit = _read_unit(text[amount[1] :])
    return None if unit is None else Value(text, "relative", amount[0], unit=unit, base=relative["base"])


def _read_change(text: str) -> Value | None:
    if (change := _CHANGE.match(text)) is None or (amount := read(text, change.end())) is None:
        return None
    unit = _read_unit(text[amount[1] :])
    return None if unit is None else Value(text, "relative", amount[0], unit=unit, base=change[1].lower())
