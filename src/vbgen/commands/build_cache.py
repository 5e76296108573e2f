"""What a board's documents were made of, so that they are not made again when nothing has changed.

A small file for each board and year in `.vbgen/`: hashes of every input, of the program and of what came out. It holds no
document and may be deleted at any time; what cannot be read or does not fit means "make it again".
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterable, Sequence
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import NamedTuple

from vbgen import output
from vbgen.commands.program import hash_of_files
from vbgen.commands.render import Request
from vbgen.workspace import SETTINGS, FolderWorkspace

FOLDER = ".vbgen"
_VERSION = 3
_LIBRARIES = ("jinja2", "pydantic", "PyYAML", "pypandoc_binary", "babel", "tabulate", "typst", "fontpkg-source-sans-3")


class State(NamedTuple):
    """What was noted of a board's documents. `made_of`: a hash of all input; `documents`: path → hash of what was made."""

    made_of: str
    folders: list[str]
    files: list[str]
    documents: dict[str, str]


class Memory(NamedTuple):
    """What is remembered of the documents that a request makes below `target`."""

    workspace: FolderWorkspace
    request: Request
    target: Path

    def recall(self, year: int, board: str) -> list[str] | None:
        """The paths of a board's documents if they are what would be made now; None if they have to be made."""
        try:
            state = _read(self._file(year, board))
            if state is None or state.made_of != self._made_of(state.folders, state.files):
                return None
            if any(hash_of(Path(path)) != known for path, known in state.documents.items()):
                return None
        except OSError:
            return None
        return list(state.documents)

    def note(self, year: int, board: str, folders: Sequence[str], read: Iterable[str], made: Iterable[str]) -> None:
        """Note what was made, of which folders and of which files that were read besides."""
        files = [file for file in sorted(read) if not file.startswith(tuple(f"{folder}/" for folder in folders))]
        hashes = {path: hash_of(Path(path)) for path in made}
        state = State(self._made_of(folders, files), list(folders), files, hashes)
        output.write(self._file(year, board), json.dumps(state._asdict(), indent=1).encode())

    def _file(self, year: int, board: str) -> Path:
        """Documents for use inside are made beside the others, and remembered beside them."""
        return self.workspace.path(FOLDER) / f"{year}-{board}{'.intern' if self.request.internal else ''}.json"

    def _made_of(self, folders: Iterable[str], files: Iterable[str]) -> str:
        """One hash of the program, the settings of the run, and the path and content of every file."""
        found = hashlib.sha256(_program().encode())
        found.update(repr((_VERSION, self.request, str(self.target))).encode())
        paths, root = {SETTINGS, *files}, self.workspace.root
        for folder in (*folders, "templates"):
            below = self.workspace.path(folder).rglob("*")
            paths.update(path.relative_to(root).as_posix() for path in below if path.is_file())
        for path in sorted(paths):
            found.update(f"\n{path} {hash_of(self.workspace.path(path))}".encode())
        return found.hexdigest()


def _read(file: Path) -> State | None:
    """What was noted; None if that is no state of ours."""
    content = file.read_bytes()
    try:
        noted = json.loads(content)
    except (ValueError, RecursionError):  # no text, no JSON, nested too deep
        return None
    if not isinstance(noted, dict) or set(noted) != set(State._fields):
        return None
    folders, files, documents = noted["folders"], noted["files"], noted["documents"]
    if not (isinstance(folders, list) and isinstance(files, list) and isinstance(documents, dict)):
        return None
    return State(**noted) if all(map(_is_path, (*folders, *files, *documents))) else None


def _is_path(value: object) -> bool:
    """Text that can be asked for on the disk: no zero byte, no half of a letter."""
    return isinstance(value, str) and value.isprintable()


def hash_of(path: Path) -> str:
    """Of a file's content; of nothing for one that is not there."""
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""


@cache
def _program() -> str:
    """Of vbgen's own files and of what it is run with."""
    versions = " ".join(metadata.version(name) for name in _LIBRARIES)
    return f"{sys.version} {versions} {hash_of_files()}"
