"""Base of all models: frozen, no unknown keys, Swedish keys as aliases, and the small types of fields.

The data come as text only. A field type turns text into what it means; what it cannot read it refuses with a code of vbgen
and a Swedish sentence (`refuse`), which `load` gives a place.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from typing import Annotated, Any, TypeVar, get_args

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    ValidationError,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, ErrorDetails, PydanticCustomError, core_schema

from vbgen.model.numbers import Figure
from vbgen.model.numbers import parse as parse_number
from vbgen.model.text import Prose, parse_text

M = TypeVar("M", bound=BaseModel)


def refuse(code: str, message: str, hint: str = "", key: str = "") -> PydanticCustomError:
    """Return an error that carries vbgen's code; message and hint are Swedish. `key`: the key in the mapping that is meant."""
    return PydanticCustomError(code, "{message}", {"message": message, "hint": hint, "key": key})


def raise_bugs(faults: Iterable[ErrorDetails]) -> None:
    """Raise an error of a validator of ours. pydantic takes a ValueError or AssertionError for a fault in the data: faults in
    data are told by `refuse` alone."""
    for fault in faults:
        if fault["type"] in ("value_error", "assertion_error"):
            raise fault["ctx"]["error"]


def read_own(model: type[M], data: Any) -> M:
    """Read data that vbgen itself has written, such as stand-ins: a fault in them is a bug."""
    try:
        return model.model_validate(data)
    except ValidationError as error:
        raise_bugs(error.errors(include_url=False))
        raise


def quote_value(value: Any) -> str:
    """Return the value that an author wrote, short enough for a message."""
    if value is None:
        return "ingenting"
    if isinstance(value, list):
        return "en lista"
    if isinstance(value, dict):
        return "nycklar och värden"
    text = str(value).split("\n", 1)[0]
    return f'"{text[:40]}…"' if len(text) > 40 else f'"{text}"'


def read_text(value: Any) -> str:
    """Refuse all but text; `- 3 åringar: 95 %` arrives as a mapping and is told how to be text."""
    if isinstance(value, str):
        return value
    hint = "skriv texten efter kolonet"
    if isinstance(value, dict):
        hint = "sätt citattecken om texten om den innehåller kolon"
    elif isinstance(value, list):
        hint = "ta bort strecket framför, eller skriv | efter kolonet"
    raise refuse("VB106", f"här väntades text, men det står {quote_value(value)}", hint)


def _read_label(value: Any) -> str:
    text = " ".join(read_text(value).split())
    if not text:
        raise refuse("VB106", "texten är tom", "fyll i den eller ta bort nyckeln")
    return text


_ID = re.compile(r"[a-z][a-z0-9-]*")


def is_id(text: str) -> bool:
    """Tell whether a text is an id: a–z, 0–9 and hyphens, a letter first."""
    return _ID.fullmatch(text) is not None


def _read_id(value: Any) -> str:
    text = read_text(value).strip()
    if not is_id(text):
        raise refuse(
            "VB108", f'"{text}" duger inte som id', "små bokstäver a–z, siffror och bindestreck, t.ex. effektmal-1"
        )
    return text


def _read_yes_no(value: Any) -> bool:
    text = read_text(value).strip().lower()
    if text in ("ja", "nej"):
        return text == "ja"
    raise refuse("VB109", f"{quote_value(value)} är varken ja eller nej", "skriv ja eller nej")


def _read_date(value: Any) -> dt.date:
    text = read_text(value).strip()
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        try:
            return dt.date.fromisoformat(text)
        except ValueError:
            raise refuse("VB107", f'datumet "{text}" finns inte', "kontrollera månad och dag") from None
    raise refuse("VB107", f"{quote_value(value)} är inte ett datum", "skriv ÅÅÅÅ-MM-DD, t.ex. 2021-12-31")


def _read_year(value: Any) -> int:
    text = read_text(value).strip()
    if re.fullmatch(r"(19|20|21)\d{2}", text):
        return int(text)
    raise refuse("VB107", f"{quote_value(value)} är inte ett årtal", "skriv fyra siffror, t.ex. 2021")


def _read_period(value: Any) -> str:
    text = read_text(value).strip().replace("–", "-")
    if re.fullmatch(r"\d{4}(-(0[1-9]|1[0-2]))?(/\d{4}(-(0[1-9]|1[0-2]))?)?|\d{4}-\d{2}-\d{2}", text):
        return text
    raise refuse("VB107", f"{quote_value(value)} är inte en period", "skriv 2021, 2021-08 eller 2021-01/2021-08")


def _read_figure(value: Any) -> Figure:
    figure = parse_number(read_text(value))
    if figure is None:
        raise refuse("VB107", f"{quote_value(value)} är inte ett tal", "skriv t.ex. -2 434,7")
    return figure


def _read_number(value: Any) -> Decimal:
    return _read_figure(value).value


def _read_count(value: Any) -> int:
    text = read_text(value).strip()
    if re.fullmatch(r"\d{1,6}", text):
        return int(text)
    raise refuse("VB107", f"{quote_value(value)} är inte ett heltal", "skriv bara siffror")


def _read_prose(value: Any) -> Prose:
    return parse_text(read_text(value))


_TEXT = {"type": ["string", "number"]}


class FieldReader:
    """The reader of a field: a function that gives the meaning of the author's text or refuses, and the JSON schema for editors."""

    def __init__(self, read: Callable[[Any], Any], schema: dict[str, Any]) -> None:
        self.core = core_schema.no_info_plain_validator_function(read)
        self.schema = schema

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return self.core

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return dict(self.schema)


Label = Annotated[str, FieldReader(_read_label, _TEXT)]
Id = Annotated[str, FieldReader(_read_id, {"type": "string", "pattern": "^[a-z][a-z0-9-]*$"})]
YesNo = Annotated[bool, FieldReader(_read_yes_no, {"enum": ["ja", "nej"]})]
Date = Annotated[dt.date, FieldReader(_read_date, {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"})]
Year = Annotated[int, FieldReader(_read_year, {"type": ["integer", "string"]})]
Period = Annotated[str, FieldReader(_read_period, _TEXT)]
Number = Annotated[Decimal, FieldReader(_read_number, _TEXT)]
PrintedFigure = Annotated[Figure, FieldReader(_read_figure, _TEXT)]  # with its decimals
Count = Annotated[int, FieldReader(_read_count, {"type": ["integer", "string"]})]
Rich = Annotated[Prose, FieldReader(_read_prose, _TEXT)]


class TextAlternative:
    """For the JSON schema: a text (one of `choices` where given) may stand for the value that the model expects."""

    def __init__(self, *choices: str) -> None:
        self.short: dict[str, Any] = {"enum": list(choices)} if choices else _TEXT

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {"anyOf": [self.short, handler(core)]}


def _wrap_text(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


# a list; a single text stands for a list of one
Labels = Annotated[tuple[Label, ...], BeforeValidator(_wrap_text), TextAlternative()]
Ids = Annotated[tuple[Id, ...], BeforeValidator(_wrap_text), TextAlternative()]


class Model(BaseModel):
    """Base of all models."""

    # a model is built when a file of its kind is read: most commands need few of them
    model_config = ConfigDict(
        frozen=True, extra="forbid", arbitrary_types_allowed=True, hide_input_in_errors=True, defer_build=True
    )

    @classmethod
    def build(cls, above: tuple[type[Model], ...] = ()) -> None:
        """Build the model after those that it is made of: once each, where pydantic alone builds them again for all that have them.

        `above`: the models that wait for this one, which may be made of them in turn.
        """
        if cls.__pydantic_complete__ or cls in above:
            return
        for field in cls.model_fields.values():
            for part in _models_in(field.annotation):
                part.build((*above, cls))
        cls.model_rebuild()


def _models_in(annotation: Any) -> Iterator[type[Model]]:
    if isinstance(annotation, type) and issubclass(annotation, Model):
        yield annotation
    for argument in get_args(annotation):
        yield from _models_in(argument)


class Acknowledgement(Model):
    """`noterat`: a finding that is known and explained. It stays in every list, marked, and fails nothing.

    `at` (vid) names a part of the object (a table's `rad/kolumn`, a key); without it the object itself is meant. `stated` and
    `computed`, where given, pin the two figures: another deviation in the same spot is then a new finding.
    """

    code: Label = Field(alias="kod")
    reason: Label = Field(alias="skäl")
    at: Label | None = Field(None, alias="vid")
    stated: Number | None = Field(None, alias="angivet")
    computed: Number | None = Field(None, alias="beräknat")


class AcknowledgingModel(Model):
    """An object that has keys can acknowledge the findings in it."""

    acknowledgements: tuple[Acknowledgement, ...] = Field((), alias="noterat")


class Decision(Model):
    """A decision: date, paragraph (§), registration number, version; each as far as it is known."""

    date: Date | None = Field(None, alias="datum")
    body: Label | None = Field(None, alias="organ")
    paragraph: Label | None = Field(None, alias="paragraf")
    number: Label | None = Field(None, alias="diarienummer")
    version: Label | None = Field(None, alias="version")

    # The forms in which a decision is printed, by their readers. Each leaves out what is not known.
    @property
    def day_and_paragraph(self) -> str:
        """Day and paragraph, for messages about a document's own decision: whose it is the document says."""
        return " ".join(str(part) for part in (self.date, self.paragraph) if part is not None)

    def describe(self, day: Callable[[dt.date], str] = dt.date.isoformat) -> str:
        """Return body, day (as `day` writes it), paragraph and registration number, for printed documents."""
        return ", ".join(self._list_words(day))

    def explain(self, reason: str) -> str:
        """Return a reason with all that is known of the decision before it, for reports: `2024-06-11 § 38: sänkt internränta`."""
        words = " ".join(self._list_words(dt.date.isoformat))
        return f"{words}: {reason}" if words else reason

    @property
    def version_label(self) -> str:
        """The version, for the title page and the foot; empty where it has none."""
        return f"Version {self.version}" if self.version is not None else ""

    def _list_words(self, day: Callable[[dt.date], str]) -> list[str]:
        date = day(self.date) if self.date is not None else None
        return [word for word in (self.body, date, self.paragraph, self.number) if word]

    def is_other_than(self, decision: Decision) -> bool:
        """Tell whether day or paragraph is another. A value that one of them lacks may have been filled in later."""
        pairs = ((self.date, decision.date), (self.paragraph, decision.paragraph))
        return any(own is not None and other is not None and own != other for own, other in pairs)
