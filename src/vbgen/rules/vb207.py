"""Något skrivs aldrig ut.

Vad: En text, tabell, bild, ett perspektiv, mål eller en fotnot finns i data men inget kapitel och ingen text placerar den.

Varför: Det som någon skrivit ska stå i dokumentet. Annars är det borta utan att någon märkt det.

Fel:

    texter:
      inledning: |
        …
      slutord: |          # finns inte i dispositionen
        …

Rätt: Placera den i dispositionen (`- text: slutord`) eller i en text (`[tabell: id]`), eller ta bort den.
"""

from __future__ import annotations

from collections.abc import Iterator

from vbgen.findings import Finding, Place
from vbgen.model.document import Chapter
from vbgen.model.items import Indicator, Item
from vbgen.reportset.context import Context
from vbgen.reportset.data import DocumentData

CODE = "VB207"


def check(context: Context) -> Iterator[Finding]:
    """Content that the disposition and the texts leave out."""
    for document in context.data.documents():
        settings = context.data.organisation_place.file
        if any(file == settings or file.startswith(f"{document.path}/") for file in context.data.broken_files):
            continue  # what is missing may stand in a part that did not load
        chapters = document.info.disposition
        if chapters is None:
            chapters = context.data.organisation.disposition(document.info.kind)
        if chapters is not None and document.info.recreated_from is None:
            yield from _check_document(document, _find_placed(document, chapters))
        yield from _check_footnotes(document)


def _find_placed(document: DocumentData, chapters: tuple[Chapter, ...]) -> set[tuple[str, str]]:
    placed: set[tuple[str, str]] = set()

    def collect(chapters: tuple[Chapter, ...]) -> None:
        for chapter in chapters:
            for _, part in chapter.parts():
                placed.update(("tabell" if part.kind == "sammanfattning" else part.kind, name) for name in part.ids)
            collect(chapter.chapters)

    collect(chapters)
    proses = [located.value for name, located in document.texts.items() if ("text", name) in placed]
    proses += [item.item.text for item in document.items() if item.item.text is not None]
    placed.update(
        (placing.kind, placing.id) for prose in proses for placing in prose.placings() if placing.id is not None
    )
    for located in document.items():
        if isinstance(located.item, Indicator):
            shown = (located.item.previous, located.item.outcome, located.item.target, located.item.long_term)
            placed.update(("tabell", m.table) for m in shown if m is not None and m.table is not None)
    return placed


def _check_document(document: DocumentData, placed: set[tuple[str, str]]) -> Iterator[Finding]:
    for kind, noun, places in (
        ("text", "texten", {name: located.place for name, located in document.texts.items()}),
        ("tabell", "tabellen", {name: table.place for name, table in document.tables.items()}),
        ("bild", "bilden", {name: located.place for name, located in document.pictures.items()}),
        ("diagram", "diagrammet", {name: located.place for name, located in document.diagrams.items()}),
    ):
        if any(other == kind and name not in places for other, name in placed):
            continue  # a reference to nothing (VB201) may mean one of these
        for name, place in places.items():
            if (kind, name) not in placed:
                yield _build_finding(place, f'{noun} "{name}"', f"placera den i dispositionen: - {kind}: {name}")
    goals, control = document.goals, document.control
    groups: list[tuple[str, str, tuple[Item, ...], Place | None]] = []
    if goals is not None:
        groups += [(key, key, getattr(goals, attribute), document.goals_place) for key, attribute in _GOALS]
    if control is not None:
        groups.append(("internkontroll", "områden", control.areas, document.control_place))
    for kind, key, items, group_place in groups:
        for index, item in enumerate(items):
            if group_place is not None and (kind, item.id) not in placed and (kind, "alla") not in placed:
                hint = f"placera den i dispositionen: - {kind}: alla"
                yield _build_finding(group_place.child(key, index), f'"{item.id}" under {kind}', hint)
    is_unplaced = (
        control is not None and control.assessment is not None and not any(kind == "isk" for kind, _ in placed)
    )
    if is_unplaced and document.control_place is not None:
        hint = "placera den i dispositionen: - isk: ja"
        yield _build_finding(document.control_place.child("isk"), "ISK-bedömningen", hint)


_GOALS = (("perspektiv", "perspectives"), ("områden", "areas"), ("mål", "goals"), ("uppdrag", "assignments"))


def _check_footnotes(document: DocumentData) -> Iterator[Finding]:
    for file, notes in document.footnotes.items():
        used = {m for t in document.texts.values() if t.place.file == file for m, _ in t.value.notes()}
        used |= {m for i in document.items() if i.place.file == file and i.item.text for m, _ in i.item.text.notes()}
        names = " ".join(i.item.name or "" for i in document.items() if i.place.file == file)
        for mark in notes:
            if mark not in used and f"[^{mark}]" not in names:
                yield _build_finding(
                    Place(file, ("fotnoter", mark)), f'fotnoten "{mark}"', f"sätt [^{mark}] där den hör hemma"
                )


def _build_finding(place: Place, subject: str, hint: str) -> Finding:
    return Finding(CODE, "error", Place(place.file, place.path, on_key=True), f"{subject} skrivs aldrig ut", hint)
