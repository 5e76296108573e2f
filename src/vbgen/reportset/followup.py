"""Follow-up of a plan: the items that it takes up, those that it passes over, and the number of its items by status."""

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
    """Count a document's items by status; UNREADABLE counts those that show none."""
    counts: Counter[str] = Counter()
    field = status_field(counted.kind)
    for located in document.items():
        fields = SYMBOL_FIELDS.get(type(located.item))
        if fields is None or fields[0][2] != field or located.item.is_gone:
            continue
        item = chain.resolve(located.item)
        if counted.level not in (None, getattr(item, "level", None)) or counted.origin not in (None, item.origin):
            continue
        counts[getattr(item, fields[0][0]) or UNREADABLE] += 1
    return counts


def find_passed_over(document: DocumentData, earlier: list[DocumentData]) -> Iterator[tuple[LocatedItem, int]]:
    """Return the items that earlier documents planned and a follow-up does not mention, each with the number of those in it.

    An area or goal of which nothing is followed up is told once, for all in it. One that holds only text promises nothing.
    """
    follow_ups = [follow_up for follow_up in (*earlier, document) if not follow_up.is_plan]
    done = {key for follow_up in follow_ups for key in _find_settled_keys(follow_up, is_last=follow_up is document)}
    planned: dict[Key, LocatedItem] = {}
    for earlier_document in earlier:
        for located in earlier_document.items():
            planned.setdefault((located.kind, located.item.id), located)
    reported = find_meant(document, planned)
    for key, located in planned.items():
        if key in done or key in reported:
            continue
        children = [child_key for child_key, child in planned.items() if _is_inside(child, located)]
        if any(child_key in done for child_key in children):
            continue  # what is missing in it is told by itself
        if isinstance(located.item, Area) and not children:
            continue
        reported.update(children)
        yield located, len(children)


def _find_settled_keys(document: DocumentData, *, is_last: bool) -> Iterator[Key]:
    """Return the items that a follow-up takes up (`is_last`), and those that it says have become something else."""
    for located in document.items():
        item, kind = located.item, located.kind
        if is_last or any(change.is_settled for change, _ in item.plan_changes()):
            yield kind, item.id
        for name in item.replaces.ids if item.replaces is not None else ():
            yield kind, name


def find_meant(document: DocumentData, planned: dict[Key, LocatedItem]) -> set[Key]:
    """Return the items that misspelt ids of a document were meant to be: they are told already (VB201, VB203)."""
    keys: set[Key] = set()
    for located in document.items():
        kind = located.kind
        if located.item.name is None and (kind, located.item.id) not in planned:
            ids = [item_id for item_kind, item_id in planned if item_kind == kind]
            keys.update((kind, item_id) for item_id in get_close_matches(located.item.id, ids, n=1))
    return keys


def _is_inside(child: LocatedItem, ancestor: LocatedItem) -> bool:
    parent = child.parent
    while parent is not None and parent is not ancestor:
        parent = parent.parent
    return parent is ancestor
