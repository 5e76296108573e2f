"""A document of a board: what it is, what was decided, and how its chapters are laid out."""

from __future__ import annotations

import difflib
import unicodedata
from typing import Annotated, Any

from pydantic import Field, GetJsonSchemaHandler, model_validator
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError

from vbgen.model.base import Decision, Id, Label, Labels, Model, Noted, Period, Reads, YesNo, as_text, refuse, shown
from vbgen.model.headings import Headings

DOCUMENT_KINDS = ("verksamhetsplan", "delarsrapport", "verksamhetsberattelse")
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


def fold(text: str) -> str:
    """Lower case ASCII of a name: NFC/NFD, case and å/ä/ö do not matter."""
    plain = unicodedata.normalize("NFKD", text.strip().casefold())
    return "".join(ch for ch in plain if not unicodedata.combining(ch))


def _document_kind(value: Any) -> str:
    kind = fold(as_text(value))
    if kind not in DOCUMENT_KINDS:
        hint = "verksamhetsplan, delårsrapport eller verksamhetsberättelse"
        raise refuse("VB109", f"{shown(value)} är inget slag av dokument", hint)
    return kind


DocumentKind = Annotated[str, Reads(_document_kind, {"type": "string"})]


def _unknown_part(data: dict[str, Any]) -> PydanticCustomError:
    """A part of a chapter without a key that names one."""
    known = "en av " + ", ".join(PARTS)
    key = next((name for name in data if name != "numrera listor"), None)
    if key is None:
        return refuse("VB105", "delen är tom", known)
    close = difflib.get_close_matches(fold(key), [fold(name) for name in PARTS], n=1, cutoff=0.7)
    guess = next((name for name in PARTS if close and fold(name) == close[0]), None)
    return refuse("VB104", f'okänd nyckel "{key}"' + (f' – menade du "{guess}"?' if guess else ""), known, key)


class Part(Model):
    """One thing that fills a chapter: exactly one of the keys in PARTS, plus settings for it."""

    kind: Label = Field(alias="del")
    ids: Labels = Field(alias="id")
    numbered_lists: YesNo = Field(False, alias="numrera listor")

    @classmethod
    def __get_pydantic_json_schema__(cls, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """As authors write it: one of PARTS as the key."""
        text = {"type": ["string", "number"]}
        what = {"anyOf": [text, {"type": "array", "items": text}]}
        return {
            "type": "object",
            "properties": {**dict.fromkeys(PARTS, what), "numrera listor": {"enum": ["ja", "nej"]}},
            "oneOf": [{"required": [part]} for part in PARTS],
            "additionalProperties": False,
        }

    @model_validator(mode="before")
    @classmethod
    def _one_key(cls, data: Any) -> Any:
        if not isinstance(data, dict):
            raise refuse(
                "VB106", f"här väntades t.ex. text: inledning, men det står {shown(data)}", "skriv - text: <id>"
            )
        given = [key for key in data if key in PARTS]
        if len(given) != 1:
            if not given:
                raise _unknown_part(data)
            raise refuse("VB106", f"delen har flera nycklar ({', '.join(given)})", "ge varje del ett eget streck")
        rest = {key: value for key, value in data.items() if key != given[0]}
        return {"del": given[0], "id": data[given[0]], **rest}


class Chapter(Model):
    """A chapter: heading, number ("nej" = none; computed when absent), content, sub-chapters. Or an appendix."""

    heading: Label | None = Field(None, alias="rubrik")
    number: Label | None = Field(None, alias="nummer")
    content: tuple[Part, ...] = Field((), alias="innehåll")
    chapters: tuple[Chapter, ...] = Field((), alias="kapitel")
    appendix: Id | None = Field(None, alias="bilaga")

    @model_validator(mode="after")
    def _heading_or_appendix(self) -> Chapter:
        if self.heading is None and self.appendix is None:
            raise refuse("VB105", "kapitlet saknar rubrik", "skriv rubrik: … (eller bilaga: <enhet>)")
        return self


class DocumentFile(Noted):
    """dokument.yaml."""

    kind: DocumentKind = Field(alias="dokument")
    title: Label = Field(alias="titel")
    subtitle: Label | None = Field(None, alias="undertitel")
    period: Period = Field(alias="period")
    decision: Decision | None = Field(None, alias="beslut")
    recreated_from: Label | None = Field(None, alias="återskapad ur")
    labels: dict[str, Label] = Field({}, alias="etiketter")
    headings: Headings = Field({}, alias="rubriker")
    disposition: tuple[Chapter, ...] | None = None
