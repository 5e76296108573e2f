"""What differs between two trees: content does, form does not."""

from __future__ import annotations

import pytest

from vbgen.findings import Place
from vbgen.reportset.differences import Tree, digest, find_differences, strip_acknowledgements

FILE = Place("data/2021/n/plan/mal.yaml")
TABLE = FILE.child("tabeller", "t", "tabell")
GRID = "| Belopp | [a] 2021 | 2022 |\n| ---\n| [x] Ett | -1,0 | 2 |\n| [y] Två | 3 | 4 |\n"


def found(was: Tree, now: Tree, place: Place = FILE) -> list[tuple[str, Tree, Tree]]:
    return [(d.label or d.place.dotted_path, d.before, d.after) for d in find_differences(place, was, now)]


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ({"a": "1", "b": "2"}, {"b": "2", "a": "1"}),
        ({"a": "ett  två\ntre\n"}, {"a": "ett två\n\n  tre"}),
        ({"a": None, "b": {}}, {}),
        ({"a": "-1 000,0"}, {"a": "\u22121\u00a0000,0"}),
        ({"a": "å"}, {"a": "a\u030a"}),
        ([], None),
    ],
)
def test_form_is_no_difference(was: Tree, now: Tree) -> None:
    assert found(was, now) == []


@pytest.mark.parametrize(
    ("was", "now", "expected"),
    [
        ({"a": "1"}, {"a": "2"}, [("a", "1", "2")]),
        ({"a": "1,0"}, {"a": "1,00"}, [("a", "1,0", "1,00")]),
        ({"a": "x"}, {}, [("a", "x", None)]),
        ({}, {"a": {"b": "x"}}, [("a", None, {"b": "x"})]),
        ({"a": ["x", "y"]}, {"a": ["x", "ny", "y"]}, [("a[1]", None, "ny")]),
        ({"a": ["x", "y"]}, {"a": ["y"]}, [("en post i a", "x", None)]),
        ({"a": "x"}, {"a": ["x"]}, [("a", "x", ["x"])]),
        ([{"id": "p", "n": "1"}, {"id": "q"}], [{"id": "p", "n": "2"}, {"id": "q"}], [("[0].n", "1", "2")]),
        ([{"id": "p"}], [{"id": "q"}], [("en post i ", {"id": "p"}, None), ("[0]", None, {"id": "q"})]),
        ([{"text": "p"}], [{"text": "q"}], [("[0].text", "p", "q")]),
    ],
)
def test_content_is(was: Tree, now: Tree, expected: list[tuple[str, Tree, Tree]]) -> None:
    assert found(was, now) == expected


def test_items_that_changed_places_are_told() -> None:
    assert len(found([{"id": "p"}, {"id": "q"}], [{"id": "q"}, {"id": "p"}])) == 2


@pytest.mark.parametrize(
    "now",
    [
        "| Belopp   | 2021 |   2022 |\n\n| ---\n| Ett | \u22121,0 | 2 |\n|Två|3|4|",
        "Belopp\t2021\t2022\n---\nEtt\t-1,0\t2\nTvå\t3\t4\n",
    ],
)
def test_a_table_in_another_form(now: str) -> None:
    assert found(GRID, now, TABLE) == []


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("-1,0", "-1,1", [('raden "Ett", kolumnen "2021"', "-1,0", "-1,1")]),
        ("3 |", " |", [('raden "Två", kolumnen "2021"', "3", "")]),
        ("[x] Ett", "= [x] Ett", [('raden "Ett"', "Ett", "= Ett")]),
        ("[x] Ett", "  [x] Ett", [('raden "Ett"', "Ett", "  Ett")]),
        ("[x] Ett", "[x] Etta", [('raden "Etta"', "Ett", "Etta")]),
        ("| [y]", "| ---\n| [y]", [('raden "Två"', "Två", "--- Två")]),
        ("[a] 2021", "[a] 2020", [('kolumnen "2020"', "2021", "2020")]),
        ("| [y] Två | 3 | 4 |\n", "", [('raden "Två"', "Två | 3 | 4", None)]),
        ("| [y]", "| Ny | 0 | 0 |\n| [y]", [('raden "Ny"', None, "Ny | 0 | 0")]),
        (
            "| [x] Ett | -1,0 | 2 |",
            "| [z] Z | 9 | 9 |",
            [('raden "Ett"', "Ett | -1,0 | 2", None), ('raden "Z"', None, "Z | 9 | 9")],
        ),
    ],
)
def test_what_differs_in_a_table(old: str, new: str, expected: list[tuple[str, Tree, Tree]]) -> None:
    assert GRID.count(old) == 1
    assert found(GRID, GRID.replace(old, new), TABLE) == expected


def test_a_column_that_came_is_told_once() -> None:
    lines = [line + ending for line, ending in zip(GRID.splitlines(), (" Ny |", "", " 5 |", " 6 |"), strict=True)]
    assert found(GRID, "\n".join(lines), TABLE) == [('kolumnen "Ny"', None, "Ny")]


def test_the_place_of_a_cell_and_of_a_word() -> None:
    (cell,) = find_differences(TABLE, GRID, GRID.replace("| 4", "|   5"))
    assert (cell.place.position, cell.cell, cell.owner) == ((3, 18), (1, 2), FILE.child("tabeller", "t"))
    (word,) = find_differences(FILE.child("a"), "Ett två\ntre fyra\n", "Ett två\ntre fem\n")
    assert word.place == FILE.child("a").point(1, 4)


def test_acknowledgements_are_no_content() -> None:
    note: Tree = [{"kod": "VB301", "skäl": "x"}]
    tree: Tree = {"noterat": note, "a": [{"b": "1", "noterat": note}], "texter": {"noterat": "en text"}}
    assert strip_acknowledgements(tree) == {"a": [{"b": "1"}], "texter": {"noterat": "en text"}}


def test_the_hash_is_of_what_is_said() -> None:
    one = digest({"a.yaml": {"a": "ett  två", "b": None}, "b.png": b"x"})
    assert one == digest({"b.png": b"x", "a.yaml": {"a": "ett två\n"}})
    assert one != digest({"a.yaml": {"a": "ett två"}, "b.png": b"y"})
