"""Outcomes of the checks: the declared relations of each document by kind and outcome, and the tables that have none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

from vbgen.analysis.equations import KINDS, count_rows, describe_deviation, find_deviations
from vbgen.findings import Finding, Place
from vbgen.reportset.context import Context
from vbgen.reportset.data import DocumentData, Shared
from vbgen.tables.causes import Deviation
from vbgen.tables.comparison import Equation
from vbgen.tables.evaluation import Evaluation
from vbgen.tables.relations import RelationKind


class Outcome(NamedTuple):
    """The numbers of relations of a kind in a document by outcome; all but the last were tried.

    `held`: as printed. `rounded`: rounding explains the difference. `near`: one unit in the last place between two tables.
    """

    kind: RelationKind
    held: int = 0
    rounded: int = 0
    near: int = 0
    acknowledged: int = 0
    wrong: int = 0
    untested: int = 0

    @property
    def tried(self) -> int:
        """The number of relations in which a stated figure met a computed one."""
        return self.held + self.rounded + self.near + self.acknowledged + self.wrong


class DocumentOutcomes(NamedTuple):
    """The checks of a document, or of gemensamt.yaml (`document`: its path).

    `without`: ids of its tables with figures and no relation that is tried or could be.
    """

    document: str
    outcomes: tuple[Outcome, ...]
    unrelated_tables: tuple[str, ...]


AcknowledgedKeys = set[tuple[str, Place | None, str | None, str | None, str | None]]


def count_tried(context: Context) -> int:
    """Count the stated figures that met a computed one, each cell once; counts that texts state too."""
    counts = sum(len(home.counts) for home in context.data.table_homes())
    return counts + sum(
        len(
            {
                (equation.row, equation.column)
                for equation in context.comparisons(evaluation)
                if isinstance(equation, Equation)
            }
        )
        for evaluation in context.evaluations()
    )


def count_outcomes(context: Context, findings: Iterable[Finding]) -> list[DocumentOutcomes]:
    """Return the checks, shared tables first, document by document; `findings` tell which deviations are acknowledged."""
    acknowledged = {(f.code, f.owner, f.address, f.stated, f.computed) for f in findings if f.is_acknowledged}
    return [
        _count_outcomes(context, home, acknowledged)
        for home in context.data.table_homes()
        if isinstance(home, DocumentData) or home.tables or home.counts
    ]


def _count_outcomes(context: Context, home: DocumentData | Shared, acknowledged: AcknowledgedKeys) -> DocumentOutcomes:
    counts: dict[RelationKind, Counter[str]] = {kind: Counter() for kind in KINDS}
    without = []
    for evaluation in context.evaluations(home):
        table = evaluation.table
        if context.comparisons(evaluation):
            for kind, outcome in _find_outcomes(context, evaluation, acknowledged):
                counts[kind][outcome] += 1
        elif any(cell.figure is not None for row in table.rows for cell in row.cells):
            without.append(table.id)
    for located in home.counts.values():
        rows = count_rows(home, located.value)
        stated = located.value.stated
        is_acknowledged = (KINDS["count"].code, located.place, None, str(stated), str(rows)) in acknowledged
        counts["count"]["held" if rows == stated else "acknowledged" if is_acknowledged else "wrong"] += 1
    outcomes = tuple(Outcome(kind, **kind_counts) for kind, kind_counts in counts.items() if kind_counts)
    return DocumentOutcomes(home.path, outcomes, tuple(without))


def _find_outcomes(
    context: Context, evaluation: Evaluation, acknowledged: AcknowledgedKeys
) -> Iterable[tuple[RelationKind, str]]:
    """Return the kind and outcome of each relation of a table. What a wrong total makes wrong is acknowledged with it."""
    acknowledged_keys: set[tuple[int, int, str]] = set()
    for deviation in find_deviations(context, evaluation):
        if _is_acknowledged(evaluation, deviation, acknowledged):
            equations = (deviation.equation, *deviation.consequences)
            acknowledged_keys.update((equation.row, equation.column, equation.kind) for equation in equations)
    for comparison in context.comparisons(evaluation):
        if not isinstance(comparison, Equation):
            yield comparison.kind, "untested"
        elif not comparison.holds:
            key = comparison.row, comparison.column, comparison.kind
            yield (
                comparison.kind,
                "acknowledged" if key in acknowledged_keys else "near" if comparison.is_near else "wrong",
            )
        else:
            printed = comparison.computed.mid.quantize(
                Decimal(1).scaleb(-comparison.stated.decimals), rounding="ROUND_HALF_UP"
            )
            yield comparison.kind, "held" if printed == comparison.stated.value else "rounded"


def _is_acknowledged(evaluation: Evaluation, deviation: Deviation, acknowledged: AcknowledgedKeys) -> bool:
    result = describe_deviation(evaluation, deviation)
    return (result.code, result.owner, result.address, result.stated, result.computed) in acknowledged
