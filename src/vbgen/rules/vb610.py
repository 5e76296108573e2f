"""Samma lag, två paragrafer.

Vad: Två texter (inte två meningar i samma text) säger nästan samma sak om samma lag men hänvisar till olika paragrafer: "Enligt kommunallagen 6 kap. 7 § ska den interna kontrollen vara tillräcklig" i planen, 6 kap. 6 § i berättelsen.

Varför: En av dem är fel, eller så har lagen ändrats.

Fel:

    # plan/texter.yaml
    text-a: |
      Enligt kommunallagen 6 kap. 7 § ska den interna kontrollen vara tillräcklig.
    # 2021-12/texter.yaml
    text-b: |
      Enligt kommunallagen 6 kap. 6 § ska den interna kontrollen vara tillräcklig.

Rätt: Slå upp lagen och rätta den hänvisning som är fel.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from vbgen.findings import Finding
from vbgen.reportset.context import Context
from vbgen.rules.claims import told
from vbgen.texts.passages import Sentence, read

CODE = "VB610"
ALIKE = 0.7  # share of words that two sentences must have in common
_CITED = re.compile(
    r"\b(?P<law>[A-ZÅÄÖa-zåäö-]*(?:lagen|lag|balken|balk|förordningen|förordning))s?\b(?: \([^)]*\))?[^.;§]{0,25}?"
    r"(?P<where>(?:\d+ ?(?:[a-z] )?kap\. ?)?\d+ ?(?:[a-z] )?§)"
)
_WORD = re.compile(r"[^\W\d_]{2,}")


class Citation(NamedTuple):
    """A law's paragraph in a sentence."""

    sentence: Sentence
    span: tuple[int, int]
    law: str
    where: str
    words: frozenset[str]


def check(context: Context) -> Iterator[Finding]:
    """Sentences that say the same of a law and cite different paragraphs of it."""
    texts = [paragraph for document in context.data.documents() for paragraph in read(context, document).having("§")]
    sentences = (sentence for paragraph in texts for sentence in paragraph.sentences if "§" in sentence.text)
    cited = [citation for sentence in sentences for citation in _citations(sentence)]
    laws: dict[str, dict[str, list[Citation]]] = {}
    for one in cited:
        laws.setdefault(one.law, {}).setdefault(one.where, []).append(one)
    for paragraphs_of_law in laws.values():
        ranked = sorted(paragraphs_of_law.values(), key=len, reverse=True)  # of as many the one that was cited first
        for index, ones in enumerate(ranked):
            for one in ones:
                others = (other for more in ranked[:index] for other in more)
                if (other := next((other for other in others if _alike(one, other)), None)) is not None:
                    file = other.sentence.passage.place.file
                    message = f"här står {one.where}, men {file} har {other.where} om samma sak i samma lag"
                    yield told(CODE, one.sentence, one.span, message, "slå upp lagen, och rätta den som är fel")


def _citations(sentence: Sentence) -> Iterator[Citation]:
    words = frozenset(word.lower() for word in _WORD.findall(sentence.text))
    for found in _CITED.finditer(sentence.text):
        law = found["law"].lower().removesuffix("en")
        yield Citation(sentence, found.span("where"), law, " ".join(found["where"].split()), words)


def _alike(one: Citation, other: Citation) -> bool:
    if one.sentence.passage is other.sentence.passage:
        return False  # side by side they are meant to differ
    return len(one.words & other.words) >= ALIKE * len(one.words | other.words)
