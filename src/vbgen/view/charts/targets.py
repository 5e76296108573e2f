"""Indicators as rows of a chart: outcome, target and last value, where they are numbers that can be compared."""

from __future__ import annotations

import re

from vbgen.model.diagram import ALL
from vbgen.model.items import Indicator, Measurement
from vbgen.model.values import typeset
from vbgen.reportset.data import Chain, DocumentData
from vbgen.view.blocks import ChartRow, Series, Value
from vbgen.view.charts.texts import Plot
from vbgen.view.prose import get_plain_text, label
from vbgen.view.words import Words

_SENTENCE = re.compile(r"(?<=[a-zåäö0-9)%]{2})\. (?=[A-ZÅÄÖ])")
_NONE = "inga indikatorer har utfall och målvärde i tal som går att jämföra"


def plot_targets(ids: tuple[str, ...], document: DocumentData, chain: Chain, words: Words) -> Plot:
    """Plot those whose outcome and target agree in unit, coverage and kind, and are of the document's year as far as is said."""
    items = {
        located.item.id: located.item
        for located in document.items()
        if isinstance(located.item, Indicator) and not located.item.is_gone
    }
    indicator_ids = list(items) if ids == ALL else [item_id for item_id in ids if item_id in items]
    rows = []
    year = str(document.year)
    for item_id in indicator_ids:
        indicator = chain.resolve(items[item_id])
        outcome, target, previous = indicator.outcome, indicator.target, indicator.previous
        periods = [measurement.refers_to or "" for measurement in (outcome, target) if measurement is not None]
        if not _are_comparable(indicator, outcome, target) or any(p and not p.startswith(year) for p in periods):
            continue
        last = previous if _are_comparable(indicator, outcome, previous) else None
        row_label = get_plain_text(label(_SENTENCE.split(indicator.name or indicator.id)[0])).removesuffix(".")
        values = tuple(_get_value(indicator, measurement) for measurement in (outcome, target, last))
        rows.append(ChartRow(row_label, values))
    count = 3 if any(row.values[2] is not None for row in rows) else 2
    series = tuple(Series(words.headings[name]) for name in ("utfall", "målvärde", "föregående")[:count])
    omitted, total = len(indicator_ids) - len(rows), len(indicator_ids)
    note = f"Indikatorer utan utfall och målvärde i tal som går att jämföra visas inte: {omitted} av {total}."
    notes = [note] if omitted and rows else []
    return Plot("targets", series, tuple(row._replace(values=row.values[:count]) for row in rows), notes, _NONE)


def _are_comparable(indicator: Indicator, outcome: Measurement | None, other: Measurement | None) -> bool:
    """Tell whether both are one number (a target may be a bound: `>78`), of the same unit, coverage and kind."""
    if outcome is None or other is None or outcome.value is None or other.value is None or outcome.parts or other.parts:
        return False
    if outcome.value.shape != "figure" or other.value.shape not in ("figure", "bound"):
        return False
    units = {(value.unit or indicator.unit or "").casefold() for value in (outcome.value, other.value)}
    return len(units) == 1 and outcome.coverage == other.coverage and outcome.kind == other.kind


def _get_value(indicator: Indicator, measurement: Measurement | None) -> Value | None:
    """Return the number and its words; the indicator's unit after a bare number."""
    value = measurement.value if measurement is not None else None
    if value is None or value.low is None:
        return None
    bare = indicator.unit is not None and not value.unit and value.aside is None
    return Value(value.low.value, typeset(f"{value.text} {indicator.unit}" if bare else value.text))
