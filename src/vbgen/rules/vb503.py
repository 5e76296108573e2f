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

from vbgen.analysis.targets import find_items, format_value, is_weaker
from vbgen.findings import Finding
from vbgen.model.items import Indicator, Measurement
from vbgen.reportset.context import Context

CODE = "VB503"


def check(context: Context) -> Iterator[Finding]:
    """Targets of plans that are weaker than what they build on."""
    for document_item in find_items(context, Indicator):
        indicator = document_item.item
        if not document_item.document.is_plan:
            continue
        pairs = (
            ("långsiktigt målvärde", "det långsiktiga målvärdet", indicator.long_term, "årets", indicator.target),
            ("målvärde", "målvärdet", indicator.target, "det senast kända utfallet", indicator.previous),
        )
        for key, name, lower, standard_name, standard in pairs:
            if key == "målvärde" and lower is not None and lower.value is not None and lower.value.shape == "bound":
                continue  # a floor that is kept
            for value, standard_value, part in _pair_parts(lower, standard):
                if not is_weaker(value, standard_value, indicator):
                    continue
                message = (
                    f"{name}{part} {format_value(value)} är svagare än {standard_name}, {format_value(standard_value)}"
                )
                yield document_item.finding(
                    CODE, key, message, "rätta siffran eller riktningen (önskad:), eller notera skälet"
                )


def _pair_parts(
    measurement: Measurement | None, standard: Measurement | None
) -> Iterator[tuple[Measurement | None, Measurement | None, str]]:
    """Pair two values, and the parts that both have, each with words on the part."""
    yield measurement, standard, ""
    if measurement is not None and standard is not None:
        for name, value in measurement.parts.items():
            if name in standard.parts:
                pair = (
                    measurement.model_copy(update={"value": value}),
                    standard.model_copy(update={"value": standard.parts[name]}),
                )
                yield *pair, f" för {name}"
