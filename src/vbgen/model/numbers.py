"""Numbers as they are written and printed in Swedish: `-2 434,7`, `62,62 %`.

A figure keeps the decimals that it was given with: 168 is a number known to ±0.5, 168,0 to ±0.05. Printed with hard
blanks between thousands, a decimal comma and U+2212; `parse` reads back what `show` prints.
"""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import cache
from typing import NamedTuple

NBSP = "\u00a0"
MINUS = "\u2212"

BLANKS = " \u00a0\u202f\u2009"
_NUMBER = re.compile(
    rf"(?P<sign>[-{MINUS}\u2013+]?)[{BLANKS}]?"
    rf"(?P<whole>[0-9]{{1,3}}(?:[{BLANKS}][0-9]{{3}})+|[0-9]+)"
    r"(?:(?P<point>[.,])(?P<decimals>[0-9]+))?"
)
_STRIP = str.maketrans("", "", BLANKS)
MAX_DIGITS = 24
_EXACT = Context(prec=3 * MAX_DIGITS)  # every number that may be written is shown without loss


@cache
def _compute_half_unit(decimals: int) -> Decimal:
    return Decimal(5).scaleb(-decimals - 1)


class Figure(NamedTuple):
    """A number as written: `value`, how many `decimals` it was given with, whether a plus sign stood before it."""

    value: Decimal
    decimals: int = 0
    plus: bool = False

    @property
    def half_unit(self) -> Decimal:
        """Half a unit in the last place written: the most that rounding may have taken away."""
        return _compute_half_unit(self.decimals)

    def shift(self, power: int) -> Figure:
        """Return the same in a unit that is a power of ten smaller: 24,3 mnkr as tkr; itself where the unit is the same."""
        return Figure(self.value.scaleb(power), self.decimals - power, self.plus) if power else self

    def differs_from(self, other: Figure) -> bool:
        """Tell whether two printed figures of the same thing differ at the coarser precision."""
        return abs(self.value - other.value) > max(self.half_unit, other.half_unit)

    def show(self) -> str:
        """Return the figure as printed in a Swedish document."""
        return show(self.value, self.decimals, plus=self.plus)

    def plain(self) -> str:
        """Return the figure as a plain string for JSON: `-1554.8`."""
        return plain(self.value)


def read(text: str, at: int = 0) -> tuple[Figure, int] | None:
    """Return the figure that starts at `at` and where it ends; None if none starts there."""
    match = _NUMBER.match(text, at)
    if match is None:
        return None
    if match["point"] == "." and any(blank in match["whole"] for blank in BLANKS):
        return None
    whole, decimals = match["whole"].translate(_STRIP), match["decimals"] or ""
    if len(whole) > MAX_DIGITS or len(decimals) > MAX_DIGITS:
        return None
    number = whole + ("." + decimals if decimals else "")
    sign = match["sign"]
    value = Decimal(number) if sign in ("", "+") else Decimal(number).copy_negate()
    return Figure(value, len(decimals), plus=sign == "+"), match.end()


def parse(text: str) -> Figure | None:
    """Return the figure that the whole text is; None if it is not one."""
    text = text.strip()
    parsed = read(text)
    return parsed[0] if parsed is not None and parsed[1] == len(text) else None


def show(value: Decimal, decimals: int, *, plus: bool = False) -> str:
    """Return `value` with exactly `decimals` decimals (half away from zero), as printed."""
    quantum = Decimal(1).scaleb(-decimals)
    rounded = value.quantize(quantum, rounding=ROUND_HALF_UP, context=_EXACT)
    digits = f"{rounded.copy_abs():f}"
    whole, _, rest = digits.partition(".")
    groups: list[str] = []
    while len(whole) > 3:
        groups.insert(0, whole[-3:])
        whole = whole[:-3]
    groups.insert(0, whole)
    sign = MINUS if rounded < 0 else "+" if plus and rounded > 0 else ""
    return sign + NBSP.join(groups) + ("," + rest if rest else "")


def plain(value: Decimal) -> str:
    """Return a number as a plain string: no exponent, no trailing zeros after the point, "-0" is "0"."""
    text = f"{value:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text
