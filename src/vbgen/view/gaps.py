"""Gaps of a document, with the role that fills each and by when: for those who put it together."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple

from vbgen.findings import Place
from vbgen.model.document import Chapter
from vbgen.model.items import Area, Assignment, Goal, Indicator
from vbgen.reportset.context import Context
from vbgen.reportset.data import SYMBOL_FIELDS, DocumentData, LocatedItem, Unit
from vbgen.reportset.followup import find_passed_over
from vbgen.view.document import get_outline


class Gap(NamedTuple):
    """Something that a document lacks. `owner`: a role; `deadline`: the document's."""

    year: int
    unit: str
    document: str
    description: str
    place: Place
    owner: str | None
    deadline: dt.date | None


def find_gaps(context: Context, unit: Unit) -> Iterator[Gap]:
    """Yield the gaps of the documents of a board or unit, in order; recreated plans lack nothing that anybody will write."""
    earlier: list[DocumentData] = []
    for document in unit.documents.values():
        if document.info.recreated_from is None:
            yield from _find_document_gaps(context, unit, document, earlier)
        earlier.append(document)


def _find_document_gaps(
    context: Context, unit: Unit, document: DocumentData, earlier: list[DocumentData]
) -> Iterator[Gap]:
    info, chain = document.info, context.chain(unit)

    def make_gap(description: str, place: Place, owner: str | None = None) -> Gap:
        return Gap(unit.year, unit.id, info.kind, description, place, owner or info.responsible, info.deadline)

    for description, place in _find_chapter_gaps(context, document):
        yield make_gap(description, place)
    if document.is_plan:
        return
    for located in document.items():
        if located.item.is_gone:
            continue
        resolved = chain.resolve(located.item)
        for description in _find_item_gaps(context, located):
            name = resolved.name or located.item.id
            yield make_gap(
                f"{description}: {_shorten(name)}", located.place.child("id"), _find_owner(context, unit, located)
            )
    for located, inside in find_passed_over(document, earlier):
        suffix = f" (med {inside} som hör till)" if inside else ""
        description = f"uppföljning av {located.kind}: {_shorten(located.item.name or located.item.id)}{suffix}"
        yield make_gap(description, located.place.child("id"), located.item.responsible)


def _find_item_gaps(context: Context, located: LocatedItem) -> Iterator[str]:
    """Yield the gaps in the follow-up of an item: its status where the organisation has statuses for it, an outcome, a comment."""
    item = located.item
    for attribute, key, field in SYMBOL_FIELDS.get(type(item), ())[:1]:
        if getattr(item, attribute) is None and _is_assessed(located) and context.data.organisation.statuses(field):
            yield key
    if isinstance(item, Indicator) and item.outcome is None:
        yield "utfall"
    if isinstance(item, Assignment) and item.text is None:
        yield "kommentar"


def _is_assessed(located: LocatedItem) -> bool:
    """Tell whether items of the kind get a status: not chapters that only group goals, nor goals that are lines of a priority area."""
    item = located.item
    if isinstance(item, Area):
        return bool(item.activities)
    grouped = located.parent is not None and isinstance(located.parent.item, Area) and located.parent.item.activities
    return not (isinstance(item, Goal) and grouped)


def _find_owner(context: Context, unit: Unit, located: LocatedItem) -> str | None:
    """Return the role that answers for an item, or for what it stands in; the follow-up's word before the plan's."""
    chain = context.chain(unit)
    ancestor: LocatedItem | None = located
    while ancestor is not None:
        if (owner := chain.resolve(ancestor.item).responsible) is not None:
            return owner
        ancestor = ancestor.parent
    return None


def _find_chapter_gaps(context: Context, document: DocumentData) -> Iterator[tuple[str, Place]]:
    """Yield the objects that chapters place and the data do not hold."""
    shared = context.data.shared.get(document.year)
    texts = {**(shared.texts if shared else {}), **document.texts}

    def find_missing(chapters: tuple[Chapter, ...]) -> Iterator[tuple[str, Place]]:
        for chapter in chapters:
            for _, part in chapter.parts():
                for name in part.ids:
                    if part.kind == "text" and not (name in texts and texts[name].value.blocks):
                        yield f'texten "{name}" (kapitel {chapter.heading})', document.place
                    if part.kind in ("tabell", "sammanfattning") and name not in document.tables:
                        yield f'tabellen "{name}" (kapitel {chapter.heading})', document.place
                if part.kind == "internkontroll" and document.control is None:
                    yield "internkontrollplanen" + ("" if document.is_plan else "s uppföljning"), document.place
                if part.kind == "isk" and (document.control is None or document.control.assessment is None):
                    yield "ISK-bedömningen", document.place
            yield from find_missing(chapter.chapters)

    yield from find_missing(get_outline(context, document))


def _shorten(name: str) -> str:
    return name if len(name) <= 70 else name[:69] + "…"
