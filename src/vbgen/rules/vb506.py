"""Den interna kontrollen motsägs av sina åtgärder.

Vad: En åtgärd är avslutad men har enligt svaret inte bidragit till önskad effekt, och ingen text säger varför. Eller den interna styrningen och kontrollen bedöms som tillräcklig utan någon motivering, fast åtgärder inte är genomförda.

Varför: Revisorn läser just de svaren. En bedömning som inte stöds av dem behöver ett skäl.

Fel:

    isk: {tillräcklig: ja}
    områden:
      - id: informationssakerhet
        risker:
          - id: obehoriga
            åtgärder:
              - {id: utbildning, status: ej genomförd}      # i vbgen.yaml: ej genomförd: {…, innebär: inte klart}

Rätt: Skriv en text som förklarar, på åtgärden eller under `isk:`, eller rätta svaret.
"""

from __future__ import annotations

from collections.abc import Iterator

from vbgen.analysis.targets import find_items, find_meaning
from vbgen.findings import Finding
from vbgen.model.control import Measure
from vbgen.reportset.context import Context

CODE = "VB506"


def check(context: Context) -> Iterator[Finding]:
    """Measures done without effect, and a sufficient control with measures not done, where no text says why."""
    measures_not_done: dict[str, list[str]] = {}
    for document_item in find_items(context, Measure):
        measure = document_item.item
        status_meaning = find_meaning(context.data.organisation, "åtgärder.status", measure.status)
        if status_meaning == "inte klart":
            measures_not_done.setdefault(document_item.document.path, []).append(measure.id)
        effect = measure.effect
        if (
            status_meaning == "klart"
            and effect is not None
            and effect.answer == "nej"
            and not (effect.text or measure.text)
        ):
            message = (
                f'åtgärden är "{measure.status}" men har inte bidragit till önskad effekt, och ingen text säger varför'
            )
            yield document_item.finding(CODE, "effekt", message, "skriv en text, eller rätta svaret")
    for document in context.data.documents():
        control, place = document.control, document.control_place
        names = measures_not_done.get(document.path, [])
        if control is None or place is None or control.assessment is None or not names:
            continue
        if control.assessment.sufficient and control.assessment.text is None:
            message = (
                f"kontrollen bedöms som tillräcklig utan text, fast åtgärder inte är genomförda: {', '.join(names)}"
            )
            assessment_place = place.child("isk")
            yield Finding(
                CODE,
                "warning",
                assessment_place,
                message,
                "skriv under isk: varför den ändå är tillräcklig",
                owner=assessment_place,
            )
