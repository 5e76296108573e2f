"""Findings that the data explain themselves: they stay in every list, acknowledged, with the reason and the decision."""

from __future__ import annotations

from vbgen.findings import Finding
from vbgen.model.base import Decision
from vbgen.model.items import Reasoned


def explained(finding: Finding, why: Reasoned) -> Finding:
    """The finding, known by the reason that an item or a table gives."""
    return finding._replace(acknowledged=True, reason=because(why.reason, why.decision))


def because(reason: str, decision: Decision | None) -> str:
    """A reason, with the decision before it as far as that is known: `2024-06-11 § 38: sänkt internränta`."""
    if decision is None:
        return reason
    date = decision.date.isoformat() if decision.date is not None else None
    words = [word for word in (decision.body, date, decision.paragraph, decision.number) if word]
    return f"{' '.join(words)}: {reason}" if words else reason
