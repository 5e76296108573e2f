"""En skillnad stämmer inte.

Vad: En siffra som är skillnaden mellan andra (t.ex. en avvikelse: utfall − budget) har ett annat värde än de ger. Avrundning kan inte förklara skillnaden.

Varför: Avvikelser är det första som läses i en ekonomitabell; fel tecken vänder på beskedet.

Fel:

    | Belopp i mnkr | [utfall] Utfall | [budget] Budget | [avvikelse] Avvikelse |
    | ---
    | Kansliet      | -267,7 | -382,8 | 151,1 |

Rätt: Rätta siffran, eller kolumnens `formel:` om den är fel deklarerad. Är raden en intäkt i en tabell med kostnader utan minustecken: skriv `intäkt: ja` på den.
"""

from __future__ import annotations

from collections.abc import Iterator

from vbgen.analysis.equations import find_faults
from vbgen.findings import Finding
from vbgen.reportset.context import Context

CODE = "VB303"


def check(context: Context) -> Iterator[Finding]:
    """Differences between columns or rows."""
    return find_faults(context, CODE)
