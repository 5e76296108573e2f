"""The document as data: the one form that every output format is written from.

A document is a flat sequence of blocks; inline content is a tuple of inlines. All text is
literal: writers escape it for their format, nothing in it is markup. Figures are already
formatted (hard blanks, U+2212, decimal comma).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal, NamedTuple

Align = Literal["left", "right", "center"]
Media = Literal["image/png", "image/jpeg", "image/gif"]  # the pictures that all formats show


# ------------------------------------------------------------------ inlines
class Span(NamedTuple):
    """Literal text. `style`: plain, emphasis (italic), strong (bold). `tone`: a status's colour by name (grön, gul, röd, blå, grå);
    the words say the same without it. `link`: what it leads to where the format has links: `#` and the
    anchor of a heading, `@` and a symbol (the first place where it is used), or a file beside the document. `symbol`: the status that
    it shows (`bedömning/uppnått`)."""

    text: str
    style: Literal["plain", "emphasis", "strong", "strong-emphasis"] = "plain"
    tone: str = ""
    link: str = ""
    symbol: str = ""


class NoteMark(NamedTuple):
    """A footnote mark, printed raised: `1)` or `*)`."""

    text: str


class Break:
    """A line break inside a paragraph or cell."""

    __slots__ = ()


Inline = Span | NoteMark | Break
Inlines = tuple[Inline, ...]


# ------------------------------------------------------------------- blocks
class Heading(NamedTuple):
    """`level` 1..6; `number` as printed ("3.2.1") or None; `anchor` unique in the document (ASCII)."""

    level: int
    content: Inlines
    number: str | None = None
    anchor: str = ""
    in_contents: bool = True


class Paragraph(NamedTuple):
    """`role` picks the look: body text; label = a run-in list heading ("Indikatorer"); note = small text under a table
    or list; notice = a boxed remark ("framgår inte av källan", "saknas"); lead = larger introduction; facts = status, trend
    and due date of what stands above."""

    content: Inlines
    role: Literal["body", "label", "note", "notice", "lead", "facts"] = "body"


class ListBlock(NamedTuple):
    """`items`: each a tuple of blocks (paragraphs, nested lists)."""

    kind: Literal["bullet", "decimal", "alpha"]
    items: tuple[tuple[Block, ...], ...]
    start: int = 1


class Column(NamedTuple):
    """`width`: relative weight, > 0; `align` of body cells and of the header."""

    align: Align = "left"
    width: float = 1.0


class Cell(NamedTuple):
    """`content`: paragraphs, mostly one; `align` None = the column's. `colspan`/`rowspan` ≥ 1; cells covered by a
    span are not listed."""

    content: tuple[Inlines, ...] = ()
    align: Align | None = None
    colspan: int = 1
    rowspan: int = 1


class Row(NamedTuple):
    """`kind`: plain, heading (a label over the rows that follow), part ("varav", `level` ≥ 1 indents its first cell),
    subtotal, total (bold), comment (belongs to the row above it)."""

    cells: tuple[Cell, ...]
    kind: Literal["plain", "heading", "part", "subtotal", "total", "comment"] = "plain"
    level: int = 0


class Table(NamedTuple):
    """`header`: one or more header rows (spans for groups). `notes` stand directly under the table. `number`: what stands before the
    caption (`Tabell 3`)."""

    columns: tuple[Column, ...]
    header: tuple[Row, ...]
    rows: tuple[Row, ...]
    caption: Inlines = ()
    notes: tuple[Paragraph, ...] = ()
    anchor: str = ""
    number: str = ""


class Image(NamedTuple):
    """`name`: the file's, without its folder; `content`: its bytes, of the type `media`; `alt` is never empty."""

    name: str
    media: Media
    content: bytes
    alt: str
    caption: Inlines = ()


class Series(NamedTuple):
    """The meaning of the bars (or the parts of bars) of one colour. `tone`: a status's colour; else the theme's next one."""

    name: str
    tone: str = ""


class Value(NamedTuple):
    """A figure of a chart: the number and how it is printed (with its unit, in Swedish)."""

    number: Decimal
    text: str


class ChartRow(NamedTuple):
    """A row of bars under one label: a value for each series, None where there is none."""

    label: str
    values: tuple[Value | None, ...]


class Chart(NamedTuple):
    """A chart with a bar (or a row of them) for each row, from the top down.

    `kind`: bars = bars from zero, side by side for each series; stacked = the series of a row after each other in one bar; targets =
    each row on a scale of its own: the first series (outcome) as a bar, the second (target) as a line across it, the third (last
    value) as a dot. `caption` stands above it; `alt` says what it shows, figures and all, and is never empty.
    """

    kind: Literal["bars", "stacked", "targets"]
    caption: Inlines
    alt: str
    series: tuple[Series, ...]
    rows: tuple[ChartRow, ...]
    notes: tuple[Paragraph, ...] = ()
    anchor: str = ""
    number: str = ""


class Contents(NamedTuple):
    """The place of the contents list. `title` as printed ("Innehållsförteckning"); `depth` = deepest heading level."""

    title: str
    depth: int = 3


class PageBreak:
    """The start of a new page (Word, PDF); nothing in Markdown."""

    __slots__ = ()


class TitleBlock(NamedTuple):
    """The title page: title, subtitle and lines under it (organisation, decision, version); `above`: a line over the title."""

    title: str
    subtitle: str = ""
    lines: tuple[str, ...] = ()
    above: str = ""


class Links(NamedTuple):
    """Ways to other places in the document, for formats that are read on a screen; the others leave it out."""

    title: str
    entries: tuple[Inlines, ...]


Block = Heading | Paragraph | ListBlock | Table | Image | Chart | Contents | PageBreak | TitleBlock | Links


@dataclass(frozen=True, slots=True)
class Document:
    """A whole document. `marks` stand on every page and in the file's properties ("Exempel – texten är omskriven", "UTKAST"); so does
    the `version` of the decision ("Version 2"). `day`: what it tells of ends then, or it was decided then (a PDF needs a date)."""

    title: str
    blocks: tuple[Block, ...]
    subtitle: str = ""
    organisation: str = ""
    language: str = "sv-SE"
    marks: tuple[str, ...] = ()
    properties: dict[str, str] = field(default_factory=dict)
    version: str = ""
    day: dt.date | None = None
