"""En felkod ur kalkylarket står kvar.

Vad: En cell har ett felvärde som Excel eller ett annat kalkylprogram skrivit: `#DIVISION/0!`, `#REFERENS!`, `#VÄRDEFEL!`, `#SAKNAS!` …

Varför: Det är ingen uppgift, och det visar läsaren att ingen läst tabellen.

Fel:

    | [konto] Konto | [utfall] 2021 | [fg] 2020 | [andring] Förändring % |
    | ---
    | 4040          | 0,1           | 0         | "#DIVISION/0!"         |

Rätt: Skriv – om det inte går att räkna, eller rätta formeln i kalkylarket. Är felet den publicerade källans eget, notera det.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from vbgen.findings import Finding
from vbgen.reportset.context import Context
from vbgen.texts.vocabulary import EXCEL_ERROR
from vbgen.wording import shorten

CODE = "VB310"
_ERROR_VALUE = re.compile(EXCEL_ERROR, re.IGNORECASE)


def check(context: Context) -> Iterator[Finding]:
    """Cells with nothing but an error value of a spreadsheet."""
    for evaluation in context.evaluations():
        table = evaluation.table
        for row in table.rows:
            for column in table.columns:
                words = row.cells[column.index].words
                if words is None or not words.startswith("#") or not _ERROR_VALUE.fullmatch(words):
                    continue
                position = f'raden "{shorten(row.label)}", kolumnen "{shorten(column.label)}"'
                yield Finding(
                    CODE,
                    "error",
                    table.locate_cell(row.index, column.index),
                    f'tabellen "{table.id}": {position}: {words} är ett felvärde ur ett kalkylark',
                    "skriv – om det inte går att räkna",
                    address=table.format_address(row.index, column.index),
                    owner=table.place,
                )
