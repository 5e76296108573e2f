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
from vbgen.wording import short

CODE = "VB507"


def check(context: Context) -> Iterator[Finding]:
    """Projects over their budgets of which nothing is said, a finding for each table."""
    limit = context.data.organisation.limits.projects
    for document in context.data.documents():
        said = _Said(context, document)
        for evaluation in context.evaluations(document):
            if not (over := list(_over(evaluation, limit))):
                continue
            known = Counter(word for row in evaluation.table.rows for word in _words(row.label))
            told = [words for row, words in over if not _told(row, evaluation.table, known, said)]
            if told:
                yield _finding(evaluation.table, told)


def _finding(table: Table, told: list[str]) -> Finding:
    message = f'tabellen "{table.id}": över budget utan att det står något om det: {"; ".join(told)}'
    hint = "skriv om dem i en text eller i tabellens anmärkning:; gränserna står under gränser: projekt: i vbgen.yaml"
    place = Place(table.place.file, table.place.path, on_key=True)
    return Finding(CODE, "warning", place, message, hint, owner=table.place)


def _over(evaluation: Evaluation, limit: Overrun) -> Iterator[tuple[Row, str]]:
    """The rows that pass the limit, in words."""
    table = evaluation.table
    for column in table.columns:
        at = table.column_ids.get(column.spec.within or "")
        for row in table.rows if at is not None else ():
            if row.marker or at is None:
                continue
            spent, budget = evaluation.figure(row.index, column.index), evaluation.figure(row.index, at)
            if spent is not None and budget is not None and _passes(spent, budget, limit, table.unit):
                yield row, f"{short(row.label)} {spent.show()} (budget {budget.show()})"


def _passes(spent: Figure, budget: Figure, limit: Overrun, unit: str | None) -> bool:
    """Costs may be written with a minus sign or without, both alike."""
    beyond = abs(spent.value) - abs(budget.value)
    if beyond <= 0 or spent.value * budget.value < 0:
        return False
    factor = kronor(unit or "")
    return (factor is None or beyond * factor > limit.amount) and beyond > abs(budget.value) * limit.share


class _Said:
    """The paragraphs of a document and the notes of its tables, a line each, in small letters; read when they are first asked for."""

    def __init__(self, context: Context, document: DocumentData) -> None:
        self._context = context
        self._document = document

    @cached_property
    def whole(self) -> str:
        """All of them."""
        notes = (
            note
            for table in self._document.tables.values()
            for note in (*table.source.notes, *table.source.footnotes.values())
        )
        return "\n".join((read(self._context, self._document).joined.whole, *notes)).lower()

    @cached_property
    def paragraphs(self) -> list[str]:
        """One by one."""
        return self.whole.split("\n")


def _told(row: Row, table: Table, known: Counter[str], said: _Said) -> bool:
    """The row has words or a footnote, or a paragraph names the project: as it is called, or by two words of its own."""
    if any("[^" in (cell.words or "") for cell in row.cells) or any(_remark(row, column) for column in table.columns):
        return True
    name = re.split(r"[,(]", row.label, maxsplit=1)[0].strip().lower()
    own = [word for word in set(_words(row.label)) if known[word] == 1]
    need = min(2, len(own))
    if name in said.whole:
        return True
    own = [word for word in own if any(beginning(said.whole, word))]
    return len(own) >= need > 0 and any(
        sum(1 for word in own if any(beginning(text, word))) >= need for text in said.paragraphs
    )


def _remark(row: Row, column: Column) -> bool:
    return column.index > 0 and column.kind == "text" and bool(row.cells[column.index].words)


def _words(label: str) -> list[str]:
    """The words of a project's name that tell which it is: not the short ones, but abbreviations."""
    return [
        word.lower() for word in re.findall(r"[^\W\d_]+", label) if len(word) > 3 or (len(word) > 1 and word.isupper())
    ]
