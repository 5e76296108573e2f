"""Averages and shares that a text tells with the figures that they are made of: `329 anbud, i snitt 5,7 anbud per upphandling`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import NamedTuple

from vbgen.texts.amounts import MONEY, PERCENT, Amount
from vbgen.texts.passages import Paragraph, Sentence

_ALIKE = 6  # letters by which a noun is known again in another form
MOST = 50  # times that a noun is counted before: with more of them nobody knows which is meant
_AVERAGE = re.compile(r"\b(?:i snitt|i genomsnitt|i medeltal|genomsnittligt|genomsnittlig)\b[^.;]*$", re.IGNORECASE)
_PER = re.compile(r"[^.;,]{0,30}?\bper ([a-zåäö]{4,})\b(?! och\b)")
_IN_BRACKETS = re.compile(r"\)[^.;,]{0,40}\bav\b")
_OF_ALL = re.compile(r"\)[^.;,()]{0,40}\bav (?:de |totalt |sammanlagt |alla |samtliga )?")
# the part of a whole, in either order, and what leads to its share
_PART_OF = re.compile(r" (?:[a-zåäö]+ ){0,2}av (?:de |våra |alla |samtliga |totalt |sammanlagt )*")
_OF_WHOLE = re.compile(r"\b[Aa]v (?:de |våra |alla |samtliga |totalt |sammanlagt )*$")
_WHICH_IS = re.compile(
    r"(?:,? (?:vilket|det|som) (?:är|motsvarar|utgör|blir)|, (?:motsvarande|dvs\.?|det vill säga|alltså|eller)) (?:\w+ )?$"
    r"| \((?:\w+ )?$"
)
_TO_SHARE = (
    *("vilket ", "som är ", "som blir ", "det är ", "det blir ", "motsvara", "utgör "),
    *(", dvs", ", det vill säga ", ", alltså ", ", eller "),
)
_NOT_OF_IT = re.compile(
    r" (?:av|fler|färre|mer|mindre|högre|lägre|över|under|bättre|sämre|i [a-zåäö]+ [a-zåäö]*(?:ökning|minskning))\b"
)
_OF_AMOUNT = re.compile(r" av (?:[a-zåäö]+ ){1,3}(?:på|om) (?:\w+ )?$")
_BRACKET = re.compile(r"(?: av(?: [a-zåäö]+){1,4})? \((?P<in>[^()]*)\)")
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
    for sentence in (sentence for paragraph in paragraphs for sentence in paragraph.telling):
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


def shares(paragraph: Paragraph) -> Iterator[Ratio]:
    """The shares that a sentence of a paragraph (one with figures) tells with both what they are of and the part, and do not agree."""
    for sentence in paragraph.telling:
        if _may_tell_share(sentence.text) and len(sentence.amounts) > 2:
            for stated in sentence.amounts:
                if stated.unit == PERCENT and (ratio := _share_of_two(sentence, stated)) is not None:
                    low, high = _bounds(ratio)
                    least, most = stated.bounds
                    if not (least <= high and low <= most):
                        yield ratio


def _may_tell_share(text: str) -> bool:
    """A quick look: it has per cent, and the words that lead from a part to a whole and to its share."""
    if not (("procent" in text or "%" in text) and ("av " in text or "Av " in text)):
        return False
    return "(" in text or any(words in text for words in _TO_SHARE)


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


def _share_of_two(sentence: Sentence, stated: Amount) -> Ratio | None:
    return (
        _share_after_both(sentence, stated)
        or _share_of_amount(sentence, stated)
        or _share_of_brackets(sentence, stated)
    )


def _share_after_both(sentence: Sentence, stated: Amount) -> Ratio | None:
    """`139 av 455 skrivare är utbytta, vilket motsvarar 31 procent`, `av 455 skrivare är 139 (31 procent) utbytta`"""
    text, here = sentence.text, [a for a in sentence.amounts if a.end <= stated.start]
    if len(here) != 2 or here[0].rate or here[1].rate or _NOT_OF_IT.match(text, stated.end):
        return None
    one, other = _of_one_unit(*here)
    if one.measure != other.measure:
        return None
    if not _WHICH_IS.search(text[other.end : stated.start].removesuffix(stated.said[: stated.said.find(" ") + 1])):
        return None
    if _PART_OF.fullmatch(text, one.end, other.start):
        part, whole = one, other
    elif _OF_WHOLE.search(text[: one.start]):
        part, whole = other, one
    else:
        return None
    if not whole.value or part.value > whole.value:
        return None
    return Ratio(sentence, stated, part, whole, "av", part.value / whole.value * 100)


def _share_of_brackets(sentence: Sentence, stated: Amount) -> Ratio | None:
    """`86 procent (49 av 57) av upphandlingarna`, `86 procent av upphandlingarna (49 av 57)`"""
    bracket = _BRACKET.match(sentence.text, stated.end)
    inside = [a for a in sentence.amounts if bracket is not None and bracket.start("in") <= a.start < bracket.end()]
    if len(inside) != 2 or inside[0].rate or inside[1].rate or not inside[1].value:
        return None
    part, whole = _of_one_unit(*inside)
    if (
        part.measure != whole.measure
        or not _PART_OF.fullmatch(sentence.text, part.end, whole.start)
        or part.value > whole.value
    ):
        return None
    return Ratio(sentence, stated, part, whole, "av", part.value / whole.value * 100)


def _of_one_unit(part: Amount, whole: Amount) -> tuple[Amount, Amount]:
    """A unit of money that is said once holds for both."""
    return (part._replace(unit=MONEY, scale=whole.scale) if part.unit == "" and whole.unit == MONEY else part), whole


def _share_of_amount(sentence: Sentence, stated: Amount) -> Ratio | None:
    """`23,4 miljoner kronor, vilket motsvarar 55 procent av budgeten på 42,5 miljoner kronor`"""
    text, before = sentence.text, [a for a in sentence.amounts if a.end <= stated.start]
    after = next((a for a in sentence.amounts if a.start >= stated.end), None)
    if len(before) != 1 or after is None or not after.value or after.measure != MONEY or before[0].measure != MONEY:
        return None
    if not _WHICH_IS.search(text[before[0].end : stated.start]) or not _OF_AMOUNT.fullmatch(
        text, stated.end, after.start
    ):
        return None
    return Ratio(sentence, stated, before[0], after, "av", before[0].value / after.value * 100)


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
