"""Målvärdet är svagare än det borde.

Vad: Det långsiktiga målvärdet är svagare än årets, eller årets målvärde är svagare än det senast kända utfallet (`föregående:`), räknat i den riktning som är bra. Bara tal av samma enhet och omfattning jämförs, delar (`delar:`) var för sig. Ett målvärde med gräns (`minst 90 %`) får vara svagare än utfallet: det kan redan vara nått.

Varför: Ett mål åt fel håll är oftast omkastade siffror. Är det meningen ska den som läser få veta varför.

Fel:

    - id: kontinuitet
      önskad: öka
      målvärde: 55 %
      långsiktigt målvärde: 50 %

Rätt: Rätta siffran eller riktningen. Är det meningen, notera det: `noterat: - {kod: VB503, skäl: …}`.
"""

from __future__ import annotations

from collections.abc import Iterator

from vbgen.analysis.targets import items, shown, weaker
from vbgen.findings import Finding
from vbgen.model.items import Indicator, Measurement
from vbgen.reportset.context import Context

CODE = "VB503"


def check(context: Context) -> Iterator[Finding]:
    """Targets of plans that are weaker than what they build on."""
    for seen in items(context, Indicator):
        indicator = seen.item
        if not seen.document.is_plan:
            continue
        pairs = (
            ("långsiktigt målvärde", "det långsiktiga målvärdet", indicator.long_term, "årets", indicator.target),
            ("målvärde", "målvärdet", indicator.target, "det senast kända utfallet", indicator.previous),
        )
        for key, name, weak, other, strong in pairs:
            if key == "målvärde" and weak is not None and weak.value is not None and weak.value.shape == "bound":
                continue  # a floor that is kept
            for one, stronger, part in _with_parts(weak, strong):
                if not weaker(one, stronger, indicator):
                    continue
                message = f"{name}{part} {shown(one)} är svagare än {other}, {shown(stronger)}"
                yield seen.finding(CODE, key, message, "rätta siffran eller riktningen (önskad:), eller notera skälet")


def _with_parts(
    one: Measurement | None, other: Measurement | None
) -> Iterator[tuple[Measurement | None, Measurement | None, str]]:
    """Two values, and the parts that both have, with what is said of which part it is."""
    yield one, other, ""
    if one is not None and other is not None:
        for name, value in one.parts.items():
            if name in other.parts:
                pair = (one.model_copy(update={"value": value}), other.model_copy(update={"value": other.parts[name]}))
                yield *pair, f" för {name}"
