"""vbgen.yaml: the organisation, its words and symbols, and the dispositions of its documents."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import Field

from vbgen.model.base import (
    AcknowledgingModel,
    Count,
    FieldReader,
    Label,
    Labels,
    Model,
    YesNo,
    quote_value,
    read_text,
    refuse,
)
from vbgen.model.document import StandardChapter
from vbgen.model.headings import Headings
from vbgen.model.money import Amount, Share
from vbgen.model.numbers import NBSP
from vbgen.model.tables import Costs, TableType
from vbgen.names import fold


def _read_format(value: Any) -> int:
    if read_text(value).strip() == "1":
        return 1
    raise refuse("VB120", f"formatet {quote_value(value)} är okänt", "den här vbgen läser format: 1")


UNREADABLE = "oläslig"  # a status that the source does not show: no symbol set need have it


# the meanings that a status or trend may have for the checks
Meaning = Literal["nått", "delvis", "inte nått", "bättre", "oförändrat", "sämre", "klart", "pågår", "inte klart"]


class Symbol(Model):
    """A value of a symbol set: glyph and words, or words alone, never colour alone. `means`: what the checks take it for."""

    glyph: Label | None = Field(None, alias="tecken")
    meaning: Label = Field(alias="betydelse")
    colour: Literal["grön", "gul", "röd", "blå", "grå"] | None = Field(None, alias="färg")
    means: Meaning | None = Field(None, alias="innebär")

    def add_glyph(self, words: str) -> str:
        """Return words with the glyph before them, where there is one."""
        return f"{self.glyph}{NBSP}{words}" if self.glyph is not None else words


class SymbolSet(Model):
    """A set of symbols and the fields that it serves (`mål.bedömning`, `indikatorer.status` …)."""

    heading: Label = Field(alias="rubrik")
    used_for: Labels = Field((), alias="används för")
    values: dict[str, Symbol] = Field(alias="värden")


class Level(Model):
    """A level of goals: how a goal of it is shown (as a heading of its own, with a number or without, or as a line in a list)."""

    name: Label = Field(alias="namn")
    label: Label | None = Field(None, alias="etikett")
    shown: Literal["rubrik", "lista"] = Field("rubrik", alias="visas")
    numbered: YesNo = Field(False, alias="numreras")


class Overrun(Model):
    """How far a project may go over its approved budget without a word: what passes both is a finding."""

    share: Share = Field(Decimal("0.05"), alias="andel")
    amount: Amount = Field(Decimal(1_000_000), alias="belopp")


class VarianceLimits(Model):
    """Which variances are large: over a share of the budget and over an amount, or over `always` whatever the share."""

    share: Share = Field(Decimal("0.01"), alias="andel")
    amount: Amount = Field(Decimal(1_000_000), alias="belopp")
    always: Amount = Field(Decimal(5_000_000), alias="alltid")


class Limits(Model):
    """Largest file that is read, in MB; overruns of projects and variances that call for a word."""

    file_size: Count = Field(10, alias="filstorlek")
    projects: Overrun = Field(default_factory=Overrun, alias="projekt")
    variance: VarianceLimits = Field(default_factory=VarianceLimits, alias="stor avvikelse")


class SmallGroups(Model):
    """Groups of fewer persons than `least` are told of, or hidden in what is rendered; 0: neither."""

    least: Count = Field(10, alias="minst")
    hidden: YesNo = Field(False, alias="dölj")


class RuleSetting(Model):
    """What the organisation makes of a rule's findings, and why: a lower severity, or (without one) acknowledged."""

    reason: Label = Field(alias="skäl")
    severity: Literal["varning", "upplysning"] | None = Field(None, alias="allvar")


class Organisation(AcknowledgingModel):
    """vbgen.yaml."""

    format: Annotated[int, FieldReader(_read_format, {"enum": [1, "1"]})]
    name: Label = Field(alias="organisation")
    example: Label | None = Field(None, alias="exempel")
    costs: Costs = Field("negativa", alias="kostnader")
    units: dict[str, Label] = Field({}, alias="enheter")
    origins: dict[str, Label] = Field({}, alias="ursprung")
    symbols: dict[str, SymbolSet] = Field({}, alias="symboler")
    levels: dict[str, Level] = Field({}, alias="nivåer")
    headings: Headings = Field({}, alias="rubriker")
    labels: dict[str, Label] = Field({}, alias="etiketter")
    dispositions: dict[str, tuple[StandardChapter, ...]] = Field({}, alias="dispositioner")
    table_types: dict[str, TableType] = Field({}, alias="tabelltyper")
    rules: dict[str, RuleSetting] = Field({}, alias="regler")
    limits: Limits = Field(default_factory=Limits, alias="gränser")
    small_groups: SmallGroups = Field(default_factory=SmallGroups, alias="små grupper")

    def statuses(self, field: str) -> list[str]:
        """Return the words that authors may write in a field (`mål.bedömning`), in order of the symbol sets that serve it."""
        return [word for symbols in self.symbols.values() if field in symbols.used_for for word in symbols.values]

    def disposition(self, kind: str) -> tuple[StandardChapter, ...] | None:
        """Return the default disposition of a kind of document, or None; its key may be written with å, ä, ö."""
        return next((value for key, value in self.dispositions.items() if fold(key) == kind), None)
