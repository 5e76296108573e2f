"""Text: comments and chapters, one notation everywhere.

Paragraphs, `-` / `1.` / `a)` lists (nested by indent), `#` sub-headings, `*emphasis*`, `**strong**`, footnote marks `[^1]`, references
`{tabell/rad/kolumn | mnkr}` that a value stands for, and a line `[tabell: id]` that places a table (diagram, bild; or, in an item's
text, `[mål]`, `[indikatorer]` …). Anything else prints literally: no HTML, no raw markup, no expressions.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

PLACEABLE = ("tabell", "diagram", "bild")
MAX_DEPTH = 12  # of lists in lists; deeper ones print as text
LISTS = ("strategier", "mål", "indikatorer", "uppdrag", "aktiviteter", "områden")

_ITEM = re.compile(r"(?P<indent> *)(?:(?P<bullet>[-•])|(?P<number>\d{1,3})\.|(?P<letter>[a-zåäö])\)) +(?=\S)")
_HEADING = re.compile(r"(#{1,3}) +(\S.*)$")
_PLACING = re.compile(r"\[(?P<kind>[^\W\d_]+)(?:: *(?P<id>[^\]\s]+))?\]$")
_INLINE = re.compile(
    r"\*\*(?=\S)(?P<strong>[^*]+?)(?<=\S)\*\*|(?<!\w)\*(?=\S)(?P<emphasis>[^*]+?)(?<=\S)\*(?!\w)|\[\^(?P<note>[^\]\s]{1,8})\]"
    r"|\{(?P<reference> *(?:[a-z0-9/-]+:)?[a-zåäö0-9-]+(?:/[a-zåäö0-9-]+)+ *(?:\|[^{}|]*)*)\}"
)


class Run(NamedTuple):
    """A piece of a line: literal `text` in a style, the footnote mark `note`, or the text between the braces of a reference."""

    text: str
    style: Literal["plain", "emphasis", "strong", "note", "reference"] = "plain"


class TextParagraph(NamedTuple):
    runs: tuple[Run, ...]
    line: int


class TextHeading(NamedTuple):
    """A sub-heading, `depth` 1..3 levels under the heading that the text stands below."""

    runs: tuple[Run, ...]
    depth: int
    line: int


class TextList(NamedTuple):
    kind: Literal["bullet", "decimal", "alpha"]
    items: tuple[tuple[TextBlock, ...], ...]
    start: int
    line: int


class Placing(NamedTuple):
    """A line that places something: `kind` tabell, diagram, bild with an `id`, or one of an item's lists without."""

    kind: str
    id: str | None
    line: int
    column: int


TextBlock = TextParagraph | TextHeading | TextList | Placing


class Prose(NamedTuple):
    """A parsed text. Lines and columns are counted from 0 in the text as written."""

    source: str
    blocks: tuple[TextBlock, ...]

    def placings(self) -> list[Placing]:
        """Return the placings of the text, in order (they stand at the top level)."""
        if "[" not in self.source:
            return []
        return [block for block in self.blocks if isinstance(block, Placing)]

    def notes(self) -> list[tuple[str, int]]:
        """Return the footnote marks with their lines."""
        if "[^" not in self.source:
            return []
        return [(run.text, line) for run, line in self.runs() if run.style == "note"]

    def runs(self) -> Iterator[tuple[Run, int]]:
        """Return all pieces of its paragraphs and headings, with the lines where those begin."""

        def walk(blocks: tuple[TextBlock, ...]) -> Iterator[tuple[Run, int]]:
            for block in blocks:
                if isinstance(block, TextList):
                    for item in block.items:
                        yield from walk(item)
                elif not isinstance(block, Placing):
                    yield from ((run, block.line) for run in block.runs)

        return walk(self.blocks)


def runs(text: str) -> tuple[Run, ...]:
    """Parse one line of text into runs."""
    if "*" not in text and "[^" not in text and "{" not in text:
        return (Run(text),) if text else ()
    pieces: list[Run] = []
    end = 0
    for match in _INLINE.finditer(text):
        if match.start() > end:
            pieces.append(Run(text[end : match.start()]))
        if match["strong"] is not None:
            pieces.append(Run(match["strong"], "strong"))
        elif match["emphasis"] is not None:
            pieces.append(Run(match["emphasis"], "emphasis"))
        elif match["note"] is not None:
            pieces.append(Run(match["note"], "note"))
        else:
            pieces.append(Run(match["reference"], "reference"))
        end = match.end()
    if end < len(text):
        pieces.append(Run(text[end:]))
    return tuple(pieces)


def parse_text(source: str) -> Prose:
    """Parse a text. Never fails: all that is not notation is words."""
    return Prose(source, _parse_blocks([(i, line) for i, line in enumerate(source.split("\n"))], 0))


Lines = list[tuple[int, str]]


def _parse_blocks(lines: Lines, depth: int) -> tuple[TextBlock, ...]:
    blocks: list[TextBlock] = []
    paragraph: Lines = []

    def end_paragraph() -> None:
        if paragraph:
            blocks.append(TextParagraph(runs(" ".join(line.strip() for _, line in paragraph)), paragraph[0][0]))
            paragraph.clear()

    index = 0
    while index < len(lines):
        number, line = lines[index]
        if not line.strip():
            end_paragraph()
        elif depth < MAX_DEPTH and (item := _ITEM.match(line)) and (not paragraph or _can_begin_list(item, depth)):
            end_paragraph()
            index = _parse_list(lines, index, item, depth, blocks)
            continue
        elif depth == 0 and (heading := _HEADING.match(line)):
            end_paragraph()
            blocks.append(TextHeading(runs(heading[2].strip()), len(heading[1]), number))
        elif depth == 0 and (placing := _PLACING.match(line.strip())) and _is_placing(placing):
            end_paragraph()
            blocks.append(Placing(placing["kind"], placing["id"], number, line.index("[")))
        else:
            paragraph.append((number, line))
        index += 1
    end_paragraph()
    return tuple(blocks)


def _is_placing(match: re.Match[str]) -> bool:
    return match["kind"] in PLACEABLE if match["id"] else match["kind"] in LISTS


def _get_kind(item: re.Match[str]) -> Literal["bullet", "decimal", "alpha"]:
    return "bullet" if item["bullet"] else "decimal" if item["number"] else "alpha"


def _can_begin_list(item: re.Match[str], depth: int) -> bool:
    """Tell whether a list may follow a line of text directly; a line that happens to begin with a year and a point is no list."""
    return depth > 0 or bool(item["bullet"]) or item["number"] == "1" or item["letter"] == "a"


def _read_start(item: re.Match[str]) -> int:
    """Return the number that a list starts with: a list may go on at `c)` after a sub-heading."""
    if item["letter"]:
        return "abcdefghijklmnopqrstuvwxyzåäö".index(item["letter"]) + 1
    return int(item["number"] or 1)


def _parse_list(lines: Lines, index: int, first: re.Match[str], depth: int, blocks: list[TextBlock]) -> int:
    """Parse a list from the line at `index`; append it to `blocks` and return the index of the line after it."""
    indent, kind = len(first["indent"]), _get_kind(first)
    items: list[tuple[TextBlock, ...]] = []
    start, line_number = _read_start(first), lines[index][0]
    while index < len(lines):
        item = _ITEM.match(lines[index][1])
        if item is None or len(item["indent"]) != indent or _get_kind(item) != kind:
            break
        if items and kind != "bullet" and _read_start(item) != start + len(items):
            break  # another number than the next: another list
        body: Lines = [(lines[index][0], lines[index][1][item.end() :])]
        index += 1
        while index < len(lines):
            text = lines[index][1]
            text_indent = len(text) - len(text.lstrip(" "))
            if not text.strip():
                following = next((line for _, line in lines[index:] if line.strip()), "")
                if len(following) - len(following.lstrip(" ")) <= indent:
                    break
            elif text_indent <= indent and (
                _ITEM.match(text) or not body[-1][1].strip() or _HEADING.match(text) or _PLACING.match(text.strip())
            ):
                break
            body.append((lines[index][0], text[min(text_indent, item.end()) :]))
            index += 1
        items.append(_parse_blocks(body, depth + 1))
        # blank lines between items of one list do not end it
        next_index = index
        while next_index < len(lines) and not lines[next_index][1].strip():
            next_index += 1
        next_item = _ITEM.match(lines[next_index][1]) if next_index < len(lines) else None
        if next_item is not None and len(next_item["indent"]) == indent and _get_kind(next_item) == kind:
            index = next_index
    blocks.append(TextList(kind, tuple(items), start, line_number))
    return index
