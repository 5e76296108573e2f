"""The changes that a sentence tells: `ökade från 72 121 till 120 320 (+68 procent)`, `830 miljoner, en ökning med 107 (+7 procent)`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Literal, NamedTuple

from vbgen.texts import phrases
from vbgen.texts.amounts import PERCENT, Amount
from vbgen.texts.passages import Paragraph, Sentence
from vbgen.texts.vocabulary import MEASURED

Direction = Literal["up", "down"]

_UP = (
    r"ök(?:a|ar|ade|at|ats|ande|ning|ningen|ningar)|sti(?:ga|ger|git)|steg|höj(?:a|er|de|t|ts|des|s|ning|ningen)"
    r"|väx(?:a|er|te|t)|vuxit|(?:gått|gick|går|gå) upp|uppgång(?:en)?|räkna(?:s|des|ts) upp|uppräkning(?:en)?"
)
_DOWN = (
    r"minsk(?:a|ar|ade|at|ats|ande|ning|ningen|ningar)|sjunk(?:a|er|it)|sjönk|sänk(?:a|er|te|t|ts|tes|s|ning|ningen)|fall(?:a|er|it)|föll"
    r"|(?:gått|gick|går|gå) ner?d?|nedgång(?:en)?|reducera(?:s|des|ts|de|t)|tappa(?:r|de|t)"
)
_VERB = re.compile(rf"\b(?:(?P<up>{_UP})|(?P<down>{_DOWN}))\b", re.IGNORECASE)
# however they begin, small or capital
_NOUN_ENDS = (
    "ökning",
    "Ökning",
    "inskning",
    "öjning",
    "änkning",
    "ppgång",
    "edgång",
    "ppräkning",
    "örbättring",
    "örsämring",
)
_NEAR = 120  # letters before a figure in which its verb stands
_TURN = re.compile(r"\b(?:medan|men|samtidigt som|däremot|dock|respektive)\b", re.IGNORECASE)
# after the verb of change: the figure belongs to it, as in `ökade bemanningen kortade kön från`, `ökat sin aktivitet gick från`
_ANOTHER_VERB = re.compile(
    r"\b(?:gick|gått|går|gå|har|hade|gör|gjorde|gav|lyfte|\w{3,}(?:ade|ades|ats))\b", re.IGNORECASE
)
_BY_WORD = re.compile(r"\bmed (?:\w+ )?$")
_NOT = re.compile(r"\b(?:inte|varken|ej|utan att|knappast)\b[^,.;]*$", re.IGNORECASE)

_SAID = ("d", "inner", "before_by")
_SAID_BEHIND = ("aside", "or", "so", "then")
_DISTANCE = re.compile(
    r" (?:\w+ )?(?:högre|lägre|bättre|sämre|mer|mindre|fler|färre|större|(?:över|under) (?:budget|prognos|plan|mål|ram))"
)
_OF_ANOTHER = re.compile(r" (?:av|per|om året|i snitt|realt|i fasta)\b")
_AGES = re.compile(r" år\b(?! \d{4})")
# what they say of a result that is no minus
_BETTER: dict[str | None, Direction] = {"bättre": "up", "förbättring": "up", "sämre": "down", "försämring": "down"}
_RESULT = re.compile("resultat|överskott")
_DIRECTIONS: dict[str, Direction] = {
    **dict.fromkeys(("ökning", "höjning", "uppgång", "uppräkning"), "up"),
    **dict.fromkeys(("minskning", "sänkning", "nedgång"), "down"),
    **dict.fromkeys(("fler", "högre", "mer", "större"), "up"),
    **dict.fromkeys(("färre", "lägre", "mindre"), "down"),
}


class Change(NamedTuple):
    """What a sentence says of one change. `by` in the unit of the values (or points, for rates), `percent` of the value before.

    `start`, `end`: the stretch of the sentence that tells it.
    """

    sentence: Sentence
    start: int
    end: int
    before: Amount | None
    after: Amount | None
    by: Amount | None
    percent: Amount | None
    direction: Direction | None


def changes(paragraph: Paragraph) -> Iterator[Change]:
    """The changes of which a paragraph (one with figures) gives enough to compute one figure from the others."""
    for sentence in paragraph.telling:
        if _may_tell(sentence.text) and sentence.amounts:
            if len(sentence.amounts) > 1:
                yield from _inside(sentence)
            if sentence.before is not None and (change := _of_both(sentence, sentence.before)) is not None:
                yield change


class Times(NamedTuple):
    """`fördubblats från 12 400 till 20 100`: a word that the two figures contradict; `ratio`: how many times as much it is."""

    sentence: Sentence
    span: tuple[int, int]
    word: str
    before: Amount
    after: Amount
    ratio: Decimal


def times(paragraph: Paragraph) -> Iterator[Times]:
    """Words of a paragraph (with figures, and some of MAY_TELL_TIMES) that tell how many times as much something is, where the
    figures beside them do not."""
    for sentence in paragraph.telling:
        skeleton = _skeleton(sentence) if len(sentence.amounts) > 1 else ""
        for match in (match for pattern in phrases.TIMES_FROM for match in re.finditer(pattern, skeleton)):
            before = _amount(sentence, match, "x") or _amount(sentence, match, "x2")
            after = _amount(sentence, match, "y") or _amount(sentence, match, "y2")
            assert before is not None and after is not None
            before, after = _alike(before, after)
            if before.measure != after.measure or before.value <= 0 or after.value <= 0:
                continue
            least, most = map(Decimal, phrases.TIMES[match["times"]])
            if match["hedge"] == "mer än ":
                least, most = (Decimal(0), most) if most < 1 else (least, Decimal("Infinity"))
            ratio = after.value / before.value
            if not least <= ratio <= most:
                word = re.search(rf"{match['times']}\w*", sentence.text, re.IGNORECASE)
                assert word is not None
                yield Times(sentence, word.span(), word[0], before, after, ratio)


def _may_tell(text: str) -> bool:
    """A quick look: it has the words without which no pattern fits."""
    return (
        ("till " in text and ("från " in text or "med " in text))
        or _has_noun(text)
        or _has_than(text)
        or _has_variance(text)
    )


def _has_noun(text: str) -> bool:
    return ("kning" in text or "jning" in text or "gång" in text or "ring " in text) and any(
        noun in text for noun in _NOUN_ENDS
    )


def _has_variance(text: str) -> bool:
    return "udget" in text and ("avvikelse " in text or "skott " in text or "differens " in text or "skillnad " in text)


def _has_than(text: str) -> bool:
    told = "(" in text or "erade " in text or " var " in text or "mot " in text or "ämfört" in text
    return told and "än " in text and any(words in text for words in phrases.MORE_THAN)


def is_by(before: str) -> bool:
    """A figure that stands after these words tells by how much: `ökade med`, `minskade med hela`."""
    return _BY_WORD.search(before) is not None


def direction(text: str) -> Direction | None:
    """The direction that the last verb of change in the clause gives; None if there is none, it is denied, or another verb stands
    after it."""
    clause = _TURN.split(text[-_NEAR:])[-1]
    last = next(iter(reversed(list(_VERB.finditer(clause)))), None)
    if last is None or _NOT.search(clause[: last.start()]) or _ANOTHER_VERB.search(clause, last.end()):
        return None
    return "up" if last["up"] else "down"


def _skeleton(sentence: Sentence) -> str:
    text, out, at = sentence.text.lower().replace(phrases.A, " "), [], 0
    for amount in sentence.amounts:
        out += [_without_hedge(text[at : amount.start]), phrases.A]
        at = amount.end
    return "".join([*out, text[at:]])


def _amount(sentence: Sentence, match: re.Match[str], name: str) -> Amount | None:
    """The amount that a group of a pattern over the sentence's skeleton stands for."""
    if name not in match.re.groupindex or match[name] is None:
        return None
    return sentence.amounts[match.string.count(phrases.A, 0, match.start(name))]


def _found(pattern: re.Pattern[str], skeleton: str) -> Iterator[tuple[re.Match[str], re.Match[str]]]:
    """Where a pattern fits, and what stands behind it."""
    at = 0
    while (match := pattern.search(skeleton, at)) is not None:
        behind = phrases.BEHIND.match(skeleton, match.end())
        assert behind is not None  # it may be empty
        yield match, behind
        at = behind.end()


def _told(sentence: Sentence, match: re.Match[str], behind: re.Match[str]) -> list[Amount]:
    """By how much, in one or more words."""
    said = [_amount(sentence, match, name) for name in _SAID]
    said += [_amount(sentence, behind, name) for name in _SAID_BEHIND]
    both = match.re.pattern in phrases.ALL_SAID or "than" in match.re.groupindex
    return [a for a in said if a is not None and (both or not _is_from_another(sentence, a))]


def _without_hedge(text: str) -> str:
    return re.sub(
        r"(?:drygt|knappt|cirka|ca|omkring|ungefär|nästan|närmare|totalt|bara|endast|hela|sammanlagt) $", "", text
    )


def _inside(sentence: Sentence) -> Iterator[Change]:
    skeleton, used = _skeleton(sentence), set[Amount]()
    for found in _fitting(skeleton):
        pattern = re.compile(found)
        for match, behind in _found(pattern, skeleton):
            before, after = _values(sentence, match)
            assert after is not None
            if after in used:
                continue
            used.add(after)
            if before is not None and _AGES.match(sentence.text, after.end):
                continue  # from 16 to 24 years
            word = next((match[name] for name in ("noun", "than") if name in pattern.groupindex), None)
            towards = _towards(match, word) if found is not phrases.VARIANCE else None
            if "than" in pattern.groupindex and after.value < 0:
                towards = None  # "lägre" may be said of the number or of the amount
            told = _told(sentence, match, behind)
            aside = _amount(sentence, behind, "aside")
            if before is None and aside is not None and _may_be_before(sentence, aside, after):
                rest = [amount for amount in told if amount is not aside]
                as_change = _change(sentence, None, after, told, towards)
                if as_change is None or not _adds_up(as_change):
                    before, told = aside, rest
            if found in phrases.ALL_SAID:
                if before is None or not _may_be_of_one(sentence, before, after, told):
                    continue
            elif _is_distance(sentence, after) if before is None else word is not None and _is_plan(sentence, before):
                continue
            if (change := _change(sentence, before, after, told, towards)) is not None:
                yield change


def _values(sentence: Sentence, match: re.Match[str]) -> tuple[Amount | None, Amount | None]:
    """The figure before, and the one after."""
    before = next((a for name in ("x", "x2", "x3") if (a := _amount(sentence, match, name)) is not None), None)
    after = _amount(sentence, match, "y") or _amount(sentence, match, "y2")
    turned = "year" in match.re.groupindex and match["year"] < match["earlier"]
    return (after, before) if turned else (before, after)


def _towards(match: re.Match[str], word: str | None) -> Direction | None:
    """The direction that a word (`ökning`, `lägre`) tells, else the verb before."""
    if word in _BETTER and _RESULT.search(match.string[: match.start("y")]):
        return _BETTER[word]
    return _DIRECTIONS.get(word) if word else direction(match.string[: match.start()])


def _fitting(skeleton: str) -> Iterator[re.Pattern[str] | str]:
    """The patterns that a skeleton has the words of."""
    if f"från {phrases.A}" in skeleton:
        yield from (phrases.FROM_TO, phrases.TO_FROM)
    if _has_noun(skeleton):
        if f"({phrases.A}" in skeleton:
            yield phrases.LAST_YEAR_BY
        if f" och {phrases.A}" in skeleton:
            yield phrases.YEARS
        yield phrases.COMPARED_BY
        if any(word in skeleton for word in ("jämfört med ", "jämförelse med ", " från ", " mot ", " sedan ")):
            yield phrases.SINCE
        yield phrases.SIZE_AND_BY
        if f"jämfört med {phrases.A}" in skeleton or f" mot {phrases.A}" in skeleton:
            yield phrases.COMPARED_NOUN
    if _has_than(skeleton):
        yield from (phrases.BY_THAN, phrases.IS_THAN, phrases.AGAINST_BY)
    if _has_variance(skeleton):
        yield phrases.VARIANCE
    if f"med {phrases.A}" in skeleton or f"på {phrases.A}" in skeleton:
        yield phrases.BY_TO


def _is_distance(sentence: Sentence, amount: Amount) -> bool:
    """It says how far something is from another: `12 mnkr högre än budget`, `översteg budget med 12 mnkr`."""
    return is_by(sentence.text[: amount.start]) or _DISTANCE.match(sentence.text, amount.end) is not None


def _is_from_another(sentence: Sentence, amount: Amount) -> bool:
    """It is the distance from something that the sentence gives no figure of."""
    return _DISTANCE.match(sentence.text, amount.end) is not None or _is_plan(sentence, amount)


def _is_plan(sentence: Sentence, amount: Amount) -> bool:
    """It is no earlier figure, or is compared with none: `98 mnkr mot 95 mnkr i budget, en ökning med 12 mnkr`."""
    clause = re.split("[,;)]", sentence.text[amount.end :], maxsplit=1)[0]
    return any(word in clause for word in ("budget", "prognos", "plan"))


def _may_be_of_one(sentence: Sentence, before: Amount, after: Amount, told: list[Amount]) -> bool:
    """The two values are of one thing, and no figure before them fits better."""
    if before.unit == "":
        before, after = _alike(before, after)
    if not _comparable(before, after):
        return False
    others = [a for a in sentence.amounts if a.end <= after.start and _comparable(before, a)]
    fitting = (_change(sentence, before, other, told, None) for other in others)
    return not any(change is not None and _adds_up(change) for change in fitting) if told else not others


def _comparable(one: Amount, other: Amount) -> bool:
    """Of one measure; a noun may be left out."""
    return one.measure == other.measure and (one.unit == other.unit or "" in (one.unit, other.unit))


def _may_be_before(sentence: Sentence, aside: Amount, after: Amount) -> bool:
    """`533 (594)`: in brackets, without a sign, stands what it was before."""
    opened = sentence.text.rfind("(", 0, aside.start)
    bare = sentence.text[opened + 1 : aside.start].strip() == "" and not aside.figure.plus and aside.value > 0
    return (
        bare
        and not _is_plan(sentence, aside)
        and aside.rate == after.rate
        and (not aside.rate or aside.unit == after.unit)
    )


def _change(
    sentence: Sentence, before: Amount | None, after: Amount, told: list[Amount], towards: Direction | None
) -> Change | None:
    if before is not None:
        before, after = _alike(before, after)
        if before.unit != after.unit:
            return None
    told = [a for a in told if not _OF_ANOTHER.match(sentence.text, a.end)]
    percents = [a for a in told if a.unit == PERCENT]
    percent = percents[0] if percents and not after.rate else None
    others = [a for a in told if a not in percents or after.rate]
    by = next((a for a in others if _same_measure(a, after)), None)
    parts = [a for a in (before, after, by, percent) if a is not None]
    return Change(sentence, min(a.start for a in parts), max(a.end for a in parts), before, after, by, percent, towards)


def _adds_up(change: Change) -> bool:
    """Something can be computed, and it is what is said."""
    found = list(computed(change))
    return bool(found) and all(a.bounds[0] <= high and low <= a.bounds[1] for a, (low, high) in found)


def _of_both(sentence: Sentence, earlier: Sentence) -> Change | None:
    """`81 538 åtgärder, mot 87 291 året före. Minskningen är 7 procent.` `… 462 mnkr. Det är en ökning med 19 mnkr, eller 4 %.`"""
    skeleton = _skeleton(sentence)
    found = next(_found(phrases.NEXT, skeleton), None) if _has_noun(sentence.text) else None
    if found is None and _has_than(sentence.text):
        found = next(_found(re.compile(phrases.NEXT_THAN), skeleton), None)
    if found is None or not earlier.amounts:
        return None
    match = found[0]
    than = match if "than" in match.re.groupindex else None
    both = phrases.AGAINST.search(_skeleton(earlier).rstrip(". ")) if than is None else None
    said = _told(sentence, *found)
    if not said:
        return None
    towards = _DIRECTIONS.get(match["noun" if than is None else "than"])
    if both is not None:
        after, before = _amount(earlier, both, "y"), _amount(earlier, both, "x")
    elif than is not None:
        before = _amount(sentence, than, "x")
        fitting = [a for a in earlier.amounts if before is not None and _comparable(before, a)]
        after = fitting[0] if len(fitting) == 1 else None
    else:
        fitting = [a for a in earlier.amounts if _same_measure(said[0], a)]
        after, before = fitting[0] if len(fitting) == 1 and said[0].unit != PERCENT else None, None
    if after is None or (
        _is_distance(earlier, after) if before is None else than is None and _is_plan(earlier, before)
    ):
        return None
    change = _change(sentence, before, after, said, towards)
    if change is None:
        return None
    return change._replace(start=min(a.start for a in said), end=max(a.end for a in said))


def _alike(before: Amount, after: Amount) -> tuple[Amount, Amount]:
    """A unit that is said once holds for both; nouns are no units."""
    if before.unit != after.unit:
        for one, other in ((before, after), (after, before)):
            if other.unit in MEASURED and not one.unit:
                lent = one._replace(unit=other.unit)
                return (lent, other) if one is before else (other, lent)
            if other.unit in ("kr", PERCENT) and one.unit not in ("kr", PERCENT) and one.figure.value != 0:
                lent = one._replace(unit=other.unit, scale=other.scale)
                return (lent, other) if one is before else (other, lent)
        if not before.rate and not after.rate and "kr" not in (before.unit, after.unit):
            return before._replace(unit=""), after._replace(unit="")
    return before, after


def _same_measure(by: Amount, value: Amount) -> bool:
    if value.rate:
        return by.rate
    return by.unit == value.unit or (not by.rate and "kr" not in (by.unit, value.unit))


def computed(change: Change) -> Iterator[tuple[Amount, tuple[Decimal, Decimal]]]:
    """Figures of a change with the bounds that the other figures give them: the difference, the per cent."""
    if change.before is not None and change.after is not None and change.before.value * change.after.value < 0:
        return  # from a deficit to a surplus
    before, after, by = (_bounds(a) for a in (change.before, change.after, change.by))
    if before is None and after is not None and by is not None and change.direction is not None:
        sign = -1 if change.direction == "up" else 1
        before = (after[0] + sign * by[sign < 0], after[1] + sign * by[sign > 0])
    if before is None or after is None:
        return
    if change.before is not None and change.after is not None and change.before.value * change.after.value < 0:
        if change.by is not None and change.by.measure == change.after.measure:  # from minus to plus, or the contrary
            yield change.by, (before[0] + after[0], before[1] + after[1])
        return
    if change.by is not None and change.before is not None and not per_cent_of_rate(change):
        yield change.by, (_least(before, after), max(abs(after[1] - before[0]), abs(after[0] - before[1])))
    if change.percent is not None and before[0] > 0:
        ratios = [a / b - 1 for a in after for b in before]
        sizes = [abs(ratio) * 100 for ratio in ratios]
        low = Decimal(0) if min(ratios) < 0 < max(ratios) else min(sizes)
        yield change.percent, (low, max(sizes))


def per_cent_of_rate(change: Change) -> bool:
    """The change of a rate is told in per cent."""
    return change.by is not None and change.by.unit == PERCENT and change.after is not None and change.after.rate


def meaning_of_percent(change: Change) -> Literal["relative", "points", "neither"] | None:
    """What the per cent of a rate's change are: of the rate before, or points; None where it cannot be told."""
    if not per_cent_of_rate(change) or change.before is None or change.after is None or change.by is None:
        return None
    before, after = change.before, change.after
    half, relative = before.half + after.half, (after.value / (before.value or 1) - 1) * 100
    if abs(change.by.value) == abs(after.value - before.value) and not change.by.agrees(relative):
        return "points"  # the printed figures say so, whatever they may be rounded from
    if before.value and change.by.agrees(relative, half / abs(before.value) * 100):
        return "relative"
    return "points" if change.by.agrees(after.value - before.value, half) else "neither"


def _bounds(amount: Amount | None) -> tuple[Decimal, Decimal] | None:
    return amount.bounds if amount is not None else None


def _least(one: tuple[Decimal, Decimal], other: tuple[Decimal, Decimal]) -> Decimal:
    """The least distance between two intervals."""
    return max(Decimal(0), other[0] - one[1], one[0] - other[1])
