"""Numbers of items by status, as stacked bars: the statuses in the organisation's order, with their signs and colours."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from vbgen.model.headings import NO_HEADING
from vbgen.model.numbers import show
from vbgen.model.organisation import UNREADABLE, Organisation
from vbgen.model.tables import Counted
from vbgen.reportset.data import Chain, DocumentData, status_field
from vbgen.reportset.followup import tally
from vbgen.view.blocks import ChartRow, Series, Value
from vbgen.view.charts.texts import Plot
from vbgen.view.words import Words

NOT_SHOWN = Series("visas inte", "grå")


def plot_counts(counts: Iterable[Counted], document: DocumentData, chain: Chain, words: Words) -> Plot:
    """Return a bar for each kind of item. What the source does not show stands last; where it shows nothing there is no chart."""
    order: dict[Series, None] = {}
    bars: list[tuple[str, dict[Series, int]]] = []
    for counted_items in counts:
        numbers, field = tally(document, chain, counted_items), status_field(counted_items.kind)
        statuses = {*words.organisation.statuses(field), *numbers} - {UNREADABLE}
        ordered = [*words.organisation.statuses(field), *sorted(statuses - {*words.organisation.statuses(field)})]
        order |= dict.fromkeys(series(words.organisation, field, status) for status in ordered)
        parts = {series(words.organisation, field, status): numbers[status] for status in ordered if numbers[status]}
        for status in ordered:
            if numbers[status]:
                words.find(field, status)  # its symbols are in use
        if numbers[UNREADABLE]:
            parts[NOT_SHOWN] = numbers[UNREADABLE]
        bars.append((_format_bar_name(counted_items, words), parts))
    used = tuple(part for part in (*order, NOT_SHOWN) if any(part in parts for _, parts in bars))
    empty = [name for name, parts in bars if not parts]
    notes = [f"Saknas i dokumentet och visas inte: {', '.join(empty)}."] if empty else []
    notes += ["Visas inte: källan visar ingen bedömning eller status."] if NOT_SHOWN in used else []
    if used in ((), (NOT_SHOWN,)):
        return Plot("stacked", (), (), [], "bedömningarna saknas")
    return Plot("stacked", used, tuple(row(name, parts, used) for name, parts in bars if parts), notes)


def series(organisation: Organisation, field: str, status: str) -> Series:
    """Return a status as a series: its sign, its word, its colour."""
    for symbols in organisation.symbols.values():
        if field in symbols.used_for and (symbol := symbols.values.get(status)) is not None:
            return Series(symbol.add_glyph(status), symbol.colour or "")
    return Series(status)


def row(name: str, parts: Mapping[Series, int], order: tuple[Series, ...]) -> ChartRow:
    """Return a bar with its parts; its label holds their sum."""
    values = (parts.get(part, 0) for part in order)
    return ChartRow(
        f"{name} ({show(Decimal(sum(parts.values())), 0)})",
        tuple(Value(Decimal(count), show(Decimal(count), 0)) if count else None for count in values),
    )


def _format_bar_name(counted_items: Counted, words: Words) -> str:
    """Return the name of a bar: the level's name or the kind's, with the origin where the count is of one."""
    organisation, heading = words.organisation, words.headings.get(counted_items.kind, NO_HEADING)
    level = organisation.levels.get(counted_items.level or "")
    name = level.name if level is not None else counted_items.kind.capitalize() if heading == NO_HEADING else heading
    origin = organisation.origins.get(counted_items.origin or "", counted_items.origin)
    return name if origin is None else f"{name}, {origin}"
