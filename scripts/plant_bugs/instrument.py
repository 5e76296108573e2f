"""Import vbgen so that every function and method first asks whether it is to fail.

`if __bug__ is not None: __bug__(number)` is put before each body, and before the expression of each lambda. `__bug__` is a builtin:
None, or a hook that counts calls or raises.
"""

from __future__ import annotations

import ast
import builtins
import importlib
import pkgutil
import sys
from collections.abc import Callable, Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from types import CodeType, ModuleType

HOOK = "__bug__"
# They tell of bugs: one in them cannot be told
SPARED = ("vbgen.cli", "vbgen.swedish", "vbgen.__main__")

# number → name of the function: `vbgen.render.word.docx:write`
sites: list[str] = []


class _HookInserter(ast.NodeTransformer):
    """A transformer that puts the question into every function of a module."""

    def __init__(self, module: str) -> None:
        self.module = module
        self.path: list[str] = []

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.AST:
        return self._visit_children(node, node.name)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        number = self._add_site(node.name)
        self._visit_children(node, node.name)
        check = ast.parse(f"if {HOOK} is not None: {HOOK}({number})").body
        documented = ast.get_docstring(node) is not None
        node.body[documented:documented] = [_copy_line(statement, node.body[0]) for statement in check]
        return node

    def visit_Lambda(self, node: ast.Lambda) -> ast.AST:
        number = self._add_site(f"<lambda:{node.lineno}>")
        self.generic_visit(node)
        check = ast.parse(f"({HOOK} is not None and {HOOK}({number}), None)[1]", mode="eval").body
        assert isinstance(check, ast.Subscript) and isinstance(check.value, ast.Tuple)
        check.value.elts[1] = node.body
        node.body = ast.copy_location(check, node.body)
        return node

    def _visit_children(self, node: ast.ClassDef | ast.FunctionDef, name: str) -> ast.AST:
        self.path.append(name)
        self.generic_visit(node)
        self.path.pop()
        return node

    def _add_site(self, name: str) -> int:
        sites.append(f"{self.module}:{'.'.join((*self.path, name))}")
        return len(sites) - 1


def _copy_line(statement: ast.stmt, model: ast.stmt) -> ast.stmt:
    """Return the statement with the line of another."""
    for node in ast.walk(statement):
        ast.copy_location(node, model)
    return statement


def compiled(module: str, source: str | bytes, path: str) -> CodeType:
    """Return the code of a module with the questions in it."""
    tree = _HookInserter(module).visit(ast.parse(source, path))
    code: CodeType = compile(ast.fix_missing_locations(tree), path, "exec", dont_inherit=True)
    return code


class _Loader(SourceFileLoader):
    """A loader that compiles modules with the questions in them; it neither reads nor writes compiled files."""

    def get_code(self, fullname: str) -> CodeType:
        path = self.get_filename(fullname)
        return compiled(fullname, self.get_data(path), path)


class _Finder(MetaPathFinder):
    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if fullname.partition(".")[0] != "vbgen" or fullname in SPARED:
            return None
        spec = PathFinder.find_spec(fullname, path, target)
        if spec is not None and isinstance(spec.loader, SourceFileLoader):
            spec.loader = _Loader(spec.loader.name, spec.loader.path)
        return spec


def install() -> None:
    """Import all of vbgen with the questions in it. It must not have been imported before."""
    assert "vbgen" not in sys.modules
    ask(None)
    sys.meta_path.insert(0, _Finder())
    package = importlib.import_module("vbgen")
    for module in pkgutil.walk_packages(package.__path__, "vbgen."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)


def ask(hook: Callable[[int], None] | None) -> None:
    """Let every function ask the hook, with its number."""
    setattr(builtins, HOOK, hook)
