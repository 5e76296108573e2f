"""Trenden går åt ett annat håll än siffrorna.

Vad: En indikators trend betyder bättre, men utfallet är sämre än det värde som står under `föregående:`, eller tvärtom. Det prövas bara när båda är tal av samma enhet och omfattning och riktningen är känd. Är de lika, eller betyder trenden oförändrat, sägs inget.

Varför: En pil åt fel håll vänder på slutsatsen.

Fel:

    - id: sjukfranvaro
      önskad: minska
      utfall: 6,2 %
      föregående: 5,8 %
      trend: förbättrats          # i vbgen.yaml: förbättrats: {…, innebär: bättre}

Rätt: Rätta trenden eller siffran. Jämför trenden med något annat än det föregående värdet, säg det i texten och notera.
"""

from __future__ import annotations

from collections.abc import Iterator

from vbgen.analysis.targets import find_items, find_meaning, format_value, is_weaker
from vbgen.findings import Finding
from vbgen.model.items import Indicator
from vbgen.reportset.context import Context

CODE = "VB502"


def check(context: Context) -> Iterator[Finding]:
    """Indicators whose trend and figures contradict each other."""
    for document_item in find_items(context, Indicator):
        indicator = document_item.item
        trend_meaning = find_meaning(context.data.organisation, "indikatorer.trend", indicator.trend)
        if trend_meaning not in ("bättre", "sämre"):
            continue
        previous, outcome = indicator.previous, indicator.outcome
        is_contradicted = (
            is_weaker(outcome, previous, indicator)
            if trend_meaning == "bättre"
            else is_weaker(previous, outcome, indicator)
        )
        if not is_contradicted:
            continue
        message = f'trenden är "{indicator.trend}" men utfallet gick från {format_value(previous)} till {format_value(outcome)}'
        yield document_item.finding(
            CODE, "trend", message, "rätta trenden eller siffrorna, eller notera vad den jämförs med"
        )
