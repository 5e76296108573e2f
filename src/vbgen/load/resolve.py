"""Following references: whatever tables and texts refer to is loaded, and what leads nowhere becomes a value.

After it the data are whole. A unit that is only referred to is read beside: its tables count, its faults do not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from vbgen.findings import Finding
from vbgen.load.files import Files
from vbgen.load.folders import SHARED, make_outside_error
from vbgen.load.joiner import Joiner
from vbgen.model.base import Model
from vbgen.model.kinds import PLAN
from vbgen.model.text import Prose
from vbgen.reportset.data import DocumentData, Shared, Templates, Unit
from vbgen.tables.table import DeadReference, HomeId, Table
from vbgen.workspace import is_hidden, join

TEMPLATES = "templates"
_PREFIX = re.compile(r"\{ *([a-z0-9/-]+):(?! )")  # of a reference in a text

_MAY_REFER = re.compile(rf"{_PREFIX.pattern}|\\(?:x7[Bb]|u007[Bb]|U0000007[Bb])")  # or as an escape in quotes

Units = dict[tuple[int, str], Unit]


class Resolver:
    """Resolves the references of what was joined. `beside`: the units that it read for them, with the files that it used."""

    def __init__(self, joiner: Joiner) -> None:
        self.joiner = joiner
        self._beside: Joiner | None = None

    @property
    def reference_units(self) -> Units:
        """The units that are referred to and not checked."""
        return self._beside.units if self._beside is not None else {}

    @property
    def reference_files(self) -> tuple[str, ...]:
        """The files that were read for them."""
        return tuple(self._beside.sources) if self._beside is not None else ()

    def resolve(self) -> None:
        """Give every document and shared file what the prefixes of its references mean."""
        joiner = self.joiner
        pending: list[HomeId] = []
        # most texts refer to nothing of another home: their files tell that sooner than their models
        referring = tuple(file for file, source in joiner.sources.items() if _MAY_REFER.search(source.text))

        def list_prefixes(home: DocumentData | Shared) -> Iterator[str]:
            return _find_prefixes(home, with_texts=any(file.startswith(home.path) for file in referring))

        for year, shared in joiner.shared.items():
            references = {prefix: self._resolve_prefix(shared.id, prefix) for prefix in list_prefixes(shared)}
            joiner.shared[year] = replace(shared, references=references)
            pending += _list_homes(references)
        for key, unit in joiner.units.items():
            documents = {}
            for name, document in unit.documents.items():
                references = {prefix: self._resolve_prefix(document.id, prefix) for prefix in list_prefixes(document)}
                documents[name] = replace(document, references=references) if references else document
                pending += _list_homes(references)
            joiner.units[key] = replace(unit, documents=documents)
        self._resolve_beside(pending)

    def _resolve_beside(self, pending: list[HomeId]) -> None:
        """The same for the documents that are referred to, and for those that they refer to in turn."""
        resolved: set[HomeId] = set()
        while pending:
            home = pending.pop()
            if home in resolved or not home.unit or self._is_joined(home):
                continue
            resolved.add(home)
            unit = self.reference_units[home.year, home.unit]
            document = unit.documents[home.folder]
            prefixes = dict.fromkeys(
                prefix for table in document.tables.values() for prefix in _find_table_prefixes(table)
            )
            references = {prefix: self._resolve_prefix(home, prefix) for prefix in prefixes}
            documents = {**unit.documents, home.folder: replace(document, references=references)}
            self.reference_units[home.year, home.unit] = replace(unit, documents=documents)
            pending += _list_homes(references)

    def _is_joined(self, home: HomeId) -> bool:
        unit = self.joiner.units.get((home.year, home.unit))
        return unit is not None and home.folder in unit.documents

    def _resolve_prefix(self, home: HomeId, prefix: str) -> HomeId | DeadReference:
        """Return what a prefix means: the shared file; another document of the unit; another unit's same (or named) folder."""
        year, unit, folder = home
        if prefix == SHARED:
            if year in self.joiner.shared:
                return HomeId(year)
            return DeadReference(f"gemensamt.yaml finns inte {year}", SHARED)
        first, _, second = prefix.partition("/")
        if (year, first) in self.joiner.files.inventory.units:
            unit, folder = first, second or folder
        elif second:
            return DeadReference(f'enheten "{first}" finns inte {year}', first)
        else:
            folder = first
        target = HomeId(year, unit, folder)
        if self._ensure_loaded(target):
            return target
        if not folder:
            return DeadReference(f'"{prefix}" säger inte vilket dokument: skriv t.ex. {prefix}/plan', prefix)
        return DeadReference(f'"{prefix}" är varken ett dokument eller en enhet', prefix)

    def _ensure_loaded(self, home: HomeId) -> bool:
        """See to it that a document is loaded, here or beside; False if there is none."""
        if self._is_joined(home):
            return True
        unit_folder = self.joiner.files.inventory.units.get((home.year, home.unit))
        if unit_folder is None or home.folder not in unit_folder.documents:
            return False
        if self._beside is None:
            self._beside = Joiner(self.joiner.files)
        if (home.year, home.unit) not in self._beside.units:
            self._beside.load_unit(unit_folder)
        return True


def _list_homes(references: dict[str, HomeId | DeadReference]) -> list[HomeId]:
    return [home for home in references.values() if isinstance(home, HomeId)]


# ------------------------------------------------------------------- prefixes
def _find_prefixes(home: DocumentData | Shared, *, with_texts: bool) -> Iterator[str]:
    """The prefixes of all references of a home, each once."""
    models = (home.goals, home.control) if isinstance(home, DocumentData) else (home.file,)
    items = (*(located.value for located in home.texts.values()), *models) if with_texts else ()
    in_texts = (prefix for item in items for prefix in _find_text_prefixes(item))
    in_tables = (
        prefix for table in home.tables.values() for prefix in _find_table_prefixes(table, with_notes=with_texts)
    )
    yield from dict.fromkeys((*in_texts, *in_tables))


def _find_text_prefixes(item: Any) -> Iterator[str]:
    """The prefixes of references in a text, or in all texts of a model."""
    if isinstance(item, Prose):
        if "{" in item.source:
            yield from _PREFIX.findall(item.source)
    elif isinstance(item, Model):
        for name in type(item).model_fields:
            value = getattr(item, name)
            if isinstance(value, (Model, tuple)):
                yield from _find_text_prefixes(value)
    elif isinstance(item, tuple):
        for part in item:
            if isinstance(part, (Model, tuple)):
                yield from _find_text_prefixes(part)


def _find_table_prefixes(table: Table, *, with_notes: bool = False) -> Iterator[str]:
    """The prefixes of a table's formulas and relations, of the plan that its budget came from, and of its notes."""
    formulas = (
        *(column.formula for column in table.columns),
        *(row.formula for row in table.rows),
        *(assertion.formula for assertion in table.assertions),
    )
    yield from (ref.prefix for formula in formulas if formula for ref in formula.refs if ref.prefix is not None)
    if table.source.plan_budget is not None:
        yield PLAN
    for note in table.source.notes if with_notes else ():
        yield from _PREFIX.findall(note)


# ------------------------------------------------------------------ templates
def read_templates(files: Files) -> Templates:
    """Read the workspace's own templates, and its reference document for Word."""
    folder = files.find(TEMPLATES)
    if folder is not None and folder.kind == "outside":
        return Templates(is_outside=True)
    return Templates(dict(_read_folder(files, TEMPLATES))) if folder is not None else Templates()


def _read_folder(files: Files, folder: str) -> Iterator[tuple[str, bytes | Finding]]:
    for entry in files.list(folder) or ():
        path = join(folder, entry.name)
        if is_hidden(entry.name):
            continue
        if entry.is_folder:
            yield from _read_folder(files, path)
        elif entry.kind == "outside":
            yield path.removeprefix(f"{TEMPLATES}/"), make_outside_error(path)
        elif entry.is_file:
            yield path.removeprefix(f"{TEMPLATES}/"), files.read_content(path)
