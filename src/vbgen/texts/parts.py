"""A whole and its parts in a text.

`41 miljoner, varav 26,4`, `24 medarbetare (19 kvinnor och 5 män)`, `52 miljoner. Av det avser 30 … Resterande 22 …`
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import islice
from typing import NamedTuple

from vbgen.texts.amounts import MONEY, PERCENT, Amount
from vbgen.texts.passages import Paragraph, Sentence

_SHORT = 40  # letters between a number of people and its parts
MISSING = Decimal("0.03")  # of the whole: less than that missing looks like a slip, more like parts that are not told
MOST = 20  # times that a sentence goes into parts; what has more of them is no prose
_OF_WHICH = re.compile(r"\b(?:varav|därav|fördela(?:t|de) på|best(?:år|od) av)\b")
_CLAUSE = re.compile(
    r"[.;]|, (?:men|medan|vilket|och det|jämfört|eftersom|så|som|och (?:utfallet|resultatet|budgeten|kostnaden|intäkten))\b"
)
_OF_THAT = re.compile(r"^Av (?:det|detta|dessa|den|dem|beloppet|summan|överskottet|underskottet)\b")
_WITHIN = re.compile(r"\b(?:varav|därav|mot|jämfört|än)\b")  # what follows is no part of the whole
_REST = re.compile(r"\b(?:de övriga|övriga|resterande|återstående|resten,?) $", re.IGNORECASE)
_COMPARED = re.compile(
    r"\b(?:budget|prognos|utfall|plan|mål|mot|jämför|föregående|förra|fjol|året före|tidigare|varav|samma|motsvarande"
    r"|riket|landet|länet|kommungrupp|liknande|snitt|genomsnitt|medel|median|högst|lägst)"
    r"|\b20\d\d\b(?! (?:t?kr|mnkr|mkr|kronor|miljoner)\b)",
    re.IGNORECASE,
)
_PREPOSITION = re.compile(r"\b(?:på|i|inom|under|efter|över|från|till|per|av|om|med|för|vid|mot|mellan) $")
_CONTRARY = (("intäkt", "kostnad"), ("överskott", "underskott"), ("högre", "lägre"), ("plus", "minus"))
# a paragraph without these tells none
MAY_TELL = (
    "varav",
    "därav",
    "(",
    "Av ",
    "fördela",
    " består av ",
    " bestod av ",
    "esterande ",
    "återstående ",
    " män",
    " pojkar",
)
_OF_SUM = re.compile(r"\b[Aa]v (?:de |totalt |sammanlagt )+$")
_AND = re.compile(r" (?:[a-zåäö]+ )?(?:kvinnor|flickor|män|pojkar)(?:,| och| respektive| samt) (?:\w+ )?")
_ARE = re.compile(
    r"\b(?:[Aa]ndelen (?:kvinnor|män) (?:är|var|uppgår till|uppgick till) (?P<one>\d[^;.]*?) och andelen (?:kvinnor|män) (?:är |var )?"
    r"|(?:[Kk]vinnorna|[Kk]vinnor|[Mm]ännen|[Mm]än) (?:utgör|utgjorde) (?P<other>\d[^;.]*?) och (?:kvinnorna|kvinnor|männen|män)"
    r" (?:utgör |utgjorde )?)(?=\d)"
)
_HUNDRED = Decimal(100)
_NEAR = Decimal(15)  # per cent units: shares that are so far from all are shares of other things
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
        text = sentence.text if sentence.figures else ""
        if ("varav" in text or "därav" in text or "fördela" in text or " best" in text) and len(sentence.amounts) > 1:
            yield from _of_which(sentence)
        if (" män" in text or " pojkar" in text) and len(sentence.amounts) > 1:
            yield from _people(sentence)
        if "esterande " in text or "återstående " in text:
            yield from _rest(paragraph.sentences[max(0, index - 1) : index + 1])
        if "(" in text and len(sentence.amounts) > 1:
            yield from _in_brackets(sentence)
        if index and _OF_THAT.match(text) and sentence.amounts:
            yield from _of_that(paragraph.sentences[index - 1 : index + 2])


def _of_which(sentence: Sentence) -> Iterator[Whole]:
    words = list(islice(_OF_WHICH.finditer(sentence.text), MOST + 1))
    for word in words if len(words) <= MOST else ():
        before = [a for a in sentence.amounts if a.end <= word.start() and not _aside(sentence, 0, a)]
        end = _CLAUSE.search(sentence.text, word.end())
        stop = end.start() if end is not None else len(sentence.text)
        parts = [a for a in sentence.amounts if word.end() <= a.start < stop and not _aside(sentence, word.end(), a)]
        parts = [part for part in parts if part.measure or not _PREPOSITION.search(sentence.text[: part.start])]
        in_brackets = sentence.text.count("(", 0, word.start()) > sentence.text.count(")", 0, word.start())
        parted = word[0] not in ("varav", "därav")  # "fördelade på 12 enheter" are no parts
        if parted and (len(parts) < 2 or not all(part.measure for part in parts)):
            continue
        if before and parts and not in_brackets and not _contrary(sentence.text[word.end() : stop], parts):
            yield from _first_that_holds(_of_which_of(sentence, total, parts) for total in reversed(before))


def _of_which_of(sentence: Sentence, total: Amount, parts: list[Amount]) -> Whole | None:
    alike = [part for part in (_like(part, total) for part in parts) if part is not None]
    if total.rate and sum((part.value for part in alike), Decimal(0)) == _HUNDRED:
        return None  # they are shares of it
    return Whole(sentence, total, tuple(alike), complete=False) if alike else None


def _first_that_holds(wholes: Iterable[Whole | None]) -> Iterator[Whole]:
    """The one of several possible wholes that the parts agree with; the nearest, which stands first, if they agree with none."""
    nearest, *others = wholes
    if nearest is not None:
        yield next((whole for whole in (nearest, *others) if whole is not None and whole.holds), nearest)


def _contrary(text: str, parts: Sequence[Amount]) -> bool:
    """Parts that pull in two directions, like income and costs: they are no sum."""
    lower = text.lower()
    return len({part.value < 0 for part in parts}) > 1 or any(
        one in lower and other in lower for one, other in _CONTRARY
    )


def _aside(sentence: Sentence, start: int, amount: Amount) -> bool:
    """It stands in brackets that were opened after an offset: another year's figure, not a part."""
    between = sentence.text[start : amount.start]
    return between.count("(") > between.count(")")


def _in_brackets(sentence: Sentence) -> Iterator[Whole]:
    for bracket in re.finditer(r"\(([^()]*)\)", sentence.text):
        parts = tuple(a for a in sentence.amounts if bracket.start() < a.start < bracket.end())
        before = [a for a in reversed(sentence.amounts) if a.end <= bracket.start()]
        if len(parts) < 2 or not before or _COMPARED.search(bracket[1]) or _contrary(bracket[1], parts):
            continue
        units = tuple(part.unit for part in parts)
        people = units in _ALL_PEOPLE or units[::-1] in _ALL_PEOPLE
        if people and sum(part.value for part in parts) == sum(total.value for total in before[:2]):
            continue  # 15 members and 15 substitutes (14 women and 16 men)
        if people or set(units) == {MONEY}:
            yield from _first_that_holds(
                Whole(sentence, total, parts, complete=people) if total.measure == parts[0].measure else None
                for total in before
            )


def _people(sentence: Sentence) -> Iterator[Whole]:
    """`245 anställda: 187 kvinnor och 58 män`, `av 245 anställda är 187 kvinnor och 58 män`"""
    for total, one, other in zip(sentence.amounts, sentence.amounts[1:], sentence.amounts[2:], strict=False):
        units = (one.unit, other.unit)
        if (units not in _ALL_PEOPLE and units[::-1] not in _ALL_PEOPLE) or not _AND.fullmatch(
            sentence.text, one.end, other.start
        ):
            continue
        between = sentence.text[total.end : one.start]
        told = "(" in between or "varav" in between or "därav" in between  # by others
        if not told and not total.measure and total.value >= max(one.value, other.value) and len(between) <= _SHORT:
            yield Whole(sentence, total, (one, other), complete=False)


def _rest(sentences: tuple[Sentence, ...]) -> Iterator[Whole]:
    """`av totalt 52 miljoner avser 30 … och resterande 22 …`"""
    sentence = sentences[-1]
    for at, rest in enumerate(sentence.amounts):
        if at > 1 and _REST.search(sentence.text[: rest.start]):
            total, *parts = sentence.amounts[: at + 1]
            alike = all((part.measure, part.scale) == (total.measure, total.scale) for part in parts)
            if alike and _OF_SUM.search(sentence.text[: total.start]):
                yield Whole(sentence, total, tuple(parts), complete=True)


class Shares(NamedTuple):
    """Shares that are said to be all there are, and are not: `75 procent … och resterande 35 procent`."""

    sentence: Sentence
    shares: tuple[Amount, ...]

    @property
    def sum(self) -> Decimal:
        """The shares together."""
        return sum((share.value for share in self.shares), Decimal(0))


def shares(paragraph: Paragraph) -> Iterator[Shares]:
    """Shares of a paragraph (one with figures) that should be 100 per cent together and are nearly, but not quite."""
    for index, sentence in enumerate(paragraph.sentences):
        text = sentence.text if sentence.figures else ""
        if "esterande " in text or "återstående " in text:
            yield from _rest_of_all(paragraph.sentences[max(0, index - 1) : index + 1])
        if " män" in text and "vinnor" in text:
            for one, other in zip(sentence.amounts, sentence.amounts[1:], strict=False):
                if one.unit == other.unit == PERCENT and _halves(text, one, other):
                    yield from _not_all(sentence, (one, other))


def _rest_of_all(sentences: tuple[Sentence, ...]) -> Iterator[Shares]:
    sentence = sentences[-1]
    for at, rest in enumerate(sentence.amounts):
        if rest.unit != PERCENT or not _REST.search(sentence.text[: rest.start]):
            continue
        before = sentence.amounts[:at]
        if not before and len(sentences) > 1:
            before = sentences[0].amounts
        told = [a for a in before if a.unit == PERCENT]
        if (
            told
            and len(told) == len(before)
            and "varav" not in sentence.text
            and not any(_all(told[n:], rest) for n in range(len(told)))
        ):
            yield from _not_all(sentence, (*told, rest))


def _all(told: list[Amount], rest: Amount) -> bool:
    return abs(sum((a.value for a in told), rest.value) - _HUNDRED) <= sum((a.half for a in told), rest.half)


def _halves(text: str, one: Amount, other: Amount) -> bool:
    """`62 procent kvinnor och 38 procent män`, `andelen kvinnor är 62 procent och andelen män 38 procent`"""
    between = text[one.end : other.start]
    if _AND.fullmatch(between) and re.match(r" (?:män|kvinnor)\b(?! som)", text[other.end :]):
        return True
    told = _ARE.search(text)
    return told is not None and one.start == max(told.start("one"), told.start("other")) and told.end() == other.start


def _not_all(sentence: Sentence, told: tuple[Amount, ...]) -> Iterator[Shares]:
    off = abs(sum((a.value for a in told), Decimal(0)) - _HUNDRED)
    hedged = any(a.hedge is not None for a in told)
    if sum((a.half for a in told), Decimal(0)) < off <= _NEAR and not hedged:
        yield Shares(sentence, told)


def _of_that(sentences: tuple[Sentence, ...]) -> Iterator[Whole]:
    """`… 52 miljoner. Av det avser 30 miljoner … Resterande 22 miljoner …`"""
    first, *following = sentences
    if not first.amounts:
        return
    total = first.amounts[-1]
    if following and (more := _more_than_all(total, following[0])) is not None:
        yield Whole(first, total, more, complete=False)
        return
    told = [
        (s, a)
        for s in following
        for a in s.amounts
        if a.unit == total.unit
        and a.scale == total.scale
        and not (_aside(s, 0, a) or _WITHIN.search(s.text[: a.start]))
    ]
    for at, (sentence, rest) in enumerate(told):
        if at and _REST.search(sentence.text[: rest.start]):
            yield Whole(first, total, (*(a for _, a in told[:at]), rest), complete=True)
            return


def _more_than_all(total: Amount, sentence: Sentence) -> tuple[Amount, ...] | None:
    """Amounts of money that one sentence tells of a sum, where they are more than it."""
    end = _CLAUSE.search(sentence.text)
    stop = end.start() if end is not None else len(sentence.text)
    parts = tuple(a for a in sentence.amounts if a.end <= stop)
    if len(parts) < 2 or total.measure != MONEY or any((a.measure, a.scale) != (MONEY, total.scale) for a in parts):
        return None
    if _COMPARED.search(sentence.text[:stop]) or "(" in sentence.text or total.value in {a.value for a in parts}:
        return None
    least = sum((a.bounds[0] for a in parts), Decimal(0))
    return parts if least > total.bounds[1] else None


def _like(part: Amount, total: Amount) -> Amount | None:
    """A part in the unit of the whole, which may be left out; None if it is of another."""
    if part.unit == total.unit and (part.unit == MONEY) == (total.unit == MONEY):
        return part
    if part.rate or total.rate or MONEY in (part.unit, total.unit):
        return part._replace(unit=total.unit, scale=total.scale) if part.unit == "" and part.figure.decimals else None
    return part
