"""Loading: which files make up a board's year, read once each, joined into documents."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from vbgen.boardyear import Data, DocumentData, Located, Shared, Unit
from vbgen.findings import Finding, Place
from vbgen.followed import tally
from vbgen.load.files import FileRead, Files
from vbgen.model.base import Model
from vbgen.model.content import PICTURES, BoardFile, ContentFile, ControlFile, GoalFile, SharedFile, UnitFile, file_kind
from vbgen.model.document import DocumentFile
from vbgen.model.kinds import PLAN, kind_of
from vbgen.model.organisation import Organisation
from vbgen.model.tables import Counted, TableSource, TableType
from vbgen.model.theme import Theme
from vbgen.source import SourceFile, parse
from vbgen.tables.build import build
from vbgen.tables.declared import BadReference
from vbgen.tables.engine import Engine, Lookup, Tally
from vbgen.workspace import SETTINGS, SHARED, THEME, Inventory, UnitFolder

M = TypeVar("M", bound=Model)
_PACKAGED_TYPES = "tabelltyper.yaml"
_CONTENT: dict[str, type[ContentFile]] = {"mal": GoalFile, "internkontroll": ControlFile}

_WHAT = {"texter": "texten", "bilder": "bilden", "diagram": "diagrammet", "angivna antal": "antalet"}
_PICTURE_END = 4096  # bytes: some programs write a little after the end of a picture
_NO_SETTINGS = {"format": "1", "organisation": "saknas"}


class Loader:
    """Joins files into boards and documents.

    `sources`: every file that was used, for lines and columns; `findings`: what reading found.
    """

    def __init__(self, files: Files) -> None:
        self.files = files
        self.workspace = files.workspace
        self.sources: dict[str, SourceFile] = {}
        self.findings: list[Finding] = []
        self._beside: Loader | None = None
        read = files.model(Organisation, SETTINGS, _NO_SETTINGS)
        organisation = read.model or Organisation.model_validate(_NO_SETTINGS)
        self.data = Data(organisation, Place(SETTINGS))
        self._use(read)
        if self.workspace.exists(THEME):
            self.data.theme = self._model(Theme, THEME) or Theme()
        self.workspace.max_bytes = organisation.limits.file_size * 1_000_000
        self.types = {**_packaged_types(), **organisation.table_types}

    @property
    def inventory(self) -> Inventory:
        """What lies in data/."""
        return self.files.inventory

    @property
    def beside(self) -> list[str]:
        """The files that were read for tables in documents that were not loaded."""
        return list(self._beside.sources) if self._beside is not None else []

    # ----------------------------------------------------------- what to load
    def load_all(self, keep: Callable[[UnitFolder], bool] = lambda _: True) -> Data:
        """The whole workspace, or the units that `keep` chooses (and gemensamt.yaml of their years)."""
        chosen = [unit for unit in self.inventory.units.values() if keep(unit)]
        everything = len(chosen) == len(self.inventory.units)
        for year in sorted({unit.year for unit in chosen} | (set(self.inventory.shared) if everything else set())):
            self._shared(year)
        for unit in chosen:
            self.load_unit(unit)
        if everything:
            self.findings += self.inventory.findings
        return self.data

    def load_unit(self, unit: UnitFolder) -> None:
        """A unit with all its documents."""
        self._unit(unit, unit.documents)
        self._strays(unit.year, unit)

    def _strays(self, year: int, unit: UnitFolder) -> None:
        """What has no place in a unit's folder, or where gemensamt.yaml should be."""
        where = (f"{unit.path}/", f"data/{year}/gemensamt.yaml")
        self.findings += [f for f in self.inventory.findings if f.place.file.startswith(where)]

    def document_info(self, unit: UnitFolder, folder: str) -> DocumentFile:
        """dokument.yaml of a document; stand-ins where it cannot be read."""
        file = f"{unit.path}/{folder}/dokument.yaml"
        stand_in = _stand_in(unit, folder)
        return self._model(DocumentFile, file, stand_in) or DocumentFile.model_validate(stand_in)

    def load_board(self, year: int, board: str, last: str) -> Data:
        """What the document in folder `last` is made of: the board's documents up to it, its appendices', the shared file."""
        self._shared(year)
        folder = self.inventory.units[year, board]
        unit = self._unit(folder, _up_to(folder, last))
        self._strays(year, folder)
        for appendix in unit.file.appendices:
            if (below := self.inventory.units.get((year, appendix))) is not None:
                self._unit(below, _up_to(below, last))
                self._strays(year, below)
        return self.data

    # ------------------------------------------------------------------ files
    def _use(self, read: FileRead) -> FileRead:
        """Take up a file's source and findings, once."""
        source = read.source
        if source.file not in self.sources:
            self.sources[source.file] = source
            self.findings += source.findings
            if source.findings:
                self.data.broken.add(source.file)
                self.data.holes |= read.ids
                self.data.unreadable = self.data.unreadable or (source.root is None and source.file != SETTINGS)
        return read

    def _model(self, model: type[M], file: str, placeholders: dict[str, str] | None = None) -> M | None:
        found: M | None = self._use(self.files.model(model, file, placeholders)).model
        return found

    def _shared(self, year: int) -> None:
        file = self.inventory.shared.get(year)
        if file is None or year in self.data.shared:
            return
        if (loaded := self._model(SharedFile, file)) is not None:
            shared = self.data.shared[year] = Shared(year, loaded, Place(file))
            shared.lookup = self._lookup_from(shared)
            self._add(shared.texts, "texter", loaded.texts, shared.place)
            self._add(shared.counts, "angivna antal", loaded.counts, shared.place)
            self._tables(shared, loaded, shared.place, {}, set())

    def board_file(self, folder: UnitFolder) -> BoardFile | UnitFile:
        """namnd.yaml or enhet.yaml; a stand-in where it cannot be read."""
        file = folder.file
        stand_in = {"namn": folder.id} if folder.is_board else {"namn": folder.id, "bilaga till": folder.id}
        if folder.is_board:
            return self._model(BoardFile, file, stand_in) or BoardFile.model_validate(stand_in)
        return self._model(UnitFile, file, stand_in) or UnitFile.model_validate(stand_in)

    def _unit(self, folder: UnitFolder, documents: Iterable[str]) -> Unit:
        file, loaded = folder.file, self.board_file(folder)
        unit = Unit(folder.year, folder.id, loaded, Place(file))
        self.data.units[folder.year, folder.id] = unit
        for name in documents:
            unit.documents[name] = self._document(folder, name)
        return unit

    def _document(self, folder: UnitFolder, name: str) -> DocumentData:
        path = f"{folder.path}/{name}"
        info = self.document_info(folder, name)
        document = DocumentData(folder.year, folder.id, name, info, Place(f"{path}/dokument.yaml"))
        document.lookup = self._lookup_from(document)
        files, tsv, findings = self.workspace.document_files(folder, name)
        self.findings += findings
        tables: dict[str, str] = {}
        for file in tsv:
            tables[file.rpartition("/")[2].removesuffix(".tsv")] = file
        used: set[str] = set()
        for file in files:
            stem = file.rpartition("/")[2]
            kind = file_kind(stem)
            if kind == "dokument":
                continue
            model = _CONTENT.get(kind, ContentFile)
            content = self._model(model, file)
            if content is not None:
                self._join(document, content, Place(file), tables, used)
        for table_id, file in tables.items():
            if table_id not in used:
                message = f'tabellfilen hör inte till någon tabell: "{table_id}" finns inte under tabeller:'
                self._note(
                    "VB207",
                    Place(file, line=1, column=1),
                    message,
                    f"lägg till {table_id}: under tabeller: i en av mappens filer",
                )
        return document

    def _join(
        self, document: DocumentData, content: ContentFile, place: Place, tsv: dict[str, str], used: set[str]
    ) -> None:
        if isinstance(content, GoalFile):
            document.goals, document.goals_place = content, place
        elif isinstance(content, ControlFile):
            document.control, document.control_place = content, place
        self._add(document.texts, "texter", content.texts, place)
        self._add(document.pictures, "bilder", content.pictures, place)
        for name, picture in content.pictures.items():
            self._picture(f"{document.path}/{picture.file}", place.below("bilder", name, "fil"))
        self._add(document.diagrams, "diagram", content.diagrams, place)
        self._add(document.counts, "angivna antal", content.counts, place)
        if content.footnotes:
            document.footnotes[place.file] = dict(content.footnotes)
        self._tables(document, content, place, tsv, used)

    def _tables(
        self, home: DocumentData | Shared, content: ContentFile, place: Place, tsv: dict[str, str], used: set[str]
    ) -> None:
        for table_id, source in content.tables.items():
            at = place.below("tabeller", table_id)
            if table_id in home.tables:
                self._twice("tabellen", table_id, at, home.tables[table_id].table.place)
                continue
            used.add(table_id)
            if (engine := self._table(home, table_id, at, source, tsv.get(table_id))) is not None:
                home.tables[table_id] = engine

    def _picture(self, file: str, place: Place) -> None:
        """A picture must lie in the workspace and be of a kind that Word and web pages show."""
        path = self.workspace.path(file)
        if not self.workspace.contains(path):
            self._note("VB114", place, "bilden ligger utanför arbetsytan", "lägg den i dokumentets mapp bilder/")
        elif not path.is_file():
            self._note(
                "VB201",
                place,
                "bildfilen finns inte",
                "lägg den i dokumentets mapp bilder/, och skriv fil: bilder/namn.png",
            )
        elif path.suffix.lower() not in PICTURES:
            self._note(
                "VB114", place, "bilden är av ett slag som inte går att använda", "spara den som .png eller .jpg"
            )
        else:
            kind = PICTURES[path.suffix.lower()]
            with path.open("rb") as picture:
                begins = picture.read(4)
                picture.seek(max(0, path.stat().st_size - _PICTURE_END))
                ends = picture.read()
            if not begins.startswith(kind.begins):
                message = f"filen är ingen bild av slaget {path.suffix.lower()}"
                self._note("VB114", place, message, "öppna bilden och spara om den som .png eller .jpg")
            elif kind.ends not in ends:
                message = "bilden är inte hel: slutet av filen saknas"
                self._note("VB114", place, message, "hämta bilden igen, eller öppna den och spara om den")

    def _add(self, target: dict[str, Any], key: str, things: dict[str, Any], place: Place) -> None:
        for name, thing in things.items():
            at = place.below(key, name)
            if name in target:
                self._twice(_WHAT[key], name, at, target[name].place)
            else:
                target[name] = Located(thing, at)

    def _twice(self, what: str, name: str, place: Place, first: Place) -> None:
        place = Place(place.file, place.path, on_key=True)
        self._note(
            "VB202",
            place,
            f'{what} "{name}" finns två gånger i dokumentet',
            f"den finns redan i {first.file}; ge den ett eget id",
        )

    def _table(
        self, home: DocumentData | Shared, table_id: str, place: Place, source: TableSource, tsv: str | None
    ) -> Engine | None:
        if source.grid is not None and tsv is not None:
            self._note(
                "VB202", place.below("tabell"), f'tabellen "{table_id}" finns både här och i {tsv}', "ta bort den ena"
            )
        if source.grid is not None:
            text, grid = source.grid, place.below("tabell")
            at = grid.inside
        elif tsv is not None:
            raw = self._use(self.files.text(tsv)).source
            if raw.findings:
                return None
            text = raw.text

            def at(line: int, column: int, file: str = tsv) -> Place:
                return Place(file, (*place.path, "tabell"), line=line + 1, column=column + 1)
        else:
            hint = "skriv tabell: | med rader under"
            if isinstance(home, DocumentData):
                hint += f", eller lägg tabellen i tabeller/{table_id}.tsv"
            self._note("VB105", place, f'tabellen "{table_id}" har inget innehåll', hint)
            return None
        organisation = self.data.organisation
        table = build(
            table_id,
            place,
            source,
            text,
            at,
            self.types,
            frozenset(organisation.units),
            costs_positive=organisation.costs == "positiva",
        )
        self.findings += table.findings
        counts = self._tally(home) if isinstance(home, DocumentData) else None
        return Engine(table, home.lookup, counts)

    def _tally(self, document: DocumentData) -> Tally:
        """Counts the items of a document; asked for when everything is loaded."""

        def count(counted: Counted) -> Mapping[str, int]:
            unit = self.data.units[document.year, document.unit]
            return tally(document, self.data.chain(unit), counted)

        return count

    def _lookup_from(self, home: DocumentData | Shared) -> Lookup:
        return lambda prefix, name: self._lookup(home, prefix, name)

    def _lookup(self, home: DocumentData | Shared, prefix: str | None, table_id: str) -> Engine:
        """The table that a reference means."""
        found = home if prefix is None else self._meant(home, prefix)
        if table_id not in found.tables:
            raise BadReference(f'tabellen "{table_id}" finns inte i {found.path}', table_id)
        return found.tables[table_id]

    def _meant(self, home: DocumentData | Shared, prefix: str) -> DocumentData | Shared:
        """What a prefix means: the shared file; another document of the unit; another unit's same (or named) folder."""
        if prefix == SHARED:
            self._shared(home.year)
            if home.year not in self.data.shared:
                raise BadReference(f"gemensamt.yaml finns inte {home.year}", SHARED)
            return self.data.shared[home.year]
        unit, folder = (home.unit, home.folder) if isinstance(home, DocumentData) else ("", "")
        first, _, second = prefix.partition("/")
        if (home.year, first) in self.inventory.units:
            unit, folder = first, second or folder
        elif second:
            raise BadReference(f'enheten "{first}" finns inte {home.year}', first)
        else:
            folder = first
        found = self._referred(home.year, unit, folder)
        if found is None and not folder:
            raise BadReference(f'"{prefix}" säger inte vilket dokument: skriv t.ex. {prefix}/plan', prefix)
        if found is None:
            raise BadReference(f'"{prefix}" är varken ett dokument eller en enhet', prefix)
        return found

    def _referred(self, year: int, unit: str, folder: str) -> DocumentData | None:
        """A document whose table is referred to. One that is not being loaded is read beside: its tables count, its faults do not."""
        loaded = self.data.units.get((year, unit))
        if loaded is not None and folder in loaded.documents:
            return loaded.documents[folder]
        listed = self.inventory.units.get((year, unit))
        if listed is None or folder not in listed.documents:
            return None
        if self._beside is None:
            self._beside = Loader(self.files)
            self._beside._beside = self._beside  # noqa: SLF001 - what it refers to in turn it reads itself
        if (year, unit) not in self._beside.data.units:
            self._beside.load_unit(listed)
        return self._beside.data.units[year, unit].documents.get(folder)

    def _note(self, code: str, place: Place, message: str, hint: str) -> None:
        self.findings.append(Finding(code, "error", place, message, hint))


def _up_to(folder: UnitFolder, last: str) -> list[str]:
    """The documents that `last` builds on, and itself: the plan and earlier follow-ups."""
    order = list(folder.documents)
    return (
        order[: order.index(last) + 1]
        if last in order
        else [name for name in order if name == PLAN or name < last != PLAN]
    )


def _stand_in(folder: UnitFolder, name: str) -> dict[str, str]:
    """What a draft says where dokument.yaml does not."""
    kind = kind_of("plan" if name == PLAN else "annual")
    return {"dokument": kind.name, "titel": "saknas", "period": str(folder.year)}


@cache
def _packaged_types() -> dict[str, TableType]:
    raw = (Path(__file__).parents[1] / _PACKAGED_TYPES).read_bytes()
    source = parse(_PACKAGED_TYPES, raw)
    assert source.root is not None and not source.findings, source.findings
    return {name: TableType.model_validate(node) for name, node in source.root.data().items()}
