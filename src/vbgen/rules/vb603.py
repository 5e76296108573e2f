"""En förändring i texten går inte ihop.

Vad: En mening säger både från vad och till vad något har ändrats, eller hur stort något är och hur mycket det har ändrats, och siffrorna går inte ihop: "ökat till 120 320 från 72 121 (+68 procent)", "830 miljoner kronor, en ökning med 107 miljoner kronor (+7 procent)". Eller den säger hur mycket högre eller lägre något är än budget eller året före ("1 250 färre än föregående år (19 800)"), en avvikelse mellan budget och utfall (står de i två meningar bara om den är nästan rätt), en andel med sina båda tal ("139 av 455, vilket motsvarar 41 procent") eller att något har fördubblats eller halverats. Detsamma prövas för en rad i en tabell eller en indikator som meningen nämner, och för "målvärdet överträffas med två enheter". Avrundningar räknas bort, och "drygt", "knappt" och "cirka" får skilja fem procent.

Varför: Den som räknar efter slutar lita på resten.

Fel:

    text: |
      Mötena har ökat till 120 320 från 72 121 (+68 procent).

Rätt: Räkna om och rätta den siffra som är fel.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import groupby

from vbgen.findings import Finding
from vbgen.model.numbers import show
from vbgen.reportset.context import Context
from vbgen.reportset.data import DocumentData, IdentityKey
from vbgen.rules.claims import Claim, Move, all_changes, all_claims, clean, move, told
from vbgen.texts.amounts import MONEY, PERCENT, POINTS, Amount
from vbgen.texts.averages import Ratio, averages, may_tell, shares
from vbgen.texts.changes import computed, meaning_of_percent, times
from vbgen.texts.naming import Named, Pair
from vbgen.texts.passages import Sentence, with_digits
from vbgen.texts.phrases import MAY_TELL_TIMES
from vbgen.texts.variances import MAY_TELL as MAY_TELL_VARIANCE
from vbgen.texts.variances import variances
from vbgen.texts.vocabulary import OTHERWISE
from vbgen.wording import join_words, shorten

CODE = "VB603"
HINT = "räkna om, och rätta den siffra som är fel"
SHARE = Decimal("0.05")  # of a change in money, as far
NEAR = 2  # per cent units: further away than this the sentence speaks of something else than the row
_PART_OF_IT = re.compile(r"\b(?:inom|för|vid|hos|bland|på|i|till|av|från|som)\b", re.IGNORECASE)
_IN_A_PART = re.compile(r" (?:inom|för|vid|hos|bland|på|i) ")
_A_YEAR = re.compile(r"(?:(med|mot|sedan|från|än)(?: år)? )?\b(20[0-9]{2})\b")
_BEATEN = re.compile(
    r"(?:\bmål(?:et|värdet|nivån)? (?:överträffa[sdt]+|överskrid(?:s|its))|\b(?:överträffa[rdet]+|överskrid(?:er|it)) mål(?:et|värdet|nivån)?)"
    r" med\b[^.;]*$",
    re.IGNORECASE,
)
_BEYOND = re.compile(r"\S+ (?:\w+ )?(?:över|under) (?:det )?mål(?:et|värdet|nivån)?\b")


def check(context: Context) -> Iterator[Finding]:
    """Figures of changes that the other figures of the sentence, or of what it names, contradict."""
    said = set[tuple[Sentence, int]]()  # which figures of which sentences: each once
    for change in all_changes(context):
        for amount, (low, high) in computed(change):
            least, most = amount.bounds
            if least <= high and low <= most:
                continue
            middle = (low + high) / 2
            others = [a for a in (change.before, change.after, change.by) if a is not None and a is not amount]
            made_of = join_words([f'"{clean(a.said)}"' for a in others])
            message = f'"{clean(amount.said)}" stämmer inte med {made_of}: det blir {amount.like(middle)}'
            said.add((change.sentence, amount.start))
            yield told(CODE, change.sentence, (amount.start, amount.end), message, HINT, stated=amount, computed=middle)
        if meaning_of_percent(change) == "neither" and change.by is not None:
            by = change.by
            message = f'"{clean(by.said)}" är varken skillnaden i procentenheter eller förändringen i procent'
            yield told(CODE, change.sentence, (by.start, by.end), message, HINT, stated=by)
    for document in context.data.documents():
        yield from _of_text(context, document, said)
    for claim in all_claims(context):
        yield from _of_rows(claim, said)
        yield from _beaten(claim)


def _of_text(context: Context, document: DocumentData, already: set[tuple[Sentence, int]]) -> Iterator[Finding]:
    """Words of how many times as much, averages, variances and shares."""
    for paragraph in with_digits(context, document).having(*MAY_TELL_TIMES):
        for one in times(paragraph):
            message = f'"{one.word}" stämmer inte med "{clean(one.before.said)}" och "{clean(one.after.said)}": det är {show(one.ratio, 1)} gånger så mycket'
            yield told(CODE, one.sentence, one.span, message, HINT)
    telling = {
        IdentityKey(paragraph.passage) for paragraph in with_digits(context, document).all if may_tell(paragraph.text)
    }
    texts = (paragraph for paragraph in with_digits(context, document).all if IdentityKey(paragraph.passage) in telling)
    for _, text in groupby(texts, key=lambda paragraph: IdentityKey(paragraph.passage)):
        for ratio in averages(text):
            yield _ratio(ratio)
    for paragraph in with_digits(context, document).having(MAY_TELL_VARIANCE):
        for ratio in variances(paragraph):
            if (ratio.sentence, ratio.stated.start) not in already:
                yield _ratio(ratio)
    for paragraph in with_digits(context, document).having("procent", "%"):
        for ratio in shares(paragraph):
            yield _ratio(ratio)


def _ratio(ratio: Ratio) -> Finding:
    stated, total, number = clean(ratio.stated.said), clean(ratio.total.said), clean(ratio.number.said)
    message = f'"{stated}" stämmer inte: {total} {ratio.how} {number} blir {ratio.stated.like(ratio.computed)}'
    span = (ratio.stated.start, ratio.stated.end)
    return told(CODE, ratio.sentence, span, message, HINT, stated=ratio.stated, computed=ratio.computed)


def _of_rows(claim: Claim, already: set[tuple[Sentence, int]]) -> Iterator[Finding]:
    """`ökade med N procent`, `N miljoner lägre än budget` of a row whose figures give nearly N."""
    sentence = claim.sentence
    for amount in sentence.amounts:
        if (
            (sentence, amount.start) in already
            or amount.unit not in (PERCENT, MONEY)
            or (said := move(sentence, amount)) is None
        ):
            continue
        pairs = [(named, pair) for named in claim.subjects(amount) for pair in said.pairs(named) if not named.rate]
        if len(pairs) != 1 or _of_something_else(claim, *pairs[0], amount, said):
            continue
        named, pair = pairs[0]
        sizes = _ratios(pair) if amount.unit == PERCENT else _differences(pair)
        if sizes is None:
            continue
        size = (sizes[0] + sizes[1]) / 2
        if amount.agrees(size, (sizes[1] - sizes[0]) / 2):
            continue
        near = NEAR if amount.unit == PERCENT else abs(size) * SHARE
        if abs(abs(amount.value) - size) <= near and not claim.figures.somewhere(amount):
            unit = " procent" if amount.unit == PERCENT else ""
            message = (
                f'"{clean(amount.said)}" stämmer inte med "{shorten(named.label)}": {pair.before.shown} → {pair.now.shown} är {amount.like(size)}'
                f"{unit}"
            )
            yield told(CODE, sentence, (amount.start, amount.end), message, HINT, stated=amount, computed=size)


def _of_something_else(claim: Claim, named: Named, pair: Pair, percent: Amount, said: Move) -> bool:
    """The sentence narrows the row, compares it with something else, or gives a figure of the row's kind that is none of its own."""
    text = claim.sentence.text.lower()
    otherwise = any(word in text for word in OTHERWISE if not (said.budget and word == "budget"))
    if otherwise or _PART_OF_IT.search(text, named.end_in(text, percent.start), percent.start):
        return True
    years = ((year[2], pair.before.column if year[1] else pair.now.column) for year in _A_YEAR.finditer(text))
    if _IN_A_PART.match(text, percent.end) or any(year not in column for year, column in years):
        return True
    up = abs(pair.now.value) > abs(pair.before.value)
    if up != (said.towards == "up"):
        return True
    others = [
        a for a in claim.sentence.amounts if a is not percent and a.unit in (MONEY, "") and a.unit == pair.now.unit
    ]
    known = [k for named in claim.named for k in named.known]
    return any(not any(a.agrees(k.value, k.half) for k in known) for a in others)


def _differences(pair: Pair) -> tuple[Decimal, Decimal] | None:
    """The least and the largest change, without sign, that rounding allows."""
    size, half = abs(pair.now.value - pair.before.value), pair.now.half + pair.before.half
    return (max(size - half, Decimal(0)), size + half) if pair.now.unit == MONEY else None


def _ratios(pair: Pair) -> tuple[Decimal, Decimal] | None:
    """The least and the largest change in per cent, without sign, that rounding allows."""
    now, before = abs(pair.now.value), abs(pair.before.value)
    if before <= pair.before.half or pair.now.value * pair.before.value <= 0:
        return None
    ends = [
        abs((now + a) / (before + b) - 1) * 100
        for a in (-pair.now.half, pair.now.half)
        for b in (-pair.before.half, pair.before.half)
    ]
    return min(ends), max(ends)


def _beaten(claim: Claim) -> Iterator[Finding]:
    """`målvärdet överträffas med två enheter` of an indicator with outcome and target."""
    own = claim.named[-1]
    sides = {known.column: known for known in own.known if not own.words}
    if "utfall" not in sides or "målvärde" not in sides:
        return
    outcome, target = sides["utfall"], sides["målvärde"]
    for amount in claim.sentence.amounts:
        unit = POINTS if outcome.unit == PERCENT else ""
        if (amount.unit == MONEY) != (outcome.unit == MONEY) or (amount.unit == POINTS) != (unit == POINTS):
            continue
        before, after = claim.sentence.text[: amount.start], claim.sentence.text[amount.start : amount.end + 40]
        if "mål" not in before.lower() and "mål" not in after:
            continue
        if _BEATEN.search(before) is None and _BEYOND.match(after) is None:
            continue
        if _PART_OF_IT.search(before, before.rfind(",") + 1) or _A_YEAR.search(before):
            continue  # women, a ward, a month, last year
        distance = abs(outcome.value - target.value)
        if not amount.agrees(distance, outcome.half + target.half):
            message = f'"{clean(amount.said)}" stämmer inte: utfallet {outcome.shown} mot målvärdet {target.shown} är {amount.like(distance)}'
            yield told(
                CODE, claim.sentence, (amount.start, amount.end), message, HINT, stated=amount, computed=distance
            )
