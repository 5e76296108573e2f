"""The control plan: areas, their risks, and the measures against them; the assessment of internal control."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from vbgen.model.base import (
    AcknowledgingModel,
    FieldReader,
    Label,
    Model,
    Rich,
    TextAlternative,
    YesNo,
    quote_value,
    refuse,
)
from vbgen.model.items import Item

ANSWERS = ("ja", "nej", "delvis", "saknas")


def _wrap_answer(value: Any) -> Any:
    return {"svar": value} if isinstance(value, str) else value


def _read_choice(value: Any) -> str:
    if value in ANSWERS:
        return str(value)
    raise refuse("VB109", f"{quote_value(value)} är inget svar", "skriv ja, nej, delvis eller saknas")


class Answer(Model):
    """Did the measure have the wanted effect; is the risk to be carried over? `answer` apart from the comment."""

    answer: Annotated[str, FieldReader(_read_choice, {"enum": list(ANSWERS)})] = Field(alias="svar")
    text: Rich | None = None


class Measure(Item):
    """A measure (åtgärd) against a risk."""

    status: Label | None = None
    effect: Annotated[Answer, BeforeValidator(_wrap_answer), TextAlternative(*ANSWERS)] | None = Field(
        None, alias="effekt"
    )
    carry_over: Annotated[Answer, BeforeValidator(_wrap_answer), TextAlternative(*ANSWERS)] | None = Field(
        None, alias="ingå i nästa års riskanalys"
    )


class Risk(Item):
    """A risk and its measures. One that stands in gemensamt.yaml is region-wide."""

    measures: tuple[Measure, ...] = Field((), alias="åtgärder")


class ControlArea(Item):
    """An area (process, staff) of the control plan."""

    risks: tuple[Risk, ...] = Field((), alias="risker")


class ControlAssessment(AcknowledgingModel):
    """ISK-bedömning: is internal control sufficient, and why."""

    sufficient: YesNo | None = Field(None, alias="tillräcklig")
    text: Rich | None = None
