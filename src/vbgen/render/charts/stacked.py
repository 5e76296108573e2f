"""Stacked bars: how many there are of each series, after each other in one bar for each row."""

from __future__ import annotations

from vbgen.model.numbers import NBSP
from vbgen.render.charts.bars import GAP, label_room, legend
from vbgen.render.charts.pen import LEADING, Pen, on, sign_of, wrapped
from vbgen.view.blocks import Chart, ChartRow, Series

_PADDING = 0.35  # around the count in a part, in text sizes
_SEAM = 1.5  # between the parts of a bar
_STEPS = 60


def stacked(pen: Pen, chart: Chart) -> float:
    """Draws the chart; returns its height. A count that its part has no room for stands after the bar, with its sign."""
    size = pen.size
    column = label_room(pen, [row.label for row in chart.rows])
    left = column + size
    room = pen.width - left
    most = max((sum(float(v.number) for v in row.values if v) for row in chart.rows), default=0.0)
    unit = room / most if most else 0.0
    for _ in range(_STEPS):
        if all(_needed(pen, chart.series, row, unit) <= room for row in chart.rows):
            break
        unit *= 0.97
    y, thick = legend(pen, chart.series), size * 1.7
    for row in chart.rows:
        words = wrapped(row.label, column, size)
        height = max(len(words) * size * LEADING, thick)
        pen.lines(0, y + height / 2, words)
        _parts(pen, chart.series, row, (left, y + height / 2, thick), unit)
        y += height + size * 0.7
    return y - size * 0.7 + 1


def _text(series: Series, text: str) -> str:
    return f"{sign}{NBSP}{text}" if (sign := sign_of(series.name)) else text


def _fits(pen: Pen, text: str, width: float) -> bool:
    return pen.signed_width(text) + 2 * _PADDING * pen.size <= width - _SEAM


def _beside(pen: Pen, row: ChartRow, unit: float) -> list[tuple[int, str]]:
    """The counts that have no room in their parts."""
    values = [(at, value) for at, value in enumerate(row.values) if value is not None]
    return [(at, value.text) for at, value in values if not _fits(pen, value.text, float(value.number) * unit)]


def _needed(pen: Pen, series: tuple[Series, ...], row: ChartRow, unit: float) -> float:
    """The width of a row with what stands beside it."""
    words = [pen.signed_width(_text(series[at], text)) for at, text in _beside(pen, row, unit)]
    bar = sum(float(value.number) for value in row.values if value is not None) * unit
    return bar + sum(words) + len(words) * pen.size * (1 + 2 * GAP)


def _parts(pen: Pen, series: tuple[Series, ...], row: ChartRow, where: tuple[float, float, float], unit: float) -> None:
    x, middle, thick = where
    for at, value in enumerate(row.values):
        if value is None:
            continue
        width = float(value.number) * unit
        inside = max(width - _SEAM, width / 2)
        pen.bar(series, at, (x, middle - thick / 2), (inside, thick))
        text = next((one for one in (_text(series[at], value.text), value.text) if _fits(pen, one, width)), None)
        if text is not None:
            plate, half = pen.plate(series, at), pen.signed_width(text) / 2 + _PADDING * pen.size / 2
            corner = (x + inside / 2 - half, middle - pen.size * 0.6)
            pen.rect(corner, (2 * half, pen.size * 1.2), f"#{plate}")  # no pattern behind the words
            pen.signed(x + inside / 2 - pen.signed_width(text) / 2, middle, text, colour=on(plate, pen.theme))
        x += width
    for at, text in _beside(pen, row, unit):
        x += GAP * pen.size
        swatch, words = pen.size * 0.7, _text(series[at], text)
        pen.swatch(series, at, (x, middle - swatch / 2), swatch)
        pen.signed(x + pen.size, middle, words)
        x += pen.size + pen.signed_width(words) + GAP * pen.size
