"""What was checked: the declared relations of each document by kind, how they came out, and the tables that have none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

from vbgen.analysis.equations import KINDS, counted_rows, find_deviations, finding
from vbgen.findings import Finding, Place
from vbgen.reportset.context import Context
from vbgen.reportset.data import DocumentData, Shared
from vbgen.tables.causes import Deviation
from vbgen.tables.comparison import Equation
from vbgen.tables.evaluation import Evaluation
from vbgen.tables.relations import RelationKind


class Outcome(NamedTuple):
    """How the relations of a kind in a document came out; all but the last were tried.

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
        """A stated figure met a computed one."""
        return self.held + self.rounded + self.near + self.acknowledged + self.wrong


class Checks(NamedTuple):
    """What was checked in a document, or in gemensamt.yaml (`document`: its path).

    `without`: ids of its tables with figures and no relation that is tried or could be.
    """

    document: str
    outcomes: tuple[Outcome, ...]
    without: tuple[str, ...]


Known = set[tuple[str, Place | None, str | None, str | None, str | None]]


def count_tried(context: Context) -> int:
    """How many stated figures met a computed one, each cell once; counts that texts state too."""
    counts = sum(len(home.counts) for home in context.data.with_tables())
    return counts + sum(
        len({(e.row, e.column) for e in context.comparisons(evaluation) if isinstance(e, Equation)})
        for evaluation in context.evaluations()
    )


def checks(context: Context, findings: Iterable[Finding]) -> list[Checks]:
    """What was checked, shared tables first, document by document; `findings` tell what is acknowledged."""
    known = {(f.code, f.owner, f.address, f.stated, f.computed) for f in findings if f.acknowledged}
    return [
        _checks(context, home, known)
        for home in context.data.with_tables()
        if isinstance(home, DocumentData) or home.tables or home.counts
    ]


def _checks(context: Context, document: DocumentData | Shared, known: Known) -> Checks:
    found: dict[RelationKind, Counter[str]] = {kind: Counter() for kind in KINDS}
    without = []
    for evaluation in context.evaluations(document):
        table = evaluation.table
        if context.comparisons(evaluation):
            for kind, outcome in _outcomes(context, evaluation, known):
                found[kind][outcome] += 1
        elif any(cell.figure is not None for row in table.rows for cell in row.cells):
            without.append(table.id)
    for located in document.counts.values():
        rows = counted_rows(document, located.thing)
        stated = located.thing.stated
        noted = (KINDS["count"].code, located.place, None, str(stated), str(rows)) in known
        found["count"]["held" if rows == stated else "acknowledged" if noted else "wrong"] += 1
    outcomes = tuple(Outcome(kind, **counts) for kind, counts in found.items() if counts)
    return Checks(document.path, outcomes, tuple(without))


def _outcomes(context: Context, evaluation: Evaluation, known: Known) -> Iterable[tuple[RelationKind, str]]:
    """The kind and outcome of each relation of a table. What a wrong total makes wrong is acknowledged with it."""
    noted: set[tuple[int, int, str]] = set()
    for deviation in find_deviations(context, evaluation):
        if _noted(evaluation, deviation, known):
            noted.update((e.row, e.column, e.kind) for e in (deviation.equation, *deviation.inherited))
    for found in context.comparisons(evaluation):
        if not isinstance(found, Equation):
            yield found.kind, "untested"
        elif not found.holds:
            spot = found.row, found.column, found.kind
            yield found.kind, "acknowledged" if spot in noted else "near" if found.near else "wrong"
        else:
            printed = found.computed.mid.quantize(Decimal(1).scaleb(-found.stated.decimals), rounding="ROUND_HALF_UP")
            yield found.kind, "held" if printed == found.stated.value else "rounded"


def _noted(evaluation: Evaluation, deviation: Deviation, known: Known) -> bool:
    told = finding(evaluation, deviation)
    return (told.code, told.owner, told.address, told.stated, told.computed) in known
