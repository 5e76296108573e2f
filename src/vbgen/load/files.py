"""Each file is read once in a run, whoever asks for it."""

from __future__ import annotations

from functools import cached_property
from typing import Any, NamedTuple, TypeVar

from vbgen.load.forms import read_model
from vbgen.model.base import Model
from vbgen.source import SourceFile, decode, ids_in, parse
from vbgen.workspace import Inventory, Workspace

M = TypeVar("M", bound=Model)


class FileRead(NamedTuple):
    """A file as read: its source (with findings), its model if it has one, the ids that stand in it."""

    source: SourceFile
    model: Any
    ids: frozenset[str]


class Files:
    """The files of a workspace, or of one `year` of it: what is made of a board's year needs no list of all others."""

    def __init__(self, workspace: Workspace, year: int | None = None) -> None:
        self.workspace = workspace
        self.year = year
        self._read: dict[str, FileRead] = {}

    @cached_property
    def inventory(self) -> Inventory:
        """What lies in data/."""
        return self.workspace.inventory(self.year)

    @property
    def names(self) -> list[str]:
        """The files that were read so far."""
        return list(self._read)

    def model(self, model: type[M], file: str, placeholders: dict[str, str] | None = None) -> FileRead:
        """A YAML file and its model (None if nothing of it can be used)."""
        if file not in self._read:
            raw = self.workspace.read(file)
            source = parse(file, raw) if isinstance(raw, bytes) else SourceFile(file, findings=[raw])
            ids = frozenset(ids_in(source.root))
            self._read[file] = FileRead(source, read_model(model, source, placeholders), ids)
        return self._read[file]

    def forget(self, folder: str) -> None:
        """Keep nothing of a folder in memory."""
        self._read = {file: read for file, read in self._read.items() if not file.startswith(f"{folder}/")}

    def text(self, file: str) -> FileRead:
        """A text file (a table)."""
        if file not in self._read:
            raw = self.workspace.read(file)
            source = decode(file, raw) if isinstance(raw, bytes) else SourceFile(file, findings=[raw])
            self._read[file] = FileRead(source, None, frozenset())
        return self._read[file]
