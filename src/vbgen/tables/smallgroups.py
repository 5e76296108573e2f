"""Groups of so few persons that figures of them may point out somebody: which cells tell of them, and what to hide with them.

Hidden is each such cell, and as much more as it takes: no relation that a table declares (a total, a difference, a share, an
equality, also with other tables) may have a single hidden cell, since that one could be computed from the rest.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from itertools import chain

from vbgen.tables.declared import Bond, Spot
from vbgen.tables.engine import Engine
from vbgen.tables.table import Column, Row

PERSONS = ("person", "personer", "anställd", "anställda", "medarbetare", "årsarbetare")  # as units of what is counted
CHANGES = ("difference", "change")
Weights = dict[Spot, Fraction]


def small(engine: Engine, least: int) -> Iterator[tuple[int, int]]:
    """The cells (row, column) that tell of a group of fewer than `least` persons. Nobody is no group."""
    table = engine.table
    kinds = {column.kind for column in table.columns} | {row.spec.kind for row in table.rows}
    for row in table.rows if kinds & {"årsarbetare", "antal"} else ():
        for column in table.columns:
            stated = row.cells[column.index].figure
            if (stated is None or 0 < stated.value < least) and _of_persons(engine, row, column):
                figure, _ = engine.figure(row.index, column.index)
                if figure is not None and 0 < figure.value < least:
                    yield row.index, column.index


def _of_persons(engine: Engine, row: Row, column: Column) -> bool:
    """A cell says how many persons a group is (a change does not)."""
    table = engine.table
    if any(formula is not None and formula.shape in CHANGES for formula in (row.formula, column.formula)):
        return False
    kind = table.kind(row, column)
    unit = row.cells[column.index].unit or row.spec.unit or column.spec.unit or table.unit
    return kind == "årsarbetare" or (kind == "antal" and (table.source.persons or unit in PERSONS))


def hidden(engines: list[Engine], least: int) -> dict[Engine, frozenset[tuple[int, int]]]:
    """The cells (row, column) to hide in tables that are printed together. Other tables, which theirs refer to, stay as they are."""
    bonds = [_printed(bond) for engine in engines for bond in engine.bonds()]
    reached = dict.fromkeys([*engines, *(spot.engine for bond in bonds for spot in bond.weights)])
    groups = {Spot(engine, *cell) for engine in reached for cell in small(engine, least)}
    own, gone = set(engines), set(groups)
    while (spot := _next(bonds, gone, groups, own)) is not None:
        gone.add(spot)
    cells: dict[Engine, set[tuple[int, int]]] = defaultdict(set)
    for spot in gone:
        cells[spot.engine].add((spot.row, spot.column))
    return {engine: frozenset(cells[engine]) for engine in engines if cells[engine]}


def _next(bonds: list[Bond], gone: set[Spot], groups: set[Spot], own: set[Engine]) -> Spot | None:
    """The next cell to hide, so that one that is hidden cannot be computed."""
    for shown in chain(_single(bonds, gone), _together(bonds, gone, groups)):
        if choice := [spot for spot in shown if spot.engine in own]:
            return min(choice, key=_loss)
    return None


def _printed(bond: Bond) -> Bond:
    """Without the cells that show no figure."""
    shown = {spot: w for spot, w in bond.weights.items() if spot.engine.figure(spot.row, spot.column)[0] is not None}
    return bond._replace(weights=shown)


def _single(bonds: list[Bond], gone: set[Spot]) -> Iterator[list[Spot]]:
    """The shown cells of each relation that has one hidden cell."""
    for bond in bonds:
        shown = [spot for spot in bond.weights if spot not in gone]
        if len(bond.weights) - len(shown) == 1:
            yield shown


def _together(bonds: list[Bond], gone: set[Spot], groups: set[Spot]) -> Iterator[list[Spot]]:
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
    table = spot.engine.table
    row, column = table.rows[spot.row], table.columns[spot.column]
    formulas = (row.formula, column.formula)
    total = row.marker in ("=", "==") or any(formula and formula.shape == "sum" for formula in formulas)
    figure, _ = spot.engine.figure(spot.row, spot.column)
    value = figure.value if figure is not None else Decimal(0)
    return value == 0, total, abs(value)
