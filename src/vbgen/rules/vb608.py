"""Delarna i en mening blir inte det hela.

Vad: En mening anger ett tal och dess delar, med "varav", inom parentes eller med "av det … resterande", och delarna är tillsammans mer än det hela, eller nästan men inte riktigt lika mycket. Ett "varav" som bara nämner några delar är rätt. Kvinnor och män inom parentes ska tillsammans vara alla, och andelar där resten nämns ("75 procent … resterande 25 procent", "62 procent kvinnor och 38 procent män") ska tillsammans vara hundra procent.

Varför: Läsaren lägger ihop talen.

Fel:

    text: |
      Sjukfrånvaron är 6,02 procent, varav 3,45 procent korttidsfrånvaro och 2,47 procent långtidsfrånvaro.

Rätt: Rätta den siffra som är fel.
"""

from __future__ import annotations

from collections.abc import Iterator

from vbgen.findings import Finding
from vbgen.reportset.context import Context
from vbgen.rules.claims import clean, told
from vbgen.texts.parts import MAY_TELL, shares, wholes
from vbgen.texts.passages import with_digits
from vbgen.wording import join_words

CODE = "VB608"
HINT = "rätta den siffra som är fel"


def check(context: Context) -> Iterator[Finding]:
    """Parts of a sentence that are more than the whole, or nearly it."""
    for document in context.data.documents():
        for paragraph in with_digits(context, document).having(*MAY_TELL):
            for whole in wholes(paragraph):
                if whole.holds:
                    continue
                parts = join_words([f'"{clean(part.said)}"' for part in whole.parts])
                finest = max(whole.parts, key=lambda part: part.figure.decimals)
                is_or_are = "är" if len(whole.parts) == 1 else "är tillsammans"
                message = f'{parts} {is_or_are} {finest.like(whole.sum)}, men det hela är "{clean(whole.total.said)}"'
                span = (whole.total.start, whole.total.end)
                yield told(CODE, whole.sentence, span, message, HINT, stated=whole.total, computed=whole.sum)
            for found in shares(paragraph):
                listed = join_words([f'"{clean(share.said)}"' for share in found.shares])
                last = found.shares[-1]
                message = f"{listed} ska vara alla, men är tillsammans {last.like(found.sum)} procent"
                span = (last.start, last.end)
                yield told(CODE, found.sentence, span, message, HINT, stated=last)
