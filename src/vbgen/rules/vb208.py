"""Regeln i vbgen.yaml finns inte eller kan inte sänkas.

Vad: Under `regler:` står en kod som inte finns, eller en regel om filernas form och hänvisningar (VB1xx och VB2xx). Bara regler om innehållet, från VB300, kan sänkas eller noteras för hela organisationen.

Varför: En felstavad kod skulle se ut som en inställning utan att vara det. Och är en fil fel läst går det inte att lita på något annat i den.

Fel:

    regler:
      VB42: {skäl: budgeten ändras varje månad}

Rätt: Skriv en kod eller början på en: `VB402` eller `VB4`. `vbgen explain` listar dem.
"""

from __future__ import annotations

from collections.abc import Iterator

from vbgen.findings import Finding
from vbgen.reportset.context import Context
from vbgen.rules.registry import FIRST_OF_CONTENT, is_known_prefix

CODE = "VB208"


def check(context: Context) -> Iterator[Finding]:
    """The keys of `regler` in vbgen.yaml."""
    for code in context.data.organisation.rules:
        place = context.data.organisation_place.child("regler", code)._replace(on_key=True)
        if not is_known_prefix(code):
            hint = "vbgen explain listar koderna; början på en kod går också bra, t.ex. VB4"
            yield Finding(CODE, "error", place, f'regeln "{code}" finns inte', hint)
        elif code < FIRST_OF_CONTENT:
            hint = "rätta det som regeln hittar, det går inte att bortse från"
            yield Finding(CODE, "error", place, f'regeln "{code}" kan inte sänkas eller noteras', hint)
