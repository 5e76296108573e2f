"""The documents to check, and the results of validators."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

import click

from vbgen.cli import load
from vbgen.formats import TEXT

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = ROOT / "build" / "documents"
VBGEN = (sys.executable, "-X", "utf8", "-m", "vbgen")


class Document(NamedTuple):
    """A file, and the name that it is shown by."""

    path: Path
    name: str

    @property
    def kind(self) -> str:
        """The format, as the option `--format` calls it."""
        return self.path.suffix[1:].lower()


class Result(NamedTuple):
    """A validator's result for a document. No problems: it is fine, unless it was skipped, for the reason given."""

    validator: str
    document: Document
    problems: tuple[str, ...] = ()
    skipped: str = ""


class Validator(NamedTuple):
    """A check of all documents of a kind. It gives one result a document for each of its names."""

    names: tuple[str, ...]
    kind: str
    check: Callable[[Sequence[Document]], Iterable[Result]]


class Source(NamedTuple):
    """A workspace, the name of the folder for its documents, and options that change their look."""

    name: str
    workspace: Path
    options: tuple[str, ...] = ()


SOURCES = (
    Source("root", ROOT),
    Source("region-varmland", ROOT / "examples" / "region-varmland"),
    Source("exempelkommunen", ROOT / "examples" / "exempelkommunen"),
    Source("exempelkommunen-internal", ROOT / "examples" / "exempelkommunen", ("--internal",)),
)


class RenderingError(Exception):
    """A failure of vbgen to make the documents; the message is its output."""


def formats(command: str) -> tuple[str, ...]:
    """Return the formats that a command of the installed vbgen offers."""
    for parameter in load(command).params:
        if "--format" in parameter.opts and isinstance(parameter.type, click.Choice):
            return tuple(str(choice) for choice in parameter.type.choices)
    raise LookupError(f"vbgen {command} has no option --format")


def render() -> list[Document]:
    """Make all documents of all workspaces. Raises RenderingError."""
    shutil.rmtree(DOCUMENTS, ignore_errors=True)
    for source in SOURCES:
        _render_source(source, DOCUMENTS / source.name)
    paths = [path for path in sorted(DOCUMENTS.rglob("*")) if path.is_file()]
    documents = [Document(path, path.relative_to(DOCUMENTS).as_posix()) for path in paths]
    missing_formats = set(formats("render")) - {document.kind for document in documents}
    if missing_formats:
        raise RenderingError(f"no document was made as {', '.join(sorted(missing_formats))}")
    return documents


def _render_source(source: Source, target: Path) -> None:
    """Make the documents of a workspace; the records of their checks and the overviews, which know no options of the look."""
    output = ("--output", str(target))
    vbgen(source, "render", "--all", "--force", "--quiet", *source.options, *output)
    if source.options:
        return
    boards = json.loads(vbgen(source, "list", "--format", "json"))["boards"]
    for board in boards:
        if board["documents"]:
            vbgen(source, "protocol", "--quiet", "--year", str(board["year"]), "--nämnd", board["board"], *output)
    for year in sorted({board["year"] for board in boards}):
        for form in formats("overview"):
            if form not in {TEXT.name, "json"}:  # these are printed
                vbgen(source, "overview", "--year", str(year), "--format", form, *output)


def vbgen(source: Source, *arguments: str) -> str:
    """Run vbgen in a workspace; return its output. Raises RenderingError."""
    command = [*VBGEN, "-C", str(source.workspace), *arguments]
    result = subprocess.run(command, capture_output=True, check=False, encoding="utf-8")
    if result.returncode:
        raise RenderingError(f"vbgen {' '.join(arguments)}\n{result.stdout}{result.stderr}".rstrip())
    return result.stdout


def given(paths: Sequence[Path]) -> list[Document]:
    """Return the files that the user names, as documents."""
    return [Document(path.resolve(), path.as_posix()) for path in paths]
