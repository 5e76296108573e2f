"""What a chart shows, in words: its alternative text. All figures where they are few, else the ends of their range."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Literal, NamedTuple

from vbgen.model.numbers import NBSP
from vbgen.view.blocks import ChartRow, Series, Value
from vbgen.view.prose import label, plain

FEW = 12  # figures that a listener can follow


class Plot(NamedTuple):
    """What a chart shows; `notes`: what is left out, and why. Without rows there is none, and `why` is the reason."""

    kind: Literal["bars", "stacked", "targets"]
    series: tuple[Series, ...]
    rows: tuple[ChartRow, ...]
    notes: list[str]
    why: str = ""


def alternative(title: str, plot: Plot) -> str:
    """The chart in a sentence that begins with what it is."""
    kind, words = _ALTERNATIVES[plot.kind]
    return f"{kind}. {plain(label(title)).rstrip('.: ')}: {words(plot.series, plot.rows)}."


def _bars(series: tuple[Series, ...], rows: tuple[ChartRow, ...]) -> str:
    """Every figure, or how many and the largest and smallest."""
    found = [
        (f"{row.label}, {one.name}" if len(series) > 1 else row.label, value)
        for row in rows
        for one, value in zip(series, row.values, strict=True)
        if value is not None
    ]
    if len(found) <= FEW:
        return _all(series, rows, _named if len(series) > 1 else _bare)
    largest, smallest = max(found, key=lambda one: one[1].number), min(found, key=lambda one: one[1].number)
    return f"{len(found)} värden; störst är {largest[0]} med {largest[1].text} och minst {smallest[0]} med {smallest[1].text}"


def _stacked(series: tuple[Series, ...], rows: tuple[ChartRow, ...]) -> str:
    """Every count: each row has few."""
    return _all(series, rows, lambda one, value: f"{value.text} {_word(one)}")


def _targets(series: tuple[Series, ...], rows: tuple[ChartRow, ...]) -> str:
    """Outcome, target and last value of each; of many, how many outcomes reach the target's number (which is good or bad) and
    which are largest and smallest beside it."""
    if sum(value is not None for row in rows for value in row.values) <= FEW:
        return _all(series, rows, _lower)
    beside = [(_beside(row), row) for row in rows]
    over = sum(share >= 0 for share, _ in beside)
    few, many = min(beside, key=lambda one: one[0])[1], max(beside, key=lambda one: one[0])[1]
    return (
        f"{len(rows)} indikatorer; utfallet är minst lika stort som målvärdet för {over} och mindre för {len(rows) - over}; "
        f"störst i förhållande till målvärdet är det för {_all(series, (many,), _lower)}; minst för {_all(series, (few,), _lower)}"
    )


def _beside(row: ChartRow) -> Decimal:
    """How far the outcome is over the target, as a share of the target."""
    outcome, target = (value.number if value is not None else Decimal(0) for value in row.values[:2])
    return (outcome - target) / (abs(target) or 1)


def _all(series: tuple[Series, ...], rows: tuple[ChartRow, ...], say: Callable[[Series, Value], str]) -> str:
    made = []
    for row in rows:
        values = [say(one, value) for one, value in zip(series, row.values, strict=True) if value is not None]
        made.append(f"{row.label}{' ' if say is _bare else ': '}{', '.join(values)}")
    return "; ".join(made)


def _word(series: Series) -> str:
    """A status without its sign, which would be read out as the name of a shape."""
    sign, _, word = series.name.rpartition(NBSP)
    return word if len(sign) <= 2 else series.name


def _bare(_: Series, value: Value) -> str:
    return value.text


def _named(series: Series, value: Value) -> str:
    return f"{series.name} {value.text}"


def _lower(series: Series, value: Value) -> str:
    return f"{series.name[:1].lower()}{series.name[1:]} {value.text}"


_ALTERNATIVES = {
    "bars": ("Stapeldiagram", _bars),
    "stacked": ("Staplat stapeldiagram", _stacked),
    "targets": ("Diagram över utfall mot målvärde", _targets),
}
