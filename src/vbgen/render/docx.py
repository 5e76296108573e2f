"""Word: the blocks as pandoc's own syntax tree, one pandoc process, one pass over the package.

No Markdown in between: there is nothing that author text could be read as.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from vbgen.model.theme import Theme
from vbgen.render import pandoc, typesetter
from vbgen.render.chart import svg
from vbgen.render.common import address, clean, headings, plain, printed
from vbgen.render.errors import ReferenceDocumentError
from vbgen.render.package import PackageError, Reference, finish, read_reference, unpack
from vbgen.render.wordstyles import DEFAULT
from vbgen.render.wordtable import table
from vbgen.render.wordxml import caption, contents, marked, page_break, paragraph, runs, title_page
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
    Span,
    Table,
    TitleBlock,
)

REFERENCE = Path(__file__).parents[1] / "templates" / "referens.docx"
API_VERSION = [1, 23, 1]  # of pandoc-types: the form of the tree

Node = dict[str, Any]  # one element of the tree: {"t": kind, "c": content}

_NOTHING: list[Any] = ["", [], []]
_ROLES = {"label": "List Label", "note": "Note", "notice": "Notice", "lead": "Lead", "facts": "Facts"}
_LISTS = {"decimal": ("Decimal", "Period"), "alpha": ("LowerAlpha", "OneParen")}


def write(document: Document, reference: bytes | None = None, theme: Theme = DEFAULT) -> bytes:
    """Return the document as the bytes of a .docx. `reference`: a reference document that brings another look; `theme`: the colours of
    statuses and charts.

    Raises PandocError (OSError), ReferenceDocumentError for a reference document that lacks what is needed.
    """
    look = read_reference(REFERENCE.read_bytes() if reference is None else reference)
    tree = {
        "pandoc-api-version": API_VERSION,
        "meta": {"lang": {"t": "MetaString", "c": clean(document.language)}},
        "blocks": _Tree(document, look, theme).blocks(),
    }
    options = [
        "--from=json",
        "--to=docx",
        "--fail-if-warnings",
        "--syntax-highlighting=none",
    ]
    data = json.dumps(tree, ensure_ascii=False, separators=(",", ":")).encode()
    package = pandoc.run(options, data, REFERENCE if reference is None else reference)
    if not package.startswith(b"PK"):
        raise pandoc.PandocError("pandoc gav ingen Word-fil")
    try:
        parts = unpack(package)
    except PackageError as error:
        if reference is None:
            raise pandoc.PandocError("pandoc gav en Word-fil som är skadad") from error
        raise ReferenceDocumentError("filen är skadad") from error  # pandoc copies its parts as they are
    first = document.blocks[0] if document.blocks else None
    return finish(parts, document, title_page=isinstance(first, TitleBlock))


class _Tree:
    """Builds the tree; knows the headings (for the contents list) and the reference document."""

    def __init__(self, document: Document, reference: Reference, theme: Theme) -> None:
        self._document = document
        self._reference = reference
        self._style = reference.style
        self._theme = theme
        self._headings = headings(document.blocks)
        self._numbers = iter(range(1, len(self._headings) + 1))

    def blocks(self) -> list[Node]:
        made: list[Node] = []
        listed = self._document.blocks
        broken = True  # at the top of a page already
        for at, block in enumerate(listed):
            if isinstance(block, PageBreak):
                if not broken and at < len(listed) - 1:
                    made.append(_raw(page_break(self._style)))
                broken = True
            elif isinstance(block, TitleBlock):
                before = "" if broken else page_break(self._style)
                after = page_break(self._style) if at < len(listed) - 1 else ""
                made.append(_raw(before + title_page(block, self._style) + after))
                broken = True
            else:
                made += self._block(block)
                broken = False
        return made

    def _block(self, block: Block) -> Iterable[Node]:
        if isinstance(block, Paragraph):
            return [self._paragraph(block, "Para")]
        if isinstance(block, Table):
            return [_raw(table(block, self._reference.width, self._reference.long, self._style, self._theme))]
        if isinstance(block, Heading):
            return [self._heading(block)]
        if isinstance(block, ListBlock):
            return [self._list(block, last=True)]
        if isinstance(block, Image):
            return [_image(block)]
        if isinstance(block, Chart):
            return self._chart(block)
        if isinstance(block, Contents):
            return [_raw(contents(block, self._headings, self._style))]
        return []

    def _heading(self, block: Heading) -> Node:
        before, after = marked(next(self._numbers))
        content = [_inline_raw(before), *self._inlines(printed(block)), _inline_raw(after)]
        return {"t": "Header", "c": [min(max(block.level, 1), 9), _NOTHING, content]}

    def _chart(self, block: Chart) -> list[Node]:
        """The drawing as a picture: Word shows drawings as text in some versions only."""
        width = self._reference.width / 20  # points
        picture = typesetter.png(svg(block, self._theme, width=width))
        alt = clean(block.alt)
        attributes = ["", [], [["alt", alt], ["width", f"{width / 72:.2f}in"]]]
        inside = f"data:image/png;base64,{base64.b64encode(picture).decode()}"
        image: Node = {"t": "Image", "c": [attributes, [{"t": "Str", "c": alt}], [inside, ""]]}
        notes = "".join(paragraph(self._style("Note"), runs(note.content)) for note in block.notes)
        end = paragraph(self._style("Table End"), "")
        # the style that keeps a picture on the page of what stands under it
        style = "Captioned Figure" if notes else "Figure"
        drawn: Node = {"t": "Div", "c": [["", [], [["custom-style", style]]], [{"t": "Para", "c": [image]}]]}
        return [_raw(caption(block, self._style)), drawn, _raw(notes + end)]

    def _list(self, block: ListBlock, *, last: bool) -> Node:
        """`last`: the list ends a passage, so that space follows its last line."""
        end = len(block.items) - 1
        items = [self._item(item, last=last and at == end) for at, item in enumerate(block.items)]
        if block.kind == "bullet":
            return {"t": "BulletList", "c": items}
        kind, delimiter = _LISTS[block.kind]
        return {"t": "OrderedList", "c": [[block.start, {"t": kind}, {"t": delimiter}], items]}

    def _item(self, item: Sequence[Block], *, last: bool) -> list[Node]:
        made: list[Node] = []
        for at, block in enumerate(item, 1):
            ends = last and at == len(item)
            if isinstance(block, Paragraph):
                made.append(self._paragraph(block, "Plain", "List End" if ends else ""))
            elif isinstance(block, ListBlock):
                made.append(self._list(block, last=ends))
            else:
                made += self._block(block)
        return made or [{"t": "Plain", "c": []}]

    def _paragraph(self, block: Paragraph, kind: str, style: str = "") -> Node:
        """`style`: what body text gets instead of its own (pandoc styles a `Plain` itself, so that takes a `Para`)."""
        style = _ROLES.get(block.role, style)
        inner: Node = {"t": "Para" if style else kind, "c": self._inlines(block.content)}
        return {"t": "Div", "c": [["", [], [["custom-style", style]]], [inner]]} if style else inner

    def _inlines(self, inlines: Inlines) -> list[Node]:
        """A whole text is one `Str`, blanks and all: pandoc prints it as it stands."""
        made: list[Node] = []
        for part in inlines:
            if isinstance(part, Break):
                made.append({"t": "LineBreak"})
                continue
            if isinstance(part, Span) and part.tone:
                made.append(_inline_raw(runs((part,), theme=self._theme)))
                continue
            text: Node = {"t": "Str", "c": clean(part.text)}
            if isinstance(part, NoteMark):
                text = {"t": "Superscript", "c": [text]}
            else:
                if "emphasis" in part.style:
                    text = {"t": "Emph", "c": [text]}
                if "strong" in part.style:
                    text = {"t": "Strong", "c": [text]}
            made.append(text)
        return made


def _raw(xml: str) -> Node:
    return {"t": "RawBlock", "c": ["openxml", xml]}


def _inline_raw(xml: str) -> Node:
    return {"t": "RawInline", "c": ["openxml", xml]}


def _image(block: Image) -> Node:
    """The picture travels inside the tree."""
    alt = clean(block.alt)
    attributes = ["", [], [["alt", alt]]]
    image: Node = {"t": "Image", "c": [attributes, [{"t": "Str", "c": alt}], [address(block.media, block.content), ""]]}
    if not block.caption:
        return {"t": "Para", "c": [image]}
    words: Node = {"t": "Str", "c": plain(block.caption)}
    below = [None, [{"t": "Plain", "c": [words]}]]
    return {"t": "Figure", "c": [_NOTHING, below, [{"t": "Plain", "c": [image]}]]}
