"""The contents of a chart in words: its alternative text. All figures where they are few, else the ends of their range."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Literal, NamedTuple

from vbgen.model.numbers import NBSP
from vbgen.view.blocks import ChartRow, Series, Value
from vbgen.view.prose import get_plain_text, label

MAX_LISTED_FIGURES = 12  # figures that a listener can follow


class Plot(NamedTuple):
    """The contents of a chart; `notes`: what is left out, and why. Without rows there is none, and `why` is the reason."""

    kind: Literal["bars", "stacked", "targets"]
    series: tuple[Series, ...]
    rows: tuple[ChartRow, ...]
    notes: list[str]
    reason: str = ""


def describe_plot(title: str, plot: Plot) -> str:
    """Return the chart in a sentence that begins with its kind."""
    kind, words = _ALTERNATIVES[plot.kind]
    return f"{kind}. {get_plain_text(label(title)).rstrip('.: ')}: {words(plot.series, plot.rows)}."


def _describe_bars(series: tuple[Series, ...], rows: tuple[ChartRow, ...]) -> str:
    """Return every figure, or their number and the largest and smallest."""
    values = [
        (f"{row.label}, {part.name}" if len(series) > 1 else row.label, value)
        for row in rows
        for part, value in zip(series, row.values, strict=True)
        if value is not None
    ]
    if len(values) <= MAX_LISTED_FIGURES:
        return _list_values(series, rows, _format_named if len(series) > 1 else _format_bare)
    largest, smallest = max(values, key=lambda pair: pair[1].number), min(values, key=lambda pair: pair[1].number)
    return f"{len(values)} värden; störst är {largest[0]} med {largest[1].text} och minst {smallest[0]} med {smallest[1].text}"


def _describe_stacked(series: tuple[Series, ...], rows: tuple[ChartRow, ...]) -> str:
    """Return every count: each row has few."""
    return _list_values(series, rows, lambda part, value: f"{value.text} {_get_status_word(part)}")


def _describe_targets(series: tuple[Series, ...], rows: tuple[ChartRow, ...]) -> str:
    """Return outcome, target and last value of each; of many, how many outcomes reach the target's number (which is good or bad) and
    which are largest and smallest beside it."""
    if sum(value is not None for row in rows for value in row.values) <= MAX_LISTED_FIGURES:
        return _list_values(series, rows, _format_lowercase)
    shares = [(_get_relative_excess(row), row) for row in rows]
    over = sum(share >= 0 for share, _ in shares)
    smallest, largest = min(shares, key=lambda pair: pair[0])[1], max(shares, key=lambda pair: pair[0])[1]
    above, below = (_list_values(series, (row,), _format_lowercase) for row in (largest, smallest))
    return (
        f"{len(rows)} indikatorer; utfallet är minst lika stort som målvärdet för {over} och mindre för {len(rows) - over}; "
        f"störst i förhållande till målvärdet är det för {above}; minst för {below}"
    )


def _get_relative_excess(row: ChartRow) -> Decimal:
    """Return the excess of the outcome over the target, as a share of the target."""
    outcome, target = (value.number if value is not None else Decimal(0) for value in row.values[:2])
    return (outcome - target) / (abs(target) or 1)


def _list_values(
    series: tuple[Series, ...], rows: tuple[ChartRow, ...], format_value: Callable[[Series, Value], str]
) -> str:
    sentences = []
    for row in rows:
        values = [
            format_value(part, value) for part, value in zip(series, row.values, strict=True) if value is not None
        ]
        sentences.append(f"{row.label}{' ' if format_value is _format_bare else ': '}{', '.join(values)}")
    return "; ".join(sentences)


def _get_status_word(series: Series) -> str:
    """Return a status without its sign, which would be read out as the name of a shape."""
    sign, _, word = series.name.rpartition(NBSP)
    return word if len(sign) <= 2 else series.name


def _format_bare(_: Series, value: Value) -> str:
    return value.text


def _format_named(series: Series, value: Value) -> str:
    return f"{series.name} {value.text}"


def _format_lowercase(series: Series, value: Value) -> str:
    return f"{series.name[:1].lower()}{series.name[1:]} {value.text}"


_ALTERNATIVES = {
    "bars": ("Stapeldiagram", _describe_bars),
    "stacked": ("Staplat stapeldiagram", _describe_stacked),
    "targets": ("Diagram över utfall mot målvärde", _describe_targets),
}
