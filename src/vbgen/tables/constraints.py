"""The relations of a table as constraints between cells, by which each of them can be computed from the others."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import suppress
from decimal import Decimal
from typing import NamedTuple

from vbgen.tables.evaluation import Evaluation, Spot, UnreadableCell
from vbgen.tables.quantity import UndefinedQuantity
from vbgen.tables.references import CellId
from vbgen.tables.relations import Count, CountOfAll, Instance

_ZERO, _ONCE = Decimal(0), Decimal(1)


class Constraint(NamedTuple):
    """The cells of a relation, the computed one first. If `linear`: the sum of their values by weights is 0."""

    weights: dict[Spot, Decimal]
    linear: bool


def derive_constraints(evaluation: Evaluation, cells: Collection[CellId] | None = None) -> Iterator[Constraint]:
    """Return the constraints of a table that hold between figures, also with those of other tables; `cells`: only those of some."""
    relations = evaluation.relations
    for instance in relations if cells is None else relations.select(cells):
        with suppress(UndefinedQuantity, UnreadableCell):
            if (constraint := _derive(evaluation, instance)) is not None:
                yield constraint


def _derive(evaluation: Evaluation, instance: Instance) -> Constraint | None:
    """Return what a relation fixes between figures; None where it cannot be computed."""
    row, column, relation = instance
    if isinstance(relation, CountOfAll) or not evaluation.applies(relation, row, column):
        return None
    if evaluation.compute(relation, row, column) is None:
        return None
    weights = {Spot(evaluation, row, column): -_ONCE}
    if isinstance(relation, Count):
        return Constraint(weights, linear=True)
    spots, times = evaluation.find_spots(relation, row, column), relation.derive_weights()
    for spot, weight in zip(spots, times or [_ONCE] * len(spots), strict=True):
        weights[spot] = weights.get(spot, _ZERO) + weight
    return Constraint(weights, linear=times is not None)
