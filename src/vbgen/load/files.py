"""The files of a workspace as one run sees them: each is listed and read once, whoever asks, and every look-up is on record."""

from __future__ import annotations

from typing import Any, NamedTuple, TypeVar

from vbgen.findings import Finding
from vbgen.load.folders import Inventory, list_inventory, make_file_error, make_outside_error
from vbgen.load.forms import read_model
from vbgen.model.base import Model
from vbgen.source import SourceFile, collect_ids, decode, parse
from vbgen.workspace import Entry, Listing, Workspace, normalize, split

M = TypeVar("M", bound=Model)


class FileRead(NamedTuple):
    """A file as read: its source (with findings), its model if it has one, the ids that stand in it."""

    source: SourceFile
    model: Any
    ids: frozenset[str]


class Files:
    """The files of a workspace, or of one `year` of it: what is made of a board's year needs no list of all others. `listed`: its
    inventory, where that is known.

    `limit`: bytes that a file may have. `listings` and `contents` are the record of all look-ups: what is not in them was not asked
    for, and what stands in no listing is not there.
    """

    def __init__(self, workspace: Workspace, year: int | None = None, listed: Inventory | None = None) -> None:
        self.workspace = workspace
        self.year = year
        self._inventory = listed
        self.limit = 10_000_000
        self.listings: dict[str, Listing] = {}
        self.contents: dict[str, bytes] = {}
        self._reads: dict[str, FileRead] = {}

    @property
    def inventory(self) -> Inventory:
        """The years, boards and units in data/."""
        if self._inventory is None:
            self._inventory = list_inventory(self, self.year)
        return self._inventory

    @property
    def names(self) -> list[str]:
        """The files that were read so far."""
        return list(self.contents)

    # --------------------------------------------------------------- look-ups
    def list(self, folder: str) -> Listing:
        """List a folder."""
        if folder not in self.listings:
            self.listings[folder] = self.workspace.list(folder)
        return self.listings[folder]

    def find(self, path: str) -> Entry | None:
        """Find a file or folder; None where there is none."""
        path = normalize(path)
        if path.startswith("../"):
            return Entry(path, "outside")
        folder, name = split(path)
        if folder and (parent := self.find(folder)) is not None and parent.leads_out:
            return Entry(name, parent.kind)
        return next((entry for entry in self.list(folder) or () if entry.name == name), None)

    def read(self, path: str) -> bytes | Finding:
        """Read a file; a finding if it is too large, lies outside or is none. OSError if it cannot be read."""
        file = normalize(path)
        if file not in self.contents:
            entry = self.find(file)
            if entry is not None and entry.leads_out:
                return make_outside_error(path)
            if entry is None or not entry.is_file:
                return make_file_error("VB114", path, "det här är ingen vanlig fil", "ersätt den med en textfil")
            if entry.size > self.limit:
                sizes = f"{entry.size / 1e6:.1f} MB, gränsen är {self.limit / 1e6:.0f} MB".replace(".", ",")
                hint = "dela filen, eller höj gränser: filstorlek: i vbgen.yaml"
                return make_file_error("VB112", path, f"filen är för stor ({sizes})", hint)
            return self.read_content(file)
        return self.contents[file]

    def read_content(self, path: str) -> bytes:
        """Read a file that was found, whatever its size. OSError if it cannot be read."""
        file = normalize(path)
        if file not in self.contents:
            self.contents[file] = self.workspace.read(file)
        return self.contents[file]

    # ------------------------------------------------------------------ files
    def read_model(self, model: type[M], file: str, placeholders: dict[str, str] | None = None) -> FileRead:
        """Read a YAML file and its model (None if nothing of it can be used)."""
        if file not in self._reads:
            raw = self.read(file)
            source = parse(file, raw) if isinstance(raw, bytes) else SourceFile(file, findings=[raw])
            ids = frozenset(collect_ids(source.root))
            self._reads[file] = FileRead(source, read_model(model, source, placeholders), ids)
        return self._reads[file]

    def read_text(self, file: str) -> FileRead:
        """Read a text file (a table)."""
        if file not in self._reads:
            raw = self.read(file)
            source = decode(file, raw) if isinstance(raw, bytes) else SourceFile(file, findings=[raw])
            self._reads[file] = FileRead(source, None, frozenset())
        return self._reads[file]

    def forget(self, folder: str) -> None:
        """Keep nothing of a folder in memory."""
        prefix = f"{folder}/"
        self._reads = {file: read for file, read in self._reads.items() if not file.startswith(prefix)}
        self.contents = {file: raw for file, raw in self.contents.items() if not file.startswith(prefix)}
