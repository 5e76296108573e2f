"""Goals, areas, lists of items: from the chain to print."""

from __future__ import annotations

from collections.abc import Callable

from vbgen.model.base import read_own
from vbgen.model.items import Activity, Area, Goal, Item
from vbgen.model.organisation import Level
from vbgen.model.text import Placing, Prose
from vbgen.reportset.data import CHILDREN, Chain, DocumentData
from vbgen.view.blocks import Block, Heading, Inlines, Paragraph, Span
from vbgen.view.changes import chain_words
from vbgen.view.chapters import ItemView, ListPart, PartView, TextPart
from vbgen.view.followup import FollowUp
from vbgen.view.prose import blocks, footnotes, label, name_notes
from vbgen.view.words import Words

Numbering = Callable[[int], str | None]
_ANY_LEVEL = read_own(Level, {"namn": "mål"})


class Items:
    """The builder of item views for one document."""

    def __init__(
        self,
        document: DocumentData,
        chain: Chain,
        words: Words,
        place: Callable[[Placing], tuple[Block, ...]],
        number: Numbering,
        prefix: str = "",
    ) -> None:
        self.document = document
        self.chain = chain
        self.words = words
        self.place = place
        self.number = number
        self.prefix = prefix
        self.goal_headings: list[tuple[Heading, Inlines]] = []  # goals that have headings, with their status as signs

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
            if status := self.words.format_labelled_status(field, f"områden.{field}", key):
                parts.append(TextPart((Paragraph(status, "facts"),)))
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
                        parts += self.list_parts(block.kind, below, headings, level, numbering)
                else:
                    pending.extend(blocks(Prose(item.text.source, (block,)), level, self.place))
            pending.extend(footnotes(item.text, self.notes()))
            flush()
        for key, below in lists.items():
            parts += self.list_parts(key, below, headings, level, numbering)
        return parts

    def list_parts(
        self, kind: str, items: tuple[Item, ...], own: dict[str, str], level: int, numbering: Numbering | None
    ) -> list[ListPart]:
        """A list of items; assignments one list for each origin, where the document has headings for origins."""
        headings = self.document.info.assignment_headings
        if kind != "uppdrag" or not headings:
            return [self.list_part(kind, items, own, level, numbering)]
        groups: dict[str | None, list[Item]] = {}
        for item in items:
            groups.setdefault(self.chain.resolve(item).origin, []).append(item)
        return [
            self.list_part(
                kind, tuple(group), {**own, kind: headings[origin]} if origin in headings else own, level, numbering
            )
            for origin, group in groups.items()
        ]

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
        headed = [kind == "mål" and self._has_heading(item) for item in resolved]
        table = FollowUp(self.words, self.chain, self.place, self.notes()).blocks(kind, resolved)
        title = None if any(headed) or bare else self.words.heading(kind, own, len(resolved))
        heading = None
        if title is not None and (table is None or numbering is not None):  # a table's first cell says it too
            number = numbering(level + 1) if numbering is not None else None
            heading = Heading(min(level + 1, 6), label(title), number, in_contents=number is not None)
        deeper = level + 1 + (heading is not None)
        views = tuple(
            self.item(item, kind, deeper, has_heading) for item, has_heading in zip(resolved, headed, strict=True)
        )
        return ListPart(kind, heading, views, table)  # type: ignore[arg-type]

    def _has_heading(self, item: Item) -> bool:
        return isinstance(item, Goal) and self._get_level(item).shown == "rubrik"

    def _get_level(self, item: Item) -> Level:
        """Return a goal's level; one that the organisation does not describe has a heading without a number."""
        name = getattr(item, "level", None) or ""
        return self.words.organisation.levels.get(name, _ANY_LEVEL)

    def item(self, item: Item, kind: str, level: int, headed: bool) -> ItemView:
        """One item; `headed`: it has a heading of its own."""
        pattern = (item.level or kind) if isinstance(item, Goal) else kind
        name = self.words.name(item, pattern)
        heading = None
        if headed:
            number = self.number(level) if self._get_level(item).numbered else None
            heading = Heading(min(level, 6), name, number, anchor=f"{self.prefix}{kind}-{item.id}")
        word = "bedömning" if isinstance(item, Goal) else "status"
        key = getattr(item, "assessment", None) or getattr(item, "status", None)
        if heading is not None:
            self.goal_headings.append((heading, self.words.sign(f"{kind}.{word}", key)))
        due = item.due.isoformat() if isinstance(item, Activity) and item.due is not None else ""
        facts = (
            self.words.format_labelled_status(word, f"{kind}.{word}", key),
            self.words.format_labelled_status("trend", f"{kind}.trend", getattr(item, "trend", None)),
            (Span(f"{self.words.headings['slutdatum']}: ", "strong"), Span(due)) if due else (),
        )
        commented = not headed and key is not None and item.text is not None
        comment = Paragraph((Span(self.words.headings["kommentar"]),), "label") if commented else None
        body = self.body(item, level if headed else level - 1, None)
        notes = (*name_notes(item.name, self.notes()), *chain_words(self.chain, item))
        return ItemView(item.id, name, heading, tuple(fact for fact in facts if fact), notes, comment, tuple(body))
