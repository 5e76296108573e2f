"""A cache of builds: hashes of a board's input and documents, so that they are not made again when nothing has changed.

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
from vbgen.commands.program import hash_program_files
from vbgen.commands.render import Request
from vbgen.workspace import SETTINGS, FolderWorkspace

FOLDER = ".vbgen"
_VERSION = 3
_LIBRARIES = ("jinja2", "pydantic", "PyYAML", "pypandoc_binary", "babel", "tabulate", "typst", "fontpkg-source-sans-3")


class State(NamedTuple):
    """The noted build of a board. `made_of`: a hash of all input; `documents`: path → hash of the document."""

    input_hash: str
    folders: list[str]
    files: list[str]
    documents: dict[str, str]


class BuildCache(NamedTuple):
    """The noted builds of the documents that a request makes below `target`."""

    workspace: FolderWorkspace
    request: Request
    target: Path

    def recall(self, year: int, board: str) -> list[str] | None:
        """Return the paths of a board's documents if they are up to date; None if they have to be made."""
        try:
            state = _read_state(self._locate_state(year, board))
            if state is None or state.input_hash != self._hash_input(state.folders, state.files):
                return None
            if any(hash_file(Path(path)) != digest for path, digest in state.documents.items()):
                return None
        except OSError:
            return None
        return list(state.documents)

    def note(self, year: int, board: str, folders: Sequence[str], read: Iterable[str], made: Iterable[str]) -> None:
        """Note the documents made, and the folders and further files that they were made of."""
        files = [file for file in sorted(read) if not file.startswith(tuple(f"{folder}/" for folder in folders))]
        hashes = {path: hash_file(Path(path)) for path in made}
        state = State(self._hash_input(folders, files), list(folders), files, hashes)
        output.write(self._locate_state(year, board), json.dumps(state._asdict(), indent=1).encode())

    def _locate_state(self, year: int, board: str) -> Path:
        """Return the path of a board's state; documents for use inside have one of their own."""
        return self.workspace.path(FOLDER) / f"{year}-{board}{'.intern' if self.request.internal else ''}.json"

    def _hash_input(self, folders: Iterable[str], files: Iterable[str]) -> str:
        """Return a hash of the program, the settings of the run, and the path and content of every file."""
        digest = hashlib.sha256(_list_versions().encode())
        digest.update(repr((_VERSION, self.request, str(self.target))).encode())
        paths, root = {SETTINGS, *files}, self.workspace.root
        for folder in (*folders, "templates"):
            entries = self.workspace.path(folder).rglob("*")
            paths.update(path.relative_to(root).as_posix() for path in entries if path.is_file())
        for path in sorted(paths):
            digest.update(f"\n{path} {hash_file(self.workspace.path(path))}".encode())
        return digest.hexdigest()


def _read_state(file: Path) -> State | None:
    """Return the noted state; None if the file holds no state of ours."""
    content = file.read_bytes()
    try:
        values = json.loads(content)
    except (ValueError, RecursionError):  # no text, no JSON, nested too deep
        return None
    if not isinstance(values, dict) or set(values) != set(State._fields):
        return None
    folders, files, documents = values["folders"], values["files"], values["documents"]
    if not (isinstance(folders, list) and isinstance(files, list) and isinstance(documents, dict)):
        return None
    return State(**values) if all(map(_is_path, (*folders, *files, *documents))) else None


def _is_path(value: object) -> bool:
    """Tell whether a value can be looked up on the disk: text without zero byte or half of a letter."""
    return isinstance(value, str) and value.isprintable()


def hash_file(path: Path) -> str:
    """Return the SHA-256 of a file's content; an empty text for one that is not there."""
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""


@cache
def _list_versions() -> str:
    """Return the versions of Python and the libraries, and the hash of vbgen's own files."""
    versions = " ".join(metadata.version(name) for name in _LIBRARIES)
    return f"{sys.version} {versions} {hash_program_files()}"
