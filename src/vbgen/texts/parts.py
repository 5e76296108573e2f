"""A whole and its parts in a text.

`41 miljoner, varav 26,4`, `24 medarbetare (19 kvinnor och 5 män)`, `52 miljoner. Av det avser 30 … Resterande 22 …`
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from vbgen.texts.amounts import MONEY, Amount
from vbgen.texts.passages import Paragraph, Sentence

MISSING = Decimal("0.03")  # of the whole: less than that missing looks like a slip, more like parts that are not told
_OF_WHICH = re.compile(r"\b(?:varav|därav)\b")
_CLAUSE = re.compile(r"[.;]|, (?:men|medan|vilket|och det|jämfört|eftersom|så|som)\b")
_OF_THAT = re.compile(r"^Av (?:det|detta|dessa|den|dem|beloppet|summan|överskottet|underskottet)\b")
_REST = re.compile(r"\b(?:de övriga|övriga|resterande|återstående|resten,?) $", re.IGNORECASE)
_COMPARED = re.compile(
    r"\b(?:budget|prognos|utfall|plan|mål|mot|jämfört|föregående|förra|året före|tidigare|varav)"
    r"|\b20\d\d\b(?! (?:t?kr|mnkr|mkr|kronor|miljoner)\b)",
    re.IGNORECASE,
)
# a paragraph without these tells none
MAY_TELL = ("varav", "därav", "(", "Av ")
_ALL_PEOPLE = (("kvinnor", "män"), ("flickor", "pojkar"))


class Whole(NamedTuple):
    """A whole and parts of it; `complete`: the parts are all there are."""

    sentence: Sentence
    total: Amount
    parts: tuple[Amount, ...]
    complete: bool

    @property
    def sum(self) -> Decimal:
        """The parts together."""
        return sum((abs(part.value) for part in self.parts), Decimal(0))

    @property
    def holds(self) -> bool:
        """The parts may be parts of the whole."""
        low, high = self.total.bounds
        least, most = (sum(ends, Decimal(0)) for ends in zip(*(part.bounds for part in self.parts), strict=True))
        if least > high:
            return False
        short = low - most
        if self.complete:
            return short <= 0
        return len(self.parts) < 2 or short <= 0 or short > high * MISSING


def wholes(paragraph: Paragraph) -> Iterator[Whole]:
    """The wholes of a paragraph (one with figures) whose parts it tells."""
    for index, sentence in enumerate(paragraph.sentences):
        text = sentence.text
        if ("varav" in text or "därav" in text) and len(sentence.amounts) > 1:
            yield from _of_which(sentence)
        if "(" in text and len(sentence.amounts) > 1:
            yield from _in_brackets(sentence)
        if index and _OF_THAT.match(text) and sentence.amounts:
            yield from _of_that(paragraph.sentences[index - 1 : index + 2])


def _of_which(sentence: Sentence) -> Iterator[Whole]:
    for word in _OF_WHICH.finditer(sentence.text):
        before = [a for a in sentence.amounts if a.end <= word.start()]
        end = _CLAUSE.search(sentence.text, word.end())
        stop = end.start() if end is not None else len(sentence.text)
        parts = [a for a in sentence.amounts if word.end() <= a.start < stop and not _aside(sentence, word.end(), a)]
        if not before or not parts:
            continue
        total = before[-1]
        parts = [part for part in (_like(part, total) for part in parts) if part is not None]
        if parts and not sentence.text[total.end : word.start()].count("("):
            yield Whole(sentence, total, tuple(parts), complete=False)


def _aside(sentence: Sentence, start: int, amount: Amount) -> bool:
    """It stands in brackets that were opened after an offset: another year's figure, not a part."""
    between = sentence.text[start : amount.start]
    return between.count("(") > between.count(")")


def _in_brackets(sentence: Sentence) -> Iterator[Whole]:
    for bracket in re.finditer(r"\(([^()]*)\)", sentence.text):
        parts = [a for a in sentence.amounts if bracket.start() < a.start < bracket.end()]
        before = [a for a in sentence.amounts if a.end <= bracket.start()]
        if len(parts) < 2 or not before or _COMPARED.search(bracket[1]):
            continue
        total, units = before[-1], tuple(part.unit for part in parts)
        if units in _ALL_PEOPLE or units[::-1] in _ALL_PEOPLE:
            if not total.rate and total.unit != MONEY:
                yield Whole(sentence, total, tuple(parts), complete=True)
        elif total.unit == MONEY and set(units) == {MONEY}:
            yield Whole(sentence, total, tuple(parts), complete=False)


def _of_that(sentences: tuple[Sentence, ...]) -> Iterator[Whole]:
    """`… 52 miljoner. Av det avser 30 miljoner … Resterande 22 miljoner …`"""
    first, *following = sentences
    if not first.amounts:
        return
    total = first.amounts[-1]
    told = [(s, a) for s in following for a in s.amounts if a.unit == total.unit and a.scale == total.scale]
    for at, (sentence, rest) in enumerate(told):
        if at and _REST.search(sentence.text[: rest.start]):
            yield Whole(first, total, (*(a for _, a in told[:at]), rest), complete=True)
            return


def _like(part: Amount, total: Amount) -> Amount | None:
    """A part in the unit of the whole, which may be left out; None if it is of another."""
    if part.unit == total.unit and (part.unit == MONEY) == (total.unit == MONEY):
        return part
    if part.rate or total.rate or MONEY in (part.unit, total.unit):
        return part._replace(unit=total.unit, scale=total.scale) if part.unit == "" and part.figure.decimals else None
    return part
