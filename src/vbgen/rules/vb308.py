"""En härledd siffra stämmer inte.

Vad: En siffra med egen formel, eller ett samband (`samband:`) med en formel på höger sida, har ett annat värde än formeln ger. Avrundning kan inte förklara skillnaden.

Varför: Härledda siffror (t.ex. ett resultat före återbetalning) citeras i text och måste gå att räkna fram.

Fel:

    samband:
      - resultat-fore/utfall = resultat/utfall + aterbetalning/utfall

Rätt: Rätta siffran, eller sambandet om det är fel deklarerat.
"""

from __future__ import annotations

from collections.abc import Iterator

from vbgen.analysis.equations import find_faults
from vbgen.findings import Finding
from vbgen.reportset.context import Context

CODE = "VB308"


def check(context: Context) -> Iterator[Finding]:
    """Formulas of other shapes, and declared relations with a formula."""
    return find_faults(context, CODE)
