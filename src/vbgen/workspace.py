"""The workspace: an organisation's folder with vbgen.yaml, data/ and templates/, found upwards from the working folder.

Only paths and bytes: nothing here knows what is in the files. No path leads out of the workspace.
"""

from __future__ import annotations

import os
import re
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from vbgen.findings import Finding, Place
from vbgen.model.kinds import PLAN

SETTINGS = "vbgen.yaml"
THEME = "templates/tema.yaml"
ADOPTED = "antaget"
SHARED = "gemensamt"  # the file of a year without its ending; also the prefix of references to its tables
FOLLOW_UP = re.compile(r"\d{4}-(0[1-9]|1[0-2])")
_DECIDED = re.compile(r"(\d{4}-\d{2}-\d{2})(?:-(\d+))?")  # a day, and which of its decisions


class NoWorkspace(Exception):
    """No vbgen.yaml here or above."""


class UnitFolder(NamedTuple):
    """A board's or unit's folder in a year: id, whether it is a board, its document folders in order of time."""

    year: int
    id: str
    is_board: bool
    documents: tuple[str, ...]

    @property
    def path(self) -> str:
        """Relative to the workspace."""
        return f"data/{self.year}/{self.id}"

    @property
    def file(self) -> str:
        """namnd.yaml or enhet.yaml."""
        return f"{self.path}/{'namnd' if self.is_board else 'enhet'}.yaml"


@dataclass(slots=True)
class Inventory:
    """What lies in data/: units by (year, id), shared files by year, and files and folders that have no place."""

    units: dict[tuple[int, str], UnitFolder] = field(default_factory=dict)
    shared: dict[int, str] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    @property
    def years(self) -> list[int]:
        """All years, in order."""
        return sorted({year for year, _ in self.units} | set(self.shared))


class Workspace:
    """`root` is absolute and resolved."""

    def __init__(self, root: Path) -> None:
        self.root = root.resolve()
        self.max_bytes = 10_000_000

    @classmethod
    def find(cls, start: Path) -> Workspace:
        """The workspace that `start` lies in; NoWorkspace if there is none."""
        start = start.resolve()
        for folder in (start, *start.parents):
            if (folder / SETTINGS).is_file():
                return cls(folder)
        raise NoWorkspace(str(start))

    def path(self, file: str) -> Path:
        """The absolute path of a file of the workspace, whether it is there or not."""
        return self.root / file

    def contains(self, path: Path) -> bool:
        """The path, links followed, lies inside the workspace."""
        try:
            return path.resolve().is_relative_to(self.root)
        except (OSError, RuntimeError):  # a link to itself
            return False

    def exists(self, file: str) -> bool:
        """There is such a file."""
        return self.path(file).is_file()

    def read(self, file: str) -> bytes | Finding:
        """The bytes of a file; a finding if it is too large or lies outside. OSError if it cannot be read."""
        path = self.path(file)
        if not self.contains(path):
            return self._outside(file)
        if not path.is_file():
            return _error("VB114", file, "det här är ingen vanlig fil", "ersätt den med en textfil")
        size = path.stat().st_size
        if size > self.max_bytes:
            text = f"filen är för stor ({size / 1e6:.1f} MB, gränsen är {self.max_bytes / 1e6:.0f} MB)".replace(
                ".", ","
            )
            return _error("VB112", file, text, "dela filen, eller höj gränser: filstorlek: i vbgen.yaml")
        return path.read_bytes()

    def _outside(self, file: str) -> Finding:
        return _error(
            "VB114", file, "sökvägen leder ut ur arbetsytan", "lägg filen i arbetsytan, länkar utåt följs inte"
        )

    # -------------------------------------------------------------- data/
    def inventory(self, only: int | None = None) -> Inventory:
        """List data/ (or `only` a year of it) without reading any file."""
        out = Inventory()
        data = self.path("data")
        if not data.is_dir():
            return out
        if not self.contains(data):
            out.findings.append(self._outside("data"))
            return out
        for year_dir in self._entries(data, out, None if only is None else str(only)):
            if not year_dir.is_dir():
                self._stray(out, year_dir)
            elif not re.fullmatch(r"(19|20|21)\d{2}", year_dir.name):
                self._misplaced(out, year_dir, "mappen är inget årtal", "mapparna i data/ heter 2021, 2022 …")
            else:
                self._year(out, year_dir, int(year_dir.name))
        return out

    def _entries(self, folder: Path, out: Inventory, only: str | None = None) -> list[Path]:
        with os.scandir(folder) as listed:
            entries = sorted(listed, key=lambda entry: unicodedata.normalize("NFC", entry.name))
        found = []
        for entry in entries:
            if entry.name.startswith((".", "~$", "__")) or only not in (None, entry.name):
                continue
            path = folder / entry.name
            if entry.is_symlink() and not self.contains(path):  # what is no link lies where its folder lies
                out.findings.append(self._outside(self.relative(path)))
            elif not (entry.is_dir() and (path / SETTINGS).is_file()):  # a workspace inside is not entered
                found.append(path)
        return found

    def _year(self, out: Inventory, year_dir: Path, year: int) -> None:
        for entry in self._entries(year_dir, out):
            if entry.is_dir():
                self._unit(out, entry, year)
            elif entry.name == f"{SHARED}.yaml":
                out.shared[year] = self.relative(entry)
            else:
                self._stray(out, entry)

    def _unit(self, out: Inventory, folder: Path, year: int) -> None:
        is_board, is_unit = (folder / "namnd.yaml").is_file(), (folder / "enhet.yaml").is_file()
        if not is_board and not is_unit:
            self._misplaced(
                out, folder, "mappen saknar namnd.yaml", "skapa namnd.yaml (eller enhet.yaml för en enhet) med namn: …"
            )
            return
        if is_board and is_unit:
            self._misplaced(out, folder, "mappen har både namnd.yaml och enhet.yaml", "ta bort en av dem")
        if not re.fullmatch(r"[a-z][a-z0-9-]*", folder.name):
            self._misplaced(
                out, folder, f'"{folder.name}" duger inte som mappnamn', "små bokstäver a–z, siffror och bindestreck"
            )
            return
        if folder.name == SHARED:
            self._misplaced(
                out, folder, f'"{SHARED}" duger inte som mappnamn', "namnet betyder gemensamt.yaml; välj ett annat"
            )
            return
        documents = []
        for entry in self._entries(folder, out):
            if not entry.is_dir():
                if entry.name not in ("namnd.yaml", "enhet.yaml"):
                    self._stray(out, entry)
            elif entry.name != PLAN and not FOLLOW_UP.fullmatch(entry.name):
                self._misplaced(
                    out,
                    entry,
                    "mappen är inget dokument",
                    "dokumentens mappar heter plan eller ÅÅÅÅ-MM (periodens slut)",
                )
            elif not (entry / "dokument.yaml").is_file():
                self._misplaced(
                    out, entry, "mappen saknar dokument.yaml", "skapa den med dokument:, titel: och period:"
                )
            else:
                documents.append(entry.name)
        documents.sort(key=lambda name: (name != PLAN, name))
        out.units[year, folder.name] = UnitFolder(year, folder.name, is_board, tuple(documents))

    def document_files(self, unit: UnitFolder, document: str) -> tuple[list[str], list[str], list[Finding]]:
        """The YAML files and the table files (.tsv) of a document's folder, and what has no place there."""
        inventory = Inventory()
        yaml_files, tables = [], []
        folder = self.path(f"{unit.path}/{document}")
        for entry in self._entries(folder, inventory):
            if entry.is_dir() and entry.name == "tabeller":
                for table in self._entries(entry, inventory):
                    if table.suffix == ".tsv":
                        tables.append(self.relative(table))
                    else:
                        self._stray(inventory, table)
            elif entry.is_dir() and entry.name not in ("bilder", ADOPTED):
                self._misplaced(
                    inventory, entry, "mappen har ingen plats i ett dokument", "undermappar: tabeller, bilder"
                )
            elif entry.suffix == ".yaml":
                yaml_files.append(self.relative(entry))
            elif not entry.is_dir():
                self._stray(inventory, entry)
        return yaml_files, tables, inventory.findings

    def adopted(self, document: str) -> tuple[list[str], list[Finding]]:
        """What was adopted of the document in a folder: the folders, the last decision last, and what has no place there."""
        inventory = Inventory()
        found: list[tuple[str, int, str]] = []
        folder = self.path(f"{document}/{ADOPTED}")
        for entry in self._entries(folder, inventory) if folder.is_dir() and self.contains(folder) else ():
            name = _DECIDED.fullmatch(entry.name)
            if not entry.is_dir():
                self._stray(inventory, entry)
            elif name is None:
                hint = "mapparna heter som dagen för beslutet, ÅÅÅÅ-MM-DD, och görs av vbgen adopt"
                self._misplaced(inventory, entry, "mappen är inget beslut", hint)
            elif not (entry / f"{ADOPTED}.yaml").is_file():
                hint = "hämta tillbaka filen, eller ta bort mappen och kör vbgen adopt igen"
                self._misplaced(inventory, entry, "mappen saknar antaget.yaml", hint)
            else:
                found.append((name[1], int(name[2] or 1), self.relative(entry)))
        return [path for *_, path in sorted(found)], inventory.findings

    def relative(self, path: Path) -> str:
        """A path inside the workspace as shown to people: with `/`, NFC."""
        return unicodedata.normalize("NFC", Path(os.path.relpath(path, self.root)).as_posix())

    def _stray(self, out: Inventory, path: Path) -> None:
        file = self.relative(path)
        if path.suffix in (".yml", ".YAML", ".YML"):
            out.findings.append(
                _error("VB114", file, "filen läses inte: den slutar inte på .yaml", "byt filändelsen till .yaml")
            )
        elif path.suffix == ".yaml":
            out.findings.append(
                _error("VB114", file, "filen har ingen plats här och läses inte", "flytta den till ett dokuments mapp")
            )
        else:
            place = Place(file, line=1, column=1)
            hint = "ta bort den, eller lägg den utanför data/"
            out.findings.append(Finding("VB114", "warning", place, "filen används inte", hint))

    def _misplaced(self, out: Inventory, path: Path, message: str, hint: str) -> None:
        out.findings.append(_error("VB114", self.relative(path), message, hint))


def _error(code: str, file: str, message: str, hint: str) -> Finding:
    return Finding(code, "error", Place(file, line=1, column=1), message, hint)
