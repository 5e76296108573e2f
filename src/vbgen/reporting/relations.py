"""What was checked, as a table for people and as data for programs (`validate --summary`)."""

from __future__ import annotations

from typing import Any

from vbgen.analysis.equations import KINDS
from vbgen.analysis.relation_outcomes import Checks

HEAD = ("Dokument", "Slag", "Prövade", "Håller", "Avrundning", "En enhet", "Noterade", "Fel", "Går inte att pröva")
COUNTS = ("tried", "held", "rounded", "near", "acknowledged", "wrong", "untested")


def text(checks: list[Checks], figures: int) -> str:
    """A line for each document and kind, a line for all; then the tables that nothing checks. `figures`: how many were tried."""
    from tabulate import tabulate

    lines: list[list[str | int]] = []
    total = [0] * len(COUNTS)
    for one in checks:
        for outcome in one.outcomes:
            counts = [getattr(outcome, name) for name in COUNTS]
            total = [a + b for a, b in zip(total, counts, strict=True)]
            lines.append([one.document, KINDS[outcome.kind].words, *counts])
    out = tabulate([*lines, ["Alla", "", *total]], headers=HEAD)
    out += f"\n\nPrövade samband: {total[0]}. Prövade siffror: {figures}; en siffra kan stå i flera samband."
    without = [f"  {one.document}: {', '.join(one.without)}" for one in checks if one.without]
    if without:
        out += "\n\nTabeller med siffror men utan samband som prövas:\n" + "\n".join(without)
    return out


def data(checks: list[Checks]) -> list[dict[str, Any]]:
    """The same for programs."""
    return [
        {
            "document": one.document,
            "relations": [
                {"kind": outcome.kind, **{name: getattr(outcome, name) for name in COUNTS}} for outcome in one.outcomes
            ],
            "tables_without_relations": list(one.without),
        }
        for one in checks
    ]
