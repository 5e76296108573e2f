"""En procentuell förändring stämmer inte.

Vad: En förändring i procent har ett annat värde än de två siffror som den räknas från. Avrundning kan inte förklara skillnaden.

Varför: Procenttal räknas ofta för hand och följer inte med när en siffra ändras.

Fel:

    | Grupp  | [fore] 2020 | [nu] 2021 | [andring] Förändring |
    | ---
    | 0-4 år | 17 255 | 17 031 | 1,3 % |

Rätt: Rätta procenttalet. `förändring(a, b)` är (a − b) / b.
"""

from __future__ import annotations

from collections.abc import Iterator

from vbgen.analysis.equations import find_faults
from vbgen.findings import Finding
from vbgen.reportset.context import Context

CODE = "VB304"


def check(context: Context) -> Iterator[Finding]:
    """Changes in per cent."""
    return find_faults(context, CODE)
