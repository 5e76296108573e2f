"""What the rules of texts share: the sentences to look at, and how a finding about one is told."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import partial
from typing import NamedTuple

from vbgen.boardyear import Chain, Data, DocumentData
from vbgen.findings import Finding
from vbgen.model.numbers import plain
from vbgen.texts.amounts import MONEY, Amount
from vbgen.texts.changes import Change, changes
from vbgen.texts.naming import Figures, Named, figures
from vbgen.texts.passages import Sentence, paragraphs

_PRECISION = 80  # digits: of what may be written, and more
_BY = re.compile(r"\bmed (?:\w+ )?$")
LEAST = 20  # pieces


class Claim(NamedTuple):
    """A sentence with figures, the document's figures, and what the sentence names of them."""

    sentence: Sentence
    figures: Figures
    named: list[Named]


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


class Read(NamedTuple):
    """What the texts of a document claim."""

    changes: tuple[Change, ...]
    claims: tuple[Claim, ...]


def all_changes(data: Data) -> Iterator[Change]:
    """The changes that all texts tell."""
    return (change for one in _all(data) for change in one.changes)


def all_claims(data: Data) -> Iterator[Claim]:
    """The sentences of all texts that name a row or belong to an indicator."""
    return (claim for one in _all(data) for claim in one.claims)


def _all(data: Data) -> Iterator[Read]:
    for unit in data.units.values():
        for document in unit.documents.values():
            yield document.once("claims", partial(_read, document, data.chain(unit)))


def _read(document: DocumentData, chain: Chain) -> Read:
    told = tuple(change for paragraph in paragraphs(document) for change in changes(paragraph))
    return Read(told, tuple(_claims(document, chain)))


def _claims(document: DocumentData, chain: Chain) -> Iterator[Claim]:
    """The sentences with figures that name a row or belong to an indicator."""
    texts = [paragraph for paragraph in paragraphs(document) if paragraph.figures]
    known = figures(document, chain)
    for paragraph, rows in zip(texts, known.within([paragraph.text for paragraph in texts]), strict=True):
        own = paragraph.passage.located if paragraph.passage.measures else None
        for sentence in paragraph.sentences if rows or own is not None else ():
            if not sentence.figures:
                continue
            named = known.of(sentence.text, rows)
            if (named or own is not None) and any(_telling(amount) for amount in sentence.amounts):
                yield Claim(sentence, known, named if own is None else [*named, known.indicator(own)])


def _telling(amount: Amount) -> bool:
    """Not a small count, which would fit anywhere."""
    return (
        amount.unit == MONEY
        or amount.rate
        or amount.figure.decimals > 0
        or abs(amount.figure.value) >= LEAST
        or amount.spelt
    )


def is_by(before: str) -> bool:
    """A figure that stands after these words tells by how much: `ökade med`, `minskade med hela`."""
    return _BY.search(before) is not None


def clean(said: str) -> str:
    """What was said, without the sentence's end."""
    return said.rstrip(" .,;:")
