"""Texts of a document as every writer needs them: clean, plain, as printed."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable, Iterator
from typing import assert_never

from vbgen.view.blocks import (
    Block,
    Break,
    Chart,
    Contents,
    Heading,
    Image,
    Inlines,
    Links,
    ListBlock,
    PageBreak,
    Paragraph,
    Span,
    Table,
    TitleBlock,
)

MARK_SEPARATOR = " · "

# What no output may carry: control characters, lone surrogates and non-characters (XML 1.0 forbids them).
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_BLANKS = re.compile("[\t\n\r\x85\u2028\u2029]+")
_ODD = re.compile(f"{_FORBIDDEN.pattern}|{_BLANKS.pattern}")


def clean(text: str) -> str:
    """Return literal text that every format can hold: forbidden characters dropped, line ends and tabs made blanks."""
    return _BLANKS.sub(" ", _FORBIDDEN.sub("", text)) if _ODD.search(text) else text


def escape(text: str) -> str:
    """Escape author text as XML character data."""
    return clean(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def escape_attribute(text: str) -> str:
    """Escape author text as the value of an attribute in double quotes, of XML or HTML."""
    return escape(text).replace('"', "&quot;")


def get_plain_text(inlines: Inlines) -> str:
    """Return the words alone, for properties and alternative texts."""
    if len(inlines) == 1 and isinstance(only := inlines[0], Span):
        return clean(only.text)
    return clean("".join(" " if isinstance(part, Break) else part.text for part in inlines))


def number_heading(heading: Heading) -> Inlines:
    """Return a heading with its printed number."""
    return (Span(f"{heading.number} "), *heading.content) if heading.number else heading.content


def number_caption(block: Table | Chart) -> Inlines:
    """Return a caption with its printed number."""
    return (Span(f"{block.number}. "), *block.caption) if block.number and block.caption else block.caption


def iterate_spans(blocks: Iterable[Block]) -> Iterator[Span]:
    """Yield the text of headings, paragraphs, lists and tables, in the order in which it is read."""
    for block in blocks:
        match block:
            case Heading() | Paragraph():
                yield from _select_spans(block.content)
            case ListBlock():
                for item in block.items:
                    yield from iterate_spans(item)
            case Table():
                for row in (*block.header, *block.rows):
                    for cell in row.cells:
                        for content in cell.content:
                            yield from _select_spans(content)
            case Image() | Chart() | Contents() | PageBreak() | TitleBlock() | Links():
                pass
            case _:
                assert_never(block)


def _select_spans(inlines: Inlines) -> Iterator[Span]:
    return (part for part in inlines if isinstance(part, Span))


def make_data_address(media: str, content: bytes) -> str:
    """Return a picture as an address that holds it: no program opens a path that stands in a document."""
    return f"data:{media};base64,{base64.b64encode(content).decode()}"
