"""The relations tried, as a table for people and as data for programs (`validate --summary`)."""

from __future__ import annotations

from typing import Any

from vbgen.analysis.equations import KINDS
from vbgen.analysis.relation_outcomes import DocumentOutcomes

HEAD = ("Dokument", "Slag", "Prövade", "Håller", "Avrundning", "En enhet", "Noterade", "Fel", "Går inte att pröva")
COUNTS = ("tried", "held", "rounded", "near", "acknowledged", "wrong", "untested")


def format_text(checks: list[DocumentOutcomes], figures: int) -> str:
    """Return a line for each document and kind, a line for all; then the tables that nothing checks. `figures`: the number tried."""
    from tabulate import tabulate

    lines: list[list[str | int]] = []
    total = [0] * len(COUNTS)
    for document_checks in checks:
        for outcome in document_checks.outcomes:
            counts = [getattr(outcome, name) for name in COUNTS]
            total = [a + b for a, b in zip(total, counts, strict=True)]
            lines.append([document_checks.document, KINDS[outcome.kind].words, *counts])
    table = tabulate([*lines, ["Alla", "", *total]], headers=HEAD)
    table += f"\n\nPrövade samband: {total[0]}. Prövade siffror: {figures}; en siffra kan stå i flera samband."
    without = [
        f"  {document_checks.document}: {', '.join(document_checks.unrelated_tables)}"
        for document_checks in checks
        if document_checks.unrelated_tables
    ]
    if without:
        table += "\n\nTabeller med siffror men utan samband som prövas:\n" + "\n".join(without)
    return table


def format_data(checks: list[DocumentOutcomes]) -> list[dict[str, Any]]:
    """Return the same for programs."""
    return [
        {
            "document": document_checks.document,
            "relations": [
                {"kind": outcome.kind, **{name: getattr(outcome, name) for name in COUNTS}}
                for outcome in document_checks.outcomes
            ],
            "tables_without_relations": list(document_checks.unrelated_tables),
        }
        for document_checks in checks
    ]
