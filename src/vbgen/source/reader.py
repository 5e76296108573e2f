"""YAML text → nodes, event by event.

Nothing can be lost on the way: anchors, aliases, tags, duplicate keys and text that YAML would cut are findings with a place.
"""

from __future__ import annotations

import re
from typing import Any

import yaml

from vbgen.findings import Place
from vbgen.source.files import Node, SourceFile, decode, make_fault
from vbgen.source.syntax import Mark, Span, check_comments, check_decimal_commas, describe_syntax_error

MAX_DEPTH = 40
_DROPPED = "\0"  # stands for a key that is not kept
_Loader: Any = getattr(yaml, "CLoader", yaml.Loader)


def parse(file: str, raw: bytes) -> SourceFile:
    """Read a YAML file into nodes; faults become findings (VB101–VB103, VB110–VB113)."""
    source = decode(file, raw)
    if source.findings:
        return source
    builder = _Builder(source)
    try:
        source.root = builder.build()
    except yaml.MarkedYAMLError as error:
        source.root = None
        source.findings.append(describe_syntax_error(source, error))
    except yaml.YAMLError:
        source.findings.append(make_fault("VB101", Place(file, line=1, column=1), "filen går inte att läsa som YAML"))
    except _UnreadableFile:
        source.root = None
    if source.root is not None:
        check_comments(source, builder.opaque)
        check_decimal_commas(source, builder.flows, builder.opaque)
    return source


class _UnreadableFile(Exception):
    """A file of which no more can be read; the finding is already noted."""


class _OpenCollection:
    """A list or mapping that is being filled; for a mapping, the `key` that waits for its value."""

    __slots__ = ("flow", "key", "node")

    def __init__(self, node: Node, *, flow: bool) -> None:
        self.node = node
        self.flow = flow
        self.key: str | None = None


class _Builder:
    """Events → nodes, with an own stack (depth is limited, never the interpreter's)."""

    def __init__(self, source: SourceFile) -> None:
        self.source = source
        self.opaque: list[Span] = []  # quoted and block scalars
        self.flows: list[Span] = []  # lists in [] and mappings in {}, the outermost
        self.documents = 0

    def note(self, code: str, mark: Any, message: str, hint: str | None = None) -> None:
        place = Place(self.source.file, line=mark.line + 1, column=mark.column + 1)
        self.source.findings.append(make_fault(code, place, message, hint))

    def build(self) -> Node:
        """The root, a mapping; _UnreadableFile where there is none."""
        root: Node | None = None
        stack: list[_OpenCollection] = []
        event: Any
        for event in yaml.parse(self.source.text, Loader=_Loader):
            if isinstance(event, yaml.CollectionEndEvent):
                closed = stack.pop()
                if closed.flow and not (stack and stack[-1].flow):
                    end: Any = event.end_mark
                    self.flows.append((closed.node.line, closed.node.column, end.line, end.column))
                continue
            node = self._make_node(event)
            if node is None:
                continue
            if stack:
                self._attach(stack[-1], node, event)
            elif root is None:
                root = node
            if node.value is None and (node.fields is not None or node.items is not None):
                stack.append(_OpenCollection(node, flow=bool(event.flow_style)))
                if len(stack) > MAX_DEPTH:
                    message = f"innehållet är nästlat djupare än {MAX_DEPTH} nivåer"
                    self.note("VB112", event.start_mark, message, "förenkla indragen")
                    raise _UnreadableFile
        return self._check_root(root)

    def _check_root(self, root: Node | None) -> Node:
        if root is None or (root.value is None and root.items is None and root.fields is None):
            self.note("VB113", Mark(0, 0), "filen är tom", "fyll i den eller ta bort den")
            raise _UnreadableFile
        if root.fields is None:
            content = "en lista" if root.items is not None else "en text"
            hint = "den ska bestå av nycklar, t.ex. namn: …"
            self.note("VB113", Mark(root.line, root.column), f"filen innehåller {content}", hint)
            raise _UnreadableFile
        return root

    def _make_node(self, event: Any) -> Node | None:
        """The node that an event begins; None for events that are no content."""
        event_type = type(event)
        if event_type is yaml.ScalarEvent:
            return self._make_scalar(event)
        if event_type is yaml.MappingStartEvent or event_type is yaml.SequenceStartEvent:
            self._note_anchor_or_tag(event)
            node = Node(event.start_mark.line, event.start_mark.column)
            if event_type is yaml.MappingStartEvent:
                node.fields, node.keys = {}, {}
            else:
                node.items = []
            return node
        if event_type is yaml.AliasEvent:
            message = f'"*{event.anchor}" är en YAML-hänvisning (alias)'
            self.note("VB111", event.start_mark, message, "sätt citattecken om det är text")
            return Node(event.start_mark.line, event.start_mark.column)
        if event_type is yaml.DocumentStartEvent:
            self.documents += 1
            if self.documents > 1:
                message = "filen innehåller två YAML-dokument"
                self.note("VB113", event.start_mark, message, "ta bort raden --- eller dela filen")
                raise _UnreadableFile
        return None

    def _attach(self, top: _OpenCollection, node: Node, event: Any) -> None:
        parent = top.node
        if parent.items is not None:
            parent.items.append(node)
            return
        assert parent.fields is not None and parent.keys is not None
        if top.key is not None:
            if not top.key.startswith(_DROPPED):
                parent.fields[top.key] = node
            top.key = None
        elif node.value is None:
            self.note("VB101", event.start_mark, "nyckeln är inte en text", "skriv nyckel: värde")
            top.key = _DROPPED
        elif node.value in parent.keys:
            first_line = parent.keys[node.value][0] + 1
            message = f'nyckeln "{node.value}" står två gånger (första gången på rad {first_line})'
            self.note("VB103", event.start_mark, message, "behåll en av dem")
            top.key = _DROPPED
        else:
            parent.keys[node.value] = (node.line, node.column)
            top.key = node.value

    def _note_anchor_or_tag(self, event: Any) -> None:
        """Note an anchor or a tag: it would vanish from what the author wrote."""
        if event.anchor is not None:
            message = f'"&{event.anchor}" är ett YAML-ankare'
            self.note("VB111", event.start_mark, message, "sätt citattecken om det är text, annars ta bort det")
        if event.tag is not None:
            self.note("VB111", event.start_mark, "en YAML-tagg (!…) tillåts inte", "sätt citattecken om det är text")

    def _make_scalar(self, event: Any) -> Node:
        start, end = event.start_mark, event.end_mark
        node = Node(start.line, start.column)
        node.value, node.style = event.value, event.style or None
        if event.anchor is not None or event.tag is not None:
            self._note_anchor_or_tag(event)
        style = node.style
        if style is None:
            if not node.value:
                node.value = None
            elif end.line > start.line and re.search(
                r"(?m)^\s*- ", "\n".join(self.source.lines[start.line + 1 : end.line + 1])
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
            self.opaque.append((start.line + 1, 0, end.line, end.column))
        elif style == "|":
            self.opaque.append((start.line + 1, 0, end.line, end.column))
        else:
            self.opaque.append((start.line, start.column, end.line, end.column))
        return node
