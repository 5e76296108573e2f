"""En förklaring förklarar inget.

Vad: `budgetbeslut:` nämner en rad vars budget är planens, eller står på en tabell som inte jämförs med planen. Eller `omräknat:` står på en tabell vars siffror för föregående år är desamma som i förra årets dokument, eller som inte har några sådana. Eller `tillkommen:` står på något som var planerat, eller `lydelse:` är den antagna ordalydelsen.

Varför: En förklaring som ligger kvar skulle dölja nästa skillnad på samma ställe. Antingen är siffran fel eller beslutet.

Fel:

    # i plan/budget.yaml är kansliets budget -396
    planbudget: driftbudget
    budgetbeslut:
      - {datum: 2021-06-14, skäl: Sänkt internränta, rader: {kansliet: "13,2"}}
    tabell: |
      | Belopp i mnkr             | [budget] Budget 2021 |
      | ---
      | [kansliet] Regionkansliet |                 -396 |

Rätt: Rätta siffran, eller ta bort förklaringen.
"""

from __future__ import annotations

from collections.abc import Iterator

from vbgen.analysis.budget_changes import Change, find_changes, find_plan
from vbgen.analysis.last_year import compare, find_follow_up_tables
from vbgen.findings import Finding, Place
from vbgen.reportset.context import Context
from vbgen.reportset.data import DocumentData, LocatedItem
from vbgen.tables.evaluation import Evaluation

CODE = "VB409"


def check(context: Context) -> Iterator[Finding]:
    """Decisions that explain no change of a budget, restatements of figures that are the same, marks of items that are idle."""
    for evaluation in context.evaluations():
        if evaluation.table.place.file not in context.data.broken_files:
            yield from _check_decisions(context, evaluation)
    yield from _check_items(context)
    for document, evaluation in find_follow_up_tables(context):
        if evaluation.table.source.restated is not None:
            yield from _check_restated(context, document, evaluation)


def _check_items(context: Context) -> Iterator[Finding]:
    """Check `tillkommen` of planned items, and `lydelse` that is the adopted one."""
    for document in context.data.documents():
        chain = context.chain(context.data.find_unit(document))
        for located in document.items():
            item, origin = located.item, chain.origin(located.kind, located.item.id)
            planned = origin is not None and origin.item is not item
            if item.added is not None and planned and origin is not None:
                message = (
                    f'{located.kind} "{item.id}": tillkommen: förklarar inget, det finns redan i {origin.place.file}'
                )
                yield _report_idle(located, "tillkommen", message)
            if item.rewording is not None and (origin is None or origin.item.name == item.rewording.text):
                message = f'{located.kind} "{item.id}": lydelse: förklarar inget, ordalydelsen är den antagna'
                yield _report_idle(located, "lydelse", message)


def _report_idle(located: LocatedItem, key: str, message: str) -> Finding:
    place = Place(located.place.file, (*located.place.path, key), on_key=True)
    return Finding(CODE, "error", place, message, f"ta bort {key}:", owner=located.place)


def _check_restated(context: Context, document: DocumentData, evaluation: Evaluation) -> Iterator[Finding]:
    comparisons = list(compare(context, document, evaluation))
    message = None
    if not any(column.spec.last_year_of is not None for column in evaluation.table.columns):
        message = "omräknat: förklarar inget: ingen kolumn har föregående års siffror"
    elif comparisons and not any(comparison.differs for comparison in comparisons):
        message = f"omräknat: förklarar inget: siffrorna är desamma som i {comparisons[0].document.path}"
    if message is not None:
        yield _build_finding(
            evaluation, evaluation.table.place.child("omräknat"), message, "ta bort omräknat:, eller rätta siffrorna"
        )


def _check_decisions(context: Context, evaluation: Evaluation) -> Iterator[Finding]:
    source, place = evaluation.table.source, evaluation.table.place.child("budgetbeslut")
    if source.budget_decisions and source.plan_budget is None:
        message = "budgetbeslut: förklarar inget: tabellen jämförs inte med planen"
        hint = "säg vilken av planens tabeller budgeten kommer från: planbudget: …"
        yield _build_finding(evaluation, Place(place.file, place.path, on_key=True), message, hint)
        return
    for index, decision in enumerate(source.budget_decisions):
        if not decision.rows:
            yield _build_finding(evaluation, place.child(index, "rader"), "beslutet nämner ingen rad", "ta bort det")
    plan = find_plan(context, evaluation) if source.budget_decisions else None
    for change in find_changes(context, evaluation, plan) if plan is not None else ():
        if not change.differs and not change.is_bridged:
            index = next(i for i, decision in enumerate(source.budget_decisions) if change.row in decision.rows)
            row_place = Place(place.file, (*place.path, index, "rader", change.row), on_key=True)
            hint = "rätta budgeten, eller ta bort raden ur beslutet"
            yield _build_finding(evaluation, row_place, _describe_idle_decision(change), hint, change.row)


def _describe_idle_decision(change: Change) -> str:
    budget = "har ingen budget" if change.after is None else f"har planens budget, {change.before.show()}"
    return f'beslutet förklarar inget: raden "{change.label}" {budget}'


def _build_finding(evaluation: Evaluation, place: Place, message: str, hint: str, row: str | None = None) -> Finding:
    sentence = f'tabellen "{evaluation.table.id}": {message}'
    return Finding(CODE, "error", place, sentence, hint, address=row, owner=evaluation.table.place)
