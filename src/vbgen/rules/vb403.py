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

from vbgen.analysis.targets import items, unit
from vbgen.findings import Finding
from vbgen.model.items import Indicator
from vbgen.model.values import Value
from vbgen.reportset.context import Context

CODE = "VB403"


def check(context: Context) -> Iterator[Finding]:
    """Indicators whose target or direction is not what was adopted."""
    for seen in items(context, Indicator):
        now = seen.located.item
        origin = seen.chain.origin(seen.located.kind, now.id)
        if seen.document.is_plan or origin is None or origin.item is now:
            continue
        adopted = origin.item
        assert isinstance(now, Indicator) and isinstance(adopted, Indicator)
        if now.target is not None and adopted.target is not None and now.target.value and adopted.target.value:
            was, value = adopted.target.value, now.target.value
            if not _same(adopted, was, value):
                hint = "ta bort målvärdet här så gäller planens, rätta det, eller notera beslutet som ändrade det"
                yield seen.finding(CODE, "målvärde", f"målvärdet är {value.show()} men planens är {was.show()}", hint)
        if now.desired is not None and adopted.desired is not None and now.desired != adopted.desired:
            message = f'riktningen är "{now.desired}" men planens är "{adopted.desired}"'
            yield seen.finding(CODE, "önskad", message, "ta bort önskad: här så gäller planens, eller rätta den")


def _same(indicator: Indicator, one: Value, other: Value) -> bool:
    """The same target, whatever the typography and decimals: `90 %`, `90,0 procent`."""
    units = {unit(indicator, one), unit(indicator, other)} - {""}
    numbers = [[figure.value if figure is not None else None for figure in (v.low, v.high)] for v in (one, other)]
    if one.low is None or other.low is None:
        return " ".join(one.text.lower().split()) == " ".join(other.text.lower().split())
    return numbers[0] == numbers[1] and len(units) < 2 and (one.shape, one.base) == (other.shape, other.base)
