"""En stor budgetavvikelse nämns inte i någon text.

Vad: En rad i en tabell med utfall, budget och budgetavvikelse avviker mycket från budget, och ingen text i dokumentet eller dess bilagor nämner raden eller beloppet. Stor är en avvikelse som är över 1 % av budgeten och över 1 mnkr, eller över 5 mnkr; gränserna kan ändras i vbgen.yaml. Summor prövas inte, inte heller tabeller vars enhet inte är kronor.

Varför: Nämnden och revisorn behöver veta varför pengarna inte räckte, eller inte gick åt. Den frågan kommer annars i efterhand.

Fel:

    tabell: |
      | Belopp i mnkr             | Utfall 2021 | Budget 2021 | Utfall 2020 | Budgetavvikelse | Utfallsavvikelse |
      | ---
      | [omstallning] Omställning |         0,0 |       -78,0 |         0,0 |            78,0 |              0,0 |

Rätt: Skriv om avvikelsen i en text, i en fotnot på raden eller under `anmärkning:`. Är det inget att säga, notera raden: `noterat: - {vid: omstallning, kod: VB703, skäl: …}`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

from vbgen.findings import Finding
from vbgen.model.money import kronor
from vbgen.model.numbers import Figure, read
from vbgen.model.organisation import VarianceLimits
from vbgen.reportset.citations import fill_source
from vbgen.reportset.context import Context
from vbgen.reportset.data import DocumentData
from vbgen.tables.evaluation import Evaluation
from vbgen.tables.table import Row, Table
from vbgen.tables.units import get_own_unit
from vbgen.texts.passages import passages
from vbgen.texts.words import beginning
from vbgen.wording import list_rows, shorten

CODE = "VB703"
COLUMNS = ("utfall", "budget", "budgetavvikelse")
PART = 6  # letters of a word that may stand for a name that begins with it: kansliet, kansligemensamma
_WORD = re.compile(r"[^\W\d_]+")
_PLACING = re.compile(r"\[[^\]\n]*\]")
_ENDING = re.compile(r"(?<=\w{4})(?:(?:er|ar|or)(?:na)?s?|ens?|ets?|nas?|[sntae])$|(?<=\w{3}e)r$")
_SHORTENED = ("el", "er", "en")  # läkemedel: läkemedlen
_NOT_THE_NAME = re.compile(r"\[\^[^\]]*\]|\([^)]*\)|,? *\bvarav\b.*|,? *\bse bilaga\b.*", re.IGNORECASE)


class Large(NamedTuple):
    """A row with a large variance, and its three figures."""

    row: Row
    outcome: Figure
    budget: Figure
    variance: Figure


def check(context: Context) -> Iterator[Finding]:
    """Large variances of follow-ups that nothing in the printed document speaks of, one finding for each table."""
    for document in context.data.documents():
        unit = context.data.find_unit(document)
        if not unit.is_board or document.is_plan or document.info.recreated_from is not None:
            continue
        bound = context.data.bound_documents(unit, document)
        if not context.data.is_whole(*bound):
            continue  # what speaks of it may stand in a part that did not load
        said = _Said(context, bound)
        for evaluation in (evaluation for one in bound for evaluation in context.evaluations(one)):
            yield from _table(evaluation, context.data.organisation.limits.variance, said)


def _table(evaluation: Evaluation, limits: VarianceLimits, said: _Said) -> Iterator[Finding]:
    table = evaluation.table
    if not all(name in table.column_ids for name in COLUMNS) or (factor := table.kronor) is None:
        return
    large = {one.row.index: one for one in _large(evaluation, limits, factor)}
    spoken = {i for i, one in large.items() if said.of(table, one.row) or said.amount(one.variance, factor)}
    silent: list[Large] = []
    for index, one in large.items():
        above = list(_above(table, one.row))
        within = {row.index for row in table.rows if one.row in _above(table, row)}
        if index in spoken or within & spoken or any(row in (s.row for s in silent) for row in above):
            continue  # it, a part of it or what it is a part of is spoken of or told
        if not any(said.of(table, row) for row in above):
            silent.append(one)
    noted = {entry.at for entry in table.source.acknowledgements if entry.code == CODE}
    alone = [one for one in silent if _address(one.row) in noted]
    for told in (*([one] for one in alone), [one for one in silent if one not in alone]):
        if told:
            yield _finding(table, told, _address(told[0].row) if told[0] in alone else None)


def _finding(table: Table, told: list[Large], address: str | None) -> Finding:
    told.sort(key=lambda one: -abs(one.variance.value))
    rows = [
        f'"{shorten(_label(table, one.row))}" (utfall {one.outcome.show()}, budget {one.budget.show()}, '
        f"avvikelse {one.variance.show()})"
        for one in told
    ]
    what = "den stora avvikelsen" if len(told) == 1 else "de stora avvikelserna"
    message = f'tabellen "{table.id}": ingen text nämner {what} på {list_rows(rows)}'
    hint = f'skriv om det, eller notera raden: noterat: - {{vid: {_address(told[0].row)}, kod: {CODE}, skäl: "…"}}'
    place = table.locate_cell(told[0].row.index, table.column_ids[COLUMNS[-1]])
    return Finding(CODE, "warning", place, message, hint, address=address, owner=table.place)


def _address(row: Row) -> str:
    return row.id or f"rad {row.index + 1}"


# --------------------------------------------------------------- what is large
def _large(evaluation: Evaluation, limits: VarianceLimits, factor: Decimal) -> Iterator[Large]:
    table = evaluation.table
    columns = [table.columns[table.column_ids[name]] for name in COLUMNS]
    for row in table.rows:
        if row.marker not in ("", "+") or row.formula is not None:
            continue
        units = {get_own_unit(row, c) for c in columns} - {""}
        if any(table.get_kind(row, c) != "belopp" for c in columns) or any(kronor(unit) != factor for unit in units):
            continue
        outcome, budget, variance = (evaluation.get_figure(row.index, c.index) for c in columns)
        if outcome is None or budget is None or variance is None:
            continue
        amount = abs(variance.value) * factor
        over_both = amount > limits.amount and abs(variance.value) > limits.share * abs(budget.value)
        if over_both or amount > limits.always:
            yield Large(row, outcome, budget, variance)


def _above(table: Table, row: Row) -> Iterator[Row]:
    """The rows that a row is a part of, the nearest first."""
    while row.parent is not None:
        row = table.rows[row.parent]
        yield row


# ------------------------------------------------------------ what is spoken of
class _Said:
    """The words and amounts of a document and its appendices; read when they are first asked for."""

    def __init__(self, context: Context, documents: list[DocumentData]) -> None:
        self.context = context
        self.documents = documents
        self._stems: dict[Table, dict[str, list[Row]]] = {}  # stem → rows that have it, by table

    @cached_property
    def text(self) -> str:
        shared = self.context.data.shared.get(self.documents[0].year)
        texts = [located.value.source for located in shared.texts.values()] if shared is not None else []
        for document in self.documents:
            texts += _texts(self.context, document)
        return _plain("\n".join(_PLACING.sub(" ", text) if "[" in text else text for text in texts)).replace("\n", " ")

    @cached_property
    def amounts(self) -> set[tuple[Figure, Decimal | None]]:
        """Numbers, and how many kronor one is where a unit of money follows: `-7,4 miljoner kronor`."""
        found, end = set(), 0
        for match in re.finditer("[0-9]+", self.text):
            if match.start() >= end and (number := read(self.text, match.start())) is not None:
                figure, end = number
                unit = _WORD.match(self.text, end + 1)
                found.add((figure, kronor(unit[0]) if unit is not None else None))
        return found

    def amount(self, variance: Figure, factor: Decimal) -> bool:
        """A variance is named: rounded, with a unit of money, or as the table has it."""
        value = abs(variance.value)
        exact = {(Figure(value, variance.decimals), None)} if variance.decimals or value >= 100 else set()
        return bool(exact & self.amounts) or any(
            unit is not None and abs(figure.value * unit - value * factor) <= figure.half_unit * unit
            for figure, unit in self.amounts
        )

    def of(self, table: Table, row: Row) -> bool:
        """A row is named by its label or by a word that no other row's label has; or has a note or comment of its own."""
        if any("[^" in (cell.words or "") for cell in row.cells) or _comment(table, row):
            return True
        label = _plain(_label(table, row))
        if label and label in self.text:
            return True
        if table not in self._stems:
            self._stems[table] = _by_stem(table)
        known = self._stems[table]
        own = (stem for stem in _stems(table, row) if not any(_apart(table, row, other) for other in known[stem]))
        return any(self._has(stem) for stem in own)

    def _has(self, stem: str) -> bool:
        """A name stands in the texts in some form, as the first part of a compound, or the name is a compound of it."""
        if len(stem) < 4:
            return stem in beginning(self.text, stem)
        if any(beginning(self.text, stem)) or (
            stem.endswith(_SHORTENED) and any(beginning(self.text, stem[:-2] + stem[-1]))
        ):
            return True
        parts = {_stem(word) for word in beginning(self.text, stem[:PART])}
        return any(len(part) >= PART and stem.startswith(part) for part in parts)


def _texts(context: Context, document: DocumentData) -> Iterator[str]:
    """All that a document says in words: texts, comments, notes of tables and texts."""
    for passage in passages(context, document):
        yield fill_source(context, document, passage.prose)
    for notes in document.footnotes.values():
        yield from notes.values()
    for table in document.tables.values():
        yield from (*table.source.notes, *table.source.footnotes.values())


def _comment(table: Table, row: Row) -> bool:
    """Words stand after the figures of a row."""
    cells = list(zip(table.columns, row.cells, strict=False))
    first = next((column.index for column, _ in cells if column.is_numeric), len(cells))
    return any(cell.words for column, cell in cells[first:] if column.kind == "text")


def _label(table: Table, row: Row) -> str:
    """What a row is called: its words before the figures, without notes, brackets and what `varav` begins."""
    cells = []
    for column, cell in zip(table.columns, row.cells, strict=False):
        if column.is_numeric:
            break
        cells.append(_NOT_THE_NAME.sub(" ", cell.words or ""))
    return " ".join(" ".join(cells).split()).rstrip(" :.,")


def _apart(table: Table, row: Row, other: Row) -> bool:
    """Another row that is no sum, and neither a part of the row nor what it is a part of."""
    return (
        other.marker in ("", "+")
        and other is not row
        and row not in _above(table, other)
        and other not in _above(table, row)
    )


def _by_stem(table: Table) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in table.rows:
        for stem in _stems(table, row):
            found.setdefault(stem, []).append(row)
    return found


def _stems(table: Table, row: Row) -> list[str]:
    """The words of a label that may name it, without their endings: long ones and those with a capital (HR)."""
    words = _WORD.findall(_label(table, row))
    return [_stem(_plain(word)) for word in words if len(word) > 4 or word[0].isupper()]


def _stem(word: str) -> str:
    """Without the ending of a form: kostnaderna, kostnadens → kostnad; löner → löne, as in lönekostnad."""
    return _ENDING.sub("", word)


def _plain(text: str) -> str:
    """Small letters, in one Unicode form."""
    return unicodedata.normalize("NFC", text).lower()
