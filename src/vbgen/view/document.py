"""A document's view: its disposition filled from the data."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath
from typing import TypeVar

from vbgen.model.base import read_own
from vbgen.model.content import PICTURES
from vbgen.model.document import AREA_PARTS, Chapter, DocumentFile, Part
from vbgen.model.items import Area, Item
from vbgen.model.organisation import Organisation
from vbgen.model.text import Placing
from vbgen.names import fold
from vbgen.reportset.citations import fill_document, fill_shared_texts
from vbgen.reportset.context import Context
from vbgen.reportset.data import Chain, DocumentData, Unit
from vbgen.tables.small_groups import HiddenCells, hide_small_groups
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
from vbgen.view.prose import blocks, footnotes, get_plain_text, label, last_day, make_missing_notice, period_words
from vbgen.view.tables import HiddenTableCells, table_blocks
from vbgen.view.words import Words

ItemT = TypeVar("ItemT", bound=Item)


def build_document_view(
    context: Context,
    unit: Unit,
    document: DocumentData,
    *,
    draft: bool = False,
    internal: bool = False,
    findings: tuple[str, ...] = (),
) -> DocumentView:
    """Return the whole document. `draft`: mark it and list the open findings at its end.
    `internal`: mark it and show small groups too."""
    organisation = context.data.organisation
    info = document.info
    small = organisation.small_groups
    hide = small.hidden and not internal
    printed = context.data.bound_documents(unit, document) if hide else []
    tables = [evaluation for part in printed for evaluation in context.evaluations(part)]
    builder = _Builder(context, unit, document, 1, hide_small_groups(tables, small.least))
    possible_marks = ("UTKAST" if draft else None, "INTERN" if internal else None, organisation.example)
    marks = tuple(mark for mark in possible_marks if mark is not None)
    properties = {"category": info.kind}
    return DocumentView(
        info.title,
        info.subtitle or unit.file.name,
        organisation.name,
        title_lines(organisation, info),
        marks,
        builder.words.headings["innehåll"],
        tuple(builder.build_outline()),
        findings,
        properties,
        info.decision.version_label if info.decision is not None else "",
        period_words(info.period),
        info.decision.date if info.decision is not None and info.decision.date is not None else last_day(info.period),
        builder.words.get_number_word("tabell"),
        builder.words.get_number_word("diagram"),
    )


def title_lines(organisation: Organisation, info: DocumentFile) -> tuple[str, ...]:
    """Return the lines under the title: the organisation, the decision and the version as far as they are known."""
    lines = [organisation.name]
    if info.decision is not None:
        lines += [info.decision.describe(lambda date: f"beslutad {_format_day(date)}"), info.decision.version_label]
    return tuple(line for line in lines if line)


def get_outline(context: Context, document: DocumentData) -> tuple[Chapter, ...]:
    """Return the disposition in force: the document's own, the organisation's for its kind, or one made from what there is."""
    if document.info.disposition is not None:
        return document.info.disposition
    default = context.data.organisation.disposition(document.info.kind)
    return default if default is not None else tuple(_propose_chapters(document))


def _propose_chapters(document: DocumentData) -> Iterator[Chapter]:
    """Yield chapters for a document that nobody laid out: its texts by their ids, goals, tables, control plan, appendices."""

    def chapter(heading: str, *parts: dict[str, str]) -> Chapter:
        return read_own(Chapter, {"rubrik": heading, "innehåll": list(parts)})

    placed = {p.id for located in document.texts.values() for p in located.value.placings()}
    placed |= {p.id for item in document.items() if item.item.text is not None for p in item.item.text.placings()}
    for text_id in document.texts:
        yield chapter(text_id.replace("-", " ").capitalize(), {"text": text_id})
    if goals := document.goals:
        item_lists = {
            "perspektiv": goals.perspectives,
            "områden": goals.areas,
            "mål": goals.goals,
            "uppdrag": goals.assignments,
        }
        parts = [{key: "alla"} for key, value in item_lists.items() if value]
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
    """The builder of one document's outline; `base` is the heading level of its chapters."""

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
        self.document = document = fill_document(context, document, small)
        self.base = base
        self.small = small
        self.words = Words.from_document(context.data.organisation, document)
        self.chain: Chain = context.chain(unit)
        self.prefix = f"{unit.id}-" if base > 1 else ""
        self.items = Items(
            document, self.chain, self.words, self.place, lambda level: self._next_number(level, None), self.prefix
        )
        self.control = ControlView(self.items)
        self.counters = [0] * 48  # more levels than YAML may have
        shared = context.data.shared.get(unit.year)
        self.texts = {**(fill_shared_texts(context, shared) if shared else {}), **document.texts}

    # ------------------------------------------------------------ outline
    def build_outline(self) -> Iterator[ChapterView]:
        """Yield all chapters, appendices last unless the disposition places them."""
        chapters = get_outline(self.context, self.document)
        views = list(self._build_chapters(chapters, self.base))
        named = {chapter.appendix for chapter in chapters if chapter.appendix}
        for appendix in self.unit.file.appendices:
            if appendix not in named and self._find_appendix(appendix) is not None:
                views.append(self._build_appendix(appendix))  # noqa: PERF401 - reads as a list of exceptions
        yield from self._complete_parts(views)

    def _build_chapters(self, chapters: tuple[Chapter, ...], level: int) -> Iterator[ChapterView]:
        for chapter in chapters:
            if chapter.appendix is not None:
                yield self._build_appendix(chapter.appendix)
                continue
            if chapter.areas is not None:
                yield from self._build_areas(chapter.areas, level)
                continue
            number = self._next_number(level, chapter.number)
            anchor = (
                f"{self.prefix}kapitel-{number.replace('.', '-')}"
                if number
                else f"{self.prefix}{level}-{chapter.heading}"
            )
            heading = Heading(level, label(chapter.heading or ""), number, _make_ascii(anchor))
            parts: list[PartView] = []
            below: list[ChapterView] = []
            for part in chapter.content:
                if part.kind in AREA_PARTS:
                    below.extend(self._build_areas(part, level + 1))
                else:
                    parts.extend(self._build_part(part, level))
            below.extend(self._build_chapters(chapter.chapters, level + 1))
            yield ChapterView(heading, tuple(parts), tuple(below))

    def _next_number(self, level: int, stated_number: str | None) -> str | None:
        """Return the next number at a level; a stated one ("1.1.2") also sets where counting goes on."""
        depth = level - self.base
        if stated_number is not None and stated_number.lower() == "nej":
            return None
        if stated_number is not None:
            for index, piece in enumerate(stated_number.split(".")):
                if piece.isdigit() and index < len(self.counters):
                    self.counters[index] = int(piece)
            self.counters[depth + 1 :] = [0] * (len(self.counters) - depth - 1)
            return stated_number
        self.counters[depth] += 1
        self.counters[depth + 1 :] = [0] * (len(self.counters) - depth - 1)
        return ".".join(str(n) for n in self.counters[: depth + 1])

    def _build_areas(self, part: Part, level: int) -> Iterator[ChapterView]:
        goals = self.document.goals
        areas = () if goals is None else goals.perspectives if part.kind == "perspektiv" else goals.areas
        chosen = _select_items(areas, part)
        for area in chosen:
            numbered = part.numbered_areas or part.kind == "perspektiv"
            yield self._build_area(area, level, part, part.kind, numbered=numbered)
        if not chosen:
            yield ChapterView(None, (BlockPart((make_missing_notice(part.kind),)),))

    def _build_area(self, area: Area, level: int, part: Part, pattern: str, *, numbered: bool) -> ChapterView:
        """Return an area as a chapter, with the areas in it; `numbered`: it has a number (and stands in the contents list)."""
        number = self._next_number(level, None) if numbered else None
        own_heading = self.items.area_heading(area, level, number, pattern)
        heading = own_heading._replace(anchor=self.prefix + _make_ascii(own_heading.anchor), in_contents=numbered)
        numbering = (lambda below: self._next_number(below, None)) if part.numbered_lists else None
        parts = self.items.area_body(area, level, numbering)
        below = (
            self._build_area(inner_area, level + 1, part, "områden", numbered=part.numbered_areas)
            for inner_area in area.areas
        )
        return ChapterView(heading, parts, tuple(below))

    # -------------------------------------------------------------- parts
    def _build_part(self, part: Part, level: int) -> Iterator[PartView]:
        document = self.document
        match part.kind:
            case "text":
                for text_id in part.ids:
                    yield self._build_text(text_id, level)
            case "tabell" | "bild" | "diagram" | "sammanfattning":
                yield from self._build_placed_parts(part)
            case "mål":
                goals = _select_items(document.goals.goals if document.goals else (), part)
                yield (
                    self.items.list_part("mål", goals, {}, level, None, bare=True)
                    if goals
                    else BlockPart((make_missing_notice("mål"),))
                )
            case "uppdrag":
                assignments = _select_items(document.goals.assignments if document.goals else (), part)
                yield from self.items.list_parts("uppdrag", assignments, {}, level, None)
                if not assignments:
                    yield BlockPart((make_missing_notice("uppdrag"),))
            case "internkontroll":
                if document.control is None:
                    yield BlockPart((make_missing_notice("internkontrollplanen"),))
                elif document.is_plan:
                    yield BlockPart(self.control.plan(_select_items(document.control.areas, part)))
                else:
                    yield BlockPart(self.control.follow_up(_select_items(document.control.areas, part), level))
            case "isk":
                assessment = self.control.assessment(document.control, level) if document.control else ()
                yield BlockPart(assessment or (make_missing_notice("ISK-bedömningen"),))
            case _:  # symboler: those in use are known when all statuses have been met
                heading = Heading(min(level + 1, 6), label(self.words.headings["symboler"]), in_contents=False)
                legends = () if part.ids == ("ja",) else self._build_legends(part.ids)
                yield LegendPart(heading, legends)

    def _build_placed_parts(self, part: Part) -> Iterator[PartView]:
        """Yield tables, pictures, diagrams; after a summary the links to what it sums up."""
        kind = "tabell" if part.kind == "sammanfattning" else part.kind
        for object_id in part.ids:
            yield BlockPart(self.place(Placing(kind, object_id, 0, 0)))
        if part.kind == "sammanfattning":
            yield LinksPart()

    def _build_text(self, text_id: str, level: int) -> PartView:
        located = self.texts.get(text_id)
        if located is None:
            return BlockPart((make_missing_notice(f'texten "{text_id}"'),))
        text_blocks = blocks(located.value, level, self.place)
        notes = self.document.footnotes.get(located.place.file, {})
        return TextPart(text_blocks + footnotes(located.value, notes))

    def place(self, placing: Placing) -> tuple[Block, ...]:
        """Return the table, picture or diagram that a text or a chapter places."""
        document, name = self.document, placing.id or ""
        if placing.kind == "tabell" and name in document.tables:
            table = document.tables[name]
            for column in table.columns:
                if column.spec.symbols is not None and any(row.cells[column.index].words for row in table.rows):
                    self.words.used_sets.setdefault(column.spec.symbols, False)
            why = self.words.small_groups(self.context.data.organisation.small_groups.least)
            small = HiddenTableCells(self.small.get(table, frozenset()), why)
            anchor = f"{self.prefix}tabell-{name}"
            evaluation, symbols = self.context.evaluation(table), self.context.data.organisation.symbols
            return table_blocks(evaluation, symbols, anchor=anchor, hidden=small)
        if placing.kind == "bild" and name in document.pictures:
            picture, content = document.pictures[name].value, document.images.get(name)
            if content is None:
                return (make_missing_notice(f'bilden "{name}"'),)
            caption: Inlines = label(picture.caption) if picture.caption is not None else ()
            path = PurePosixPath(picture.file)
            return (Image(path.name, PICTURES[path.suffix.lower()].name, content, picture.alt, caption),)
        if placing.kind == "diagram" and name in document.diagrams:
            charts = Charts(self.context, document, self.words, self.small)
            return charts.blocks(document.diagrams[name].value, f"{self.prefix}diagram-{name}")
        return (make_missing_notice(f'{placing.kind} "{name}"' if name else placing.kind),)

    # ----------------------------------------------------------- legends
    def _build_legends(self, names: Iterable[str]) -> tuple[LegendView, ...]:
        """Return the legends of symbol sets, under the document's own headings where it has them."""
        sets, own = self.context.data.organisation.symbols, self.document.info.legend_headings
        return tuple(
            LegendView(
                name,
                own.get(name, sets[name].heading),
                tuple(
                    SymbolView(symbol.glyph or word, symbol.meaning, symbol.colour or "", f"{name}/{word}")
                    for word, symbol in sets[name].values.items()
                ),
            )
            for name in names
            if name in sets
        )

    def _build_links(self) -> tuple[Block, ...]:
        """Return links to each goal and assignment that has a heading, with its status."""
        if not self.items.goal_headings:
            return ()
        goal_headings = self.items.goal_headings
        entries = tuple(
            (*status, *((Span(" "),) if status else ()), *link_to_heading(heading)) for heading, status in goal_headings
        )
        return (Links("Gå till", entries),)

    def _complete_parts(self, chapters: list[ChapterView]) -> Iterator[ChapterView]:
        """Fill links and legends in: which symbols are in use, and whether the source hides any, shows once all statuses are met."""
        used_sets = self.words.used_sets

        def complete_part(part: PartView) -> PartView:
            if isinstance(part, LinksPart):
                return BlockPart(self._build_links())
            if not isinstance(part, LegendPart):
                return part
            sets = part.sets or self._build_legends(used_sets)
            hidden = any(used_sets.get(legend.of, False) for legend in sets)
            note = Paragraph((Span("Där källan inte visar någon symbol står —."),), "note") if hidden else None
            return part._replace(sets=sets, note=note) if sets else BlockPart(())

        def complete_chapter(chapter: ChapterView) -> ChapterView:
            below = tuple(complete_chapter(subchapter) for subchapter in chapter.chapters)
            return ChapterView(chapter.heading, tuple(complete_part(part) for part in chapter.parts), below)

        return (complete_chapter(chapter) for chapter in chapters)

    # --------------------------------------------------------- appendices
    def _find_appendix(self, unit_id: str) -> tuple[Unit, DocumentData] | None:
        unit = self.context.data.units.get((self.unit.year, unit_id))
        document = unit.documents.get(self.document.folder) if unit is not None else None
        return (unit, document) if unit is not None and document is not None else None

    def _build_appendix(self, unit_id: str) -> ChapterView:
        appendix = self._find_appendix(unit_id)
        if appendix is None:
            return ChapterView(None, (BlockPart((make_missing_notice(f'bilagan "{unit_id}"'),)),))
        unit, document = appendix
        builder = _Builder(self.context, unit, document, self.base + 1, self.small)
        title = (Span(f"{self.words.headings['bilaga']}: "), *label(document.info.title))
        heading = Heading(self.base, title, anchor=f"bilaga-{unit.id}")
        return ChapterView(None, (AppendixPart(heading, document.info.subtitle or "", tuple(builder.build_outline())),))


def link_to_heading(heading: Heading) -> Inlines:
    """Return a heading's words as a link to it."""
    return (Span(get_plain_text(heading.content), link=f"#{heading.anchor}"),)


def _select_items(items: tuple[ItemT, ...], part: Part) -> tuple[ItemT, ...]:
    """Return all items (`alla`), or the items with the ids that the part names, in that order."""
    if part.ids == ("alla",):
        return items
    by_id = {item.id: item for item in items}
    return tuple(by_id[name] for name in part.ids if name in by_id)


def _format_day(date: dt.date) -> str:
    """Return a day as written in Swedish: 14 december 2020."""
    from babel.dates import format_date

    return format_date(date, format="long", locale="sv_SE")


def _make_ascii(text: str) -> str:
    return "".join(
        letter if letter.isalnum() or letter == "-" else "-" for letter in fold(text) if letter.isascii()
    ).strip("-")
