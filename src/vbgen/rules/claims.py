"""What the rules of texts share: the sentences to look at, and how a finding about one is told."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import partial

from vbgen.boardyear import Chain, Data, DocumentData
from vbgen.findings import Finding
from vbgen.model.numbers import plain
from vbgen.texts.amounts import MONEY, NUMBER_WORDS, SIGNS, Amount
from vbgen.texts.changes import Change, changes
from vbgen.texts.naming import Figures, Label, Named, figures
from vbgen.texts.passages import Paragraph, Sentence, documents, with_figures

_PRECISION = 80  # digits: of what may be written, and more
_BY_FIGURE = re.compile(rf"med (?:\w+ )?(?:[{SIGNS}]? ?[0-9]|(?i:{'|'.join(NUMBER_WORDS)}) )")
LEAST = 20  # pieces


class Claim:
    """A sentence with figures, the document's figures, and what the sentence names of them, which is found when it is asked for."""

    __slots__ = ("_named", "_rows", "figures", "sentence")

    def __init__(self, sentence: Sentence, figures: Figures, rows: list[Label]) -> None:
        self.sentence = sentence
        self.figures = figures
        self._rows = rows
        self._named: list[Named] | None = None

    @property
    def named(self) -> list[Named]:
        """The rows that the sentence names; the indicator that it belongs to is the last."""
        if self._named is None:
            self._named = self.figures.of(self._rows)
            passage = self.sentence.passage
            if passage.located is not None and passage.measures:
                self._named.append(self.figures.indicator(passage.located))
        return self._named


def told(
    code: str,
    sentence: Sentence,
    span: tuple[int, int],
    message: str,
    hint: str,
    *,
    stated: Amount | None = None,
    computed: Decimal | None = None,
) -> Finding:
    """A warning about a stretch (`span`) of a sentence; `computed` in the base unit of what is `stated`."""
    passage = sentence.passage
    owner = passage.located.place if passage.located is not None else passage.place
    return Finding(
        code,
        "warning",
        sentence.place(*span),
        message,
        hint,
        plain(stated.figure.value) if stated is not None else None,
        plain(_like(stated, computed)) if computed is not None else None,
        None if passage.located is not None else str(owner.path[-1]),
        owner,
    )


def _like(stated: Amount | None, computed: Decimal) -> Decimal:
    """A computed size in the scale and with the decimals of what was stated."""
    if stated is None:
        return computed
    quantum = Decimal(1).scaleb(-stated.figure.decimals)
    return computed.scaleb(-stated.scale).quantize(quantum, ROUND_HALF_UP, Context(prec=_PRECISION))


def all_changes(data: Data) -> Iterator[Change]:
    """The changes that all texts tell."""
    for document in documents(data):
        yield from document.once("changes", partial(_changes, document))


def _changes(document: DocumentData) -> list[Change]:
    return [change for paragraph in with_figures(document) for change in changes(paragraph)]


def all_claims(data: Data) -> Iterator[Claim]:
    """The sentences of all texts that name a row or belong to an indicator, and may tell by how much it has changed, of a surplus or
    deficit, or of a target that is passed."""
    for unit in data.units.values():
        for document in unit.documents.values():
            claims = document.once("claims", partial(_claims, document, data.chain(unit)))
            yield from (claim for claim in claims if claim.named)


def _claims(document: DocumentData, chain: Chain) -> list[Claim]:
    return [
        claim
        for claim in naming(document, chain, _may_claim)
        if claim.sentence.figures and any(_telling(amount) for amount in claim.sentence.amounts)
    ]


def naming(document: DocumentData, chain: Chain, likely: Callable[[Paragraph | Sentence], bool]) -> Iterator[Claim]:
    """The sentences of a document that name a row or belong to an indicator, and are likely to tell what is looked for: that is
    asked of the paragraph first."""
    known: Figures | None = None
    for paragraph in with_figures(document):
        if not likely(paragraph):
            continue
        known = known or figures(document, chain)
        for sentence in paragraph.sentences:
            if likely(sentence) and ((rows := known.within(sentence.text)) or paragraph.passage.measures):
                yield Claim(sentence, known, rows)


def _may_claim(text: Paragraph | Sentence) -> bool:
    """A quick look, before figures are read and rows are searched."""
    words = text.text
    if "skott" in words or "Skott" in words or "SKOTT" in words or ("med " in words and _BY_FIGURE.search(words)):
        return True
    lower = words.lower() if text.passage.measures else ""
    return "mål" in lower and ("över" in lower or "under" in lower)


def _telling(amount: Amount) -> bool:
    """Not a small count, which would fit anywhere."""
    return (
        amount.unit == MONEY
        or amount.rate
        or amount.figure.decimals > 0
        or abs(amount.figure.value) >= LEAST
        or amount.spelt
    )


def clean(said: str) -> str:
    """What was said, without the sentence's end."""
    return said.rstrip(" .,;:")
