"""A diagram as authors declare it: made of a table, of counts by status or of indicators, or the reason why it is not there."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator, Field, model_validator

from vbgen.model.base import Id, Ids, Label, Noted, OrText, refuse
from vbgen.model.tables import COUNTABLE, Counted, counted


def _one_or_more(value: object) -> object:
    return [value] if isinstance(value, str | dict) else value


Counts = Annotated[
    tuple[Annotated[Counted, BeforeValidator(counted), OrText(*COUNTABLE)], ...],
    BeforeValidator(_one_or_more),
    OrText(*COUNTABLE),
]

ALL = ("alla",)
_MADE_OF = {"missing": "saknas", "table": "tabell", "counts": "antal", "indicators": "indikatorer"}
_OF_TABLES = {"columns": "kolumner", "rows": "rader"}


class Diagram(Noted):
    """A diagram, made of exactly one thing: columns of a table (`rows`: all that are no sums, unless told), how many items have
    which status, or the outcomes of indicators. Until its data are known, the reason (`missing`) stands in its place."""

    title: Label = Field(alias="rubrik")
    table: Id | None = Field(None, alias="tabell")
    columns: Ids = Field((), alias="kolumner")
    rows: Ids = Field((), alias="rader")
    counts: Counts = Field((), alias="antal")
    indicators: Ids = Field((), alias="indikatorer")
    missing: Label | None = Field(None, alias="saknas")

    @model_validator(mode="after")
    def _one_thing(self) -> Diagram:
        given = [key for name, key in _MADE_OF.items() if getattr(self, name)]
        if not given:
            hint = "skriv tabell:, antal: eller indikatorer:, eller saknas: med skälet"
            raise refuse("VB105", "diagrammet säger inte vad det visar", hint)
        if len(given) > 1:
            message = f"diagrammet har både {given[0]} och {given[1]}"
            raise refuse("VB106", message, f"behåll en av {' och '.join(given)}", given[1])
        alone = next((key for name, key in _OF_TABLES.items() if getattr(self, name)), None)
        if self.table is None and alone is not None:
            hint = f"lägg till tabell: <id>, eller ta bort {alone}:"
            raise refuse("VB106", f"{alone} hör till en tabell, och diagrammet har ingen", hint, alone)
        if self.table is not None and not self.columns:
            message = "diagrammet säger inte vilka kolumner det visar"
            raise refuse("VB105", message, "lägg till kolumner: [<id>], t.ex. kolumner: [budgetavvikelse]")
        return self
