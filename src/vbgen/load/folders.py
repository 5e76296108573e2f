"""Contents of data/: years, boards, units, documents, by the names of folders and files. No file is read for it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

from vbgen.findings import Finding, Place
from vbgen.model.kinds import PLAN
from vbgen.workspace import SETTINGS, Entry, Listing, is_hidden, join

THEME = "templates/tema.yaml"
ADOPTED = "antaget"
SHARED = "gemensamt"  # the file of a year without its ending; also the prefix of references to its tables
FOLLOW_UP = re.compile(r"\d{4}-(0[1-9]|1[0-2])")
_DECISION = re.compile(r"(\d{4}-\d{2}-\d{2})(?:-(\d+))?")  # a day, and which of its decisions


class Lister(Protocol):
    """Something that can list folders of the workspace."""

    def list(self, folder: str) -> Listing:
        """List a folder."""


class UnitFolder(NamedTuple):
    """A board's or unit's folder in a year: id, whether it is a board, its document folders in order of time."""

    year: int
    id: str
    is_board: bool
    documents: tuple[str, ...]

    @property
    def path(self) -> str:
        """The folder's path, relative to the workspace."""
        return f"data/{self.year}/{self.id}"

    @property
    def file(self) -> str:
        """The path of namnd.yaml or enhet.yaml."""
        return f"{self.path}/{'namnd' if self.is_board else 'enhet'}.yaml"


@dataclass(slots=True)
class Inventory:
    """Units by (year, id), shared files by year, and findings about files and folders that have no place."""

    units: dict[tuple[int, str], UnitFolder] = field(default_factory=dict)
    shared: dict[int, str] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    @property
    def years(self) -> list[int]:
        """All years, in order."""
        return sorted({year for year, _ in self.units} | set(self.shared))


class DocumentFiles(NamedTuple):
    """The YAML files and the table files (.tsv) of a document's folder, and findings about what has no place there."""

    yaml: tuple[str, ...]
    tables: tuple[str, ...]
    findings: tuple[Finding, ...]


class Adoptions(NamedTuple):
    """The folders of what was adopted of a document, the last decision last, and findings about what has no place there."""

    folders: tuple[str, ...]
    findings: tuple[Finding, ...]


def list_inventory(workspace: Lister, only: int | None = None) -> Inventory:
    """List data/ (or `only` a year of it)."""
    listing = Inventory()
    data_folder = next((entry for entry in workspace.list("") or () if entry.name == "data"), None)
    if data_folder is not None and data_folder.kind == "outside":
        listing.findings.append(make_outside_error("data"))
    if data_folder is None or not data_folder.is_folder:
        return listing
    for entry in _list_entries(workspace, "data", listing.findings):
        path = f"data/{entry.name}"
        if only is not None and entry.name != str(only):
            continue
        if not entry.is_folder:
            listing.findings.append(_describe_stray(path))
        elif not re.fullmatch(r"(19|20|21)\d{2}", entry.name):
            listing.findings.append(
                _describe_misplaced(path, "mappen är inget årtal", "mapparna i data/ heter 2021, 2022 …")
            )
        else:
            _list_year(workspace, listing, path, int(entry.name))
    return listing


def _list_entries(workspace: Lister, folder: str, findings: list[Finding]) -> Iterator[Entry]:
    """The entries of a folder that anybody looks at."""
    for entry in workspace.list(folder) or ():
        path = join(folder, entry.name)
        if is_hidden(entry.name):
            continue
        if entry.leads_out:
            findings.append(make_outside_error(path))
        elif not (entry.is_folder and has_file(workspace, path, SETTINGS)):  # a workspace inside is not entered
            yield entry


def has_file(workspace: Lister, folder: str, name: str) -> bool:
    """Tell whether a folder has a file, if only as a link that leads out of the workspace: reading it tells that."""
    return any(entry.name == name and entry.kind in ("file", "outside") for entry in workspace.list(folder) or ())


def _list_year(workspace: Lister, listing: Inventory, folder: str, year: int) -> None:
    for entry in _list_entries(workspace, folder, listing.findings):
        path = f"{folder}/{entry.name}"
        if entry.is_folder:
            _list_unit(workspace, listing, path, year)
        elif entry.name == f"{SHARED}.yaml":
            listing.shared[year] = path
        else:
            listing.findings.append(_describe_stray(path))


def _list_unit(workspace: Lister, listing: Inventory, folder: str, year: int) -> None:
    name = folder.rpartition("/")[2]
    is_board, is_unit = (has_file(workspace, folder, file) for file in ("namnd.yaml", "enhet.yaml"))
    findings = listing.findings
    if not is_board and not is_unit:
        hint = "skapa namnd.yaml (eller enhet.yaml för en enhet) med namn: …"
        findings.append(_describe_misplaced(folder, "mappen saknar namnd.yaml", hint))
        return
    if is_board and is_unit:
        findings.append(_describe_misplaced(folder, "mappen har både namnd.yaml och enhet.yaml", "ta bort en av dem"))
    if not re.fullmatch(r"[a-z][a-z0-9-]*", name):
        hint = "små bokstäver a–z, siffror och bindestreck"
        findings.append(_describe_misplaced(folder, f'"{name}" duger inte som mappnamn', hint))
        return
    if name == SHARED:
        hint = "namnet betyder gemensamt.yaml; välj ett annat"
        findings.append(_describe_misplaced(folder, f'"{SHARED}" duger inte som mappnamn', hint))
        return
    documents = []
    for entry in _list_entries(workspace, folder, findings):
        path = f"{folder}/{entry.name}"
        if not entry.is_folder:
            if entry.name not in ("namnd.yaml", "enhet.yaml"):
                findings.append(_describe_stray(path))
        elif entry.name != PLAN and not FOLLOW_UP.fullmatch(entry.name):
            hint = "dokumentens mappar heter plan eller ÅÅÅÅ-MM (periodens slut)"
            findings.append(_describe_misplaced(path, "mappen är inget dokument", hint))
        elif not has_file(workspace, path, "dokument.yaml"):
            hint = "skapa den med dokument:, titel: och period:"
            findings.append(_describe_misplaced(path, "mappen saknar dokument.yaml", hint))
        else:
            documents.append(entry.name)
    documents.sort(key=lambda document: (document != PLAN, document))
    listing.units[year, name] = UnitFolder(year, name, is_board, tuple(documents))


def list_document_files(workspace: Lister, folder: str) -> DocumentFiles:
    """List the files of a document's folder."""
    findings: list[Finding] = []
    yaml: list[str] = []
    tables: list[str] = []
    for entry in _list_entries(workspace, folder, findings):
        path = f"{folder}/{entry.name}"
        if entry.is_folder and entry.name == "tabeller":
            for table in _list_entries(workspace, path, findings):
                if table.name.endswith(".tsv"):
                    tables.append(f"{path}/{table.name}")
                else:
                    findings.append(_describe_stray(f"{path}/{table.name}"))
        elif entry.is_folder and entry.name not in ("bilder", ADOPTED):
            findings.append(
                _describe_misplaced(path, "mappen har ingen plats i ett dokument", "undermappar: tabeller, bilder")
            )
        elif entry.name.endswith(".yaml"):
            yaml.append(path)
        elif not entry.is_folder:
            findings.append(_describe_stray(path))
    return DocumentFiles(tuple(yaml), tuple(tables), tuple(findings))


def list_adoptions(workspace: Lister, document: str) -> Adoptions:
    """List what was adopted of the document in a folder."""
    findings: list[Finding] = []
    decisions: list[tuple[str, int, str]] = []
    folder = f"{document}/{ADOPTED}"
    for entry in _list_entries(workspace, folder, findings):
        match = _DECISION.fullmatch(entry.name)
        path = f"{folder}/{entry.name}"
        if not entry.is_folder:
            findings.append(_describe_stray(path))
        elif match is None:
            hint = "mapparna heter som dagen för beslutet, ÅÅÅÅ-MM-DD, och görs av vbgen adopt"
            findings.append(_describe_misplaced(path, "mappen är inget beslut", hint))
        elif not has_file(workspace, path, f"{ADOPTED}.yaml"):
            hint = "hämta tillbaka filen, eller ta bort mappen och kör vbgen adopt igen"
            findings.append(_describe_misplaced(path, "mappen saknar antaget.yaml", hint))
        else:
            decisions.append((match[1], int(match[2] or 1), path))
    return Adoptions(tuple(path for *_, path in sorted(decisions)), tuple(findings))


# ------------------------------------------------------------------- findings
def _describe_stray(file: str) -> Finding:
    """Return the finding about a file that nothing reads."""
    if file.endswith((".yml", ".YAML", ".YML")):
        return _describe_misplaced(file, "filen läses inte: den slutar inte på .yaml", "byt filändelsen till .yaml")
    if file.endswith(".yaml"):
        return _describe_misplaced(
            file, "filen har ingen plats här och läses inte", "flytta den till ett dokuments mapp"
        )
    place = Place(file, line=1, column=1)
    return Finding("VB114", "warning", place, "filen används inte", "ta bort den, eller lägg den utanför data/")


def _describe_misplaced(path: str, message: str, hint: str) -> Finding:
    return make_file_error("VB114", path, message, hint)


def make_file_error(code: str, path: str, message: str, hint: str) -> Finding:
    """An error about a file or folder as a whole."""
    return Finding(code, "error", Place(path, line=1, column=1), message, hint)


def make_outside_error(path: str) -> Finding:
    """A path that leads out of the workspace."""
    hint = "lägg filen i arbetsytan, länkar utåt följs inte"
    return _describe_misplaced(path, "sökvägen leder ut ur arbetsytan", hint)
