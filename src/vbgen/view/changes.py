"""Differences of items from the plan, in words: `tillkommen`, `utgår`, `ersätts av` …"""

from __future__ import annotations

from vbgen.model.items import Item, Linked, Reasoned
from vbgen.reportset.data import KINDS, Chain
from vbgen.view.blocks import Paragraph, Span

NO_REASON = "anges inte i källan"


def chain_words(chain: Chain, item: Item) -> tuple[Paragraph, ...]:
    """The differences of an item from the plan, and their reasons (`tillkommen`, `utgår`, `ersätts av` …)."""
    return tuple(
        Paragraph((Span(words + format_reason(reasoned), "emphasis"),), "note")
        for words, reasoned in list_changes(chain, item)
    )


def list_changes(chain: Chain, item: Item) -> list[tuple[str, Reasoned]]:
    """The differences of an item from the plan, in words, with the reason and the decision."""
    worded_changes: list[tuple[str, Reasoned]] = []
    for change, reasoned in item.plan_changes():
        words = change.words
        if isinstance(reasoned, Linked):
            words += f" {', '.join(_format_item_name(chain, item, name) for name in reasoned.ids)}"
        worded_changes.append((words, reasoned))
    return worded_changes


def _format_item_name(chain: Chain, item: Item, item_id: str) -> str:
    """Return the quoted name of an item of the same kind; an id without such an item is the name of a document."""
    origin = chain.origin(KINDS[type(item)], item_id)
    return f"”{origin.item.name}”" if origin is not None and origin.item.name else item_id


def format_reason(reasoned: Reasoned) -> str:
    """The reason and decision, as far as they are known."""
    reason = "" if reasoned.reason == NO_REASON else f": {reasoned.reason}"
    return reason + (f" ({reasoned.decision_text})" if reasoned.decision_text else "")
