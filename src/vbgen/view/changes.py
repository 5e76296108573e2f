"""How an item differs from what was planned, in words: `tillkommen`, `utgår`, `ersätts av` …"""

from __future__ import annotations

from vbgen.model.items import Item, Linked, Reasoned
from vbgen.reportset.data import KINDS, Chain
from vbgen.view.blocks import Paragraph, Span

NO_REASON = "anges inte i källan"


def chain_words(chain: Chain, item: Item) -> tuple[Paragraph, ...]:
    """How an item differs from what was planned, and why (`tillkommen`, `utgår`, `ersätts av` …)."""
    return tuple(
        Paragraph((Span(words + why(reasoned), "emphasis"),), "note") for words, reasoned in changes(chain, item)
    )


def changes(chain: Chain, item: Item) -> list[tuple[str, Reasoned]]:
    """How an item differs from what was planned, in words, with the reason and the decision."""
    found: list[tuple[str, Reasoned]] = []
    for change, reasoned in item.plan_changes():
        words = change.words
        if isinstance(reasoned, Linked):
            words += f" {', '.join(_named(chain, item, name) for name in reasoned.ids)}"
        found.append((words, reasoned))
    return found


def _named(chain: Chain, item: Item, item_id: str) -> str:
    """The name of another item of the same kind; what is none is the name of a document."""
    origin = chain.origin(KINDS[type(item)], item_id)
    return f"”{origin.item.name}”" if origin is not None and origin.item.name else item_id


def why(reasoned: Reasoned) -> str:
    """The reason and decision, as far as they are known."""
    reason = "" if reasoned.reason == NO_REASON else f": {reasoned.reason}"
    return reason + (f" ({reasoned.decided})" if reasoned.decided else "")
