"""Joining: the files of a folder become a document, folders become a board's year. References are followed later (`resolve`)."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from vbgen.findings import Finding, Place
from vbgen.load.files import FileRead, Files
from vbgen.load.folders import THEME, UnitFolder, list_document_files
from vbgen.model.base import Model, read_own
from vbgen.model.content import PICTURES, BoardFile, ContentFile, ControlFile, GoalFile, SharedFile, UnitFile, file_kind
from vbgen.model.document import DocumentFile
from vbgen.model.kinds import PLAN, find_kind_by_role
from vbgen.model.organisation import Organisation
from vbgen.model.tables import TableSource, TableType
from vbgen.model.theme import Theme
from vbgen.reportset.data import DocumentData, PlacedValue, Shared, Unit
from vbgen.source import SourceFile, parse
from vbgen.tables.build import build_table
from vbgen.tables.table import GridPlace, HomeId, Table
from vbgen.workspace import SETTINGS

M = TypeVar("M", bound=Model)
_PACKAGED_TYPES = "tabelltyper.yaml"
_CONTENT: dict[str, type[ContentFile]] = {"mal": GoalFile, "internkontroll": ControlFile}

_WORDS = {"texter": "texten", "bilder": "bilden", "diagram": "diagrammet", "angivna antal": "antalet"}
_PICTURE_END = 4096  # bytes: some programs write a little after the end of a picture
_NO_SETTINGS = {"format": "1", "organisation": "saknas"}


class Joiner:
    """Joins files into units and shared files.

    `sources`: every file that was used, for lines and columns; `findings`: what reading found. `holes`, `broken`, `unreadable` as in
    the report set.
    """

    def __init__(self, files: Files) -> None:
        self.files = files
        self.sources: dict[str, SourceFile] = {}
        self.findings: list[Finding] = []
        self.missing_ids: set[str] = set()
        self.broken_files: set[str] = set()
        self.unreadable = False
        self.units: dict[tuple[int, str], Unit] = {}
        self.shared: dict[int, Shared] = {}
        settings = self.read_model(Organisation, SETTINGS, _NO_SETTINGS)
        self.organisation = settings or read_own(Organisation, _NO_SETTINGS)
        theme = files.find(THEME)
        is_there = theme is not None and theme.kind in ("file", "outside")
        self.theme = (self.read_model(Theme, THEME) if is_there else None) or Theme()
        files.limit = self.organisation.limits.file_size * 1_000_000
        self.types = {**_load_packaged_types(), **self.organisation.table_types}

    # ------------------------------------------------------------------ files
    def register(self, read: FileRead) -> FileRead:
        """Take up a file's source and findings, once."""
        source = read.source
        if source.file not in self.sources:
            self.sources[source.file] = source
            self.findings += source.findings
            if source.findings:
                self.broken_files.add(source.file)
                self.missing_ids |= read.ids
                self.unreadable = self.unreadable or (source.root is None and source.file != SETTINGS)
        return read

    def read_model(self, model: type[M], file: str, placeholders: dict[str, str] | None = None) -> M | None:
        """Read a file as its model; None if nothing of it can be used."""
        content: M | None = self.register(self.files.read_model(model, file, placeholders)).model
        return content

    # ------------------------------------------------------------------ units
    def load_shared(self, year: int) -> None:
        """Join gemensamt.yaml of a year, if there is one."""
        file = self.files.inventory.shared.get(year)
        if file is None or year in self.shared or (content := self.read_model(SharedFile, file)) is None:
            return
        place = Place(file)
        texts: dict[str, PlacedValue[Any]] = {}
        counts: dict[str, PlacedValue[Any]] = {}
        tables: dict[str, Table] = {}
        self._add(texts, "texter", content.texts, place)
        self._add(counts, "angivna antal", content.counts, place)
        self._add_tables(HomeId(year), tables, content, place, {})
        self.shared[year] = Shared(year, content, place, texts, tables, counts)

    def load_unit(self, folder: UnitFolder, documents: Iterable[str] | None = None) -> Unit:
        """Join a unit with all its documents, or some of them."""
        content = read_board_file(self, folder)
        names = folder.documents if documents is None else documents
        joined = {name: self._join_document(folder, name) for name in names}
        unit = Unit(folder.year, folder.id, content, Place(folder.file), joined)
        self.units[folder.year, folder.id] = unit
        return unit

    def note_strays(self, folder: UnitFolder) -> None:
        """Take up the findings about what has no place in a unit's folder, or where gemensamt.yaml should be."""
        prefixes = (f"{folder.path}/", f"data/{folder.year}/gemensamt.yaml")
        self.findings += [
            finding for finding in self.files.inventory.findings if finding.place.file.startswith(prefixes)
        ]

    def _join_document(self, folder: UnitFolder, name: str) -> DocumentData:
        path = f"{folder.path}/{name}"
        home = HomeId(folder.year, folder.id, name)
        info = read_document_file(self, folder, name)
        listing = list_document_files(self.files, path)
        self.findings += listing.findings
        table_files = {file.rpartition("/")[2].removesuffix(".tsv"): file for file in listing.tables}
        fields: dict[str, Any] = {}
        items: dict[str, dict[str, PlacedValue[Any]]] = {key: {} for key in _WORDS}
        tables: dict[str, Table] = {}
        footnotes: dict[str, dict[str, str]] = {}
        images: dict[str, bytes] = {}
        table_ids: set[str] = set()
        for file in listing.yaml:
            kind = file_kind(file.rpartition("/")[2])
            content = self.read_model(_CONTENT.get(kind, ContentFile), file) if kind != "dokument" else None
            if content is None:
                continue
            place = Place(file)
            if isinstance(content, GoalFile):
                fields |= {"goals": content, "goals_place": place}
            elif isinstance(content, ControlFile):
                fields |= {"control": content, "control_place": place}
            self._add(items["texter"], "texter", content.texts, place)
            self._add(items["bilder"], "bilder", content.pictures, place)
            for picture_id, picture in content.pictures.items():
                picture_place = place.child("bilder", picture_id, "fil")
                image = self._read_picture(f"{path}/{picture.file}", picture_place)
                if image is not None and items["bilder"][picture_id].value is picture:
                    images[picture_id] = image
            self._add(items["diagram"], "diagram", content.diagrams, place)
            self._add(items["angivna antal"], "angivna antal", content.counts, place)
            if content.footnotes:
                footnotes[file] = dict(content.footnotes)
            table_ids |= content.tables.keys()
            self._add_tables(home, tables, content, place, table_files)
        for table_id, file in table_files.items():
            if table_id not in table_ids:
                message = f'tabellfilen hör inte till någon tabell: "{table_id}" finns inte under tabeller:'
                hint = f"lägg till {table_id}: under tabeller: i en av mappens filer"
                self._note("VB207", Place(file, line=1, column=1), message, hint)
        return DocumentData(
            *home,
            info,
            Place(f"{path}/dokument.yaml"),
            texts=items["texter"],
            tables=tables,
            pictures=items["bilder"],
            images=images,
            diagrams=items["diagram"],
            counts=items["angivna antal"],
            footnotes=footnotes,
            **fields,
        )

    # ----------------------------------------------------------------- things
    def _add(self, target: dict[str, PlacedValue[Any]], key: str, items: dict[str, Any], place: Place) -> None:
        for name, item in items.items():
            item_place = place.child(key, name)
            if name in target:
                self._note_duplicate(_WORDS[key], name, item_place, target[name].place)
            else:
                target[name] = PlacedValue(item, item_place)

    def _note_duplicate(self, noun: str, name: str, place: Place, first: Place) -> None:
        message = f'{noun} "{name}" finns två gånger i dokumentet'
        hint = f"den finns redan i {first.file}; ge den ett eget id"
        self._note("VB202", Place(place.file, place.path, on_key=True), message, hint)

    def _read_picture(self, file: str, place: Place) -> bytes | None:
        """Read a picture: it must lie in the workspace and be of a kind that Word and web pages show."""
        entry, suffix = self.files.find(file), Path(file).suffix.lower()
        if entry is not None and entry.leads_out:
            self._note("VB114", place, "bilden ligger utanför arbetsytan", "lägg den i dokumentets mapp bilder/")
        elif entry is None or not entry.is_file:
            hint = "lägg den i dokumentets mapp bilder/, och skriv fil: bilder/namn.png"
            self._note("VB201", place, "bildfilen finns inte", hint)
        elif suffix not in PICTURES:
            message = "bilden är av ett slag som inte går att använda"
            self._note("VB114", place, message, "spara den som .png eller .jpg")
        else:
            kind, content = PICTURES[suffix], self.files.read_content(file)
            if not content.startswith(kind.head):
                message = f"filen är ingen bild av slaget {suffix}"
                self._note("VB114", place, message, "öppna bilden och spara om den som .png eller .jpg")
            elif kind.tail not in content[-_PICTURE_END:]:
                message = "bilden är inte hel: slutet av filen saknas"
                self._note("VB114", place, message, "hämta bilden igen, eller öppna den och spara om den")
            return content
        return None

    def _add_tables(
        self, home: HomeId, tables: dict[str, Table], content: ContentFile, place: Place, files: dict[str, str]
    ) -> None:
        for table_id, source in content.tables.items():
            table_place = place.child("tabeller", table_id)
            if table_id in tables:
                self._note_duplicate("tabellen", table_id, table_place, tables[table_id].place)
            elif (table := self._build_table(home, table_id, table_place, source, files.get(table_id))) is not None:
                tables[table_id] = table

    def _build_table(
        self, home: HomeId, table_id: str, place: Place, source: TableSource, file: str | None
    ) -> Table | None:
        """Build a table of its text, which stands in the table's mapping or in a file (.tsv) of its own."""
        if source.grid is not None and file is not None:
            message = f'tabellen "{table_id}" finns både här och i {file}'
            self._note("VB202", place.child("tabell"), message, "ta bort den ena")
        if source.grid is not None:
            text, grid = source.grid, GridPlace(place.child("tabell"))
        elif file is not None:
            table_file = self.register(self.files.read_text(file)).source
            if table_file.findings:
                return None
            text, grid = table_file.text, GridPlace(Place(file, (*place.path, "tabell")), is_own_file=True)
        else:
            hint = "skriv tabell: | med rader under"
            if home.unit:
                hint += f", eller lägg tabellen i tabeller/{table_id}.tsv"
            self._note("VB105", place, f'tabellen "{table_id}" har inget innehåll', hint)
            return None
        organisation = self.organisation
        units, costs_positive = frozenset(organisation.units), organisation.costs == "positiva"
        result = build_table(
            table_id, home, place, source, text, grid, self.types, units, costs_positive=costs_positive
        )
        self.findings += result.findings
        return result.table

    def _note(self, code: str, place: Place, message: str, hint: str) -> None:
        self.findings.append(Finding(code, "error", place, message, hint))


def read_board_file(joiner: Joiner, folder: UnitFolder) -> BoardFile | UnitFile:
    """Read namnd.yaml or enhet.yaml; a stand-in where it cannot be read."""
    if folder.is_board:
        stand_in = {"namn": folder.id}
        return joiner.read_model(BoardFile, folder.file, stand_in) or read_own(BoardFile, stand_in)
    stand_in = {"namn": folder.id, "bilaga till": folder.id}
    return joiner.read_model(UnitFile, folder.file, stand_in) or read_own(UnitFile, stand_in)


def read_document_file(joiner: Joiner, folder: UnitFolder, name: str) -> DocumentFile:
    """Read dokument.yaml of a document; a stand-in, as a draft has it, where it cannot be read."""
    kind = find_kind_by_role("plan" if name == PLAN else "annual")
    stand_in = {"dokument": kind.name, "titel": "saknas", "period": str(folder.year)}
    file = f"{folder.path}/{name}/dokument.yaml"
    return joiner.read_model(DocumentFile, file, stand_in) or read_own(DocumentFile, stand_in)


@cache
def _load_packaged_types() -> dict[str, TableType]:
    raw = (Path(__file__).parents[1] / _PACKAGED_TYPES).read_bytes()
    source = parse(_PACKAGED_TYPES, raw)
    assert source.root is not None and not source.findings, source.findings
    return {name: read_own(TableType, node) for name, node in source.root.data().items()}
