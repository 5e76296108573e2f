"""Outcomes against targets: a scale for each row, with its figures beside it as text.

Every scale starts at zero, also where all its figures are far from it: a bar that started elsewhere would make a small
difference look like a large one, and the exact figures stand beside it. The targets of all rows stand in line, unless an
outcome is so much larger that its row needs a coarser scale.
"""

from __future__ import annotations

from vbgen.render.charts.bars import NO_FIGURE, label_room
from vbgen.render.charts.pen import LEADING, Pen, measure_width, wrap_text
from vbgen.view.blocks import Chart, ChartRow

_ROOM = 1.25  # of the target: where a scale ends if nothing passes it
_FIGURES = 0.19  # of the width at most, for a column of figures
_LABELS = (0.36, 0.3)  # of the width at most, with two and with three columns of figures
_PLOT = 0.15  # of the width at least, or the labels stand above


def draw_targets(pen: Pen, chart: Chart) -> float:
    """Draw the chart; return its height."""
    size, many = pen.size, len(chart.series)
    texts = [[_wrap_figure(pen, row, index) for row in chart.rows] for index in range(many)]
    columns = [
        max(
            measure_width(part.name, size) + 1.6 * size,
            *(measure_width(line, size) for lines in texts[index] for line in lines),
        )
        for index, part in enumerate(chart.series)
    ]
    column = label_room(pen, [row.label for row in chart.rows], _LABELS[many > 2])
    right = pen.width - sum(columns) - size * 1.2 * many
    above = right - column - size < pen.width * _PLOT
    left = 0.0 if above else column + size
    labels = pen.width if above else column
    ends = [pen.width - sum(columns[index + 1 :]) - size * 1.2 * (many - 1 - index) for index in range(many)]
    y = size * 0.8
    for index, part in enumerate(chart.series):
        pen.text(ends[index], y, part.name, colour=pen.theme.muted, anchor="end")
        _draw_key(pen, index, ends[index] - measure_width(part.name, size) - size * 0.9, y)
    y += size
    for number, row in enumerate(chart.rows):
        pen.line((0, y), (pen.width, y), pen.theme.rule, 0.5)
        y += size * 0.5
        words = wrap_text(row.label, labels, size)
        text = len(words) * size * LEADING
        if above:
            pen.lines(0, y + text / 2, words)
            y += text
        figures = [texts[index][number] for index in range(many)]
        height = max(size * 1.5, *(len(lines) * size * LEADING for lines in figures), 0.0 if above else text)
        if not above:
            pen.lines(0, y + height / 2, words)
        for index, lines in enumerate(figures):
            colour = pen.theme.muted if index or lines == [NO_FIGURE] else ""
            pen.lines(ends[index], y + height / 2, lines, colour=colour, anchor="end")
        _draw_marks(pen, row, (left, right - left, y + height / 2))
        y += height + size * 0.5
    return y


def _wrap_figure(pen: Pen, row: ChartRow, index: int) -> list[str]:
    value = row.values[index]
    return wrap_text(value.text, pen.width * _FIGURES, pen.size) if value is not None else [NO_FIGURE]


def _draw_key(pen: Pen, index: int, x: float, y: float) -> None:
    """Draw the sign of a series in the scales: a bar, a line, a dot."""
    size = pen.size
    if index == 0:
        pen.rect((x - size * 0.6, y - size * 0.3), (size * 1.1, size * 0.6), f"#{pen.theme.series[0]}")
    elif index == 1:
        pen.line((x, y - size * 0.6), (x, y + size * 0.6), pen.theme.text, 2)
    else:
        pen.dot(x, y, size * 0.3, pen.theme.text)


def _draw_marks(pen: Pen, row: ChartRow, position: tuple[float, float, float]) -> None:
    """Draw the bar, the line across it and the dot, on the row's own scale."""
    left, room, middle = position
    size = pen.size
    figures = [float(value.number) if value is not None else None for value in row.values]
    present = [value for value in figures if value is not None]
    target = (figures[1] or 0.0) * _ROOM
    low, high = min(0.0, target, *present), max(0.0, target, *present)
    unit = (room - size) / (high - low) if high > low else 0.0
    zero = left + size * 0.3 - low * unit
    pen.line((zero, middle - size * 0.75), (zero, middle + size * 0.75), pen.theme.rule)
    outcome, *others = figures
    if outcome:
        start, end = sorted((zero, zero + outcome * unit))
        pen.rect((start, middle - size * 0.35), (end - start, size * 0.7), f"#{pen.theme.series[0]}", "bar")
    if others[0] is not None:
        x = zero + others[0] * unit
        pen.line((x, middle - size * 0.75), (x, middle + size * 0.75), pen.theme.text, 2)
    if len(others) > 1 and others[1] is not None:
        pen.dot(zero + others[1] * unit, middle, size * 0.3, pen.theme.text)
