"""Causes of a figure that does not hold: rows left out, a digit or a sign mistyped, another figure that is wrong.

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
from vbgen.tables.quantity import Quantity, add_up, constant, quantity
from vbgen.tables.references import CellId
from vbgen.tables.relations import Relation
from vbgen.tables.table import is_exact

MOST_OMITTED = 3  # rows; with more of them some combination fits by chance
MOST_SUBSETS = 1500
MOST_FAILING = 40  # that fail in a table: with more of them a formula is wrong, not a figure


class Source(NamedTuple):
    """A stated figure that alone makes several equations fail: what it should be, and the slip of the pen (Swedish), if it is one."""

    row: int
    column: int
    correction: Figure
    explanation: str | None


class Deviation(NamedTuple):
    """An equation that does not hold, and the cells that are wrong because it is. `source`: the figure behind them all, where that
    is another than what the equation states."""

    equation: Equation
    consequences: tuple[Equation, ...] = ()
    source: Source | None = None

    @property
    def equations(self) -> tuple[Equation, ...]:
        """All equations that it is told of."""
        return self.equation, *self.consequences


class Omission(NamedTuple):
    """Rows that are left out: the stated total is that of the others."""

    rows: tuple[int, ...]


class Repetition(NamedTuple):
    """A row that the stated total counts two times."""

    row: int


class Slip(NamedTuple):
    """A slip of the pen in a figure that gives the difference; `how` in Swedish, `meant` the figure without it."""

    row: int
    column: int
    explanation: str
    correction: Figure


Cause = Omission | Repetition | Slip


def find_deviations(evaluation: Evaluation, comparisons: Iterable[Comparison]) -> list[Deviation]:
    """Return the equations of a table that do not hold, each at its cause: what a wrong total makes wrong goes with it."""
    equations = [comparison for comparison in comparisons if isinstance(comparison, Equation)]
    holding = [equation for equation in equations if equation.holds]
    rest = [equation for equation in equations if not equation.holds]
    deviations: list[Deviation] = []
    while rest:
        first = rest.pop(0)
        inherited = _find_inherited(evaluation, first, rest) if first.kind in ("total", "parts") else []
        rest = [equation for equation in rest if equation not in inherited]
        deviations.append(Deviation(first, tuple(inherited)))
    while (merged := _merge(evaluation, deviations, holding)) is not None:
        deviations = merged
    return deviations


# ------------------------------------------------------------- one figure behind several
def _merge(evaluation: Evaluation, deviations: list[Deviation], holding: list[Equation]) -> list[Deviation] | None:
    """Put those in one that a single figure explains, which breaks nothing that holds; None where there is no such figure."""
    separate = [
        deviation
        for deviation in deviations
        if deviation.source is None and deviation.equation.kind != "count" and not deviation.equation.is_near
    ]
    if not 2 <= len(separate) <= MOST_FAILING:
        return None
    best: list[tuple[Source, list[Deviation]]] = []
    for cell, meant in _find_candidates(evaluation, separate):
        explained = _find_explained(evaluation, separate, holding, cell, meant)
        if len(explained) > 1 and len(explained) >= (len(best[0][1]) if best else 0):
            best = [candidate for candidate in best if len(candidate[1]) == len(explained)]
            best.append((_describe_source(evaluation, cell, meant), explained))
    own_sources = [
        candidate
        for candidate in best
        if any(_get_cell(deviation.equation) == candidate[0][:2] for deviation in candidate[1])
    ]
    if len(best) != 1 and len(own_sources) != 1:
        return None
    source, explained = (own_sources if len(best) != 1 else best)[0]
    cell = source.row, source.column
    first = next(
        (deviation for deviation in explained if _get_cell(deviation.equation) == cell),
        next((deviation for deviation in explained if deviation.equation.kind in ("total", "parts")), explained[0]),
    )
    others = tuple(
        equation for deviation in explained for equation in deviation.equations if equation is not first.equation
    )
    merged = Deviation(first.equation, others, None if _get_cell(first.equation) == cell else source)
    return [
        merged if deviation is first else deviation
        for deviation in deviations
        if deviation is first or deviation not in explained
    ]


def _find_candidates(evaluation: Evaluation, separate: list[Deviation]) -> Iterator[tuple[CellId, Quantity]]:
    """Return the stated figures that may lie behind several equations that do not hold, each with the value that these give it."""
    needed: dict[CellId, list[Quantity]] = {}
    failing: Counter[CellId] = Counter()  # in how many of them a figure stands
    wrong = {_get_cell(equation) for deviation in separate for equation in deviation.equations}
    for weights, linear in derive_constraints(evaluation, wrong):
        own_spots = [spot for spot in weights if spot.evaluation is evaluation and _is_stated(spot) and weights[spot]]
        terms = {
            spot: constant(weight) * value
            for spot, weight in weights.items()
            if (value := spot.get_value()) is not None
        }
        if linear and (len(terms) < 2 or add_up(list(terms.values())).meets(constant(Decimal(0)))):
            continue
        failing.update((spot.row, spot.column) for spot in own_spots)
        for spot in own_spots if linear else ():
            rest = add_up([term for other, term in terms.items() if other is not spot])
            needed.setdefault((spot.row, spot.column), []).append(rest * constant(-1 / weights[spot]))
    for cell, values in needed.items():
        low, high = max(value.low for value in values), min(value.high for value in values)
        if failing[cell] > 1 and low <= high:
            middle = min(values, key=lambda value: value.high - value.low).mid
            yield cell, Quantity(min(max(middle, low), high), low, high, max(value.decimals for value in values))
    for deviation in separate:
        cell = _get_cell(deviation.equation)
        if cell not in needed and failing[cell] > 1:
            yield cell, deviation.equation.computed


def _get_cell(equation: Equation) -> CellId:
    return equation.row, equation.column


def _is_stated(spot: Spot) -> bool:
    return spot.evaluation.table.rows[spot.row].cells[spot.column].figure is not None


def _find_explained(
    evaluation: Evaluation, separate: list[Deviation], holding: list[Equation], cell: CellId, meant: Quantity
) -> list[Deviation]:
    """Return those that hold if a cell is what was meant; none if something else fails then."""
    supposed = compare(evaluation.suppose({cell: meant}))
    outcomes = {
        (_get_cell(equation), equation.relation): equation.holds
        for equation in supposed
        if isinstance(equation, Equation)
    }

    def holds(equation: Equation) -> bool:
        if _get_cell(equation) == cell:
            return equation.computed.meets(meant)
        return outcomes.get((_get_cell(equation), equation.relation), False)

    if not all(holds(equation) for equation in holding):
        return []
    return [deviation for deviation in separate if all(holds(equation) for equation in deviation.equations)]


def _describe_source(evaluation: Evaluation, cell: CellId, meant: Quantity) -> Source:
    row, column = cell
    figure = evaluation.table.rows[row].cells[column].figure
    assert figure is not None
    if (slip := _find_slip(evaluation, row, column, figure, meant)) is not None:
        return Source(row, column, slip.correction, slip.explanation)
    value = meant.mid.quantize(Decimal(1).scaleb(-figure.decimals), rounding="ROUND_HALF_UP")
    return Source(row, column, Figure(value, figure.decimals), None)


# ------------------------------------------------------------- what a wrong total makes wrong
def _find_inherited(evaluation: Evaluation, cause: Equation, others: list[Equation]) -> list[Equation]:
    """Return those that would hold if the figure of `cause` were what its rows give, and the totals above were moved by as much."""
    moved = constant(cause.stated.value - cause.computed.mid)
    supposed = {_get_cell(cause): cause.computed}
    inherited = []
    for other in others:
        stated = _convert_figure(evaluation, other.row, other.column, other.stated)
        above = other.column == cause.column and cause.summands and set(cause.summands) < set(other.summands)
        if above and stated.meets(other.computed + moved):
            supposed[_get_cell(other)] = stated - moved
            inherited.append(other)
    for other in others:
        if other in inherited or _get_cell(other) in supposed:
            continue
        if not isinstance(other.relation, Relation) or other.relation.assertion is not None:
            continue  # what another table or list says is told by itself
        supposition = evaluation.suppose(supposed)
        equations = [
            equation
            for equation in compare(supposition, supposition.relations.select([_get_cell(other)]))
            if isinstance(equation, Equation)
        ]
        same_equation = next((equation for equation in equations if equation.relation == other.relation), None)
        if same_equation is None:
            continue  # without the wrong figure there is nothing to compute
        rest = [equation for equation in equations if equation is not same_equation]
        # the figure itself is right, or it was worked out from the wrong one and would follow it
        failing = any(not equation.holds for equation in rest)
        if same_equation.holds or (
            failing and all(compute_interval(supposition, equation).meets(other.computed) for equation in rest)
        ):
            if not same_equation.holds:
                supposed[_get_cell(other)] = same_equation.computed
            inherited.append(other)
    return inherited


# ------------------------------------------------------------- the cause of a difference
def find_cause(evaluation: Evaluation, equation: Equation) -> Cause | None:
    """Return the one likely cause of a difference, if there is one."""
    if equation.is_row_sum or equation.is_near or equation.kind == "count":
        return None
    row, column = equation.row, equation.column
    stated = _convert_figure(evaluation, row, column, equation.stated)
    values = ((summand, evaluation.get_value(summand, column)) for summand in equation.summands)
    parts = {summand: value for summand, value in values if value is not None and value.mid != 0}
    if (omission := _find_omission(parts, stated)) is not None:
        return omission
    if (slip := _find_slip(evaluation, row, column, equation.stated, equation.computed)) is not None:
        return slip
    repeated = [
        summand for summand, part in parts.items() if len(parts) > 1 and stated.meets(add_up([*parts.values(), part]))
    ]
    if len(repeated) == 1:
        return Repetition(repeated[0])
    return _find_slip_in_a_part(evaluation, equation, stated)


def _find_omission(parts: dict[int, Quantity], stated: Quantity) -> Omission | None:
    if len(parts) < 2:
        return None
    tried, everything = 0, add_up(list(parts.values()))
    for size in range(1, min(MOST_OMITTED, len(parts) - 1) + 1):
        fitting: list[tuple[int, ...]] = []
        for rows in combinations(parts, size):
            tried += 1
            if tried > MOST_SUBSETS:
                return None
            omitted = [parts[row] for row in rows]
            # the rest, bound by bound: what is taken out of a sum is known as well as it was in it
            low, high = everything.low - sum(p.low for p in omitted), everything.high - sum(p.high for p in omitted)
            if stated.low <= high and low <= stated.high:
                fitting.append(rows)
        if fitting:
            return Omission(fitting[0]) if len(fitting) == 1 else None
    return None


def _find_slip(evaluation: Evaluation, row: int, column: int, figure: Figure, meant: Quantity) -> Slip | None:
    """Return one slip in `figure` that makes it agree with `meant`: exactly if one does, else within rounding."""
    # a slip moves no decimals: half a unit is the same for all
    half = _convert_figure(evaluation, row, column, figure).high - figure.value
    # in units of the last place, so that whole numbers are compared
    low = ceil((meant.low - half).scaleb(figure.decimals))
    high = floor((meant.high + half).scaleb(figure.decimals))
    fitting = [(how, _scale(figure, number)) for how, number in _undo_slips(figure) if low <= number <= high]
    if not fitting:
        return None
    how, corrected = next(((how, other) for how, other in fitting if other.value == meant.mid), fitting[0])
    return Slip(row, column, how, corrected)


def _find_slip_in_a_part(evaluation: Evaluation, equation: Equation, stated: Quantity) -> Slip | None:
    """Return the one slip in a figure of the table that the equation is made of."""
    slips: list[Slip] = []
    terms = _find_terms(evaluation, equation)
    for spot, (weight, _) in terms.items():
        rest = [constant(times) * value for other, (times, value) in terms.items() if other != spot]
        is_own = spot.evaluation is evaluation
        figure = evaluation.table.rows[spot.row].cells[spot.column].figure if is_own else None
        if figure is not None and rest:
            meant = (stated - add_up(rest)) * constant(1 / weight)
            if (slip := _find_slip(evaluation, spot.row, spot.column, figure, meant)) is not None:
                slips.append(slip)
    return slips[0] if len(slips) == 1 else None


def _find_terms(evaluation: Evaluation, equation: Equation) -> dict[Spot, tuple[Decimal, Quantity]]:
    """Return what an equation adds up: cells, with how many times each counts and its value; empty for what is no sum or difference."""
    for weights, linear in derive_constraints(evaluation, [_get_cell(equation)]) if not equation.summands else ():
        _, *others = weights
        values = {spot: (weights[spot], value) for spot in others if (value := spot.get_value()) is not None}
        parts = [constant(weight) * value for weight, value in values.values()]
        if linear and parts and add_up(parts).mid == equation.computed.mid:
            return {spot: (weight, value) for spot, (weight, value) in values.items() if weight}
    spots = [Spot(evaluation, row, equation.column) for row in equation.summands]
    return {spot: (Decimal(1), value) for spot in spots if (value := spot.get_value()) is not None and value.mid != 0}


# ------------------------------------------------------------- slips of the pen
def list_slips(figure: Figure) -> Iterator[tuple[str, Figure]]:
    """Return what a figure may have been before a slip of the pen: how it was made (Swedish), and the figure; most common first."""
    return ((how, _scale(figure, number)) for how, number in _undo_slips(figure))


def _scale(figure: Figure, number: int) -> Figure:
    return Figure(Decimal(number).scaleb(-figure.decimals), figure.decimals, figure.plus)


def _undo_slips(figure: Figure) -> Iterator[tuple[str, int]]:
    """Return the same in units of the last place."""
    number = int(figure.value.scaleb(figure.decimals))
    digits, sign = str(abs(number)), -1 if number < 0 else 1
    if number:
        yield "tecknet är fel", -number
    if len(digits) < 3:
        return  # so short that some slip always fits
    for index in range(len(digits) - 1):
        if digits[index] != digits[index + 1]:
            yield (
                "två siffror har bytt plats",
                sign * int(digits[:index] + digits[index + 1] + digits[index] + digits[index + 2 :]),
            )
    for index in range(len(digits) + 1):
        power = 10 ** (len(digits) - index)  # of the digit that is put in
        head, tail = divmod(abs(number), power)
        for digit in range(0 if index > 0 else 1, 10):
            yield "en siffra saknas", sign * ((head * 10 + digit) * power + tail)
    for index in range(len(digits)):
        yield "en siffra är för mycket", sign * int(digits[:index] + digits[index + 1 :])


def _convert_figure(evaluation: Evaluation, row: int, column: int, figure: Figure) -> Quantity:
    table = evaluation.table
    return quantity(figure, exact=is_exact(table.get_kind(table.rows[row], table.columns[column])))
