"""A document of a board: its kind, its decision, and the disposition of its chapters."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from typing import Annotated, Any

from pydantic import Field, GetJsonSchemaHandler, model_validator
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError

from vbgen.model.base import (
    AcknowledgingModel,
    Date,
    Decision,
    FieldReader,
    Id,
    Label,
    Labels,
    Model,
    Period,
    YesNo,
    quote_value,
    read_text,
    refuse,
)
from vbgen.model.headings import Headings
from vbgen.model.kinds import Role, find_kind, list_kinds
from vbgen.names import fold

AREA_PARTS = ("perspektiv", "områden")  # each of them is a chapter of its own
PARTS = (
    "text",
    "tabell",
    "bild",
    "diagram",
    "perspektiv",
    "områden",
    "mål",
    "uppdrag",
    "internkontroll",
    "isk",
    "symboler",
    "sammanfattning",
)


_REQUIRED = "krävs"  # of a chapter in vbgen.yaml
_SETTINGS = ("numrera listor", "numrera områden")  # of a part


def _read_kind_name(value: Any) -> str:
    kind = find_kind(read_text(value))
    if kind is None:
        raise refuse("VB109", f"{quote_value(value)} är inget slag av dokument", list_kinds())
    return kind.name


KindName = Annotated[str, FieldReader(_read_kind_name, {"type": "string"})]


def _refuse_unknown_part(data: dict[str, Any]) -> PydanticCustomError:
    """Return the error of a part of a chapter without a key that names one."""
    hint = "en av " + ", ".join(PARTS)
    key = next((name for name in data if name not in _SETTINGS), None)
    if key is None:
        return refuse("VB105", "delen är tom", hint)
    close = difflib.get_close_matches(fold(key), [fold(name) for name in PARTS], n=1, cutoff=0.7)
    guess = next((name for name in PARTS if close and fold(name) == close[0]), None)
    return refuse("VB104", f'okänd nyckel "{key}"' + (f' – menade du "{guess}"?' if guess else ""), hint, key)


class Part(Model):
    """One thing that fills a chapter: exactly one of the keys in PARTS, plus settings for it."""

    kind: Label = Field(alias="del")
    ids: Labels = Field(alias="id")
    numbered_lists: YesNo = Field(False, alias="numrera listor")
    numbered_areas: YesNo = Field(True, alias="numrera områden")

    @classmethod
    def create(cls, kind: str, ids: tuple[str, ...], *, numbered_lists: bool, numbered_areas: bool) -> Part:
        """Build a part that was read already."""
        return cls.model_construct(kind=kind, ids=ids, numbered_lists=numbered_lists, numbered_areas=numbered_areas)

    @classmethod
    def __get_pydantic_json_schema__(cls, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """Return the schema of a part as authors write it: one of PARTS as the key."""
        text = {"type": ["string", "number"]}
        ids = {"anyOf": [text, {"type": "array", "items": text}]}
        return {
            "type": "object",
            "properties": {**dict.fromkeys(PARTS, ids), **{key: {"enum": ["ja", "nej"]} for key in _SETTINGS}},
            "oneOf": [{"required": [part]} for part in PARTS],
            "additionalProperties": False,
        }

    @model_validator(mode="before")
    @classmethod
    def _split_key(cls, data: Any) -> Any:
        if not isinstance(data, dict):
            raise refuse(
                "VB106", f"här väntades t.ex. text: inledning, men det står {quote_value(data)}", "skriv - text: <id>"
            )
        kinds = [key for key in data if key in PARTS]
        if len(kinds) != 1:
            if not kinds:
                raise _refuse_unknown_part(data)
            raise refuse("VB106", f"delen har flera nycklar ({', '.join(kinds)})", "ge varje del ett eget streck")
        rest = {key: value for key, value in data.items() if key != kinds[0]}
        return {"del": kinds[0], "id": data[kinds[0]], **rest}


class Chapter(Model):
    """A chapter: heading, number ("nej" = none; computed when absent), content, sub-chapters. Or an appendix.

    Or, instead of a heading, areas: each of them is a chapter in this place.
    """

    heading: Label | None = Field(None, alias="rubrik")
    number: Label | None = Field(None, alias="nummer")
    content: tuple[Part, ...] = Field((), alias="innehåll")
    chapters: tuple[Chapter, ...] = Field((), alias="kapitel")
    appendix: Id | None = Field(None, alias="bilaga")
    perspectives: Labels | None = Field(None, alias="perspektiv")
    other_areas: Labels | None = Field(None, alias="områden")
    numbered_lists: YesNo = Field(False, alias="numrera listor")
    numbered_areas: YesNo = Field(True, alias="numrera områden")

    @model_validator(mode="after")
    def _check_content(self) -> Chapter:
        fields = [name for name in ("heading", "appendix", "perspectives", "other_areas") if getattr(self, name)]
        if not fields:
            raise refuse("VB105", "kapitlet saknar rubrik", "skriv rubrik: … (eller bilaga: <enhet>)")
        areas = self.areas
        if areas is not None and (len(fields) > 1 or self.content or self.chapters):
            hint = f"skriv - {areas.kind}: … för sig, eller lägg den under innehåll:"
            raise refuse("VB106", f"{areas.kind} kan inte stå bredvid rubrik, innehåll eller kapitel", hint, areas.kind)
        return self

    @model_validator(mode="before")
    @classmethod
    def _refuse_required(cls, data: Any) -> Any:
        if isinstance(data, dict) and _REQUIRED in data and "required" not in cls.model_fields:
            hint = "ta bort krävs: här; det skrivs i dispositionerna i vbgen.yaml"
            raise refuse("VB106", "ett dokument kan inte kräva kapitel av sig självt", hint, _REQUIRED)
        return data

    @property
    def areas(self) -> Part | None:
        """The areas that are chapters in this place, as a part; None where there are none."""
        for kind, ids in (("perspektiv", self.perspectives), ("områden", self.other_areas)):
            if ids:
                return Part.create(kind, ids, numbered_lists=self.numbered_lists, numbered_areas=self.numbered_areas)
        return None

    def parts(self) -> Iterator[tuple[tuple[str | int, ...], Part]]:
        """Return the parts of the chapter, each with its path in the chapter's mapping."""
        if self.areas is not None:
            yield (), self.areas
        for index, part in enumerate(self.content):
            yield ("innehåll", index), part


class StandardChapter(Chapter):
    """A chapter of the disposition of a kind of document; one that is `required` stands in every document of the kind."""

    required: YesNo = Field(False, alias="krävs")
    chapters: tuple[StandardChapter, ...] = Field((), alias="kapitel")

    @model_validator(mode="after")
    def _check_heading(self) -> StandardChapter:
        if self.required and self.heading is None:
            raise refuse("VB106", "bara ett kapitel med rubrik kan krävas", "ta bort krävs: här", _REQUIRED)
        return self


class DocumentFile(AcknowledgingModel):
    """dokument.yaml."""

    kind: KindName = Field(alias="dokument")
    title: Label = Field(alias="titel")
    subtitle: Label | None = Field(None, alias="undertitel")
    period: Period = Field(alias="period")
    deadline: Date | None = Field(None, alias="klart senast")
    responsible: Label | None = Field(None, alias="ansvarig")
    decision: Decision | None = Field(None, alias="beslut")
    recreated_from: Label | None = Field(None, alias="återskapad ur")
    labels: dict[str, Label] = Field({}, alias="etiketter")
    headings: Headings = Field({}, alias="rubriker")
    legend_headings: dict[str, Label] = Field({}, alias="symbolrubriker")
    assignment_headings: dict[str, Label] = Field({}, alias="uppdragsrubriker")
    disposition: tuple[Chapter, ...] | None = None

    @property
    def role(self) -> Role:
        """The role of its kind."""
        kind = find_kind(self.kind)
        assert kind is not None  # KindName refuses all others
        return kind.role
