"""A PDF read by its tags, as a screen reader does: what stands on a page only (headers, footers, drawings) is kept apart."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from functools import cached_property
from typing import Any, NamedTuple

from pypdf import PdfReader
from pypdf.generic import IndirectObject

# A string in parentheses (pairs of them may stand in it), or in hexadecimal figures.
_STRING = rb"\((?:[^()\\]|\\.|\((?:[^()\\]|\\.|\((?:[^()\\]|\\.)*\))*\))*\)|<[0-9A-Fa-f]*>"
_PROPERTIES = rb"<<(?:[^()<>]|" + _STRING + rb"|<<[^<>]*>>)*>>"
_TOKEN = re.compile(
    rb"(?P<begin>/\w+\s*(?:" + _PROPERTIES + rb"|/\w+)?\s*B(?:DC|MC)\b)|(?P<end>\bEMC\b)|/(?P<font>\w+) [\d.]+ Tf"
    rb"|(?P<string>" + _STRING + rb")|(?P<stop>\bET\b)",
    re.DOTALL,
)
_NUMBER = re.compile(rb"/MCID\s+(\d+)")
_ESCAPED = re.compile(rb"\\([0-7]{1,3}|.)", re.DOTALL)
_LETTERS = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
_CHARACTERS = re.compile(r"beginbfchar(.*?)endbfchar", re.DOTALL)
_PAIR = re.compile(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")


class Node(NamedTuple):
    """A tag: its kind (a role that Typst made up is what it is mapped to), the text right in it, its alternative text."""

    kind: str
    text: str
    alt: str
    below: tuple[Node, ...]
    attributes: dict[str, Any]

    def iter(self, *kinds: str) -> Iterator[Node]:
        """It and all below it, in order (of some kinds)."""
        if not kinds or self.kind in kinds:
            yield self
        for node in self.below:
            yield from node.iter(*kinds)

    @property
    def words(self) -> str:
        """All text in it. Lines are joined as they stand: compare it with `squeezed`."""
        return "".join(node.text for node in self.iter("Text"))


class Pdf:
    """A PDF taken apart."""

    def __init__(self, data: bytes) -> None:
        self.reader = PdfReader(io.BytesIO(data), strict=True)
        trailer: Any = self.reader.trailer
        self.root = trailer["/Root"]
        self._roles = {key[1:]: role[1:] for key, role in self.root["/StructTreeRoot"].get("/RoleMap", {}).items()}
        self._pages = {
            page.indirect_reference.idnum: at for at, page in enumerate(self.reader.pages) if page.indirect_reference
        }
        self._fonts: dict[int, dict[int, str]] = {}

    @cached_property
    def _read(self) -> list[tuple[dict[int, str], str]]:
        return [self._page(page) for page in self.reader.pages]

    @cached_property
    def marked(self) -> list[dict[int, str]]:
        """Page → number of marked content → its text."""
        return [marked for marked, _ in self._read]

    @property
    def beside(self) -> list[str]:
        """Of each page what stands on it beside the text: header, footer, repeated headers of tables."""
        return [beside for _, beside in self._read]

    @property
    def pages(self) -> list[str]:
        """All text of each page."""
        return [" ".join((*marked.values(), beside)) for marked, beside in self._read]

    @property
    def sizes(self) -> list[tuple[int, int]]:
        """Width and height of each page in points."""
        return [(round(page.mediabox.width), round(page.mediabox.height)) for page in self.reader.pages]

    @property
    def metadata(self) -> str:
        """The XMP packet."""
        return str(self.root["/Metadata"].get_data().decode("utf-8"))

    @cached_property
    def tree(self) -> Node:
        """The tags."""
        return Node("Root", "", "", tuple(self._below(self.root["/StructTreeRoot"], None)), {})

    def _below(self, element: Any, page: int | None) -> Iterator[Node]:
        listed = element.get("/K", [])
        listed = listed.get_object() if isinstance(listed, IndirectObject) else listed
        for one in listed if isinstance(listed, list) else [listed]:
            yield from self._node(one.get_object() if isinstance(one, IndirectObject) else one, page)

    def _node(self, found: Any, page: int | None) -> Iterator[Node]:
        if isinstance(found, list):
            for one in found:
                yield from self._node(one.get_object(), page)
            return
        if isinstance(found, int):
            assert page is not None
            yield Node("Text", self.marked[page][found], "", (), {})
            return
        at = self._pages[found.raw_get("/Pg").idnum] if "/Pg" in found else page
        if found.get("/Type") == "/OBJR":
            return
        if "/MCID" in found and "/S" not in found:
            yield from self._node(found["/MCID"], at)
            return
        kind = found["/S"][1:]
        given = found.get("/A", [])
        attributes = {
            key: value
            for one in (given if isinstance(given, list) else [given])
            for key, value in one.get_object().items()
        }
        yield Node(
            self._roles.get(kind, kind), "", str(found.get("/Alt", "")), tuple(self._below(found, at)), attributes
        )

    # ---------------------------------------------------------------- contents
    def _page(self, page: Any) -> tuple[dict[int, str], str]:
        """Marked contents by number, and the rest."""
        fonts = {name[1:].encode(): self._font(font) for name, font in page["/Resources"].get("/Font", {}).items()}
        marked: dict[int, list[str]] = {}
        beside: list[str] = []
        inside: list[list[str]] = []
        font: dict[int, str] = {}
        for token in _TOKEN.finditer(page.get_contents().get_data()):
            if token["begin"]:
                number = _NUMBER.search(token["begin"])
                inside.append(marked.setdefault(int(number[1]), []) if number else inside[-1] if inside else beside)
            elif token["end"]:
                inside.pop()
            elif token["font"]:
                font = fonts[token["font"]]
            elif token["string"]:
                (inside[-1] if inside else beside).append(_decoded(_bytes(token["string"]), font))
            elif inside:
                inside[-1].append("")
        assert not inside
        return {number: "".join(parts) for number, parts in marked.items()}, "".join(beside)

    def _font(self, font: Any) -> dict[int, str]:
        """Glyph → letters."""
        number = font.indirect_reference.idnum if font.indirect_reference else id(font)
        if number not in self._fonts:
            table = font.get_object()["/ToUnicode"].get_data().decode("ascii")
            pairs = [pair for part in _CHARACTERS.findall(table) for pair in _PAIR.findall(part)]
            assert "beginbfrange" not in table
            self._fonts[number] = {
                int(glyph, 16): bytes.fromhex(letters).decode("utf-16-be") for glyph, letters in pairs
            }
        return self._fonts[number]


def _bytes(string: bytes) -> bytes:
    if string.startswith(b"<"):
        return bytes.fromhex(string[1:-1].decode("ascii"))
    if b"\\" not in string:
        return string[1:-1]
    return _ESCAPED.sub(
        lambda found: _LETTERS.get(found[1]) or (bytes([int(found[1], 8)]) if found[1].isdigit() else found[1]),
        string[1:-1],
    )


def _decoded(glyphs: bytes, font: dict[int, str]) -> str:
    return "".join(font.get(int.from_bytes(glyphs[at : at + 2], "big"), "\ufffd") for at in range(0, len(glyphs), 2))


def squeezed(text: str) -> str:
    """Without any blank, so that lines and pages do not matter."""
    return "".join(text.split())
