"""Något är planerat men följs inte upp.

Vad: Ett mål, en indikator, ett uppdrag, en aktivitet eller åtgärd som planen har finns inte i verksamhetsberättelsen. Saknas allt i ett område eller mål är det ett fynd för området eller målet.

Varför: Det som nämnden beslutat ska följas upp. Det som tyst försvinner är det som revisorn frågar efter.

Fel:

    # plan/mal.yaml; i 2021-12/mal.yaml står inget om uppdraget
    uppdrag:
      - id: intern-handlingsplan
        namn: Att ta fram en intern handlingsplan

Rätt: Följ upp det, eller säg vad som hänt med det: `utgår:`, `ersätts av:`, `delad i:`, `överförd till:` eller `redovisas i:` med skäl. Säger källan inget, notera det i uppföljningens dokument.yaml: `noterat: - {vid: intern-handlingsplan, kod: VB401, skäl: anges inte i källan}`.
"""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from vbgen.boardyear import Data, DocumentData, LocatedItem
from vbgen.findings import Finding
from vbgen.model.items import Area

CODE = "VB401"
Key = tuple[str, str]


def check(data: Data) -> Iterator[Finding]:
    """Items of earlier documents that an annual report passes over."""
    for unit in data.units.values():
        earlier: list[DocumentData] = []
        for document in unit.documents.values():
            complete = not data.unreadable and not any(file.startswith(f"{document.path}/") for file in data.broken)
            if document.info.kind == "verksamhetsberattelse" and not document.is_plan and complete:
                yield from _document(data, document, earlier)
            earlier.append(document)


def _document(data: Data, document: DocumentData, earlier: list[DocumentData]) -> Iterator[Finding]:
    done = {key for one in (*earlier, document) if not one.is_plan for key in _settled(one, last=one is document)}
    planned: dict[Key, LocatedItem] = {}
    for one in earlier:
        for located in one.items():
            planned.setdefault((located.kind, located.item.id), located)
    told = _meant(document, planned)
    for key, located in planned.items():
        if key in done or key in told or located.item.id in data.holes:
            continue
        inside = [other for other, below in planned.items() if _stands_in(below, located)]
        if any(other in done for other in inside):
            continue  # what is missing in it has a finding of its own
        if isinstance(located.item, Area) and not inside:
            continue  # a chapter of text promises nothing that could be followed up
        told.update(inside)
        yield _finding(document, located, len(inside))


def _settled(document: DocumentData, *, last: bool) -> Iterator[Key]:
    """What a follow-up takes up (`last`), and what it says has become something else."""
    for located in document.items():
        item, kind = located.item, located.kind
        if last or any((item.dropped, item.replaced_by, item.split_into, item.moved_to)):
            yield kind, item.id
        for name in item.replaces.ids if item.replaces is not None else ():
            yield kind, name


def _meant(document: DocumentData, planned: dict[Key, LocatedItem]) -> set[Key]:
    """What misspelt ids of the follow-up were meant to be: they are told already (VB203)."""
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


def _finding(document: DocumentData, located: LocatedItem, inside: int) -> Finding:
    item = located.item
    neuter = located.kind.startswith(("mål", "uppdrag", "område"))
    what = f'{located.kind} "{item.id}"' + (f" (med {inside} som hör till)" if inside else "")
    message = f"{what} är {'planerat' if neuter else 'planerad'} men följs inte upp i {document.path}"
    hint = "följ upp, eller säg utgår:, ersätts av:, delad i:, överförd till: eller redovisas i: med skäl"
    place = located.place.below("id")
    return Finding(CODE, "warning", place, message, hint, address=item.id, owner=document.place)
