"""En andel eller kvot stämmer inte.

Vad: En andel (`andel(a, b)`) eller kvot (`kvot(a, b)`, `a / b`) har ett annat värde än de två siffror som den räknas från. Avrundning kan inte förklara skillnaden.

Varför: Andelar citeras utan sitt underlag; då måste de stämma med det.

Fel:

    | Enhet    | [avvikelse] Avvikelse | [omsattning] Omsättning | [relation] Relation (%) |
    | ---
    | Kansliet | 117,6 | 493,2 | 32,8 |

Rätt: Rätta andelen eller siffrorna den räknas från.
"""

from __future__ import annotations

from collections.abc import Iterator

from vbgen.analysis.equations import find_faults
from vbgen.findings import Finding
from vbgen.reportset.context import Context

CODE = "VB305"


def check(context: Context) -> Iterator[Finding]:
    """Shares and ratios."""
    return find_faults(context, CODE)
