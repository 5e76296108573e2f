"""PDF: the blocks as JSON, set by one template of ours. Author text is data there, so nothing in it can become markup."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from vbgen.model.theme import Theme
from vbgen.render import typesetter
from vbgen.render.chart import svg
from vbgen.render.common import (
    MARK_SEPARATOR,
    TALL,
    Outline,
    Placed,
    aligned,
    aligned_header,
    captioned,
    clean,
    grid,
    indent,
    letters,
    padding,
    printed,
    stays_whole,
)
from vbgen.render.widths import fit, needs_landscape
from vbgen.view.blocks import (
    Block,
    Break,
    Chart,
    Contents,
    Document,
    Heading,
    Image,
    Inlines,
    ListBlock,
    NoteMark,
    PageBreak,
    Paragraph,
    Row,
    Table,
    TitleBlock,
)

TEMPLATE = Path(__file__).parents[1] / "templates" / "rapport.typ"
_A4 = (595.28, 841.89)
_PER_MM = 72 / 25.4
_TWIPS = 20  # in a point
_WHOLE = 20  # rows: Typst has no other way to keep a total with the rows above it
_SCALE = 1.07  # how much wider the font is than the one that widths are measured for

Node = dict[str, Any]


def write(document: Document, theme: Theme) -> bytes:
    """Return the document as the bytes of an accessible PDF that can be archived.

    Raises NoSuchLetter for text that the fonts lack a letter of, TypesetError (OSError) for what else cannot be set.
    """
    tree = _Tree(document, theme)
    data = json.dumps(tree.tree(), ensure_ascii=False, separators=(",", ":"))
    return typesetter.pdf(TEMPLATE, data, tree.pictures, document.day)


class _Tree:
    """Builds what the template reads; `pictures`: the files that it names."""

    def __init__(self, document: Document, theme: Theme) -> None:
        self.pictures: dict[str, bytes] = {}
        self._document = document
        self._theme = theme
        self._outline = Outline(document)
        self._headings = iter(self._outline.headings)

    def tree(self) -> Node:
        document, theme = self._document, self._theme
        properties = {key.lower(): value for key, value in document.properties.items()}
        return {
            "title": clean(document.title),
            "organisation": clean(document.organisation),
            "description": clean(document.subtitle),
            "keywords": [clean(word) for word in (*document.marks, properties.get("category", "")) if word],
            "marks": clean(MARK_SEPARATOR.join(document.marks)),
            "footer": clean(MARK_SEPARATOR.join(filter(None, (document.organisation, document.version)))),
            "front": bool(document.blocks) and isinstance(document.blocks[0], TitleBlock),
            "look": theme.model_dump(exclude={"tones", "series", "font", "fallback"}),
            "blocks": [made for block in document.blocks for made in self._block(block)],
        }

    def _block(self, block: Block) -> Iterator[Node]:
        if isinstance(block, Heading):
            place = next(self._headings)
            yield {
                "kind": "heading",
                "level": place.level,
                "anchor": place.anchor,
                "listed": block.in_contents,
                "content": self._inlines(printed(block)),
            }
        elif isinstance(block, Paragraph):
            yield {"kind": "paragraph", "role": block.role, "content": self._inlines(block.content)}
        elif isinstance(block, ListBlock):
            items = [[made for part in item for made in self._block(part)] for item in block.items]
            yield {"kind": "list", "style": block.kind, "start": block.start, "items": items}
        elif isinstance(block, Table):
            yield self._table(block)
        elif isinstance(block, Chart):
            yield {
                "kind": "chart",
                "caption": self._inlines(captioned(block)),
                "alt": clean(block.alt),
                "svg": svg(block, self._theme, width=self._width),
                "notes": [self._inlines(note.content) for note in block.notes],
            }
        elif isinstance(block, Image):
            name = f"{len(self.pictures)}.{block.media.partition('/')[2]}"
            self.pictures[name] = block.content
            yield {
                "kind": "image",
                "path": f"/{name}",
                "alt": clean(block.alt),
                "caption": self._inlines(block.caption),
            }
        elif isinstance(block, Contents):
            yield {"kind": "contents", "title": clean(block.title), "depth": block.depth}
        elif isinstance(block, TitleBlock):
            main = block is self._document.blocks[0]
            yield {
                "kind": "title",
                "main": main,
                "above": clean(block.above),
                "title": clean(block.title),
                "subtitle": clean(block.subtitle),
                "lines": [clean(line) for line in block.lines],
            }
        elif isinstance(block, PageBreak):
            yield {"kind": "break"}

    @property
    def _width(self) -> float:
        return _A4[0] - 2 * self._theme.side * _PER_MM

    def _table(self, block: Table) -> Node:
        head, body = grid(block.header, len(block.columns)), grid(block.rows, len(block.columns))
        width = self._width
        landscape = needs_landscape(block, head, body, int(width * _TWIPS), _SCALE)
        if landscape:
            width = _A4[1] - 2 * self._theme.side * _PER_MM
        widths, size = fit(block, head, body, int(width * _TWIPS), _SCALE)
        pads = padding(block, body)
        size = min(size, self._theme.table_size)
        following = [*(row.kind for row in block.rows[1:]), ""]
        rows = [
            self._row(block, source, body[at], pads.get(at, {}), following[at]) for at, source in enumerate(block.rows)
        ]
        header = [
            self._row(block, None, places, {}, "") | {"last": at == len(head)} for at, places in enumerate(head, 1)
        ]
        return {
            "kind": "table",
            "caption": self._inlines(captioned(block)),
            "widths": [width / _TWIPS for width in widths],
            "size": size,
            "header": header,
            "rows": rows,
            "notes": [self._inlines(note.content) for note in block.notes],
            "landscape": landscape,
            "together": stays_whole(body, _WHOLE),
        }

    def _row(
        self, block: Table, source: Row | None, places: list[Placed], pads: dict[int, str], following: str
    ) -> Node:
        """`source`: None for a row of the header."""
        kind, level = (source.kind, indent(source)) if source is not None else ("header", 0)
        cells = []
        for place in places:
            if place.continued:
                continue
            cells.append(
                {
                    "content": [self._inlines(part) for part in place.cell.content],
                    "colspan": place.span,
                    "rowspan": place.cell.rowspan,
                    "align": aligned_header(block, place) if source is None else aligned(block, source, place),
                    "indent": level if place.column == 0 else 0,
                    "pad": pads.get(place.column, ""),
                }
            )
        long = max(map(letters, places), default=0) > TALL
        return {"kind": kind, "cells": cells, "long": long, "commented": following == "comment", "last": False}

    def _inlines(self, inlines: Inlines) -> list[Node | None]:
        made: list[Node | None] = []
        for part in inlines:
            if isinstance(part, Break):
                made.append(None)
            elif isinstance(part, NoteMark):
                made.append({"text": clean(part.text), "style": "note"})
            else:
                node: Node = {"text": clean(part.text), "style": part.style}
                if part.tone:
                    node["tone"] = self._theme.tone(part.tone)
                if part.link.startswith("#") and (target := self._outline.target(part.link[1:])):
                    node["link"] = target
                made.append(node)
        return made
