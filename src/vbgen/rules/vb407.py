"""Något är överfört till en plan som inte har det.

Vad: `överförd till:` nämner ett år eller en nämnd, eller båda, men den planen har ingen post med samma id (eller med ett annat id som också nämns). Nämns ingen nämnd menas den egna, nämns inget år menas nästa. Det prövas bara när planen finns i arbetsytan. Den nämnd som tar över kan också ha posten i någon av årets handlingar.

Varför: Överfört betyder att någon annan fortsätter. Finns det ingenstans är det i praktiken nedlagt.

Fel:

    # data/2021/regionstyrelsen/2021-12/mal.yaml; data/2022/regionstyrelsen/plan/mal.yaml har inte uppdraget
    uppdrag:
      - id: bredband
        överförd till: {id: 2022, skäl: Arbetet fortsätter}

Rätt: Ta med posten i planen. Heter den något annat där, nämn det också: `överförd till: {id: [2022, bredband-landsbygd], skäl: …}`. Är den struken med avsikt, notera det på posten: `noterat: - {kod: VB407, skäl: …}`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from vbgen.findings import Finding
from vbgen.reportset.context import Context
from vbgen.reportset.data import DocumentData, LocatedItem, Unit

CODE = "VB407"


def check(context: Context) -> Iterator[Finding]:
    """Items that were carried over to a plan which lacks them; the last document that says so counts."""
    for unit in context.data.units.values():
        carried: dict[tuple[str, str], LocatedItem] = {}
        for document in unit.documents.values():
            for located in document.items():
                if located.item.moved_to is not None:
                    carried[located.kind, located.item.id] = located
        for located in carried.values():
            for plan in _find_plans_without(context, unit, located):
                message = f'{located.kind} "{located.item.id}" skulle föras över till {plan.path} men finns inte där'
                hint = "ta med posten i planen; heter den något annat där, nämn det id:t också under överförd till:"
                place = located.place.child("överförd till")
                yield Finding(CODE, "warning", place, message, hint, owner=located.place)


def _find_plans_without(context: Context, unit: Unit, located: LocatedItem) -> Iterator[DocumentData]:
    """Find the plans that an item was carried over to and that lack it. Names that are neither year nor unit may be ids there."""
    names = located.item.moved_to.ids if located.item.moved_to is not None else ()
    years = [int(name) for name in names if re.fullmatch(r"(19|20|21)\d{2}", name)]
    units = [name for name in names if any((unit.year + later, name) in context.data.units for later in (0, 1))]
    if not years and not units:
        return
    ids = {located.item.id, *names}
    for year in years or [unit.year + 1]:
        for name in units or [unit.id]:
            receiver = context.data.units.get((year, name))
            plan = receiver.plan if receiver is not None else None
            if (
                plan is None
                or year <= unit.year
                or plan.info.recreated_from is not None
                or not context.data.is_whole(plan)
            ):
                continue
            current_unit = context.data.units.get((unit.year, name))
            others = list(current_unit.documents.values()) if current_unit is not None and name != unit.id else []
            others += context.data.appendix_plans(receiver) if receiver is not None else []
            if not ids & _list_ids(context, [plan, *others]) and located.item.id not in context.data.unloaded_ids:
                yield plan


def _list_ids(context: Context, documents: list[DocumentData]) -> set[str]:
    """List the ids of the items of documents, of items that they replace, and of items that their years share."""
    ids: set[str] = set()
    for document in documents:
        shared = context.data.shared.get(document.year)
        for located in (*document.items(), *(shared.items() if shared is not None else ())):
            ids.add(located.item.id)
            ids.update(located.item.replaces.ids if located.item.replaces is not None else ())
    return ids
