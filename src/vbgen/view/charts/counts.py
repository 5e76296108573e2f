"""How many items have which status, as stacked bars: the statuses in the organisation's order, with their signs and colours."""

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

UNSEEN = Series("visas inte", "grå")


def counted(counts: Iterable[Counted], document: DocumentData, chain: Chain, words: Words) -> Plot:
    """A bar for each kind of item. What the source does not show stands last; where it shows nothing there is no chart."""
    order: dict[Series, None] = {}
    found: list[tuple[str, dict[Series, int]]] = []
    for one in counts:
        numbers, field = tally(document, chain, one), status_field(one.kind)
        known = {*words.organisation.statuses(field), *numbers} - {UNREADABLE}
        ordered = [*words.organisation.statuses(field), *sorted(known - {*words.organisation.statuses(field)})]
        order |= dict.fromkeys(series(words.organisation, field, status) for status in ordered)
        parts = {series(words.organisation, field, status): numbers[status] for status in ordered if numbers[status]}
        for status in ordered:
            if numbers[status]:
                words.find(field, status)  # its symbols are in use
        if numbers[UNREADABLE]:
            parts[UNSEEN] = numbers[UNREADABLE]
        found.append((_kind(one, words), parts))
    used = tuple(one for one in (*order, UNSEEN) if any(one in parts for _, parts in found))
    empty = [name for name, parts in found if not parts]
    notes = [f"Saknas i dokumentet och visas inte: {', '.join(empty)}."] if empty else []
    notes += ["Visas inte: källan visar ingen bedömning eller status."] if UNSEEN in used else []
    if used in ((), (UNSEEN,)):
        return Plot("stacked", (), (), [], "bedömningarna saknas")
    return Plot("stacked", used, tuple(row(name, parts, used) for name, parts in found if parts), notes)


def series(organisation: Organisation, field: str, status: str) -> Series:
    """A status as a series: its sign, its word, its colour."""
    for symbols in organisation.symbols.values():
        if field in symbols.used_for and (found := symbols.values.get(status)) is not None:
            return Series(found.with_glyph(status), found.colour or "")
    return Series(status)


def row(name: str, parts: Mapping[Series, int], order: tuple[Series, ...]) -> ChartRow:
    """A bar with its parts, and how many they are together in its label."""
    values = (parts.get(one, 0) for one in order)
    return ChartRow(
        f"{name} ({show(Decimal(sum(parts.values())), 0)})",
        tuple(Value(Decimal(count), show(Decimal(count), 0)) if count else None for count in values),
    )


def _kind(one: Counted, words: Words) -> str:
    """What a bar counts: the level's name or the kind's, with the origin where it says one."""
    organisation, heading = words.organisation, words.headings.get(one.kind, NO_HEADING)
    level = organisation.levels.get(one.level or "")
    name = level.name if level is not None else one.kind.capitalize() if heading == NO_HEADING else heading
    origin = organisation.origins.get(one.origin or "", one.origin)
    return name if origin is None else f"{name}, {origin}"
