"""What a sentence may be about: the rows of the document's tables, and the indicator that a text belongs to."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from vbgen.model.items import Indicator, Measurement
from vbgen.model.money import kronor
from vbgen.model.numbers import Figure
from vbgen.model.values import Value
from vbgen.reportset.context import Context, remember
from vbgen.reportset.data import Chain, DocumentData, IdentityKey, LocatedItem
from vbgen.tables.evaluation import Evaluation
from vbgen.tables.table import Column, Row, Table, is_exact
from vbgen.tables.units import get_unit
from vbgen.texts.amounts import MONEY, PERCENT, POINTS, Amount
from vbgen.texts.vocabulary import BOTH_WAYS, COMMON
from vbgen.texts.words import beginning

_ZERO = Decimal(0)
_RATE_KINDS = {"procent": PERCENT, "andel": PERCENT, "procentenheter": POINTS}
_ASIDE = re.compile(r"\[\^[^\]]*\]|\([^)]*\)|,? varav\b.*|, se .*")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_KEY = 4  # letters that a stem has at least
_OWN = 6  # letters that at least one word has
_ENDING = 4  # letters that an inflected form may have more than the word in the label


class Word(NamedTuple):
    """A word of a label as texts have it: how it begins, and how long it is with the longest ending."""

    stem: str
    longest: int


class Known(NamedTuple):
    """A figure of the document: `scale` takes money to kronor; `column`: its heading, `at` its place; `counted`: not rounded."""

    figure: Figure
    scale: int
    unit: str
    column: str
    at: int
    counted: bool

    @property
    def value(self) -> Decimal:
        """In the base unit (kronor, per cent, pieces), with its sign."""
        return self.figure.value.scaleb(self.scale) if self.scale else self.figure.value

    @property
    def half(self) -> Decimal:
        """What rounding may have taken away."""
        return _ZERO if self.counted else _half_unit(self.figure.decimals, self.scale)

    @property
    def shown(self) -> str:
        """As printed."""
        return self.figure.show()


@cache
def _half_unit(decimals: int, scale: int) -> Decimal:
    return Decimal(5).scaleb(scale - decimals - 1)


class Pair(NamedTuple):
    """A figure and the earlier one that it is compared with, in one row."""

    now: Known
    before: Known


@dataclass(slots=True)
class Named:
    """Something that has figures and a name. `words`: what a sentence must say of it; `variances`: from budget or forecast, positive
    is good; `budgets`: what they are the difference of."""

    label: str
    words: tuple[Word, ...] = ()
    known: list[Known] = field(default_factory=list)
    pairs: list[Pair] = field(default_factory=list)
    variances: list[Known] = field(default_factory=list)
    budgets: list[Pair] = field(default_factory=list)

    @property
    def rate(self) -> bool:
        """All its figures are per cent or points."""
        return bool(self.known) and all(found.unit in (PERCENT, POINTS) for found in self.known)

    @property
    def both_ways(self) -> bool:
        """It is a result, whose figures are no costs when they have a minus sign."""
        label = self.label.lower()
        return "kostnad" not in label and any(word in label for word in BOTH_WAYS)

    def in_clause(self, text: str, at: int) -> bool:
        """The words of its label stand in the clause that a figure at an offset of a sentence belongs to."""
        return _has(self.words, text[text.rfind(",", 0, at) + 1 : at].lower())

    def end_in(self, text: str, at: int) -> int:
        """Where the words of its label end in a text (of small letters) before an offset; but for the ending of the last one."""
        return max((text.rfind(word.stem, 0, at) + len(word.stem) for word in self.words), default=at)


class Label(NamedTuple):
    """A row of a table, and the words that a text must have to name it."""

    words: tuple[Word, ...]
    evaluation: Evaluation
    row: Row


class Figures:
    """What a document's tables and indicators say."""

    def __init__(self, context: Context, document: DocumentData) -> None:
        self._rows: dict[str, list[Label]] = {}  # by the stem of their first word
        self._named: dict[tuple[Evaluation, int], Named] = {}
        self._within: dict[str, list[Label]] = {}  # by sentence: several rules ask
        heads = _heads(document)
        self._tables = list(context.evaluations(document))
        for evaluation in self._tables:
            numeric = any(column.is_numeric for column in evaluation.table.columns)
            for row in evaluation.table.rows if numeric else ():
                if words := label_words(heads.get(row.label, row.label)):
                    self._rows.setdefault(words[0].stem, []).append(Label(words, evaluation, row))
        self._sizes: dict[str, list[tuple[Decimal, Decimal]]] = {}  # by unit
        self._document, self._chain = document, context.chain(context.data.find_unit(document))
        self._indicators: dict[IdentityKey, Named] = {}

    def within(self, sentence: str) -> list[Label]:
        """The rows that a sentence names: it has every word that sets their label apart."""
        if (known := self._within.get(sentence)) is None:
            lower = sentence.lower()
            found = (row for stem, rows in self._rows.items() if stem in lower for row in rows)
            known = self._within[sentence] = [row for row in found if _has(row.words, lower)]
        return known

    def of(self, rows: list[Label]) -> list[Named]:
        """Rows with their figures, without those that have none."""
        return [named for named in map(self._row, rows) if named.known]

    def indicator(self, located: LocatedItem) -> Named:
        """An indicator's outcome, target and last value."""
        key = IdentityKey(located)
        if (named := self._indicators.get(key)) is None:
            named = self._indicators[key] = indicator(located, self._chain)
        return named

    def _row(self, label: Label) -> Named:
        key = label.evaluation, label.row.index
        if (named := self._named.get(key)) is None:
            named = self._named[key] = _row(label.words, label.evaluation, label.row)
        return named

    def somewhere(self, amount: Amount) -> bool:
        """The figure stands somewhere in the document."""
        if amount.measure not in self._sizes:
            self._sizes[amount.measure] = list(self._sizes_in(amount.measure))
        low, high = amount.bounds
        sizes = self._sizes[amount.measure]
        if low == high:
            return any(least <= low <= most for least, most in sizes)
        # what only meets where both are rounded is one off: 576,3 and 576,4
        return any(
            (low < most and least < high) or least == most == min(max(low, least), high) for least, most in sizes
        )

    def _sizes_in(self, unit: str) -> Iterator[tuple[Decimal, Decimal]]:
        """Between which sizes (without sign) all figures of the document in a unit are."""
        for evaluation in self._tables:
            for figure, (_, scale, counted), _ in _cells(evaluation, evaluation.table.rows, unit):
                size = abs(figure.value.scaleb(scale) if scale else figure.value)
                half = _ZERO if counted else _half_unit(figure.decimals, scale)
                yield size - half, size + half
            for row in evaluation.table.rows:
                target = _measured(row.spec.target, row.spec.unit, "målvärde") if row.spec.target is not None else None
                if target is not None and target.unit == unit:
                    yield abs(target.value) - target.half, abs(target.value) + target.half
        for located in self._document.items():
            for known in self.indicator(located).known if isinstance(located.item, Indicator) else ():
                if known.unit == unit:
                    yield abs(known.value) - known.half, abs(known.value) + known.half


def _has(words: tuple[Word, ...], text: str) -> bool:
    """All the words stand in a text, each with at most an ending: kostnad, kostnaden, kostnadernas."""
    for word in words:
        if word.stem not in text:
            return False
    return all(any(len(found) <= word.longest for found in beginning(text, word.stem)) for word in words)


@remember
def figures(context: Context, document: DocumentData) -> Figures:
    """The figures of a document by what they are called."""
    return Figures(context, document)


def _heads(document: DocumentData) -> dict[str, str]:
    """What stands before the comma of labels, where no other label begins so: `Läkemedel, förskrivna inom primärvården`."""
    labels = {row.label for table in document.tables.values() for row in table.rows}
    parted = [(label, *label.split(", ")) for label in labels if label.count(",") == 1 and ", " in label]
    heads = {label: head.strip() for label, head, rest in parted if " och " not in rest}
    beginnings = Counter(label.partition(",")[0].strip().lower() for label in labels) if heads else Counter[str]()
    return {label: head for label, head in heads.items() if beginnings[head.lower()] == 1}


def _row(words: tuple[Word, ...], evaluation: Evaluation, row: Row) -> Named:
    by_column = {
        column.index: Known(figure, measure.scale, measure.unit, column.label, column.index, measure.counted)
        for figure, measure, column in _cells(evaluation, [row])
    }
    named = Named(row.label, words, list(by_column.values()))
    ids = evaluation.table.column_ids
    for column in evaluation.table.columns:
        if column.formula is None or column.formula.shape not in ("difference", "change"):
            continue
        planned = _against_plan(column)
        if planned:
            named.variances += [by_column[column.index]] if column.index in by_column else []
        ends = [by_column.get(ids.get(ref.parts[-1], -1)) for ref in column.formula.refs[:2]]
        if len(ends) == 2 and ends[0] is not None and ends[1] is not None:
            (named.budgets if planned else named.pairs).append(Pair(ends[0], ends[1]))
    return named


def _against_plan(column: Column) -> bool:
    """A variance against budget or forecast is no change."""
    refs = column.formula.refs if column.formula is not None else ()
    return any(part.startswith(("budget", "prognos")) for ref in refs for part in ref.parts)


class _Measure(NamedTuple):
    """What the figures of a column are in: as in Known."""

    unit: str
    scale: int
    counted: bool


def _cells(
    evaluation: Evaluation, rows: Iterable[Row], unit: str | None = None
) -> Iterator[tuple[Figure, _Measure, Column]]:
    """The figures of rows, computed where they are not stated. `unit`: only those in it."""
    table = evaluation.table
    columns = [
        (column, _measure(column.kind, column.spec.unit or table.unit or "", percent=False))
        for column in table.columns
        if column.is_numeric
    ]
    for row in rows:
        own = row.spec.kind is not None or row.spec.change is not None or row.spec.unit is not None
        for column, usual in columns if row.marker != "#" else ():
            cell = row.cells[column.index]
            measure = _measured_in(table, row, column) if own or cell.unit else usual
            if measure is None or unit not in (None, measure.unit) or cell.words is not None:
                continue
            figure = cell.figure or evaluation.get_figure(row.index, column.index)
            if figure is not None:
                yield figure, measure, column


def _measured_in(table: Table, row: Row, column: Column) -> _Measure | None:
    percent = row.cells[column.index].unit == "%"
    return _measure(table.get_kind(row, column), get_unit(table, row, column), percent=percent)


@cache
def _measure(kind: str, unit: str, *, percent: bool) -> _Measure | None:
    """What a figure of a kind is in; None for an amount in something that is no money."""
    if kind in _RATE_KINDS or percent:
        return _Measure(_RATE_KINDS.get(kind, PERCENT), 0, is_exact(kind))
    if kind != "belopp":
        return _Measure("", 0, is_exact(kind))
    scale = _power(unit)
    return None if scale is None else _Measure(MONEY, scale, is_exact(kind))


@cache
def _power(unit: str) -> int | None:
    """The power of ten that takes a unit of money to kronor; None for what is no money."""
    factor = kronor(unit)
    return None if factor is None else factor.adjusted()


def label_words(label: str) -> tuple[Word, ...]:
    """The words of a label that a sentence must have to name it; none if nothing sets it apart."""
    if "[" in label or "(" in label or "varav" in label or ", se " in label:
        label = _ASIDE.sub("", label)
    telling = [word for word in _WORD.findall(label.lower()) if len(word) >= _KEY and word not in COMMON]
    if len(telling) > 4 or max(map(len, telling), default=0) < _OWN:
        return ()
    return tuple(Word(word[: max(_KEY, len(word) - 2)], len(word) + _ENDING) for word in telling)


def indicator(located: LocatedItem, chain: Chain) -> Named:
    """An indicator's outcome, target and last value."""
    item = chain.resolve(located.item)
    assert isinstance(item, Indicator)
    sides = {"utfall": item.outcome, "målvärde": item.target, "föregående": item.previous}
    found = {word: known for word, side in sides.items() if (known := _measured(side, item.unit, word)) is not None}
    named = Named(item.name or item.id, known=list(found.values()))
    if "utfall" in found and "föregående" in found:
        named.pairs.append(Pair(found["utfall"], found["föregående"]))
    return named


def _measured(measurement: Measurement | None, usual: str | None, word: str) -> Known | None:
    value: Value | None = measurement.value if measurement is not None else None
    if value is None or value.shape not in ("figure", "bound") or value.low is None:
        return None
    said = (value.unit or usual or "").lower()
    power = _power(said)
    unit = MONEY if power is not None else PERCENT if said in ("%", "procent") else ""
    counted = not unit and not value.low.decimals
    return Known(value.low, power or 0, unit, word, -1, counted)
