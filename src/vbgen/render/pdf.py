"""PDF: the blocks as JSON, set by one template of ours. Author text is data there, so nothing in it can become markup."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, assert_never

from vbgen.model.theme import Theme
from vbgen.render import typesetter
from vbgen.render.charts.chart import svg
from vbgen.render.common import MARK_SEPARATOR, clean, number_caption, number_heading
from vbgen.render.layout import (
    BREAKABLE_LETTERS,
    Element,
    HeadingLayout,
    Layout,
    LayoutCell,
    ListLayout,
    RowLayout,
    TableLayout,
)
from vbgen.render.look import Look
from vbgen.render.widths import fit_columns
from vbgen.render.writer import Writer
from vbgen.view.blocks import (
    Align,
    Break,
    Chart,
    Contents,
    Image,
    Inlines,
    Links,
    NoteMark,
    PageBreak,
    Paragraph,
    Span,
    TitleBlock,
)

TEMPLATE = Path(__file__).parents[1] / "templates" / "rapport.typ"
_A4 = (595.28, 841.89)
_PER_MM = 72 / 25.4
_TWIPS = 20  # in a point
_WHOLE = 20  # rows: Typst has no other way to keep a total with the rows above it
_SCALE = 1.07  # how much wider the font is than the one that widths are measured for

Node = dict[str, Any]


def write(layout: Layout, look: Look) -> bytes:
    """Return the document as the bytes of an accessible PDF that can be archived.

    Raises NoSuchLetter for text that the fonts lack a letter of, TypesetError (OSError) for what else cannot be set.
    """
    tree = _Tree(layout, look.theme)
    data = json.dumps(tree.tree(), ensure_ascii=False, separators=(",", ":"))
    return typesetter.pdf(TEMPLATE, data, tree.pictures, layout.document.day)


class _Tree(Writer[list[Node]]):
    """The builder of the template's data; `pictures`: the files that it names."""

    def __init__(self, layout: Layout, theme: Theme) -> None:
        super().__init__(layout)
        self.pictures: dict[str, bytes] = {}
        self._theme = theme

    def tree(self) -> Node:
        """Return the whole document."""
        document, theme = self.layout.document, self._theme
        properties = {key.lower(): value for key, value in document.properties.items()}
        return {
            "title": clean(document.title),
            "organisation": clean(document.organisation),
            "description": clean(document.subtitle),
            "keywords": [clean(word) for word in (*document.marks, properties.get("category", "")) if word],
            "marks": clean(MARK_SEPARATOR.join(document.marks)),
            "footer": clean(MARK_SEPARATOR.join(filter(None, (document.organisation, document.version)))),
            "front": self.layout.opens_with_title,
            "look": theme.model_dump(exclude={"tones", "series", "font", "fallback"}),
            "blocks": self._build_nodes(self.layout.elements),
        }

    def _build_nodes(self, elements: Sequence[Element]) -> list[Node]:
        return [node for element in elements for node in self.write(element)]

    def heading(self, heading: HeadingLayout) -> list[Node]:
        return [
            {
                "kind": "heading",
                "level": heading.level,
                "anchor": heading.anchor,
                "listed": heading.block.in_contents,
                "content": self._build_inlines(number_heading(heading.block)),
            }
        ]

    def paragraph(self, block: Paragraph) -> list[Node]:
        return [{"kind": "paragraph", "role": block.role, "content": self._build_inlines(block.content)}]

    def list_block(self, listed: ListLayout) -> list[Node]:
        block = listed.block
        items = [self._build_nodes(item) for item in listed.items]
        return [{"kind": "list", "style": block.kind, "start": block.start, "items": items}]

    def chart(self, block: Chart) -> list[Node]:
        return [
            {
                "kind": "chart",
                "caption": self._build_inlines(number_caption(block)),
                "alt": clean(block.alt),
                "svg": svg(block, self._theme, width=self._width),
                "notes": [self._build_inlines(note.content) for note in block.notes],
            }
        ]

    def image(self, block: Image) -> list[Node]:
        name = f"{len(self.pictures)}.{block.media.partition('/')[2]}"
        self.pictures[name] = block.content
        return [
            {
                "kind": "image",
                "path": f"/{name}",
                "alt": clean(block.alt),
                "caption": self._build_inlines(block.caption),
            }
        ]

    def contents(self, block: Contents) -> list[Node]:
        """Typst lists the headings itself, with their pages."""
        return [{"kind": "contents", "title": clean(block.title), "depth": block.depth}]

    def title_block(self, block: TitleBlock) -> list[Node]:
        return [
            {
                "kind": "title",
                "main": block is self.layout.elements[0],
                "above": clean(block.above),
                "title": clean(block.title),
                "subtitle": clean(block.subtitle),
                "lines": [clean(line) for line in block.lines],
            }
        ]

    def page_break(self, block: PageBreak) -> list[Node]:
        return [{"kind": "break"}]

    def links(self, block: Links) -> list[Node]:
        """They are for those who read on a screen."""
        return []

    @property
    def _width(self) -> float:
        return _A4[0] - 2 * self._theme.side * _PER_MM

    def table(self, table: TableLayout) -> list[Node]:
        block, margins = table.block, 2 * self._theme.side * _PER_MM
        column_fit = fit_columns(table, int(self._width * _TWIPS), int((_A4[1] - margins) * _TWIPS), _SCALE)
        header = [
            {
                "kind": "header",
                "cells": self._build_cells(places, [table.header_align(place) for place in places]),
                "long": max((place.letters for place in places), default=0) > BREAKABLE_LETTERS,
                "commented": False,
                "last": number == len(table.header),
            }
            for number, places in enumerate(table.header, 1)
        ]
        rows = [
            {
                "kind": row.row.kind,
                "cells": self._build_cells(row.places, [row.align(place, block) for place in row.places], row),
                "long": tall,
                "commented": row.has_comment,
                "last": False,
            }
            for row, tall in zip(table.body, table.breakable_rows, strict=True)
        ]
        return [
            {
                "kind": "table",
                "caption": self._build_inlines(number_caption(block)),
                "widths": [width / _TWIPS for width in column_fit.widths],
                "size": min(column_fit.size, self._theme.table_size),
                "header": header,
                "rows": rows,
                "notes": [self._build_inlines(note.content) for note in block.notes],
                "landscape": column_fit.on_side,
                "together": table.stays_whole(_WHOLE),
            }
        ]

    def _build_cells(
        self, places: Sequence[LayoutCell], alignments: Sequence[Align], row: RowLayout | None = None
    ) -> list[Node]:
        """`row`: None for one of the header."""
        indent, padding = (row.indent, row.padding) if row is not None else (0, {})
        return [
            {
                "content": [self._build_inlines(part) for part in place.cell.content],
                "colspan": place.span,
                "rowspan": place.cell.rowspan,
                "align": align,
                "indent": indent if place.column == 0 else 0,
                "pad": padding.get(place.column, ""),
            }
            for place, align in zip(places, alignments, strict=True)
            if not place.is_continued
        ]

    def _build_inlines(self, inlines: Inlines) -> list[Node | None]:
        nodes: list[Node | None] = []
        for part in inlines:
            match part:
                case Span():
                    nodes.append(self._build_span(part))
                case NoteMark():
                    nodes.append({"text": clean(part.text), "style": "note"})
                case Break():
                    nodes.append(None)
                case _:
                    assert_never(part)
        return nodes

    def _build_span(self, part: Span) -> Node:
        node: Node = {"text": clean(part.text), "style": part.style}
        if part.tone:
            node["tone"] = self._theme.tone(part.tone)
        if part.link.startswith("#") and (target := self.layout.target(part.link[1:])):
            node["link"] = target
        return node
