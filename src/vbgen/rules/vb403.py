"""Målvärdet eller riktningen är en annan än i planen.

Vad: En indikator har i uppföljningen ett annat målvärde, eller en annan riktning (`önskad:`), än den plan som antog den.

Varför: Nämnden beslutade om målet. Är det ett annat i uppföljningen går det inte att säga om beslutet följdes.

Fel:

    # plan/mal.yaml har målvärde: 90 %
    - id: telefontillganglighet
      utfall: 87 %
      målvärde: 86 %

Rätt: Ta bort raden i uppföljningen så gäller planens, eller rätta den. Är målet ändrat genom beslut, notera vilket: `noterat: - {kod: VB403, skäl: …}`.
"""

from __future__ import annotations

from collections.abc import Iterator

from vbgen.analysis.targets import find_items, unit
from vbgen.findings import Finding
from vbgen.model.items import Indicator
from vbgen.model.values import Value
from vbgen.reportset.context import Context

CODE = "VB403"


def check(context: Context) -> Iterator[Finding]:
    """Indicators whose target or direction is not what was adopted."""
    for document_item in find_items(context, Indicator):
        own = document_item.located.item
        origin = document_item.chain.origin(document_item.located.kind, own.id)
        if document_item.document.is_plan or origin is None or origin.item is own:
            continue
        adopted = origin.item
        assert isinstance(own, Indicator) and isinstance(adopted, Indicator)
        if own.target is not None and adopted.target is not None and own.target.value and adopted.target.value:
            adopted_value, own_value = adopted.target.value, own.target.value
            if not _is_same(adopted, adopted_value, own_value):
                hint = "ta bort målvärdet här så gäller planens, rätta det, eller notera beslutet som ändrade det"
                yield document_item.finding(
                    CODE, "målvärde", f"målvärdet är {own_value.show()} men planens är {adopted_value.show()}", hint
                )
        if own.desired is not None and adopted.desired is not None and own.desired != adopted.desired:
            message = f'riktningen är "{own.desired}" men planens är "{adopted.desired}"'
            yield document_item.finding(
                CODE, "önskad", message, "ta bort önskad: här så gäller planens, eller rätta den"
            )


def _is_same(indicator: Indicator, adopted: Value, own: Value) -> bool:
    """Tell whether two targets are the same, whatever the typography and decimals: `90 %`, `90,0 procent`."""
    units = {unit(indicator, adopted), unit(indicator, own)} - {""}
    numbers = [
        [figure.value if figure is not None else None for figure in (value.low, value.high)] for value in (adopted, own)
    ]
    if adopted.low is None or own.low is None:
        return " ".join(adopted.text.lower().split()) == " ".join(own.text.lower().split())
    return numbers[0] == numbers[1] and len(units) < 2 and (adopted.shape, adopted.base) == (own.shape, own.base)
