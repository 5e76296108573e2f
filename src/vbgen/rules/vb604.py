"""Texten säger åt fel håll.

Vad: En mening säger att något ökat men siffrorna visar att det minskat, eller tvärtom: "sjönk från 81 till 86 procent", "ökade med -4,8 procent", "Lönekostnaden minskade med 21,3 miljoner" när raden visar en ökning med 21,3. Detsamma gäller "högre än budget", "färre än föregående år (19 800)", "överskrider budgeten med", och överskott, underskott, positiv och negativ avvikelse mot tabellens avvikelse. Kostnader skrivs med minustecken, men det är beloppet som räknas. Ett resultat kan både öka och minska när ett underskott växer, så ord om förändringar prövas inte mot rader med resultat eller mellan två tal med minustecken. "Minskade med -4,8 procent" anses rätt.

Varför: Läsaren får motsatsen till det som hänt.

Fel:

    text: |
      Andelen besvarade samtal sjönk från 81 procent till 86 procent.

Rätt: Byt ord, eller rätta siffrorna.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from vbgen.findings import Finding
from vbgen.model.numbers import MINUS
from vbgen.reportset.context import Context
from vbgen.rules.claims import Claim, Move, all_changes, all_claims, clean, move, told
from vbgen.texts.amounts import PERCENT, Amount
from vbgen.texts.changes import Change, Direction, direction, is_by
from vbgen.texts.passages import Paragraph, Sentence, with_digits
from vbgen.wording import shorten

CODE = "VB604"
HINT = "byt ord, eller rätta siffrorna"
_WORDS = {"up": "en ökning", "down": "en minskning"}
_THAN = {"up": "mer", "down": "mindre"}
_RESULT = re.compile(
    r"\b(?:(?P<sign>över|under)skott|(?P<kind>positiv|negativ)a? (?:budget)?avvikelsen?)\b(?: \w+){0,3}? (?:på|om|med|blev|är|uppgår till)"
    r" (?:\w+ )?$",
    re.IGNORECASE,
)
_BETTER = re.compile(r" (?:[a-zåäö]+ )?(?P<how>bättre|sämre) än budget")


def check(context: Context) -> Iterator[Finding]:
    """Words of direction that the figures contradict."""
    already = set[tuple[Sentence, int]]()  # which figures of which sentences: each once
    for change in all_changes(context):
        if (actual := _actual(change)) not in (None, change.direction) and change.direction is not None:
            assert change.before is not None and change.after is not None and actual is not None
            said = f'från "{clean(change.before.said)}" till "{clean(change.after.said)}"'
            message = f"texten säger {_WORDS[change.direction]}, men {said} är {_WORDS[actual]}"
            already |= {
                (change.sentence, a.start) for a in change.sentence.amounts if change.start <= a.start < change.end
            }
            yield told(CODE, change.sentence, (change.start, change.end), message, HINT)
    for document in context.data.documents():
        for paragraph in with_digits(context, document).having("med -", f"med {MINUS}", "med –"):
            yield from _increased_by_less(paragraph)
    for claim in all_claims(context):
        for amount in claim.sentence.amounts:
            if (claim.sentence, amount.start) not in already:
                yield from _of_rows(claim, amount)


def _increased_by_less(paragraph: Paragraph) -> Iterator[Finding]:
    """`ökade med -4,8 procent`"""
    for sentence in paragraph.sentences:
        for amount in sentence.amounts:
            before = sentence.text[: amount.start]
            if amount.value < 0 and is_by(before) and direction(before) == "up":
                message = f'texten säger en ökning med "{clean(amount.said)}", som är en minskning'
                yield told(CODE, sentence, (amount.start, amount.end), message, HINT, stated=amount)


def _actual(change: Change) -> Direction | None:
    """What the two figures say, beyond rounding; None where they are alike, or one or both have a minus sign: a result of -5
    that becomes -8 sinks, a deficit of -5 that does so grows."""
    before, after = change.before, change.after
    if before is None or after is None or before.value < 0 or after.value < 0:
        return None
    (low, high), (least, most) = before.bounds, after.bounds
    return "up" if least > high else "down" if most < low else None


def _of_rows(claim: Claim, amount: Amount) -> Iterator[Finding]:
    """The amount is that of a row's change or variance, the word is not."""
    sentence, before = claim.sentence, claim.sentence.text[: amount.start]
    if (said := move(sentence, amount)) is not None:
        yield from _moves(claim, amount, said)
    if amount.unit != PERCENT and (good := _is_good(sentence.text, amount)) is not None:
        for one in claim.subjects(amount):
            against = [v for v in one.variances if v.unit == amount.unit and amount.agrees(v.value, v.half)]
            if against and all((v.value > 0) != good for v in against):
                word = "bättre" if good else "sämre"
                if (result := _RESULT.search(before)) is not None:
                    word = result[0].split(" ")[0].lower() + ("" if result["sign"] else " avvikelse")
                message = (
                    f'texten säger {word} "{clean(amount.said)}", men "{shorten(one.label)}" visar {against[0].shown}'
                )
                yield told(CODE, sentence, (amount.start, amount.end), message, HINT, stated=amount)


def _is_good(text: str, amount: Amount) -> bool | None:
    """The amount is said to be a surplus or better than budget, or the contrary; None if neither is said."""
    before = text[: amount.start]
    told = "skott" in before.lower() or "avvikelse" in before
    if told and (result := _RESULT.search(before)) is not None:
        return (result["sign"] or result["kind"]).lower() in ("över", "positiv")
    better = _BETTER.match(text, amount.end)
    return better["how"] == "bättre" if better is not None else None


def _moves(claim: Claim, amount: Amount, said: Move) -> Iterator[Finding]:
    sentence = claim.sentence
    for one in claim.subjects(amount):
        if one.both_ways:
            continue
        pairs = [pair for pair in said.pairs(one) if pair.now.value * pair.before.value > 0]
        moves = [(pair, abs(pair.now.value) - abs(pair.before.value)) for pair in pairs]
        fitting = [
            move
            for pair, move in moves
            if (amount.unit == pair.now.unit or (one.rate and amount.rate))
            and amount.agrees(move, pair.now.half + pair.before.half)
        ]
        if fitting and amount.value > 0 and all((move > 0) != (said.towards == "up") for move in fitting):
            if said.budget:
                message = f'texten säger "{clean(amount.said)}" {_THAN[said.towards]} än budget, men "{shorten(one.label)}" visar {_THAN[_other(said.towards)]}'
            else:
                message = f'texten säger {_WORDS[said.towards]} med "{clean(amount.said)}", men "{shorten(one.label)}" visar {_WORDS[_other(said.towards)]}'
            yield told(CODE, sentence, (amount.start, amount.end), message, HINT, stated=amount)


def _other(direction: Direction) -> Direction:
    return "down" if direction == "up" else "up"
