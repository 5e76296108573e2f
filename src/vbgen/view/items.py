"""Goals, areas, lists of items: from the chain to what is printed of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from vbgen.boardyear import CHILDREN, KINDS, Chain, DocumentData
from vbgen.model.headings import DEFAULT_HEADINGS
from vbgen.model.items import Activity, Area, Assignment, Goal, Indicator, Item, Measurement, Reasoned
from vbgen.model.organisation import Organisation, Symbol
from vbgen.model.text import Placing, Prose
from vbgen.view.blocks import Block, Cell, Column, Heading, Inlines, ListBlock, Paragraph, Row, Span, Table
from vbgen.view.chapters import ItemView, ListPart, PartView, TextPart
from vbgen.view.prose import blocks, figure_label, footnotes, label, name_notes
from vbgen.view.tables import UNREADABLE

NO_REASON = "anges inte i källan"
Numbering = Callable[[int], str | None]


@dataclass(slots=True)
class Words:
    """The organisation's words for this document: headings, labels, symbol sets; notes which symbol sets were used."""

    organisation: Organisation
    headings: dict[str, str]
    labels: dict[str, str]
    used_sets: dict[str, None]

    @classmethod
    def of(cls, organisation: Organisation, document: DocumentData) -> Words:
        """Defaults, then vbgen.yaml, then dokument.yaml."""
        labels = {name: level.label for name, level in organisation.levels.items() if level.label is not None}
        labels |= organisation.labels | document.info.labels
        return cls(organisation, DEFAULT_HEADINGS | organisation.headings | document.info.headings, labels, {})

    def heading(self, key: str, own: dict[str, str], count: int = 2) -> str:
        """The heading of a list: the item's own, else the document's; `indikatorer` has a singular."""
        if key in own:
            return own[key]
        return (
            self.headings["indikator"]
            if key == "indikatorer" and count == 1
            else self.headings.get(key, key.capitalize())
        )

    def name(self, item: Item, key: str) -> Inlines:
        """An item's name in the document's pattern for its kind: `Effektmål nr {nummer}. {namn}`."""
        pattern = self.labels.get(key)
        name = item.name or item.id
        if pattern is None:
            pattern = "Nr {nummer}. {namn}" if item.number is not None and isinstance(item, Assignment) else "{namn}"
        if "{nummer}" in pattern and item.number is None:
            pattern = "{namn}"
        before, _, after = pattern.replace("{nummer}", item.number or "").partition("{namn}")
        return tuple(
            x for x in (Span(before) if before else None, *label(name), Span(after) if after else None) if x is not None
        )

    def symbol(self, field: str, key: str | None) -> Inlines:
        """A status as glyph and words, by the symbol set that serves the field (`mål.bedömning`)."""
        found = self.find(field, key)
        if key is None:
            return ()
        if found is None:
            return (Span("—"),) if key == UNREADABLE else (Span(key),)
        return (Span(f"{found.glyph}\u00a0{found.meaning}"),)

    def glyph(self, field: str, key: str | None) -> str:
        """Only the glyph, for narrow cells."""
        found = self.find(field, key)
        return found.glyph if found is not None else "—" if key == UNREADABLE else key or ""

    def find(self, field: str, key: str | None) -> Symbol | None:
        """The symbol of a status; notes that its set is in use."""
        for name, symbols in self.organisation.symbols.items():
            if field in symbols.used_for:
                if key is not None:
                    self.used_sets[name] = None
                return symbols.values.get(key or "")
        return None


class Items:
    """Builds the views of items for one document."""

    def __init__(
        self, document: DocumentData, chain: Chain, words: Words, place: Callable[[Placing], tuple[Block, ...]]
    ) -> None:
        self.document = document
        self.chain = chain
        self.words = words
        self.place = place

    # -------------------------------------------------------------- areas
    def area_heading(self, area: Area, level: int, number: str | None, pattern: str) -> Heading:
        """The heading of an area's chapter."""
        area = self.chain.resolve(area)
        content = (
            label(area.heading)
            if area.heading is not None and area.rewording is None
            else self.words.name(area, pattern)
        )
        return Heading(min(level, 6), content, number, anchor=f"{pattern}-{area.id}")

    def area_body(self, area: Area, level: int, numbering: Numbering | None) -> tuple[PartView, ...]:
        """An area's text and lists; areas in it are left to the outline."""
        area = self.chain.resolve(area)
        parts: list[PartView] = []
        notes = (*name_notes(area.heading or area.name, self.notes()), *chain_words(self.chain, area))
        parts += [TextPart((note,)) for note in notes]
        for field, key in (("bedömning", area.assessment), ("trend", area.trend)):
            if status := self.words.symbol(f"områden.{field}", key):
                parts.append(TextPart((Paragraph(status, "label"),)))
        parts += self.body(area, level, numbering, skip=("områden",))
        return tuple(parts)

    # --------------------------------------------------------------- body
    def body(self, item: Item, level: int, numbering: Numbering | None, skip: tuple[str, ...] = ()) -> list[PartView]:
        """Text and lists of an item: lists stand where the text places them, the others after it."""
        lists = {
            key: below
            for attribute, key in CHILDREN.items()
            if (below := getattr(item, attribute, ())) and key not in skip
        }
        headings = dict(getattr(item, "headings", {}))
        parts: list[PartView] = []
        if item.text is not None:
            pending: list[Block] = []

            def flush() -> None:
                if pending:
                    parts.append(TextPart(tuple(pending)))
                    pending.clear()

            for block in item.text.blocks:
                if isinstance(block, Placing) and block.id is None:
                    flush()
                    if below := lists.pop(block.kind, None):
                        parts.append(self.list_part(block.kind, below, headings, level, numbering))
                else:
                    pending.extend(blocks(Prose(item.text.source, (block,)), level, self.place))
            pending.extend(footnotes(item.text, self.notes()))
            flush()
        for key, below in lists.items():
            parts.append(self.list_part(key, below, headings, level, numbering))
        return parts

    def notes(self) -> dict[str, str]:
        """The footnotes of the document's texts."""
        merged: dict[str, str] = {}
        for notes in self.document.footnotes.values():
            merged |= notes
        return merged

    def list_part(
        self,
        kind: str,
        items: tuple[Item, ...],
        own: dict[str, str],
        level: int,
        numbering: Numbering | None,
        *,
        bare: bool = False,
    ) -> ListPart:
        """A list of items with its heading; `bare`: no heading (the chapter is the list)."""
        resolved = [self.chain.resolve(item) for item in items]
        headed = kind == "mål" and all(self._has_heading(item) for item in resolved)
        title = self.words.heading(kind, own, len(resolved))
        heading = None
        if not headed and not bare:
            number = numbering(level + 1) if numbering is not None else None
            heading = Heading(min(level + 1, 6), label(title), number, in_contents=number is not None)
        deeper = level + 1 if headed else level + 1 + (heading is not None)
        views = tuple(self.item(item, kind, deeper, headed) for item in resolved)
        table = self._follow_up(resolved) if kind == "indikatorer" else None
        placed = tuple(block for name in _tables(resolved) for block in self.place(Placing("tabell", name, 0, 0)))
        if table is not None:
            placed += tuple(
                block
                for item in resolved
                for block in (*name_notes(item.name, self.notes()), *beside(item.text, self.place, self.notes()))
            )
        return ListPart(kind, heading, title, views, table, placed)  # type: ignore[arg-type]

    def _has_heading(self, item: Item) -> bool:
        if not isinstance(item, Goal):
            return False
        level = self.words.organisation.levels.get(item.level or "")
        return level is None or level.shown == "rubrik"

    def item(self, item: Item, kind: str, level: int, headed: bool) -> ItemView:
        """One item; `headed`: it has a heading of its own."""
        pattern = (item.level or kind) if isinstance(item, Goal) else kind
        name = self.words.name(item, pattern)
        heading = Heading(min(level, 6), name, anchor=f"{kind}-{item.id}") if headed else None
        field = "bedömning" if isinstance(item, Goal) else "status"
        status = self.words.symbol(
            f"{kind}.{field}", getattr(item, "assessment", None) or getattr(item, "status", None)
        )
        trend = self.words.symbol(f"{kind}.trend", getattr(item, "trend", None))
        due = item.due.isoformat() if isinstance(item, Activity) and item.due is not None else ""
        body = self.body(item, level if headed else level - 1, None)
        notes = (*name_notes(item.name, self.notes()), *chain_words(self.chain, item))
        return ItemView(item.id, name, heading, status, trend, due, notes, tuple(body))

    # ---------------------------------------------------------- follow-up
    def _follow_up(self, indicators: list[Item]) -> Table | None:
        """Indicators with outcomes or targets as a table; None where nothing is measured (a plan without targets)."""
        shown = [item for item in indicators if isinstance(item, Indicator)]
        wanted = [
            ("föregående", [i.previous for i in shown]),
            ("utfall", [i.outcome for i in shown]),
            ("målvärde", [i.target for i in shown]),
            ("långsiktigt målvärde", [i.long_term for i in shown]),
        ]
        used = [(key, values) for key, values in wanted if any(v is not None for v in values)]
        statuses = [self.words.glyph("indikatorer.status", i.status) for i in shown]
        trends = [self.words.glyph("indikatorer.trend", i.trend) for i in shown]
        if not used and not any(statuses) and not any(trends):
            return None
        columns = [Column("left", 4.0), *(Column("left", 1.2) for _ in used)]
        titles = [self.words.headings["indikatorer"], *(self.words.headings[key] for key, _ in used)]
        if any(statuses) or any(trends):
            columns.append(Column("center", 0.6))
            titles.append("Status")
        rows = []
        for index, indicator in enumerate(shown):
            name: tuple[Inlines, ...] = (self.words.name(indicator, "indikatorer"),)
            name += tuple(paragraph.content for paragraph in chain_words(self.chain, indicator))
            if indicator.text is not None:
                name = (*name, (Span(self.words.headings["kommentar"], "emphasis"),), *as_lines(indicator.text))
            cells = [Cell(name), *(Cell(measurement_lines(values[index], indicator.unit)) for _, values in used)]
            if any(statuses) or any(trends):
                cells.append(Cell(((Span(" ".join(s for s in (statuses[index], trends[index]) if s)),),)))
            rows.append(Row(tuple(cells)))
        header = (Row(tuple(Cell(((Span(title),),)) for title in titles)),)
        return Table(tuple(columns), header, tuple(rows))


def chain_words(chain: Chain, item: Item) -> tuple[Paragraph, ...]:
    """How an item differs from what was planned, and why (`tillkommen`, `utgår`, `ersätts av` …)."""
    found: list[tuple[str, Reasoned]] = []
    for words, reasoned in (("Tillkommit", item.added), ("Utgår", item.dropped)):
        if reasoned is not None:
            found.append((words, reasoned))
    for words, link in (
        ("Ersätter", item.replaces),
        ("Ersätts av", item.replaced_by),
        ("Delad i", item.split_into),
        ("Överförd till", item.moved_to),
        ("Redovisas i", item.reported_in),
    ):
        if link is not None:
            found.append((f"{words} {', '.join(_named(chain, item, one) for one in link.ids)}", link))
    return tuple(Paragraph((Span(words + _why(reasoned), "emphasis"),), "note") for words, reasoned in found)


def _named(chain: Chain, item: Item, item_id: str) -> str:
    """The name of another item of the same kind; what is none is the name of a document."""
    origin = chain.origin(KINDS[type(item)], item_id)
    return f"”{origin.item.name}”" if origin is not None and origin.item.name else item_id


def as_lines(prose: Prose) -> tuple[Inlines, ...]:
    """A text's paragraphs for a table cell; list items keep a dash."""
    out: list[Inlines] = []

    def look(parts: tuple[Block, ...], prefix: str) -> None:
        for part in parts:
            if isinstance(part, ListBlock):
                for item in part.items:
                    look(item, "– ")
            elif isinstance(part, Paragraph | Heading):
                out.append((Span(prefix), *part.content) if prefix else part.content)

    look(blocks(prose, 6, lambda _: (Paragraph((Span("Se nedan"),)),)), "")
    return tuple(out)


def beside(
    prose: Prose | None, place: Callable[[Placing], tuple[Block, ...]], notes: dict[str, str]
) -> tuple[Block, ...]:
    """What a text in a cell places, and its footnotes: they stand under the table that the cell is in."""
    if prose is None:
        return ()
    placed = tuple(block for placing in prose.placings() if placing.id is not None for block in place(placing))
    return placed + footnotes(prose, notes)


def measurement_lines(measured: Measurement | None, unit: str | None = None) -> tuple[Inlines, ...]:
    """An outcome or target: its value, its parts, or why there is none; the period it refers to where it says one.

    `unit`: the indicator's, for a bare number.
    """
    if measured is None:
        return ()
    lines: list[Inlines] = []
    if measured.value is not None:
        bare = (
            unit is not None
            and measured.value.shape == "figure"
            and not measured.value.unit
            and measured.value.aside is None
        )
        lines.append(figure_label(f"{measured.value.text} {unit}" if bare else measured.value.text))
    lines += [figure_label(f"{part}: {value.text}") for part, value in measured.parts.items()]
    if measured.table is not None:
        lines.append((Span("Se tabellen nedan"),))
    if measured.missing is not None and not lines:
        lines.append((Span("—"),))
        lines.append((Span(measured.missing, "emphasis"),))
    refers = f"avser {measured.refers_to}" if measured.refers_to else None
    source = f"källa: {measured.source}" if measured.source else None
    about = ", ".join(part for part in (measured.kind, refers, measured.coverage, source) if part)
    if about:
        lines.append((Span(f"({about})", "emphasis"),))
    return tuple(lines)


def _tables(items: list[Item]) -> list[str]:
    """The tables that outcomes and targets of indicators consist of, each once."""
    measured = [
        m
        for item in items
        if isinstance(item, Indicator)
        for m in (item.previous, item.outcome, item.target, item.long_term)
    ]
    return list(dict.fromkeys(m.table for m in measured if m is not None and m.table is not None))


def _why(reasoned: Reasoned) -> str:
    """The reason and decision, as far as they are known."""
    reason = "" if reasoned.reason == NO_REASON else f": {reasoned.reason}"
    decided = reasoned.decision
    parts = (
        (decided.body, decided.date.isoformat() if decided.date else None, decided.paragraph, decided.number)
        if decided
        else ()
    )
    told = ", ".join(part for part in parts if part)
    return reason + (f" ({told})" if told else "")
