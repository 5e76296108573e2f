"""The content of a document's files, apart from how they are written: its hash, and the differences between then and now.

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

# the content of a YAML file, a table file, a picture
Tree: TypeAlias = "dict[str, Tree] | list[Tree] | str | bytes | None"
Key: TypeAlias = tuple[str | None, str]  # of an entry of a list: its id, and the words by which it is found again
TABLE_FILE = ".tsv"


class Difference(NamedTuple):
    """A former and a present content; None: nothing.

    `place`: where it stands now, or what it was taken out of. `what` names it where the path of `place` does not. `cell`: of a table,
    row and column by index as they are now; a row alone. `owner` and `address` as in findings.
    """

    place: Place
    before: Tree
    after: Tree
    label: str = ""
    cell: tuple[int, int | None] | None = None
    owner: Place | None = None
    address: str | None = None


def strip_acknowledgements(tree: Tree) -> Tree:
    """Return a tree without acknowledgements: they come after what they are about."""
    if isinstance(tree, dict):
        return {
            key: strip_acknowledgements(v) for key, v in tree.items() if not (key == "noterat" and isinstance(v, list))
        }
    if isinstance(tree, list):
        return [strip_acknowledgements(value) for value in tree]
    return tree


def squeeze(text: str) -> str:
    """Return a text with single blanks between its words."""
    return unicodedata.normalize("NFC", " ".join(text.split()))


def digest(content: Mapping[str, Tree]) -> str:
    """Return the SHA-256 of the contents of files, by their names."""
    return hashlib.sha256(_write_json(dict(content)).encode("utf-8")).hexdigest()


def _write_json(tree: Tree) -> str:
    return json.dumps(_normalize(tree), ensure_ascii=False, sort_keys=True)


def _normalize(tree: Tree) -> Any:
    if isinstance(tree, dict):
        return {key: _normalize(value) for key, value in tree.items() if value}
    if isinstance(tree, list):
        return [_normalize(value) for value in tree]
    if isinstance(tree, bytes):
        return hashlib.sha256(tree).hexdigest()
    return squeeze(tree or "")


def find_differences(place: Place, was: Tree, now: Tree) -> Iterator[Difference]:
    """Return the differences between two trees, in the order of the later one; `place` of it."""
    if isinstance(was, dict) and isinstance(now, dict):
        for key in (*now, *(key for key in was if key not in now)):
            yield from find_differences(place.child(key), was.get(key), now.get(key))
    elif isinstance(was, list) and isinstance(now, list):
        for before, after in _pair(
            [_make_entry_key(entry) for entry in was], [_make_entry_key(entry) for entry in now]
        ):
            if before is None or after is None:
                label = f"en post i {place.dotted_path}" if after is None else ""
                yield Difference(
                    place if after is None else place.child(after), _get(was, before), _get(now, after), label
                )
            else:
                yield from find_differences(place.child(after), was[before], now[after])
    elif isinstance(was, str) and isinstance(now, str) and _is_table(place):
        yield from _compare_grids(place, read_grid(was), read_grid(now))
    elif isinstance(was, str) and isinstance(now, str):
        if not _are_same(was, now):
            yield Difference(_find_first_change(place, was, now), was or None, now or None)
    elif _normalize(was or "") != _normalize(now or ""):
        yield Difference(place, was or None, now or None)


def _are_same(before: str, after: str) -> bool:
    """Tell whether words are the same, or a figure however it is written: blanks in it, kind of minus."""
    figure = parse(before)
    return squeeze(before) == squeeze(after) or (figure is not None and figure == parse(after))


def _find_first_change(place: Place, before: str, after: str) -> Place:
    """Return the place of the first word that is another, in a text of several lines."""
    if "\n" not in after.strip():
        return place
    old, new = before.split(), list(re.finditer(r"\S+", after))
    first = next((match for match, word in zip(new, old, strict=False) if match[0] != word), new[-1])
    above = after[: first.start()]
    return place.point(above.count("\n"), len(above) - above.rfind("\n") - 1)


def _get(items: list[Tree], index: int | None) -> Tree:
    return None if index is None else items[index]


def _make_entry_key(tree: Tree) -> Key:
    entry_id = tree.get("id") if isinstance(tree, dict) else None
    return (entry_id, entry_id) if isinstance(entry_id, str) else (None, _write_json(tree))


def _pair(old: Sequence[Key], new: Sequence[Key]) -> Iterator[tuple[int | None, int | None]]:
    """Pair the entries of two lists that belong together, by index: the same words, else the same place unless their ids are others."""
    matcher = SequenceMatcher(None, [words for _, words in old], [words for _, words in new], autojunk=False)
    for tag, old_start, old_end, new_start, new_end in matcher.get_opcodes():
        for before, after in zip_longest(range(old_start, old_end), range(new_start, new_end)):
            if tag == "equal" or before is None or after is None or _can_match(old[before][0], new[after][0]):
                yield before, after
            else:
                yield before, None
                yield None, after


def _can_match(old_id: str | None, new_id: str | None) -> bool:
    return old_id is None or new_id is None or old_id == new_id


# --------------------------------------------------------------------- tables
def _is_table(place: Place) -> bool:
    path = place.path
    return place.file.endswith(TABLE_FILE) or (len(path) == 3 and path[0] == "tabeller" and path[2] == "tabell")


def _compare_grids(place: Place, old: Grid, new: Grid) -> Iterator[Difference]:
    """Return the columns, rows and cells that differ."""
    owner = Place(place.file, place.path[:2])

    def find_place(line: int, column: int) -> Place:
        in_file = place.file.endswith(TABLE_FILE)
        return Place(place.file, line=line + 1, column=column + 1) if in_file else place.point(line, column)

    def compare(
        text_place: Place, before: str | None, after: str | None, label: str, cell: tuple[int, int | None] | None = None
    ) -> Iterator[Difference]:
        if (
            before is None
            or after is None
            or _count_indent(before) != _count_indent(after)
            or not _are_same(before, after)
        ):
            yield Difference(text_place, before, after, label, cell, owner)

    yield from compare(place, _join_groups(old), _join_groups(new), "raderna ovanför rubrikerna")
    columns = list(
        _pair([_make_column_key(head) for head in old.header], [_make_column_key(head) for head in new.header])
    )
    for old_index, new_index in columns:
        old_head = None if old_index is None else old.header[old_index].text
        new_head = None if new_index is None else new.header[new_index].text
        head_place = (
            place if new_index is None else find_place(new.header[new_index].line, new.header[new_index].column)
        )
        yield from compare(head_place, old_head, new_head, f'kolumnen "{old_head if new_head is None else new_head}"')
    # neither the labels of the rows nor a column that came or went
    value_columns = [(old_index, new_index) for old_index, new_index in columns if old_index and new_index]
    for before, after in _pair([_make_row_key(row) for row in old.rows], [_make_row_key(row) for row in new.rows]):
        old_row, new_row = None if before is None else old.rows[before], None if after is None else new.rows[after]
        row = new_row or old_row
        assert row is not None
        label, number = f'raden "{row.cells[0].text}"', after or 0
        row_place = place if new_row is None else find_place(new_row.cells[0].line, new_row.cells[0].column)
        if old_row is None or new_row is None:
            old_text, new_text = old_row and _join_cells(old_row), new_row and _join_cells(new_row)
            yield from compare(row_place, old_text, new_text, label, new_row and (number, None))
            continue
        yield from compare(row_place, _format_label(old_row), _format_label(new_row), label, (number, None))
        for old_column, new_column in value_columns:
            cell, cell_label = new_row.cells[new_column], f'{label}, kolumnen "{new.header[new_column].text}"'
            cell_place = find_place(cell.line, cell.column)
            yield from compare(cell_place, old_row.cells[old_column].text, cell.text, cell_label, (number, new_column))


def _count_indent(text: str) -> int:
    return len(text) - len(text.lstrip(" "))


def _join_groups(grid: Grid) -> str:
    return " ".join(head.text for line in grid.groups for head in line)


def _make_column_key(head: HeaderCell) -> Key:
    return head.id, squeeze(head.text)


def _make_row_key(row: GridRow) -> Key:
    return row.id, f"{row.marker} {squeeze(row.cells[0].text)}"


def _join_cells(row: GridRow) -> str:
    return " | ".join(cell.text for cell in row.cells)


def _format_label(row: GridRow) -> str:
    """Return the first cell with its notation: indent, a line above it, marker."""
    words = ("---" if row.after_break else "", row.marker, row.cells[0].text)
    return "  " * row.level + " ".join(filter(None, words))
