"""Ett namn sägs två gånger.

Vad: Ett mål, en indikator, ett uppdrag … har `namn:` fast det redan fick sitt namn i gemensamt.yaml, planen eller en tidigare uppföljning. En annan ordalydelse (`lydelse:`) är ett noterat fynd med sitt skäl.

Varför: Det beslutade namnet står på ett ställe. Skrivs det om i uppföljningen går det inte att se om ordalydelsen ändrats med avsikt.

Fel:

    # 2021-12/mal.yaml
    - id: effektmal-9
      namn: Länets invånare har tillgång till bra digitala tjänster.

Rätt: Ta bort `namn:`. Har dokumentet en annan ordalydelse, säg det:

    - id: effektmal-9
      lydelse: {text: Länets invånare har …, skäl: anges inte i källan}
"""

from __future__ import annotations

from collections.abc import Iterator

from vbgen.findings import Finding
from vbgen.reportset.context import Context

CODE = "VB204"


def check(context: Context) -> Iterator[Finding]:
    """Items that are named again."""
    for document in context.data.documents():
        chain = context.chain(context.data.find_unit(document))
        for located in document.items():
            origin, rewording = chain.origin(located.kind, located.item.id), located.item.rewording
            if origin is None or origin.item is located.item:
                continue
            if rewording is not None and rewording.text != origin.item.name:
                message = f'{located.kind} "{located.item.id}" har en annan ordalydelse än i {origin.place.file}'
                place = located.place.child("lydelse")
                finding = Finding(CODE, "warning", place, message, owner=located.place)
                yield finding.acknowledge(rewording.explanation)
            if located.item.name is None or origin.place.file == located.place.file:
                continue
            message = f'{located.kind} "{located.item.id}" har redan sitt namn i {origin.place.file}'
            hint = "ta bort namn:, eller skriv lydelse: {text: …, skäl: …} om ordalydelsen är en annan här"
            yield Finding(CODE, "error", located.place.child("namn"), message, hint)
