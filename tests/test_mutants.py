"""Mutants are what they are said to be: another program in one place, which Python can read."""

from __future__ import annotations

import ast
from textwrap import dedent

import pytest

from scripts.mutants.sites import mutants


def changes(text: str) -> set[str]:
    """The line that each mutant of a module makes of one of its lines."""
    source = dedent(text)
    lines = ast.unparse(ast.parse(source)).splitlines()
    changed = set[str]()
    for mutant in mutants(source):
        applied = mutant.apply(source)
        tree = ast.unparse(ast.parse(applied))  # without the brackets that a mutant puts around what it changes
        changed.update(line.strip() for line in tree.splitlines() if line not in lines)
    return changed


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("return a < b", "return a <= b"),
        ("return a + b", "return a - b"),
        ("return max(a, b)", "return min(a, b)"),
        ("return a and b", "return a or b"),
        ("return not a", "return a"),
        ("return 7", "return 8"),
    ],
)
def test_a_line_is_changed(line: str, expected: str) -> None:
    assert expected in changes(f"def f(a, b):\n    {line}\n")


def test_what_stands_for_people_and_for_the_type_checker_is_left_alone() -> None:
    text = """
    def f(a: Literal["x"]) -> None:
        \'\'\'Text 1.\'\'\'
        raise Error(f"value {a}")
    """
    assert not any("Text" in line or "Literal" in line for line in changes(text))
