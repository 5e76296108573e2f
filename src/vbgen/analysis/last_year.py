"""Figures of last year that a follow-up repeats, beside those of last year's document of the same month."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from vbgen.model.numbers import Figure
from vbgen.reportset.context import Context
from vbgen.reportset.data import DocumentData
from vbgen.tables.evaluation import Evaluation
from vbgen.tables.table import Table
from vbgen.wording import shorten


class FigurePair(NamedTuple):
    """A figure of last year: `was` in last year's `document`, `now` in this one."""

    document: DocumentData
    row: str
    column: str
    before: Figure
    after: Figure

    @property
    def differs(self) -> bool:
        """Tell whether they are not the same at the coarser precision."""
        return self.before.differs_from(self.after)


def find_follow_up_tables(context: Context) -> Iterator[tuple[DocumentData, Evaluation]]:
    """Return the tables of follow-ups."""
    for document in context.data.documents():
        for evaluation in context.evaluations(document) if not document.is_plan else ():
            yield document, evaluation


def compare(context: Context, document: DocumentData, evaluation: Evaluation) -> Iterator[FigurePair]:
    """Return each stated figure of last year that last year's document also has: table, row and column of the same ids, of one
    kind and unit."""
    year, _, month = document.folder.partition("-")
    unit = context.data.units.get((document.year - 1, document.unit))
    old_document = unit.documents.get(f"{int(year) - 1}-{month}") if unit is not None else None
    old_table = old_document.tables.get(evaluation.table.id) if old_document is not None else None
    if old_document is None or old_table is None or not _are_comparable(evaluation.table, old_table):
        return
    table, old_evaluation = evaluation.table, context.evaluation(old_table)
    for column in table.columns:
        old_column = old_table.column_ids.get(column.spec.last_year_of or "")
        for row in table.rows if old_column is not None else ():
            old_row = old_table.row_ids.get(row.id or "")
            if (
                old_column is None
                or old_row is None
                or table.get_kind(row, column)
                != old_table.get_kind(old_table.rows[old_row], old_table.columns[old_column])
            ):
                continue
            cell, units = row.cells[column.index], {row.spec.unit, old_table.rows[old_row].spec.unit}
            units |= {row.cells[column.index].unit or None, old_table.rows[old_row].cells[old_column].unit or None}
            old_figure = old_evaluation.get_figure(old_row, old_column)
            if cell.figure is not None and old_figure is not None and len(units - {None}) < 2:
                yield FigurePair(old_document, shorten(row.label), shorten(column.label), old_figure, cell.figure)


def _are_comparable(table: Table, old_table: Table) -> bool:
    return table.unit == old_table.unit and table.costs_positive == old_table.costs_positive
