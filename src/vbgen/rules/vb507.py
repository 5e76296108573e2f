"""Ett projekt har gått över sin budget utan ett ord.

Vad: En kolumn som ska rymmas i en annan (`ryms i:` i tabelltypen eller tabellen, t.ex. utfall i beslutad budget) har en siffra som är större, mer än gränserna under `gränser: projekt:` i vbgen.yaml (annars 5 % och 1 mnkr, båda). Ingen text i dokumentet och ingen anmärkning nämner projektet, och raden har varken fotnot eller ord. Det är en varning för varje tabell. Summor prövas inte.

Varför: Nämnden beslutade om budgeten. Har den inte räckt vill läsaren veta varför.

Fel:

    typ: byggprojekt
    tabell: |
      | (mnkr)                      | Kalkyl | Beslutad budget | Totalt utfall | Utfall 2021 | Status      |
      | ---
      | [akuten] Ny akutmottagning  |     50 |              40 |          52,5 |        20,1 | Färdigställd |

Rätt: Skriv om projektet i en text, i tabellens `anmärkning:` eller i en fotnot på raden. Säger källan inget, notera det: `noterat: - {kod: VB507, skäl: anges inte i källan}`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cached_property

from vbgen.findings import Finding, Place
from vbgen.model.money import kronor
from vbgen.model.numbers import Figure
from vbgen.model.organisation import Overrun
from vbgen.reportset.context import Context
from vbgen.reportset.data import DocumentData
from vbgen.tables.evaluation import Evaluation
from vbgen.tables.table import Column, Row, Table
from vbgen.texts.passages import read
from vbgen.texts.words import beginning
from vbgen.wording import shorten

CODE = "VB507"


def check(context: Context) -> Iterator[Finding]:
    """Projects over their budgets of which nothing is said, a finding for each table."""
    limit = context.data.organisation.limits.projects
    for document in context.data.documents():
        document_words = _Words(context, document)
        for evaluation in context.evaluations(document):
            if not (overruns := list(_find_overruns(evaluation, limit))):
                continue
            word_counts = Counter(word for row in evaluation.table.rows for word in _list_name_words(row.label))
            unexplained = [
                description
                for row, description in overruns
                if not _is_explained(row, evaluation.table, word_counts, document_words)
            ]
            if unexplained:
                yield _build_finding(evaluation.table, unexplained)


def _build_finding(table: Table, descriptions: list[str]) -> Finding:
    message = f'tabellen "{table.id}": över budget utan att det står något om det: {"; ".join(descriptions)}'
    hint = "skriv om dem i en text eller i tabellens anmärkning:; gränserna står under gränser: projekt: i vbgen.yaml"
    place = Place(table.place.file, table.place.path, on_key=True)
    return Finding(CODE, "warning", place, message, hint, owner=table.place)


def _find_overruns(evaluation: Evaluation, limit: Overrun) -> Iterator[tuple[Row, str]]:
    """Find the rows that pass the limit, with their figures in words."""
    table = evaluation.table
    for column in table.columns:
        budget_index = table.column_ids.get(column.spec.within or "")
        for row in table.rows if budget_index is not None else ():
            if row.marker or budget_index is None:
                continue
            spent, budget = (
                evaluation.get_figure(row.index, column.index),
                evaluation.get_figure(row.index, budget_index),
            )
            if spent is not None and budget is not None and _exceeds(spent, budget, limit, table.unit):
                yield row, f"{shorten(row.label)} {spent.show()} (budget {budget.show()})"


def _exceeds(spent: Figure, budget: Figure, limit: Overrun, unit: str | None) -> bool:
    """Tell whether costs pass the limit; both may be written with a minus sign or without, alike."""
    excess = abs(spent.value) - abs(budget.value)
    if excess <= 0 or spent.value * budget.value < 0:
        return False
    factor = kronor(unit or "")
    return (factor is None or excess * factor > limit.amount) and excess > abs(budget.value) * limit.share


class _Words:
    """The paragraphs of a document and the notes of its tables, a line each, in small letters; read when they are first asked for."""

    def __init__(self, context: Context, document: DocumentData) -> None:
        self._context = context
        self._document = document

    @cached_property
    def whole(self) -> str:
        """All paragraphs, a line each."""
        notes = (
            note
            for table in self._document.tables.values()
            for note in (*table.source.notes, *table.source.footnotes.values())
        )
        return "\n".join((read(self._context, self._document).joined.whole, *notes)).lower()

    @cached_property
    def paragraphs(self) -> list[str]:
        """The paragraphs, one by one."""
        return self.whole.split("\n")


def _is_explained(row: Row, table: Table, word_counts: Counter[str], document_words: _Words) -> bool:
    """Tell whether the row has words or a footnote, or a paragraph names the project: by its name, or by two words of its own."""
    if any("[^" in (cell.words or "") for cell in row.cells) or any(
        _is_remark(row, column) for column in table.columns
    ):
        return True
    name = re.split(r"[,(]", row.label, maxsplit=1)[0].strip().lower()
    own_words = [word for word in set(_list_name_words(row.label)) if word_counts[word] == 1]
    needed = min(2, len(own_words))
    if name in document_words.whole:
        return True
    own_words = [word for word in own_words if any(beginning(document_words.whole, word))]
    return len(own_words) >= needed > 0 and any(
        sum(1 for word in own_words if any(beginning(text, word))) >= needed for text in document_words.paragraphs
    )


def _is_remark(row: Row, column: Column) -> bool:
    return column.index > 0 and column.kind == "text" and bool(row.cells[column.index].words)


def _list_name_words(label: str) -> list[str]:
    """List the distinctive words of a project's name: not the short ones, but abbreviations."""
    return [
        word.lower() for word in re.findall(r"[^\W\d_]+", label) if len(word) > 3 or (len(word) > 1 and word.isupper())
    ]
