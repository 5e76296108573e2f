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


def small(evaluation: Evaluation, least: int) -> Iterator[CellId]:
    """Return the cells that tell of a group of fewer than `least` persons. Nobody is no group."""
    table = evaluation.table
    kinds = {column.kind for column in table.columns} | {row.spec.kind for row in table.rows}
    for row in table.rows if kinds & {"årsarbetare", "antal"} else ():
        for column in table.columns:
            stated = row.cells[column.index].figure
            if (stated is None or 0 < stated.value < least) and _of_persons(table, row, column):
                figure = evaluation.figure(row.index, column.index)
                if figure is not None and 0 < figure.value < least:
                    yield row.index, column.index


def _of_persons(table: Table, row: Row, column: Column) -> bool:
    """Tell whether a cell says how many persons a group is (a change does not)."""
    if any(formula is not None and formula.shape in CHANGES for formula in (row.formula, column.formula)):
        return False
    kind = table.kind(row, column)
    return kind == "årsarbetare" or (
        kind == "antal" and (table.source.persons or get_unit(table, row, column) in PERSONS)
    )


def hidden(evaluations: list[Evaluation], least: int) -> HiddenCells:
    """Choose the cells to hide in tables that are printed together. Other tables, which theirs refer to, stay as they are."""
    bonds = [_printed(constraint) for evaluation in evaluations for constraint in derive_constraints(evaluation)]
    reached = dict.fromkeys([*evaluations, *(spot.evaluation for bond in bonds for spot in bond.weights)])
    groups = {Spot(evaluation, *cell) for evaluation in reached for cell in small(evaluation, least)}
    own, gone = set(evaluations), set(groups)
    while (spot := _next(bonds, gone, groups, own)) is not None:
        gone.add(spot)
    cells: dict[Table, set[CellId]] = defaultdict(set)
    for spot in gone:
        cells[spot.evaluation.table].add((spot.row, spot.column))
    return {
        evaluation.table: frozenset(cells[evaluation.table]) for evaluation in evaluations if cells[evaluation.table]
    }


def _next(bonds: list[Constraint], gone: set[Spot], groups: set[Spot], own: set[Evaluation]) -> Spot | None:
    """The next cell to hide, so that one that is hidden cannot be computed."""
    for shown in chain(_single(bonds, gone), _together(bonds, gone, groups)):
        if choice := [spot for spot in shown if spot.evaluation in own]:
            return min(choice, key=_loss)
    return None


def _printed(bond: Constraint) -> Constraint:
    """Without the cells that show no figure."""
    shown = {spot: w for spot, w in bond.weights.items() if spot.figure() is not None}
    return bond._replace(weights=shown)


def _single(bonds: list[Constraint], gone: set[Spot]) -> Iterator[list[Spot]]:
    """The shown cells of each relation that has one hidden cell."""
    for bond in bonds:
        shown = [spot for spot in bond.weights if spot not in gone]
        if len(bond.weights) - len(shown) == 1:
            yield shown


def _together(bonds: list[Constraint], gone: set[Spot], groups: set[Spot]) -> Iterator[list[Spot]]:
    """The shown cells of relations that together give a small group: two unknown figures follow from their sum and difference.

    Gauss-Jordan over the linear relations; each line keeps the shown cells that went into it beside the hidden ones.
    """
    lines: dict[Spot, tuple[Weights, Weights]] = {}
    for bond in bonds:
        if not bond.linear:
            continue
        unknown = {spot: Fraction(weight) for spot, weight in bond.weights.items() if spot in gone and weight}
        known = {spot: Fraction(weight) for spot, weight in bond.weights.items() if spot not in gone}
        for pivot in [spot for spot in unknown if spot in lines]:
            _take(unknown, known, lines[pivot], unknown[pivot])
        if not unknown:
            continue
        pivot, divisor = next(iter(unknown.items()))
        line = (
            {spot: weight / divisor for spot, weight in unknown.items()},
            {spot: weight / divisor for spot, weight in known.items()},
        )
        for other in lines.values():
            if pivot in other[0]:
                _take(*other, line, other[0][pivot])
        lines[pivot] = line
    for pivot, (unknown, known) in lines.items():
        if len(unknown) == 1 and pivot in groups:
            yield list(known)


def _take(unknown: Weights, known: Weights, line: tuple[Weights, Weights], times: Fraction) -> None:
    """Subtract a line; what becomes nothing is gone."""
    for target, other in zip((unknown, known), line, strict=True):
        for spot, weight in other.items():
            target[spot] = target.get(spot, Fraction(0)) - times * weight
            if not target[spot]:
                del target[spot]


def _loss(spot: Spot) -> tuple[bool, bool, Decimal]:
    """What hiding a cell costs: zeros hide nothing, totals say most, and large figures more than small ones."""
    table = spot.evaluation.table
    row, column = table.rows[spot.row], table.columns[spot.column]
    formulas = (row.formula, column.formula)
    total = row.marker in ("=", "==") or any(formula and formula.shape == "sum" for formula in formulas)
    figure = spot.figure()
    value = figure.value if figure is not None else Decimal(0)
    return value == 0, total, abs(value)
