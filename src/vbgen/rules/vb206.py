"""Ett ord finns inte i vbgen.yaml.

Vad: En status, trend, nivå eller ett ursprung är inte något av dem som organisationen har beskrivit under `symboler:`, `nivåer:` eller `ursprung:`.

Varför: Ett okänt ord får varken tecken eller förklaring i dokumentet och kan inte räknas.

Fel:

    bedömning: uppnåt

Rätt: Rätta stavningen, skriv `oläslig` om källan inte visar statusen, eller lägg till ordet i vbgen.yaml.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator

from vbgen.boardyear import Data, LocatedItem
from vbgen.findings import Finding, Place
from vbgen.model.control import Measure
from vbgen.model.items import Activity, Area, Assignment, Goal, Indicator, Strategy
from vbgen.model.organisation import Organisation

CODE = "VB206"
UNREADABLE = "oläslig"

# kind of item → its fields that hold a symbol: attribute, YAML key, the field's name in `används för`
FIELDS: dict[type, tuple[tuple[str, str, str], ...]] = {
    Goal: (("assessment", "bedömning", "mål.bedömning"), ("trend", "trend", "mål.trend")),
    Area: (("assessment", "bedömning", "områden.bedömning"), ("trend", "trend", "områden.trend")),
    Strategy: (("status", "status", "strategier.status"),),
    Indicator: (("status", "status", "indikatorer.status"), ("trend", "trend", "indikatorer.trend")),
    Assignment: (("status", "status", "uppdrag.status"),),
    Activity: (("status", "status", "aktiviteter.status"),),
    Measure: (("status", "status", "åtgärder.status"),),
}

_KNOWN = frozenset(field for fields in FIELDS.values() for _, _, field in fields)


def check(data: Data) -> Iterator[Finding]:
    """Symbols, levels and origins of all items; symbols in tables; the fields that symbol sets serve."""
    yield from _fields(data)
    if data.organisation_place.file in data.broken:
        return  # the word may stand in a part that did not load
    items = [item for shared in data.shared.values() for item in shared.items()]
    for unit in data.units.values():
        for document in unit.documents.values():
            items += document.items()
            for engine in document.tables.values():
                for column in engine.table.columns:
                    name = column.spec.symbols
                    if name is None:
                        continue
                    if name not in data.organisation.symbols:
                        place = engine.table.place.below("kolumner", column.id or "", "symboler")
                        yield from _unknown(place, "symbolerna", name, list(data.organisation.symbols))
                        continue
                    values = [*data.organisation.symbols[name].values, UNREADABLE]
                    for row in engine.table.rows:
                        cell = row.cells[column.index]
                        if cell.words is None or engine.table.row_named_in(cell.words) is not None:
                            continue  # `Inkl i [reservvatten]`: the status is that of another row
                        if cell.words not in values:
                            yield from _unknown(
                                engine.table.cell_place(row.index, column.index), "statusen", cell.words, values
                            )
    for located in items:
        yield from _item(data.organisation, located)


def _fields(data: Data) -> Iterator[Finding]:
    known = sorted(_KNOWN)
    for name, symbols in data.organisation.symbols.items():
        for index, field in enumerate(symbols.used_for):
            if field not in known:
                place = data.organisation_place.below("symboler", name, "används för", index)
                close = difflib.get_close_matches(field, known, n=1)
                hint = f'menade du "{close[0]}"?' if close else f"de som finns: {', '.join(known)}"
                yield Finding(CODE, "error", place, f'fältet "{field}" finns inte', hint)


def _item(organisation: Organisation, located: LocatedItem) -> Iterator[Finding]:
    item = located.item
    for attribute, key, field in FIELDS.get(type(item), ()):
        value = getattr(item, attribute)
        if value is None or value == UNREADABLE:
            continue
        sets = [s for s in organisation.symbols.values() if field in s.used_for]
        if not sets and any(f not in _KNOWN for s in organisation.symbols.values() for f in s.used_for):
            continue  # the set that serves it is misspelt in vbgen.yaml
        values = [name for s in sets for name in s.values]
        if value not in values:
            yield from _unknown(located.place.below(key), key, value, [*values, UNREADABLE])
    if isinstance(item, Goal) and item.level is not None and item.level not in organisation.levels:
        yield from _unknown(located.place.below("nivå"), "nivån", item.level, list(organisation.levels))
    if item.origin is not None and organisation.origins and item.origin not in organisation.origins:
        yield from _unknown(located.place.below("ursprung"), "ursprunget", item.origin, list(organisation.origins))


def _unknown(place: Place, what: str, value: str, known: list[str]) -> Iterator[Finding]:
    close = difflib.get_close_matches(value, known, n=1)
    hint = f'menade du "{close[0]}"?' if close else f"de som finns: {', '.join(known) or 'inga'}"
    yield Finding(CODE, "error", place, f'{what} "{value}" finns inte i vbgen.yaml', hint)
