"""A workspace: an organisation's vbgen.yaml, data/ and templates/, as something that can be listed and read.

Only names and bytes: nothing here knows what is in the files. No path leads out of the workspace. All paths are relative to it, with
`/`, and in Unicode form NFC whatever the disk has.
"""

from __future__ import annotations

import os
import posixpath
import unicodedata
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Literal, NamedTuple

SETTINGS = "vbgen.yaml"


class NoWorkspace(Exception):
    """A folder with no vbgen.yaml in it or above."""


class Entry(NamedTuple):
    """A name in a folder. `kind`: links are followed; outside = a link that leads out of the workspace, nowhere = one that leads out of
    it to nothing. `size` of a file, in bytes."""

    name: str
    kind: Literal["file", "folder", "outside", "nowhere", "other"]
    size: int = 0

    @property
    def is_file(self) -> bool:
        """Tell whether it is a file that can be read."""
        return self.kind == "file"

    @property
    def leads_out(self) -> bool:
        """Tell whether it is a link out of the workspace."""
        return self.kind in ("outside", "nowhere")

    @property
    def is_folder(self) -> bool:
        """Tell whether it is a folder that can be listed."""
        return self.kind == "folder"


Listing = tuple[Entry, ...] | None  # the entries of a folder by name; None where there is no such folder


class Workspace(ABC):
    """The place of an organisation's files."""

    @abstractmethod
    def list(self, folder: str) -> Listing:
        """List a folder ("" is the workspace itself). OSError if the folder is there and cannot be listed."""

    @abstractmethod
    def read(self, file: str) -> bytes:
        """Read a file that a listing has. OSError if it cannot be read."""


def normalize(path: str) -> str:
    """Return a path without `.`, `..` and doubled `/`, in NFC; "" for the workspace itself, `../…` for a path that leads out."""
    path = posixpath.normpath(unicodedata.normalize("NFC", path).lstrip("/"))
    return "" if path == "." else path


def split(path: str) -> tuple[str, str]:
    """Return the folder of a normal path, and its last name."""
    folder, _, name = path.rpartition("/")
    return folder, name


class FolderWorkspace(Workspace):
    """A workspace on the disk. `root` is absolute and resolved."""

    def __init__(self, root: Path) -> None:
        self.root = root.resolve()

    @classmethod
    def find(cls, start: Path) -> FolderWorkspace:
        """Find the workspace that `start` lies in; NoWorkspace if there is none."""
        start = start.resolve()
        for folder in (start, *start.parents):
            if (folder / SETTINGS).is_file():
                return cls(folder)
        raise NoWorkspace(str(start))

    def path(self, file: str) -> Path:
        """Return the path on the disk of a file of the workspace, whether it is there or not."""
        path = self.root / file
        return path if file.isascii() or path.exists() else self._find_spelling(file)

    def list(self, folder: str) -> Listing:
        path = self.path(folder)
        if not path.is_dir() or not self._contains(path):
            return None
        with os.scandir(path) as entries:
            result = [self._read_entry(entry) for entry in entries]
        return tuple(sorted(result))

    def read(self, file: str) -> bytes:
        path = self.path(file)
        if not self._contains(path):  # since it was listed
            raise FileNotFoundError(2, "sökvägen leder ut ur arbetsytan", file)
        return path.read_bytes()

    def _read_entry(self, entry: os.DirEntry[str]) -> Entry:
        name = unicodedata.normalize("NFC", entry.name)
        if entry.is_symlink() and not self._contains(Path(entry.path)):  # what is no link lies where its folder lies
            return Entry(name, "outside" if Path(entry.path).exists() else "nowhere")
        if entry.is_dir():
            return Entry(name, "folder")
        return Entry(name, "file", entry.stat().st_size) if entry.is_file() else Entry(name, "other")

    def _contains(self, path: Path) -> bool:
        """Tell whether a path, links followed, lies inside the workspace."""
        try:
            return path.resolve().is_relative_to(self.root)
        except (OSError, RuntimeError):  # a link to itself
            return False

    def _find_spelling(self, file: str) -> Path:
        """Return the path as the disk spells it, where that is in another Unicode form."""
        path = self.root
        for name in file.split("/"):
            names = [child.name for child in path.iterdir()] if path.is_dir() else []
            path /= next((other for other in names if unicodedata.normalize("NFC", other) == name), name)
        return path


class MissingEntry(Exception):
    """A folder or file that an archive was asked for and does not know about; `path`: it must be given that."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path


class ArchiveWorkspace(Workspace):
    """A workspace in memory: the listings and contents of folders. It knows nothing else: asked for a path that it was not given
    it says so (Lacking), never that there is none."""

    def __init__(self, listings: Mapping[str, Listing], contents: Mapping[str, bytes]) -> None:
        self.listings = dict(listings)
        self.contents = dict(contents)

    @classmethod
    def copy(cls, workspace: Workspace, folders: Iterable[str] = ("",)) -> ArchiveWorkspace:
        """Copy folders of a workspace with all that is in them, except what no command reads (names that begin with a full stop)."""
        archive = cls({}, {})
        for folder in folders:
            archive.add(workspace, folder)
        return archive

    def add(self, workspace: Workspace, path: str) -> None:
        """Copy a file, or a folder with all that is in it."""
        folder, name = split(path)
        siblings = workspace.list(folder) if path else ()
        entry = next((entry for entry in siblings or () if entry.name == name), None)
        if entry is not None and entry.is_file:
            self.contents[path] = workspace.read(path)
        else:
            for subfolder, listing in walk(workspace, path):
                self.listings[subfolder] = listing
                files = [entry for entry in listing or () if entry.is_file and not is_hidden(entry.name)]
                self.contents |= {(file := join(subfolder, entry.name)): workspace.read(file) for entry in files}

    def list(self, folder: str) -> Listing:
        if folder in self.listings:
            return self.listings[folder]
        parent, name = split(folder)
        if not folder or any(entry.name == name and entry.is_folder for entry in self.list(parent) or ()):
            raise MissingEntry(folder)
        return None

    def read(self, file: str) -> bytes:
        if file not in self.contents:
            raise MissingEntry(file)
        return self.contents[file]


def join(folder: str, name: str) -> str:
    """Return the path of a name in a folder."""
    return f"{folder}/{name}" if folder else name


def is_hidden(name: str) -> bool:
    """Tell whether nobody looks at a name: files of the system, of Word while it works, of Python."""
    return name.startswith((".", "~$", "__"))


def walk(workspace: Workspace, folder: str) -> Iterator[tuple[str, Listing]]:
    """List a folder and all folders in it, except hidden ones."""
    listing = workspace.list(folder)
    yield folder, listing
    for entry in listing or ():
        if entry.is_folder and not is_hidden(entry.name):
            yield from walk(workspace, join(folder, entry.name))
