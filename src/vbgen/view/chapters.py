"""The document's outline: chapters with numbers, and what fills them. Templates only walk and print it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from vbgen.names import fold
from vbgen.view.blocks import (
    Block,
    Break,
    Contents,
    Heading,
    Inline,
    Inlines,
    PageBreak,
    Paragraph,
    Span,
    TitleBlock,
)

ListKind = Literal["strategier", "mål", "indikatorer", "uppdrag", "aktiviteter", "områden"]


class TextPart(NamedTuple):
    """Running text (with what it places)."""

    blocks: tuple[Block, ...]
    kind: str = "text"


class ItemView(NamedTuple):
    """An item as printed. `heading` where it has one; `name` else. `facts`: status, trend, due date. `comment`: the word
    before its text, where name and text would run together. `body`: its text and lists in order."""

    id: str
    name: Inlines
    heading: Heading | None = None
    facts: tuple[Inlines, ...] = ()
    notes: tuple[Paragraph, ...] = ()
    comment: Paragraph | None = None
    body: tuple[PartView, ...] = ()

    @property
    def title(self) -> Paragraph:
        """The name as a paragraph, told apart from the comment that follows."""
        return Paragraph(self.name, "label" if self.comment is not None else "body")

    @property
    def status_line(self) -> Paragraph | None:
        """Status, trend and due date in one line; None where there is none of them."""
        line = tuple(inline for fact in self.facts for inline in (Span("   "), *fact))[1:]
        return Paragraph(line, "facts") if line else None


class ListPart(NamedTuple):
    """A list of items under its heading ("Indikatorer"). `table`: the list as one table or several, where it is followed up."""

    of: ListKind  # this name, as templates of organisations may read it
    heading: Heading | None
    entries: tuple[ItemView, ...]
    table: tuple[Block, ...] | None = None

    @property
    def bulleted(self) -> bool:
        """True if its entries are bullets rather than paragraphs."""
        return self.of in ("strategier", "indikatorer", "aktiviteter")

    @property
    def kind(self) -> str:
        """The name of the template that prints it."""
        return fold(self.of)


class BlockPart(NamedTuple):
    """One ready block or several: a table, a picture, a notice, the control plan."""

    blocks: tuple[Block, ...]
    kind: str = "block"


class SymbolView(NamedTuple):
    """A symbol: what is printed of it, what it means, its colour by name (or ""), its own name (`bedömning/uppnått`)."""

    glyph: str
    meaning: str
    tone: str
    name: str


class LegendView(NamedTuple):
    """A symbol set: its name in the data, its heading, its symbols."""

    of: str  # as in `ListPart`
    heading: str
    symbols: tuple[SymbolView, ...]

    @property
    def lines(self) -> Paragraph:
        """A line for each symbol."""
        inlines: list[Inline] = []
        for symbol in self.symbols:
            inlines += [
                Break(),
                Span(symbol.glyph, tone=symbol.tone, link=f"@{symbol.name}"),
                Span(f" = {symbol.meaning}"),
            ]
        return Paragraph(tuple(inlines[1:]))


class LegendPart(NamedTuple):
    """The legend of symbol sets: those that were named, else (`sets` still empty) those in use."""

    heading: Heading | None
    sets: tuple[LegendView, ...]
    note: Paragraph | None = None
    kind: str = "symboler"


class AppendixPart(NamedTuple):
    """Another unit's document as an appendix: its own title, its own numbering."""

    heading: Heading
    subtitle: str
    chapters: tuple[ChapterView, ...]
    kind: str = "bilaga"

    @property
    def page_break(self) -> PageBreak:
        """An appendix starts on a new page."""
        return PageBreak()


class LinksPart(NamedTuple):
    """The place of the links to the goals (filled when all goals have been met)."""

    kind: str = "block"

    @property
    def blocks(self) -> tuple[Block, ...]:
        """Nothing, until it is filled."""
        return ()


PartView = TextPart | ListPart | BlockPart | LegendPart | AppendixPart | LinksPart


class ChapterView(NamedTuple):
    """A chapter: its heading (None for an appendix's frame), what fills it, its sub-chapters."""

    heading: Heading | None
    parts: tuple[PartView, ...] = ()
    chapters: tuple[ChapterView, ...] = ()


class WrongArgument(Exception):
    """A template gives what cannot be used."""


@dataclass(frozen=True, slots=True)
class DocumentView:
    """A whole document, before templates."""

    title: str
    subtitle: str
    organisation: str
    lines: tuple[str, ...]
    marks: tuple[str, ...]
    contents_title: str
    chapters: tuple[ChapterView, ...]
    findings: tuple[str, ...] = ()
    properties: dict[str, str] = field(default_factory=dict)
    version: str = ""
    period: str = ""
    day: dt.date | None = None
    table_word: str | None = None
    chart_word: str | None = None

    @property
    def title_block(self) -> TitleBlock:
        """The title page."""
        return self.title_page()

    def title_page(self, above: object = "", lines: object = None) -> TitleBlock:
        """Return a title page with a line over the title, and other lines under it than the usual ones.

        Templates call it, so anything may come. Raises WrongArgument.
        """
        if lines is not None and not isinstance(lines, Iterable):
            raise WrongArgument
        listed = tuple(map(str, lines)) if lines is not None else self.lines
        return TitleBlock(self.title, self.subtitle, listed, str(above))

    @property
    def contents(self) -> Contents:
        """The contents list."""
        return Contents(self.contents_title)

    @property
    def page_break(self) -> PageBreak:
        """The start of a new page."""
        return PageBreak()

    @property
    def findings_heading(self) -> Heading:
        """Heading of a draft's list of open findings."""
        return Heading(1, (Span("Öppna fynd"),), anchor="oppna-fynd")
