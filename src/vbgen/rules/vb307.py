"""Samma siffra står olika på två ställen.

Vad: Ett samband (`samband:`) säger att en cell ska vara lika med en namngiven cell i en annan tabell, ett annat dokument eller en bilaga, men de två tryckta siffrorna skiljer sig. Skiljer de sig med en enhet i sista siffran är det en upplysning, annars ett fel. Stämmer den andra siffran inte med sina egna rader är det den som är fel, och det sägs bara där.

Varför: Nämndens rad och bilagans summa, resultatrapporten och driftredovisningen ska säga detsamma. Den som jämför dem hittar felet direkt.

Fel:

    samband:
      - kansliet = regionkansliet:driftbudget/verksamhet     # -396 här, -369 i bilagan

Rätt: Rätta den siffra som är fel. Är båda publicerade, notera det: `noterat: - {vid: kansliet/budget, kod: VB307, skäl: …}`.
"""

from __future__ import annotations

from collections.abc import Iterator

from vbgen.analysis.equations import find_faults
from vbgen.findings import Finding
from vbgen.reportset.context import Context

CODE = "VB307"


def check(context: Context) -> Iterator[Finding]:
    """Equality with a named cell."""
    return find_faults(context, CODE)
