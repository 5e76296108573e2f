"""A document's view: its disposition filled with what the data say."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath
from typing import TypeVar

from vbgen.model.base import of_ours
from vbgen.model.content import PICTURES
from vbgen.model.document import AREA_PARTS, Chapter, DocumentFile, Part
from vbgen.model.items import Area, Item
from vbgen.model.organisation import Organisation
from vbgen.model.text import Placing
from vbgen.names import fold
from vbgen.reportset.citations import filled, filled_texts
from vbgen.reportset.context import Context
from vbgen.reportset.data import Chain, DocumentData, Unit
from vbgen.tables.smallgroups import HiddenCells, hide_small_groups
from vbgen.view.blocks import Block, Heading, Image, Inlines, Links, Paragraph, Span
from vbgen.view.chapters import (
    AppendixPart,
    BlockPart,
    ChapterView,
    DocumentView,
    LegendPart,
    LegendView,
    LinksPart,
    PartView,
    SymbolView,
    TextPart,
)
from vbgen.view.charts.chart import Charts
from vbgen.view.control import ControlView
from vbgen.view.items import Items
from vbgen.view.prose import blocks, footnotes, label, last_day, missing, period_words, plain
from vbgen.view.tables import Hidden, table_blocks
from vbgen.view.words import Words

ItemT = TypeVar("ItemT", bound=Item)


def document_view(
    context: Context,
    unit: Unit,
    document: DocumentData,
    *,
    draft: bool = False,
    internal: bool = False,
    findings: tuple[str, ...] = (),
) -> DocumentView:
    """The whole document. `draft`: mark it and list the open findings at its end.
    `internal`: mark it and show small groups too."""
    organisation = context.data.organisation
    info = document.info
    small = organisation.small_groups
    hide = small.hidden and not internal
    printed = context.data.bound(unit, document) if hide else []
    tables = [evaluation for part in printed for evaluation in context.evaluations(part)]
    builder = _Builder(context, unit, document, 1, hide_small_groups(tables, small.least))
    given = ("UTKAST" if draft else None, "INTERN" if internal else None, organisation.example)
    marks = tuple(mark for mark in given if mark is not None)
    properties = {"category": info.kind}
    return DocumentView(
        info.title,
        info.subtitle or unit.file.name,
        organisation.name,
        title_lines(organisation, info),
        marks,
        builder.words.headings["innehåll"],
        tuple(builder.outline()),
        findings,
        properties,
        info.decision.version_shown if info.decision is not None else "",
        period_words(info.period),
        info.decision.date if info.decision is not None and info.decision.date is not None else last_day(info.period),
        builder.words.numbered("tabell"),
        builder.words.numbered("diagram"),
    )


def title_lines(organisation: Organisation, info: DocumentFile) -> tuple[str, ...]:
    """What stands under the title: the organisation, the decision and the version as far as they are known."""
    lines = [organisation.name]
    if info.decision is not None:
        lines += [info.decision.described(lambda date: f"beslutad {_day(date)}"), info.decision.version_shown]
    return tuple(line for line in lines if line)


def outline_of(context: Context, document: DocumentData) -> tuple[Chapter, ...]:
    """The disposition in force: the document's own, the organisation's for its kind, or one made from what there is."""
    if document.info.disposition is not None:
        return document.info.disposition
    default = context.data.organisation.disposition(document.info.kind)
    return default if default is not None else tuple(_made_from(document))


def _made_from(document: DocumentData) -> Iterator[Chapter]:
    """Chapters for a document that nobody laid out: its texts by their ids, goals, tables, control plan, appendices."""

    def chapter(heading: str, *parts: dict[str, str]) -> Chapter:
        return of_ours(Chapter, {"rubrik": heading, "innehåll": list(parts)})

    placed = {p.id for located in document.texts.values() for p in located.thing.placings()}
    placed |= {p.id for item in document.items() if item.item.text is not None for p in item.item.text.placings()}
    for text_id in document.texts:
        yield chapter(text_id.replace("-", " ").capitalize(), {"text": text_id})
    if goals := document.goals:
        filled = {
            "perspektiv": goals.perspectives,
            "områden": goals.areas,
            "mål": goals.goals,
            "uppdrag": goals.assignments,
        }
        parts = [{key: "alla"} for key, value in filled.items() if value]
        if parts:
            yield chapter("Mål och uppdrag", *parts)
    tables = [{"tabell": table_id} for table_id in document.tables if table_id not in placed]
    if tables:
        yield chapter("Ekonomi", *tables)
    others = [{"bild": name} for name in document.pictures if name not in placed]
    others += [{"diagram": name} for name in document.diagrams if name not in placed]
    if others:
        yield chapter("Bilder", *others)
    if document.control is not None:
        parts = [{"internkontroll": "alla"}] if document.control.areas else []
        parts += [{"isk": "ja"}] if document.control.assessment is not None else []
        if parts:
            yield chapter("Intern kontroll", *parts)


class _Builder:
    """Fills the outline of one document; `base` is the heading level of its chapters."""

    def __init__(
        self,
        context: Context,
        unit: Unit,
        document: DocumentData,
        base: int,
        small: HiddenCells,
    ) -> None:
        self.context = context
        self.unit = unit
        self.document = document = filled(context, document, small)
        self.base = base
        self.small = small
        self.words = Words.of(context.data.organisation, document)
        self.chain: Chain = context.chain(unit)
        self.prefix = f"{unit.id}-" if base > 1 else ""
        self.items = Items(
            document, self.chain, self.words, self.placed, lambda level: self._number(level, None), self.prefix
        )
        self.control = ControlView(self.items)
        self.counters = [0] * 48  # more levels than YAML may have
        shared = context.data.shared.get(unit.year)
        self.texts = {**(filled_texts(context, shared) if shared else {}), **document.texts}

    # ------------------------------------------------------------ outline
    def outline(self) -> Iterator[ChapterView]:
        """All chapters, appendices last unless the disposition places them."""
        chapters = outline_of(self.context, self.document)
        found = list(self._chapters(chapters, self.base))
        named = {chapter.appendix for chapter in chapters if chapter.appendix}
        for appendix in self.unit.file.appendices:
            if appendix not in named and self._appendix_document(appendix) is not None:
                found.append(self._appendix(appendix))  # noqa: PERF401 - reads as a list of exceptions
        yield from self._with_legends(found)

    def _chapters(self, chapters: tuple[Chapter, ...], level: int) -> Iterator[ChapterView]:
        for chapter in chapters:
            if chapter.appendix is not None:
                yield self._appendix(chapter.appendix)
                continue
            if chapter.areas is not None:
                yield from self._areas(chapter.areas, level)
                continue
            number = self._number(level, chapter.number)
            anchor = (
                f"{self.prefix}kapitel-{number.replace('.', '-')}"
                if number
                else f"{self.prefix}{level}-{chapter.heading}"
            )
            heading = Heading(level, label(chapter.heading or ""), number, _ascii(anchor))
            parts: list[PartView] = []
            below: list[ChapterView] = []
            for part in chapter.content:
                if part.kind in AREA_PARTS:
                    below.extend(self._areas(part, level + 1))
                else:
                    parts.extend(self._part(part, level))
            below.extend(self._chapters(chapter.chapters, level + 1))
            yield ChapterView(heading, tuple(parts), tuple(below))

    def _number(self, level: int, given: str | None) -> str | None:
        """The next number at a level; a given one ("1.1.2") also sets where counting goes on."""
        depth = level - self.base
        if given is not None and given.lower() == "nej":
            return None
        if given is not None:
            for index, piece in enumerate(given.split(".")):
                if piece.isdigit() and index < len(self.counters):
                    self.counters[index] = int(piece)
            self.counters[depth + 1 :] = [0] * (len(self.counters) - depth - 1)
            return given
        self.counters[depth] += 1
        self.counters[depth + 1 :] = [0] * (len(self.counters) - depth - 1)
        return ".".join(str(n) for n in self.counters[: depth + 1])

    def _areas(self, part: Part, level: int) -> Iterator[ChapterView]:
        goals = self.document.goals
        areas = () if goals is None else goals.perspectives if part.kind == "perspektiv" else goals.areas
        chosen = _chosen(areas, part)
        for area in chosen:
            numbered = part.numbered_areas or part.kind == "perspektiv"
            yield self._area(area, level, part, part.kind, numbered=numbered)
        if not chosen:
            yield ChapterView(None, (BlockPart((missing(part.kind),)),))

    def _area(self, area: Area, level: int, part: Part, pattern: str, *, numbered: bool) -> ChapterView:
        """An area as a chapter, with the areas in it; `numbered`: it has a number (and stands in the contents list)."""
        number = self._number(level, None) if numbered else None
        found = self.items.area_heading(area, level, number, pattern)
        heading = found._replace(anchor=self.prefix + _ascii(found.anchor), in_contents=numbered)
        numbering = (lambda below: self._number(below, None)) if part.numbered_lists else None
        parts = self.items.area_body(area, level, numbering)
        below = (self._area(a, level + 1, part, "områden", numbered=part.numbered_areas) for a in area.areas)
        return ChapterView(heading, parts, tuple(below))

    # -------------------------------------------------------------- parts
    def _part(self, part: Part, level: int) -> Iterator[PartView]:
        document = self.document
        match part.kind:
            case "text":
                for text_id in part.ids:
                    yield self._text(text_id, level)
            case "tabell" | "bild" | "diagram" | "sammanfattning":
                yield from self._things(part)
            case "mål":
                goals = _chosen(document.goals.goals if document.goals else (), part)
                yield (
                    self.items.list_part("mål", goals, {}, level, None, bare=True)
                    if goals
                    else BlockPart((missing("mål"),))
                )
            case "uppdrag":
                tasks = _chosen(document.goals.assignments if document.goals else (), part)
                yield from self.items.list_parts("uppdrag", tasks, {}, level, None)
                if not tasks:
                    yield BlockPart((missing("uppdrag"),))
            case "internkontroll":
                if document.control is None:
                    yield BlockPart((missing("internkontrollplanen"),))
                elif document.is_plan:
                    yield BlockPart(self.control.plan(_chosen(document.control.areas, part)))
                else:
                    yield BlockPart(self.control.follow_up(_chosen(document.control.areas, part), level))
            case "isk":
                found = self.control.assessment(document.control, level) if document.control else ()
                yield BlockPart(found or (missing("ISK-bedömningen"),))
            case _:  # symboler: those in use are known when all statuses have been met
                heading = Heading(min(level + 1, 6), label(self.words.headings["symboler"]), in_contents=False)
                named = () if part.ids == ("ja",) else self._legends(part.ids)
                yield LegendPart(heading, named)

    def _things(self, part: Part) -> Iterator[PartView]:
        """Tables, pictures, diagrams; after a summary the ways to what it sums up."""
        kind = "tabell" if part.kind == "sammanfattning" else part.kind
        for thing in part.ids:
            yield BlockPart(self.placed(Placing(kind, thing, 0, 0)))
        if part.kind == "sammanfattning":
            yield LinksPart()

    def _text(self, text_id: str, level: int) -> PartView:
        located = self.texts.get(text_id)
        if located is None:
            return BlockPart((missing(f'texten "{text_id}"'),))
        found = blocks(located.thing, level, self.placed)
        notes = self.document.footnotes.get(located.place.file, {})
        return TextPart(found + footnotes(located.thing, notes))

    def placed(self, placing: Placing) -> tuple[Block, ...]:
        """What a text or a chapter places: a table, a picture, a diagram."""
        document, name = self.document, placing.id or ""
        if placing.kind == "tabell" and name in document.tables:
            table = document.tables[name]
            for column in table.columns:
                if column.spec.symbols is not None and any(row.cells[column.index].words for row in table.rows):
                    self.words.used_sets.setdefault(column.spec.symbols, False)
            why = self.words.small_groups(self.context.data.organisation.small_groups.least)
            small = Hidden(self.small.get(table, frozenset()), why)
            anchor = f"{self.prefix}tabell-{name}"
            evaluation, symbols = self.context.evaluation(table), self.context.data.organisation.symbols
            return table_blocks(evaluation, symbols, anchor=anchor, hidden=small)
        if placing.kind == "bild" and name in document.pictures:
            picture, content = document.pictures[name].thing, document.images.get(name)
            if content is None:
                return (missing(f'bilden "{name}"'),)
            caption: Inlines = label(picture.caption) if picture.caption is not None else ()
            path = PurePosixPath(picture.file)
            return (Image(path.name, PICTURES[path.suffix.lower()].name, content, picture.alt, caption),)
        if placing.kind == "diagram" and name in document.diagrams:
            charts = Charts(self.context, document, self.words, self.small)
            return charts.blocks(document.diagrams[name].thing, f"{self.prefix}diagram-{name}")
        return (missing(f'{placing.kind} "{name}"' if name else placing.kind),)

    # ----------------------------------------------------------- legends
    def _legends(self, names: Iterable[str]) -> tuple[LegendView, ...]:
        """The legends of symbol sets, under the document's own headings where it has them."""
        sets, own = self.context.data.organisation.symbols, self.document.info.legend_headings
        return tuple(
            LegendView(
                name,
                own.get(name, sets[name].heading),
                tuple(
                    SymbolView(s.glyph or word, s.meaning, s.colour or "", f"{name}/{word}")
                    for word, s in sets[name].values.items()
                ),
            )
            for name in names
            if name in sets
        )

    def _ways(self) -> tuple[Block, ...]:
        """To each goal and assignment that has a heading, with its status."""
        if not self.items.headed:
            return ()
        found = self.items.headed
        entries = tuple((*status, *((Span(" "),) if status else ()), *linked(heading)) for heading, status in found)
        return (Links("Gå till", entries),)

    def _with_legends(self, chapters: list[ChapterView]) -> Iterator[ChapterView]:
        """What is in use, and whether the source hides any of it, is known when every status has been met."""
        used = self.words.used_sets

        def filled(part: PartView) -> PartView:
            if isinstance(part, LinksPart):
                return BlockPart(self._ways())
            if not isinstance(part, LegendPart):
                return part
            sets = part.sets or self._legends(used)
            hidden = any(used.get(legend.of, False) for legend in sets)
            note = Paragraph((Span("Där källan inte visar någon symbol står —."),), "note") if hidden else None
            return part._replace(sets=sets, note=note) if sets else BlockPart(())

        def through(chapter: ChapterView) -> ChapterView:
            below = tuple(through(one) for one in chapter.chapters)
            return ChapterView(chapter.heading, tuple(filled(part) for part in chapter.parts), below)

        return (through(chapter) for chapter in chapters)

    # --------------------------------------------------------- appendices
    def _appendix_document(self, unit_id: str) -> tuple[Unit, DocumentData] | None:
        unit = self.context.data.units.get((self.unit.year, unit_id))
        found = unit.documents.get(self.document.folder) if unit is not None else None
        return (unit, found) if unit is not None and found is not None else None

    def _appendix(self, unit_id: str) -> ChapterView:
        found = self._appendix_document(unit_id)
        if found is None:
            return ChapterView(None, (BlockPart((missing(f'bilagan "{unit_id}"'),)),))
        unit, document = found
        builder = _Builder(self.context, unit, document, self.base + 1, self.small)
        title = (Span(f"{self.words.headings['bilaga']}: "), *label(document.info.title))
        heading = Heading(self.base, title, anchor=f"bilaga-{unit.id}")
        return ChapterView(None, (AppendixPart(heading, document.info.subtitle or "", tuple(builder.outline())),))


def linked(heading: Heading) -> Inlines:
    """A heading's words as a way to it."""
    return (Span(plain(heading.content), link=f"#{heading.anchor}"),)


def _chosen(things: tuple[ItemT, ...], part: Part) -> tuple[ItemT, ...]:
    """`alla`, or the items with the ids that the part names, in that order."""
    if part.ids == ("alla",):
        return things
    by_id = {thing.id: thing for thing in things}
    return tuple(by_id[name] for name in part.ids if name in by_id)


def _day(date: dt.date) -> str:
    """A day as written in Swedish: 14 december 2020."""
    from babel.dates import format_date

    return format_date(date, format="long", locale="sv_SE")


def _ascii(text: str) -> str:
    return "".join(ch if ch.isalnum() or ch == "-" else "-" for ch in fold(text) if ch.isascii()).strip("-")
