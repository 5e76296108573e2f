"""En hänvisning går i ring.

Vad: En formel räknas till slut från sig själv, eller ett mål är överordnat sig självt.

Varför: En sådan siffra går inte att räkna, och ett sådant mål har ingen plats.

Fel:

    kolumner:
      a: {formel: b + c}
      b: {formel: a - c}

Rätt: Bryt ringen: ange en av siffrorna, eller ta bort en av formlerna.
"""

from __future__ import annotations

from collections.abc import Iterator

from vbgen.findings import Finding
from vbgen.model.items import Goal
from vbgen.reportset.context import Context
from vbgen.reportset.data import LocatedItem

CODE = "VB210"


def check(context: Context) -> Iterator[Finding]:
    """Circles of formulas and of goals."""
    for evaluation in context.evaluations():
        for row, column in sorted(evaluation.find_circular())[:1]:
            table = evaluation.table
            message = f'tabellen "{table.id}": {table.format_address(row, column)} räknas från sig själv'
            yield Finding(
                CODE, "error", table.locate_cell(row, column), message, "ange siffran, eller ta bort en av formlerna"
            )
    for document in context.data.documents():
        goals = {located.item.id: located for located in document.items() if isinstance(located.item, Goal)}
        reported: set[str] = set()
        for located in goals.values():
            ring = _find_circle(located, goals)
            if ring and not reported & set(ring):
                reported.update(ring)
                message = f'målet "{located.item.id}" är överordnat sig självt'
                yield Finding(CODE, "error", located.place.child("överordnat"), message, "rätta överordnat:")


def _find_circle(start: LocatedItem, goals: dict[str, LocatedItem]) -> list[str]:
    """Return the ids of the ring that a goal stands in; empty if it stands in none."""
    goal, ring = start, [start.item.id]
    while isinstance(goal.item, Goal) and goal.item.parent in goals and len(ring) <= len(goals):
        goal = goals[goal.item.parent]
        if goal is start:
            return ring
        ring.append(goal.item.id)
    return []
