"""En summa stämmer inte.

Vad: En summarad (`=` eller `==`), eller en kolumn som är summan av andra (`summa(…)`), har en annan siffra än raderna eller kolumnerna ger. Avrundning kan inte förklara skillnaden. Finns en enda trolig förklaring sägs den: rader som inte räknats med, siffror som bytt plats, fel tecken. Andra summor och skillnader som blir fel av samma skäl nämns i samma fynd. Är det siffran på en rad som gör att flera av dem inte stämmer står fyndet vid den, med den siffra som de ger; koden är då summans, eller den första skillnadens.

Varför: Läsaren räknar efter. En summa som inte går ihop gör att hela tabellen ifrågasätts.

Fel:

    | Belopp i mnkr | [budget] Budget 2021 |
    | ---
    | Utrustning    | 19,2 |
    | Övrigt        | 10,2 |
    | = [summa] Summa | 34,5 |

Rätt: Rätta siffran eller raden som saknas. Är felet den publicerade källans eget, låt siffran stå och notera det på tabellen:

    noterat:
      - {vid: summa/budget, kod: VB301, skäl: anges inte i källan}
"""

from __future__ import annotations

from collections.abc import Iterator

from vbgen.analysis.equations import find_faults
from vbgen.findings import Finding
from vbgen.reportset.context import Context

CODE = "VB301"


def check(context: Context) -> Iterator[Finding]:
    """Totals of rows and columns."""
    return find_faults(context, CODE)
