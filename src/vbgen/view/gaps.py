"""What a document still lacks, with who is to see to it and when: for those who put it together."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple

from vbgen.findings import Place
from vbgen.model.document import Chapter
from vbgen.model.items import Area, Assignment, Goal, Indicator
from vbgen.reportset.context import Context
from vbgen.reportset.data import SYMBOL_FIELDS, DocumentData, LocatedItem, Unit
from vbgen.reportset.followup import passed_over
from vbgen.view.document import outline_of


class Gap(NamedTuple):
    """Something that a document lacks. `owner`: a role; `deadline`: the document's."""

    year: int
    unit: str
    document: str
    what: str
    place: Place
    owner: str | None
    deadline: dt.date | None


def gaps(context: Context, unit: Unit) -> Iterator[Gap]:
    """What the documents of a board or unit lack, in order; recreated plans lack nothing that anybody will write."""
    earlier: list[DocumentData] = []
    for document in unit.documents.values():
        if document.info.recreated_from is None:
            yield from _of_document(context, unit, document, earlier)
        earlier.append(document)


def _of_document(context: Context, unit: Unit, document: DocumentData, earlier: list[DocumentData]) -> Iterator[Gap]:
    info, chain = document.info, context.chain(unit)

    def gap(what: str, place: Place, owner: str | None = None) -> Gap:
        return Gap(unit.year, unit.id, info.kind, what, place, owner or info.responsible, info.deadline)

    for what, place in _chapters(context, document):
        yield gap(what, place)
    if document.is_plan:
        return
    for located in document.items():
        if located.item.gone:
            continue
        resolved = chain.resolve(located.item)
        for what in _of_item(context, located):
            name = resolved.name or located.item.id
            yield gap(f"{what}: {_short(name)}", located.place.below("id"), _owner(context, unit, located))
    for located, inside in passed_over(document, earlier):
        more = f" (med {inside} som hör till)" if inside else ""
        what = f"uppföljning av {located.kind}: {_short(located.item.name or located.item.id)}{more}"
        yield gap(what, located.place.below("id"), located.item.responsible)


def _of_item(context: Context, located: LocatedItem) -> Iterator[str]:
    """What a follow-up of an item needs: its status where the organisation has statuses for it, an outcome, a comment."""
    item = located.item
    for attribute, key, field in SYMBOL_FIELDS.get(type(item), ())[:1]:
        if getattr(item, attribute) is None and _judged(located) and context.data.organisation.statuses(field):
            yield key
    if isinstance(item, Indicator) and item.outcome is None:
        yield "utfall"
    if isinstance(item, Assignment) and item.text is None:
        yield "kommentar"


def _judged(located: LocatedItem) -> bool:
    """Items of the kind get a status: not chapters that only group goals, nor goals that stand as lines of a priority area."""
    item = located.item
    if isinstance(item, Area):
        return bool(item.activities)
    grouped = located.parent is not None and isinstance(located.parent.item, Area) and located.parent.item.activities
    return not (isinstance(item, Goal) and grouped)


def _owner(context: Context, unit: Unit, located: LocatedItem) -> str | None:
    """The role that answers for an item, or for what it stands in; the follow-up's word before the plan's."""
    chain = context.chain(unit)
    at: LocatedItem | None = located
    while at is not None:
        if (owner := chain.resolve(at.item).responsible) is not None:
            return owner
        at = at.parent
    return None


def _chapters(context: Context, document: DocumentData) -> Iterator[tuple[str, Place]]:
    """What the chapters place and the data do not hold."""
    shared = context.data.shared.get(document.year)
    texts = {**(shared.texts if shared else {}), **document.texts}

    def look(chapters: tuple[Chapter, ...]) -> Iterator[tuple[str, Place]]:
        for chapter in chapters:
            for _, part in chapter.parts():
                for name in part.ids:
                    if part.kind == "text" and not (name in texts and texts[name].thing.blocks):
                        yield f'texten "{name}" (kapitel {chapter.heading})', document.place
                    if part.kind in ("tabell", "sammanfattning") and name not in document.tables:
                        yield f'tabellen "{name}" (kapitel {chapter.heading})', document.place
                if part.kind == "internkontroll" and document.control is None:
                    yield "internkontrollplanen" + ("" if document.is_plan else "s uppföljning"), document.place
                if part.kind == "isk" and (document.control is None or document.control.assessment is None):
                    yield "ISK-bedömningen", document.place
            yield from look(chapter.chapters)

    yield from look(outline_of(context, document))


def _short(name: str) -> str:
    return name if len(name) <= 70 else name[:69] + "…"
