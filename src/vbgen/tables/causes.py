"""What may lie behind a figure that does not hold: rows left out, a digit or a sign mistyped, another figure that is wrong.

Only what explains the whole difference is said, and only where there is a single such explanation.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import combinations
from math import ceil, floor
from typing import NamedTuple
from weakref import WeakKeyDictionary

from vbgen.model.numbers import Figure
from vbgen.tables.declared import Equation
from vbgen.tables.engine import Engine
from vbgen.tables.quantity import Quantity, constant, quantity, total
from vbgen.tables.table import exact

MOST_LEFT_OUT = 3  # rows; with more of them some combination fits by chance
MOST_SUBSETS = 1500


class Failing(NamedTuple):
    """An equation that does not hold, and the cells that are wrong because it is."""

    equation: Equation
    inherited: tuple[Equation, ...] = ()


class LeftOut(NamedTuple):
    """The stated total is that of the other rows."""

    rows: tuple[int, ...]


class Twice(NamedTuple):
    """The stated total counts a row two times."""

    row: int


class Mistyped(NamedTuple):
    """One slip of the pen in the figure of `row` gives the difference; `how` in Swedish, `meant` the figure without it."""

    row: int
    how: str
    meant: Figure


Cause = LeftOut | Twice | Mistyped
_failing: WeakKeyDictionary[Engine, list[Failing]] = WeakKeyDictionary()  # each rule of arithmetic asks for them


def failing(engine: Engine) -> list[Failing]:
    """The equations of a table that do not hold, each at its cause: what a wrong total makes wrong goes with it."""
    if (known := _failing.get(engine)) is not None:
        return known
    left = [e for e in engine.results() if isinstance(e, Equation) and not e.holds]
    found: list[Failing] = []
    while left:
        first = left.pop(0)
        inherited = _inherited(engine, first, left) if first.kind in ("total", "parts") else []
        left = [e for e in left if e not in inherited]
        found.append(Failing(first, tuple(inherited)))
    _failing[engine] = found
    return found


def _inherited(engine: Engine, cause: Equation, others: list[Equation]) -> list[Equation]:
    """Those that would hold if the figure of `cause` were what its rows give, and the totals above were moved by as much."""
    moved = constant(cause.stated.value - cause.computed.mid)
    supposed = {(cause.row, cause.column): cause.computed}
    inherited = []
    for other in others:
        stated = _quantity(engine, other.row, other.column, other.stated)
        above = other.column == cause.column and cause.summands and set(cause.summands) < set(other.summands)
        if above and stated.meets(other.computed + moved):
            supposed[other.row, other.column] = stated - moved
            inherited.append(other)
    for other in others:
        cell = other.row, other.column
        if other in inherited or cell in supposed or other.relation is not None or other.kind == "count":
            continue  # what another table or list says is told by itself
        then = [e for e in engine.supposing(supposed).equations(*cell) if isinstance(e, Equation)]
        again = next(
            (e for e in then if (e.kind, e.text, e.summands) == (other.kind, other.text, other.summands)), None
        )
        if again is None:
            continue  # without the wrong figure there is nothing to compute
        rest = [e for e in then if e is not again]
        # the figure itself is right, or it was worked out from the wrong one and would follow it
        if again.holds or (any(not e.holds for e in rest) and all(e.computed.meets(other.computed) for e in rest)):
            if not again.holds:
                supposed[cell] = again.computed
            inherited.append(other)
    return inherited


def causes(engine: Engine, equation: Equation) -> Cause | None:
    """The one likely cause of a difference, if there is one."""
    if equation.across or equation.near or equation.kind == "count":
        return None
    row, column = equation.row, equation.column
    stated = _quantity(engine, row, column, equation.stated)
    parts = {r: part for r in equation.summands if (part := engine.value(r, column)) is not None and part.mid != 0}
    if (left_out := _left_out(parts, stated)) is not None:
        return left_out
    if (slip := _slip(engine, row, column, equation.stated, equation.computed)) is not None:
        return slip
    twice = [r for r, part in parts.items() if len(parts) > 1 and stated.meets(total([*parts.values(), part]))]
    if len(twice) == 1:
        return Twice(twice[0])
    return _slip_in_a_row(engine, equation, parts, stated)


def _left_out(parts: dict[int, Quantity], stated: Quantity) -> LeftOut | None:
    if len(parts) < 2:
        return None
    tried, everything = 0, total(list(parts.values()))
    for size in range(1, min(MOST_LEFT_OUT, len(parts) - 1) + 1):
        fitting: list[tuple[int, ...]] = []
        for rows in combinations(parts, size):
            tried += 1
            if tried > MOST_SUBSETS:
                return None
            gone = [parts[row] for row in rows]
            # the rest, bound by bound: what is taken out of a sum is known as well as it was in it
            low, high = everything.low - sum(p.low for p in gone), everything.high - sum(p.high for p in gone)
            if stated.low <= high and low <= stated.high:
                fitting.append(rows)
        if fitting:
            return LeftOut(fitting[0]) if len(fitting) == 1 else None
    return None


def _slip(engine: Engine, row: int, column: int, figure: Figure, meant: Quantity) -> Mistyped | None:
    """One slip in `figure` that makes it agree with `meant`: exactly if one does, else within rounding."""
    half = _quantity(engine, row, column, figure).high - figure.value  # a slip moves no decimals: the same for all
    # in units of the last place, so that whole numbers are compared
    low = ceil((meant.low - half).scaleb(figure.decimals))
    high = floor((meant.high + half).scaleb(figure.decimals))
    fitting = [(how, _made(figure, number)) for how, number in _slips(figure) if low <= number <= high]
    if not fitting:
        return None
    how, other = next(((how, f) for how, f in fitting if f.value == meant.mid), fitting[0])
    return Mistyped(row, how, other)


def _slip_in_a_row(engine: Engine, equation: Equation, parts: dict[int, Quantity], stated: Quantity) -> Mistyped | None:
    found: list[Mistyped] = []
    for row in parts:
        figure = engine.table.rows[row].cells[equation.column].figure
        if figure is None:
            continue
        rest = [part for other, part in parts.items() if other != row]
        if rest and (slip := _slip(engine, row, equation.column, figure, stated - total(rest))) is not None:
            found.append(slip)
    return found[0] if len(found) == 1 else None


def slips(figure: Figure) -> Iterator[tuple[str, Figure]]:
    """What a figure may have been before a slip of the pen: how it was made (Swedish), and the figure; most common first."""
    return ((how, _made(figure, number)) for how, number in _slips(figure))


def _made(figure: Figure, number: int) -> Figure:
    return Figure(Decimal(number).scaleb(-figure.decimals), figure.decimals, figure.plus)


def _slips(figure: Figure) -> Iterator[tuple[str, int]]:
    """The same, in units of the last place."""
    number = int(figure.value.scaleb(figure.decimals))
    digits, sign = str(abs(number)), -1 if number < 0 else 1
    if number:
        yield "tecknet är fel", -number
    if len(digits) < 3:
        return  # so short that some slip always fits
    for i in range(len(digits) - 1):
        if digits[i] != digits[i + 1]:
            yield "två siffror har bytt plats", sign * int(digits[:i] + digits[i + 1] + digits[i] + digits[i + 2 :])
    for i in range(len(digits) + 1):
        power = 10 ** (len(digits) - i)  # of the digit that is put in
        head, tail = divmod(abs(number), power)
        for digit in range(0 if i > 0 else 1, 10):
            yield "en siffra saknas", sign * ((head * 10 + digit) * power + tail)
    for i in range(len(digits)):
        yield "en siffra är för mycket", sign * int(digits[:i] + digits[i + 1 :])


def _quantity(engine: Engine, row: int, column: int, figure: Figure) -> Quantity:
    table = engine.table
    return quantity(figure, exact=exact(table.kind(table.rows[row], table.columns[column])))
