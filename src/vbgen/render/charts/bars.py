"""Bars from zero: a row of them under each label, the figure at the end of each."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from vbgen.render.charts.pen import LEADING, Pen, measure_width, wrap_text
from vbgen.view.blocks import Chart, Series, Value

GAP = 0.5  # between a bar and its figure, in text sizes
_LABELS = 0.36  # of the width at most
_LEAST = 0.25  # of the plot that the longest bar must reach, or the labels stand above their bars
NO_FIGURE = "–"  # where a row has no figure for a series, as in a table


class Scale(NamedTuple):
    """The position of zero, and the units of width to one of the figures'."""

    zero: float
    unit: float

    def position(self, value: float) -> float:
        """Return the position of a figure."""
        return self.zero + value * self.unit


def scale(values: Sequence[tuple[float, float]], room: float) -> Scale:
    """Return the largest scale at which all bars and the figures at their ends (value, width of its words) have room."""

    def ends(unit: float) -> tuple[float, float]:
        left = max((-value * unit + words for value, words in values if value < 0), default=0.0)
        right = max((value * unit + words for value, words in values if value >= 0), default=0.0)
        return left, right

    largest = max((abs(value) for value, _ in values), default=0.0)
    low, high = 0.0, room / largest if largest else 0.0
    for _ in range(50):
        middle = (low + high) / 2
        low, high = (middle, high) if sum(ends(middle)) <= room else (low, middle)
    left, right = ends(low)
    return Scale(left if right or not left else room - right, low)


def label_room(pen: Pen, labels: Sequence[str], most: float = _LABELS) -> float:
    """Return the width of the column of labels: that of the longest, at most a part of the whole."""
    natural = max((measure_width(label, pen.size) for label in labels), default=0.0)
    return min(natural, pen.width * most)


def draw_legend(pen: Pen, series: tuple[Series, ...]) -> float:
    """Draw a swatch and the name of each series, in as many lines as it takes; return their lower end."""
    size, x, middle = pen.size, 0.0, pen.size * 0.7
    for index, part in enumerate(series):
        room = pen.width - 1.6 * size
        words = wrap_text(part.name, room, size, 1)[0]
        needed = 1.5 * size + pen.measure_signed_text(words)
        if x and x + needed > pen.width:
            x, middle = 0.0, middle + size * 1.5
        pen.swatch(series, index, (x, middle - size * 0.5), size)
        pen.draw_signed_text(x + 1.5 * size, middle, words)
        x += needed + 1.5 * size
    return middle + size * 1.5


def draw_bars(pen: Pen, chart: Chart) -> float:
    """Draw the chart; return its height."""
    size, many = pen.size, len(chart.series)
    values = [value or Value(Decimal(0), NO_FIGURE) for row in chart.rows for value in row.values]
    shown = [(float(value.number), size * GAP + measure_width(value.text, size)) for value in values]
    column = label_room(pen, [row.label for row in chart.rows])
    left = column + size
    axis = scale(shown, pen.width - left - 1)
    largest = max((abs(value) for value, _ in shown), default=0.0)
    if above := largest * axis.unit < (pen.width - left) * _LEAST and largest > 0:
        column, left = pen.width, 0.0
        axis = scale(shown, pen.width - 1)
    axis = axis._replace(zero=axis.zero + left)
    step = size * (LEADING + 0.05)
    thick = size * (1.05 if many == 1 else 0.95)
    y = draw_legend(pen, chart.series) if many > 1 else size * 0.15
    gap = size * (0.5 if many == 1 else 0.8)
    for row in chart.rows:
        words = wrap_text(row.label, column, size)
        text, body = len(words) * size * LEADING, many * step
        if above:
            pen.lines(0, y + text / 2, words)
            y += text
        height = body if above else max(text, body)
        if not above:
            pen.lines(0, y + height / 2, words)
        middle = y + (height - body) / 2 + step / 2
        around = 0.0 if above else gap / 2  # in a piece, except where labels stand between
        pen.line((axis.zero, y - around), (axis.zero, y + height + around), pen.theme.rule)
        for index, value in enumerate(row.values):
            _draw_bar(pen, axis, chart.series, index, (value, middle + index * step, thick))
        y += height + gap
    return y


def _draw_bar(
    pen: Pen, axis: Scale, series: tuple[Series, ...], index: int, bar: tuple[Value | None, float, float]
) -> None:
    value, middle, thick = bar
    gap = pen.size * GAP
    if value is None:
        pen.text(axis.zero + gap, middle, NO_FIGURE, colour=pen.theme.muted)
        return
    end = axis.position(float(value.number))
    if end != axis.zero:
        pen.bar(series, index, (min(end, axis.zero), middle - thick / 2), (abs(end - axis.zero), thick))
    if value.number < 0:
        pen.text(end - gap, middle, value.text, anchor="end")
    else:
        pen.text(end + gap, middle, value.text)
