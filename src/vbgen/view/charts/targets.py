"""Indicators as rows of a chart: outcome, target and last value, where they are numbers that can be compared."""

from __future__ import annotations

import re

from vbgen.model.diagram import ALL
from vbgen.model.items import Indicator, Measurement
from vbgen.model.values import typeset
from vbgen.reportset.data import Chain, DocumentData
from vbgen.view.blocks import ChartRow, Series, Value
from vbgen.view.charts.texts import Plot
from vbgen.view.prose import label, plain
from vbgen.view.words import Words

_SENTENCE = re.compile(r"(?<=[a-zåäö0-9)%]{2})\. (?=[A-ZÅÄÖ])")
_NONE = "inga indikatorer har utfall och målvärde i tal som går att jämföra"


def targeted(ids: tuple[str, ...], document: DocumentData, chain: Chain, words: Words) -> Plot:
    """Those whose outcome and target agree in unit, coverage and kind, and are of the document's year as far as is said."""
    items = {
        located.item.id: located.item
        for located in document.items()
        if isinstance(located.item, Indicator) and not located.item.gone
    }
    wanted = list(items) if ids == ALL else [one for one in ids if one in items]
    rows = []
    for name in wanted:
        found = chain.resolve(items[name])
        outcome, target, previous = found.outcome, found.target, found.previous
        periods = [one.refers_to or "" for one in (outcome, target) if one is not None]
        if not _alike(found, outcome, target) or any(one and not one.startswith(str(document.year)) for one in periods):
            continue
        before = previous if _alike(found, outcome, previous) else None
        shown = plain(label(_SENTENCE.split(found.name or found.id)[0])).removesuffix(".")
        rows.append(ChartRow(shown, tuple(_measured(found, one) for one in (outcome, target, before))))
    count = 3 if any(row.values[2] is not None for row in rows) else 2
    series = tuple(Series(words.headings[name]) for name in ("utfall", "målvärde", "föregående")[:count])
    left, of = len(wanted) - len(rows), len(wanted)
    note = f"Indikatorer utan utfall och målvärde i tal som går att jämföra visas inte: {left} av {of}."
    notes = [note] if left and rows else []
    return Plot("targets", series, tuple(row._replace(values=row.values[:count]) for row in rows), notes, _NONE)


def _alike(indicator: Indicator, outcome: Measurement | None, other: Measurement | None) -> bool:
    """Both are one number (a target may be a bound: `>78`), of the same unit, coverage and kind."""
    if outcome is None or other is None or outcome.value is None or other.value is None or outcome.parts or other.parts:
        return False
    if outcome.value.shape != "figure" or other.value.shape not in ("figure", "bound"):
        return False
    units = {(value.unit or indicator.unit or "").casefold() for value in (outcome.value, other.value)}
    return len(units) == 1 and outcome.coverage == other.coverage and outcome.kind == other.kind


def _measured(indicator: Indicator, one: Measurement | None) -> Value | None:
    """The number and its words; the indicator's unit after a bare number."""
    value = one.value if one is not None else None
    if value is None or value.low is None:
        return None
    bare = indicator.unit is not None and not value.unit and value.aside is None
    return Value(value.low.value, typeset(f"{value.text} {indicator.unit}" if bare else value.text))
