"""Targets, shared by the rules of judgement: is one met, and is that at all a question that the figures answer.

Nothing is compared but numbers of the same unit, period and coverage, by the direction that is good. Whatever a status or a
trend means is the organisation's to say (`innebär` in vbgen.yaml).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Generic, NamedTuple, TypeVar

from vbgen.findings import Finding
from vbgen.model.items import Indicator, Item, Measurement
from vbgen.model.numbers import Figure
from vbgen.model.organisation import Organisation
from vbgen.model.values import Value
from vbgen.reportset.context import Context, remember
from vbgen.reportset.data import Chain, DocumentData, LocatedItem

ItemT = TypeVar("ItemT", bound=Item)

UP, DOWN = "öka", "minska"
_DIRECTION = {">": UP, ">=": UP, "≥": UP, "minst": UP, "mer än": UP}
_DIRECTION |= {"<": DOWN, "<=": DOWN, "≤": DOWN, "högst": DOWN, "mindre än": DOWN}
_STRICT = (">", "<", "mer än", "mindre än")
_SAME_UNIT = {"procent": "%", "stycken": "st", "kr": "kronor", "mkr": "mnkr", "miljoner kronor": "mnkr"}


class DocumentItem(NamedTuple, Generic[ItemT]):
    """An item as a document has it; `item` with the fields that earlier documents gave it."""

    document: DocumentData
    located: LocatedItem
    item: ItemT
    chain: Chain

    def finding(self, code: str, key: str, message: str, hint: str, *, stated: str | None = None) -> Finding:
        """Return a warning at a key of the item."""
        place = self.located.place.child(key) if key else self.located.place
        subject = f'{self.located.kind} "{self.located.item.id}"'
        return Finding(code, "warning", place, f"{subject}: {message}", hint, stated, owner=self.located.place)


def find_items(context: Context, kind: type[ItemT]) -> Iterator[DocumentItem[ItemT]]:
    """Return the items of a kind in all documents."""
    for document in context.data.documents():
        yield from _find_document_items(context, document, kind)


@remember
def _find_document_items(context: Context, document: DocumentData, kind: type[ItemT]) -> list[DocumentItem[ItemT]]:
    chain = context.chain(context.data.find_unit(document))
    return [
        DocumentItem(document, located, chain.resolve(located.item), chain)
        for located in document.items()
        if isinstance(located.item, kind)
    ]


def find_meaning(organisation: Organisation, field: str, word: str | None) -> str | None:
    """Return the meaning of a symbol (`innebär`); None where the organisation gives none."""
    if word is None:
        return None
    for symbols in organisation.symbols.values():
        if field in symbols.used_for and word in symbols.values:
            return symbols.values[word].means
    return None


# ------------------------------------------------------------------- measured
def unit(indicator: Indicator, value: Value) -> str:
    """Return the unit of a value, one word for each; empty where nothing says."""
    written = (value.unit or indicator.unit or "").strip().rstrip(".").lower()
    return _SAME_UNIT.get(written, written)


def figure(measurement: Measurement | None) -> Figure | None:
    """Return the number that an outcome is; None for everything else."""
    value = measurement.value if measurement is not None else None
    return value.low if value is not None and value.shape == "figure" else None


def format_value(measurement: Measurement | None) -> str:
    """Return a value as printed; empty where there is none."""
    return measurement.value.show() if measurement is not None and measurement.value is not None else ""


def direction(indicator: Indicator, target: Measurement | None = None) -> str | None:
    """Return the direction that is good, as said or as the target's `>` or `högst` says; None where neither does."""
    measurement = target or indicator.target
    value = measurement.value if measurement is not None else None
    by_sign = _DIRECTION.get(value.sign) if value is not None and value.shape == "bound" else None
    if indicator.desired is not None:
        return indicator.desired if by_sign in (None, indicator.desired) else None
    return by_sign


def are_comparable(indicator: Indicator, one: Measurement, other: Measurement) -> bool:
    """Tell whether two values are of the same unit and coverage, as far as is said."""
    if one.value is None or other.value is None or one.coverage != other.coverage or one.kind != other.kind:
        return False
    units = {unit(indicator, one.value), unit(indicator, other.value)} - {""}
    return len(units) < 2


def is_met(indicator: Indicator, year: int) -> bool | None:
    """Tell whether the outcome reaches the target of a year; None where that cannot be said."""
    outcome, target = indicator.outcome, indicator.target
    reached, desired = figure(outcome), direction(indicator)
    if outcome is None or target is None or target.value is None or target.value.low is None or reached is None:
        return None
    if (
        desired not in (UP, DOWN)
        or target.value.shape not in ("figure", "bound")
        or not are_comparable(indicator, outcome, target)
    ):
        return None
    if any(
        measurement.refers_to is not None and not measurement.refers_to.startswith(str(year))
        for measurement in (outcome, target)
    ):
        return None
    limit = target.value.low.value
    if target.value.sign in _STRICT and reached.value == limit:
        return False
    return reached.value >= limit if desired == UP else reached.value <= limit


def is_weaker(one: Measurement | None, other: Measurement | None, indicator: Indicator) -> bool | None:
    """Tell whether the first value is worse than the second, by the direction that is good; None where that cannot be said."""
    desired = direction(indicator)
    if one is None or other is None or one.value is None or other.value is None or desired not in (UP, DOWN):
        return None
    shapes = ("figure", "bound")
    if one.value.shape not in shapes or other.value.shape not in shapes or not are_comparable(indicator, one, other):
        return None
    if one.value.low is None or other.value.low is None:
        return None
    first, second = one.value.low.value, other.value.low.value
    return first < second if desired == UP else first > second
