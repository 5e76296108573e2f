"""The means that charts are drawn with: text that is measured and wrapped, rectangles, lines, and fills that differ without colour."""

from __future__ import annotations

from dataclasses import dataclass, field

from vbgen.model.numbers import NBSP
from vbgen.model.theme import READABLE, Theme, contrast
from vbgen.render.common import clean, escape, escape_attribute
from vbgen.render.widths import measure_ems
from vbgen.view.blocks import Series

FONTS = "'Source Sans 3', 'Source Sans Pro', Calibri, Carlito, Arial, sans-serif"
_REGULAR = "'wght' 400"  # the variable font is thin where a program does not ask for a weight
LEADING = 1.2  # from line to line, in text sizes
_FACTOR = 1.06  # `ems` measures Calibri; the widest of the fonts above is about so much wider
_SIGN = 1.0  # from a sign to its words, in text sizes
_BASELINE = 0.34  # below the middle of a line
_BLACK, _WHITE = "000000", "FFFFFF"
# What stands in the tile of a fill, by the number of its series: the first is plain. Thin and pale, so that colour still leads.
_LINES = 'stroke="#FFFFFF" stroke-width="1.2" stroke-opacity="0.6"'
_TILES = (
    "",
    f'<path d="M-1 7 7 -1M-1 1 1 -1M5 7 7 5" {_LINES}/>',
    '<circle cx="3" cy="3" r="1.2" fill="#FFFFFF" fill-opacity="0.7"/>',
    f'<path d="M3 0V6" {_LINES}/>',
    f'<path d="M-1 -1 7 7M5 -1 7 1M-1 5 1 7" {_LINES}/>',
    f'<path d="M0 3H6M3 0V6" {_LINES}/>',
    f'<path d="M0 3H6" {_LINES}/>',
)
_UNSEEN = "grå"  # the tone of what is not shown: empty but for thin lines, so that it does not weigh


def format_number(value: float) -> str:
    """Return a coordinate, always with two decimals and never "-0.00"."""
    return f"{round(value, 2) + 0.0:.2f}"


def wrap_text(text: str, room: float, size: float, most: int = 3) -> list[str]:
    """Return the lines of a text, none wider than `room`. A word that is too long is broken, what passes `most` lines ends with `…`."""
    lines: list[str] = [""]
    for word in clean(text).split(" "):
        longer = f"{lines[-1]} {word}" if lines[-1] else word
        if measure_width(longer, size) <= room:
            lines[-1] = longer
            continue
        pieces = _break_word(word, room, size)
        lines = [*lines, *pieces] if lines[-1] else [*lines[:-1], *pieces]
    if len(lines) <= most:
        return lines
    last = lines[most - 1]
    while last and measure_width(f"{last}…", size) > room:
        last = last[:-1]
    return [*lines[: most - 1], f"{last.rstrip(' ,.–-')}…"]


def _break_word(word: str, room: float, size: float) -> list[str]:
    pieces = [""]
    for letter in word:
        if pieces[-1] and measure_width(f"{pieces[-1]}{letter}-", size) > room and measure_width(word, size) > room:
            pieces[-1] += "" if pieces[-1].endswith("-") else "-"
            pieces.append("")
        pieces[-1] += letter
    return pieces


def measure_width(text: str, size: float) -> float:
    """Return the largest width of a line of text."""
    return measure_ems(text) * _FACTOR * size


def get_sign(words: str) -> str:
    """Return the sign that a status begins with (`● uppnått`); empty where it has none."""
    sign, blank, _ = words.partition(NBSP)
    return sign if blank and 0 < len(sign) <= 2 and not sign.isalnum() else ""


def pick_text_colour(colour: str, theme: Theme) -> str:
    """Return the colour of text on a colour: white, else the theme's dark one, else black."""
    choices = (_WHITE, theme.text, _BLACK)
    return next((choice for choice in choices if contrast(choice, colour) >= float(READABLE)), _BLACK)


@dataclass(slots=True)
class Pen:
    """The elements of one drawing. `size`: of text; `name`: before the ids in it, so that drawings can share a page."""

    theme: Theme
    width: float
    size: float
    name: str
    elements: list[str] = field(default_factory=list)
    tiles: dict[str, str] = field(default_factory=dict)

    def colour(self, series: tuple[Series, ...], index: int) -> str:
        """Return a series' colour: its status's, else the theme's next."""
        if series[index].tone:
            return self.theme.tone(series[index].tone)
        return self.theme.series[index % len(self.theme.series)]

    def fill(self, series: tuple[Series, ...], index: int) -> str:
        """Return the fill of a series' bars."""
        colour, tile = self.colour(series, index), _TILES[index % len(_TILES)]
        ground = colour
        if series[index].tone == _UNSEEN:
            ground, tile = _WHITE, f'<path d="M-1 7 7 -1M-1 1 1 -1M5 7 7 5" stroke="#{colour}" stroke-width="0.6"/>'
        if not tile:
            return f"#{colour}"
        name = f"{self.name}-monster-{index}"
        self.tiles[name] = (
            f'<pattern id="{escape_attribute(name)}" width="6" height="6" patternUnits="userSpaceOnUse">'
            f'<rect width="6" height="6" fill="#{ground}"/>{tile}</pattern>'
        )
        return f"url(#{name})"

    def bar(
        self, series: tuple[Series, ...], index: int, corner: tuple[float, float], size: tuple[float, float]
    ) -> None:
        """Draw a bar, or a part of one, of a series."""
        self.rect(
            corner,
            size,
            self.fill(series, index),
            "bar",
            self.colour(series, index) if series[index].tone == _UNSEEN else "",
        )

    def swatch(self, series: tuple[Series, ...], index: int, corner: tuple[float, float], size: float) -> None:
        """Draw a small square with the fill of a series."""
        edge = self.colour(series, index) if series[index].tone == _UNSEEN else ""
        self.rect(corner, (size, size), self.fill(series, index), edge=edge)

    def plate(self, series: tuple[Series, ...], index: int) -> str:
        """Return the colour under a text in a bar."""
        return _WHITE if series[index].tone == _UNSEEN else self.colour(series, index)

    def rect(
        self, corner: tuple[float, float], size: tuple[float, float], fill: str, kind: str = "", edge: str = ""
    ) -> None:
        """Draw a rectangle from its upper left corner; `kind` tells those who read the drawing as data what it stands for."""
        class_attribute = f' class="{kind}"' if kind else ""
        x, y, width, height = (format_number(length) for length in (*corner, *size))
        position = f'x="{x}" y="{y}" width="{width}" height="{height}"'
        stroke = f' stroke="#{edge}" stroke-width="0.75"' if edge else ""
        self.elements.append(f'<rect{class_attribute} {position} fill="{fill}"{stroke}/>')

    def line(self, start: tuple[float, float], end: tuple[float, float], colour: str, thick: float = 1) -> None:
        """Draw a straight line."""
        (x1, y1), (x2, y2) = start, end
        ends = f'x1="{format_number(x1)}" y1="{format_number(y1)}" x2="{format_number(x2)}" y2="{format_number(y2)}"'
        self.elements.append(f'<line {ends} stroke="#{colour}" stroke-width="{format_number(thick)}"/>')

    def dot(self, x: float, y: float, radius: float, colour: str) -> None:
        """Draw a hollow dot."""
        position = f'cx="{format_number(x)}" cy="{format_number(y)}" r="{format_number(radius)}"'
        self.elements.append(f'<circle {position} fill="#FFFFFF" stroke="#{colour}" stroke-width="1.50"/>')

    def text(self, x: float, middle: float, words: str, *, colour: str = "", anchor: str = "start") -> None:
        """Draw a line of text around a height."""
        position = f'x="{format_number(x)}" y="{format_number(middle + self.size * _BASELINE)}"'
        alignment = "" if anchor == "start" else f' text-anchor="{anchor}"'
        self.elements.append(f'<text {position}{alignment} fill="#{colour or self.theme.text}">{escape(words)}</text>')

    def draw_signed_text(self, x: float, middle: float, words: str, *, colour: str = "") -> None:
        """Draw words that begin with a status's sign: a sign that the font lacks does not take the words with it to another font."""
        if sign := get_sign(words):
            self.text(x, middle, sign, colour=colour)
            x, words = x + _SIGN * self.size, words.removeprefix(sign + NBSP)
        self.text(x, middle, words, colour=colour)

    def measure_signed_text(self, words: str) -> float:
        """Return the largest width of what `signed` draws."""
        sign = get_sign(words)
        return (
            measure_width(words.removeprefix(sign + NBSP), self.size) + _SIGN * self.size
            if sign
            else measure_width(words, self.size)
        )

    def lines(self, x: float, middle: float, texts: list[str], *, colour: str = "", anchor: str = "start") -> None:
        """Draw lines of text around a height."""
        step = self.size * LEADING
        top = middle - step * (len(texts) - 1) / 2
        for index, words in enumerate(texts):
            self.text(x, top + index * step, words, colour=colour, anchor=anchor)

    def svg(self, height: float, title: str, about: str, title_id: str) -> str:
        """Return the whole drawing."""
        ids = f"{title_id} {title_id}-text"
        wide, high = format_number(self.width), format_number(height)
        box = f'width="{wide}" height="{high}" viewBox="0 0 {wide} {high}"'
        start = (
            f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="{escape_attribute(ids)}" {box}'
            f' font-family="{FONTS}" font-size="{format_number(self.size)}" style="font-variation-settings:{_REGULAR}">'
        )
        description = f'<title id="{escape_attribute(title_id)}">{escape(title)}</title>'
        description += f'<desc id="{escape_attribute(title_id)}-text">{escape(about)}</desc>'
        tiles = f"<defs>{''.join(self.tiles.values())}</defs>" if self.tiles else ""
        return f"{start}{description}{tiles}{''.join(self.elements)}</svg>\n"
