"""Quantities: numbers that know how far rounding may have moved them.

A printed figure stands for every number that rounds to it: 168 is anything in [167.5; 168.5]. Sums and ratios of such
figures are intervals too; a stated figure agrees with a computed one if their intervals meet. Counted things
(persons, pieces) have no rounding.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from vbgen.model.numbers import Figure

BY_ZERO = "division med noll"
_ZERO = Decimal(0)


class UndefinedQuantity(Exception):
    """A quantity that does not exist (division by zero)."""


@dataclass(slots=True)  # not frozen: thousands are made, and freezing doubles what each costs
class Quantity:
    """`mid`: the number as printed or computed from printed ones; `low` ≤ `high`: what it may really be; `decimals` to print."""

    mid: Decimal
    low: Decimal
    high: Decimal
    decimals: int

    def __add__(self, other: Quantity) -> Quantity:
        return Quantity(
            self.mid + other.mid, self.low + other.low, self.high + other.high, max(self.decimals, other.decimals)
        )

    def __neg__(self) -> Quantity:
        return Quantity(-self.mid, -self.high, -self.low, self.decimals)

    def __sub__(self, other: Quantity) -> Quantity:
        return Quantity(
            self.mid - other.mid, self.low - other.high, self.high - other.low, max(self.decimals, other.decimals)
        )

    def __mul__(self, other: Quantity) -> Quantity:
        ends = [a * b for a in (self.low, self.high) for b in (other.low, other.high)]
        return Quantity(self.mid * other.mid, min(ends), max(ends), max(self.decimals, other.decimals))

    def __truediv__(self, other: Quantity) -> Quantity:
        if other.mid == 0:
            raise UndefinedQuantity(BY_ZERO)
        if other.low <= 0 <= other.high:  # so small that rounding says nothing about the ratio
            return Quantity(self.mid / other.mid, Decimal("-1e30"), Decimal("1e30"), 1)
        ends = [a / b for a in (self.low, self.high) for b in (other.low, other.high)]
        return Quantity(self.mid / other.mid, min(ends), max(ends), max(self.decimals, other.decimals))

    def shift(self, power: int) -> Quantity:
        """The same in a unit that is a power of ten smaller: 24,3 mnkr as tkr."""
        mid, low, high = (value.scaleb(power) for value in (self.mid, self.low, self.high))
        return Quantity(mid, low, high, self.decimals - power)

    def meets(self, other: Quantity) -> bool:
        """Tell whether rounding can explain the difference between the two."""
        return self.low <= other.high and other.low <= self.high


def quantity(figure: Figure, *, exact: bool) -> Quantity:
    """A printed figure as a quantity."""
    half = _ZERO if exact else figure.half_unit
    return Quantity(figure.value, figure.value - half, figure.value + half, figure.decimals)


def constant(value: Decimal) -> Quantity:
    """An exact number in a formula."""
    return Quantity(value, value, value, 0)


def add_up(parts: list[Quantity]) -> Quantity:
    """The sum of at least one quantity."""
    result = parts[0]
    for part in parts[1:]:
        result = result + part
    return result
