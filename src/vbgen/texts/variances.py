"""Variances that two sentences tell together: `Budgeten var 54 mnkr. Resultatet blev 321 mnkr, en avvikelse på 267 mnkr.`

The figure that is compared often stands further back, or in a table. So only a variance that is a slip of the pen from one that the
sentences give is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from vbgen.tables.causes import list_slips
from vbgen.texts.amounts import MONEY, Amount
from vbgen.texts.averages import Ratio
from vbgen.texts.changes import is_by
from vbgen.texts.passages import Paragraph, Sentence

MAY_TELL = "avvikelse"  # a paragraph without it tells none
DIGITS, OTHER = (
    3,
    4,
)  # that a figure has at least, and where one digit is another: of shorter ones some slip always fits
_VARIANCE = re.compile(r"\b(?:budget|prognos)?avvikelsen?\b[^.;,()0-9]{0,40}\b(?:på|om|till) (?:\w+ )?$", re.IGNORECASE)
_PLANNED = re.compile(r"\b(?:budget|prognos)(?!avvikelse)", re.IGNORECASE)
_CLAUSE = re.compile(r"[,;:(]|\b(?:och|men|medan)\b")


def variances(paragraph: Paragraph) -> Iterator[Ratio]:
    """The variances of a paragraph (one with figures) that differ by a slip of the pen from what the figures before them give."""
    for sentence in paragraph.telling:
        for stated in sentence.amounts if MAY_TELL in sentence.text else ():
            if stated.unit == MONEY and _VARIANCE.search(sentence.text[: stated.start]):
                yield from _slip(sentence, stated)


def _slip(sentence: Sentence, stated: Amount) -> Iterator[Ratio]:
    both = [one for one in (sentence.before, sentence) if one is not None]
    told = [(one, a) for one in both for a in one.amounts if a.unit == MONEY]
    told = [(one, a) for one, a in told if one is not sentence or a.end <= stated.start]
    planned = [a for one, a in told if _is_planned(one.text, a)]
    if len(planned) != 1:
        return
    sizes = {a: abs(a.value - planned[0].value) for _, a in told if a is not planned[0]}
    earlier = (one for one in sentence.paragraph.telling if one.start < sentence.start)
    back = {a: abs(a.value - planned[0].value) for one in earlier for a in one.amounts if a.unit == MONEY}
    if any(stated.agrees(size, a.half + planned[0].half) for a, size in (back | sizes).items()):
        return
    near = [a for one, a in told if a in sizes and not is_by(one.text[: a.start])]
    near = [a for a in near if _is_slip(stated, sizes[a])]
    if len(near) == 1:
        yield Ratio(sentence, stated, near[0], planned[0], "mot", sizes[near[0]])


def _is_planned(text: str, amount: Amount) -> bool:
    """Its clause says that it is budgeted or expected."""
    clause = _CLAUSE.split(text[: amount.start])[-1]
    return _PLANNED.search(clause) is not None


def _is_slip(stated: Amount, size: Decimal) -> bool:
    """One digit is another, lost or too many, or two have changed places."""
    mine, other = _digits(stated.like(stated.value)), _digits(stated.like(size))
    if len(mine) < DIGITS or stated.hedge is not None:
        return False
    if len(mine) == len(other) >= OTHER and sum(a != b for a, b in zip(mine, other, strict=True)) == 1:
        return True
    return any(_digits(figure.show()) == other for _, figure in list_slips(stated.figure))


def _digits(shown: str) -> str:
    return re.sub("[^0-9]", "", shown)
