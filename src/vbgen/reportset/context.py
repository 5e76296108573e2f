"""Results worked out of a report set: each computed once, when it is first asked for, and remembered in one place.

Rules and view receive a context. It is never kept with the data nor sent to another process: there it is worked out anew.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

from vbgen.model.tables import Counted
from vbgen.reportset.data import Chain, DocumentData, ReportSet, Shared, Unit
from vbgen.reportset.followup import tally
from vbgen.tables.comparison import Comparison, compare
from vbgen.tables.evaluation import Evaluation
from vbgen.tables.table import DeadReference, HomeId, Table

V = TypeVar("V")
Key = ParamSpec("Key")


class Context:
    """The report set with what is worked out of it."""

    def __init__(self, data: ReportSet) -> None:
        self.data = data
        self._results: dict[tuple[Hashable, ...], Any] = {}

    def result(self, compute: Callable[..., V], *key: Hashable) -> V:
        """Return the result of `compute(context, *key)`, computed when it is first asked for. The parts of the key are compared by
        identity or value, as they compare themselves."""
        entry: tuple[Hashable, ...] = (compute, *key)
        if entry not in self._results:
            self._results[entry] = compute(self, *key)
        return cast(V, self._results[entry])

    # ----------------------------------------------------------------- chains
    def chain(self, unit: Unit) -> Chain:
        """Return the items of a unit's documents, tied together."""
        return self.result(_build_chain, unit)

    # ----------------------------------------------------------------- tables
    def evaluation(self, table: Table) -> Evaluation:
        """Return the values of a table."""
        return self.result(_evaluate, table)

    def evaluations(self, home: DocumentData | Shared | None = None) -> Iterator[Evaluation]:
        """Return the values of the tables of a document or shared file, or of all tables that are checked."""
        homes = self.data.table_homes() if home is None else (home,)
        return (self.evaluation(table) for home in homes for table in home.tables.values())

    def comparisons(self, evaluation: Evaluation) -> tuple[Comparison, ...]:
        """Return the outcomes of the relations of a table."""
        return self.result(_compare, evaluation)

    def find(self, home: HomeId, prefix: str | None, name: str) -> Table | DeadReference:
        """Find the table that a reference from a home means."""
        source = self.data.home(home)
        target_id = home if prefix is None else source.references[prefix]
        if isinstance(target_id, DeadReference):
            return target_id
        target = source if prefix is None else self.data.home(target_id)
        if name not in target.tables:
            return DeadReference(f'tabellen "{name}" finns inte i {target.path}', name)
        return target.tables[name]

    def tally(self, home: HomeId, counted: Counted) -> Mapping[str, int] | None:
        """Count the items of a document by status; None for a home that is no document."""
        return self.result(_count_items, home, counted)


def remember(compute: Callable[Concatenate[Context, Key], V]) -> Callable[Concatenate[Context, Key], V]:
    """Make of a function of a context and hashable values one whose results the context remembers."""

    @wraps(compute)
    def ask(context: Context, /, *key: Key.args, **_: Key.kwargs) -> V:
        return context.result(compute, *key)

    return ask


def _build_chain(context: Context, unit: Unit) -> Chain:
    return Chain(context.data.shared.get(unit.year), unit.documents.values())


def _evaluate(context: Context, table: Table) -> Evaluation:
    return Evaluation(table, context)


def _compare(_: Context, evaluation: Evaluation) -> tuple[Comparison, ...]:
    return tuple(compare(evaluation))


def _count_items(context: Context, home: HomeId, counted: Counted) -> Mapping[str, int] | None:
    document = context.data.home(home)
    if isinstance(document, Shared):
        return None
    return tally(document, context.chain(context.data.find_unit(document)), counted)
