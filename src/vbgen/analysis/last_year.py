"""The figures of last year that a follow-up repeats, and what last year's document of the same month says of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from vbgen.model.numbers import Figure
from vbgen.reportset.context import Context
from vbgen.reportset.data import DocumentData
from vbgen.tables.evaluation import Evaluation
from vbgen.tables.table import Table
from vbgen.wording import short


class Compared(NamedTuple):
    """A figure of last year: `was` in last year's `document`, `now` in this one."""

    document: DocumentData
    row: str
    column: str
    was: Figure
    now: Figure

    @property
    def differs(self) -> bool:
        """They are not the same at the coarser precision."""
        return self.was.differs_from(self.now)


def followed_up(context: Context) -> Iterator[tuple[DocumentData, Evaluation]]:
    """The tables of follow-ups."""
    for document in context.data.documents():
        for evaluation in context.evaluations(document) if not document.is_plan else ():
            yield document, evaluation


def compare(context: Context, document: DocumentData, evaluation: Evaluation) -> Iterator[Compared]:
    """Each stated figure of last year that last year's document also has: table, row and column of the same ids, of one kind
    and unit."""
    year, _, month = document.folder.partition("-")
    unit = context.data.units.get((document.year - 1, document.unit))
    before = unit.documents.get(f"{int(year) - 1}-{month}") if unit is not None else None
    other = before.tables.get(evaluation.table.id) if before is not None else None
    if before is None or other is None or not _alike(evaluation.table, other):
        return
    table, there = evaluation.table, context.evaluation(other)
    for column in table.columns:
        at = other.column_ids.get(column.spec.last_year_of or "")
        for row in table.rows if at is not None else ():
            index = other.row_ids.get(row.id or "")
            if (
                at is None
                or index is None
                or table.kind(row, column) != other.kind(other.rows[index], other.columns[at])
            ):
                continue
            cell, units = row.cells[column.index], {row.spec.unit, other.rows[index].spec.unit}
            units |= {row.cells[column.index].unit or None, other.rows[index].cells[at].unit or None}
            was = there.figure(index, at)
            if cell.figure is not None and was is not None and len(units - {None}) < 2:
                yield Compared(before, short(row.label), short(column.label), was, cell.figure)


def _alike(table: Table, other: Table) -> bool:
    return table.unit == other.unit and table.costs_positive == other.costs_positive
