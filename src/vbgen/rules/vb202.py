"""Ett id står två gånger.

Vad: Två mål, indikatorer, uppdrag, risker … i samma dokument har samma id, eller två texter, tabeller, rader eller kolumner heter likadant.

Varför: En hänvisning till id:t kan inte veta vilken som menas, och den ena skulle tyst ersätta den andra.

Fel:

    mål:
      - id: effektmal-1
        namn: Länets invånare har en god hälsa.
      - id: effektmal-1
        namn: Länets invånare får god vård.

Rätt: Ge den ena ett eget id.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from vbgen.findings import Finding
from vbgen.reportset.context import Context
from vbgen.reportset.data import LocatedItem

CODE = "VB202"


def check(context: Context) -> Iterator[Finding]:
    """Items of one kind with the same id in one document (or in gemensamt.yaml)."""
    for shared in context.data.shared.values():
        yield from _find_duplicates(shared.items())
    for document in context.data.documents():
        yield from _find_duplicates(document.items())


def _find_duplicates(items: Iterable[LocatedItem]) -> Iterator[Finding]:
    first_items: dict[tuple[str, str], LocatedItem] = {}
    for located in items:
        key = (located.kind, located.item.id)
        if key in first_items:
            message = f'{located.kind} "{located.item.id}" står två gånger i dokumentet'
            yield Finding(
                CODE,
                "error",
                located.place.child("id"),
                message,
                f"ge den ett eget id; den första: {first_items[key].place.dotted_path}",
            )
        else:
            first_items[key] = located
