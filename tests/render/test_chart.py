"""Charts as drawings: whole, safe, the same every time, nothing outside them, and true to their figures."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
import typst
from hypothesis import given, settings
from hypothesis import strategies as st

from vbgen.model.numbers import show
from vbgen.model.theme import Theme, contrast
from vbgen.render.charts.chart import svg
from vbgen.render.charts.pen import get_sign, measure_width, pick_text_colour, wrap_text
from vbgen.view.blocks import Chart, ChartRow, Series, Span, Value

NS = "{http://www.w3.org/2000/svg}"
THEME = Theme()
WIDTHS = (640, 460, 300)
STATUSES = (Series("●\u00a0uppnått", "grön"), Series("■\u00a0inte nått", "röd"), Series("visas inte", "grå"))
MEASURES = (Series("Utfall"), Series("Målvärde"), Series("Föregående"))


def value(number: object, unit: str = "") -> Value | None:
    if number is None:
        return None
    found = Decimal(str(number))
    return Value(found, show(found, max(-int(found.as_tuple().exponent), 0)) + unit)


def chart(kind: Any, series: tuple[Series, ...], *rows: tuple[Any, ...], caption: str = "Rubrik") -> Chart:
    made = tuple(ChartRow(label, tuple(value(number) for number in numbers)) for label, *numbers in rows)
    return Chart(kind, (Span(caption),), "Vad det visar.", series, made)


ONE = (Series("Utfall"),)
TWO = (Series("Kvinnor"), Series("Män"))
CHARTS = {
    "bars": chart("bars", ONE, ("Område IT", "12.3"), ("Område fastigheter", "-4.1"), ("Kost", 0)),
    "one row": chart("bars", ONE, ("Ensam", 1)),
    "negative": chart("bars", ONE, ("A", -3), ("B", "-20.5")),
    "negative, and none": chart("bars", TWO, ("A", -3, None), ("B", None, -5)),
    "zeros": chart("bars", ONE, ("A", 0), ("B", "0.0")),
    "huge": chart("bars", ONE, ("Stort", 10**23), ("Mindre", -(10**22)), ("Lång etikett " * 20, 5)),
    "series": chart("bars", TWO, ("Kort", 3, "-2.5"), ("Sammansattord" * 9, None, 4)),
    "sixty": chart("bars", ONE, *((f"Enhet {at} med ett namn som är långt", at - 20) for at in range(60))),
    "many series": chart("bars", tuple(Series(f"Serie {at} med namn") for at in range(9)), ("A", *range(9))),
    "stacked": chart("stacked", STATUSES, ("Mål (8)", 4, 3, 1), ("Uppdrag (2)", 2, None, None)),
    "stacked, small parts": chart("stacked", STATUSES, ("Mål", 150, 1, 2), ("Uppdrag", 1, 1, 1)),
    "targets": chart("targets", MEASURES, ("Utlån", 221480, 215000, 207650), ("Nöjda", 76, 80, None)),
    "targets, two": chart("targets", MEASURES[:2], ("Utlån på biblioteken i kommunens alla delar", 5, 500)),
    "targets, odd": chart("targets", MEASURES, ("Minskning", -5, -6, 3), ("Noll", 0, 0, 0), ("Över", 10**12, 1, 1)),
    "no rows": chart("bars", ONE),
}
ALL = pytest.mark.parametrize("of", CHARTS.values(), ids=CHARTS)
AT_WIDTHS = pytest.mark.parametrize("width", WIDTHS)


def drawn(of: Chart, width: float = 640) -> ET.Element:
    return ET.fromstring(svg(of, THEME, width=width, title_id="d1"))  # noqa: S314 - our own


def bars(root: ET.Element) -> list[tuple[float, float, float, float]]:
    found = [one for one in root.iter(f"{NS}rect") if one.get("class") == "bar"]
    return [tuple(float(one.get(key, "")) for key in ("x", "y", "width", "height")) for one in found]  # type: ignore[misc]


def boxes(root: ET.Element) -> list[tuple[str, float, float, float, float]]:
    """What each text covers at most: left, top, right, bottom."""
    size = float(root.get("font-size", ""))
    found = []
    for one in root.iter(f"{NS}text"):
        x, y, long = float(one.get("x", "")), float(one.get("y", "")), measure_width(one.text or "", size)
        left = x - long if one.get("text-anchor") == "end" else x
        found.append((one.text or "", left, y - size * 0.8, left + long, y + size * 0.25))
    return found


# ------------------------------------------------------------------ the drawing
@ALL
@AT_WIDTHS
def test_it_is_whole_and_told(of: Chart, width: float) -> None:
    root = drawn(of, width)
    assert root.tag == f"{NS}svg" and root.get("role") == "img"
    title, about = list(root)[:2]
    assert (title.tag, title.text, about.tag, about.text) == (f"{NS}title", "Rubrik", f"{NS}desc", "Vad det visar.")
    assert root.get("aria-labelledby") == f"{title.get('id')} {about.get('id')}" == "d1 d1-text"
    assert float(root.get("width", "")) == width
    assert root.get("viewBox") == f"0 0 {root.get('width')} {root.get('height')}"
    ids = [one.get("id") for one in root.iter() if one.get("id")]
    assert len(ids) == len(set(ids))
    used = set(re.findall(r"url\(#([^)]+)\)", svg(of, THEME, width=width, title_id="d1")))
    assert used <= set(ids) and all(name.startswith("d1") for name in ids if name is not None)


@ALL
def test_it_is_the_same_every_time(of: Chart) -> None:
    assert svg(of, THEME, width=640) == svg(of, THEME, width=640)


@ALL
@AT_WIDTHS
def test_nothing_lies_outside(of: Chart, width: float) -> None:
    root = drawn(of, width)
    height = float(root.get("height", ""))
    for text, left, top, right, bottom in boxes(root):
        assert left >= -0.02 and top >= -0.02 and right <= width + 0.02 and bottom <= height + 0.02, text
    for x, y, long, thick in bars(root):
        assert x >= -0.01 and y >= -0.01 and x + long <= width + 0.01 and y + thick <= height + 0.01
        assert long >= 0


@ALL
@AT_WIDTHS
def test_no_text_stands_on_another(of: Chart, width: float) -> None:
    found = boxes(drawn(of, width))
    for at, (one, left, top, right, bottom) in enumerate(found):
        for other, *box in found[at + 1 :]:
            apart = box[0] >= right - 0.02 or box[2] <= left + 0.02 or box[1] >= bottom - 1.5 or box[3] <= top + 1.5
            assert apart, f"{one} / {other}"


def test_nothing_but_shapes_and_text() -> None:
    for of in CHARTS.values():
        names = {one.tag.removeprefix(NS) for one in drawn(of).iter()}
        assert names <= {*("svg", "title", "desc", "defs", "pattern"), *("rect", "path", "circle", "line", "text")}


def test_words_of_authors_stay_words() -> None:
    hostile = '<script>alert("1")</script> & ]]> \x00\x0b'
    for kind, series in (("bars", (Series(hostile), Series("b"))), ("stacked", (Series(hostile), Series("b")))):
        made = svg(chart(kind, series, (hostile, 1, 2), caption=hostile), THEME, width=640, title_id='a"><b')
        assert "<script" not in made and "\x00" not in made
        root = ET.fromstring(made)  # noqa: S314 - our own
        assert any("<script>" in (one.text or "") for one in root.iter(f"{NS}text"))


def test_every_figure_is_text() -> None:
    for of in CHARTS.values():
        said = "".join(text for text, *_ in boxes(drawn(of))).replace("\u00a0", "").replace(" ", "")
        for row in of.rows:
            for one in row.values:
                assert one is None or one.text.replace("\u00a0", "").replace(" ", "") in said


def test_series_differ_without_colour() -> None:
    made = svg(CHARTS["many series"], THEME, width=640)
    tiles = re.findall(r"<pattern [^>]*><rect [^>]*/>(.*?)</pattern>", made)
    assert len(tiles) >= 6 and len(set(tiles)) >= 6


def test_a_status_keeps_its_colour_and_sign() -> None:
    made = svg(CHARTS["stacked"], THEME, width=640)
    for tone in ("grön", "röd", "grå"):
        assert THEME.tone(tone) in made
    assert [get_sign(one.name) for one in STATUSES] == ["●", "■", ""]
    assert get_sign("1\u00a0545") == ""


@given(st.text("0123456789ABCDEF", min_size=6, max_size=6))
@settings(derandomize=True, deadline=None)
def test_text_can_be_read_on_every_colour(colour: str) -> None:
    assert contrast(pick_text_colour(colour, THEME), colour) >= 4.5


def test_without_a_name_the_anchor_serves() -> None:
    assert 'aria-labelledby="diagram-x diagram-x-text"' in svg(
        CHARTS["bars"]._replace(anchor="diagram-x"), THEME, width=640
    )


# --------------------------------------------------------------------- lengths
NUMBERS = st.decimals(-(10**9), 10**9, places=1, allow_nan=False)


@given(st.lists(st.tuples(NUMBERS, NUMBERS | st.none()), min_size=1, max_size=8), st.sampled_from(WIDTHS))
@settings(derandomize=True, deadline=None, max_examples=150)
def test_bars_are_as_long_as_their_figures_say(numbers: list[tuple[Decimal, Decimal | None]], width: float) -> None:
    of = chart("bars", TWO, *((f"Rad {at}", *pair) for at, pair in enumerate(numbers)))
    found = bars(drawn(of, width))
    known = [abs(one) for pair in numbers for one in pair if one]
    assert len(found) <= len(known)
    largest = max(known, default=Decimal(0))
    if not largest:
        assert found == []
        return
    unit = max(long for _, _, long, _ in found) / float(largest)
    drawn_ = iter(found)
    for one in (one for pair in numbers for one in pair if one):
        x, _, long, _ = next(drawn_)
        assert abs(long - float(abs(one)) * unit) <= 0.02
        assert x >= -0.01 and x + long <= width + 0.01
    assert unit * float(largest) >= width * 0.2  # the figures leave the bars room


@given(st.lists(st.tuples(*[st.integers(0, 400)] * 3), min_size=1, max_size=6), st.sampled_from(WIDTHS))
@settings(derandomize=True, deadline=None, max_examples=100)
def test_parts_are_as_long_as_their_counts_say(counts: list[tuple[int, ...]], width: float) -> None:
    of = chart("stacked", STATUSES, *((f"Rad {at}", *(one or None for one in row)) for at, row in enumerate(counts)))
    known = [one for row in counts for one in row if one]
    found = bars(drawn(of, width))
    assert len(found) == len(known)
    if known:
        whole = max(zip((long for _, _, long, _ in found), known, strict=True))
        unit = (whole[0] + 1.5) / whole[1]
        for (_, _, long, _), one in zip(found, known, strict=True):
            assert abs(long - max(one * unit - 1.5, one * unit / 2)) <= 0.1
    for text, left, _, right, _ in boxes(drawn(of, width)):
        assert left >= -0.02 and right <= width + 0.02, text


# ----------------------------------------------------------------------- words
@given(st.text(max_size=120), st.floats(40, 300), st.integers(1, 4))
@settings(derandomize=True, deadline=None)
def test_lines_are_as_many_and_as_wide_as_there_is_room(text: str, room: float, most: int) -> None:
    lines = wrap_text(text, room, 11, most)
    assert 1 <= len(lines) <= most
    assert all(measure_width(line, 11) <= room or len(line) <= 2 for line in lines)


def test_what_has_no_room_ends_with_a_sign_of_it() -> None:
    assert wrap_text("Område administrativ utveckling", 80, 11) == ["Område", "administrativ", "utveckling"]
    assert wrap_text("ett två tre fyra fem sex sju åtta", 45, 11, 2)[-1].endswith("…")


def test_typst_draws_bars_and_patterns(tmp_path: Path) -> None:
    (tmp_path / "chart.svg").write_text(svg(CHARTS["many series"], THEME, width=460), encoding="utf-8")
    source = '#set page(width: auto, height: auto, margin: 0pt)\n#image("chart.svg", width: 460pt)'
    (tmp_path / "page.typ").write_text(source, encoding="utf-8")
    pages = typst.compile(tmp_path / "page.typ", format="svg", ignore_system_fonts=True)
    assert len(pages) > 1000
