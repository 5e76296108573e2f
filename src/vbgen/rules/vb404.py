"""En risk som skulle föras vidare finns inte i nästa års plan.

Vad: Årets uppföljning av den interna kontrollen svarar ja på om risken ska ingå i nästa års riskanalys, men nästa års internkontrollplan har den inte. Det prövas bara när nästa års plan finns i arbetsytan.

Varför: Svaret är ett löfte. Försvinner risken mellan åren är det ingen som följer den.

Fel:

    # data/2021: svaret på åtgärden utbildning mot risken obehoriga är ja
    # data/2022/…/plan/internkontroll.yaml har risken avbrott men inte obehoriga
    risker:
      - id: avbrott
        namn: Avbrott i journalsystemet

Rätt: Ta med risken, eller säg på den risk som ersätter den: `ersätter: {id: obehoriga, skäl: …}`. Är den struken med avsikt, notera det i planens internkontroll.yaml: `noterat: - {vid: obehoriga, kod: VB404, skäl: …}`.
"""

from __future__ import annotations

from collections.abc import Iterator

from vbgen.findings import Finding
from vbgen.model.control import Measure, Risk
from vbgen.reportset.context import Context
from vbgen.reportset.data import DocumentData

CODE = "VB404"


def check(context: Context) -> Iterator[Finding]:
    """Risks that last year's follow-up carried over and this year's plan lacks."""
    for (year, name), unit in context.data.units.items():
        earlier_unit = context.data.units.get((year - 1, name))
        plan = unit.plan
        if earlier_unit is None or plan is None or plan.control_place is None or not context.data.is_whole(plan):
            continue
        planned_ids = _list_risk_ids(plan)
        for risk, document in _find_carried_over(list(earlier_unit.documents.values())).items():
            if risk not in planned_ids:
                message = f'risken "{risk}" skulle föras vidare enligt {document} men finns inte i planen'
                hint = "ta med den, eller säg ersätter: på den risk som kom i stället"
                place = plan.control_place.child("områden")
                yield Finding(CODE, "warning", place, message, hint, address=risk, owner=plan.control_place)


def _find_carried_over(documents: list[DocumentData]) -> dict[str, str]:
    """Return the risks of which any answer is yes, with the document that says so; the last follow-up of the year counts."""
    for document in reversed(documents):
        carried_over = {
            located.parent.item.id: document.path
            for located in document.items()
            if isinstance(located.item, Measure) and located.parent is not None
            if located.item.carry_over is not None and located.item.carry_over.answer == "ja"
        }
        if carried_over:
            return carried_over
    return {}


def _list_risk_ids(document: DocumentData) -> set[str]:
    """List the risks of a plan, and those that they replace."""
    ids: set[str] = set()
    for located in document.items():
        if isinstance(located.item, Risk):
            ids.add(located.item.id)
            ids.update(located.item.replaces.ids if located.item.replaces is not None else ())
    return ids
