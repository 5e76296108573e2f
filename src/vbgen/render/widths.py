"""Widths of a table's columns: figures never broken, labels wide, the text between sharing the rest.

Widths are estimated from the text, since Word's own fitting differs between programs and moves from page to page.
Lengths are in twentieths of a point, text widths in ems (so that they hold for every size).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from vbgen.render.common import get_plain_text
from vbgen.render.layout import LayoutCell, TableLayout
from vbgen.view.blocks import Table

SIZES = (9.5, 9, 8.5, 8, 7.5, 7, 6.5)  # points; the largest at which no word is broken is taken
SMALLEST = 7.5  # points: what needs less is turned on its side
TIGHT = 8.5  # from this size down, cells have smaller margins
MARGINS, TIGHT_MARGINS = 170, 90  # left and right together
FIGURES, WIDEST = 1000, 1700  # what a column of figures gets where there is room
AIR = 70  # that a column of figures has beyond its longest word
LABELS = 3  # fair shares that a column of text may claim before columns of figures are made wider than needed

# Widths in ems of Calibri and its metric twin Carlito, rounded up, in groups; bold is a little wider.
_GROUPS = {
    0.23: "il '\u00a0\u202f", 0.26: "jI.,’·", 0.31: "f:;()[]{}-", 0.35: "rtJ!°", 0.42: "sz/\\cL\"”“",
    0.48: "kvxyFS?|agåäTYZ", 0.51: "eéEÉ0123456789–−+<>=#$*§~_€×", 0.54: "bdhnopquöüCKPX", 0.58: "BRAVÅÄ",
    0.66: "DGHNOUÖ", 0.72: "wQ%&½…", 0.8: "m", 0.86: "M", 0.91: "W—@→↑↓●◆■✓⚠",
}  # fmt: skip
_EMS = {letter: width for width, letters in _GROUPS.items() for letter in letters}
_BOLD = 1.04
_SLACK = 1.03
_MEAN = 0.48  # of a running text


def measure_ems(word: str) -> float:
    """Return the width of a text on one line, in ems."""
    get = _EMS.get
    return sum([get(letter, 0.6) for letter in word]) * _SLACK


@lru_cache(maxsize=8192)
def measure(text: str) -> tuple[float, float]:
    """Return the width of the longest word of a text, and of all of it on one line, in ems."""
    words = text.replace("-", "- ").split(" ")
    if len(words) == 1:
        return (width := measure_ems(text)), width
    longest = measure_ems(max(words, key=len)) if len(words) > 40 else max(map(measure_ems, words))
    return longest, measure_ems(text) if len(text) < 60 else len(text) * _MEAN


class Fit(NamedTuple):
    """Widths of a table's columns, the size of its text in points, and whether it lies on its side."""

    widths: list[int]
    size: float
    on_side: bool = False


def fit_columns(table: TableLayout, width: int, long: int, scale: float = 1) -> Fit:
    """Return widths of columns that add up to `width`. A table that could only be set there in letters too small to read lies on its
    side, `long` wide. `scale`: how much wider the font is than Calibri."""
    measures = _measure_columns(table)
    upright = _fit_to_width(table.block, measures, width, scale)
    return (
        upright
        if upright.size >= SMALLEST
        else _fit_to_width(table.block, measures, long, scale)._replace(on_side=True)
    )


class _Measures(NamedTuple):
    """Text in the columns of a table, in ems: the longest word, the longest line of the body, the longest line of all."""

    least: list[float]
    natural: list[float]
    single: list[float]


def _measure_columns(table: TableLayout) -> _Measures:
    count = len(table.block.columns)
    least, natural, single = [0.0] * count, [0.0] * count, [0.0] * count
    wide: list[tuple[LayoutCell, float]] = []
    for place, bold, heading in _list_cells(table):
        for content in place.cell.content:
            longest, line = measure(get_plain_text(content))
            if bold:
                longest, line = longest * _BOLD, line * _BOLD
            if place.span > 1:
                wide.append((place, longest))
                continue
            column = place.column
            least[column] = max(least[column], longest)
            natural[column] = max(natural[column], longest if heading else line)
            single[column] = max(single[column], line)
    for place, longest in wide:
        for column in range(place.column, place.column + place.span):
            least[column] = max(least[column], longest / place.span)
            natural[column] = max(natural[column], least[column])
    return _Measures(least, natural, single)


def _fit_to_width(table: Table, measures: _Measures, total: int, scale: float) -> Fit:
    for size in SIZES:
        unit, margin = size * 20 * scale, MARGINS if size > TIGHT else TIGHT_MARGINS
        air = [AIR if column.align == "right" else 0 for column in table.columns]
        lows = [value * unit + margin + more for value, more in zip(measures.least, air, strict=True)]
        if sum(lows) <= total:
            break
    highs = [value * unit + margin for value in measures.natural]
    lines = [value * unit + margin for value in measures.single]
    return Fit(_round_widths(_share_width(table, lows, highs, lines, total), total), size)


def _list_cells(table: TableLayout) -> Iterator[tuple[LayoutCell, bool, bool]]:
    """Yield every cell that starts somewhere, whether it is bold, and whether it is of the header."""
    for places in table.header:
        yield from ((place, True, True) for place in places if not place.is_continued)
    for row in table.body:
        bold = row.row.kind in {"heading", "subtotal", "total"}
        if not (row.row.kind == "heading" and len(row.places) == 1):
            yield from ((place, bold, False) for place in row.places if not place.is_continued)


def _share_width(table: Table, lows: list[float], highs: list[float], lines: list[float], total: int) -> list[float]:
    """Share the width out. `lows`: no word broken; `highs`: body text on one line; `lines`: the header too."""
    if sum(lows) > total:
        return [low * total / sum(lows) for low in lows]
    weights = [column.width for column in table.columns]
    if len(set(weights)) > 1:  # whoever made the table has said
        return _divide_in_proportion(total, lows, weights)
    figures = [index for index, column in enumerate(table.columns) if column.align != "left"]
    texts = [index for index, column in enumerate(table.columns) if column.align == "left"]
    fixed: dict[int, float] = {}
    if figures and texts:
        claim = LABELS * total / len(lows)
        labels = sum(max(lows[index], min(highs[index], claim)) for index in texts)
        room = max(total - labels, sum(lows[index] for index in figures))
        least = [min(lines[index], WIDEST) for index in figures]  # headers on one line
        if sum(least) > room:
            least = [lows[index] for index in figures]
        widest = min(max(FIGURES, *(lines[index] for index in figures)), WIDEST)
        fixed = dict(zip(figures, _level_widths(least, room, widest), strict=True))
    rest = texts if fixed else list(range(len(lows)))
    remaining = total - sum(fixed.values())
    # Long texts share by less than their length, and nobody gets more than needed while another column lacks room.
    short = sum(highs[index] for index in rest) > remaining
    caps = [highs[index] for index in rest] if short else None
    shares = _divide_in_proportion(
        remaining, [lows[index] for index in rest], [highs[index] ** (0.6 if short else 1) for index in rest], caps
    )
    fixed.update(zip(rest, shares, strict=True))
    return [fixed[index] for index in range(len(lows))]


def _level_widths(lows: Sequence[float], room: float, widest: float) -> list[float]:
    """Raise the narrow columns to one width, as far as there is room: equal columns of figures are calmest to read."""
    level, used = 0.0, sum(lows)
    ordered = sorted(lows)
    for count, low in enumerate(ordered, 1):  # the `count` narrowest stand at `level`
        upper = ordered[count] if count < len(ordered) else max(low, widest)
        level = max(low, min(upper, widest))
        cost = (level - low) * count
        if used + cost > room:
            level = low + (room - used) / count
            break
        used += cost
    return [max(low, level) for low in lows]


def _divide_in_proportion(
    total: float, lows: Sequence[float], weights: Sequence[float], caps: Sequence[float] | None = None
) -> list[float]:
    """Return parts of `total` in proportion to `weights`, none under its low, none over its cap."""
    fixed: dict[int, float] = {}
    while len(fixed) < len(lows):
        free = [index for index in range(len(lows)) if index not in fixed]
        unit = (total - sum(fixed.values())) / sum(weights[index] for index in free)
        under = {index: lows[index] for index in free if unit * weights[index] < lows[index]}
        over = {index: caps[index] for index in free if unit * weights[index] > caps[index]} if caps else {}
        if not under and not (over and len(over) < len(free)):
            return [fixed.get(index, unit * weights[index]) for index in range(len(lows))]
        fixed.update(under or over)
    return [fixed[index] for index in range(len(lows))]


def _round_widths(widths: list[float], total: int) -> list[int]:
    """Round to whole numbers that add up; the first column takes the rounding."""
    rounded = [int(width) for width in widths]
    rounded[0] += total - sum(rounded)
    return rounded
