"""The look of an organisation's documents: fonts, colours, sizes, spacing. One theme for Word, web page, PDF and charts.

`templates/tema.yaml` says what differs from these values. Sizes in points, margins in millimetres, colours as RRGGBB.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Annotated, Any

from pydantic import AfterValidator, Field

from vbgen.model.base import FieldReader, Model, quote_value, read_text, refuse
from vbgen.model.numbers import parse, show

READABLE = Decimal("4.5")  # the least contrast of text against its ground (WCAG 2.1, 1.4.3)
VISIBLE = Decimal(3)  # and of a graphic that tells something without being text (1.4.11)
_WHITE = "FFFFFF"
_HEX = {"type": "string", "pattern": "^#?[0-9A-Fa-f]{6}$"}


def contrast(one: str, other: str = _WHITE) -> float:
    """Return the contrast of two colours, 1 to 21, as WCAG 2.1 defines it."""
    low, high = sorted((_compute_luminance(one), _compute_luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _compute_luminance(colour: str) -> float:
    parts = (int(colour[start : start + 2], 16) / 255 for start in (0, 2, 4))
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _read_colour(value: Any) -> str:
    text = read_text(value).strip().removeprefix("#").upper()
    if re.fullmatch(r"[0-9A-F]{6}", text):
        return text
    raise refuse(
        "VB107",
        f"{quote_value(value)} är inte en färg",
        'skriv sex tecken 0–9 och A–F inom citattecken, t.ex. "1B4B5A"',
    )


def _make_contrast_reader(least: Decimal) -> FieldReader:
    def read(value: Any) -> str:
        colour = _read_colour(value)
        reached = Decimal(contrast(colour))
        if reached < least:
            message = f'färgen "{colour}" syns för dåligt mot vitt: kontrasten är {show(reached, 1)}, minst {show(least, 1)} krävs'
            raise refuse("VB122", message, "välj en mörkare färg")
        return colour

    return FieldReader(read, _HEX)


def _make_number_reader(low: str, high: str, noun: str) -> FieldReader:
    def read(value: Any) -> float:
        figure = parse(read_text(value))
        if figure is None or not Decimal(low) <= figure.value <= Decimal(high):
            raise refuse("VB107", f"{quote_value(value)} är inte {noun}", f"skriv ett tal från {low} till {high}")
        return float(figure.value)

    return FieldReader(read, {"type": ["number", "string"]})


_SIGNS = set("<>&\"';{}\\")  # a name cannot have them where style sheets and Word write it


def _read_font(value: Any) -> str:
    text = read_text(value).strip()
    if text and not _SIGNS & set(text):
        return text
    raise refuse(
        "VB107", f"{quote_value(value)} är inte namnet på ett typsnitt", "skriv namnet som i Word, t.ex. Calibri"
    )


def _read_tone(value: Any) -> str:
    if (text := read_text(value)) in TONES:
        return text
    raise refuse("VB104", f"okänd nyckel {quote_value(value)}", "nycklar som finns här: " + ", ".join(TONES))


def _refuse_empty(value: tuple[Any, ...]) -> tuple[Any, ...]:
    if not value:
        raise refuse("VB106", "listan är tom", "skriv minst ett värde, eller ta bort nyckeln så gäller vbgens egna")
    return value


# the colours that a symbol set may name, as text on white: they differ in lightness too
TONES = {"grön": "1A6B3C", "gul": "8A5300", "röd": "A3161F", "blå": "1F5F99", "grå": "56606B"}

FontName = Annotated[str, FieldReader(_read_font, {"type": "string", "pattern": "^[^<>&\"';{}\\\\]+$"})]
Tone = Annotated[str, FieldReader(_read_tone, {"enum": list(TONES)})]
Colour = Annotated[str, FieldReader(_read_colour, _HEX)]
Ink = Annotated[str, _make_contrast_reader(READABLE)]  # of text
Bar = Annotated[str, _make_contrast_reader(VISIBLE)]
Size = Annotated[float, _make_number_reader("4", "72", "en textstorlek i punkter")]
Margin = Annotated[float, _make_number_reader("5", "60", "en marginal i millimeter")]
Spacing = Annotated[float, _make_number_reader("0.8", "3", "ett radavstånd")]

# of the bars of a chart: told apart by most colour-blind readers (after Okabe and Ito 2008), and by lightness
SERIES = ("1F5F99", "C8741E", "3B8F92", "8C4A8C")


class Theme(Model):
    """The few choices an organisation makes. Fonts in Word and on the web are those of the reader's machine; a PDF carries its own."""

    font: FontName = Field("Calibri", alias="typsnitt")
    fallback: FontName = Field(
        "Carlito", alias="reservtypsnitt"
    )  # same widths as Calibri: page breaks stay where they are
    text: Ink = Field("1F1F1F", alias="textfärg")
    heading: Ink = Field("17375E", alias="rubrikfärg")
    accent: Ink = Field("1F5F99", alias="accentfärg")
    muted: Ink = Field("56606B", alias="dämpad färg")
    mark: Ink = Field("9B1C1C", alias="märkesfärg")
    rule: Colour = Field("BFC9D4", alias="linjefärg")
    fill: Colour = Field("E6EDF5", alias="fyllningsfärg")
    tones: dict[Tone, Ink] = Field({}, alias="statusfärger")
    series: Annotated[tuple[Bar, ...], AfterValidator(_refuse_empty), Field(json_schema_extra={"minItems": 1})] = Field(
        SERIES, alias="diagramfärger"
    )
    body_size: Size = Field(11.0, alias="brödtext")
    table_size: Size = Field(9.5, alias="tabelltext")
    note_size: Size = Field(9.0, alias="nottext")
    heading_sizes: Annotated[
        tuple[Size, ...], AfterValidator(_refuse_empty), Field(json_schema_extra={"minItems": 1})
    ] = Field((20.0, 15.0, 12.5, 11.0, 11.0, 11.0), alias="rubriker")
    line: Spacing = Field(1.15, alias="radavstånd")
    side: Margin = Field(25.0, alias="sidmarginal")
    top: Margin = Field(31.0, alias="övre marginal")
    bottom: Margin = Field(26.0, alias="nedre marginal")

    def tone(self, name: str) -> str:
        """Return the colour of a status; that of text for a name that means none."""
        return self.tones.get(name) or TONES.get(name) or self.text
