"""What a document says, in order, read back from any of its formats: headings with their numbers, rows of tables, texts.

Blanks do not count, nor where one text ends and the next begins; empty cells and rows say nothing. A drawing says its alternative
text. The contents list is left out. Two things Markdown says in words, and the others do not: letters of lists, levels of rows.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import Literal, NamedTuple, assert_never
from xml.etree import ElementTree as ET

from markdown_it import MarkdownIt
from markdown_it.token import Token

from tests import webpage
from tests.pdffile import Node, Pdf, squeezed
from vbgen.render.common import get_plain_text, number_caption, number_heading
from vbgen.render.layout import TableLayout
from vbgen.view.blocks import (
    Block,
    Chart,
    Contents,
    Document,
    Heading,
    Image,
    Links,
    ListBlock,
    PageBreak,
    Paragraph,
    Row,
    Table,
    TitleBlock,
)

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"


class Piece(NamedTuple):
    """A heading or a text, or the cells of a row."""

    kind: Literal["heading", "text", "row"]
    words: tuple[str, ...]


def _row(cells: Iterable[str]) -> Piece:
    return Piece("row", tuple(filter(None, map(squeezed, cells))))


def _text(words: str) -> Piece:
    return Piece("text", (squeezed(words),))


def _heading(words: str) -> Piece:
    return Piece("heading", (squeezed(words),))


def _joined(pieces: Iterable[Piece]) -> list[Piece]:
    """Neighbouring texts as one; nothing that is empty."""
    made: list[Piece] = []
    for piece in pieces:
        if made and piece.kind == made[-1].kind == "text":
            made[-1] = _text(made[-1].words[0] + piece.words[0])
        elif any(piece.words):
            made.append(piece)
    return made


# --------------------------------------------------------------------- blocks
def expected(document: Document, form: str) -> list[Piece]:
    """What a format has to say."""
    return _joined(piece for block in document.blocks for piece in _block(block, markdown=form == "md"))


def _block(block: Block, *, markdown: bool) -> Iterator[Piece]:
    if isinstance(block, Heading):
        yield _heading(get_plain_text(number_heading(block)))
    elif isinstance(block, Paragraph):
        yield _text(get_plain_text(block.content))
    elif isinstance(block, ListBlock):
        for at, item in enumerate(block.items, block.start):
            yield _text(f"{chr(ord('a') + at - 1)})" if markdown and block.kind == "alpha" else "")
            for part in item:
                yield from _block(part, markdown=markdown)
    elif isinstance(block, Table):
        yield _text(get_plain_text(number_caption(block)))
        yield from [_merged(block)] if markdown else map(_cells, block.header)
        for row in block.rows:
            level = max(row.level, 1) if row.kind == "part" else row.level
            yield _row(
                ["– " * level * markdown + _words(row, 0), *(_words(row, at) for at in range(1, len(row.cells)))]
            )
        yield from (_text(get_plain_text(note.content)) for note in block.notes)
    elif isinstance(block, Chart):
        yield from (
            _text(get_plain_text(number_caption(block))),
            _text(block.alt),
            *(_text(get_plain_text(note.content)) for note in block.notes),
        )
    elif isinstance(block, Image):
        yield from (_text(block.alt), _text(get_plain_text(block.caption)))
    elif isinstance(block, TitleBlock):
        # in Markdown, where the title is the first line, what stands over it follows it
        over = (
            ("", block.title, block.subtitle, block.above)
            if markdown
            else (block.above, block.title, block.subtitle, "")
        )
        yield from map(_text, (*over, *block.lines))
    elif not isinstance(block, Contents | PageBreak | Links):  # which say nothing of their own
        assert_never(block)


def _words(row: Row, at: int) -> str:
    return " ".join(map(get_plain_text, row.cells[at].content)) if at < len(row.cells) else ""


def _cells(row: Row) -> Piece:
    return _row(_words(row, at) for at in range(len(row.cells)))


def _merged(block: Table) -> Piece:
    """The rows of a header in one: the words of a group before those of each of its columns."""
    made = [""] * len(block.columns)
    for places in TableLayout(block).header:
        for place in places:
            for at in range(place.column, place.column + place.span):
                made[at] += "" if place.is_continued else " ".join(map(get_plain_text, place.cell.content))
    return _row(made)


# -------------------------------------------------------------------- formats
def markdown(data: bytes) -> list[Piece]:
    """The flow of a Markdown file."""
    return _joined(_markdown(MarkdownIt("commonmark").enable("table").parse(data.decode("utf-8"))))


def _markdown(tokens: list[Token]) -> Iterator[Piece]:
    cells: list[str] = []
    skipped, at_contents, marked = 0, False, False
    for at, token in enumerate(tokens):
        before = tokens[at - 1].type if at else ""
        if token.type == "blockquote_open" and tokens[at - 1].tag == "h1":
            marked = True
        elif token.type == "blockquote_close":
            marked = False
        elif token.type == "bullet_list_open" and (at_contents or skipped):
            skipped, at_contents = skipped + 1, False
        elif token.type == "bullet_list_close" and skipped:
            skipped -= 1
        elif token.type == "tr_open":
            cells = []
        elif token.type == "tr_close":
            yield _row(cells)
        elif token.type != "inline" or skipped or marked:
            continue
        elif before in ("th_open", "td_open"):
            cells.append(_inline(token))
        elif before == "heading_open" and tokens[at - 1].tag != "h1":
            at_contents = token.content == "Innehållsförteckning"
            if not at_contents:
                yield _heading(_inline(token))
        else:
            yield _text(_inline(token))


def _inline(token: Token) -> str:
    """Tags of HTML are looks only."""
    return "".join(part.content for part in token.children or () if part.type != "html_inline")


def word(data: bytes) -> list[Piece]:
    """The flow of a Word file."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        body = ET.fromstring(package.read("word/document.xml")).find(f"{W}body")  # noqa: S314
    assert body is not None
    return _joined(piece for node in body for piece in _word(node))


def _word(node: ET.Element) -> Iterator[Piece]:
    if node.tag == f"{W}tbl":
        for row in node.iter(f"{W}tr"):
            yield _row(_runs(cell) for cell in row.iter(f"{W}tc"))
    elif node.tag == f"{W}p":
        style = node.find(f"{W}pPr/{W}pStyle")
        is_heading = style is not None and style.attrib[f"{W}val"].startswith("Heading")
        yield _heading(_runs(node)) if is_heading else _text(_runs(node))


def _runs(node: ET.Element) -> str:
    return "".join(
        (one.text or "") if one.tag == f"{W}t" else one.get("descr", "")
        for one in node.iter()
        if one.tag in (f"{W}t", DRAWING)
    )


def web(data: bytes) -> list[Piece]:
    """The flow of a web page."""
    page = webpage.read(data.decode("utf-8"))
    parts = (webpage.one(page, "body/header/div"), webpage.one(page, "body/div/main"))
    return _joined(piece for part in parts for piece in _web(part))


def _web(node: ET.Element) -> Iterator[Piece]:
    if node.get("class") == "ways":
        return  # ways on a screen are no part of what is said
    if node.tag == "tr":
        yield _row(map(webpage.words, node))
    elif node.tag == "svg":
        yield _text(webpage.words(webpage.one(node, "desc")))
    elif node.tag in ("h2", "h3", "h4", "h5", "h6"):
        yield _heading(webpage.words(node))
    elif node.tag in ("p", "h1", "caption", "figcaption"):
        yield _text(webpage.words(node))
    else:
        yield _text(node.text or node.get("alt") or "")
        for below in node:
            inline = below.tag in ("em", "strong", "sup", "span", "a", "br")
            yield from [_text(webpage.words(below))] if inline else _web(below)
            yield _text(below.tail or "")


def pdf(data: bytes) -> list[Piece]:
    """The flow of a PDF, by its tags."""
    (document,) = _opened(data).tree.below
    return _joined(_tags(document.below))


def _tags(nodes: Iterable[Node]) -> Iterator[Piece]:
    listed = list(nodes)
    for at, node in enumerate(listed):
        following = listed[at + 1].kind if at + 1 < len(listed) else ""
        if node.kind in ("TOC", "Lbl") or following == "TOC":
            continue
        if node.kind == "TR":
            yield _row(cell.words for cell in node.below)
        elif node.kind in ("H1", "H2", "H3", "H4", "H5", "H6"):
            yield _heading(node.words)
        elif node.kind == "Figure":
            yield _text(node.alt)
        elif node.kind == "Text":
            yield _text(node.text)
        else:
            yield from _tags(node.below)


READ: dict[str, Callable[[bytes], list[Piece]]] = {"md": markdown, "docx": word, "html": web, "pdf": pdf}


# ---------------------------------------------------------------------- marks
def marks(form: str, data: bytes) -> set[str]:
    """What stands at the top of a file, or of each of its pages (empty where one of them has nothing)."""
    if form == "md":
        lines = data.decode("utf-8").split("\n")
        return {line for line in lines[1:4] if line.startswith("> **")} or {""}
    if form == "html":
        return {
            webpage.words(node) for node in webpage.read(data.decode("utf-8")).iterfind("body/header/p/strong")
        } or {""}
    if form == "docx":
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            headers = [name for name in package.namelist() if name.startswith("word/header")]
            return {"".join(ET.fromstring(package.read(name)).itertext()).strip() for name in headers} or {""}  # noqa: S314
    return set(_opened(data).beside)


@lru_cache(maxsize=1)
def _opened(data: bytes) -> Pdf:
    return Pdf(data)
