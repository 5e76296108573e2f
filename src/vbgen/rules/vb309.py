"""Ett samband kan inte prövas.

Vad: Ett deklarerat samband går inte att räkna: en av siffrorna saknas, eller formeln delar med noll. Det är en upplysning, inget fel.

Varför: Den som läser listan ska veta vad som inte är kontrollerat. Tystnad vore ett löfte om att allt är prövat.

Fel:

    | Konto | [utfall] 2021 | [fg] 2020 | [andring] Förändring % |
    | ---
    | 4040  | 0,1 | 0 | 0 |

Rätt: Inget behöver göras. Skriv "–" i cellen om förändringen inte går att räkna, eller ta bort sambandet.
"""

from __future__ import annotations

from collections.abc import Iterator

from vbgen.analysis.equations import describe_untested
from vbgen.findings import Finding
from vbgen.reportset.context import Context
from vbgen.tables.comparison import UntestedRelation

CODE = "VB309"


def check(context: Context) -> Iterator[Finding]:
    """Relations that could not be tried."""
    for evaluation in context.evaluations():
        for comparison in context.comparisons(evaluation):
            if isinstance(comparison, UntestedRelation):
                yield describe_untested(evaluation.table, comparison, CODE)
