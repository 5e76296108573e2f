"""The examples on the pages of documentation: found by their fences, written to a workspace, run, loaded.

A block may begin with a comment that says what it is: `fil: path` a whole file; `ur: path` lines out of a file of this
repository; `i: path` a part of such a file, made up. In a block of language `sh` each line `vbgen …` is a command; it must end
with 0, or with what a remark at its end says (`# slutkod 1`); a block `text` right after it is what the last command prints.
"""

from __future__ import annotations

import re
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from tests.cli.support import Result, run

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
HANDBOOK = DOCS / "handbok"
README = ROOT / "README.md"
CONTRIBUTING = ROOT / "CONTRIBUTING.md"

_FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_MARK = re.compile(r"\A(?:# |\{# )(fil|ur|i): (\S+)(?: #\})?\n")
_COMMAND = re.compile(r"^(?:\S*/)?vbgen (?P<arguments>.*?)(?:  # (?:slutkod|exit code) (?P<code>\d+))?$")


class Block(NamedTuple):
    """A fenced block. `mark` and `file`: what its first line says it is; `text` is without that line."""

    page: Path
    line: int
    language: str
    text: str
    mark: str
    file: str

    @property
    def name(self) -> str:
        """For the names of tests."""
        return f"{self.page.name}:{self.line}"


def pages() -> list[Path]:
    """Every page of documentation."""
    return [README, CONTRIBUTING, ROOT / "CHANGELOG.md", *sorted(DOCS.rglob("*.md"))]


def blocks(page: Path) -> Iterator[Block]:
    """The fenced blocks of a page, in order."""
    text = page.read_text(encoding="utf-8")
    for found in _FENCE.finditer(text):
        mark = _MARK.match(found[2])
        line = text.count("\n", 0, found.start()) + 1
        body = found[2][mark.end() :] if mark else found[2]
        yield Block(page, line, found[1], body, mark[1] if mark else "", mark[2] if mark else "")


def marked(page: Path, mark: str, file: str) -> Block:
    """The one block of a page that is marked so."""
    (found,) = [block for block in blocks(page) if (block.mark, block.file) == (mark, file)]
    return found


def commands(block: Block) -> Iterator[tuple[list[str], int]]:
    """The arguments of each `vbgen` in a block, and the exit code that it must have."""
    for line in block.text.splitlines():
        if command := _COMMAND.match(line):
            yield shlex.split(command["arguments"]), int(command["code"] or 0)


def write(block: Block, root: Path) -> None:
    """Write a whole file of an example."""
    path = root / block.file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(block.text, encoding="utf-8")


def follow(page: Path, *, start: str = "") -> Iterator[tuple[Block, Result]]:
    """Do in the working folder what a page says from a heading on; yields each command's block and how it ended."""
    begin = page.read_text(encoding="utf-8").partition(start)[0].count("\n")
    last: Result | None = None
    for block in blocks(page):
        if block.line <= begin:
            continue
        if block.mark == "fil":
            write(block, Path())
        elif block.language == "sh":
            for arguments, code in commands(block):
                last = run(*arguments)
                assert last.code == code, f"{block.name}: {arguments} ended with {last.code}\n{last.said}"
                yield block, last
            continue
        elif block.language == "text" and last is not None:
            said = (last.err + last.out).strip()
            assert said == block.text.strip(), f"{block.name}: the page differs from\n{said}"
        last = None


def copy_workspace(target: Path, years: str = "*") -> Path:
    """This repository's own workspace, to be spoilt; `years`: a pattern of those whose data are wanted."""
    target.mkdir(parents=True)
    shutil.copy(ROOT / "vbgen.yaml", target)
    shutil.copytree(ROOT / "templates", target / "templates")
    for year in (ROOT / "data").glob(years):
        shutil.copytree(year, target / "data" / year.name)
    return target
