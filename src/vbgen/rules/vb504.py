"""Utfall och målvärde har olika enhet eller tecken.

Vad: Utfallet och målvärdet på samma indikator är skrivna i olika enheter (`st` och `%`, men inte `st` och `besök`), eller är nästan lika stora men har olika tecken.

Varför: De går inte att jämföra, så ingen kan säga om målet är nått.

Fel:

    - id: anmalningar
      utfall: 45 st
      målvärde: 50 %

Rätt: Skriv båda i samma enhet och med samma tecken.
"""

from __future__ import annotations

from collections.abc import Iterator

from vbgen.analysis.targets import find_items, unit
from vbgen.findings import Finding
from vbgen.model.items import Indicator
from vbgen.model.money import kronor
from vbgen.model.values import Value
from vbgen.reportset.context import Context

CODE = "VB504"
COUNTED = "st"
_COMPARED = ("figure", "bound", "interval")


def check(context: Context) -> Iterator[Finding]:
    """Indicators whose outcome and target cannot be compared as written."""
    for document_item in find_items(context, Indicator):
        indicator = document_item.item
        outcome = indicator.outcome.value if indicator.outcome is not None else None
        target = indicator.target.value if indicator.target is not None else None
        if outcome is None or target is None or outcome.shape not in _COMPARED or target.shape not in _COMPARED:
            continue
        units = unit(indicator, outcome), unit(indicator, target)
        subject = f"utfallet {outcome.show()} och målvärdet {target.show()}"
        if "" not in units and units[0] != units[1] and not _are_both_counts(units):
            yield document_item.finding(CODE, "utfall", f"{subject} har olika enheter", "skriv båda i samma enhet")
        elif _have_different_signs(outcome, target):
            yield document_item.finding(CODE, "utfall", f"{subject} har olika tecken", "skriv båda med samma tecken")


def _are_both_counts(units: tuple[str, str]) -> bool:
    """Tell whether one unit only says that something is counted, `200 000 st`, and the other what: `201 350 besök`."""
    noun = units[units[0] == COUNTED]
    return COUNTED in units and noun.isalpha() and kronor(noun) is None


def _have_different_signs(outcome: Value, target: Value) -> bool:
    """Tell whether two values have different signs, and are so near in size that a miss cannot be meant."""
    if outcome.low is None or target.low is None or outcome.low.value * target.low.value >= 0:
        return False
    small, large = sorted((abs(outcome.low.value), abs(target.low.value)))
    return small * 2 >= large
