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

from vbgen.findings import Finding, Place
from vbgen.model.items import Goal
from vbgen.model.organisation import UNREADABLE, Organisation
from vbgen.reportset.context import Context
from vbgen.reportset.data import SYMBOL_FIELDS, DocumentData, LocatedItem, status_field
from vbgen.tables.table import Table

CODE = "VB206"

_FIELDS = frozenset(field for fields in SYMBOL_FIELDS.values() for _, _, field in fields)


def check(context: Context) -> Iterator[Finding]:
    """Symbols, levels and origins of all items; symbols in tables; the fields that symbol sets serve."""
    yield from _check_fields(context)
    if context.data.organisation_place.file in context.data.broken_files:
        return  # the word may stand in a part that did not load
    items = [item for shared in context.data.shared.values() for item in shared.items()]
    for document in context.data.documents():
        items += document.items()
        yield from _check_legend_headings(context.data.organisation, document)
    for located in items:
        yield from _check_item(context.data.organisation, located)
    for evaluation in context.evaluations():
        yield from _check_counts(context.data.organisation, evaluation.table)
        yield from _check_symbols(context.data.organisation, evaluation.table)


def _check_symbols(organisation: Organisation, table: Table) -> Iterator[Finding]:
    """Check the words of columns that hold symbols."""
    for column in table.columns:
        name = column.spec.symbols
        if name is None:
            continue
        if name not in organisation.symbols:
            place = table.place.child("kolumner", column.id or "", "symboler")
            yield from _report_unknown(place, "symbolerna", name, list(organisation.symbols))
            continue
        values = [*organisation.symbols[name].values, UNREADABLE]
        for row in table.rows:
            cell = row.cells[column.index]
            if cell.words is None or table.find_named_row(cell.words) is not None:
                continue  # `Inkl i [reservvatten]`: the status is that of another row
            if cell.words not in values:
                yield from _report_unknown(table.locate_cell(row.index, column.index), "statusen", cell.words, values)


def _check_counts(organisation: Organisation, table: Table) -> Iterator[Finding]:
    """Check what a table counts: the levels and origins of its rows, the statuses of its columns."""
    values: list[str] = []
    for row in table.rows:
        counts = row.spec.counts
        if counts is None:
            continue
        values += organisation.statuses(status_field(counts.kind))
        place = table.place.child("rader", row.id or "", "räknar")
        if counts.level is not None and counts.level not in organisation.levels:
            yield from _report_unknown(place.child("nivå"), "nivån", counts.level, list(organisation.levels))
        if counts.origin is not None and counts.origin not in organisation.origins:
            yield from _report_unknown(place.child("ursprung"), "ursprunget", counts.origin, list(organisation.origins))
    for column in table.columns:
        if column.spec.counts is not None and column.spec.counts not in values:
            place = table.place.child("kolumner", column.id or "", "räknar")
            yield from _report_unknown(place, "statusen", column.spec.counts, list(dict.fromkeys(values)))


def _check_legend_headings(organisation: Organisation, document: DocumentData) -> Iterator[Finding]:
    for name in document.info.legend_headings:
        if name not in organisation.symbols:
            place = Place(document.place.file, ("symbolrubriker", name), on_key=True)
            yield from _report_unknown(place, "symbolerna", name, list(organisation.symbols))


def _check_fields(context: Context) -> Iterator[Finding]:
    fields = sorted(_FIELDS)
    for name, symbols in context.data.organisation.symbols.items():
        for index, field in enumerate(symbols.used_for):
            if field not in fields:
                place = context.data.organisation_place.child("symboler", name, "används för", index)
                matches = difflib.get_close_matches(field, fields, n=1)
                hint = f'menade du "{matches[0]}"?' if matches else f"de som finns: {', '.join(fields)}"
                yield Finding(CODE, "error", place, f'fältet "{field}" finns inte', hint)


def _check_item(organisation: Organisation, located: LocatedItem) -> Iterator[Finding]:
    item = located.item
    for attribute, key, field in SYMBOL_FIELDS.get(type(item), ()):
        value = getattr(item, attribute)
        if value is None or value == UNREADABLE:
            continue
        values = organisation.statuses(field)
        if not values and any(f not in _FIELDS for s in organisation.symbols.values() for f in s.used_for):
            continue  # the set that serves it is misspelt in vbgen.yaml
        if value not in values:
            yield from _report_unknown(located.place.child(key), key, value, [*values, UNREADABLE])
    if isinstance(item, Goal) and item.level is not None and item.level not in organisation.levels:
        yield from _report_unknown(located.place.child("nivå"), "nivån", item.level, list(organisation.levels))
    if item.origin is not None and organisation.origins and item.origin not in organisation.origins:
        yield from _report_unknown(
            located.place.child("ursprung"), "ursprunget", item.origin, list(organisation.origins)
        )


def _report_unknown(place: Place, noun: str, value: str, words: list[str]) -> Iterator[Finding]:
    matches = difflib.get_close_matches(value, words, n=1)
    hint = f'menade du "{matches[0]}"?' if matches else f"de som finns: {', '.join(words) or 'inga'}"
    yield Finding(CODE, "error", place, f'{noun} "{value}" finns inte i vbgen.yaml', hint)
