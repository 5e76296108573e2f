"""Groups of so few persons that figures of them may point out somebody: which cells tell of them, and what to hide with them.

Hidden is each such cell, and as much more as it takes: no relation that a table declares (a total, a difference, a share, an
equality, also with other tables) may have a single hidden cell, since that one could be computed from the rest.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from itertools import chain

from vbgen.tables.constraints import Constraint, derive_constraints
from vbgen.tables.evaluation import Evaluation, Spot
from vbgen.tables.references import CellId
from vbgen.tables.table import Column, Row, Table
from vbgen.tables.units import get_unit

PERSONS = ("person", "personer", "anställd", "anställda", "medarbetare", "årsarbetare")  # as units of what is counted
CHANGES = ("difference", "change")
Weights = dict[Spot, Fraction]
HiddenCells = Mapping[Table, frozenset[CellId]]


def find_small_groups(evaluation: Evaluation, least: int) -> Iterator[CellId]:
    """Return the cells that tell of a group of fewer than `least` persons. Nobody is no group."""
    table = evaluation.table
    kinds = {column.kind for column in table.columns} | {row.spec.kind for row in table.rows}
    for row in table.rows if kinds & {"årsarbetare", "antal"} else ():
        for column in table.columns:
            stated = row.cells[column.index].figure
            if (stated is None or 0 < stated.value < least) and _counts_persons(table, row, column):
                figure = evaluation.get_figure(row.index, column.index)
                if figure is not None and 0 < figure.value < least:
                    yield row.index, column.index


def _counts_persons(table: Table, row: Row, column: Column) -> bool:
    """Tell whether a cell says how many persons a group is (a change does not)."""
    if any(formula is not None and formula.shape in CHANGES for formula in (row.formula, column.formula)):
        return False
    kind = table.get_kind(row, column)
    of_persons = kind == "antal" and (table.source.persons or get_unit(table, row, column) in PERSONS)
    return kind == "årsarbetare" or of_persons


def hide_small_groups(evaluations: list[Evaluation], least: int) -> HiddenCells:
    """Choose the cells to hide in tables that are printed together. Other tables, which theirs refer to, stay as they are."""
    constraints = [
        _leave_out_blanks(constraint) for evaluation in evaluations for constraint in derive_constraints(evaluation)
    ]
    reached = dict.fromkeys(
        [*evaluations, *(spot.evaluation for constraint in constraints for spot in constraint.weights)]
    )
    groups = {Spot(evaluation, *cell) for evaluation in reached for cell in find_small_groups(evaluation, least)}
    own_evaluations, hidden = set(evaluations), set(groups)
    while (spot := _find_next(constraints, hidden, groups, own_evaluations)) is not None:
        hidden.add(spot)
    cells: dict[Table, set[CellId]] = defaultdict(set)
    for spot in hidden:
        cells[spot.evaluation.table].add((spot.row, spot.column))
    tables = [evaluation.table for evaluation in evaluations]
    return {table: frozenset(cells[table]) for table in tables if cells[table]}


def _leave_out_blanks(constraint: Constraint) -> Constraint:
    """Leave out the cells that show no figure."""
    shown = {spot: weight for spot, weight in constraint.weights.items() if spot.get_figure() is not None}
    return constraint._replace(weights=shown)


def _find_next(
    constraints: list[Constraint], hidden: set[Spot], groups: set[Spot], own_evaluations: set[Evaluation]
) -> Spot | None:
    """Return the next cell to hide, so that one that is hidden cannot be computed."""
    for shown in chain(_find_alone(constraints, hidden), _find_together(constraints, hidden, groups)):
        if choice := [spot for spot in shown if spot.evaluation in own_evaluations]:
            return min(choice, key=_rate_loss)
    return None


def _find_alone(constraints: list[Constraint], hidden: set[Spot]) -> Iterator[list[Spot]]:
    """Return the shown cells of each relation that has one hidden cell."""
    for constraint in constraints:
        shown = [spot for spot in constraint.weights if spot not in hidden]
        if len(constraint.weights) - len(shown) == 1:
            yield shown


def _find_together(constraints: list[Constraint], hidden: set[Spot], groups: set[Spot]) -> Iterator[list[Spot]]:
    """Return the shown cells of relations that together give a small group: two unknown figures follow from their sum and difference.

    Gauss-Jordan over the linear relations; each line keeps the shown cells that went into it beside the hidden ones.
    """
    lines: dict[Spot, tuple[Weights, Weights]] = {}
    for weights, linear in constraints:
        if not linear:
            continue
        unknown = {spot: Fraction(weight) for spot, weight in weights.items() if spot in hidden and weight}
        shown = {spot: Fraction(weight) for spot, weight in weights.items() if spot not in hidden}
        for pivot in [spot for spot in unknown if spot in lines]:
            _subtract(unknown, shown, lines[pivot], unknown[pivot])
        if not unknown:
            continue
        pivot, divisor = next(iter(unknown.items()))
        line = (
            {spot: weight / divisor for spot, weight in unknown.items()},
            {spot: weight / divisor for spot, weight in shown.items()},
        )
        for other in lines.values():
            if pivot in other[0]:
                _subtract(*other, line, other[0][pivot])
        lines[pivot] = line
    for pivot, (unknown, shown) in lines.items():
        if len(unknown) == 1 and pivot in groups:
            yield list(shown)


def _subtract(unknown: Weights, shown: Weights, line: tuple[Weights, Weights], times: Fraction) -> None:
    """Subtract a line; what becomes nothing is gone."""
    for target, other in zip((unknown, shown), line, strict=True):
        for spot, weight in other.items():
            target[spot] = target.get(spot, Fraction(0)) - times * weight
            if not target[spot]:
                del target[spot]


def _rate_loss(spot: Spot) -> tuple[bool, bool, Decimal]:
    """Rate what hiding a cell costs: zeros hide nothing, totals say most, and large figures more than small ones."""
    table = spot.evaluation.table
    row, column = table.rows[spot.row], table.columns[spot.column]
    formulas = (row.formula, column.formula)
    total = row.marker in ("=", "==") or any(formula and formula.shape == "sum" for formula in formulas)
    figure = spot.get_figure()
    value = figure.value if figure is not None else Decimal(0)
    return value == 0, total, abs(value)
