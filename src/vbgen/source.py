"""The only reader: bytes of a file → text → a tree of nodes with line and column.

YAML is read event by event, so that nothing can be lost on the way: anchors, aliases, tags, duplicate keys and
text that YAML would cut are findings with a place. Every scalar stays the text that the author wrote: what is a
number or a date is for the model to say (so `nej`, `010` and `12:30` stay what they look like).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

import yaml

from vbgen.findings import Finding, Path, Place

MAX_DEPTH = 40
_Loader: Any = getattr(yaml, "CLoader", yaml.Loader)

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x85\u2028\u2029\ufffe\uffff\ud800-\udfff]")
_COMMENT = re.compile(r"\s#")
_GOOD_COMMENT = re.compile(r"  #(?: |$)")
_SPECIAL = "*&!%@`>|\"'#[{"


class Node:
    """A scalar (`value` str or None), list (`items`) or mapping (`fields`) and where it stands (line, column from 0)."""

    __slots__ = ("value", "items", "fields", "keys", "line", "column", "style")

    def __init__(self, line: int, column: int) -> None:
        self.value: str | None = None
        self.items: list[Node] | None = None
        self.fields: dict[str, Node] | None = None
        self.keys: dict[str, tuple[int, int]] | None = None
        self.line = line
        self.column = column
        self.style: str | None = None

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
        if place.at is not None and node.value is not None:
            return self._inside(node, *place.at)
        return node.line + 1, node.column + 1

    def _inside(self, node: Node, line: int, column: int) -> tuple[int, int]:
        if node.style == "|":
            value_line = (node.value or "").split("\n")[line : line + 1] or [""]
            raw_no = node.line + 1 + line
            raw = self.lines[raw_no] if raw_no < len(self.lines) else ""
            indent = len(raw) - len(value_line[0])
            return raw_no + 1, max(indent, 0) + column + 1
        quote = 1 if node.style in ("'", '"') else 0
        return node.line + 1, node.column + quote + column + 1


def decode(file: str, raw: bytes) -> SourceFile:
    """Bytes to text: UTF-8 with or without BOM, LF or CRLF; anything else is VB102 with its place."""
    out = SourceFile(file)
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        out.findings.append(
            _error("VB102", Place(file, line=1, column=1), "filen är sparad som UTF-16", "spara den som UTF-8")
        )
        return out
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8-sig", "replace")
        line, column = before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1
        out.findings.append(
            _error("VB102", Place(file, line=line, column=column), "filen är inte UTF-8", "spara den som UTF-8")
        )
        return out
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if bad := _CONTROL.search(text):
        before = text[: bad.start()]
        place = Place(file, line=before.count("\n") + 1, column=len(before) - (before.rfind("\n") + 1) + 1)
        name = "ett NUL-tecken" if bad.group() == "\0" else f"ett osynligt styrtecken (U+{ord(bad.group()):04X})"
        out.findings.append(
            _error("VB102", place, f"filen innehåller {name}", "ta bort tecknet, skriv om raden för hand")
        )
        return out
    out.text = text
    return out


def parse(file: str, raw: bytes) -> SourceFile:
    """Read a YAML file into nodes; faults become findings (VB101–VB103, VB110–VB113)."""
    out = decode(file, raw)
    if out.findings:
        return out
    builder = _Builder(out)
    try:
        out.root = builder.build()
    except yaml.MarkedYAMLError as error:
        out.root = None
        out.findings.append(_syntax(out, error))
    except yaml.YAMLError:
        out.findings.append(_error("VB101", Place(file, line=1, column=1), "filen går inte att läsa som YAML"))
    except _Stop:
        out.root = None
    if out.root is not None:
        _check_comments(out, builder.opaque)
    return out


class _Stop(Exception):
    """Reading cannot go on; the finding is already noted."""


class _Builder:
    """Events → nodes, with an own stack (depth is limited, never the interpreter's)."""

    def __init__(self, out: SourceFile) -> None:
        self.out = out
        self.opaque: list[tuple[int, int, int, int]] = []  # quoted and block scalars: from line, column to line, column

    def note(self, code: str, mark: Any, message: str, hint: str | None = None) -> None:
        place = Place(self.out.file, line=mark.line + 1, column=mark.column + 1)
        self.out.findings.append(_error(code, place, message, hint))

    def build(self) -> Node | None:
        root: Node | None = None
        stack: list[tuple[Node, list[Any]]] = []  # node and, for a mapping, the key that waits for its value
        documents = 0
        for event in yaml.parse(self.out.text, Loader=_Loader):
            kind = type(event)
            if kind is yaml.ScalarEvent:
                node = self._scalar(event)
            elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
                self._plain(event)
                node = Node(event.start_mark.line, event.start_mark.column)
                if kind is yaml.MappingStartEvent:
                    node.fields, node.keys = {}, {}
                else:
                    node.items = []
            elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
                stack.pop()
                continue
            elif kind is yaml.AliasEvent:
                mark = event.start_mark
                self.note(
                    "VB111", mark, f'"*{event.anchor}" är en YAML-hänvisning (alias)', "sätt citattecken om det är text"
                )
                node = Node(mark.line, mark.column)
            elif kind is yaml.DocumentStartEvent:
                documents += 1
                if documents > 1:
                    self.note(
                        "VB113",
                        event.start_mark,
                        "filen innehåller två YAML-dokument",
                        "ta bort raden --- eller dela filen",
                    )
                    raise _Stop
                continue
            else:
                continue
            if stack:
                self._attach(stack[-1], node, event)
            elif root is None:
                root = node
            if node.fields is not None or node.items is not None:
                stack.append((node, []))
                if len(stack) > MAX_DEPTH:
                    self.note(
                        "VB112",
                        event.start_mark,
                        f"innehållet är nästlat djupare än {MAX_DEPTH} nivåer",
                        "förenkla indragen",
                    )
                    raise _Stop
        if root is None or (root.value is None and root.items is None and root.fields is None):
            self.note("VB113", _Mark(0, 0), "filen är tom", "fyll i den eller ta bort den")
            raise _Stop
        if root.fields is None:
            what = "en lista" if root.items is not None else "en text"
            self.note(
                "VB113",
                _Mark(root.line, root.column),
                f"filen innehåller {what}",
                "den ska bestå av nycklar, t.ex. namn: …",
            )
            raise _Stop
        return root

    def _attach(self, top: tuple[Node, list[Any]], node: Node, event: Any) -> None:
        parent, waiting = top
        if parent.items is not None:
            parent.items.append(node)
            return
        assert parent.fields is not None and parent.keys is not None
        if not waiting:
            if node.value is None:
                self.note("VB101", event.start_mark, "nyckeln är inte en text", "skriv nyckel: värde")
                waiting.append(f"\0{len(parent.fields)}")
            else:
                waiting.append(node.value)
                if node.value not in parent.keys:
                    parent.keys[node.value] = (node.line, node.column)
                else:
                    first = parent.keys[node.value][0] + 1
                    message = f'nyckeln "{node.value}" står två gånger (första gången på rad {first})'
                    self.note("VB103", event.start_mark, message, "behåll en av dem")
                    waiting[0] = f"\0{len(parent.fields)}"
        else:
            key = waiting.pop()
            if not key.startswith("\0"):
                parent.fields[key] = node

    def _plain(self, event: Any) -> None:
        """Anchors and tags would vanish from what the author wrote: they are not allowed."""
        if event.anchor is not None:
            message = f'"&{event.anchor}" är ett YAML-ankare'
            self.note("VB111", event.start_mark, message, "sätt citattecken om det är text, annars ta bort det")
        if event.tag is not None:
            self.note("VB111", event.start_mark, "en YAML-tagg (!…) tillåts inte", "sätt citattecken om det är text")

    def _scalar(self, event: Any) -> Node:
        start, end = event.start_mark, event.end_mark
        node = Node(start.line, start.column)
        node.value, node.style = event.value, event.style or None
        if event.anchor is not None or event.tag is not None:
            self._plain(event)
        style = node.style
        if style is None:
            if not node.value:
                node.value = None
            elif end.line > start.line and re.search(
                r"(?m)^\s*- ", "\n".join(self.out.lines[start.line + 1 : end.line + 1])
            ):
                self.note(
                    "VB110",
                    start,
                    "punkterna i texten skulle fogas ihop till en rad",
                    "skriv | efter kolonet för text i flera rader",
                )
        elif style == ">":
            hint = "skriv | för text i flera rader, eller sätt citattecken om värdet börjar med >"
            self.note("VB110", start, "> fogar ihop rader och kan tappa text", hint)
            self.opaque.append((start.line, start.column, end.line, end.column))
        else:
            self.opaque.append((start.line, start.column, end.line, end.column))
        return node


class _Mark:
    def __init__(self, line: int, column: int) -> None:
        self.line, self.column = line, column


def _check_comments(out: SourceFile, opaque: list[tuple[int, int, int, int]]) -> None:
    """A ` #` inside what an author meant as text cuts the text: only `␣␣# note` counts as a comment."""
    if " #" not in out.text:
        return
    for number, line in enumerate(out.lines):
        match = _COMMENT.search(line)
        if match is None or not line[: match.start()].strip():
            continue
        at = (number, match.start())
        if any((a, b) <= at < (c, d) and (number > a or match.start() > b) for a, b, c, d in opaque):
            # inside quotes or a block; a comment may still follow a quoted text on the same line
            end = next(((c, d) for a, b, c, d in opaque if (a, b) <= at < (c, d)), at)
            rest = line[end[1] :] if end[0] == number else ""
            match = _COMMENT.search(rest)
            if match is None:
                continue
            at = (number, end[1] + match.start())
        if not _GOOD_COMMENT.match(line, max(at[1] - (line[at[1] - 1] == " "), 0)) and not _GOOD_COMMENT.match(
            line, at[1]
        ):
            place = Place(out.file, line=number + 1, column=line.index("#", at[1]) + 1)
            hint = "sätt citattecken om värdet; är det en kommentar: två blanksteg före # och ett efter"
            out.findings.append(_error("VB110", place, "texten från # och framåt skulle gå förlorad", hint))


def _syntax(out: SourceFile, error: yaml.MarkedYAMLError) -> Finding:
    """Say what the author did, from the line itself (the library's wording is not read)."""
    mark: Any = error.problem_mark or error.context_mark or _Mark(0, 0)
    line_no = min(mark.line, len(out.lines) - 1)
    candidates = [line_no]
    if error.context_mark is not None:
        candidates.append(min(error.context_mark.line, len(out.lines) - 1))
    message, hint = "filen går inte att läsa som YAML", "jämför indrag och kolon med raderna intill"
    for number in candidates:
        line = out.lines[number]
        stripped = line.strip()
        value = re.sub(r"^(?:- +)?(?:[^\s:]+(?: [^\s:]+)?: +)?", "", stripped)
        if re.match(r" *\t", line):
            message, hint = "raden är indragen med tabb", "dra in med blanksteg"
        elif "\t" in line and not line.startswith(" "):
            message = "raden ser ut att vara klistrad från Excel men saknar indrag"
            hint = "dra in raderna under tabell: |, eller spara dem i tabeller/<id>.tsv"
        elif value[:1] and value[0] in _SPECIAL:
            message, hint = (
                f'värdet börjar med "{value[0]}", som betyder något särskilt i YAML',
                "sätt citattecken om hela värdet",
            )
        elif ": " in value or value.endswith(":"):
            message, hint = "värdet innehåller kolon", "sätt citattecken om hela värdet"
        else:
            continue
        line_no = number
        break
    same = line_no == mark.line
    column = mark.column + 1 if same else len(out.lines[line_no]) - len(out.lines[line_no].lstrip()) + 1
    return _error("VB101", Place(out.file, line=line_no + 1, column=column), message, hint)


def _error(code: str, place: Place, message: str, hint: str | None = None) -> Finding:
    return Finding(code, "error", place, message, hint)


def ids_in(node: Node | None) -> set[str]:
    """Every id that stands in a file, also in parts that did not load: references to them are not dead."""
    found: set[str] = set()
    stack = [node] if node is not None else []
    while stack:
        at = stack.pop()
        if at.fields is not None:
            found.update(at.fields)
            if (own := at.fields.get("id")) is not None and own.value:
                found.add(own.value)
            stack.extend(at.fields.values())
        elif at.items is not None:
            stack.extend(at.items)
    return found


__all__ = ["Node", "Path", "SourceFile", "decode", "ids_in", "parse"]
