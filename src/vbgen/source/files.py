"""A file as read: its text, its tree of nodes, and where each node stands."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from vbgen.findings import Finding, Path, Place

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff\ud800-\udfff]")


class Node:
    """A scalar (`value` str or None), list (`items`) or mapping (`fields`) and where it stands (line, column from 0)."""

    __slots__ = ("column", "fields", "items", "keys", "line", "numbers", "style", "value")

    def __init__(self, line: int, column: int) -> None:
        self.value: str | None = None
        self.items: list[Node] | None = None
        self.fields: dict[str, Node] | None = None
        self.keys: dict[str, tuple[int, int]] | None = None
        self.line = line
        self.column = column
        self.style: str | None = None
        self.numbers: list[int] | None = None

    def remove_item(self, index: int) -> None:
        """Drop an element of a list; the others remember the places that they had."""
        assert self.items is not None
        if self.numbers is None:
            self.numbers = list(range(len(self.items)))
        del self.items[index]
        del self.numbers[index]

    def data(self) -> Any:
        """The node as plain data: dict, list, str or None."""
        if self.fields is not None:
            return {key: node.data() for key, node in self.fields.items()}
        if self.items is not None:
            return [node.data() for node in self.items]
        return self.value

    def child(self, step: str | int) -> Node | None:
        """The node under a key or index; None if there is none."""
        if isinstance(step, int):
            return self.items[step] if self.items is not None and 0 <= step < len(self.items) else None
        return self.fields.get(step) if self.fields is not None else None


@dataclass(slots=True)
class SourceFile:
    """A file that was read. `root` is None where it could not be read as YAML; then `findings` says why."""

    file: str
    text: str = ""
    root: Node | None = None
    findings: list[Finding] = field(default_factory=list)
    _lines: list[str] | None = None

    @property
    def lines(self) -> list[str]:
        """The text's lines, without line ends."""
        if self._lines is None:
            self._lines = self.text.split("\n")
        return self._lines

    def locate(self, place: Place) -> tuple[int, int]:
        """Line and column, both from 1, of a place in this file; of its nearest parent where the place itself is not there."""
        if place.line is not None:
            return place.line, place.column or 1
        node = self.root
        if node is None:
            return 1, 1
        parent, last = node, None
        for step in place.path:
            below = node.child(step)
            if below is None:
                if isinstance(step, str) and node.keys and step in node.keys:
                    line, column = node.keys[step]
                    return line + 1, column + 1
                break
            parent, last, node = node, step, below
        if place.on_key and isinstance(last, str) and parent.keys and last in parent.keys:
            line, column = parent.keys[last]
            return line + 1, column + 1
        if place.position is not None and node.value is not None:
            return self._locate_inside(node, *place.position)
        return node.line + 1, node.column + 1

    def path_as_written(self, path: Path) -> Path:
        """A path as the author's file has it: list indexes as written, an index into what is no list left out."""
        node = self.root
        steps: list[str | int] = []
        for step in path:
            if isinstance(step, int) and node is not None:
                if node.items is None:
                    break
                if node.numbers is not None and step < len(node.numbers):
                    steps.append(node.numbers[step])
                    node = node.child(step)
                    continue
            steps.append(step)
            node = node.child(step) if node is not None else None
        return tuple(steps)

    def _locate_inside(self, node: Node, line: int, column: int) -> tuple[int, int]:
        if node.style == "|":
            value_line = (node.value or "").split("\n")[line : line + 1] or [""]
            index = node.line + 1 + line
            raw_line = self.lines[index] if index < len(self.lines) else ""
            indent = len(raw_line) - len(value_line[0])
            return index + 1, max(indent, 0) + column + 1
        quote = 1 if node.style in ("'", '"') else 0
        return node.line + 1, node.column + quote + column + 1


def decode(file: str, raw: bytes) -> SourceFile:
    """Decode the bytes of a file: UTF-8 with or without BOM, LF or CRLF; anything else is VB102 with its place."""
    source = SourceFile(file)
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        source.findings.append(
            make_fault("VB102", Place(file, line=1, column=1), "filen är sparad som UTF-16", "spara den som UTF-8")
        )
        return source
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8-sig", "replace")
        line, column = before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1
        source.findings.append(
            make_fault("VB102", Place(file, line=line, column=column), "filen är inte UTF-8", "spara den som UTF-8")
        )
        return source
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if control := _CONTROL.search(text):
        before = text[: control.start()]
        place = Place(file, line=before.count("\n") + 1, column=len(before) - (before.rfind("\n") + 1) + 1)
        name = (
            "ett NUL-tecken" if control.group() == "\0" else f"ett osynligt styrtecken (U+{ord(control.group()):04X})"
        )
        source.findings.append(
            make_fault("VB102", place, f"filen innehåller {name}", "ta bort tecknet, skriv om raden för hand")
        )
        return source
    source.text = text
    return source


def collect_ids(node: Node | None) -> set[str]:
    """Every id that stands in a file, also in parts that did not load: references to them are not dead."""
    ids: set[str] = set()
    stack = [node] if node is not None else []
    while stack:
        node = stack.pop()
        if node.fields is not None:
            ids.update(node.fields)
            if (id_node := node.fields.get("id")) is not None and id_node.value:
                ids.add(id_node.value)
            stack.extend(node.fields.values())
        elif node.items is not None:
            stack.extend(node.items)
    return ids


def make_fault(code: str, place: Place, message: str, hint: str | None = None) -> Finding:
    """An error found while reading."""
    return Finding(code, "error", place, message, hint)
