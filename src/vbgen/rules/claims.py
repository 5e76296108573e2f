"""What the rules of texts share: the sentences to look at, and how a finding about one is told."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import ROUND_HALF_UP, Decimal
from decimal import Context as Precision
from typing import NamedTuple

from vbgen.findings import Finding
from vbgen.model.numbers import plain
from vbgen.reportset.context import Context, remember
from vbgen.reportset.data import DocumentData
from vbgen.texts.amounts import MONEY, NUMBER_WORDS, SIGNS, Amount
from vbgen.texts.changes import Change, Direction, changes, direction, is_by
from vbgen.texts.naming import Figures, Label, Named, Pair, figures
from vbgen.texts.passages import Sentence, with_figures

_PRECISION = 80  # digits: of what may be written, and more
_BY_FIGURE = re.compile(rf"med (?:\w+ )?(?:[{SIGNS}]? ?[0-9]|(?i:{'|'.join(NUMBER_WORDS)}) )")
LEAST = 20  # pieces
_UP, _DOWN = ("fler", "högre", "mer", "större", "över"), ("färre", "lägre", "mindre", "under")
_THAN = re.compile(
    rf" (?:[a-zåäö]+ )?(?:(?P<than>{'|'.join((*_UP, *_DOWN))}) )(?:än )?(?:(?P<budget>budget(?:en|erat|erade)?)"
    r"|(?:år )?(?P<year>20[0-9]{2})|"
    r"(?:föregående år|förra året|året före|året innan|fjolåret))\b"
)
_COMPARATIVES = (*_UP[:-1], *_DOWN[:-1])
_ONLY_MORE = re.compile(rf" (?:[a-zåäö]+ )?({'|'.join(_COMPARATIVES)})(?:[,.]|$| jämfört med )")
_COMPARED_WITH = re.compile(
    r"\b[Jj]ämfört med (?:(?P<budget>budget(?:en|erat)?)|(?:år )?(?P<year>20[0-9]{2})|föregående år|förra året|året (?:före|innan)"
    r"|fjolåret)\b"
)
_PASSES = re.compile(
    r"\b(?:(?P<up>överskrid(?:er|its)|överskred|överstiger|översteg)"
    r"|(?P<down>underskrid(?:er|its)|underskred|understiger|understeg)) budgeten med (?:\w+ )?$"
)
_SAYS_THAN = re.compile(
    "(?:r|e|a) än (?:budget|20|år 20|före|förra|året|fjol)|(?:över|under) budget|(?:positiv|negativ)a? (?:budget)?avvikelse"
)
_NO_SUBJECT = re.compile(
    r" ?(?:(?:vilket|det|detta|alltså|dvs\.?|det vill säga) )*(?:(?:är|var|blev|motsvarar|innebär) )?"
    r"(?:en \w+ (?:med|på|om) )?(?:\w+ )?",
    re.IGNORECASE,
)
_IT_IS = ("Det är ", "Det var ", "Detta är ", "Det motsvarar ", "Det innebär ")
_EXPECTED = re.compile(r"\b(?:beräkna|prognos|vänta|förvänta|befara|skulle)", re.IGNORECASE)  # not what became of it
_YEAR = re.compile(r"20[0-9]{2}")


class Claim:
    """A sentence with figures, the document's figures, and what the sentence names of them, which is found when it is asked for."""

    __slots__ = ("_named", "_rows", "earlier", "figures", "sentence")

    def __init__(
        self, sentence: Sentence, figures: Figures, rows: list[Label], earlier: Sentence | None = None
    ) -> None:
        self.sentence = sentence
        self.earlier = earlier  # that which names the rows, if this one only says "det"
        self.figures = figures
        self._rows = rows
        self._named: list[Named] | None = None

    @property
    def named(self) -> list[Named]:
        """The rows that the sentence names; the indicator that it belongs to is the last."""
        if self._named is None:
            self._named = self.figures.of(self._rows)
            passage = self.sentence.passage
            if passage.located is not None and passage.measures:
                self._named.append(self.figures.indicator(passage.located))
        return self._named

    def subjects(self, amount: Amount) -> list[Named]:
        """The rows that are named in the amount's clause; where it has no subject of its own (`…, vilket är 5 lägre än budget`, `Det är
        5 lägre än budget`) those of which a figure is given before it."""
        text, at = self.sentence.text, amount.start
        if self.earlier is None and (here := [one for one in self.named if one.in_clause(text, at)]):
            return here
        clause = text[text.rfind(",", 0, at) + 1 : at]
        if not _NO_SUBJECT.fullmatch(clause):
            return []
        given = (self.earlier or self.sentence).amounts
        given = tuple(a for a in given if a.unit == MONEY and (self.earlier is not None or a.end <= at))
        return [
            one
            for one in self.named
            if one.words and any(a.agrees(k.value, k.half) for a in given for k in one.known if k.unit == MONEY)
        ]


class Move(NamedTuple):
    """What a sentence says of a figure: by so much it is more or less (`towards`) than the budget (`budget`), a year, or before."""

    towards: Direction
    budget: bool = False
    year: str | None = None

    def pairs(self, named: Named) -> list[Pair]:
        """The figures of a row that are compared so."""
        if self.budget:
            return named.budgets
        years = [(pair, _YEAR.findall(pair.before.column)) for pair in named.pairs]
        return [pair for pair, found in years if self.year is None or self.year in found]


def move(sentence: Sentence, amount: Amount) -> Move | None:
    """By how much something is said to be more or less than it was or should be: `ökade med 5`, `5 lägre än budget`."""
    before = sentence.text[: amount.start]
    found = _increase(before) if is_by(before) else _distance(sentence.text, amount.end)
    return found if found is not None and not _EXPECTED.search(before) else None


def _increase(before: str) -> Move | None:
    """`ökade med`, `överskrider budgeten med`"""
    if (passed := _PASSES.search(before)) is not None:
        return Move("up" if passed["up"] else "down", budget=True)
    towards = direction(before)
    return Move(towards) if towards is not None else None


def _distance(text: str, at: int) -> Move | None:
    """`lägre än budget`; `lägre`, where the sentence says once what it is compared with"""
    if (than := _THAN.match(text, at)) is not None:
        return Move("up" if than["than"] in _UP else "down", than["budget"] is not None, than["year"])
    if (only := _ONLY_MORE.match(text, at)) is None:
        return None
    compared = list(_COMPARED_WITH.finditer(text))
    if len(compared) != 1:
        return None
    return Move("up" if only[1] in _UP else "down", compared[0]["budget"] is not None, compared[0]["year"])


def told(
    code: str,
    sentence: Sentence,
    span: tuple[int, int],
    message: str,
    hint: str,
    *,
    stated: Amount | None = None,
    computed: Decimal | None = None,
) -> Finding:
    """A warning about a stretch (`span`) of a sentence; `computed` in the base unit of what is `stated`."""
    passage = sentence.passage
    owner = passage.located.place if passage.located is not None else passage.place
    return Finding(
        code,
        "warning",
        sentence.place(*span),
        message,
        hint,
        plain(stated.figure.value) if stated is not None else None,
        plain(_like(stated, computed)) if computed is not None else None,
        None if passage.located is not None else str(owner.path[-1]),
        owner,
    )


def _like(stated: Amount | None, computed: Decimal) -> Decimal:
    """A computed size in the scale and with the decimals of what was stated."""
    if stated is None:
        return computed
    quantum = Decimal(1).scaleb(-stated.figure.decimals)
    return computed.scaleb(-stated.scale).quantize(quantum, ROUND_HALF_UP, Precision(prec=_PRECISION))


def all_changes(context: Context) -> Iterator[Change]:
    """The changes that all texts tell."""
    for document in context.data.documents():
        yield from _changes(context, document)


@remember
def _changes(context: Context, document: DocumentData) -> list[Change]:
    return [change for paragraph in with_figures(context, document) for change in changes(paragraph)]


def all_claims(context: Context) -> Iterator[Claim]:
    """The sentences of all texts that name a row or belong to an indicator, and may tell by how much it has changed, of a surplus or
    deficit, or of a target that is passed."""
    for document in context.data.documents():
        yield from (claim for claim in _claims(context, document) if claim.named)


@remember
def _claims(context: Context, document: DocumentData) -> list[Claim]:
    return [
        claim
        for claim in naming(context, document, _may_claim)
        if any(_telling(amount) for amount in claim.sentence.amounts)
    ]


def naming(context: Context, document: DocumentData, likely: Callable[[Sentence], bool]) -> Iterator[Claim]:
    """The sentences of a document that name a row or belong to an indicator, and are likely to tell what is looked for."""
    known: Figures | None = None
    for sentence in (sentence for paragraph in with_figures(context, document) for sentence in paragraph.telling):
        if not likely(sentence):
            continue
        known = known or figures(context, document)
        rows = known.within(sentence.text)
        earlier = sentence.before if not rows and sentence.text.startswith(_IT_IS) else None
        if earlier is not None:
            rows = known.within(earlier.text)
        if rows or sentence.passage.measures:
            yield Claim(sentence, known, rows, earlier)


def _may_claim(text: Sentence) -> bool:
    """A quick look, before figures are read and rows are searched."""
    words = text.text
    if "skott" in words or "Skott" in words or "SKOTT" in words or ("med " in words and _BY_FIGURE.search(words)):
        return True
    if (" än " in words or " budget" in words or "avvikelse" in words) and _SAYS_THAN.search(words):
        return True
    if "ämfört med " in words and any(f" {word}" in words for word in _COMPARATIVES):
        return True
    lower = words.lower() if text.passage.measures else ""
    return "mål" in lower and ("över" in lower or "under" in lower)


def _telling(amount: Amount) -> bool:
    """Not a small count, which would fit anywhere."""
    return (
        amount.unit == MONEY
        or amount.rate
        or amount.figure.decimals > 0
        or abs(amount.figure.value) >= LEAST
        or amount.spelt
    )


def clean(said: str) -> str:
    """What was said, without the sentence's end."""
    return said.rstrip(" .,;:")
