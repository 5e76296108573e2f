"""A table as authors write it: the grid as text, and declarations on the ids of its columns and rows."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from vbgen.model.base import (
    AcknowledgingModel,
    Count,
    Decision,
    FieldReader,
    Id,
    Ids,
    Label,
    Labels,
    Model,
    PrintedFigure,
    TextAlternative,
    YesNo,
    quote_value,
    read_text,
    refuse,
)
from vbgen.model.items import JustificationField, MeasurementField

# Kinds of columns and rows. Exact kinds have no rounding; additive kinds can be summed.
ROUNDED = ("belopp", "timmar", "årsarbetare", "procent", "procentenheter", "andel", "index", "tal")
EXACT = ("antal",)
WORDS = ("text", "nyckel", "status", "datum")
ADDITIVE = ("belopp", "timmar", "årsarbetare", "antal", "tal")
KINDS = (*ROUNDED, *EXACT, *WORDS)


def _read_kind(value: Any) -> str:
    text = read_text(value).strip()
    if text not in KINDS:
        raise refuse("VB109", f"{quote_value(value)} är inget slag av kolumn eller rad", "något av " + ", ".join(KINDS))
    return text


def _read_costs(value: Any) -> str:
    text = read_text(value).strip()
    if text in ("negativa", "positiva"):
        return text
    raise refuse("VB109", f"{quote_value(value)} är ingen teckenkonvention", "skriv negativa eller positiva")


Costs = Annotated[str, FieldReader(_read_costs, {"enum": ["negativa", "positiva"]})]
Kind = Annotated[str, FieldReader(_read_kind, {"enum": list(KINDS)})]


# the lists of items with a status: those are what a table can count
COUNTABLE = ("mål", "områden", "strategier", "indikatorer", "uppdrag", "aktiviteter", "åtgärder")


def _read_countable(value: Any) -> str:
    text = read_text(value).strip()
    if text not in COUNTABLE:
        raise refuse("VB109", f"{quote_value(value)} går inte att räkna", "något av " + ", ".join(COUNTABLE))
    return text


def expand_count(value: Any) -> Any:
    """Let a kind stand for a mapping with only that."""
    return {"slag": value} if isinstance(value, str) else value


Countable = Annotated[str, FieldReader(_read_countable, {"enum": list(COUNTABLE)})]


class Counted(Model):
    """What a row counts: the document's items of a kind (of one level, of one origin), by status."""

    kind: Countable = Field(alias="slag")
    level: Label | None = Field(None, alias="nivå")
    origin: Label | None = Field(None, alias="ursprung")


class ColumnSpec(Model):
    """What a column holds. `formula` computes it from other columns; `decimals` are those of computed cells; `counts` is the
    status that it counts of what its rows count; `last_year_of` is the column whose figures of the year before stand in it, `within`
    the column whose figures (an approved budget) those of this one must not pass without a word.
    """

    label: Label | None = Field(None, alias="rubrik")
    kind: Kind | None = Field(None, alias="slag")
    unit: Label | None = Field(None, alias="enhet")
    formula: Label | None = Field(None, alias="formel")
    decimals: Count | None = Field(None, alias="decimaler")
    symbols: Label | None = Field(None, alias="symboler")
    empty: Label | None = Field(None, alias="tom")
    plus: YesNo = Field(False, alias="plustecken")
    counts: Label | None = Field(None, alias="räknar")
    last_year_of: Id | None = Field(None, alias="föregående")
    within: Id | None = Field(None, alias="ryms i")


class RowSpec(Model):
    """What is special about a row: kind and unit of its own, a formula over other rows, a target beside its label; `income`: what is
    more than budgeted is good, though the table writes costs without a sign."""

    kind: Kind | None = Field(None, alias="slag")
    unit: Label | None = Field(None, alias="enhet")
    change: Kind | None = Field(None, alias="förändring")
    formula: Label | None = Field(None, alias="formel")
    income: YesNo = Field(False, alias="intäkt")
    target: MeasurementField | None = Field(None, alias="målvärde")
    counts: Annotated[Counted, BeforeValidator(expand_count), TextAlternative(*COUNTABLE)] | None = Field(
        None, alias="räknar"
    )
    decimals: Count | None = Field(None, alias="decimaler")


class TableType(Model):
    """A known type of table: its columns in order, their kinds and formulas, and the formulas of rows by id."""

    name: Label | None = Field(None, alias="namn")
    unit: Label | None = Field(None, alias="enhet")
    columns: dict[str, ColumnSpec] = Field({}, alias="kolumner")
    rows: dict[str, RowSpec] = Field({}, alias="rader")


class BudgetDecision(Decision):
    """A decision that changed the budget after the plan: the change of each row, with its sign, in the table's unit."""

    reason: Label = Field(alias="skäl")
    rows: dict[Id, PrintedFigure] = Field(alias="rader")


class TableSource(AcknowledgingModel):
    """A table of a content file. `grid` is the text of the table; without it the file `tabeller/<id>.tsv` is read.

    `plan_budget` names the table of the unit's plan whose budget this table's budget came from, `budget_decisions` what changed it
    since; `restated` says why figures of last year are others than last year's report gave; `overview` names the rows that stand
    for the whole board where boards are shown side by side; `persons`: what it counts (`antal`) are persons.
    """

    type: Id | None = Field(None, alias="typ")
    caption: Label | None = Field(None, alias="rubrik")
    unit: Label | None = Field(None, alias="enhet")
    costs: Costs | None = Field(None, alias="kostnader")
    columns: dict[Id, ColumnSpec] = Field({}, alias="kolumner")
    rows: dict[Id, RowSpec] = Field({}, alias="rader")
    grid: Annotated[str, FieldReader(read_text, {"type": "string"})] | None = Field(None, alias="tabell")
    relations: tuple[Label, ...] = Field((), alias="samband")
    plan_budget: Id | None = Field(None, alias="planbudget")
    budget_decisions: tuple[BudgetDecision, ...] = Field((), alias="budgetbeslut")
    restated: JustificationField | None = Field(None, alias="omräknat")
    overview: Ids = Field((), alias="översikt")
    persons: YesNo = Field(False, alias="personer")
    responsible: Label | None = Field(None, alias="ansvarig")
    footnotes: dict[str, Label] = Field({}, alias="fotnoter")
    notes: Labels = Field((), alias="anmärkning")
    source: Label | None = Field(None, alias="källa")
