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
from vbgen.wording import inflect

CODE = "VB203"


def check(context: Context) -> Iterator[Finding]:
    """Items of follow-ups that no earlier document introduced."""
    for unit in context.data.units.values():
        known_keys, has_plan = set(context.chain(unit).shared_keys), False
        for document in unit.documents.values():
            successors = _list_successors(document)
            for located in document.items() if not document.is_plan else ():
                item = located.item
                if (located.kind, item.id) in known_keys or (located.kind, item.id) in successors:
                    continue
                if context.data.has_unreadable_file or item.id in context.data.unloaded_ids:
                    continue
                reasoned = item.added or item.replaces
                if reasoned is None and item.name is not None and not has_plan:
                    continue  # there is no plan in the data to have forgotten it
                if reasoned is None:
                    yield _build_finding(located)
                else:
                    message = f'{located.kind} "{item.id}" följs upp men fanns inte i planen'
                    yield _build_finding(located)._replace(message=message).acknowledge(reasoned.explanation)
            known_keys.update(
                (located.kind, located.item.id) for located in document.items() if located.item.name is not None
            )
            has_plan = has_plan or document.is_plan


def _build_finding(located: LocatedItem) -> Finding:
    participles = inflect(located.kind, "planerad eller märkt som tillkommen", "planerat eller märkt som tillkommet")
    message = f'{located.kind} "{located.item.id}" följs upp men är varken {participles}'
    hint = "rätta id:t, planera den i plan/, eller ge den namn: och tillkommen: {skäl: …}"
    return Finding(CODE, "error", located.place.child("id"), message, hint, owner=located.place)


def _list_successors(document: DocumentData) -> set[tuple[str, str]]:
    """List the items that planned items were split into or replaced by."""
    return {
        (located.kind, name)
        for located in document.items()
        for change, link in located.item.plan_changes()
        if change.is_removal and change.has_item_ids and isinstance(link, Linked)
        for name in link.ids
    }
