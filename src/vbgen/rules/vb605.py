"""Procentenheter kallas procent.

Vad: En mening säger att en andel ändrats med så många procent, men talet är skillnaden mellan två procenttal, alltså procentenheter: "från 86 till 81 procent, en minskning med 5 procent". Detsamma prövas för en rad med andelar som meningen nämner. Det prövas bara där båda värdena är procenttal.

Varför: Från 86 till 81 procent är fem procentenheter men sex procent. Läsaren vet inte vilket som menas.

Fel:

    text: |
      Andelen sjönk från 86 procent till 81 procent, en minskning med 5 procent.

Rätt: Skriv procentenheter.
"""

from __future__ import annotations

from collections.abc import Iterator

from vbgen.findings import Finding
from vbgen.reportset.context import Context
from vbgen.rules.claims import Claim, all_changes, all_claims, clean, told
from vbgen.texts.amounts import PERCENT, Amount
from vbgen.texts.changes import direction, is_by, meaning_of_percent
from vbgen.texts.naming import Pair
from vbgen.texts.passages import Sentence
from vbgen.wording import shorten

CODE = "VB605"
HINT = "skriv procentenheter"


def check(context: Context) -> Iterator[Finding]:
    """Changes of rates in per cent that are percentage points."""
    already = set[tuple[Sentence, int]]()  # which figures of which sentences: each once
    for change in all_changes(context):
        if meaning_of_percent(change) == "points" and change.by is not None:
            by = change.by
            already.add((change.sentence, by.start))
            message = f'"{clean(by.said)}" är skillnaden mellan två procenttal, alltså procentenheter'
            yield told(CODE, change.sentence, (by.start, by.end), message, HINT, stated=by)
    for claim in all_claims(context):
        for amount in claim.sentence.amounts:
            before = claim.sentence.text[: amount.start]
            told_already = (claim.sentence, amount.start) in already
            if amount.unit == PERCENT and not told_already and is_by(before) and direction(before) is not None:
                yield from _of_rows(claim, amount)


def _of_rows(claim: Claim, amount: Amount) -> Iterator[Finding]:
    fitting = [(named, pair) for named in claim.named if named.rate for pair in named.pairs if _is_points(pair, amount)]
    if fitting:
        named, pair = fitting[0]
        message = f'"{clean(amount.said)}" är skillnaden i procentenheter för "{shorten(named.label)}": {pair.before.shown} → {pair.now.shown}'
        yield told(CODE, claim.sentence, (amount.start, amount.end), message, HINT, stated=amount)


def _is_points(pair: Pair, amount: Amount) -> bool:
    """The difference of two rates, and not their relative change."""
    if {pair.now.unit, pair.before.unit} != {PERCENT} or not pair.before.value:
        return False
    half = pair.now.half + pair.before.half
    relative = (pair.now.value / pair.before.value - 1) * 100
    points = pair.now.value - pair.before.value
    return amount.agrees(points) and not amount.agrees(relative, half / abs(pair.before.value) * 100)
