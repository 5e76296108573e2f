"""A table as printed: every cell computed and formatted here."""

from __future__ import annotations

from typing import NamedTuple

from vbgen.model.items import Measurement
from vbgen.model.numbers import NBSP, Figure
from vbgen.model.organisation import UNREADABLE, SymbolSet
from vbgen.tables.evaluation import Evaluation
from vbgen.tables.table import Column as TableColumn
from vbgen.tables.table import Row as TableRow
from vbgen.tables.table import Table as Source
from vbgen.view.blocks import Align, Block, Cell, Column, Inlines, ListBlock, Paragraph, Row, Span, Table
from vbgen.view.changes import format_reason
from vbgen.view.prose import label, note, period_words


class HiddenTableCells(NamedTuple):
    """Cells (row, column) that print as a dash, and the note that says why."""

    cells: frozenset[tuple[int, int]] = frozenset()
    reason: str = ""


NOTHING_HIDDEN = HiddenTableCells()


def table_blocks(
    evaluation: Evaluation,
    symbols: dict[str, SymbolSet],
    *,
    anchor: str = "",
    hidden: HiddenTableCells = NOTHING_HIDDEN,
) -> tuple[Block, ...]:
    """The table with stated and computed figures; one column of words is a list."""
    table = _build_table(evaluation, symbols, anchor, hidden)
    if len(table.columns) > 1:
        return (table,)
    items = tuple((Paragraph(row.cells[0].content[0]),) for row in table.rows if row.cells[0].content)
    caption = (Paragraph(table.caption, "label"),) if table.caption else ()
    return (*caption, *((ListBlock("bullet", items),) if items else ()), *table.notes)


def _build_table(evaluation: Evaluation, symbols: dict[str, SymbolSet], anchor: str, hidden: HiddenTableCells) -> Table:
    source = evaluation.table
    columns = tuple(_build_column(column) for column in source.columns)
    rows = tuple(_build_row(evaluation, row, symbols, hidden) for row in source.rows)
    notes = [note(mark, text) for mark, text in source.source.footnotes.items()]
    notes += [Paragraph(label(text), "note") for text in source.source.notes]
    notes += [
        Paragraph((Span(f"{column.label}: {column.spec.empty}"),), "note")
        for column in source.columns
        if column.spec.empty is not None
    ]
    if source.source.restated is not None:
        notes.append(
            Paragraph((Span(f"Föregående års siffror är omräknade{format_reason(source.source.restated)}"),), "note")
        )
    if hidden.cells:
        notes.append(Paragraph((Span(hidden.reason),), "note"))
    if source.source.source is not None:
        notes.append(Paragraph((Span(f"Källa: {source.source.source}"),), "note"))
    header = _build_header(source)
    if len(columns) > 1 and not any(row.cells and row.cells[0].content for row in (*header, *rows)):  # nobody is named
        columns = columns[1:]
        header, rows = (tuple(row._replace(cells=row.cells[1:]) for row in part) for part in (header, rows))
    return Table(columns, header, rows, label(source.source.caption or ""), tuple(notes), anchor)


def _build_column(column: TableColumn) -> Column:
    return Column("right" if column.is_numeric else "left")


def _build_header(source: Source) -> tuple[Row, ...]:
    """Return group lines with merged cells, then the column labels; a first column without group labels spans the lines."""
    rows = []
    for line in source.groups:
        cells: list[Cell] = []
        index = 0
        while index < len(line):
            span = 1
            while index + span < len(line) and index > 0 and line[index] and not line[index + span]:
                span += 1
            align: Align | None = "center" if span > 1 else None
            cells.append(Cell((label(line[index]),) if line[index] else (), align, colspan=span))
            index += span
        rows.append(Row(tuple(cells)))
    rows.append(Row(tuple(Cell((label(column.label),) if column.label else ()) for column in source.columns)))
    return tuple(rows)


def _build_row(evaluation: Evaluation, row: TableRow, symbols: dict[str, SymbolSet], hidden: HiddenTableCells) -> Row:
    kind = {"#": "heading", "=": "subtotal", "==": "total"}.get(row.marker, "part" if row.level else "plain")
    cells = tuple(
        Cell((content,) if content else ())
        for content in (
            (Span("–"),)
            if (row.index, column.index) in hidden.cells
            else _format_cell(evaluation, row, column, symbols)
            for column in evaluation.table.columns
        )
    )
    if row.spec.target is not None:
        target = (Span(_format_target(row.spec.target), "emphasis"),)
        cells = (Cell((*cells[0].content, target)), *cells[1:])
    return Row(cells, kind, row.level)  # type: ignore[arg-type]


def _format_target(target: Measurement) -> str:
    """Return a row's target, to stand under its label: `Målvärde 2021: 48 % (hela regionen)`."""
    words = "Målvärde" + (f" {period_words(target.refers_to)}" if target.refers_to is not None else "")
    value = target.value.show() if target.value is not None else target.missing or ""
    return f"{words}: {value}" + (f" ({target.coverage})" if target.coverage is not None else "")


def _format_cell(evaluation: Evaluation, row: TableRow, column: TableColumn, symbols: dict[str, SymbolSet]) -> Inlines:
    cell = row.cells[column.index]
    if cell.words is not None:
        words = _replace_row_reference(evaluation, cell.words) if column.index else cell.words
        if column.spec.symbols in symbols and words == cell.words:
            return status_words(column.spec.symbols, symbols[column.spec.symbols], words)
        return label(words)
    figure = evaluation.get_figure(row.index, column.index)
    return () if figure is None else (Span(figure_text(evaluation, row, column, figure)),)


def figure_text(evaluation: Evaluation, row: TableRow, column: TableColumn, figure: Figure) -> str:
    """A figure as a cell prints it: with the unit that stands there, or that of its row or column."""
    unit = row.cells[column.index].unit or _get_printed_unit(evaluation, row, column)
    return figure.show() + (NBSP + unit if unit else "")


def _get_printed_unit(evaluation: Evaluation, row: TableRow, column: TableColumn) -> str:
    """Return the unit to print after a figure whose cell gives none: that of a change is not the row's."""
    kind = evaluation.table.get_kind(row, column)
    if column.formula is not None and column.formula.shape in ("difference", "change"):
        return column.spec.unit or ("%" if row.spec.change == kind == "procent" else "")
    return "" if kind == "belopp" else row.spec.unit or column.spec.unit or ""


def _replace_row_reference(evaluation: Evaluation, words: str) -> str:
    """Replace the row that words name (`Inkl i [reservvatten]`) by its label."""
    row = evaluation.table.find_named_row(words)
    return words if row is None else words.replace(f"[{row.id}]", row.label)


def status_words(name: str, symbols: SymbolSet, key: str) -> Inlines:
    """A status as glyph and the word for it; what the source does not show is a dash."""
    if key == UNREADABLE:
        return (Span("—"),)
    symbol = symbols.values.get(key)
    if symbol is None:
        return (Span(key),)
    return (Span(symbol.add_glyph(key), tone=symbol.colour or "", symbol=f"{name}/{key}"),)
