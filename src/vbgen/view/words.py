"""The words and symbols of a document: the organisation's, as the document words them."""

from __future__ import annotations

from dataclasses import dataclass

from vbgen.model.headings import DEFAULT_HEADINGS, NO_HEADING
from vbgen.model.items import Assignment, Item
from vbgen.model.organisation import UNREADABLE, Organisation, Symbol
from vbgen.reportset.data import DocumentData
from vbgen.view.blocks import Inlines, Span
from vbgen.view.prose import label

SMALL_GROUPS = "små grupper"
_SMALL_GROUPS = (
    "Grupper med färre än {minst} personer visas inte, inte heller andra tal som de hade gått att räkna fram ur."
)
_NUMBERS = ("noll", "en", "två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio", "tio", "elva", "tolv")


@dataclass(slots=True)
class Words:
    """The organisation's words for this document: headings, labels, symbol sets; notes which sets are in use.

    `used_sets`: name → whether a status of it is one that the source does not show.
    """

    organisation: Organisation
    headings: dict[str, str]
    labels: dict[str, str]
    used_sets: dict[str, bool]

    @classmethod
    def from_document(cls, organisation: Organisation, document: DocumentData) -> Words:
        """Defaults, then vbgen.yaml, then dokument.yaml."""
        labels = {name: level.label for name, level in organisation.levels.items() if level.label is not None}
        labels |= organisation.labels | document.info.labels
        return cls(organisation, DEFAULT_HEADINGS | organisation.headings | document.info.headings, labels, {})

    def heading(self, key: str, own: dict[str, str], count: int = 2) -> str | None:
        """The heading of a list: the item's own, else the document's; None for `nej`. `indikatorer` has a singular."""
        heading = own.get(key)
        if heading is None:
            is_single = key == "indikatorer" and count == 1
            heading = self.headings["indikator"] if is_single else self.headings.get(key, key.capitalize())
        return None if heading == NO_HEADING else heading

    def get_number_word(self, key: str) -> str | None:
        """The word before the number of a table or chart; None for `nej`: then they have no numbers."""
        return None if self.headings[key] == NO_HEADING else self.headings[key]

    def name(self, item: Item, key: str) -> Inlines:
        """An item's name in the document's pattern for its kind: `Effektmål nr {nummer}. {namn}`."""
        pattern = self.labels.get(key)
        name = item.name or item.id
        if pattern is None:
            pattern = "Nr {nummer}. {namn}" if item.number is not None and isinstance(item, Assignment) else "{namn}"
        if "{nummer}" in pattern and item.number is None:
            pattern = "{namn}"
        before, _, after = pattern.replace("{nummer}", item.number or "").partition("{namn}")
        return tuple(
            part
            for part in (Span(before) if before else None, *label(name), Span(after) if after else None)
            if part is not None
        )

    def small_groups(self, least: int) -> str:
        """The note under a table in which small groups are hidden: `etiketter: {små grupper: …}`, else ours."""
        pattern = self.labels.get(SMALL_GROUPS, _SMALL_GROUPS)
        return pattern.replace("{minst}", _NUMBERS[least] if least < len(_NUMBERS) else str(least))

    def symbol(self, field: str, key: str | None) -> Inlines:
        """A status as glyph and words, by the symbol set that serves the field (`mål.bedömning`)."""
        symbol = self.find(field, key)
        if key is None:
            return ()
        if symbol is None:
            return (Span("—"),) if key == UNREADABLE else (Span(key),)
        return (Span(symbol.add_glyph(symbol.meaning), tone=symbol.colour or "", symbol=self._symbol_name(field, key)),)

    def format_short_status(self, field: str, key: str | None) -> Inlines:
        """A status for a narrow cell: glyph and the word that authors write for it (`● helt`)."""
        symbol = self.find(field, key)
        if key is None:
            return ()
        if symbol is None:
            return (Span("—" if key == UNREADABLE else key),)
        return (Span(symbol.add_glyph(key), tone=symbol.colour or "", symbol=self._symbol_name(field, key)),)

    def sign(self, field: str, key: str | None) -> Inlines:
        """A status by its sign alone, beside words that say more."""
        symbol = self.find(field, key)
        return (
            (Span(symbol.glyph, tone=symbol.colour or ""),) if symbol is not None and symbol.glyph is not None else ()
        )

    def format_labelled_status(self, word: str, field: str, key: str | None) -> Inlines:
        """A status with what it is: `Bedömning: ● uppnått …`."""
        status = self.symbol(field, key)
        return (Span(f"{self.headings[word]}: ", "strong"), *status) if status else ()

    def find(self, field: str, key: str | None) -> Symbol | None:
        """The symbol of a status; notes that its set is in use."""
        if (name := self._find_set(field)) is None:
            return None
        if key is not None:
            self.used_sets[name] = self.used_sets.get(name, False) or key == UNREADABLE
        return self.organisation.symbols[name].values.get(key or "")

    def _find_set(self, field: str) -> str | None:
        """Return the symbol set that serves a field."""
        return next((name for name, symbols in self.organisation.symbols.items() if field in symbols.used_for), None)

    def _symbol_name(self, field: str, key: str) -> str:
        """Return a symbol's own name: that of its set and its word."""
        return f"{self._find_set(field)}/{key}"
