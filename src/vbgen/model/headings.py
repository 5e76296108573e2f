"""The headings that vbgen writes itself, which an organisation, a document or an item may word otherwise."""

from __future__ import annotations

import difflib
from typing import Annotated, Any

from vbgen.model.base import FieldReader, Label, read_text, refuse

DEFAULT_HEADINGS = {
    "strategier": "Strategier",
    "mål": "Mål",
    "indikator": "Indikator",
    "indikatorer": "Indikatorer",
    "uppdrag": "Uppdrag",
    "aktiviteter": "Aktiviteter",
    "områden": "Områden",
    "innehåll": "Innehållsförteckning",
    "symboler": "Symbolförklaringar",
    "kommentar": "Kommentar",
    "bilaga": "Bilaga",
    "föregående": "Föregående",
    "utfall": "Utfall",
    "målvärde": "Målvärde",
    "långsiktigt målvärde": "Långsiktigt målvärde",
    "bedömning": "Bedömning",
    "status": "Status",
    "trend": "Trend",
    "slutdatum": "Slutdatum",
    "regionövergripande": "Regionövergripande",
    "tabell": "Tabell",
    "diagram": "Diagram",
}
NO_HEADING = "nej"  # a list without a heading


def _read_key(value: Any) -> str:
    key = read_text(value)
    if key in DEFAULT_HEADINGS:
        return key
    close = difflib.get_close_matches(key, list(DEFAULT_HEADINGS), n=1)
    guess = f' – menade du "{close[0]}"?' if close else ""
    raise refuse("VB104", f'okänd nyckel "{key}"{guess}', "nycklar som finns här: " + ", ".join(DEFAULT_HEADINGS))


HeadingKey = Annotated[str, FieldReader(_read_key, {"enum": list(DEFAULT_HEADINGS)})]
Headings = dict[HeadingKey, Label]
