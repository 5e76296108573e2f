"""Rows and columns of a table as rows and series of a chart: figures of one measure, with the labels that tell them apart."""

from __future__ import annotations

from collections.abc import Iterator

from vbgen.model.diagram import Diagram
from vbgen.reportset.data import status_field
from vbgen.tables.evaluation import Evaluation
from vbgen.tables.table import Column, Row, Table
from vbgen.tables.units import get_own_unit, get_unit
from vbgen.view.blocks import ChartRow, Series, Value
from vbgen.view.charts.counts import row as bar
from vbgen.view.charts.counts import series as status
from vbgen.view.charts.texts import Plot
from vbgen.view.prose import get_plain_text, label
from vbgen.view.tables import HiddenTableCells, figure_text
from vbgen.view.words import Words

_SHARES = ("procent", "andel")


def plot_table(evaluation: Evaluation, diagram: Diagram, hidden: HiddenTableCells, words: Words) -> Plot:
    """Plot the diagram's columns over its rows; columns that count statuses (`räknar:`) are parts of one bar.

    What is measured in another unit than the first figure has no place on its scale.
    """
    table = evaluation.table
    columns = [table.columns[table.column_ids[name]] for name in diagram.columns if name in table.column_ids]
    rows = list(_select_rows(table, diagram.rows))
    shown: list[ChartRow] = []
    empty_count, other_count, any_hidden = 0, 0, False
    measure: tuple[str, str] | None = None
    for row in rows:
        values: list[Value | None] = []
        has_other_measure = has_hidden = False
        for column in columns:
            figure = evaluation.get_figure(row.index, column.index)
            is_hidden = (row.index, column.index) in hidden.cells
            value = None
            if figure is not None and is_hidden:
                has_hidden = True
            elif figure is not None:
                cell_measure = _get_measure(table, row, column)
                measure = measure or cell_measure
                if cell_measure == measure:
                    value = Value(figure.value, figure_text(evaluation, row, column, figure))
                else:
                    has_other_measure = True
            values.append(value)
        any_hidden = any_hidden or has_hidden
        other_count += has_other_measure
        if any(value is not None for value in values):
            shown.append(ChartRow(_get_row_name(table, row), tuple(values)))
        elif not has_other_measure and not has_hidden:
            empty_count += 1
    names = _get_series_names(table, columns)
    notes = [f"Belopp i {table.unit}."] if shown and _is_unit_missing(measure, table, (diagram.title, *names)) else []
    notes += [f"Rader utan siffror visas inte: {empty_count} av {len(rows)}."] if empty_count and shown else []
    notes += [f"Siffror i annan enhet visas inte: {other_count} av {len(rows)} rader."] if other_count else []
    notes += [hidden.reason] if any_hidden else []
    notes += [f"Källa: {table.source.source}"] if table.source.source is not None and shown else []
    why = "siffrorna visas inte" if any_hidden else "siffrorna saknas"
    plot = Plot("bars", tuple(Series(name) for name in names), tuple(shown), notes, why)
    stacks = bool(shown) and not any_hidden and all(column.spec.counts for column in columns)
    return _stack_counts(plot, columns, rows, words) if stacks else plot


def _stack_counts(plot: Plot, columns: list[Column], rows: list[Row], words: Words) -> Plot:
    """Return the same as stacked bars, each column marked by the sign and colour of the status that it counts."""
    kind = next((row.spec.counts.kind for row in rows if row.spec.counts is not None), "mål")
    order = tuple(status(words.organisation, status_field(kind), column.spec.counts or "") for column in columns)
    for column in columns:
        words.find(status_field(kind), column.spec.counts)
    bars = (
        (row.label, {part: int(value.number) for part, value in zip(order, row.values, strict=True) if value})
        for row in plot.rows
    )
    shown = tuple(bar(name, parts, order) for name, parts in bars if any(parts.values()))
    used_indices = [index for index in range(len(order)) if any(row.values[index] is not None for row in shown)]
    kept_rows = tuple(row._replace(values=tuple(row.values[index] for index in used_indices)) for row in shown)
    return plot._replace(kind="stacked", series=tuple(order[index] for index in used_indices), rows=kept_rows)


def _select_rows(table: Table, ids: tuple[str, ...]) -> Iterator[Row]:
    """Yield the rows with these ids in this order; without ids all that are no headings, sums or otherwise derived."""
    if ids:
        yield from (table.rows[table.row_ids[name]] for name in ids if name in table.row_ids)
    else:
        yield from (row for row in table.rows if row.marker in ("", "+") and row.formula is None)


def _get_measure(table: Table, row: Row, column: Column) -> tuple[str, str]:
    """Return kind and unit of a cell: only what agrees in both can stand on one scale."""
    kind = table.get_kind(row, column)
    if kind in _SHARES:
        return "procent", "%"
    return kind, get_unit(table, row, column) if kind == "belopp" else get_own_unit(row, column)


def _is_unit_missing(measure: tuple[str, str] | None, table: Table, words: tuple[str, ...]) -> bool:
    """Tell whether amounts print without their unit, and neither the caption nor the names of the series say it."""
    if table.unit is None or measure != ("belopp", table.unit):
        return False
    return table.unit.casefold() not in " ".join(words).casefold()


def _get_row_name(table: Table, row: Row) -> str:
    """Return the words that name a row: those of its first column of text, which is not always the first."""
    texts = (row.cells[c.index].words for c in table.columns if c.kind == "text" and c.index < len(row.cells))
    return get_plain_text(label(next((words for words in texts if words), None) or row.label or row.id or ""))


def _get_series_names(table: Table, columns: list[Column]) -> list[str]:
    """Return the columns' labels; where they alone do not tell the columns apart, the labels of their groups too."""
    labels = [get_plain_text(label(column.label)) for column in columns]
    if len(set(labels)) == len(labels):
        return labels
    groups = [" ".join(filter(None, (_get_group(line, column.index) for line in table.groups))) for column in columns]
    return [
        f"{get_plain_text(label(group))}: {column_label}" if group else column_label
        for group, column_label in zip(groups, labels, strict=True)
    ]


def _get_group(line: tuple[str, ...], index: int) -> str:
    """Return the group that a column stands under: its own header cell, or the nearest to the left that is not empty."""
    return next((line[position] for position in range(min(index, len(line) - 1), 0, -1) if line[position]), "")
