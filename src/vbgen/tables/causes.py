"""What may lie behind a figure that does not hold: rows left out, a digit or a sign mistyped, another figure that is wrong.

Only what explains the whole difference is said, and only where there is a single such explanation.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import combinations
from math import ceil, floor
from typing import NamedTuple

from vbgen.model.numbers import Figure
from vbgen.tables.comparison import Comparison, Equation, compare, compute_interval
from vbgen.tables.constraints import derive_constraints
from vbgen.tables.evaluation import Evaluation, Spot
from vbgen.tables.quantity import Quantity, constant, quantity, total
from vbgen.tables.references import CellId
from vbgen.tables.relations import Relation
from vbgen.tables.table import exact

MOST_LEFT_OUT = 3  # rows; with more of them some combination fits by chance
MOST_SUBSETS = 1500
MOST_APART = 40  # that fail in a table: with more of them a formula is wrong, not a figure


class Source(NamedTuple):
    """A stated figure that alone makes several equations fail: what it should be, and the slip of the pen (Swedish), if it is one."""

    row: int
    column: int
    meant: Figure
    how: str | None


class Failing(NamedTuple):
    """An equation that does not hold, and the cells that are wrong because it is. `source`: the figure behind them all, where that
    is another than what the equation states."""

    equation: Equation
    inherited: tuple[Equation, ...] = ()
    source: Source | None = None


class LeftOut(NamedTuple):
    """The stated total is that of the other rows."""

    rows: tuple[int, ...]


class Twice(NamedTuple):
    """The stated total counts a row two times."""

    row: int


class Mistyped(NamedTuple):
    """One slip of the pen in a figure gives the difference; `how` in Swedish, `meant` the figure without it."""

    row: int
    column: int
    how: str
    meant: Figure


Cause = LeftOut | Twice | Mistyped


def failing(engine: Evaluation, comparisons: Iterable[Comparison]) -> list[Failing]:
    """The equations of a table that do not hold, each at its cause: what a wrong total makes wrong goes with it."""
    equations = [comparison for comparison in comparisons if isinstance(comparison, Equation)]
    left = [e for e in equations if not e.holds]
    holding = [e for e in equations if e.holds]
    found: list[Failing] = []
    while left:
        first = left.pop(0)
        inherited = _inherited(engine, first, left) if first.kind in ("total", "parts") else []
        left = [e for e in left if e not in inherited]
        found.append(Failing(first, tuple(inherited)))
    while (merged := _merged(engine, found, holding)) is not None:
        found = merged
    return found


def _merged(engine: Evaluation, found: list[Failing], holding: list[Equation]) -> list[Failing] | None:
    """With those in one that a single figure explains, which breaks nothing that holds; None where there is no such figure."""
    apart = [one for one in found if one.source is None and one.equation.kind != "count" and not one.equation.near]
    if not 2 <= len(apart) <= MOST_APART:
        return None
    best: list[tuple[Source, list[Failing]]] = []
    for cell, meant in _needed(engine, apart):
        explained = _explained(engine, apart, holding, cell, meant)
        if len(explained) > 1 and len(explained) >= (len(best[0][1]) if best else 0):
            best = [*(one for one in best if len(one[1]) == len(explained)), (_source(engine, cell, meant), explained)]
    own = [one for one in best if any((e.equation.row, e.equation.column) == one[0][:2] for e in one[1])]
    if len(best) != 1 and len(own) != 1:
        return None
    source, explained = (own if len(best) != 1 else best)[0]
    at = source.row, source.column
    first = next(
        (one for one in explained if (one.equation.row, one.equation.column) == at),
        next((one for one in explained if one.equation.kind in ("total", "parts")), explained[0]),
    )
    others = tuple(e for one in explained for e in (one.equation, *one.inherited) if e is not first.equation)
    one = Failing(first.equation, others, None if (first.equation.row, first.equation.column) == at else source)
    return [one if other is first else other for other in found if other is first or other not in explained]


def _needed(engine: Evaluation, apart: list[Failing]) -> Iterator[tuple[tuple[int, int], Quantity]]:
    """The stated figures that may lie behind several equations that do not hold, each with the value that these give it."""
    needed: dict[tuple[int, int], list[Quantity]] = {}
    stands: Counter[tuple[int, int]] = Counter()  # in how many of them
    wrong = {(e.row, e.column) for one in apart for e in (one.equation, *one.inherited)}
    for bond in derive_constraints(engine, wrong):
        own = [spot for spot in bond.weights if spot.evaluation is engine and _stated(spot) and bond.weights[spot]]
        terms = {spot: constant(w) * value for spot, w in bond.weights.items() if (value := spot.value()) is not None}
        if bond.linear and (len(terms) < 2 or total(list(terms.values())).meets(constant(Decimal(0)))):
            continue
        stands.update((spot.row, spot.column) for spot in own)
        for spot in own if bond.linear else ():
            rest = total([term for other, term in terms.items() if other is not spot])
            needed.setdefault((spot.row, spot.column), []).append(rest * constant(-1 / bond.weights[spot]))
    for cell, values in needed.items():
        low, high = max(value.low for value in values), min(value.high for value in values)
        if stands[cell] > 1 and low <= high:
            middle = min(values, key=lambda value: value.high - value.low).mid
            yield cell, Quantity(min(max(middle, low), high), low, high, max(value.decimals for value in values))
    for one in apart:
        cell = one.equation.row, one.equation.column
        if cell not in needed and stands[cell] > 1:
            yield cell, one.equation.computed


def _stated(spot: Spot) -> bool:
    return spot.evaluation.table.rows[spot.row].cells[spot.column].figure is not None


def _explained(
    engine: Evaluation, apart: list[Failing], holding: list[Equation], cell: CellId, meant: Quantity
) -> list[Failing]:
    """Those that hold if a cell is what was meant; none if something else fails then."""
    then = {_key(e): e.holds for e in compare(engine.supposing({cell: meant})) if isinstance(e, Equation)}

    def holds(equation: Equation) -> bool:
        if (equation.row, equation.column) == cell:
            return equation.computed.meets(meant)
        return then.get(_key(equation), False)

    if not all(holds(equation) for equation in holding):
        return []
    return [one for one in apart if all(holds(e) for e in (one.equation, *one.inherited))]


def _key(equation: Equation) -> tuple[object, ...]:
    return equation.row, equation.column, equation.relation


def _source(engine: Evaluation, cell: tuple[int, int], meant: Quantity) -> Source:
    row, column = cell
    figure = engine.table.rows[row].cells[column].figure
    assert figure is not None
    if (slip := _slip(engine, row, column, figure, meant)) is not None:
        return Source(row, column, slip.meant, slip.how)
    value = meant.mid.quantize(Decimal(1).scaleb(-figure.decimals), rounding="ROUND_HALF_UP")
    return Source(row, column, Figure(value, figure.decimals), None)


def _inherited(engine: Evaluation, cause: Equation, others: list[Equation]) -> list[Equation]:
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
        if (
            other in inherited
            or cell in supposed
            or not isinstance(other.relation, Relation)
            or other.relation.assertion is not None
        ):
            continue  # what another table or list says is told by itself
        then = engine.supposing(supposed)
        equations = [e for e in compare(then, then.relations.select([cell])) if isinstance(e, Equation)]
        again = next((e for e in equations if e.relation == other.relation), None)
        if again is None:
            continue  # without the wrong figure there is nothing to compute
        rest = [e for e in equations if e is not again]
        # the figure itself is right, or it was worked out from the wrong one and would follow it
        if again.holds or (
            any(not e.holds for e in rest) and all(compute_interval(then, e).meets(other.computed) for e in rest)
        ):
            if not again.holds:
                supposed[cell] = again.computed
            inherited.append(other)
    return inherited


def likely(engine: Evaluation, equation: Equation) -> Cause | None:
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
    return _slip_in_a_part(engine, equation, stated)


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


def _slip(engine: Evaluation, row: int, column: int, figure: Figure, meant: Quantity) -> Mistyped | None:
    """One slip in `figure` that makes it agree with `meant`: exactly if one does, else within rounding."""
    half = _quantity(engine, row, column, figure).high - figure.value  # a slip moves no decimals: the same for all
    # in units of the last place, so that whole numbers are compared
    low = ceil((meant.low - half).scaleb(figure.decimals))
    high = floor((meant.high + half).scaleb(figure.decimals))
    fitting = [(how, _made(figure, number)) for how, number in _slips(figure) if low <= number <= high]
    if not fitting:
        return None
    how, other = next(((how, f) for how, f in fitting if f.value == meant.mid), fitting[0])
    return Mistyped(row, column, how, other)


def _slip_in_a_part(engine: Evaluation, equation: Equation, stated: Quantity) -> Mistyped | None:
    """The one slip in a figure of the table that the equation is made of."""
    found: list[Mistyped] = []
    terms = _terms(engine, equation)
    for spot, (weight, _) in terms.items():
        rest = [constant(times) * value for other, (times, value) in terms.items() if other != spot]
        figure = engine.table.rows[spot.row].cells[spot.column].figure if spot.evaluation is engine else None
        if figure is not None and rest:
            meant = (stated - total(rest)) * constant(1 / weight)
            if (slip := _slip(engine, spot.row, spot.column, figure, meant)) is not None:
                found.append(slip)
    return found[0] if len(found) == 1 else None


def _terms(engine: Evaluation, equation: Equation) -> dict[Spot, tuple[Decimal, Quantity]]:
    """What an equation adds up: cells, with how many times each counts and its value; empty for what is no sum or difference."""
    for bond in derive_constraints(engine, [(equation.row, equation.column)]) if not equation.summands else ():
        _, *others = bond.weights
        values = {spot: (bond.weights[spot], value) for spot in others if (value := spot.value()) is not None}
        parts = [constant(weight) * value for weight, value in values.values()]
        if bond.linear and parts and total(parts).mid == equation.computed.mid:
            return {spot: (weight, value) for spot, (weight, value) in values.items() if weight}
    spots = [Spot(engine, row, equation.column) for row in equation.summands]
    return {spot: (Decimal(1), value) for spot in spots if (value := spot.value()) is not None and value.mid != 0}


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


def _quantity(engine: Evaluation, row: int, column: int, figure: Figure) -> Quantity:
    table = engine.table
    return quantity(figure, exact=exact(table.kind(table.rows[row], table.columns[column])))
