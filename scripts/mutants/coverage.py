"""Which tests execute a line: the whole suite is run once, and coverage.py notes for each line by which test it was reached."""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
from collections.abc import Iterable, Sequence
from functools import cached_property
from pathlib import Path

from coverage import CoverageData

from scripts.mutants.sites import Mutant

_SETTINGS = """[run]
data_file = {data}
include =
    {paths}
"""
PYTEST = (sys.executable, "-m", "pytest", "-p", "scripts.mutants.plugin", "-p", "no:cacheprovider")


class CannotRun(Exception):
    """Mutants cannot be tried; the message says why."""


class Tests:
    """The tests of the suite, and what they execute."""

    def __init__(self, root: Path, folder: Path) -> None:
        self.root = root
        self.folder = folder
        self.seconds_file = folder / "seconds.json"
        self.data_file = folder / "coverage"

    def measure(self, files: Iterable[Path], jobs: int) -> None:
        """Run all tests. CannotRun if one fails: it would fail with every mutant."""
        settings = self.folder / "coveragerc"
        paths = "\n    ".join(map(str, files))
        settings.write_text(_SETTINGS.format(data=self.data_file, paths=paths), encoding="utf-8")
        options = ["--cov", f"--cov-config={settings}", "--cov-report=", "--cov-context=test"]
        shared = ["-n", str(jobs), "--dist=worksteal"] if jobs > 1 else []
        environment = {**os.environ, "MUTANTS_SECONDS": str(self.seconds_file)}
        done = subprocess.run([*PYTEST, *options, *shared], cwd=self.root, env=environment, check=False)
        if done.returncode:
            raise CannotRun("the tests do not pass without mutants")

    @cached_property
    def seconds(self) -> dict[str, float]:
        """How long each test took."""
        found: dict[str, float] = json.loads(self.seconds_file.read_text(encoding="utf-8"))
        return found

    @cached_property
    def _data(self) -> CoverageData:
        data = CoverageData(basename=str(self.data_file))
        data.read()
        return data

    def executing(self, path: Path, mutant: Mutant, modules: Sequence[Path]) -> dict[str, float]:
        """Return the tests that execute what a mutant changes, with their seconds.

        What stands outside functions is executed when it is imported, before any test: there it is the tests that execute a line
        which uses the name, in any of the modules; if there is none, those that execute any line of the module.
        """
        tests = self._of_lines(path, range(mutant.first, mutant.last + 1))
        if not tests and mutant.name:
            tests = {test for module in modules for test in self._of_lines(module, _lines_with(module, mutant.name))}
        if not tests and not _in_function(path, mutant):
            tests = self._of_lines(path, self._by_line(path))
        return {test: self.seconds.get(test, 0) for test in sorted(tests)}

    def _of_lines(self, path: Path, lines: Iterable[int]) -> set[str]:
        by_line = self._by_line(path)
        return {test for line in lines for test in by_line.get(line, ())}

    def _by_line(self, path: Path) -> dict[int, set[str]]:
        if path not in self._lines:
            contexts = self._data.contexts_by_lineno(str(path))
            # a context is `test|phase`, or nothing before the first test
            self._lines[path] = {
                line: {name.rpartition("|")[0] for name in names if "|" in name} for line, names in contexts.items()
            }
        return self._lines[path]

    @cached_property
    def _lines(self) -> dict[Path, dict[int, set[str]]]:
        return {}


def _lines_with(path: Path, name: str) -> set[int]:
    """The lines of a module that use a name."""
    return {
        node.lineno
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if (isinstance(node, ast.Name) and node.id == name) or (isinstance(node, ast.Attribute) and node.attr == name)
    }


def _in_function(path: Path, mutant: Mutant) -> bool:
    return any(
        isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body[0].lineno <= mutant.line <= (node.end_lineno or node.lineno)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    )
