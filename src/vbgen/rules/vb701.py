"""Indikatorn följs upp utan att något sägs.

Vad: En indikator finns i verksamhetsberättelsen men har varken utfall, tabell, status eller text, och inget skäl till att värdet saknas.

Varför: Den som läser raden får inte veta om målet är nått, eller ens om någon har mätt.

Fel:

    indikatorer:
      - id: telefontillganglighet

Rätt: Skriv `utfall:`, eller varför det inte finns: `utfall: {saknas: mäts vartannat år}`.
"""

from __future__ import annotations

from collections.abc import Iterator

from vbgen.analysis.targets import find_items
from vbgen.findings import Finding
from vbgen.model.items import Indicator
from vbgen.reportset.context import Context

CODE = "VB701"


def check(context: Context) -> Iterator[Finding]:
    """Indicators of annual reports of which nothing is said."""
    for document_item in find_items(context, Indicator):
        if not document_item.document.is_annual_report:
            continue
        indicator = document_item.located.item
        assert isinstance(indicator, Indicator)
        if (
            indicator.is_gone
            or indicator.outcome is not None
            or indicator.status is not None
            or indicator.text is not None
        ):
            continue
        hint = "skriv utfall:, eller utfall: {saknas: skälet}"
        yield document_item.finding(CODE, "id", "följs upp utan utfall, status eller text", hint)
