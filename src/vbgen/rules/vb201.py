"""En hänvisning leder ingenstans.

Vad: Ett id som något hänvisar till finns inte: en text, tabell, bild eller del i dispositionen, en bilaga, ett överordnat mål, ett mål som ska stå i gemensamt.yaml, en rad eller kolumn i en formel, det som ett diagram görs av, en fotnot.

Varför: Det som hänvisas till skulle saknas i dokumentet utan att någon märker det.

Fel:

    innehåll:
      - text: inledningen        # i texter.yaml heter den inledning

Rätt: Rätta id:t, eller lägg till det som saknas.
"""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterator

from vbgen.findings import Finding, Place
from vbgen.model.content import BoardFile, UnitFile
from vbgen.model.diagram import ALL
from vbgen.model.document import Chapter
from vbgen.model.items import Goal, Indicator, Linked
from vbgen.model.text import Prose, parse_text
from vbgen.reportset.context import Context
from vbgen.reportset.data import DocumentData, LocatedItem, Shared, Unit
from vbgen.tables.references import find_dead_references

CODE = "VB201"
_LINKING = (Goal, Indicator)  # kinds of items that refer to something by fields of their own


def check(context: Context) -> Iterator[Finding]:
    """References of units, dispositions, texts, items and tables."""
    for unit in context.data.units.values():
        yield from _check_unit(context, unit)
        chain = context.chain(unit)
        for document in unit.documents.values():
            yield from _check_disposition(context, document)
            yield from _check_texts(context, document)
            yield from _check_diagrams(context, document)
            for located in document.items():
                item = located.item
                if item.name is None and document.is_plan and chain.origin(located.kind, item.id) is None:
                    hint = "ge den namn: här, eller lägg den i gemensamt.yaml"
                    yield from _report_dead(
                        context, located.place.child("id"), f'{located.kind} "{item.id}"', item.id, hint
                    )
                if isinstance(item, _LINKING) or any(change.has_item_ids for change, _ in item.plan_changes()):
                    yield from _check_links(context, located, chain.ids.get(located.kind, set()), document)
    for home in context.data.table_homes():
        yield from _check_tables(context, home)


def _check_tables(context: Context, home: DocumentData | Shared) -> Iterator[Finding]:
    for count in home.counts.values():
        for index, name in enumerate(count.value.of):
            yield from _check_name(context, count.place.child("av", index), "tabellen", name, home.tables)
    for table in home.tables.values():
        for path, dead_reference in find_dead_references(table, context.find):
            if not context.data.has_unreadable_file and dead_reference.name not in context.data.unloaded_ids:
                yield Finding(CODE, "error", table.place.child(*path), dead_reference.message, "rätta hänvisningen")


def _check_diagrams(context: Context, document: DocumentData) -> Iterator[Finding]:
    """Check the sources of diagrams: tables with columns and rows, indicators."""
    indicators = {located.item.id for located in document.items() if isinstance(located.item, Indicator)}
    for located in document.diagrams.values():
        diagram, place = located.value, located.place
        for index, name in enumerate(() if diagram.indicators == ALL else diagram.indicators):
            yield from _check_name(context, place.child("indikatorer", index), "indikatorn", name, indicators)
        if diagram.table is None:
            continue
        yield from _check_name(context, place.child("tabell"), "tabellen", diagram.table, document.tables)
        if diagram.table in document.tables:
            table = document.tables[diagram.table]
            figures = [name for name, position in table.column_ids.items() if table.columns[position].is_numeric]
            for index, name in enumerate(diagram.columns):
                yield from _check_name(context, place.child("kolumner", index), "kolumnen med siffror", name, figures)
            for index, name in enumerate(diagram.rows):
                yield from _check_name(context, place.child("rader", index), "raden", name, table.row_ids)


def _check_unit(context: Context, unit: Unit) -> Iterator[Finding]:
    unit_ids = {other for year, other in context.data.units if year == unit.year}
    if isinstance(unit.file, BoardFile):
        for index, name in enumerate(unit.file.appendices):
            yield from _check_name(context, unit.place.child("bilagor", index), "enheten", name, unit_ids)
    elif isinstance(unit.file, UnitFile):
        board = context.data.units.get((unit.year, unit.file.appendix_to))
        if board is not None and isinstance(board.file, BoardFile) and unit.id not in board.file.appendices:
            message = f'{unit.file.appendix_to} räknar inte upp "{unit.id}" bland sina bilagor'
            hint = f"lägg till {unit.id} under bilagor: i {board.place.file}"
            yield Finding(CODE, "error", unit.place.child("bilaga till"), message, hint)
        elif board is None and not context.data.is_partial:
            yield from _check_name(context, unit.place.child("bilaga till"), "nämnden", unit.file.appendix_to, unit_ids)


def _check_disposition(context: Context, document: DocumentData) -> Iterator[Finding]:
    if document.info.recreated_from is not None:
        return  # never a document
    own = document.info.disposition is not None
    chapters = document.info.disposition or context.data.organisation.disposition(document.info.kind) or ()
    shared = context.data.shared.get(document.year)
    texts = {*document.texts, *(shared.texts if shared else ())}
    goals, control = document.goals, document.control
    ids_by_kind: dict[str, tuple[str, set[str]]] = {
        "text": ("texten", texts),
        "tabell": ("tabellen", set(document.tables)),
        "sammanfattning": ("tabellen", set(document.tables)),
        "bild": ("bilden", set(document.pictures)),
        "diagram": ("diagrammet", set(document.diagrams)),
        "perspektiv": ("perspektivet", {a.id for a in goals.perspectives} if goals else set()),
        "områden": ("området", {a.id for a in goals.areas} if goals else set()),
        "mål": ("målet", {g.id for g in goals.goals} if goals else set()),
        "uppdrag": ("uppdraget", {a.id for a in goals.assignments} if goals else set()),
        "symboler": ("symbolerna", set(context.data.organisation.symbols)),
        "internkontroll": ("området i internkontrollplanen", {a.id for a in control.areas} if control else set()),
    }

    def check_chapters(chapters: tuple[Chapter, ...], place: Place) -> Iterator[Finding]:
        for index, chapter in enumerate(chapters):
            chapter_place = place.child(index)
            if chapter.appendix is not None:
                units = {other for year, other in context.data.units if year == document.year}
                yield from _check_name(
                    context,
                    chapter_place.child("bilaga") if own else document.place,
                    "enheten",
                    chapter.appendix,
                    units,
                )
            for steps, part in chapter.parts():
                if part.kind not in ids_by_kind:
                    continue
                noun, ids = ids_by_kind[part.kind]
                for position, name in enumerate(part.ids):
                    if name not in ("alla", "ja") and name not in ids:
                        name_place = chapter_place.child(*steps, part.kind, position) if own else document.place
                        yield from _check_name(context, name_place, noun, name, ids)
            yield from check_chapters(chapter.chapters, chapter_place.child("kapitel"))

    yield from check_chapters(chapters, document.place.child("disposition"))


def _check_texts(context: Context, document: DocumentData) -> Iterator[Finding]:
    for located in document.texts.values():
        yield from _check_prose(context, document, located.value, located.place)
    for item in document.items():
        name, text = item.item.name, item.item.text
        if name is not None and "[^" in name:
            yield from _check_prose(context, document, parse_text(name), item.place.child("namn"))
        if text is not None and "[" in text.source:  # most texts place nothing, and have no notes
            yield from _check_prose(context, document, text, item.place.child("text"))


def _check_prose(context: Context, document: DocumentData, prose: Prose, place: Place) -> Iterator[Finding]:
    ids_by_kind: dict[str, tuple[str, Collection[str]]] = {
        "tabell": ("tabellen", document.tables),
        "bild": ("bilden", document.pictures),
        "diagram": ("diagrammet", document.diagrams),
    }
    for placing in prose.placings():
        if placing.id is not None:
            noun, ids = ids_by_kind[placing.kind]
            yield from _check_name(context, place.point(placing.line, placing.column), noun, placing.id, ids)
    notes = document.footnotes.get(place.file, {})
    for mark, line in prose.notes():
        if mark not in notes:
            hint = "skriv den under fotnoter: i samma fil"
            yield Finding(CODE, "error", _find_mark(prose, place, mark, line), f'fotnoten "{mark}" finns inte', hint)


def _find_mark(prose: Prose, place: Place, mark: str, line: int) -> Place:
    """Return the place of a footnote mark in the paragraph that begins at a line."""
    for line_number, line_text in enumerate(prose.source.split("\n")[line:], start=line):
        if (column := line_text.find(f"[^{mark}]")) >= 0:
            return place.point(line_number, column)
    return place


def _check_links(context: Context, located: LocatedItem, ids: set[str], document: DocumentData) -> Iterator[Finding]:
    item = located.item
    for change, link in item.plan_changes():
        if not change.has_item_ids or not isinstance(link, Linked):
            continue
        known_ids = ids
        if document.is_plan and not change.is_removal:  # what a plan replaces may stand in the year before
            earlier_unit = context.data.units.get((document.year - 1, document.unit))
            if earlier_unit is None and context.data.is_partial:
                continue  # which was not read
            known_ids = ids | (
                context.chain(earlier_unit).ids.get(located.kind, set()) if earlier_unit is not None else set()
            )
        for index, name in enumerate(link.ids):
            yield from _check_name(context, located.place.child(change.key, "id", index), located.kind, name, known_ids)
    if isinstance(item, Goal) and item.parent is not None:
        yield from _check_name(context, located.place.child("överordnat"), "målet", item.parent, ids)
    if isinstance(item, Indicator):
        for key, measured in (
            ("föregående", item.previous),
            ("utfall", item.outcome),
            ("målvärde", item.target),
            ("långsiktigt målvärde", item.long_term),
        ):
            if measured is not None and measured.table is not None:
                yield from _check_name(
                    context, located.place.child(key, "tabell"), "tabellen", measured.table, document.tables
                )


def _check_name(context: Context, place: Place, noun: str, name: str, ids: Collection[str]) -> Iterator[Finding]:
    if name in ids:
        return
    sorted_ids = sorted(ids)
    matches = difflib.get_close_matches(name, sorted_ids, n=1)
    hint = f'menade du "{matches[0]}"?' if matches else f"de som finns: {', '.join(sorted_ids) or 'inga'}"
    yield from _report_dead(context, place, f'{noun} "{name}"', name, hint)


def _report_dead(context: Context, place: Place, subject: str, name: str, hint: str) -> Iterator[Finding]:
    """Report a reference to nothing; silent where its target may stand in a part that did not load."""
    if not context.data.has_unreadable_file and name not in context.data.unloaded_ids:
        yield Finding(CODE, "error", place, f"{subject} finns inte", hint)
