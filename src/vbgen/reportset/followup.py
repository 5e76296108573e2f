"""What a follow-up takes up of what was planned, what it passes over, and how many of its items have which status."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from difflib import get_close_matches

from vbgen.model.items import Area
from vbgen.model.organisation import UNREADABLE
from vbgen.model.tables import Counted
from vbgen.reportset.data import SYMBOL_FIELDS, Chain, DocumentData, LocatedItem, status_field

Key = tuple[str, str]  # kind and id of an item


def tally(document: DocumentData, chain: Chain, counted: Counted) -> Counter[str]:
    """How many of a document's items have which status; UNREADABLE counts those that show none."""
    found: Counter[str] = Counter()
    wanted = status_field(counted.kind)
    for located in document.items():
        fields = SYMBOL_FIELDS.get(type(located.item))
        if fields is None or fields[0][2] != wanted or located.item.gone:
            continue
        item = chain.resolve(located.item)
        if counted.level not in (None, getattr(item, "level", None)) or counted.origin not in (None, item.origin):
            continue
        found[getattr(item, fields[0][0]) or UNREADABLE] += 1
    return found


def passed_over(document: DocumentData, earlier: list[DocumentData]) -> Iterator[tuple[LocatedItem, int]]:
    """What earlier documents planned and a follow-up says nothing of: the item, and how many items in it go with it.

    An area or goal of which nothing is followed up is told once, for all in it. One that holds only text promises nothing.
    """
    done = {key for one in (*earlier, document) if not one.is_plan for key in _settled(one, last=one is document)}
    planned: dict[Key, LocatedItem] = {}
    for one in earlier:
        for located in one.items():
            planned.setdefault((located.kind, located.item.id), located)
    told = meant(document, planned)
    for key, located in planned.items():
        if key in done or key in told:
            continue
        inside = [other for other, below in planned.items() if _stands_in(below, located)]
        if any(other in done for other in inside):
            continue  # what is missing in it is told by itself
        if isinstance(located.item, Area) and not inside:
            continue
        told.update(inside)
        yield located, len(inside)


def _settled(document: DocumentData, *, last: bool) -> Iterator[Key]:
    """What a follow-up takes up (`last`), and what it says has become something else."""
    for located in document.items():
        item, kind = located.item, located.kind
        if last or any(change.settled for change, _ in item.plan_changes()):
            yield kind, item.id
        for name in item.replaces.ids if item.replaces is not None else ():
            yield kind, name


def meant(document: DocumentData, planned: dict[Key, LocatedItem]) -> set[Key]:
    """What misspelt ids of a document were meant to be: they are told already (VB201, VB203)."""
    found: set[Key] = set()
    for located in document.items():
        kind = located.kind
        if located.item.name is None and (kind, located.item.id) not in planned:
            ids = [name for of, name in planned if of == kind]
            found.update((kind, name) for name in get_close_matches(located.item.id, ids, n=1))
    return found


def _stands_in(below: LocatedItem, above: LocatedItem) -> bool:
    at = below.parent
    while at is not None and at is not above:
        at = at.parent
    return at is above
