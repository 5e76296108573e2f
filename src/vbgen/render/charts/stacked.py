"""Stacked bars: the counts of the series after each other, in one bar for each row."""

from __future__ import annotations

from vbgen.model.numbers import NBSP
from vbgen.render.charts.bars import GAP, draw_legend, label_room
from vbgen.render.charts.pen import LEADING, Pen, get_sign, pick_text_colour, wrap_text
from vbgen.view.blocks import Chart, ChartRow, Series

_PADDING = 0.35  # around the count in a part, in text sizes
_SEAM = 1.5  # between the parts of a bar
_STEPS = 60


def draw_stacked_bars(pen: Pen, chart: Chart) -> float:
    """Draw the chart; return its height. A count that its part has no room for stands after the bar, with its sign."""
    size = pen.size
    column = label_room(pen, [row.label for row in chart.rows])
    left = column + size
    room = pen.width - left
    most = max((sum(float(value.number) for value in row.values if value) for row in chart.rows), default=0.0)
    unit = room / most if most else 0.0
    for _ in range(_STEPS):
        if all(_measure_row(pen, chart.series, row, unit) <= room for row in chart.rows):
            break
        unit *= 0.97
    y, thick = draw_legend(pen, chart.series), size * 1.7
    for row in chart.rows:
        words = wrap_text(row.label, column, size)
        height = max(len(words) * size * LEADING, thick)
        pen.lines(0, y + height / 2, words)
        _draw_parts(pen, chart.series, row, (left, y + height / 2, thick), unit)
        y += height + size * 0.7
    return y - size * 0.7 + 1


def _format_count(series: Series, text: str) -> str:
    return f"{sign}{NBSP}{text}" if (sign := get_sign(series.name)) else text


def _has_room(pen: Pen, text: str, width: float) -> bool:
    return pen.measure_signed_text(text) + 2 * _PADDING * pen.size <= width - _SEAM


def _list_outside_counts(pen: Pen, row: ChartRow, unit: float) -> list[tuple[int, str]]:
    """Return the counts that have no room in their parts."""
    values = [(index, value) for index, value in enumerate(row.values) if value is not None]
    return [
        (index, value.text) for index, value in values if not _has_room(pen, value.text, float(value.number) * unit)
    ]


def _measure_row(pen: Pen, series: tuple[Series, ...], row: ChartRow, unit: float) -> float:
    """Return the width of a row with the counts beside it."""
    words = [
        pen.measure_signed_text(_format_count(series[index], text))
        for index, text in _list_outside_counts(pen, row, unit)
    ]
    bar = sum(float(value.number) for value in row.values if value is not None) * unit
    return bar + sum(words) + len(words) * pen.size * (1 + 2 * GAP)


def _draw_parts(
    pen: Pen, series: tuple[Series, ...], row: ChartRow, position: tuple[float, float, float], unit: float
) -> None:
    x, middle, thick = position
    for index, value in enumerate(row.values):
        if value is None:
            continue
        width = float(value.number) * unit
        inside = max(width - _SEAM, width / 2)
        pen.bar(series, index, (x, middle - thick / 2), (inside, thick))
        text = next(
            (
                choice
                for choice in (_format_count(series[index], value.text), value.text)
                if _has_room(pen, choice, width)
            ),
            None,
        )
        if text is not None:
            plate, half = pen.plate(series, index), pen.measure_signed_text(text) / 2 + _PADDING * pen.size / 2
            corner = (x + inside / 2 - half, middle - pen.size * 0.6)
            pen.rect(corner, (2 * half, pen.size * 1.2), f"#{plate}")  # no pattern behind the words
            pen.draw_signed_text(
                x + inside / 2 - pen.measure_signed_text(text) / 2,
                middle,
                text,
                colour=pick_text_colour(plate, pen.theme),
            )
        x += width
    for index, text in _list_outside_counts(pen, row, unit):
        x += GAP * pen.size
        swatch, words = pen.size * 0.7, _format_count(series[index], text)
        pen.swatch(series, index, (x, middle - swatch / 2), swatch)
        pen.draw_signed_text(x + pen.size, middle, words)
        x += pen.size + pen.measure_signed_text(words) + GAP * pen.size
