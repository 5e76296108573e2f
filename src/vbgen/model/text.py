"""Text: comments and chapters, one notation everywhere.

Paragraphs, `-` / `1.` / `a)` lists (nested by indent), `#` sub-headings, `*emphasis*`, `**strong**`, footnote marks `[^1]`, references
`{tabell/rad/kolumn | mnkr}` that a value stands for, and a line `[tabell: id]` that places a table (diagram, bild; or, in an item's
text, `[mål]`, `[indikatorer]` …). Anything else prints literally: no HTML, no raw markup, no expressions.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

PLACED = ("tabell", "diagram", "bild")
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
    """A piece of a line: literal `text` in a style, the footnote mark `note`, or what stood between the braces of a reference."""

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
        """What the text places, in order (placings stand at the top level)."""
        if "[" not in self.source:
            return []
        return [block for block in self.blocks if isinstance(block, Placing)]

    def notes(self) -> list[tuple[str, int]]:
        """Footnote marks with their lines."""
        if "[^" not in self.source:
            return []
        return [(run.text, line) for run, line in self.runs() if run.style == "note"]

    def runs(self) -> Iterator[tuple[Run, int]]:
        """All pieces of its paragraphs and headings, with the lines where those begin."""

        def look(blocks: tuple[TextBlock, ...]) -> Iterator[tuple[Run, int]]:
            for block in blocks:
                if isinstance(block, TextList):
                    for item in block.items:
                        yield from look(item)
                elif not isinstance(block, Placing):
                    yield from ((run, block.line) for run in block.runs)

        return look(self.blocks)


def runs(text: str) -> tuple[Run, ...]:
    """One line of text as runs."""
    if "*" not in text and "[^" not in text and "{" not in text:
        return (Run(text),) if text else ()
    out: list[Run] = []
    at = 0
    for match in _INLINE.finditer(text):
        if match.start() > at:
            out.append(Run(text[at : match.start()]))
        if match["strong"] is not None:
            out.append(Run(match["strong"], "strong"))
        elif match["emphasis"] is not None:
            out.append(Run(match["emphasis"], "emphasis"))
        elif match["note"] is not None:
            out.append(Run(match["note"], "note"))
        else:
            out.append(Run(match["reference"], "reference"))
        at = match.end()
    if at < len(text):
        out.append(Run(text[at:]))
    return tuple(out)


def parse_text(source: str) -> Prose:
    """Parse a text. Never fails: what is not notation is words."""
    return Prose(source, _blocks([(i, line) for i, line in enumerate(source.split("\n"))], 0))


Lines = list[tuple[int, str]]


def _blocks(lines: Lines, depth: int) -> tuple[TextBlock, ...]:
    out: list[TextBlock] = []
    paragraph: Lines = []

    def close() -> None:
        if paragraph:
            out.append(TextParagraph(runs(" ".join(line.strip() for _, line in paragraph)), paragraph[0][0]))
            paragraph.clear()

    at = 0
    while at < len(lines):
        number, line = lines[at]
        if not line.strip():
            close()
        elif depth < MAX_DEPTH and (item := _ITEM.match(line)) and (not paragraph or _begins(item, depth)):
            close()
            at = _list(lines, at, item, depth, out)
            continue
        elif depth == 0 and (heading := _HEADING.match(line)):
            close()
            out.append(TextHeading(runs(heading[2].strip()), len(heading[1]), number))
        elif depth == 0 and (placing := _PLACING.match(line.strip())) and _is_placing(placing):
            close()
            out.append(Placing(placing["kind"], placing["id"], number, line.index("[")))
        else:
            paragraph.append((number, line))
        at += 1
    close()
    return tuple(out)


def _is_placing(match: re.Match[str]) -> bool:
    return match["kind"] in PLACED if match["id"] else match["kind"] in LISTS


def _kind(item: re.Match[str]) -> Literal["bullet", "decimal", "alpha"]:
    return "bullet" if item["bullet"] else "decimal" if item["number"] else "alpha"


def _begins(item: re.Match[str], depth: int) -> bool:
    """A list may follow a line of text directly; a line that happens to begin with a year and a point is no list."""
    return depth > 0 or bool(item["bullet"]) or item["number"] == "1" or item["letter"] == "a"


def _start(item: re.Match[str]) -> int:
    """The number that a list starts with: a list may go on at `c)` after a sub-heading."""
    if item["letter"]:
        return "abcdefghijklmnopqrstuvwxyzåäö".index(item["letter"]) + 1
    return int(item["number"] or 1)


def _list(lines: Lines, at: int, first: re.Match[str], depth: int, out: list[TextBlock]) -> int:
    """Read a list from line `at`; appends it to `out` and returns the line after it."""
    indent, kind = len(first["indent"]), _kind(first)
    items: list[tuple[TextBlock, ...]] = []
    start, line_no = _start(first), lines[at][0]
    while at < len(lines):
        item = _ITEM.match(lines[at][1])
        if item is None or len(item["indent"]) != indent or _kind(item) != kind:
            break
        if items and kind != "bullet" and _start(item) != start + len(items):
            break  # another number than the next: another list
        body: Lines = [(lines[at][0], lines[at][1][item.end() :])]
        at += 1
        while at < len(lines):
            text = lines[at][1]
            here = len(text) - len(text.lstrip(" "))
            if not text.strip():
                after = next((line for _, line in lines[at:] if line.strip()), "")
                if len(after) - len(after.lstrip(" ")) <= indent:
                    break
            elif here <= indent and (
                _ITEM.match(text) or not body[-1][1].strip() or _HEADING.match(text) or _PLACING.match(text.strip())
            ):
                break
            body.append((lines[at][0], text[min(here, item.end()) :]))
            at += 1
        items.append(_blocks(body, depth + 1))
        # blank lines between items of one list do not end it
        ahead = at
        while ahead < len(lines) and not lines[ahead][1].strip():
            ahead += 1
        follows = _ITEM.match(lines[ahead][1]) if ahead < len(lines) else None
        if follows is not None and len(follows["indent"]) == indent and _kind(follows) == kind:
            at = ahead
    out.append(TextList(kind, tuple(items), start, line_no))
    return at
