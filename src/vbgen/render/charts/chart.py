"""A chart as a drawing (SVG) that stands alone: no script, no style sheet, no font of its own; the same bytes every time."""

from __future__ import annotations

import re

from vbgen.model.theme import Theme
from vbgen.render.charts.bars import draw_bars
from vbgen.render.charts.pen import Pen
from vbgen.render.charts.stacked import draw_stacked_bars
from vbgen.render.charts.targets import draw_targets
from vbgen.render.common import get_plain_text
from vbgen.view.blocks import Chart

_DRAW = {"bars": draw_bars, "stacked": draw_stacked_bars, "targets": draw_targets}
_FULL = 480.0  # the width at which text is as large as that of tables
_LARGEST = 4 / 3  # a point in pixels
_NO_ID = re.compile(r"[^A-Za-z0-9_.-]")


def svg(chart: Chart, theme: Theme, *, width: float, title_id: str = "") -> str:
    """Return the chart in `width` units (pixels of a page, points of print); its height follows from what it shows.

    Text grows with the width from the size of tables in points to the same in pixels. The caption is the drawing's title, not
    drawn: it stands above the chart as a table's does. `title_id`: the id of the title, that of the description ends in `-text`.
    """
    name = _NO_ID.sub("-", title_id or chart.anchor or "diagram")
    scale = min(max(width / _FULL, 1.0), _LARGEST)
    pen = Pen(theme, width, round(theme.table_size * scale, 2), name)
    height = _DRAW[chart.kind](pen, chart)
    return pen.svg(height, get_plain_text(chart.caption), chart.alt, name)
