"""Något är planerat men följs inte upp.

Vad: Ett mål, en indikator, ett uppdrag, en aktivitet eller åtgärd som planen har finns inte i verksamhetsberättelsen. Saknas allt i ett område eller mål är det ett fynd för området eller målet. Säger uppföljningen vad som hänt med det är fyndet noterat med det skäl som står där.

Varför: Det som nämnden beslutat ska följas upp. Det som tyst försvinner är det som revisorn frågar efter.

Fel:

    # plan/mal.yaml; i 2021-12/mal.yaml står inget om uppdraget
    uppdrag:
      - id: intern-handlingsplan
        namn: Att ta fram en intern handlingsplan

Rätt: Följ upp det, eller säg vad som hänt med det: `utgår:`, `ersätts av:`, `delad i:`, `överförd till:` eller `redovisas i:` med skäl. Säger källan inget, notera det i uppföljningens dokument.yaml: `noterat: - {vid: intern-handlingsplan, kod: VB401, skäl: anges inte i källan}`.
"""

from __future__ import annotations

from collections.abc import Iterator

from vbgen.findings import Finding
from vbgen.model.items import PLAN_CHANGES, Linked
from vbgen.reportset.context import Context
from vbgen.reportset.data import DocumentData, LocatedItem
from vbgen.reportset.followup import find_passed_over
from vbgen.wording import inflect, join_words

CODE = "VB401"


def check(context: Context) -> Iterator[Finding]:
    """Items of earlier documents that an annual report passes over."""
    for unit in context.data.units.values():
        earlier: list[DocumentData] = []
        for document in unit.documents.values():
            if document.is_annual_report and context.data.is_whole(document):
                for located, inside in find_passed_over(document, earlier):
                    if located.item.id not in context.data.unloaded_ids:
                        yield _build_finding(document, located, inside)
            if not document.is_plan:
                yield from _report_explained(document, earlier)
            earlier.append(document)


def _report_explained(document: DocumentData, earlier: list[DocumentData]) -> Iterator[Finding]:
    """Report planned items that, with a reason, are followed up no more or elsewhere."""
    planned = {(located.kind, located.item.id) for earlier_document in earlier for located in earlier_document.items()}
    for located in document.items():
        for change, reasoned in located.item.plan_changes() if (located.kind, located.item.id) in planned else ():
            if change.is_removal:
                successors = f" {', '.join(reasoned.ids)}" if isinstance(reasoned, Linked) else ""
                message = f'{located.kind} "{located.item.id}" följs inte upp här, {change.key}{successors}'
                place = located.place.child(change.key)
                finding = Finding(CODE, "warning", place, message, owner=located.place)
                yield finding.acknowledge(reasoned.explanation)


def _build_finding(document: DocumentData, located: LocatedItem, inside: int) -> Finding:
    item = located.item
    subject = f'{located.kind} "{item.id}"' + (f" (med {inside} som hör till)" if inside else "")
    message = f"{subject} är {inflect(located.kind, 'planerad', 'planerat')} men följs inte upp i {document.path}"
    hint = f"följ upp, eller säg {join_words([f'{change.key}:' for change in PLAN_CHANGES if change.is_removal], 'eller')} med skäl"
    place = located.place.child("id")
    return Finding(CODE, "warning", place, message, hint, address=item.id, owner=document.place)
