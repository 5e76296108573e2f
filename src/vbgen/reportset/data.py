"""The report set: everything that rules, view and writers need, whole and frozen before any of them begins.

It holds values only: no files are read for it later, nothing is remembered in it, and it can go to another process. What is worked
out of it stands in `context`. Places are there for findings.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Any, Generic, NamedTuple, TypeVar, cast

from vbgen.findings import Finding, Path, Place
from vbgen.model.base import Decision, Model
from vbgen.model.content import (
    BoardFile,
    ControlFile,
    GoalFile,
    Picture,
    SharedFile,
    StatedCount,
    UnitFile,
)
from vbgen.model.control import ControlArea, Measure, Risk
from vbgen.model.diagram import Diagram
from vbgen.model.document import DocumentFile
from vbgen.model.items import Activity, Area, Assignment, Goal, Indicator, Item, Strategy
from vbgen.model.kinds import PLAN
from vbgen.model.organisation import Organisation
from vbgen.model.text import Prose
from vbgen.model.theme import Theme
from vbgen.reportset.differences import Difference
from vbgen.tables.table import DeadReference, HomeId, Table

T = TypeVar("T")
ItemT = TypeVar("ItemT", bound=Item)

# kind of item → Swedish word, also the namespace of its ids
KINDS: dict[type[Item], str] = {
    Goal: "mål",
    Area: "område",
    Strategy: "strategi",
    Indicator: "indikator",
    Assignment: "uppdrag",
    Activity: "aktivitet",
    ControlArea: "område i internkontrollplanen",
    Risk: "risk",
    Measure: "åtgärd",
}
# fields of items that hold items, in the order in which they print when the text does not place them
CHILDREN = {
    "strategies": "strategier",
    "goals": "mål",
    "indicators": "indikatorer",
    "assignments": "uppdrag",
    "activities": "aktiviteter",
    "areas": "områden",
    "risks": "risker",
    "measures": "åtgärder",
}
# kind of item → its fields that hold a symbol: attribute, YAML key, the field's name in `används för`. The first is its status.
SYMBOL_FIELDS: dict[type[Item], tuple[tuple[str, str, str], ...]] = {
    Goal: (("assessment", "bedömning", "mål.bedömning"), ("trend", "trend", "mål.trend")),
    Area: (("assessment", "bedömning", "områden.bedömning"), ("trend", "trend", "områden.trend")),
    Strategy: (("status", "status", "strategier.status"),),
    Indicator: (("status", "status", "indikatorer.status"), ("trend", "trend", "indikatorer.trend")),
    Assignment: (("status", "status", "uppdrag.status"),),
    Activity: (("status", "status", "aktiviteter.status"),),
    Measure: (("status", "status", "åtgärder.status"),),
}
# the fields that a follow-up need not repeat
_INHERITED = (
    "name",
    "number",
    "origin",
    "responsible",
    "heading",
    "headings",
    "kind",
    "level",
    "parent",
    "unit",
    "desired",
    "target",
    "long_term",
    "due",
)


@dataclass(frozen=True, slots=True)
class PlacedValue(Generic[T]):
    """A value and its place."""

    value: T
    place: Place


class LocatedItem(NamedTuple):
    """An item, the Swedish word of its kind, its place, and the item that it stands in."""

    item: Item
    kind: str
    place: Place
    parent: LocatedItem | None = None


@dataclass(frozen=True, slots=True)
class AdoptedVersion:
    """The adopted version of a document: the decision, and the place of its antaget.yaml.

    `damaged`, `missing`: its files that are no longer what was decided. `differences`: from the document as it is now, of the last
    decision.
    """

    decision: Decision
    place: Place
    damaged_files: tuple[str, ...] = ()
    missing_files: tuple[str, ...] = ()
    differences: tuple[Difference, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class DocumentData:
    """A document: the contents of its folder, joined over its files.

    `references`: what the prefixes of references in its tables and texts mean. `images`: the contents of those of its pictures that can
    be shown, by id.
    """

    year: int
    unit: str
    folder: str
    info: DocumentFile
    place: Place
    goals: GoalFile | None = None
    goals_place: Place | None = None
    control: ControlFile | None = None
    control_place: Place | None = None
    texts: Mapping[str, PlacedValue[Prose]] = field(default_factory=dict)
    tables: Mapping[str, Table] = field(default_factory=dict)
    pictures: Mapping[str, PlacedValue[Picture]] = field(default_factory=dict)
    images: Mapping[str, bytes] = field(default_factory=dict)
    diagrams: Mapping[str, PlacedValue[Diagram]] = field(default_factory=dict)
    counts: Mapping[str, PlacedValue[StatedCount]] = field(default_factory=dict)
    footnotes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  # file → mark → text
    references: Mapping[str, HomeId | DeadReference] = field(default_factory=dict)
    adopted_versions: tuple[AdoptedVersion, ...] = ()  # in order of time
    _items: tuple[LocatedItem, ...] = field(init=False)

    def __post_init__(self) -> None:
        items = (*_list_items(self.goals, self.goals_place), *_list_items(self.control, self.control_place))
        object.__setattr__(self, "_items", items)

    @property
    def id(self) -> HomeId:
        """The id of the home of its tables."""
        return HomeId(self.year, self.unit, self.folder)

    @property
    def path(self) -> str:
        """The document's folder, relative to the workspace."""
        return f"data/{self.year}/{self.unit}/{self.folder}"

    @property
    def is_plan(self) -> bool:
        """Tell whether it is a plan, which introduces items, or a follow-up, which refers to them."""
        return self.folder == PLAN

    @property
    def is_annual_report(self) -> bool:
        """Tell whether it follows up the whole year."""
        return self.info.role == "annual" and not self.is_plan

    def items(self) -> tuple[LocatedItem, ...]:
        """Return all items of mal.yaml and internkontroll.yaml, in order."""
        return self._items


@dataclass(frozen=True, slots=True, eq=False)
class Unit:
    """A board or unit in a year. `documents` by folder, in order of time."""

    year: int
    id: str
    file: BoardFile | UnitFile
    place: Place
    documents: Mapping[str, DocumentData]

    @property
    def is_board(self) -> bool:
        """Tell whether it is a board, not a unit whose documents are appendices."""
        return isinstance(self.file, BoardFile)

    @property
    def plan(self) -> DocumentData | None:
        """Its plan, if it has one."""
        return self.documents.get(PLAN)


@dataclass(frozen=True, slots=True, eq=False)
class Shared:
    """gemensamt.yaml of a year. `references` as in a document."""

    year: int
    file: SharedFile
    place: Place
    texts: Mapping[str, PlacedValue[Prose]] = field(default_factory=dict)
    tables: Mapping[str, Table] = field(default_factory=dict)
    counts: Mapping[str, PlacedValue[StatedCount]] = field(default_factory=dict)
    references: Mapping[str, HomeId | DeadReference] = field(default_factory=dict)
    _items: tuple[LocatedItem, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_items", tuple(_list_items(self.file, self.place)))

    @property
    def id(self) -> HomeId:
        """The id of the home of its tables."""
        return HomeId(self.year)

    @property
    def path(self) -> str:
        """The file, relative to the workspace."""
        return self.place.file

    def items(self) -> tuple[LocatedItem, ...]:
        """Return its items, in order."""
        return self._items


class Templates(NamedTuple):
    """The workspace's own templates by their names below templates/: contents, or why one cannot be used.

    `outside`: the folder leads out of the workspace.
    """

    files: Mapping[str, bytes | Finding] = {}
    is_outside: bool = False


NO_TEMPLATES = Templates()


@dataclass(frozen=True, slots=True, eq=False)
class ReportSet:
    """Everything that was loaded, with what it refers to.

    `holes`: ids that stand in parts which did not load (references to them are not dead). `unreadable`: a file could not be read at
    all. `broken`: the files with faults in their form. `partial`: only some units were loaded. `beside`: units whose tables are
    referred to, which are not among those that are checked: their faults are not told.
    """

    organisation: Organisation
    organisation_place: Place
    units: Mapping[tuple[int, str], Unit] = field(default_factory=dict)
    shared: Mapping[int, Shared] = field(default_factory=dict)
    referenced_units: Mapping[tuple[int, str], Unit] = field(default_factory=dict)
    unloaded_ids: frozenset[str] = frozenset()
    broken_files: frozenset[str] = frozenset()
    has_unreadable_file: bool = False
    is_partial: bool = False
    theme: Theme = field(default_factory=Theme)
    templates: Templates = NO_TEMPLATES

    def documents(self) -> Iterator[DocumentData]:
        """Return the documents of all units."""
        for unit in self.units.values():
            yield from unit.documents.values()

    def table_homes(self) -> Iterator[Shared | DocumentData]:
        """Return the homes of tables and stated counts: the shared files, the documents of all units."""
        yield from self.shared.values()
        yield from self.documents()

    def home(self, where: HomeId) -> Shared | DocumentData:
        """Return the document, or shared file, that an id means; KeyError if it was not loaded."""
        if not where.unit:
            return self.shared[where.year]
        unit = self.units.get((where.year, where.unit))
        if unit is None or where.folder not in unit.documents:
            unit = self.referenced_units[where.year, where.unit]
        return unit.documents[where.folder]

    def find_unit(self, document: DocumentData) -> Unit:
        """Return the unit of a document."""
        unit = self.units.get((document.year, document.unit))
        if unit is None or document.folder not in unit.documents:
            unit = self.referenced_units[document.year, document.unit]
        return unit

    def appendices(self, unit: Unit) -> list[Unit]:
        """Return the units whose documents are appendices to a board's, as far as they are there."""
        appendices = (self.units.get((unit.year, name)) for name in unit.file.appendices)
        return [appendix for appendix in appendices if appendix is not None]

    def appendix_plans(self, unit: Unit) -> list[DocumentData]:
        """Return the plans that are appendices to a board's."""
        return [appendix.plan for appendix in self.appendices(unit) if appendix.plan is not None]

    def is_whole(self, *documents: DocumentData) -> bool:
        """Tell whether nothing of the documents failed to load: only then is an absent object missing."""
        folders = tuple(f"{document.path}/" for document in documents)
        return not self.has_unreadable_file and not any(file.startswith(folders) for file in self.broken_files)

    def bound_documents(self, unit: Unit, document: DocumentData) -> list[DocumentData]:
        """Return a board's document and its appendices, which are printed as one."""
        appendices = (appendix.documents.get(document.folder) for appendix in self.appendices(unit))
        return [document, *(appendix for appendix in appendices if appendix is not None)]


@cache
def _list_fields(model: type[Model]) -> tuple[tuple[str, str], ...]:
    """Return the fields of a model that hold items, with their keys."""
    fields = {"perspectives": "perspektiv", **CHILDREN}
    return tuple((attribute, key) for attribute, key in fields.items() if attribute in model.model_fields)


@cache
def _list_inherited_fields(model: type[Item]) -> tuple[str, ...]:
    """Return the fields of a model that a follow-up need not repeat."""
    return tuple(name for name in _INHERITED if name in model.model_fields)


def _list_items(file: Model | None, place: Place | None) -> list[LocatedItem]:
    result: list[LocatedItem] = []
    if file is not None and place is not None:
        for attribute, key in _list_fields(type(file)):
            _add_items(getattr(file, attribute), place.file, (*place.path, key), None, result)
    return result


def _add_items(
    items: tuple[Item, ...], file: str, path: Path, parent: LocatedItem | None, result: list[LocatedItem]
) -> None:
    """Add items and all that stands in them, in order, to the result."""
    for index, item in enumerate(items):
        item_path = (*path, index)
        located = LocatedItem(item, KINDS[type(item)], Place(file, item_path), parent)
        result.append(located)
        for attribute, key in _list_fields(type(item)):
            if children := getattr(item, attribute):
                _add_items(children, file, (*item_path, key), located, result)


class IdentityKey:
    """The key of an object that is remembered by identity: models are compared by their fields and have no hash."""

    __slots__ = ("value",)

    def __init__(self, thing: object) -> None:
        self.value = thing

    def __hash__(self) -> int:
        return id(self.value)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, IdentityKey) and self.value is other.value


class Chain:
    """The items by their ids: the document that introduced each, and the fields that a later document inherits from it.

    Documents come in order of time; gemensamt.yaml stands before them all.
    """

    def __init__(self, shared: Shared | None, documents: Iterable[DocumentData]) -> None:
        self.origins: dict[tuple[str, str], LocatedItem] = {}
        self._resolved: dict[IdentityKey, Item] = {}
        self.shared_keys: set[tuple[str, str]] = set()
        for located in shared.items() if shared else ():
            key = located.kind, located.item.id
            self.origins.setdefault(key, located)
            self.shared_keys.add(key)
        for document in documents:
            for located in document.items():
                if located.item.name is not None:
                    self.origins.setdefault((located.kind, located.item.id), located)

    def origin(self, kind: str, item_id: str) -> LocatedItem | None:
        """Return the item as it was introduced; None if it was not."""
        return self.origins.get((kind, item_id))

    @cached_property
    def ids(self) -> dict[str, set[str]]:
        """The ids of all items, by kind."""
        ids: dict[str, set[str]] = {}
        for kind, item_id in self.origins:
            ids.setdefault(kind, set()).add(item_id)
        return ids

    def is_shared(self, kind: str, item_id: str) -> bool:
        """Tell whether an item stands in gemensamt.yaml: it is region-wide."""
        return (kind, item_id) in self.shared_keys

    def resolve(self, item: ItemT) -> ItemT:
        """Return the item with the fields that it need not repeat: name (this document's wording first), number, level, target …"""
        key = IdentityKey(item)
        if (resolved := self._resolved.get(key)) is None:
            resolved = self._resolved[key] = self._resolve(item)
        return cast(ItemT, resolved)

    def _resolve(self, item: Item) -> Item:
        origin = self.origin(KINDS[type(item)], item.id)
        update: dict[str, Any] = {}
        if origin is not None and origin.item is not item:
            own_fields = item.model_fields_set
            for name in _list_inherited_fields(type(item)):
                if name not in own_fields:
                    value = getattr(origin.item, name)
                    if value:
                        update[name] = value
        if item.rewording is not None:
            update["name"] = item.rewording.text
        return item.model_copy(update=update) if update else item


def status_field(kind: str) -> str:
    """Return the field that holds the status of a kind of item, by the name of its lists: `mål` → `mål.bedömning`."""
    fields = (fields[0][2] for fields in SYMBOL_FIELDS.values())
    return next(field for field in fields if field.partition(".")[0] == kind)
