"""The files of a workspace, each kind a model: the keys of namnd.yaml, mal.yaml, texter.yaml …"""

from __future__ import annotations

from typing import ClassVar, Literal, NamedTuple

from pydantic import Field

from vbgen.model.adoption import Adoption
from vbgen.model.base import AcknowledgingModel, Count, Id, Ids, Label, Model, Rich
from vbgen.model.control import ControlArea, ControlAssessment, Measure, Risk
from vbgen.model.diagram import Diagram
from vbgen.model.document import DocumentFile
from vbgen.model.items import Area, Assignment, Goal
from vbgen.model.organisation import Organisation
from vbgen.model.tables import TableSource
from vbgen.model.theme import Theme


class PictureKind(NamedTuple):
    """A kind of picture: its name for browsers and Word, and the bytes with which its files begin and end."""

    name: Literal["image/png", "image/jpeg", "image/gif"]
    head: bytes
    tail: bytes


_JPEG = PictureKind("image/jpeg", b"\xff\xd8\xff", b"\xff\xd9")
# the pictures that all formats show, by the endings of files
PICTURES = {
    ".png": PictureKind("image/png", b"\x89PNG", b"IEND\xaeB`\x82"),
    ".jpg": _JPEG,
    ".jpeg": _JPEG,
    ".gif": PictureKind("image/gif", b"GIF8", b";"),
}


class Picture(AcknowledgingModel):
    """A picture: a file in the document's folder, with a text for those who cannot see it."""

    file: Label = Field(alias="fil")
    alt: Label
    caption: Label | None = Field(None, alias="bildtext")


class StatedCount(AcknowledgingModel):
    """A count that the document's text gives: as many rows as the tables together have."""

    stated: Count = Field(alias="angivet")
    of: Ids = Field(alias="av")


class ContentFile(AcknowledgingModel):
    """Any content file: texts, tables, pictures, diagrams by id."""

    texts: dict[Id, Rich] = Field({}, alias="texter")
    tables: dict[Id, TableSource] = Field({}, alias="tabeller")
    pictures: dict[Id, Picture] = Field({}, alias="bilder")
    diagrams: dict[Id, Diagram] = Field({}, alias="diagram")
    counts: dict[Id, StatedCount] = Field({}, alias="angivna antal")
    footnotes: dict[str, Label] = Field({}, alias="fotnoter")


class GoalFile(ContentFile):
    """mal.yaml."""

    perspectives: tuple[Area, ...] = Field((), alias="perspektiv")
    areas: tuple[Area, ...] = Field((), alias="områden")
    goals: tuple[Goal, ...] = Field((), alias="mål")
    assignments: tuple[Assignment, ...] = Field((), alias="uppdrag")


class ControlFile(ContentFile):
    """internkontroll.yaml."""

    areas: tuple[ControlArea, ...] = Field((), alias="områden")
    assessment: ControlAssessment | None = Field(None, alias="isk")


class SharedFile(ContentFile):
    """gemensamt.yaml: what all boards of a year share."""

    goals: tuple[Goal, ...] = Field((), alias="mål")
    assignments: tuple[Assignment, ...] = Field((), alias="uppdrag")
    risks: tuple[Risk, ...] = Field((), alias="risker")
    measures: tuple[Measure, ...] = Field((), alias="åtgärder")


class BoardFile(AcknowledgingModel):
    """namnd.yaml."""

    name: Label = Field(alias="namn")
    appendices: Ids = Field((), alias="bilagor")


class UnitFile(AcknowledgingModel):
    """enhet.yaml: a unit whose documents are appendices to a board's. It is never counted beside its board."""

    name: Label = Field(alias="namn")
    appendix_to: Id = Field(alias="bilaga till")
    appendices: ClassVar[tuple[str, ...]] = ()  # it has none of its own


# kind of file → model; the kind is also the schema's name
FILE_KINDS: dict[str, type[Model]] = {
    "vbgen": Organisation,
    "gemensamt": SharedFile,
    "namnd": BoardFile,
    "enhet": UnitFile,
    "dokument": DocumentFile,
    "mal": GoalFile,
    "internkontroll": ControlFile,
    "innehall": ContentFile,
    "antaget": Adoption,
    "tema": Theme,
}


def file_kind(name: str) -> str:
    """Return the kind of a file in a document's folder, by its name."""
    stem = name.removesuffix(".yaml")
    return stem if stem in ("dokument", "mal", "internkontroll") else "innehall"
