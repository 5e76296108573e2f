"""Goals, strategies, indicators, assignments, activities: as planned, and as followed up afterwards.

An item with `namn` is introduced here; one without refers to the item of the same id that gemensamt.yaml, the plan or an
earlier follow-up introduced. The same keys serve plan and follow-up, so that a follow-up can start as a copy of the plan.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, NamedTuple, cast

from pydantic import BeforeValidator, Field, model_validator

from vbgen.model.base import (
    AcknowledgingModel,
    Date,
    Decision,
    FieldReader,
    Id,
    Ids,
    Label,
    Labels,
    Model,
    Period,
    Rich,
    TextAlternative,
    read_text,
    refuse,
)
from vbgen.model.headings import Headings
from vbgen.model.values import Value, parse_value


def _read_value(data: Any) -> Value:
    return parse_value(read_text(data))


ParsedValue = Annotated[Value, FieldReader(_read_value, {"type": ["string", "number"]})]


def _wrap_text(key: str) -> BeforeValidator:
    """Return a validator that lets a text stand for a mapping with the one key."""
    return BeforeValidator(lambda data: {key: data} if isinstance(data, str) else data)


class Measurement(AcknowledgingModel):
    """An outcome or a target: the value, the period and whom it refers to, its kind, source and parts; or why there is none."""

    value: ParsedValue | None = Field(None, alias="värde")
    refers_to: Period | None = Field(None, alias="avser")
    coverage: Label | None = Field(None, alias="omfattning")
    kind: Label | None = Field(None, alias="slag")
    source: Label | None = Field(None, alias="källa")
    parts: dict[str, ParsedValue] = Field({}, alias="delar")
    table: Id | None = Field(None, alias="tabell")
    missing: Label | None = Field(None, alias="saknas")

    @model_validator(mode="after")
    def _check_value(self) -> Measurement:
        if self.value is None and not self.parts and self.table is None and self.missing is None:
            raise refuse("VB105", "värdet saknas", "skriv värde: … eller saknas: med skälet")
        return self


MeasurementField = Annotated[Measurement, _wrap_text("värde"), TextAlternative()]


class Reasoned(Model):
    """Why an item came or went, and by which decision."""

    reason: Label = Field(alias="skäl")
    decision: Decision | None = Field(None, alias="beslut")

    @property
    def explanation(self) -> str:
        """The reason, with the decision before it where one is given."""
        return self.reason if self.decision is None else self.decision.explain(self.reason)

    @property
    def decision_text(self) -> str:
        """The decision as documents print it; empty where none is given."""
        return "" if self.decision is None else self.decision.describe()


JustificationField = Annotated[Reasoned, _wrap_text("skäl"), TextAlternative()]


class Rewording(Reasoned):
    """This document's wording of an item that was adopted in another."""

    text: Label = Field(alias="text")


class Linked(Reasoned):
    """Other items (or, for `redovisas i`, documents) that an item goes over into."""

    ids: Labels = Field(alias="id")


class Item(AcknowledgingModel):
    """What all items have: id, name, number, text, and the words that tie it to other documents.

    `boards`: in gemensamt.yaml, the boards (or `alla`) whose plans must take it up.
    """

    id: Id
    name: Label | None = Field(None, alias="namn")
    number: Label | None = Field(None, alias="nummer")
    origin: Label | None = Field(None, alias="ursprung")
    responsible: Label | None = Field(None, alias="ansvarig")
    boards: Ids = Field((), alias="nämnder")
    text: Rich | None = None
    rewording: Rewording | None = Field(None, alias="lydelse")
    added: JustificationField | None = Field(None, alias="tillkommen")
    dropped: JustificationField | None = Field(None, alias="utgår")
    replaces: Linked | None = Field(None, alias="ersätter")
    replaced_by: Linked | None = Field(None, alias="ersätts av")
    split_into: Linked | None = Field(None, alias="delad i")
    moved_to: Linked | None = Field(None, alias="överförd till")
    reported_in: Linked | None = Field(None, alias="redovisas i")

    def plan_changes(self) -> Iterator[tuple[PlanChange, Reasoned]]:
        """Return the ways in which it says that it differs from the plan, with the reason for each."""
        for change in PLAN_CHANGES:
            if (reason := cast(Reasoned | None, getattr(self, change.attribute))) is not None:
                yield change, reason

    @property
    def is_gone(self) -> bool:
        """Tell whether it is not followed up here any more."""
        return any(change.is_removal for change, _ in self.plan_changes())


class PlanChange(NamedTuple):
    """A way in which an item differs from the plan, by the field that says so.

    `key`: the word of authors and messages. `words`: those with which documents begin to say it. `leaves`: the item is not followed up
    here any more. `settled`: nor need it be taken up by a later follow-up. `names_items`: it names items of its kind, by id.
    """

    attribute: str
    key: str
    words: str
    is_removal: bool
    is_settled: bool
    has_item_ids: bool


def _make_plan_change(
    attribute: str, words: str = "", *, leaves: bool = False, settled: bool = False, names_items: bool = False
) -> PlanChange:
    key = Item.model_fields[attribute].alias
    assert key is not None
    return PlanChange(attribute, key, words or key.capitalize(), leaves, settled, names_items)


# in the order in which documents tell them
PLAN_CHANGES = (
    _make_plan_change("added", "Tillkommit"),
    _make_plan_change("dropped", leaves=True, settled=True),
    _make_plan_change("replaces", names_items=True),
    _make_plan_change("replaced_by", leaves=True, settled=True, names_items=True),
    _make_plan_change("split_into", leaves=True, settled=True, names_items=True),
    _make_plan_change("moved_to", leaves=True, settled=True),
    _make_plan_change("reported_in", leaves=True),
)


class Strategy(Item):
    """A strategy: one line of a list of strategies."""

    status: Label | None = None


class Indicator(Item):
    """Measures a goal: outcome against target, status and trend. `desired`: the direction that is good."""

    unit: Label | None = Field(None, alias="enhet")
    desired: Label | None = Field(None, alias="önskad")
    outcome: MeasurementField | None = Field(None, alias="utfall")
    previous: MeasurementField | None = Field(None, alias="föregående")
    target: MeasurementField | None = Field(None, alias="målvärde")
    long_term: MeasurementField | None = Field(None, alias="långsiktigt målvärde")
    status: Label | None = None
    trend: Label | None = None


class Assignment(Item):
    """Given by the council (`ursprung: regionfullmäktige`) or the board's own."""

    status: Label | None = None


class Activity(Item):
    """Something to be done by a day."""

    due: Date | None = Field(None, alias="slutdatum")
    status: Label | None = None


class Goal(Item):
    """A goal of a level; `parent` is the goal above it."""

    level: Label | None = Field(None, alias="nivå")
    parent: Id | None = Field(None, alias="överordnat")
    assessment: Label | None = Field(None, alias="bedömning")
    trend: Label | None = None
    headings: Headings = Field({}, alias="rubriker")
    indicators: tuple[Indicator, ...] = Field((), alias="indikatorer")
    assignments: tuple[Assignment, ...] = Field((), alias="uppdrag")
    activities: tuple[Activity, ...] = Field((), alias="aktiviteter")
    goals: tuple[Goal, ...] = Field((), alias="mål")


class Area(Item):
    """A chapter that groups goals: perspective, area of goals, strategy with a chapter of its own, priority area."""

    heading: Label | None = Field(None, alias="rubrik")
    kind: Label | None = Field(None, alias="slag")
    assessment: Label | None = Field(None, alias="bedömning")
    trend: Label | None = None
    headings: Headings = Field({}, alias="rubriker")
    strategies: tuple[Strategy, ...] = Field((), alias="strategier")
    goals: tuple[Goal, ...] = Field((), alias="mål")
    indicators: tuple[Indicator, ...] = Field((), alias="indikatorer")
    assignments: tuple[Assignment, ...] = Field((), alias="uppdrag")
    activities: tuple[Activity, ...] = Field((), alias="aktiviteter")
    areas: tuple[Area, ...] = Field((), alias="områden")
