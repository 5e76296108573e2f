"""What became of the plan's budget: the rows that changed, and what decisions (`budgetbeslut`) explain of it."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from vbgen.model.numbers import Figure
from vbgen.reportset.context import Context
from vbgen.tables.comparison import Equation, compare, compute_interval
from vbgen.tables.evaluation import Evaluation, Spot
from vbgen.tables.quantity import constant, quantity
from vbgen.tables.references import find_plan_budget
from vbgen.tables.table import DeadReference, exact
from vbgen.wording import short

BUDGET = "budget"  # the column, in both tables


class Change(NamedTuple):
    """A row whose budget differs from the plan's, or that a decision names.

    `now` None: it has no budget. `rest`: what the decisions leave of the difference; `bridged`: rounding explains the rest.
    """

    row: str
    label: str
    was: Figure
    now: Figure | None
    differs: bool
    rest: Figure
    bridged: bool = False


def plan_of(context: Context, evaluation: Evaluation) -> Evaluation | None:
    """The plan's table; None where there is none, or none that can be found (VB201)."""
    plan = find_plan_budget(evaluation.table, context.find)
    return context.evaluation(plan) if plan is not None and not isinstance(plan, DeadReference) else None


def changes(context: Context, evaluation: Evaluation, plan: Evaluation) -> Iterator[Change]:
    """The rows of a table that changed since the plan, but for sums that changed only as their rows did, and those that
    decisions name. A row that the plan lacks was nothing there."""
    table, before = evaluation.table, plan.table
    here, there = table.column_ids.get(BUDGET), before.column_ids.get(BUDGET)
    if here is None or there is None:
        return
    follow = _sums_that_follow(context, evaluation, plan, here, there)
    for row_id, index in table.row_ids.items():
        row = table.rows[index]
        amounts = [decision.rows[row_id] for decision in table.source.budget_decisions if row_id in decision.rows]
        at = before.row_ids.get(row_id)
        stated = (
            at is not None and row.cells[here].figure is not None and before.rows[at].cells[there].figure is not None
        )
        if row.cells[here].unreadable or (not amounts and (not stated or row_id in follow)):
            continue
        power = Spot(evaluation, index, here).power_from(Spot(plan, at, there)) if at is not None else 0
        known = plan.figure(at, there) if at is not None else None
        known = known.shifted(power) if known is not None else None
        was, now = known or Figure(Decimal(0)), evaluation.figure(index, here)
        if now is None:
            yield Change(row_id, short(row.label), was, None, False, Figure(Decimal(0)))
            continue
        differs = was.differs_from(now) if known is not None else now.value != 0
        counted = exact(table.kind(row, table.columns[here]))
        expected = quantity(was, exact=counted) if known is not None else constant(Decimal(0))
        for amount in amounts:
            expected = expected + quantity(amount, exact=counted)
        rest = Figure(now.value - expected.mid, max(now.decimals, expected.decimals))
        bridged = bool(amounts) and quantity(now, exact=counted).meets(expected)
        if differs or amounts:
            yield Change(row_id, short(row.label), was, now, differs, rest, bridged)


def _sums_that_follow(context: Context, evaluation: Evaluation, plan: Evaluation, here: int, there: int) -> set[str]:
    """Sums that are what the plan's own sum would be with the rows of today: nothing but the rows changed them."""
    now = {}
    for row_id, at in plan.table.row_ids.items():
        figure = (
            evaluation.figure(evaluation.table.row_ids[row_id], here) if row_id in evaluation.table.row_ids else None
        )
        if figure is not None:
            counted = exact(plan.table.kind(plan.table.rows[at], plan.table.columns[there]))
            power = Spot(evaluation, evaluation.table.row_ids[row_id], here).power_from(Spot(plan, at, there))
            now[at, there] = quantity(figure.shifted(-power), exact=counted)
    adopted = {
        (e.row, e.kind) for e in context.comparisons(plan) if isinstance(e, Equation) and e.column == there and e.holds
    }
    today = plan.supposing(now)
    follow = {
        e.row
        for e in compare(today, [instance for instance in today.relations if instance[1] == there])
        if isinstance(e, Equation)
        and (e.row, e.kind) in adopted
        and (e.row, there) in now
        and compute_interval(today, e).meets(now[e.row, there])
    }
    return {row_id for row_id, at in plan.table.row_ids.items() if at in follow}
