"""Målet är bedömt som nått, men de flesta indikatorerna missar.

Vad: Ett måls bedömning betyder nått, men av de indikatorer som kan mätas (utfall och målvärde är tal, riktningen känd) missar fler än hälften sitt målvärde. Det prövas bara om minst två kan mätas.

Varför: Bedömningen är nämndens, men den som läser frågar vad den bygger på.

Fel:

    - id: effektmal-1
      bedömning: uppnått          # i vbgen.yaml: uppnått: {…, innebär: nått}
      indikatorer:
        - {id: a, önskad: öka, utfall: 81 %, målvärde: 86 %}
        - {id: b, önskad: öka, utfall: 40 %, målvärde: 50 %}

Rätt: Ändra bedömningen, eller skriv i målets text vad den grundas på och notera: `noterat: - {kod: VB505, skäl: …}`.
"""

from __future__ import annotations

from collections.abc import Iterator

from vbgen.analysis.targets import find_items, find_meaning, is_met
from vbgen.findings import Finding
from vbgen.model.items import Goal
from vbgen.reportset.context import Context

CODE = "VB505"


def check(context: Context) -> Iterator[Finding]:
    """Goals that are said to be reached against most of their figures."""
    for document_item in find_items(context, Goal):
        goal = document_item.item
        if find_meaning(context.data.organisation, "mål.bedömning", goal.assessment) != "nått":
            continue
        results = [
            (indicator.id, is_met(document_item.chain.resolve(indicator), document_item.document.year))
            for indicator in goal.indicators
        ]
        measured = [name for name, is_reached in results if is_reached is not None]
        missed = [name for name, is_reached in results if is_reached is False]
        if len(measured) >= 2 and len(missed) * 2 > len(measured):
            message = (
                f'bedömningen är "{goal.assessment}" men {len(missed)} av {len(measured)} mätbara indikatorer '
                f"missar målvärdet: {', '.join(missed)}"
            )
            yield document_item.finding(
                CODE, "bedömning", message, "ändra bedömningen, eller säg i texten vad den grundas på"
            )
