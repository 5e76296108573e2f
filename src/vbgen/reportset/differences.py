"""What a document's files say, apart from how they are written: a hash of it, and what differs between then and now.

Words and figures count. Blank space, comments, line ends, quotes, the order of keys and Unicode forms do not; nor does `noterat:`.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Any, NamedTuple, TypeAlias

from vbgen.findings import Place
from vbgen.model.numbers import parse
from vbgen.tables.grid import Grid, GridRow, HeaderCell, read_grid

# what a YAML file, a table file, a picture holds
Tree: TypeAlias = "dict[str, Tree] | list[Tree] | str | bytes | None"
Key: TypeAlias = tuple[str | None, str]  # of what stands in a list: its id, and the words by which it is found again
TABLE_FILE = ".tsv"


class Difference(NamedTuple):
    """What stood and what stands; None: nothing.

    `place`: where it stands now, or what it was taken out of. `what` names it where the path of `place` does not. `cell`: of a table,
    row and column by index as they are now; a row alone. `owner` and `address` as in findings.
    """

    place: Place
    was: Tree
    now: Tree
    what: str = ""
    cell: tuple[int, int | None] | None = None
    owner: Place | None = None
    address: str | None = None


def said(tree: Tree) -> Tree:
    """A tree without acknowledgements: they come after what they are about."""
    if isinstance(tree, dict):
        return {key: said(v) for key, v in tree.items() if not (key == "noterat" and isinstance(v, list))}
    if isinstance(tree, list):
        return [said(value) for value in tree]
    return tree


def squeeze(text: str) -> str:
    """A text with single blanks between its words."""
    return unicodedata.normalize("NFC", " ".join(text.split()))


def digest(content: Mapping[str, Tree]) -> str:
    """SHA-256 of what files say, by their names."""
    return hashlib.sha256(_json(dict(content)).encode("utf-8")).hexdigest()


def _json(tree: Tree) -> str:
    return json.dumps(_plain(tree), ensure_ascii=False, sort_keys=True)


def _plain(tree: Tree) -> Any:
    if isinstance(tree, dict):
        return {key: _plain(value) for key, value in tree.items() if value}
    if isinstance(tree, list):
        return [_plain(value) for value in tree]
    if isinstance(tree, bytes):
        return hashlib.sha256(tree).hexdigest()
    return squeeze(tree or "")


def differences(place: Place, was: Tree, now: Tree) -> Iterator[Difference]:
    """What differs between two trees, in the order of the later one; `place` of it."""
    if isinstance(was, dict) and isinstance(now, dict):
        for key in (*now, *(key for key in was if key not in now)):
            yield from differences(place.below(key), was.get(key), now.get(key))
    elif isinstance(was, list) and isinstance(now, list):
        for before, after in _pairs([_key(one) for one in was], [_key(one) for one in now]):
            if before is None or after is None:
                what = f"en post i {place.dotted}" if after is None else ""
                yield Difference(
                    place if after is None else place.below(after), _at(was, before), _at(now, after), what
                )
            else:
                yield from differences(place.below(after), was[before], now[after])
    elif isinstance(was, str) and isinstance(now, str) and _is_table(place):
        yield from _in_table(place, read_grid(was), read_grid(now))
    elif isinstance(was, str) and isinstance(now, str):
        if not _same(was, now):
            yield Difference(_first_other(place, was, now), was or None, now or None)
    elif _plain(was or "") != _plain(now or ""):
        yield Difference(place, was or None, now or None)


def _same(one: str, other: str) -> bool:
    """The same words, or the same figure however it is written: blanks in it, kind of minus."""
    figure = parse(one)
    return squeeze(one) == squeeze(other) or (figure is not None and figure == parse(other))


def _first_other(place: Place, was: str, now: str) -> Place:
    """In a text of several lines, the first word that is another."""
    if "\n" not in now.strip():
        return place
    old, new = was.split(), list(re.finditer(r"\S+", now))
    first = next((match for match, word in zip(new, old, strict=False) if match[0] != word), new[-1])
    above = now[: first.start()]
    return place.inside(above.count("\n"), len(above) - above.rfind("\n") - 1)


def _at(items: list[Tree], index: int | None) -> Tree:
    return None if index is None else items[index]


def _key(tree: Tree) -> Key:
    own = tree.get("id") if isinstance(tree, dict) else None
    return (own, own) if isinstance(own, str) else (None, _json(tree))


def _pairs(was: Sequence[Key], now: Sequence[Key]) -> Iterator[tuple[int | None, int | None]]:
    """Which of two lists belong together, by index: the same words, else the same place unless their ids are others."""
    matcher = SequenceMatcher(None, [words for _, words in was], [words for _, words in now], autojunk=False)
    for same, a, b, c, d in matcher.get_opcodes():
        for before, after in zip_longest(range(a, b), range(c, d)):
            if same == "equal" or before is None or after is None or _may_be(was[before][0], now[after][0]):
                yield before, after
            else:
                yield before, None
                yield None, after


def _may_be(one: str | None, other: str | None) -> bool:
    return one is None or other is None or one == other


# --------------------------------------------------------------------- tables
def _is_table(place: Place) -> bool:
    path = place.path
    return place.file.endswith(TABLE_FILE) or (len(path) == 3 and path[0] == "tabeller" and path[2] == "tabell")


def _in_table(place: Place, was: Grid, now: Grid) -> Iterator[Difference]:
    """Columns, rows and cells that differ."""
    owner = Place(place.file, place.path[:2])

    def at(line: int, column: int) -> Place:
        in_file = place.file.endswith(TABLE_FILE)
        return Place(place.file, line=line + 1, column=column + 1) if in_file else place.inside(line, column)

    def differing(
        where: Place, one: str | None, other: str | None, what: str, cell: tuple[int, int | None] | None = None
    ) -> Iterator[Difference]:
        if one is None or other is None or _indent(one) != _indent(other) or not _same(one, other):
            yield Difference(where, one, other, what, cell, owner)

    yield from differing(place, _groups(was), _groups(now), "raderna ovanför rubrikerna")
    columns = list(_pairs([_column_key(h) for h in was.header], [_column_key(h) for h in now.header]))
    for before, after in columns:
        one = None if before is None else was.header[before].text
        other = None if after is None else now.header[after].text
        where = place if after is None else at(now.header[after].line, now.header[after].column)
        yield from differing(where, one, other, f'kolumnen "{one if other is None else other}"')
    both = [(c, d) for c, d in columns if c and d]  # neither the labels of the rows nor one that came or went
    for before, after in _pairs([_row_key(r) for r in was.rows], [_row_key(r) for r in now.rows]):
        old, new = None if before is None else was.rows[before], None if after is None else now.rows[after]
        row = new or old
        assert row is not None
        label, number = f'raden "{row.cells[0].text}"', after or 0
        where = place if new is None else at(new.cells[0].line, new.cells[0].column)
        if old is None or new is None:
            yield from differing(where, old and _whole(old), new and _whole(new), label, new and (number, None))
            continue
        yield from differing(where, _first(old), _first(new), label, (number, None))
        for c, d in both:
            cell, what = new.cells[d], f'{label}, kolumnen "{now.header[d].text}"'
            yield from differing(at(cell.line, cell.column), old.cells[c].text, cell.text, what, (number, d))


def _indent(text: str) -> int:
    return len(text) - len(text.lstrip(" "))


def _groups(grid: Grid) -> str:
    return " ".join(head.text for line in grid.groups for head in line)


def _column_key(head: HeaderCell) -> Key:
    return head.id, squeeze(head.text)


def _row_key(row: GridRow) -> Key:
    return row.id, f"{row.marker} {squeeze(row.cells[0].text)}"


def _whole(row: GridRow) -> str:
    return " | ".join(cell.text for cell in row.cells)


def _first(row: GridRow) -> str:
    """The first cell with what its notation says: indent, a line above it, marker."""
    words = ("---" if row.after_break else "", row.marker, row.cells[0].text)
    return "  " * row.level + " ".join(filter(None, words))
