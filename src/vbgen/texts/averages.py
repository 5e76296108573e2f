"""Averages and shares that a text tells with the figures that they are made of: `329 anbud, i snitt 5,7 anbud per upphandling`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import NamedTuple

from vbgen.texts.amounts import PERCENT, Amount
from vbgen.texts.passages import Paragraph, Sentence

_ALIKE = 6  # letters by which a noun is known again in another form
MOST = 50  # times that a noun is counted before: with more of them nobody knows which is meant
_AVERAGE = re.compile(r"\b(?:i snitt|i genomsnitt|i medeltal|genomsnittligt|genomsnittlig)\b[^.;]*$", re.IGNORECASE)
_PER = re.compile(r"[^.;,]{0,30}?\bper ([a-zåäö]{4,})\b(?! och\b)")
_IN_BRACKETS = re.compile(r"\)[^.;,]{0,40}\bav\b")
_OF_ALL = re.compile(r"\)[^.;,()]{0,40}\bav (?:de |totalt |sammanlagt |alla |samtliga )?")
_OF_THEM = re.compile(r"^ ?(?:\w+ )?av (?:dem|dessa)? ?\(?$")


class Ratio(NamedTuple):
    """A stated ratio that its parts contradict; `how`: the word between them in Swedish."""

    sentence: Sentence
    stated: Amount
    total: Amount
    number: Amount
    how: str
    computed: Decimal


def may_tell(text: str) -> bool:
    """A quick look: without these words a paragraph tells no average or share."""
    if "snitt" in text or "medeltal" in text:
        return True
    return "(" in text and any(words in text for words in ("av dem (", "av dessa (", " av (", "procent) ", "%) "))


def averages(paragraphs: Iterable[Paragraph]) -> Iterator[Ratio]:
    """The averages and shares of a text's paragraphs (those with figures) that do not agree with the counts before them."""
    seen: dict[str, list[Amount]] = {}  # by the first letters of what they count
    for sentence in (sentence for paragraph in paragraphs for sentence in paragraph.sentences):
        for stated in sentence.amounts:
            ratio = _share(sentence, stated) if stated.unit == PERCENT else _average(seen, sentence, stated)
            seen.setdefault(stated.unit[:_ALIKE], []).append(stated)
            if ratio is not None:
                low, high = _bounds(ratio)
                least, most = stated.bounds
                if not (least <= high and low <= most):
                    yield ratio


def _average(seen: dict[str, list[Amount]], sentence: Sentence, stated: Amount) -> Ratio | None:
    per = _PER.match(sentence.text, stated.end)
    if per is None or not stated.unit.isalpha():
        return None
    if not _AVERAGE.search(sentence.text[: stated.start]) and not _AVERAGE.search(per[0]):
        return None
    totals = [a for a in sentence.amounts if a.end <= stated.start and a.unit == stated.unit]
    numbers = seen.get(per[1][:_ALIKE], [])
    if len(totals) != 1 or not numbers or len({a.value for a in numbers[: MOST + 1]}) != 1 or not numbers[0].value:
        return None
    return Ratio(sentence, stated, totals[0], numbers[0], "delat med", totals[0].value / numbers[0].value)


def _share(sentence: Sentence, stated: Amount) -> Ratio | None:
    """`455 skrivare, och på 139 av dem (ca 31 procent)`"""
    if _IN_BRACKETS.match(sentence.text[stated.end :]):
        return _share_of_what_follows(sentence, stated)
    if "av " not in sentence.text[max(0, stated.start - 30) : stated.start]:
        return None
    here = [a for a in sentence.amounts if a.end <= stated.start and not a.rate]
    if len(here) < 2 or not here[-2].value:
        return None
    between = sentence.text[here[-1].end : stated.start].removesuffix(stated.said[: stated.said.find(" ") + 1])
    if not _OF_THEM.match(between) or here[-1].value > here[-2].value:
        return None
    return Ratio(sentence, stated, here[-1], here[-2], "av", here[-1].value / here[-2].value * 100)


def _share_of_what_follows(sentence: Sentence, stated: Amount) -> Ratio | None:
    """`6 210 medarbetare (29,3 procent) av de 21 165`"""
    before = [a for a in sentence.amounts if a.end <= stated.start]
    after = [a for a in sentence.amounts if a.start >= stated.end]
    if not before or not after or before[-1].rate or after[0].rate or not after[0].value:
        return None
    part, whole = before[-1], after[0]
    opened, between = sentence.text[part.end : stated.start], sentence.text[stated.end : whole.start]
    if opened.count("(") != 1 or not _OF_ALL.fullmatch(between) or part.value > whole.value:
        return None
    return Ratio(sentence, stated, part, whole, "av", part.value / whole.value * 100)


def _bounds(ratio: Ratio) -> tuple[Decimal, Decimal]:
    (low, high), (least, most) = ratio.total.bounds, ratio.number.bounds
    factor = 100 if ratio.stated.unit == PERCENT else 1
    return low / most * factor, high / (least or most) * factor
