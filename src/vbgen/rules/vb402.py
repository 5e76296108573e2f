"""Budgeten är en annan än i planen.

Vad: En tabell säger med `planbudget:` vilken av planens tabeller budgeten kommer från. På rader med samma id är budgeten en annan än planens, mer än planens decimaler kan förklara. Det är en upplysning med båda siffrorna, en för varje tabell. En summa nämns bara om raderna inte förklarar att den ändrats. Rader som `budgetbeslut:` förklarar helt blir noterade med beslutet. Räcker besluten inte är det en varning som säger vad som är kvar att förklara.

Varför: Läsaren av verksamhetsberättelsen jämför med den budget som nämnden beslutade. Har den ändrats under året ska det synas, och av vem.

Fel:

    # 2021-12/ekonomi.yaml; i plan/budget.yaml är kansliets budget -396
    planbudget: driftbudget
    tabell: |
      | Belopp i mnkr             | [utfall] Utfall 2021 | [budget] Budget 2021 |
      | ---
      | [kansliet] Regionkansliet |               -267,7 |               -382,8 |

Rätt: Kontrollera att ändringen är beslutad, och skriv beslutet. Är siffran fel, rätta den.

    budgetbeslut:
      - datum: 2021-06-14
        organ: Regionfullmäktige
        paragraf: § 45
        skäl: Sänkt internränta
        rader: {kansliet: "13,2"}
"""

from __future__ import annotations

from collections.abc import Iterator

from vbgen.analysis.budget_changes import Change, changes, plan_of
from vbgen.findings import Finding
from vbgen.reportset.context import Context
from vbgen.tables.evaluation import Evaluation

CODE = "VB402"


def check(context: Context) -> Iterator[Finding]:
    """The budget of a follow-up against the plan's: a finding for each table, and one for what decisions explain."""
    for evaluation in context.evaluations():
        plan = plan_of(context, evaluation)
        if plan is not None:
            changed = [change for change in changes(context, evaluation, plan) if change.differs]
            yield from _explained(evaluation, [change for change in changed if change.bridged])
            if _readable(context, evaluation):
                yield from _open(evaluation, [change for change in changed if not change.bridged])


def _readable(context: Context, evaluation: Evaluation) -> bool:
    """All decisions say what they change: otherwise what is left to explain is not known."""
    rows = [row for decision in evaluation.table.source.budget_decisions for row in decision.rows]
    return evaluation.table.place.file not in context.data.broken and all(
        row in evaluation.table.row_ids for row in rows
    )


def _open(evaluation: Evaluation, changed: list[Change]) -> Iterator[Finding]:
    if not changed:
        return
    decided = bool(evaluation.table.source.budget_decisions)
    rows = [_row(change, rest=decided) for change in changed]
    hint = "är ändringen beslutad, skriv beslutet under budgetbeslut:"
    if decided:
        hint = "rätta beloppen i budgetbeslut:, eller lägg till beslutet som saknas"
    place = evaluation.table.place.below("planbudget")
    yield Finding(
        CODE, "warning" if decided else "info", place, _told(evaluation, rows), hint, owner=evaluation.table.place
    )


def _explained(evaluation: Evaluation, changed: list[Change]) -> Iterator[Finding]:
    """What decisions bridge is known and explained, as if it were `noterat`."""
    if not changed:
        return
    named = {change.row for change in changed}
    decisions = [one.because(one.reason) for one in evaluation.table.source.budget_decisions if named & set(one.rows)]
    message = _told(evaluation, [_row(change) for change in changed])
    place = evaluation.table.place.below("budgetbeslut")
    finding = Finding(CODE, "info", place, message, owner=evaluation.table.place)
    yield finding.explained("; ".join(decisions))


def _told(evaluation: Evaluation, rows: list[str]) -> str:
    return f'tabellen "{evaluation.table.id}": budgeten är en annan än i planen: {"; ".join(rows)}'


def _row(change: Change, *, rest: bool = False) -> str:
    assert change.now is not None
    left = f" (kvar att förklara: {change.rest.show()})" if rest else ""
    return f"{change.label} {change.was.show()} → {change.now.show()}{left}"
