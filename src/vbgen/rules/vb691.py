"""En siffra i texten står ingen annanstans.

Vad: Ett belopp eller procenttal i en text finns inte i någon av dokumentets tabeller eller indikatorer. Det är sällan fel: texten berättar ofta mer än tabellerna. Regeln prövas bara när den väljs: `vbgen validate --select VB69`.

Varför: Den som läser korrektur får en lista över de siffror som måste kontrolleras mot en annan källa.

Fel:

    text: |
      Statsbidraget blev 16,3 miljoner kronor.

Rätt: Kontrollera siffran. Den behöver inte ändras om den är rätt.
"""

from __future__ import annotations

from collections.abc import Iterator

from vbgen.findings import Finding
from vbgen.reportset.context import Context
from vbgen.rules.claims import clean, told
from vbgen.texts.amounts import MONEY
from vbgen.texts.naming import figures
from vbgen.texts.passages import paragraphs

CODE = "VB691"


def check(context: Context) -> Iterator[Finding]:
    """Amounts and rates of texts that stand nowhere else in the document."""
    for document in context.data.documents():
        known = figures(context, document)
        for paragraph in paragraphs(context, document):
            for sentence in paragraph.sentences:
                for amount in sentence.amounts:
                    if (amount.rate or amount.unit == MONEY) and not known.somewhere(amount):
                        message = f'"{clean(amount.said)}" står inte i någon tabell eller indikator'
                        span = (amount.start, amount.end)
                        yield told(CODE, sentence, span, message, "kontrollera siffran", stated=amount)._replace(
                            severity="info"
                        )
