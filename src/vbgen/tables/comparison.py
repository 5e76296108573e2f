"""Stated figures against computed ones: what holds as printed or within rounding, what does not, what could not be tried."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import NamedTuple

from vbgen.model.numbers import Figure
from vbgen.model.organisation import UNREADABLE
from vbgen.tables.evaluation import Evaluation, Spot, UnreadableCell
from vbgen.tables.formula import NUMBERS
from vbgen.tables.quantity import Quantity, UndefinedQuantity, constant, quantity
from vbgen.tables.relations import CellRelation, Count, CountOfAll, Instance, Relation, RelationKind
from vbgen.tables.table import is_exact

_ZERO = Decimal(0)


class Equation(NamedTuple):
    """A relation in which a stated figure met a computed one.

    `computed`: a plain number where it is what was stated, an interval where rounding must explain the difference. `near`: of two
    figures that should be the same, one unit in the last place apart. `turned`: it holds with the other sign.
    """

    relation: CellRelation | CountOfAll
    row: int
    column: int
    stated: Figure
    computed: Quantity
    holds: bool
    is_near: bool = False
    is_turned: bool = False

    @property
    def kind(self) -> RelationKind:
        """The kind of its relation."""
        return self.relation.kind

    @property
    def text(self) -> str:
        """The formula as written, or what is counted."""
        return self.relation.text

    @property
    def summands(self) -> tuple[int, ...]:
        """The rows that it is the sum of."""
        return self.relation.summands if isinstance(self.relation, Relation) else ()

    @property
    def is_row_sum(self) -> bool:
        """Tell whether the stated figure is the sum of a row's counts, `column` the first of them."""
        return isinstance(self.relation, CountOfAll)


class UntestedRelation(NamedTuple):
    """A relation that could not be tried, and why (Swedish)."""

    relation: CellRelation | CountOfAll
    row: int
    column: int
    reason: str

    @property
    def kind(self) -> RelationKind:
        """The kind of its relation."""
        return self.relation.kind


Comparison = Equation | UntestedRelation


def compare(evaluation: Evaluation, instances: Iterable[Instance] | None = None) -> Iterator[Comparison]:
    """Compare what is stated with what is computed, in all relations of a table or in some."""
    for row, column, relation in evaluation.relations if instances is None else instances:
        if isinstance(relation, CountOfAll):
            yield from _compare_all_counts(evaluation, relation, row)
        elif isinstance(relation, Count):
            yield from _compare_count(evaluation, relation, row, column)
        elif (comparison := _compare(evaluation, relation, row, column)) is not None:
            yield comparison


def compute_interval(evaluation: Evaluation, equation: Equation) -> Quantity:
    """Return what a figure was compared with, with what rounding may have done: also where it holds as printed, and nobody asked."""
    relation = equation.relation
    if not isinstance(relation, Relation) or not equation.holds or equation.is_turned or relation.is_equality:
        return equation.computed
    computed = evaluation.compute(relation, equation.row, equation.column)
    assert computed is not None
    return computed


# ------------------------------------------------------------- one relation
def _compare(evaluation: Evaluation, relation: Relation, row: int, column: int) -> Comparison | None:
    """Compare a figure with what it should be; None where none is stated, or what is wrong is told elsewhere.

    Most figures are what the printed ones give: intervals are made for the rest only.
    """
    stated = evaluation.table.rows[row].cells[column].figure
    if (stated is None and relation.assertion is None) or not evaluation.applies(relation, row, column):
        return None
    try:
        if stated is not None and not relation.is_equality:
            printed = evaluation.compute_printed(relation, row, column)
            if printed is not None and _is_as_printed(evaluation, row, column, stated, printed):
                return Equation(relation, row, column, stated, constant(printed), True)
        computed = evaluation.compute(relation, row, column)
    except UndefinedQuantity as error:
        return UntestedRelation(relation, row, column, str(error))
    except UnreadableCell:
        return None
    if stated is not None and computed is not None:
        compare_figure = _compare_printed if relation.is_equality else _compare_rounded
        return compare_figure(evaluation, relation, row, column, stated, computed)
    reason = _find_missing(evaluation, relation, column, stated)
    return UntestedRelation(relation, row, column, reason) if reason is not None else None


def _is_as_printed(evaluation: Evaluation, row: int, column: int, stated: Figure, printed: Decimal) -> bool:
    """Tell whether a figure is a number as it was printed: half a unit of its last place may be lost, of what is counted nothing."""
    apart = abs(stated.value - printed)
    return not apart or (apart <= stated.half_unit and not _is_exact(evaluation, row, column))


def _compare_rounded(
    evaluation: Evaluation, relation: Relation, row: int, column: int, stated: Figure, computed: Quantity
) -> Equation:
    """Compare a figure with a quantity: rounding may explain the difference, of some per cent the sign may be turned."""
    rounded = quantity(stated, exact=_is_exact(evaluation, row, column))
    if rounded.meets(computed):
        return Equation(relation, row, column, stated, computed, True)
    if rounded.meets(-computed) and _may_be_turned(evaluation, relation, row, column):
        return Equation(relation, row, column, stated, -computed, True, is_turned=True)
    return Equation(relation, row, column, stated, computed, False)


def _compare_printed(
    evaluation: Evaluation, relation: Relation, row: int, column: int, stated: Figure, computed: Quantity
) -> Equation:
    """Compare two printed figures that must agree at the coarser precision; one unit off is `near`, unless both are counted."""
    (other,) = evaluation.find_spots(relation, row, column)
    if power := Spot(evaluation, row, column).find_power(other):
        computed = computed.shift(power)
    unit = Decimal(1).scaleb(-min(stated.decimals, computed.decimals))
    apart = abs(stated.value - computed.mid)
    holds = apart == 0 if stated.decimals == computed.decimals else apart <= unit / 2
    counted = computed.low == computed.high and _is_exact(evaluation, row, column)
    return Equation(relation, row, column, stated, computed, holds, apart <= unit and not counted)


def _find_missing(evaluation: Evaluation, relation: Relation, column: int, stated: Figure | None) -> str | None:
    """Say what a relation lacks to be tried; None where the table says so itself, or only one of two rows has the figure."""
    if relation.assertion is not None:
        side = "vänster" if stated is None else "höger"
        return f"det finns inget tal på {side} sida" if relation.assertion.column is not None else None
    return "det som den räknas från saknas" if evaluation.table.columns[column].spec.empty is None else None


def _is_exact(evaluation: Evaluation, row: int, column: int) -> bool:
    table = evaluation.table
    return is_exact(table.get_kind(table.rows[row], table.columns[column]))


# ------------------------------------------------------------- signs of per cent
def _may_be_turned(evaluation: Evaluation, relation: Relation, row: int, column: int) -> bool:
    """Tell whether a per cent may be printed with the other sign: of something negative where its column has it so, or of a result,
    where both ways are common."""
    table, columns = evaluation.table, relation.columns
    parts = relation.formula.operands if relation.formula is not None and columns else ()
    if relation.kind not in ("change", "ratio") or len(parts) != 2 or table.rows[row].spec.income:
        return False
    part, base = (_get_shown_number(evaluation, row, columns[ref.position]) for ref in parts)
    if part is None or base is None or base >= 0:
        return False
    base_column = columns[parts[1].position]
    summands = (table.rows[summand].cells[base_column].figure for summand in evaluation.relations.summands.get(row, ()))
    signs = {figure.value > 0 for figure in summands if figure is not None}
    return part > 0 or len(signs) > 1 or _are_turned(evaluation, relation, column, base_column)


def _get_shown_number(evaluation: Evaluation, row: int, column: int) -> Decimal | None:
    """Return the number that readers see in a cell, whatever is supposed of it."""
    figure = evaluation.table.rows[row].cells[column].figure
    return figure.value if figure is not None else evaluation.get_printed_number(row, column)


def _are_turned(evaluation: Evaluation, relation: Relation, column: int, base: int) -> bool:
    """Tell whether most of a column's per cent of negative figures (in column `base`) have the sign that they have in relation to
    their size."""
    turned = 0
    for row in evaluation.table.rows:
        stated, base_figure = row.cells[column].figure, row.cells[base].figure
        values = [figure.value for other in relation.columns if (figure := row.cells[other].figure) is not None]
        if stated is not None and len(values) == 2 and base_figure is not None and base_figure.value < 0:
            product = (relation.compute(values, NUMBERS) or 0) * stated.value
            turned += (product < 0) - (product > 0)
    return turned > 0


# ------------------------------------------------------------- counts of items
def _compare_count(evaluation: Evaluation, relation: Count, row: int, column: int) -> Iterator[Comparison]:
    """Compare a stated count with that of the document; where some items show no status it must leave room for them."""
    stated, counts = evaluation.table.rows[row].cells[column].figure, evaluation.tally(relation.counted)
    if stated is None or counts is None:
        return
    least, unreadable = counts.get(relation.status, 0), counts.get(UNREADABLE, 0)
    if unreadable and least <= stated.value <= least + unreadable:
        return
    nearest = Decimal(least if stated.value < least else least + unreadable)
    holds = _is_as_printed(evaluation, row, column, stated, nearest)
    yield Equation(relation, row, column, stated, constant(nearest), holds)


def _compare_all_counts(evaluation: Evaluation, relation: CountOfAll, row: int) -> Iterator[Comparison]:
    """Compare the counts of a row together with all items, where some show no status."""
    counts = evaluation.tally(relation.counted)
    unreadable = counts.get(UNREADABLE, 0) if counts is not None else 0
    cells = evaluation.table.rows[row].cells
    stated_counts = [(column, figure) for column in relation.columns if (figure := cells[column].figure) is not None]
    if counts is None or not unreadable or not stated_counts:
        return
    everything = sum(counts.values())
    total = Figure(sum((figure.value for _, figure in stated_counts), _ZERO), 0)
    first = stated_counts[0][0]
    yield Equation(relation, row, first, total, constant(Decimal(everything)), total.value == everything)
    yield UntestedRelation(relation, row, first, f"{unreadable} av {everything} visar ingen status")
