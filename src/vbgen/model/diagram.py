"""A diagram as authors declare it: made of a table, of counts by status or of indicators, or the reason why it is not there."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator, Field, model_validator

from vbgen.model.base import AcknowledgingModel, Id, Ids, Label, TextAlternative, refuse
from vbgen.model.tables import COUNTABLE, Counted, expand_count


def _wrap_single(value: object) -> object:
    return [value] if isinstance(value, str | dict) else value


Counts = Annotated[
    tuple[Annotated[Counted, BeforeValidator(expand_count), TextAlternative(*COUNTABLE)], ...],
    BeforeValidator(_wrap_single),
    TextAlternative(*COUNTABLE),
]

ALL = ("alla",)
_SOURCES = {"missing": "saknas", "table": "tabell", "counts": "antal", "indicators": "indikatorer"}
_TABLE_KEYS = {"columns": "kolumner", "rows": "rader"}


class Diagram(AcknowledgingModel):
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
    def _check_source(self) -> Diagram:
        keys = [key for name, key in _SOURCES.items() if getattr(self, name)]
        if not keys:
            hint = "skriv tabell:, antal: eller indikatorer:, eller saknas: med skälet"
            raise refuse("VB105", "diagrammet säger inte vad det visar", hint)
        if len(keys) > 1:
            message = f"diagrammet har både {keys[0]} och {keys[1]}"
            raise refuse("VB106", message, f"behåll en av {' och '.join(keys)}", keys[1])
        table_key = next((key for name, key in _TABLE_KEYS.items() if getattr(self, name)), None)
        if self.table is None and table_key is not None:
            hint = f"lägg till tabell: <id>, eller ta bort {table_key}:"
            raise refuse("VB106", f"{table_key} hör till en tabell, och diagrammet har ingen", hint, table_key)
        if self.table is not None and not self.columns:
            message = "diagrammet säger inte vilka kolumner det visar"
            raise refuse("VB105", message, "lägg till kolumner: [<id>], t.ex. kolumner: [budgetavvikelse]")
        return self
