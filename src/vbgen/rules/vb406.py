"""Nämndens plan tar inte upp det som gäller nämnden.

Vad: Ett mål, uppdrag, en risk eller åtgärd i gemensamt.yaml säger med `nämnder:` vilka nämnder den gäller (eller `alla`), men en sådan nämnds plan har ingen post med samma id och inget mål under den (`överordnat:`). Planer i enheternas bilagor räknas med. Det som saknar `nämnder:` prövas inte. Med `alla` prövas risker och åtgärder bara mot planer med intern kontroll, mål och uppdrag bara mot planer med mal.yaml. Står `nämnder:` någon annanstans än i gemensamt.yaml är det också ett fynd: där gör det inget.

Varför: Fullmäktiges mål och regionövergripande åtgärder blir gjorda bara om nämnderna tar upp dem.

Fel:

    # data/2021/gemensamt.yaml; regionstyrelsens plan har inte målet
    mål:
      - {id: effektmal-2, namn: Patienterna får vård i tid, nämnder: [regionstyrelsen]}

Rätt: Ta upp det i planen med samma id, eller rätta `nämnder:`. Är det utelämnat med avsikt, notera det i planens dokument.yaml: `noterat: - {kod: VB406, skäl: …}`.
"""

from __future__ import annotations

from collections.abc import Iterator

from vbgen.findings import Finding
from vbgen.model.control import Measure, Risk
from vbgen.model.items import Goal
from vbgen.reportset.context import Context
from vbgen.reportset.data import DocumentData, LocatedItem, Shared, Unit
from vbgen.reportset.followup import find_meant

CODE = "VB406"
ALL = "alla"


def check(context: Context) -> Iterator[Finding]:
    """Shared items that plans of their boards leave out, and `nämnder:` where it means nothing."""
    for document in context.data.documents():
        yield from _report_misplaced(document)
    for unit in context.data.units.values():
        shared, plan = context.data.shared.get(unit.year), unit.plan
        if shared is None or plan is None or plan.info.recreated_from is not None:
            continue
        plans = [plan, *context.data.appendix_plans(unit)]
        if all(context.data.is_whole(plan_or_appendix) for plan_or_appendix in plans):
            yield from _report_left_out(shared, unit, plans)


def _report_left_out(shared: Shared, unit: Unit, plans: list[DocumentData]) -> Iterator[Finding]:
    """Report all that a board's plan (the first) and its appendices leave out, as one finding."""
    included = {(located.kind, located.item.id) for plan in plans for located in plan.items()}
    shared_items = {(located.kind, located.item.id): located for located in shared.items()}
    for plan in plans:
        included |= find_meant(plan, shared_items)
        for located in plan.items():
            if isinstance(located.item, Goal) and located.item.parent is not None:
                included.add((located.kind, located.item.parent))
    missing = [
        f'{located.kind} "{located.item.id}"'
        for key, located in shared_items.items()
        if _is_meant_for(located, unit, plans[0]) and key not in included
    ]
    if missing:
        message = f"planen tar inte upp det som enligt {shared.path} gäller {unit.id}: {', '.join(missing)}"
        hint = "ta upp det i planen med samma id, eller rätta nämnder: i gemensamt.yaml"
        yield Finding(CODE, "warning", plans[0].place, message, hint, owner=plans[0].place)


def _is_meant_for(located: LocatedItem, unit: Unit, plan: DocumentData) -> bool:
    if unit.id in located.item.boards:
        return True
    file = plan.control if isinstance(located.item, Risk | Measure) else plan.goals
    return ALL in located.item.boards and unit.is_board and file is not None


def _report_misplaced(document: DocumentData) -> Iterator[Finding]:
    for located in document.items():
        if located.item.boards:
            place = located.place.child("nämnder")
            message = f'{located.kind} "{located.item.id}": nämnder: gör inget här'
            hint = "nämnder: hör hemma i gemensamt.yaml; ta bort det här"
            yield Finding(CODE, "warning", place, message, hint, owner=located.place)
