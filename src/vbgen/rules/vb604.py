"""Texten säger åt fel håll.

Vad: En mening säger att något ökat men siffrorna visar att det minskat, eller tvärtom: "sjönk från 81 till 86 procent", "ökade med -4,8 procent", "Lönekostnaden minskade med 21,3 miljoner" när raden visar en ökning med 21,3. Detsamma gäller överskott och underskott mot tabellens avvikelse. Kostnader skrivs med minustecken, men det är beloppet som räknas. Ett resultat kan både öka och minska när ett underskott växer, så ord om förändringar prövas inte mot rader med resultat eller mellan två tal med minustecken. "Minskade med -4,8 procent" anses rätt.

Varför: Läsaren får motsatsen till det som hänt.

Fel:

    text: |
      Andelen besvarade samtal sjönk från 81 procent till 86 procent.

Rätt: Byt ord, eller rätta siffrorna.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from vbgen.boardyear import Data
from vbgen.findings import Finding
from vbgen.model.numbers import MINUS
from vbgen.rules.arithmetic import short
from vbgen.rules.claims import Claim, all_changes, all_claims, clean, told
from vbgen.texts.amounts import PERCENT, Amount
from vbgen.texts.changes import Change, Direction, direction, is_by
from vbgen.texts.passages import Paragraph, documents, with_digits

CODE = "VB604"
HINT = "byt ord, eller rätta siffrorna"
_WORDS = {"up": "en ökning", "down": "en minskning"}
_RESULT = re.compile(
    r"\b(?P<sign>över|under)skott\b(?: \w+){0,3}? (?:på|om|med|blev|är|uppgår till) (?:\w+ )?$", re.IGNORECASE
)


def check(data: Data) -> Iterator[Finding]:
    """Words of direction that the figures contradict."""
    for change in all_changes(data):
        if (actual := _actual(change)) not in (None, change.direction) and change.direction is not None:
            assert change.before is not None and change.after is not None and actual is not None
            said = f'från "{clean(change.before.said)}" till "{clean(change.after.said)}"'
            message = f"texten säger {_WORDS[change.direction]}, men {said} är {_WORDS[actual]}"
            yield told(CODE, change.sentence, (change.start, change.end), message, HINT)
    for document in documents(data):
        for paragraph in with_digits(document).having("med -", f"med {MINUS}", "med –"):
            yield from _increased_by_less(paragraph)
    for claim in all_claims(data):
        for amount in claim.sentence.amounts:
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
    said = direction(before) if is_by(before) else None
    result = _RESULT.search(before) if "skott" in before.lower() else None
    if said is None and result is None:
        return
    named = [one for one in claim.named if one.in_clause(sentence.text, amount.start)]
    for one in named if said is not None else ():
        if one.both_ways:
            continue
        moves = [
            abs(pair.now.value) - abs(pair.before.value) for pair in one.pairs if pair.now.value * pair.before.value > 0
        ]
        fitting = [
            move
            for pair, move in zip(one.pairs, moves, strict=False)
            if (amount.unit == pair.now.unit or (one.rate and amount.rate))
            and amount.agrees(move, pair.now.half + pair.before.half)
        ]
        if fitting and amount.value > 0 and all((move > 0) != (said == "up") for move in fitting) and said is not None:
            message = f'texten säger {_WORDS[said]} med "{clean(amount.said)}", men "{short(one.label)}" visar {_WORDS[_other(said)]}'
            yield told(CODE, sentence, (amount.start, amount.end), message, HINT, stated=amount)
    if result is None or amount.unit == PERCENT:
        return
    good = result["sign"].lower() == "över"
    for one in named:
        against = [v for v in one.variances if v.unit == amount.unit and amount.agrees(v.value, v.half)]
        if against and all((v.value > 0) != good for v in against):
            message = f'texten säger {result["sign"].lower()}skott "{clean(amount.said)}", men "{short(one.label)}" visar {against[0].shown}'
            yield told(CODE, sentence, (amount.start, amount.end), message, HINT, stated=amount)


def _other(direction: Direction) -> Direction:
    return "down" if direction == "up" else "up"
