"""The XML of a Word package: read by a parser, and changed only where the parser found something, so that every other byte stays.

Names are as they stand (`w:sectPr`): pandoc too knows Word's elements by their prefix, and Word always writes this one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple
from xml.parsers import expat

_TAG = re.compile(rb"""<(?:[^<>"']|"[^"]*"|'[^']*')*>""")


class XmlError(Exception):
    """No XML, or XML that declares entities of its own."""


class Element(NamedTuple):
    """An element: its name and attributes, the names of those around it, and where it, and its start tag, lie in the bytes."""

    name: str
    attributes: dict[str, str]
    parents: tuple[str, ...]
    start: int
    tag_end: int
    end: int

    @property
    def is_on(self) -> bool:
        """True for a property that is there, unless it says otherwise."""
        return self.attributes.get("w:val", "1") in ("1", "true", "on")

    def number(self, attribute: str) -> int | None:
        """Return a whole number; None for anything else."""
        value = self.attributes.get(attribute, "")
        return int(value) if value.isascii() and value.isdigit() else None

    def holds(self, other: Element) -> bool:
        """Tell whether another element stands directly in it."""
        return other.parents == (*self.parents, self.name) and self.start < other.start < self.end


class Edit(NamedTuple):
    """The replacement of the bytes from `start` to `end`."""

    start: int
    end: int
    content: bytes


def elements(xml: bytes, *names: str) -> list[Element]:
    """Return the elements with these names, or all, in the order in which they begin. Raises XmlError.

    A document type could declare entities that grow without end: none is taken. The bytes are read as UTF-8 whatever they say.
    """
    if b"<!DOCTYPE" in xml:
        raise XmlError("it has a document type")
    parser = expat.ParserCreate("utf-8")
    selected: list[Element] = []
    ancestors: list[str] = []
    open_indices: list[int | None] = []  # for each ancestor: its index in `selected`, if it is there

    def begin(name: str, attributes: dict[str, str]) -> None:
        is_selected = not names or name in names
        open_indices.append(len(selected) if is_selected else None)
        if is_selected:
            start = parser.CurrentByteIndex
            tag = _TAG.match(xml, start)
            assert tag  # the parser has read it
            selected.append(Element(name, attributes, tuple(ancestors), start, tag.end(), tag.end()))
        ancestors.append(name)

    def finish(_: str) -> None:
        ancestors.pop()
        number = open_indices.pop()
        if number is not None and not xml.endswith(b"/>", 0, selected[number].tag_end):
            end = xml.index(b">", parser.CurrentByteIndex) + 1
            selected[number] = selected[number]._replace(end=end)

    parser.StartElementHandler, parser.EndElementHandler = begin, finish
    try:
        parser.Parse(xml, True)
    except expat.ExpatError as error:
        raise XmlError(str(error)) from error
    return selected


def edit_attribute(xml: bytes, element: Element, name: str, value: str) -> Edit:
    """Return the change of an attribute that an element has."""
    attribute = re.compile(rf"""\s{re.escape(name)}\s*=\s*["']([^"']*)["']""".encode())
    match = attribute.search(xml, element.start, element.tag_end)
    assert match
    return Edit(*match.span(1), value.encode())


def apply_edits(xml: bytes, edits: Iterable[Edit]) -> bytes:
    """Return the bytes with changes made; they follow each other."""
    parts, position = [], 0
    for edit in edits:
        parts += [xml[position : edit.start], edit.content]
        position = edit.end
    return b"".join([*parts, xml[position:]])
