"""A web page taken apart by the parser of the standard library. It mends nothing: what is not closed, or closed twice, is an error."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser
from xml.etree import ElementTree as ET

VOID = frozenset(("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"))


class Reader(HTMLParser):
    """Elements as they open and close."""

    def __init__(self) -> None:
        super().__init__()
        self.builder = ET.TreeBuilder()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if len(given) != len(attrs):
            raise ValueError(f"an attribute of <{tag}> stands twice: {attrs}")
        self.builder.start(tag, given)
        if tag in VOID:
            self.builder.end(tag)
        else:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            raise ValueError(f"</{tag}> closes nothing")
        self.builder.end(tag)

    def handle_data(self, data: str) -> None:
        self.builder.data(data)

    def handle_comment(self, data: str) -> None:
        raise ValueError(f"a comment: {data}")

    def unknown_decl(self, data: str) -> None:
        raise ValueError(f"a declaration: {data}")

    def handle_pi(self, data: str) -> None:
        raise ValueError(f"an instruction: {data}")


def read(page: str) -> ET.Element:
    """The page's element `html`."""
    if not page.startswith("<!DOCTYPE html>\n"):
        raise ValueError("no doctype")
    reader = Reader()
    reader.feed(page)
    reader.close()
    if reader.open:
        raise ValueError(f"not closed: {reader.open}")
    root = reader.builder.close()
    assert isinstance(root, ET.Element)
    return root


def one(node: ET.Element, path: str) -> ET.Element:
    """The one element at a path."""
    (found,) = node.iterfind(path)
    return found


def words(node: ET.Element) -> str:
    """What is read of an element, blanks made one; a line break, a cell and a paragraph end a word."""
    return " ".join("".join(_pieces(node)).split())


def _pieces(node: ET.Element) -> Iterator[str]:
    if node.tag in ("style", "script") or node.get("aria-hidden"):
        return
    apart = node.tag in ("br", "p", "td", "th", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "div", "caption")
    yield " " if apart else ""
    yield node.text or ""
    for below in node:
        yield from _pieces(below)
        yield below.tail or ""
    yield " " if apart else ""


def classes(node: ET.Element) -> list[str]:
    """The names in its `class`."""
    return node.get("class", "").split()


def table(node: ET.Element) -> list[list[str]]:
    """The words of every cell, row by row."""
    return [[words(cell) for cell in row] for row in node.iter("tr")]
