"""Ett kapitel som krävs saknas eller är tomt.

Vad: Dispositionen i vbgen.yaml har `krävs: ja` på ett kapitel. Nämndens dokument av det slaget har en egen disposition utan kapitel med den rubriken, eller så finns inget att skriva i kapitlet. Var i dispositionen kapitlet står spelar ingen roll, inte heller stora och små bokstäver. Bilagor prövas inte.

Varför: Organisationen har bestämt att alla nämnder ska redovisa det.

Fel:

    # vbgen.yaml har verksamhetsplan: - {rubrik: Uppföljning, krävs: ja, …}
    dokument: verksamhetsplan
    disposition:
      - rubrik: Inledning
        innehåll: [{text: inledning}]

Rätt: Lägg till kapitlet med samma rubrik. Saknas det med avsikt, notera det överst i dokument.yaml: `noterat: - {vid: Uppföljning, kod: VB704, skäl: …}`.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator

from vbgen.findings import Finding, Place
from vbgen.model.document import Chapter, Part, StandardChapter
from vbgen.names import fold
from vbgen.reportset.context import Context
from vbgen.reportset.data import DocumentData, Unit

CODE = "VB704"


def check(context: Context) -> Iterator[Finding]:
    """Documents of boards against the chapters that their kind must have."""
    for document in context.data.documents():
        unit = context.data.find_unit(document)
        standard = context.data.organisation.disposition(document.info.kind) or ()
        required = [str(chapter.heading) for chapter in _list_required(standard)]
        settings = context.data.organisation_place.file
        printed = unit.is_board and document.info.recreated_from is None
        if required and printed and context.data.is_whole(document) and settings not in context.data.broken_files:
            yield from _check_document(context, unit, document, required)


def _list_required(chapters: tuple[StandardChapter, ...]) -> Iterator[StandardChapter]:
    for chapter in chapters:
        if chapter.required:
            yield chapter
        yield from _list_required(chapter.chapters)


def _check_document(context: Context, unit: Unit, document: DocumentData, required: list[str]) -> Iterator[Finding]:
    own = document.info.disposition
    place = document.place.child("disposition")
    chapters = own if own is not None else context.data.organisation.disposition(document.info.kind) or ()
    chapters_by_heading = {
        fold(chapter.heading): (chapter, chapter_place)
        for chapter, chapter_place in _walk_chapters(chapters, place)
        if chapter.heading
    }
    for heading in required:
        chapter, chapter_place = chapters_by_heading.get(fold(heading), (None, place))
        if chapter is None:
            matches = difflib.get_close_matches(fold(heading), list(chapters_by_heading), n=1)
            hint = (
                f'menades "{chapters_by_heading[matches[0]][0].heading}"?'
                if matches
                else "lägg till det, eller notera varför det saknas"
            )
            message = f'kapitlet "{heading}" krävs men finns inte i dispositionen'
        elif not _is_filled(context, unit, document, chapter):
            hint, message = "skriv det som hör dit, eller notera varför", f'kapitlet "{heading}" krävs men är tomt'
        else:
            continue
        finding_place = chapter_place if own is not None else document.place
        yield Finding(CODE, "error", finding_place, message, hint, address=heading, owner=document.place)


def _walk_chapters(chapters: tuple[Chapter, ...], place: Place) -> Iterator[tuple[Chapter, Place]]:
    for index, chapter in enumerate(chapters):
        yield chapter, place.child(index)
        yield from _walk_chapters(chapter.chapters, place.child(index, "kapitel"))


def _is_filled(context: Context, unit: Unit, document: DocumentData, chapter: Chapter) -> bool:
    """Tell whether the chapter has content. References to nothing are told by themselves (VB201)."""
    if chapter.appendix is not None or any(
        _is_filled(context, unit, document, subchapter) for subchapter in chapter.chapters
    ):
        return True
    return any(_has_content(context, unit, document, part) for _, part in chapter.parts())


def _has_content(context: Context, unit: Unit, document: DocumentData, part: Part) -> bool:
    if part.kind == "text":
        shared = context.data.shared.get(unit.year)
        texts = {**(shared.texts if shared is not None else {}), **document.texts}
        return any(name not in texts or texts[name].value.blocks for name in part.ids)
    if part.kind == "isk":
        return document.control is not None and document.control.assessment is not None
    goals, control = document.goals, document.control
    filled_lists: dict[str, bool] = {
        "perspektiv": goals is not None and bool(goals.perspectives),
        "områden": goals is not None and bool(goals.areas),
        "mål": goals is not None and bool(goals.goals),
        "uppdrag": goals is not None and bool(goals.assignments),
        "internkontroll": control is not None and bool(control.areas),
    }
    return part.ids != ("alla",) or filled_lists.get(part.kind, True)
