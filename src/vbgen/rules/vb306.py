"""Ett antal stämmer inte med det som räknas.

Vad: En tabell som räknar mål, uppdrag, aktiviteter … efter status (`räknar:`) har ett annat antal än dokumentet ger. Är någon status `oläslig` prövas det som går: att antalen får plats och att raden tillsammans ger alla.

Varför: Sammanfattningen läses först, och ofta ensam. Räknar den fel blir bilden av året fel.

Fel:

    kolumner:
      uppnatt: {slag: antal, räknar: uppnått}
    rader:
      mal: {räknar: {slag: mål, nivå: effektmål}}
    tabell: |
      |                 | [uppnatt] Uppnått |
      | ---
      | [mal] Effektmål |                 5 |       # fyra mål har bedömningen uppnått

Rätt: Rätta antalet, lämna cellen tom så räknar vbgen, eller rätta statusen i mal.yaml. Är felet källans eget, notera det.
"""

from __future__ import annotations

from collections.abc import Iterator

from vbgen.boardyear import Data, status_field
from vbgen.findings import Finding
from vbgen.rules.arithmetic import failing, finding

CODE = "VB306"


def check(data: Data) -> Iterator[Finding]:
    """Counts of items by status."""
    organisation = data.organisation
    for table, equation in failing(data, "count"):
        counts, status = table.rows[equation.row].spec.counts, table.columns[equation.column].spec.counts
        assert counts is not None
        known = counts.level is None or counts.level in organisation.levels
        if known and status in organisation.statuses(
            status_field(counts.kind)
        ):  # a misspelt word is told already (VB206)
            yield finding(table, equation, CODE)
