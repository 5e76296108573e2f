"""The kinds of documents stand in one table: nothing else in the program or its pages names one for itself."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.pages import HANDBOOK
from vbgen.model import kinds
from vbgen.model.kinds import DOCUMENT_KINDS, PLAN

SOURCE = Path(kinds.__file__).parent.parent
MODULES = [path for path in sorted(SOURCE.rglob("*.py")) if path != Path(kinds.__file__)]
OTHERS = [path for path in sorted(SOURCE.rglob("*")) if path.suffix in (".yaml", ".j2", ".typ", ".css", ".html")]
NAMED = re.compile(
    rf"\b(?:{'|'.join(word for kind in DOCUMENT_KINDS if kind.role != 'general' for word in (kind.word, kind.name))})",
    re.IGNORECASE,
)
# `plan` is also a word that texts are searched for
SEARCHED = ("texts/vocabulary.py", "texts/changes.py")


def literals(path: Path) -> Iterator[str]:
    """The strings of a module that are no docstrings and no roles: what it prints, compares and looks up."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    bodies = (node.body for node in ast.walk(tree) if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef))
    passed = {id(body[0].value) for body in bodies if body and isinstance(body[0], ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "find_kind_by_role":
            passed.update(id(part) for part in ast.walk(node.args[0]))
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in passed:
            yield node.value


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(SOURCE).as_posix())
def test_no_module_names_a_kind_or_the_folder_of_plans_for_itself(path: Path) -> None:
    found = list(literals(path))
    assert [text for text in found if NAMED.search(text)] == []
    assert not {word for kind in DOCUMENT_KINDS for word in (kind.word, kind.name)} & set(found)
    if path.relative_to(SOURCE).as_posix() not in SEARCHED:
        assert PLAN not in found


@pytest.mark.parametrize("path", OTHERS, ids=lambda path: path.relative_to(SOURCE).as_posix())
def test_no_template_names_a_kind(path: Path) -> None:
    assert NAMED.findall(path.read_text(encoding="utf-8")) == []


def test_the_search_finds_a_kind_that_is_named(tmp_path: Path) -> None:
    module = tmp_path / "spoilt.py"
    module.write_text('"""verksamhetsplan"""\nA = f"ingen verksamhetsberättelse {1}"\nB = "plan"\n', encoding="utf-8")
    found = list(literals(module))
    assert [text for text in found if NAMED.search(text)] == ["ingen verksamhetsberättelse "]
    assert PLAN in found


def test_kinds_are_told_apart_by_their_names() -> None:
    names = [kind.name for kind in DOCUMENT_KINDS]
    assert len(set(names)) == len(names)
    assert all(re.fullmatch(r"[a-z]+", name) for name in names)


@pytest.mark.parametrize("role", ["plan", "interim", "annual"])
def test_what_rules_ask_after_is_there(role: kinds.Role) -> None:
    assert kinds.find_kind_by_role(role).role == role


def test_the_handbook_tells_of_every_kind() -> None:
    page = (HANDBOOK / "dokument.md").read_text(encoding="utf-8")
    (row,) = [line for line in page.splitlines() if line.startswith("| `dokument` |")]
    assert [kind.word for kind in DOCUMENT_KINDS if f"`{kind.word}`" not in row] == []
    commands = (HANDBOOK / "kommandon.md").read_text(encoding="utf-8")
    rows = [line for line in commands.splitlines() if line.startswith("| `--document DOKUMENT` | bara")]
    assert rows
    for kind in DOCUMENT_KINDS:
        assert all((f"`{kind.word}`" in row) == (kind.role != "general") for row in rows)
