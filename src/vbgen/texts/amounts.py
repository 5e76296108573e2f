"""The figures in a sentence: `drygt 115 miljoner kronor`, `-4,2 procent`, `tre mål`.

What is not an amount is left out: years, dates, intervals, ordinals (`8:e`), paragraphs of laws, chapters, names with digits in them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from operator import attrgetter
from typing import Literal, NamedTuple

from vbgen.model.numbers import BLANKS, MINUS, Figure, read, show
from vbgen.texts.vocabulary import BETWEEN, MEASURED, MONTHS, NUMBERED, SMALL

MONEY, PERCENT, POINTS = "kr", "%", "procentenheter"

Hedge = Literal["over", "under", "about"]
ABOUT = Decimal("0.05")  # what "drygt", "knappt" and "cirka" may hide
_HEDGES: dict[str, Hedge] = {
    **dict.fromkeys(("drygt", "dryga", "över", "mer än", "fler än"), "over"),
    **dict.fromkeys(("knappt", "knappa", "nästan", "närmare", "inte fullt", "mindre än", "färre än"), "under"),
    **dict.fromkeys(("cirka", "ca", "omkring", "ungefär", "runt", "kring", "uppskattningsvis", "preliminärt"), "about"),
}
_LAST_OF_HEDGES = frozenset(hedge.rpartition(" ")[2] for hedge in _HEDGES if " " in hedge)
# "en" and "ett" are articles
_WORDS = ("två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio", "tio", "elva", "tolv")
NUMBER_WORDS = {word: number for number, word in enumerate(_WORDS, start=2)}
_SCALES = {"tusen": 3, "miljon": 6, "miljoner": 6, "milj": 6, "miljard": 9, "miljarder": 9}
_MONEY = {"öre": -2, "kronor": 0, "kronorna": 0, "kr": 0, "sek": 0, "tkr": 3, "mnkr": 6, "mkr": 6, "mdkr": 9}
_RATES = {"procent": PERCENT, "%": PERCENT}
_RATES |= {f"{of}{hyphen}enhet{end}": POINTS for of in ("procent", "%") for hyphen in ("", "-") for end in ("", "er")}
_UNITS = frozenset((*_MONEY, *_RATES, "personer", "st", "stycken"))
# what stands after a number that is no amount
_NO_UNIT = frozenset(("kap", "§", *MONTHS))

# They begin with a plain set of letters, and heed case, so that the scan is fast; what stands before is looked at afterwards.
_AMOUNT = re.compile(
    rf"(?P<number>[0-9](?:[0-9]{{0,2}}(?:[{BLANKS}][0-9]{{3}})+(?![0-9])|[0-9]*)(?:,[0-9]+)?)"
    rf"(?![\w§]|[.,:/]\d|:[ea]\b|\s?[{MINUS}–-]\s?\d|-[a-zåäö])"
    rf"(?:[{BLANKS}](?P<scale>tusen|miljoner|miljon|milj|miljarder|miljard)\b\.?)?"
    rf"(?:[{BLANKS}]?(?P<unit>%(?:-?enhet(?:er)?)?|[a-zåäöA-ZÅÄÖ§][\w-]*\.?))?"
)
_MEASURED = re.compile(
    "[0-9](?:,[0-9]|[ \u00a0]?(?:%|(?i:kr|tkr|mnkr|mkr|mdkr|sek|procent)|tusen|mil)|[ \u00a0][0-9]{3}|[0-9]{4}"
    "|(?<=[03-9])[0-9]{3}|(?<=1)[0-7][0-9]{2}|(?<=2)[2-9][0-9]{2})"
)
_SPELT_AMOUNT = re.compile(
    r"(?P<number>\w+)(?:[ \u00a0](?P<scale>tusen|miljoner|miljon|miljarder|miljard)\b)?[ \u00a0](?P<unit>[a-zåäö§][\w-]*\.?)"
)
SIGNS = f"-{MINUS}–+"
_HALVES = (
    " och en halv",
    " och ett halvt",
    " 1/2",
    " ½",
    "½",
)  # after a whole number: what it is with them is not read
_JOINED = frozenset(f".,:/§-{MINUS}–_[")  # before a number: part of a date, an interval, a name
_CENTURIES = ("18", "19", "20", "21")
_WORD_AFTER = re.compile(r"[ \u00a0]([^\s,.;:()]+)")
# each begins with a letter or a plain set of letters, so that the scan is fast
_SPELT = tuple(
    re.compile(f"{start}(?:{'|'.join(words)}) ")
    for start, words in ((" ", _WORDS), (r"\(", _WORDS), ("", [word.capitalize() for word in _WORDS]))
)


class Amount(NamedTuple):
    """A figure in a sentence. `unit`: MONEY (in kronor, by `scale`), PERCENT, POINTS, the noun that is counted, or "".

    `start`, `end`: from sign to unit. `spelt`: the number is a word. `said`: as written, with its hedge.
    """

    figure: Figure
    scale: int
    unit: str
    hedge: Hedge | None
    start: int
    end: int
    spelt: bool
    said: str

    @property
    def value(self) -> Decimal:
        """In the base unit, with its sign."""
        return self.figure.value.scaleb(self.scale) if self.scale else self.figure.value

    @property
    def half(self) -> Decimal:
        """What rounding may have taken away; counts in round thousands and hundreds are taken for rounded, others are exact, but not
        what is measured."""
        if self.spelt:
            return Decimal("0.5") if self.rate else Decimal(0)
        places = -self.figure.decimals
        if places == 0 and self.scale == 0 and not self.rate:
            number = abs(int(self.figure.value))
            if number < 1000 or number % 100:
                return Decimal("0.5") if self.unit in MEASURED else Decimal(0)
            places = zeros(number)
        return Decimal(5).scaleb(places + self.scale - 1)

    @property
    def bounds(self) -> tuple[Decimal, Decimal]:
        """Between which sizes (without sign) the words put the thing."""
        size, half = abs(self.value), self.half
        low, high = size - half, size + half
        if self.hedge in ("over", "about"):
            high = max(high, size * (1 + ABOUT))
        if self.hedge in ("under", "about"):
            low = min(low, size * (1 - ABOUT))
        return size if self.hedge == "over" else low, size if self.hedge == "under" else high

    @property
    def measure(self) -> str:
        """MONEY, PERCENT or POINTS; "" for what is counted, whatever it is."""
        return self.unit if self.unit in (MONEY, PERCENT, POINTS) else ""

    @property
    def rate(self) -> bool:
        """Per cent or percentage points."""
        return self.unit in (PERCENT, POINTS)

    def agrees(self, size: Decimal, half: Decimal = Decimal(0)) -> bool:
        """A size (known to ± `half`) may be what is meant."""
        size, (low, high) = abs(size), self.bounds
        return low <= size + half and size - half <= high

    def like(self, size: Decimal) -> str:
        """A size as this amount would be written: its scale, its decimals."""
        return show(abs(size).scaleb(-self.scale), self.figure.decimals)


def has_digits(text: str) -> bool:
    """There are figures in a text."""
    # no loop: it is asked of every paragraph and sentence, and a loop costs ten times as much
    return ("1" in text or "2" in text or "0" in text or "3" in text or "4" in text) or (
        "5" in text or "6" in text or "7" in text or "8" in text or "9" in text
    )


def has_spelt(text: str) -> bool:
    """There are numbers in words in a text."""
    return any(number.search(text) for number in _SPELT)


def zeros(number: int) -> int:
    """How many zeros a whole number ends with."""
    return len(str(number)) - len(str(number).rstrip("0")) if number else 0


def amounts(text: str, *, money: bool = False, spelt: bool = True) -> tuple[Amount, ...]:
    """The amounts of a sentence, in order. `money`: millions of nothing else are kronor; `spelt`: look for numbers in words too."""
    found = written(text, money=money)
    return tuple(with_spelt(found, text, money=money) if spelt else found)


def has_measured(text: str) -> bool:
    """There may be money, rates, decimals or large numbers in a text: a quick look, which years do not pass."""
    return _MEASURED.search(text) is not None


def written(text: str, *, money: bool) -> list[Amount]:
    """The amounts that are written with digits, in order."""
    numbers = (_amount(match, text, money=money) for match in _AMOUNT.finditer(text) if not _year(match))
    return [amount for amount in numbers if amount is not None]


def with_spelt(found: list[Amount], text: str, *, money: bool) -> list[Amount]:
    """The amounts that were found, and those whose numbers are words, in order."""
    words = (_amount(match, text, money=money, spelt=True) for match in _spelt(text))
    return sorted([*found, *(amount for amount in words if amount is not None)], key=attrgetter("start"))


def _spelt(text: str) -> Iterator[re.Match[str]]:
    """The numbers in words, with what they count."""
    lower = text.lower()
    for word in NUMBER_WORDS:
        at = lower.find(f"{word} ")
        while at >= 0:
            match = _SPELT_AMOUNT.match(text, at) if at == 0 or not lower[at - 1].isalnum() else None
            if match is not None and match["number"].lower() == word:
                yield match
            at = lower.find(f"{word} ", at + 1)


def _year(match: re.Match[str]) -> bool:
    """Four digits that are read as a year: thousands have a blank, unless their unit says what they are."""
    number, unit = match["number"], match["unit"]
    return (
        len(number) == 4
        and number.isdigit()
        and number.startswith(_CENTURIES)
        and not match["scale"]
        and unit not in _UNITS
    )


def _amount(match: re.Match[str], text: str, *, money: bool, spelt: bool = False) -> Amount | None:
    written, scale, noun = match.group("number", "scale", "unit")
    unit = noun.rstrip(".").lower() if noun is not None else ""
    measured = unit in _MONEY or unit in _RATES or scale is not None
    if not measured and (unit in _NO_UNIT or unit[:1] == "§"):
        return None
    start, end = match.span("number")
    if text.startswith((" ", "½"), end) and text[end : end + 14].lower().startswith(_HALVES):
        return None
    start = _from_sign(text, start)
    if start and (text[start - 1] in _JOINED or text[start - 1].isalnum()):
        return None
    if spelt:
        figure = Figure(Decimal(NUMBER_WORDS[written.lower()]))
    elif (parsed := read(text[start : start + 1] + written if text[start] in SIGNS else written)) is not None:
        figure = parsed[0]
    else:
        return None
    power = _SCALES[scale.lower()] if scale else 0
    if unit in _MONEY or unit in _RATES:
        end = match.end() - noun.endswith(".")
        power, unit = (power + _MONEY[unit], MONEY) if unit in _MONEY else (power, _RATES[unit])
    else:
        end = match.end("scale") if scale else end
        unit = MONEY if scale and money else _counted(text, end)
    before = text[max(0, start - 24) : start].rstrip()
    last = before.rpartition(" ")[2]
    small = last.lower()
    if not measured and (small in NUMBERED or last.endswith("mål") or (unit not in _UNITS and _is_name(last, before))):
        return None
    if spelt and not unit:
        return None
    begin, hedge = start, _HEDGES.get(small)
    if hedge is not None:
        begin = start - len(last) - 1
    elif small in _LAST_OF_HEDGES:
        two = before.split(" ")[-2:]
        hedge = _HEDGES.get(" ".join(two).lower())
        begin = start - sum(len(word) + 1 for word in two) if hedge is not None else start
    return Amount(figure, power, unit, hedge, start, end, spelt, text[begin:end])


def _from_sign(text: str, start: int) -> int:
    """Where the number begins with its sign: `-4,8`, `+ 1 284`."""
    if text[start - 1 : start] == " " and text[start - 2 : start - 1] == "+":
        return start - 2
    return start - 1 if start and text[start - 1] in SIGNS else start


def _is_name(word: str, before: str) -> bool:
    """A word with a capital inside a sentence, whose number goes with it: Office 365."""
    return word[:1].isupper() and before[: -len(word)].rstrip()[-1:] not in ("", ".", ":", "!", "?")


def _counted(text: str, at: int) -> str:
    """The noun that a number counts: the first word after it that is no adjective of number; empty if none stands there."""
    while (found := _WORD_AFTER.match(text, at)) is not None:
        word, at = found[1], found.end()
        if (small := word.lower()) not in BETWEEN:
            is_noun = word.isalpha() and word == small and word not in SMALL
            return small if is_noun or small in MEASURED else ""
    return ""
