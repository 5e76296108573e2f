"""Budgeten är en annan än i planen.

Vad: En tabell säger med `planbudget:` vilken av planens tabeller budgeten kommer från. På rader med samma id är budgeten en annan än planens, mer än planens decimaler kan förklara. Det är en upplysning med båda siffrorna, en för varje tabell.

Varför: Läsaren av verksamhetsberättelsen jämför med den budget som nämnden beslutade. Har den ändrats under året ska det synas.

Fel:

    # 2021-12/ekonomi.yaml; i plan/budget.yaml är kansliets budget -396
    planbudget: driftbudget
    tabell: |
      | Belopp i mnkr             | [utfall] Utfall 2021 | [budget] Budget 2021 |
      | ---
      | [kansliet] Regionkansliet |               -267,7 |               -382,8 |

Rätt: Kontrollera att ändringen är beslutad. Är siffran fel, rätta den.
"""

from __future__ import annotations

from collections.abc import Iterator

from vbgen.boardyear import Data
from vbgen.findings import Finding
from vbgen.model.numbers import Figure
from vbgen.rules.arithmetic import engines, short
from vbgen.tables.engine import BadReference, Engine

CODE = "VB402"
BUDGET = "budget"  # the column, in both tables


def check(data: Data) -> Iterator[Finding]:
    """The budget of a follow-up against the plan's, one finding for each table."""
    for engine in engines(data):
        try:
            plan = engine.plan_budget()
        except BadReference:
            continue  # VB201
        if plan is None:
            continue
        changed = [f"{label} {was.show()} → {now.show()}" for label, was, now in _changed(engine, plan)]
        if changed:
            message = f'tabellen "{engine.table.id}": budgeten är en annan än i planen: {"; ".join(changed)}'
            yield Finding(CODE, "info", engine.table.place.below("planbudget"), message, owner=engine.table.place)


def _changed(engine: Engine, plan: Engine) -> Iterator[tuple[str, Figure, Figure]]:
    """Rows of the same id whose stated budgets differ at the coarser precision: label, the plan's figure, this one."""
    here, there = engine.table.column_ids.get(BUDGET), plan.table.column_ids.get(BUDGET)
    if here is None or there is None:
        return
    for row_id, index in engine.table.row_ids.items():
        if row_id not in plan.table.row_ids:
            continue
        row = engine.table.rows[index]
        now, was = row.cells[here].figure, plan.table.rows[plan.table.row_ids[row_id]].cells[there].figure
        if now is not None and was is not None and abs(now.value - was.value) > max(now.half_unit, was.half_unit):
            yield short(row.label), was, now
