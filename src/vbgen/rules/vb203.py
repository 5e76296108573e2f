"""Något följs upp men är aldrig planerat.

Vad: Uppföljningen har ett mål, en indikator, ett uppdrag … som varken finns i gemensamt.yaml, planen eller en tidigare uppföljning, och som inte är märkt som tillkommet. Är det märkt, med `tillkommen:` eller `ersätter:`, är fyndet noterat med det skäl som står där.

Varför: Det som nämnden beslutat ska följas upp, varken mer eller mindre. Det som tillkommit under året ska synas som det.

Fel:

    # 2021-12/mal.yaml
    uppdrag:
      - id: ny-utredning
        namn: Att utreda …

Rätt: Planera det i plan/mal.yaml, eller märk det:

    uppdrag:
      - id: ny-utredning
        namn: Att utreda …
        tillkommen: {skäl: Beslut i regionstyrelsen under året}
"""

from __future__ import annotations

from collections.abc import Iterator

from vbgen.findings import Finding
from vbgen.model.items import Linked
from vbgen.reportset.context import Context
from vbgen.reportset.data import DocumentData, LocatedItem
from vbgen.wording import agreeing

CODE = "VB203"


def check(context: Context) -> Iterator[Finding]:
    """Items of follow-ups that no earlier document introduced."""
    for unit in context.data.units.values():
        known, planned = set(context.chain(unit).shared), False
        for document in unit.documents.values():
            marked = _named_by_others(document)
            for located in document.items() if not document.is_plan else ():
                item = located.item
                if (located.kind, item.id) in known or (located.kind, item.id) in marked:
                    continue
                if context.data.unreadable or item.id in context.data.holes:
                    continue
                why = item.added or item.replaces
                if why is None and item.name is not None and not planned:
                    continue  # there is no plan in the data to have forgotten it
                if why is None:
                    yield _finding(located)
                else:
                    message = f'{located.kind} "{item.id}" följs upp men fanns inte i planen'
                    yield _finding(located)._replace(message=message).explained(why.explanation)
            known.update(
                (located.kind, located.item.id) for located in document.items() if located.item.name is not None
            )
            planned = planned or document.is_plan


def _finding(located: LocatedItem) -> Finding:
    planned = agreeing(located.kind, "planerad eller märkt som tillkommen", "planerat eller märkt som tillkommet")
    message = f'{located.kind} "{located.item.id}" följs upp men är varken {planned}'
    hint = "rätta id:t, planera den i plan/, eller ge den namn: och tillkommen: {skäl: …}"
    return Finding(CODE, "error", located.place.below("id"), message, hint, owner=located.place)


def _named_by_others(document: DocumentData) -> set[tuple[str, str]]:
    """What planned items were split into or replaced by."""
    return {
        (located.kind, name)
        for located in document.items()
        for change, link in located.item.plan_changes()
        if change.leaves and change.names_items and isinstance(link, Linked)
        for name in link.ids
    }
