"""Delarna ger inte helheten.

Vad: Raderna med `+` ska tillsammans ge raden som de hör till, men gör det inte. Avrundning kan inte förklara skillnaden.

Varför: En fördelning som inte går jämnt upp har en rad för mycket, för lite eller en felskriven siffra.

Fel:

    | Belopp i mnkr           | [budget] Budget |
    | ---
    | [kansli] Kansliet       | -396 |
    |   + Staben HR           | -46  |
    |   + Gemensamt           | -300 |

Rätt: Rätta siffran eller lägg till raden som saknas. Behöver delarna inte gå jämnt upp ("varav"), dra in raden utan `+`.
"""

from __future__ import annotations

from collections.abc import Iterator

from vbgen.analysis.equations import find_faults
from vbgen.findings import Finding
from vbgen.reportset.context import Context

CODE = "VB302"


def check(context: Context) -> Iterator[Finding]:
    """Parts that add up to the row they stand under."""
    return find_faults(context, CODE)
