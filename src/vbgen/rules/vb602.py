"""En siffra i texten är nästan den som står i tabellen.

Vad: En mening nämner en rad i en tabell, eller hör till en indikator, och anger ett tal som nästan, men inte riktigt, är det som står där: sista siffran skiljer, två siffror har bytt plats, en siffra har fallit bort, en av de första siffrorna är en annan. Tal som stämmer efter avrundning är rätt, och "drygt", "knappt" och "cirka" får skilja fem procent åt rätt håll. Tal som inte liknar något på raden handlar om annat och prövas inte.

Varför: Siffror i text skrivs av för hand, ofta ur ett tidigare utkast.

Fel:

    # i tabellen: | Byggnadsinvesteringar | 895,3 |
    text: |
      För byggnadsinvesteringar budgeterades 896 miljoner kronor.

Rätt: Rätta texten (895 eller 895,3 miljoner kronor), eller tabellen om det är den som är fel.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from vbgen.findings import Finding
from vbgen.reportset.context import Context
from vbgen.rules.claims import Claim, clean, naming, told
from vbgen.texts.amounts import Amount, has_measured, zeros
from vbgen.texts.naming import Known, Named
from vbgen.texts.passages import Sentence
from vbgen.wording import shorten

CODE = "VB602"
COUNTED_DIGITS = 4  # from which on a whole number that is one off can hardly be another thing
SLIP_DIGITS = 4  # of shorter figures some slip always fits
SWAP_DIGITS = 3  # but for two that are swapped
_ZERO = Decimal(0)


def check(context: Context) -> Iterator[Finding]:
    """Figures of sentences that are nearly one of the rows that the sentence names."""
    for document in context.data.documents():
        for claim in naming(context, document, _measures):
            if claim.earlier is None:
                yield from _slips(claim)


def _measures(sentence: Sentence) -> bool:
    return has_measured(sentence.text)


def _slips(claim: Claim) -> Iterator[Finding]:
    sentence = claim.sentence
    for amount in sentence.written:
        if not _may_be_near(amount) or (found := _near(claim, amount)) is None or not sentence.amounts:
            continue
        if not _worked_out(claim, amount) and not claim.figures.somewhere(amount):
            named, known = found
            message = f'"{clean(amount.said)}" stämmer inte med "{shorten(named.label)}", {known.column}: {known.shown}'
            hint = "rätta texten, eller tabellen om det är den som är fel"
            span = (amount.start, amount.end)
            yield told(CODE, sentence, span, message, hint, stated=amount, computed=abs(known.value))


def _number(amount: Amount) -> int:
    """Its digits as a whole number."""
    return int(abs(amount.figure.value.scaleb(amount.figure.decimals)))


def _may_be_near(amount: Amount) -> bool:
    """It has so many digits that another figure can be near it without being another thing: a quick look, before rows are searched."""
    number = _number(amount)
    return number >= 10 and (amount.measure != "" or amount.figure.decimals > 0 or number >= 10 ** (SLIP_DIGITS - 1))


def _worked_out(claim: Claim, amount: Amount) -> bool:
    """The figure is the difference of two figures of a row that the sentence names."""
    for named in claim.named:
        known = [one for one in named.known if one.unit == amount.measure]
        for index, one in enumerate(known):
            if any(amount.agrees(one.value - other.value, one.half + other.half) for other in known[:index]):
                return True
    return False


def _near(claim: Claim, amount: Amount) -> tuple[Named, Known] | None:
    """The one figure that was plainly meant; None if there is none or it cannot be told which."""
    unit, number = amount.measure, _number(amount)
    rows = [(named, known) for named in claim.named for known in named.known if known.unit == unit]
    round_to = zeros(number)
    digits = len(str(number)) - round_to
    if digits < 2 or not rows:
        return None
    size, place = abs(amount.value), amount.scale - amount.figure.decimals  # of the last digit, as a power of ten
    rounded = Decimal(5).scaleb(place + round_to - 1) if round_to else _ZERO
    most = Decimal(1 if digits == 2 else 2).scaleb(place)
    if not unit and not amount.figure.decimals and digits < COUNTED_DIGITS:
        most = _ZERO  # indexes and small counts lie close to each other without being the same thing
    mine = str(number) if amount.hedge is None and number >= 10 ** (SWAP_DIGITS - 1) else ""
    close = [
        (named, known)
        for named, known in rows
        if rounded < abs(size - abs(known.value)) < most or (mine and _slip(mine, known, place))
    ]
    if digits < SLIP_DIGITS:  # short figures are near by chance: the row must be named beside them
        close = [one for one in close if one[0].in_clause(claim.sentence.text, amount.start)]
    if len({known.value for _, known in close}) != 1:
        return None
    said = (other for other in claim.sentence.written if other is not amount and other.measure == unit)
    return close[0] if not any(other.agrees(close[0][1].value, close[0][1].half) for other in said) else None


def _slip(mine: str, known: Known, place: int) -> bool:
    """Two digits swapped, one lost or too many, or another digit before four that are right, between what the sentence (`mine`) and
    the row say."""
    others = _digits(known.value, place)
    at = next((i for i, (one, other) in enumerate(zip(mine, others, strict=False)) if one != other), None)
    if at is not None and mine[at : at + 2] == others[at : at + 2][::-1] and mine[at + 2 :] == others[at + 2 :]:
        return len(others) >= SWAP_DIGITS
    if min(len(mine), len(others)) < SLIP_DIGITS or abs(len(mine) - len(others)) > 1:
        return False
    if at is None:
        return len(mine) != len(others)
    return (
        mine[at + 1 :] == others[at:]
        or mine[at:] == others[at + 1 :]
        or (mine[at + 1 :] == others[at + 1 :] and len(mine) - at > SLIP_DIGITS)
    )


def _digits(value: Decimal, place: int) -> str:
    """The digits of a size down to a power of ten."""
    return f"{abs(value.scaleb(-place)):.0f}"
