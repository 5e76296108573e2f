"""Changes of the plan's budget: the rows that changed, and the part of it that decisions (`budgetbeslut`) explain."""

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
from vbgen.tables.table import DeadReference, is_exact
from vbgen.wording import shorten

BUDGET = "budget"  # the column, in both tables


class Change(NamedTuple):
    """A row whose budget differs from the plan's, or that a decision names.

    `now` None: it has no budget. `rest`: the part of the difference that the decisions leave; `bridged`: rounding explains the rest.
    """

    row: str
    label: str
    before: Figure
    after: Figure | None
    differs: bool
    rest: Figure
    is_bridged: bool = False


def find_plan(context: Context, evaluation: Evaluation) -> Evaluation | None:
    """Return the plan's table; None where there is none, or none that can be found (VB201)."""
    plan = find_plan_budget(evaluation.table, context.find)
    return context.evaluation(plan) if plan is not None and not isinstance(plan, DeadReference) else None


def find_changes(context: Context, evaluation: Evaluation, plan: Evaluation) -> Iterator[Change]:
    """Return the rows of a table that changed since the plan, but for sums that changed only as their rows did, and those that
    decisions name. A row that the plan lacks was nothing there."""
    table, plan_table = evaluation.table, plan.table
    column, plan_column = table.column_ids.get(BUDGET), plan_table.column_ids.get(BUDGET)
    if column is None or plan_column is None:
        return
    dependent_sums = _find_dependent_sums(context, evaluation, plan, column, plan_column)
    for row_id, index in table.row_ids.items():
        row = table.rows[index]
        amounts = [decision.rows[row_id] for decision in table.source.budget_decisions if row_id in decision.rows]
        plan_index = plan_table.row_ids.get(row_id)
        is_stated = (
            plan_index is not None
            and row.cells[column].figure is not None
            and plan_table.rows[plan_index].cells[plan_column].figure is not None
        )
        if row.cells[column].is_unreadable or (not amounts and (not is_stated or row_id in dependent_sums)):
            continue
        power = (
            Spot(evaluation, index, column).find_power(Spot(plan, plan_index, plan_column))
            if plan_index is not None
            else 0
        )
        plan_figure = plan.get_figure(plan_index, plan_column) if plan_index is not None else None
        plan_figure = plan_figure.shift(power) if plan_figure is not None else None
        before, after = plan_figure or Figure(Decimal(0)), evaluation.get_figure(index, column)
        if after is None:
            yield Change(row_id, shorten(row.label), before, None, False, Figure(Decimal(0)))
            continue
        differs = before.differs_from(after) if plan_figure is not None else after.value != 0
        exact = is_exact(table.get_kind(row, table.columns[column]))
        expected = quantity(before, exact=exact) if plan_figure is not None else constant(Decimal(0))
        for amount in amounts:
            expected = expected + quantity(amount, exact=exact)
        rest = Figure(after.value - expected.mid, max(after.decimals, expected.decimals))
        bridged = bool(amounts) and quantity(after, exact=exact).meets(expected)
        if differs or amounts:
            yield Change(row_id, shorten(row.label), before, after, differs, rest, bridged)


def _find_dependent_sums(
    context: Context, evaluation: Evaluation, plan: Evaluation, column: int, plan_column: int
) -> set[str]:
    """Return the sums that equal the plan's own sum of the rows of today: nothing but the rows changed them."""
    figures = {}
    for row_id, plan_index in plan.table.row_ids.items():
        figure = (
            evaluation.get_figure(evaluation.table.row_ids[row_id], column)
            if row_id in evaluation.table.row_ids
            else None
        )
        if figure is not None:
            exact = is_exact(plan.table.get_kind(plan.table.rows[plan_index], plan.table.columns[plan_column]))
            spot = Spot(evaluation, evaluation.table.row_ids[row_id], column)
            power = spot.find_power(Spot(plan, plan_index, plan_column))
            figures[plan_index, plan_column] = quantity(figure.shift(-power), exact=exact)
    holding = {
        (equation.row, equation.kind)
        for equation in context.comparisons(plan)
        if isinstance(equation, Equation) and equation.column == plan_column and equation.holds
    }
    updated_plan = plan.suppose(figures)
    dependent_rows = {
        equation.row
        for equation in compare(
            updated_plan, [instance for instance in updated_plan.relations if instance[1] == plan_column]
        )
        if isinstance(equation, Equation)
        and (equation.row, equation.kind) in holding
        and (equation.row, plan_column) in figures
        and compute_interval(updated_plan, equation).meets(figures[equation.row, plan_column])
    }
    return {row_id for row_id, plan_index in plan.table.row_ids.items() if plan_index in dependent_rows}
