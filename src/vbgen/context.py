"""What is worked out of a report set: computed once, when it is first asked for, and remembered in one place.

Rules and view receive a context. It is never kept with the data nor sent to another process: there it is worked out anew.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

from vbgen.boardyear import Chain, DocumentData, ReportSet, Shared, Unit
from vbgen.followed import tally
from vbgen.model.tables import Counted
from vbgen.tables.declared import BadReference
from vbgen.tables.engine import Engine
from vbgen.tables.table import DeadReference, HomeId, Table

V = TypeVar("V")
Key = ParamSpec("Key")


class Context:
    """The report set with what is worked out of it."""

    def __init__(self, data: ReportSet) -> None:
        self.data = data
        self._results: dict[tuple[Hashable, ...], Any] = {}

    def result(self, compute: Callable[..., V], *key: Hashable) -> V:
        """The result of `compute(context, *key)`, computed when it is first asked for. The parts of the key are compared by identity or
        value, as they compare themselves."""
        entry: tuple[Hashable, ...] = (compute, *key)
        if entry not in self._results:
            self._results[entry] = compute(self, *key)
        return cast(V, self._results[entry])

    # ----------------------------------------------------------------- chains
    def chain(self, unit: Unit) -> Chain:
        """The items of a unit's documents, tied together."""
        return self.result(_chain, unit)

    # ----------------------------------------------------------------- tables
    def engine(self, table: Table) -> Engine:
        """A table as it is computed."""
        return self.result(_engine, table)

    def tables(self, home: DocumentData | Shared) -> Iterator[Engine]:
        """The tables of a document or shared file."""
        return (self.engine(table) for table in home.tables.values())

    def engines(self) -> Iterator[Engine]:
        """All tables that are checked."""
        return (engine for home in self.data.with_tables() for engine in self.tables(home))

    def lookup(self, home: HomeId, prefix: str | None, name: str) -> Engine:
        """Find the table that a reference from a home means. Raises BadReference."""
        here = self.data.home(home)
        meant = home if prefix is None else here.references[prefix]
        if isinstance(meant, DeadReference):
            raise BadReference(meant.message, meant.name)
        there = here if prefix is None else self.data.home(meant)
        if name not in there.tables:
            raise BadReference(f'tabellen "{name}" finns inte i {there.path}', name)
        return self.engine(there.tables[name])

    def tally(self, home: HomeId, counted: Counted) -> Mapping[str, int] | None:
        """Count the items of a document by status; None for what is no document."""
        document = self.data.home(home)
        if isinstance(document, Shared):
            return None
        return tally(document, self.chain(self.data.unit_of(document)), counted)


def remembered(compute: Callable[Concatenate[Context, Key], V]) -> Callable[Concatenate[Context, Key], V]:
    """Make of a function of a context and hashable values one whose results the context remembers."""

    @wraps(compute)
    def ask(context: Context, /, *key: Key.args, **_: Key.kwargs) -> V:
        return context.result(compute, *key)

    return ask


def _chain(context: Context, unit: Unit) -> Chain:
    return Chain(context.data.shared.get(unit.year), unit.documents.values())


def _engine(context: Context, table: Table) -> Engine:
    return Engine(table, context)
