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

from vbgen.analysis.budget_changes import Change, find_changes, find_plan
from vbgen.findings import Finding
from vbgen.reportset.context import Context
from vbgen.tables.evaluation import Evaluation

CODE = "VB402"


def check(context: Context) -> Iterator[Finding]:
    """The budget of a follow-up against the plan's: a finding for each table, and one for what decisions explain."""
    for evaluation in context.evaluations():
        plan = find_plan(context, evaluation)
        if plan is not None:
            differing = [change for change in find_changes(context, evaluation, plan) if change.differs]
            yield from _report_explained(evaluation, [change for change in differing if change.is_bridged])
            if _is_readable(context, evaluation):
                yield from _report_unexplained(evaluation, [change for change in differing if not change.is_bridged])


def _is_readable(context: Context, evaluation: Evaluation) -> bool:
    """Tell whether all decisions name their rows: otherwise the remainder to explain is not known."""
    rows = [row for decision in evaluation.table.source.budget_decisions for row in decision.rows]
    return evaluation.table.place.file not in context.data.broken_files and all(
        row in evaluation.table.row_ids for row in rows
    )


def _report_unexplained(evaluation: Evaluation, unexplained: list[Change]) -> Iterator[Finding]:
    if not unexplained:
        return
    has_decisions = bool(evaluation.table.source.budget_decisions)
    rows = [_format_row(change, rest=has_decisions) for change in unexplained]
    hint = "är ändringen beslutad, skriv beslutet under budgetbeslut:"
    if has_decisions:
        hint = "rätta beloppen i budgetbeslut:, eller lägg till beslutet som saknas"
    place = evaluation.table.place.child("planbudget")
    yield Finding(
        CODE,
        "warning" if has_decisions else "info",
        place,
        _format_message(evaluation, rows),
        hint,
        owner=evaluation.table.place,
    )


def _report_explained(evaluation: Evaluation, bridged: list[Change]) -> Iterator[Finding]:
    """Report changes that decisions bridge: acknowledged, as if by `noterat`."""
    if not bridged:
        return
    bridged_rows = {change.row for change in bridged}
    reasons = [
        decision.explain(decision.reason)
        for decision in evaluation.table.source.budget_decisions
        if bridged_rows & set(decision.rows)
    ]
    message = _format_message(evaluation, [_format_row(change) for change in bridged])
    place = evaluation.table.place.child("budgetbeslut")
    finding = Finding(CODE, "info", place, message, owner=evaluation.table.place)
    yield finding.acknowledge("; ".join(reasons))


def _format_message(evaluation: Evaluation, rows: list[str]) -> str:
    return f'tabellen "{evaluation.table.id}": budgeten är en annan än i planen: {"; ".join(rows)}'


def _format_row(change: Change, *, rest: bool = False) -> str:
    assert change.after is not None
    remainder = f" (kvar att förklara: {change.rest.show()})" if rest else ""
    return f"{change.label} {change.before.show()} → {change.after.show()}{remainder}"
