"""Reading YAML: every key and value is found where it stands, and nothing that was written is lost.

The trees are written by a writer of our own, which knows where it put each key, value and cell.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vbgen.findings import Finding, Place
from vbgen.load.forms import read_model
from vbgen.model.content import ContentFile
from vbgen.model.tables import TableSource
from vbgen.source import SourceFile, parse
from vbgen.tables.build import BuildResult, build_table
from vbgen.tables.table import GridPlace, HomeId

FILE = "data/2021/namnd/plan/texter.yaml"
Spot = tuple[int, int]
Steps = tuple[str | int, ...]


# ------------------------------------------------------------------- the trees
@dataclass
class Text:
    """A scalar and how it is written: plain, ', ", |, |- or (value None) nothing at all."""

    value: str | None
    style: str = ""


@dataclass
class Pairs:
    """A mapping; a key may stand twice."""

    pairs: list[tuple[str, Tree]]
    flow: bool = False


@dataclass
class Listed:
    """A list; `inset`: the dashes are indented below their key."""

    items: list[Tree]
    flow: bool = False
    inset: bool = True


Tree = Text | Pairs | Listed


@dataclass
class Writer:
    """Writes a tree. `spots`: where each value starts; `keys`: each key; `blocks`: the first line of each | text."""

    step: int = 2
    notes: bool = False
    lines: list[str] = field(default_factory=lambda: [""], repr=False)
    literal_end: int = field(default=0, repr=False)
    spots: dict[Steps, Spot] = field(default_factory=dict, repr=False)
    keys: list[tuple[Steps, Spot]] = field(default_factory=list, repr=False)
    blocks: dict[Steps, Spot] = field(default_factory=dict, repr=False)

    def here(self) -> Spot:
        return len(self.lines), len(self.lines[-1]) + 1

    def put(self, text: str) -> None:
        self.lines[-1] += text

    def line(self, indent: int) -> None:
        """Begin a line; comments may stand before it, but not at the end of a literal text."""
        if self.notes and len(self.lines) % 3 == 0 and len(self.lines) > self.literal_end:
            self.put("  # not: åäö 🙂")
        if self.notes and len(self.lines) % 5 == 0:
            self.lines += ["", " " * indent + "# hel rad: [ ] { } 'x"]
        self.lines.append(" " * indent)

    def text(self) -> str:
        return "\n".join(self.lines) + "\n"

    def document(self, tree: Pairs) -> str:
        self.block(tree, 0, ())
        return self.text()

    def block(self, tree: Tree, indent: int, path: Steps) -> None:
        """A mapping or list in block style, from where the writer stands (at `indent`)."""
        self.spots[path] = self.here()
        if isinstance(tree, Pairs):
            for number, (key, below) in enumerate(tree.pairs):
                if number:
                    self.line(indent)
                self.keys.append(((*path, key), self.here()))
                self.put(written_key(key) + ":")
                self.value(below, indent, (*path, key))
        elif isinstance(tree, Listed):
            for number, below in enumerate(tree.items):
                if number:
                    self.line(indent)
                self.put("-")
                if is_block(below):
                    self.put(" " * (self.step - 1))
                    self.block(below, indent + self.step, (*path, number))
                else:
                    self.value(below, indent, (*path, number))

    def value(self, tree: Tree, indent: int, path: Steps) -> None:
        """What stands after a key's colon or a dash."""
        if is_block(tree):
            deeper = indent if isinstance(tree, Listed) and not tree.inset else indent + self.step
            self.line(deeper)
            self.block(tree, deeper, path)
        elif isinstance(tree, Text) and tree.value is None:
            pass
        elif isinstance(tree, Text) and tree.style.startswith("|"):
            self.literal(tree, indent + self.step, path)
        else:
            self.put(" ")
            self.flow(tree, indent + self.step, path)

    def literal(self, tree: Text, indent: int, path: Steps) -> None:
        assert tree.value is not None
        self.put(" ")
        self.spots[path] = self.here()
        self.put(tree.style)
        self.blocks[path] = (len(self.lines) + 1, indent + 1)
        for text in tree.value.removesuffix("\n").split("\n"):
            self.lines.append(" " * indent + text if text else "")
        self.literal_end = len(self.lines)

    def flow(self, tree: Tree, indent: int, path: Steps) -> None:
        self.spots[path] = self.here()
        if isinstance(tree, Text):
            self.put(quoted(tree))
            return
        self.put("{" if isinstance(tree, Pairs) else "[")
        count = len(tree.pairs) if isinstance(tree, Pairs) else len(tree.items)
        for number in range(count):
            if number and number % 3 == 0:
                self.lines.append(" " * indent)
            if isinstance(tree, Pairs):
                key, below = tree.pairs[number]
                self.keys.append(((*path, key), self.here()))
                self.put(written_key(key) + ": ")
                self.flow(below, indent, (*path, key))
            else:
                self.flow(tree.items[number], indent, (*path, number))
            self.put(", " if number < count - 1 else "")
        self.put("}" if isinstance(tree, Pairs) else "]")


def is_block(tree: Tree) -> bool:
    return not isinstance(tree, Text) and not tree.flow


def written_key(key: str) -> str:
    return f"'{key}'" if " #" in key or ": " in key else key


def quoted(tree: Text) -> str:
    value = tree.value or ""
    if tree.style == "'":
        return "'" + value.replace("'", "''") + "'"
    escaped = len(value) % 2 == 0 and all(ord(ch) < 0x10000 for ch in value)
    return json.dumps(value, ensure_ascii=escaped) if tree.style == '"' else value


def data(tree: Tree) -> Any:
    """What the tree says; of a key that stands twice, the first."""
    if isinstance(tree, Text):
        return tree.value
    if isinstance(tree, Listed):
        return [data(item) for item in tree.items]
    out: dict[str, Any] = {}
    for key, below in tree.pairs:
        out.setdefault(key, data(below))
    return out


# ------------------------------------------------------------- random trees
WORDS = ("å", "Mål", "ÄÖ", "x", "nämnd", "🙂", "👩🏽‍⚕️", "é", "12", "nej", "–", "café", "日本")
ODD = ("nej", "ja", "null", "~", "010", "12:30", "2021-12-31", "1e5", "0x1F", "1_000", "yes", "a#b")
PIECES = (*WORDS, *" '\"\\{],|>%&*!@`", "# ", " #", ": ", "- ", "  # ", "a: b")
KEYS = ("id", "namn", "mål", "bilaga till", "åtgärder", "å-ä", "🙂", "x1", "b: c", "d #e", "text", "nej")


class Trees(Random):
    """Makes trees of a size; of one number, so that Hypothesis has little to keep track of."""

    def plain(self) -> str:
        return self.choice(ODD) if self.random() < 0.3 else " ".join(self.choices(WORDS, k=self.randint(1, 3)))

    def any(self) -> str:
        return "".join(self.choices(PIECES, k=self.randint(0, 6)))

    def literal(self) -> str:
        """Lines of a | text: the first and last with words, between them anything, also blank and indented lines."""
        between = [self.choice(("", self.any().rstrip(), "  " + self.plain())) for _ in range(self.randint(0, 3))]
        return "\n".join([self.plain(), *between, self.plain()])

    def flow_text(self) -> Text:
        style = self.choice(("", "'", '"'))
        if style == '"' and self.random() < 0.3:
            return Text("".join(self.choices("a\n\tå", k=4)), style)
        return Text(self.any() if style else self.plain(), style)

    def text(self) -> Text:
        kind = self.randint(0, 5)
        if kind == 0:
            return Text(None)
        if kind < 3:
            return Text(self.literal() + ("\n" if kind == 1 else ""), "|" if kind == 1 else "|-")
        return self.flow_text()

    def split(self, size: int) -> list[int]:
        """A size as the sizes of one to five parts."""
        count = self.randint(1, min(size, 5))
        cuts = sorted(self.sample(range(1, size), count - 1))
        return [b - a for a, b in pairwise([0, *cuts, size])]

    def pairs(self, size: int, *, flow: bool) -> Pairs:
        sizes = self.split(size)
        keys = self.sample(KEYS, len(sizes))
        return Pairs([(key, self.tree(part, flow=flow)) for key, part in zip(keys, sizes, strict=True)], flow)

    def tree(self, size: int, *, flow: bool = False) -> Tree:
        """A tree of `size` scalars."""
        kind = self.random()
        flow = flow or kind > 0.85
        if size == 1 and kind < 0.5:
            return self.flow_text() if flow else self.text()
        if kind < 0.3 or (size > 1 and kind < 0.6):
            return self.pairs(size, flow=flow)
        items = [self.tree(part, flow=flow) for part in self.split(size)]
        return Listed(items, flow, inset=self.random() < 0.5)


@st.composite
def documents(draw: st.DrawFn) -> Pairs:
    size, seed = draw(st.integers(1, 20)), draw(st.integers(0, 2**32))
    return Trees(seed).pairs(size, flow=False)


PLAIN = st.sampled_from((*ODD, "Å-huset 🙂", "日本 x", "mål"))
LITERAL = st.integers(0, 2**32).map(lambda seed: Trees(seed).literal())
WRITERS = st.builds(Writer, step=st.sampled_from((2, 2, 3, 4)), notes=st.booleans())


def raw(text: str, *, crlf: bool, bom: bool) -> bytes:
    return ((("\ufeff" if bom else "") + text).replace("\n", "\r\n" if crlf else "\n")).encode()


def walk(tree: Tree, path: Steps = ()) -> Iterator[tuple[Steps, Tree]]:
    yield path, tree
    if isinstance(tree, Pairs):
        for key, below in tree.pairs:
            yield from walk(below, (*path, key))
    elif isinstance(tree, Listed):
        for number, below in enumerate(tree.items):
            yield from walk(below, (*path, number))


# ------------------------------------------------------------------ positions
@settings(deadline=None, max_examples=400)
@given(documents(), WRITERS, st.booleans(), st.booleans())
def test_nothing_is_lost_and_everything_is_found_where_it_stands(
    tree: Pairs, writer: Writer, crlf: bool, bom: bool
) -> None:
    source = parse(FILE, raw(writer.document(tree), crlf=crlf, bom=bom))
    assert source.findings == []
    assert source.root is not None
    assert source.root.data() == data(tree)
    for path, _ in walk(tree):
        if path in writer.spots:
            assert source.locate(Place(FILE, path)) == writer.spots[path], path
    for path, spot in writer.keys:
        assert source.locate(Place(FILE, path, on_key=True)) == spot, path


@settings(deadline=None, max_examples=200)
@given(documents(), WRITERS, st.booleans(), st.booleans(), st.data())
def test_a_character_inside_a_literal_text_is_found(
    tree: Pairs, writer: Writer, crlf: bool, bom: bool, choose: st.DataObject
) -> None:
    tree.pairs.append(("sist", Text(choose.draw(LITERAL, "block") + "\n", "|")))
    source = parse(FILE, raw(writer.document(tree), crlf=crlf, bom=bom))
    for path, below in walk(tree):
        if path not in writer.blocks or not isinstance(below, Text) or below.value is None:
            continue
        first, margin = writer.blocks[path]
        for number, line in enumerate(below.value.removesuffix("\n").split("\n")):
            if line:
                column = choose.draw(st.integers(0, len(line) - 1), "column")
                found = source.locate(Place(FILE, path).point(number, column))
                assert found == (first + number, margin + column)
                assert source.lines[found[0] - 1][found[1] - 1] == line[column]


@given(documents(), WRITERS, st.data())
def test_a_place_that_is_not_there_is_its_nearest_parent(tree: Pairs, writer: Writer, choose: st.DataObject) -> None:
    source = parse(FILE, writer.document(tree).encode())
    assert source.findings == []
    known = [path for path, below in walk(tree) if not isinstance(below, Text)]
    path = choose.draw(st.sampled_from(known), "parent")
    for missing in (("finns-inte",), (99,), ("finns-inte", 3, "alls")):
        assert source.locate(Place(FILE, (*path, *missing))) == writer.spots[path]


# ------------------------------------------------------------- keys at fault
@given(documents(), WRITERS, st.booleans(), st.booleans(), st.data())
def test_a_key_that_stands_twice_is_found_and_the_first_is_kept(
    tree: Pairs, writer: Writer, crlf: bool, bom: bool, choose: st.DataObject
) -> None:
    mappings = [(path, below) for path, below in walk(tree) if isinstance(below, Pairs)]
    path, mapping = choose.draw(st.sampled_from(mappings), "mapping")
    key, _ = choose.draw(st.sampled_from(mapping.pairs), "key")
    mapping.pairs.insert(
        choose.draw(st.integers(mapping.pairs.index((key, _)) + 1, len(mapping.pairs)), "where"),
        (key, Text("en gång till", "'")),
    )
    source = parse(FILE, raw(writer.document(tree), crlf=crlf, bom=bom))
    first, second = [spot for at, spot in writer.keys if at == (*path, key)]
    (finding,) = source.findings
    assert finding.code == "VB103"
    assert source.locate(finding.place) == second
    assert f"rad {first[0]}" in finding.message
    assert source.root is not None and source.root.data() == data(tree)


PICTURES = st.lists(
    st.fixed_dictionaries({"fil": PLAIN, "alt": PLAIN}, optional={"bildtext": PLAIN}), min_size=1, max_size=4
)


@dataclass
class Broken:
    """A file of pictures in which one has a fault."""

    source: SourceFile
    writer: Writer
    at: Steps
    findings: list[Finding]


def broken(pictures: list[dict[str, str]], writer: Writer, change: str, chosen: int, *, flow: bool) -> Broken:
    listed: list[tuple[str, Tree]] = []
    for number, picture in enumerate(pictures):
        found: list[tuple[str, Tree]] = [(key, Text(value, "'")) for key, value in picture.items()]
        if number == chosen:
            if change == "missing":
                found = [pair for pair in found if pair[0] != "alt"]
            elif change == "wrong key":
                found.insert(1, ("filen", Text("å", "'")))
            else:
                found = [(key, Listed([value], flow=True) if key == "alt" else value) for key, value in found]
        listed.append((f"bild-{number}", Pairs(found, flow)))
    tree = Pairs([("texter", Pairs([("inledning", Text("Å\n🙂\n", "|"))])), ("bilder", Pairs(listed))])
    source = parse(FILE, raw(writer.document(tree), crlf=True, bom=True))
    read_model(ContentFile, source)
    return Broken(source, writer, ("bilder", f"bild-{chosen}"), source.findings)


@pytest.mark.parametrize(
    ("change", "code", "where"),
    [("missing", "VB105", "picture"), ("wrong key", "VB104", "filen"), ("list", "VB106", "alt")],
)
@settings(deadline=None, max_examples=30)
@given(pictures=PICTURES, writer=WRITERS, flow=st.booleans(), choose=st.data())
def test_missing_wrong_and_misused_keys_are_found(
    pictures: list[dict[str, str]],
    writer: Writer,
    flow: bool,
    choose: st.DataObject,
    change: str,
    code: str,
    where: str,
) -> None:
    chosen = choose.draw(st.integers(0, len(pictures) - 1))
    made = broken(pictures, Writer(writer.step, writer.notes), change, chosen, flow=flow)
    (finding,) = made.findings
    assert finding.code == code
    keys = dict(made.writer.keys)
    expected = {
        "picture": made.writer.spots[made.at],
        "filen": keys.get((*made.at, "filen")),
        "alt": made.writer.spots.get((*made.at, "alt")),
    }[where]
    assert (finding.place.line, finding.place.column) == expected


# ----------------------------------------------------------------------- cells
LABEL = st.sampled_from(("Å-huset", "Kök 🙂", "x", "Mål (varav)", "Sjuklön, 日本", "–"))
FIGURE = st.sampled_from(("1", "-2 434,7", "0,0", "12 %", "", "–", "-1\u00a0000", '"ord"'))
PAD = st.integers(0, 4)


@st.composite
def grids(draw: st.DrawFn) -> tuple[str, dict[tuple[int, int], Spot], list[list[str]]]:
    """A grid's text, where each cell's text starts in it (line and column from 0), and the texts."""
    width, tabs = draw(st.integers(2, 4)), draw(st.booleans())
    lines: list[str] = []
    spots: dict[tuple[int, int], Spot] = {}
    texts: list[list[str]] = []
    head = ["Post", *(f"[k{n}] Å{n}" for n in range(1, width))]
    for number in range(-1, draw(st.integers(1, 4))):
        cells = head if number < 0 else [draw(LABEL), *(draw(FIGURE) for _ in range(1, width))]
        line = "" if tabs else "|"
        for index, cell in enumerate(cells):
            line += " " * (draw(PAD) if index else 1 if not tabs else 0)
            if number >= 0:
                spots[number, index] = (len(lines), len(line))
            line += cell + " " * (draw(PAD) if not tabs else 0)
            line += (
                ("\t" if index < width - 1 else "")
                if tabs
                else ("|" if index < width - 1 or not cell or draw(st.booleans()) else "")
            )
        lines.append(line.rstrip(" ") if line.strip().startswith("|") else line)
        if number < 0 and (not tabs or draw(st.booleans())):
            lines.append("---" if tabs else "| ---")
        elif number >= 0:
            texts.append(cells)
        if draw(st.integers(0, 3)) == 0:
            lines.append("")
    return "\n".join(lines).rstrip("\n") + "\n", spots, texts


@settings(deadline=None, max_examples=400)
@given(grids(), WRITERS, st.booleans(), st.booleans())
def test_every_cell_of_a_grid_is_found(
    grid: tuple[str, dict[tuple[int, int], Spot], list[list[str]]], writer: Writer, crlf: bool, bom: bool
) -> None:
    text, spots, texts = grid
    tree = Pairs(
        [("texter", Pairs([("å", Text("x"))])), ("tabeller", Pairs([("t", Pairs([("tabell", Text(text, "|"))]))]))]
    )
    source = parse(FILE, raw(writer.document(tree), crlf=crlf, bom=bom))
    assert source.findings == []
    table, findings = built(source)
    assert findings == ()
    assert [len(row.cells) for row in table.rows] == [len(cells) for cells in texts]
    first, margin = writer.blocks["tabeller", "t", "tabell"]
    for (row, column), (line, at) in spots.items():
        if not texts[row][column]:
            continue
        found = source.locate(table.locate_cell(row, column))
        assert found == (first + line, margin + at)
        assert source.lines[found[0] - 1][found[1] - 1 :].startswith(texts[row][column])


def built(source: SourceFile) -> BuildResult:
    assert source.root is not None
    model = TableSource.model_validate(source.root.data()["tabeller"]["t"])
    place = Place(FILE, ("tabeller", "t"))
    assert model.grid is not None
    return build_table("t", HomeId(2021), place, model, model.grid, GridPlace(place.child("tabell")), {})
