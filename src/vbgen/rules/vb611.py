"""Ett felvärde från Excel står i texten.

Vad: En text har ett felvärde som Excel skriver när en formel inte går att räkna: #DIVISION/0!, #REFERENS!, #VÄRDEFEL!, #SAKNAS!, eller ##### när kolumnen är för smal.

Varför: Det har följt med när texten klistrades in, och säger läsaren inget.

Fel:

    text: |
      Kostnaden ökade med #DIVISION/0! procent.

Rätt: Skriv det som skulle stå.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from vbgen.findings import Finding
from vbgen.reportset.context import Context
from vbgen.texts.passages import read
from vbgen.texts.vocabulary import EXCEL_ERROR

CODE = "VB611"
_LEFT = re.compile(rf"{EXCEL_ERROR}|\bDIV(?:ISION)?/0!?|(?<=\S )#{{4,}}(?!\w)", re.IGNORECASE)


def check(context: Context) -> Iterator[Finding]:
    """Error values of spreadsheets in texts."""
    for document in context.data.documents():
        for paragraph in read(context, document).having("/0", "#"):
            for sentence in paragraph.sentences:
                for left in _LEFT.finditer(sentence.text):
                    from vbgen.rules.claims import told  # it brings all of prose, which a sound document does not need

                    message = f'"{left[0]}" är ett felvärde från Excel'
                    yield told(CODE, sentence, left.span(), message, "skriv det som skulle stå")._replace(
                        severity="error"
                    )
