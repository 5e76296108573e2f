"""Import vbgen so that every function and method first asks whether it is to fail.

`if __bug__ is not None: __bug__(number)` is put before each body, and before the expression of each lambda. `__bug__` is a builtin:
None, or what counts calls or raises.
"""

from __future__ import annotations

import ast
import builtins
import importlib
import json
import marshal
import pkgutil
import sys
import threading
from collections.abc import Callable, Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from pathlib import Path
from types import CodeType, ModuleType

HOOK = "__bug__"
# They tell of bugs: one in them cannot be told
SPARED = ("vbgen.cli", "vbgen.commands.bugs", "vbgen.swedish", "vbgen.__main__")
_SITES = "sites.json"

# number → name of the function: `vbgen.render.word.docx:write`
sites: list[str] = []


_state = threading.local()


def importing() -> bool:
    """A module is being imported by this thread: whoever imports it first has its bugs, which no command does."""
    return getattr(_state, "importing", False)


class _Insert(ast.NodeTransformer):
    """Puts the question into every function of a module."""

    def __init__(self, module: str) -> None:
        self.module = module
        self.path: list[str] = []

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.AST:
        return self._below(node, node.name)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        number = self._site(node.name)
        self._below(node, node.name)
        question = ast.parse(f"if {HOOK} is not None: {HOOK}({number})").body
        documented = ast.get_docstring(node) is not None
        node.body[documented:documented] = [_at(statement, node.body[0]) for statement in question]
        return node

    def visit_Lambda(self, node: ast.Lambda) -> ast.AST:
        number = self._site(f"<lambda:{node.lineno}>")
        self.generic_visit(node)
        question = ast.parse(f"({HOOK} is not None and {HOOK}({number}), None)[1]", mode="eval").body
        assert isinstance(question, ast.Subscript) and isinstance(question.value, ast.Tuple)
        question.value.elts[1] = node.body
        node.body = ast.copy_location(question, node.body)
        return node

    def _below(self, node: ast.ClassDef | ast.FunctionDef, name: str) -> ast.AST:
        self.path.append(name)
        self.generic_visit(node)
        self.path.pop()
        return node

    def _site(self, name: str) -> int:
        sites.append(f"{self.module}:{'.'.join((*self.path, name))}")
        return len(sites) - 1


def _at(statement: ast.stmt, where: ast.stmt) -> ast.stmt:
    """The statement, with the line of another."""
    for node in ast.walk(statement):
        ast.copy_location(node, where)
    return statement


def compiled(module: str, source: str | bytes, path: str) -> CodeType:
    """The code of a module with the questions in it."""
    tree = _Insert(module).visit(ast.parse(source, path))
    code: CodeType = compile(ast.fix_missing_locations(tree), path, "exec", dont_inherit=True)
    return code


class _Loader(SourceFileLoader):
    """Compiles a module with the questions in it, and keeps the code for other processes."""

    def __init__(self, fullname: str, path: str, kept: Path) -> None:
        super().__init__(fullname, path)
        self.kept = kept / fullname

    def exec_module(self, module: ModuleType) -> None:
        outer, _state.importing = importing(), True
        try:
            super().exec_module(module)
        finally:
            _state.importing = outer

    def get_code(self, fullname: str) -> CodeType:
        if self.kept.exists():
            code: CodeType = marshal.loads(self.kept.read_bytes())  # noqa: S302 - written below
            return code
        path = self.get_filename(fullname)
        code = compiled(fullname, self.get_data(path), path)
        self.kept.write_bytes(marshal.dumps(code))
        return code


class _Finder(MetaPathFinder):
    def __init__(self, kept: Path) -> None:
        self.kept = kept

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if fullname.partition(".")[0] != "vbgen" or fullname in SPARED:
            return None
        spec = PathFinder.find_spec(fullname, path, target)
        if spec is not None and isinstance(spec.loader, SourceFileLoader):
            spec.loader = _Loader(spec.loader.name, spec.loader.path, self.kept)
        return spec


def install(kept: Path) -> None:
    """Import all of vbgen with the questions in it, and keep the code in a folder. It must not have been imported before."""
    _use(kept)
    package = importlib.import_module("vbgen")
    for module in pkgutil.walk_packages(package.__path__, "vbgen."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    (kept / _SITES).write_text(json.dumps(sites), encoding="utf-8")


def install_kept(kept: Path) -> None:
    """Import vbgen as another process has kept it, when it is imported."""
    _use(kept)
    sites.extend(json.loads((kept / _SITES).read_text(encoding="utf-8")))


def _use(kept: Path) -> None:
    assert "vbgen" not in sys.modules
    ask(None)
    sys.meta_path.insert(0, _Finder(kept))


def ask(hook: Callable[[int], None] | None) -> None:
    """Let every function ask the hook, with its number."""
    setattr(builtins, HOOK, hook)
