"""Statusen säger något annat än utfall och målvärde.

Vad: En indikators status betyder att målet är nått, men utfallet når inte målvärdet, eller tvärtom. Det prövas bara när båda är tal av samma enhet, period och omfattning och riktningen är känd (`önskad:`, eller `>` i målvärdet). Status som är oläslig eller betyder delvis prövas inte. Är målvärdet ett annat än planens, och statusen rätt efter planens, sägs bara det (VB403).

Varför: Läsaren ser symbolen före siffrorna. Säger de olika är ett av dem fel.

Fel:

    - id: telefontillganglighet
      önskad: öka
      utfall: 81 %
      målvärde: 86 %
      status: helt          # i vbgen.yaml: helt: {…, innebär: nått}

Rätt: Rätta statusen eller siffran. Finns det ett skäl, skriv det i texten och notera: `noterat: - {kod: VB501, skäl: …}`.
"""

from __future__ import annotations

from collections.abc import Iterator

from vbgen.analysis.targets import DocumentItem, find_items, find_meaning, format_value, is_met
from vbgen.findings import Finding
from vbgen.model.items import Indicator
from vbgen.reportset.context import Context

CODE = "VB501"


def check(context: Context) -> Iterator[Finding]:
    """Indicators whose status and figures contradict each other."""
    for document_item in find_items(context, Indicator):
        indicator = document_item.item
        status_meaning = find_meaning(context.data.organisation, "indikatorer.status", indicator.status)
        is_reached = is_met(indicator, document_item.document.year) if status_meaning in ("nått", "inte nått") else None
        if (
            is_reached is None
            or is_reached == (status_meaning == "nått")
            or _meets_adopted(document_item) == (status_meaning == "nått")
        ):
            continue
        verb = "når" if is_reached else "når inte"
        message = (
            f'statusen är "{indicator.status}" men utfallet {format_value(indicator.outcome)} '
            f"{verb} målvärdet {format_value(indicator.target)}"
        )
        yield document_item.finding(CODE, "status", message, "rätta statusen eller siffran, eller notera skälet")


def _meets_adopted(document_item: DocumentItem[Indicator]) -> bool | None:
    """Tell whether the outcome reaches the adopted target, where this document has another (VB403); None if that cannot be told."""
    own, origin = (
        document_item.located.item,
        document_item.chain.origin(document_item.located.kind, document_item.item.id),
    )
    if not isinstance(own, Indicator) or own.target is None or origin is None or not isinstance(origin.item, Indicator):
        return None
    return is_met(document_item.item.model_copy(update={"target": origin.item.target}), document_item.document.year)
