"""Word: the blocks as pandoc's own syntax tree, one pandoc process, one pass over the package.

No Markdown in between: there is nothing that author text could be read as.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, assert_never

from vbgen.model.theme import Theme
from vbgen.render import pandoc, typesetter
from vbgen.render.charts.chart import svg
from vbgen.render.common import clean, get_plain_text, make_data_address, number_heading
from vbgen.render.errors import ReferenceDocumentError
from vbgen.render.layout import Element, HeadingLayout, Layout, ListLayout, TableLayout
from vbgen.render.look import Look
from vbgen.render.word.package import PackageError, Reference, finish, read_reference, unpack
from vbgen.render.word.tables import table_xml
from vbgen.render.word.xml import bookmark_heading, caption, contents, page_break, paragraph, runs, title_page
from vbgen.render.writer import Writer
from vbgen.view.blocks import (
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

REFERENCE = Path(__file__).parents[2] / "templates" / "referens.docx"
API_VERSION = [1, 23, 1]  # of pandoc-types: the form of the tree

Node = dict[str, Any]  # one element of the tree: {"t": kind, "c": content}

_NOTHING: list[Any] = ["", [], []]
_ROLES = {"label": "List Label", "note": "Note", "notice": "Notice", "lead": "Lead", "facts": "Facts"}
_LISTS = {"decimal": ("Decimal", "Period"), "alpha": ("LowerAlpha", "OneParen")}


def write(layout: Layout, look: Look) -> bytes:
    """Return the document as the bytes of a .docx.

    Raises PandocError (OSError), ReferenceDocumentError for a reference document that lacks what is needed.
    """
    document, own = layout.document, look.reference
    reference = read_reference(REFERENCE.read_bytes() if own is None else own)
    tree = {
        "pandoc-api-version": API_VERSION,
        "meta": {"lang": {"t": "MetaString", "c": clean(document.language)}},
        "blocks": _Tree(layout, reference, look.theme).blocks(),
    }
    options = [
        "--from=json",
        "--to=docx",
        "--fail-if-warnings",
        "--syntax-highlighting=none",
    ]
    data = json.dumps(tree, ensure_ascii=False, separators=(",", ":")).encode()
    package = pandoc.run(options, data, REFERENCE if own is None else own)
    if not package.startswith(b"PK"):
        raise pandoc.PandocError("pandoc gav ingen Word-fil")
    try:
        parts = unpack(package)
    except PackageError as error:
        if own is None:
            raise pandoc.PandocError("pandoc gav en Word-fil som är skadad") from error
        raise ReferenceDocumentError("filen är skadad") from error  # pandoc copies its parts as they are
    return finish(parts, document, title_page=layout.opens_with_title)


class _Tree(Writer[list[Node]]):
    """The builder of the tree."""

    def __init__(self, layout: Layout, reference: Reference, theme: Theme) -> None:
        super().__init__(layout)
        self._reference = reference
        self._style = reference.style
        self._theme = theme

    def blocks(self) -> list[Node]:
        """Return the whole document. Page breaks do not pile up, and none stands at its end."""
        nodes: list[Node] = []
        elements = self.layout.elements
        is_page_empty = True  # at the top of a page
        for number, element in enumerate(elements, 1):
            last = number == len(elements)
            if isinstance(element, TitleBlock):
                before, after = (
                    "" if is_page_empty else self._build_page_break(),
                    "" if last else self._build_page_break(),
                )
                nodes.append(_make_raw_block(before + title_page(element, self._style) + after))
            elif not isinstance(element, PageBreak):
                nodes += self.write(element)
            elif not is_page_empty and not last:
                nodes.append(_make_raw_block(self._build_page_break()))
            is_page_empty = isinstance(element, PageBreak | TitleBlock)
        return nodes

    def paragraph(self, block: Paragraph) -> list[Node]:
        return [self._build_paragraph(block, "Para")]

    def table(self, table: TableLayout) -> list[Node]:
        return [
            _make_raw_block(table_xml(table, self._reference.width, self._reference.long, self._style, self._theme))
        ]

    def heading(self, heading: HeadingLayout) -> list[Node]:
        before, after = bookmark_heading(heading.number)
        content = [
            _make_raw_inline(before),
            *self._build_inlines(number_heading(heading.block)),
            _make_raw_inline(after),
        ]
        return [{"t": "Header", "c": [min(max(heading.block.level, 1), 9), _NOTHING, content]}]

    def contents(self, block: Contents) -> list[Node]:
        return [_make_raw_block(contents(block, self.layout.contents, self._style))]

    def title_block(self, block: TitleBlock) -> list[Node]:
        return [_make_raw_block(title_page(block, self._style))]

    def page_break(self, block: PageBreak) -> list[Node]:
        """Inside a list no page begins; those outside are set by `blocks`."""
        return []

    def links(self, block: Links) -> list[Node]:
        """They are for those who read on a screen."""
        return []

    def image(self, block: Image) -> list[Node]:
        """Return a picture; it travels inside the tree."""
        alt = clean(block.alt)
        attributes = ["", [], [["alt", alt]]]
        target = [make_data_address(block.media, block.content), ""]
        image: Node = {"t": "Image", "c": [attributes, [{"t": "Str", "c": alt}], target]}
        if not block.caption:
            return [{"t": "Para", "c": [image]}]
        words: Node = {"t": "Str", "c": get_plain_text(block.caption)}
        caption_content = [None, [{"t": "Plain", "c": [words]}]]
        return [{"t": "Figure", "c": [_NOTHING, caption_content, [{"t": "Plain", "c": [image]}]]}]

    def chart(self, block: Chart) -> list[Node]:
        """Return the drawing as a picture: Word shows drawings as text in some versions only."""
        width = self._reference.width / 20  # points
        picture = typesetter.png(svg(block, self._theme, width=width))
        alt = clean(block.alt)
        attributes = ["", [], [["alt", alt], ["width", f"{width / 72:.2f}in"]]]
        target = [make_data_address("image/png", picture), ""]
        image: Node = {"t": "Image", "c": [attributes, [{"t": "Str", "c": alt}], target]}
        notes = "".join(paragraph(self._style("Note"), runs(note.content)) for note in block.notes)
        end = paragraph(self._style("Table End"), "")
        # the style that keeps a picture on the page of what stands under it
        style = "Captioned Figure" if notes else "Figure"
        figure: Node = {"t": "Div", "c": [["", [], [["custom-style", style]]], [{"t": "Para", "c": [image]}]]}
        return [_make_raw_block(caption(block, self._style)), figure, _make_raw_block(notes + end)]

    def list_block(self, listed: ListLayout) -> list[Node]:
        return [self._build_list(listed, last=True)]

    def _build_page_break(self) -> str:
        return page_break(self._style)

    def _build_list(self, listed: ListLayout, *, last: bool) -> Node:
        """`last`: the list ends a passage, so that space follows its last line."""
        block, end = listed.block, len(listed.items)
        items = [self._build_item(item, last=last and number == end) for number, item in enumerate(listed.items, 1)]
        if block.kind == "bullet":
            return {"t": "BulletList", "c": items}
        kind, delimiter = _LISTS[block.kind]
        return {"t": "OrderedList", "c": [[block.start, {"t": kind}, {"t": delimiter}], items]}

    def _build_item(self, item: Sequence[Element], *, last: bool) -> list[Node]:
        nodes: list[Node] = []
        for number, element in enumerate(item, 1):
            is_end = last and number == len(item)
            if isinstance(element, Paragraph):
                nodes.append(self._build_paragraph(element, "Plain", "List End" if is_end else ""))
            elif isinstance(element, ListLayout):
                nodes.append(self._build_list(element, last=is_end))
            else:
                nodes += self.write(element)
        return nodes or [{"t": "Plain", "c": []}]

    def _build_paragraph(self, block: Paragraph, kind: str, style: str = "") -> Node:
        """`style`: what body text gets instead of its own (pandoc styles a `Plain` itself, so that takes a `Para`)."""
        style = _ROLES.get(block.role, style)
        inner: Node = {"t": "Para" if style else kind, "c": self._build_inlines(block.content)}
        return {"t": "Div", "c": [["", [], [["custom-style", style]]], [inner]]} if style else inner

    def _build_inlines(self, inlines: Inlines) -> list[Node]:
        """Return inlines; a whole text is one `Str`, blanks and all: pandoc prints it as it stands."""
        nodes: list[Node] = []
        for part in inlines:
            match part:
                case Span():
                    nodes.append(self._build_span(part))
                case NoteMark():
                    nodes.append({"t": "Superscript", "c": [{"t": "Str", "c": clean(part.text)}]})
                case Break():
                    nodes.append({"t": "LineBreak"})
                case _:
                    assert_never(part)
        return nodes

    def _build_span(self, part: Span) -> Node:
        if part.tone:
            return _make_raw_inline(runs((part,), theme=self._theme))
        text: Node = {"t": "Str", "c": clean(part.text)}
        if "emphasis" in part.style:
            text = {"t": "Emph", "c": [text]}
        if "strong" in part.style:
            text = {"t": "Strong", "c": [text]}
        return text


def _make_raw_block(xml: str) -> Node:
    return {"t": "RawBlock", "c": ["openxml", xml]}


def _make_raw_inline(xml: str) -> Node:
    return {"t": "RawInline", "c": ["openxml", xml]}
