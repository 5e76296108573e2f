"""Ett mål missas utan att det förklaras.

Vad: En indikators utfall når inte målvärdet, och varken indikatorn, målet eller området den hör till har någon text. Det prövas bara i uppföljningar och bara när båda är tal av samma enhet, period och omfattning.

Varför: Nämnden behöver veta varför målet inte nåddes och vad som görs åt det.

Fel:

    - id: effektmal-1
      indikatorer:
        - {id: telefontillganglighet, önskad: öka, utfall: 81 %, målvärde: 86 %}

Rätt: Skriv `text:` på indikatorn eller målet.
"""

from __future__ import annotations

from collections.abc import Iterator

from vbgen.analysis.targets import find_items, format_value, is_met
from vbgen.findings import Finding
from vbgen.model.items import Indicator
from vbgen.reportset.context import Context
from vbgen.reportset.data import LocatedItem

CODE = "VB702"


def check(context: Context) -> Iterator[Finding]:
    """Indicators of follow-ups that miss their targets without a word."""
    for document_item in find_items(context, Indicator):
        indicator = document_item.item
        if (
            document_item.document.is_plan
            or is_met(indicator, document_item.document.year) is not False
            or _is_explained(document_item.located)
        ):
            continue
        outcome, target = format_value(indicator.outcome), format_value(indicator.target)
        message = f"utfallet {outcome} når inte målvärdet {target}, och ingen text säger varför"
        yield document_item.finding(CODE, "utfall", message, "skriv text: på indikatorn eller målet")


def _is_explained(located: LocatedItem) -> bool:
    """Tell whether the item, or one that it stands in, has a text."""
    ancestor: LocatedItem | None = located
    while ancestor is not None and ancestor.item.text is None:
        ancestor = ancestor.parent
    return ancestor is not None
