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
from vbgen.view.prose import label, plain
from vbgen.view.tables import Hidden, figure_text
from vbgen.view.words import Words

_SHARES = ("procent", "andel")


def tabled(evaluation: Evaluation, diagram: Diagram, hidden: Hidden, words: Words) -> Plot:
    """The diagram's columns over its rows; columns that count statuses (`räknar:`) are parts of one bar.

    What is measured in another unit than the first figure has no place on its scale.
    """
    table = evaluation.table
    columns = [table.columns[table.column_ids[name]] for name in diagram.columns if name in table.column_ids]
    rows = list(_rows(table, diagram.rows))
    shown: list[ChartRow] = []
    empty, other, unseen = 0, 0, False
    measure: tuple[str, str] | None = None
    for row in rows:
        values: list[Value | None] = []
        strange = small = False
        for column in columns:
            figure = evaluation.figure(row.index, column.index)
            concealed = (row.index, column.index) in hidden.cells
            value = None
            if figure is not None and concealed:
                small = True
            elif figure is not None:
                own = _measure(table, row, column)
                measure = measure or own
                if own == measure:
                    value = Value(figure.value, figure_text(evaluation, row, column, figure))
                else:
                    strange = True
            values.append(value)
        unseen = unseen or small
        other += strange
        if any(value is not None for value in values):
            shown.append(ChartRow(_name(table, row), tuple(values)))
        elif not strange and not small:
            empty += 1
    names = _names(table, columns)
    notes = [f"Belopp i {table.unit}."] if shown and _untold(measure, table, (diagram.title, *names)) else []
    notes += [f"Rader utan siffror visas inte: {empty} av {len(rows)}."] if empty and shown else []
    notes += [f"Siffror i annan enhet visas inte: {other} av {len(rows)} rader."] if other else []
    notes += [hidden.why] if unseen else []
    notes += [f"Källa: {table.source.source}"] if table.source.source is not None and shown else []
    why = "siffrorna visas inte" if unseen else "siffrorna saknas"
    made = Plot("bars", tuple(Series(name) for name in names), tuple(shown), notes, why)
    stacks = bool(shown) and not unseen and all(column.spec.counts for column in columns)
    return _counts(made, columns, rows, words) if stacks else made


def _counts(plot: Plot, columns: list[Column], rows: list[Row], words: Words) -> Plot:
    """The same as stacked bars, each column told by the sign and colour of the status that it counts."""
    kind = next((row.spec.counts.kind for row in rows if row.spec.counts is not None), "mål")
    order = tuple(status(words.organisation, status_field(kind), column.spec.counts or "") for column in columns)
    for column in columns:
        words.find(status_field(kind), column.spec.counts)
    bars = (
        (row.label, {one: int(value.number) for one, value in zip(order, row.values, strict=True) if value})
        for row in plot.rows
    )
    shown = tuple(bar(name, parts, order) for name, parts in bars if any(parts.values()))
    used = [at for at in range(len(order)) if any(row.values[at] is not None for row in shown)]
    kept = tuple(row._replace(values=tuple(row.values[at] for at in used)) for row in shown)
    return plot._replace(kind="stacked", series=tuple(order[at] for at in used), rows=kept)


def _rows(table: Table, ids: tuple[str, ...]) -> Iterator[Row]:
    """The rows with these ids in this order; without ids all that are no headings, sums or otherwise derived."""
    if ids:
        yield from (table.rows[table.row_ids[name]] for name in ids if name in table.row_ids)
    else:
        yield from (row for row in table.rows if row.marker in ("", "+") and row.formula is None)


def _measure(table: Table, row: Row, column: Column) -> tuple[str, str]:
    """Kind and unit of a cell: only what agrees in both can stand on one scale."""
    kind = table.kind(row, column)
    if kind in _SHARES:
        return "procent", "%"
    return kind, get_unit(table, row, column) if kind == "belopp" else get_own_unit(row, column)


def _untold(measure: tuple[str, str] | None, table: Table, words: tuple[str, ...]) -> bool:
    """Amounts print without their unit, and neither the caption nor the names of the series say it."""
    if table.unit is None or measure != ("belopp", table.unit):
        return False
    return table.unit.casefold() not in " ".join(words).casefold()


def _name(table: Table, row: Row) -> str:
    """The words that name a row: those of its first column of text, which is not always the first."""
    texts = (row.cells[c.index].words for c in table.columns if c.kind == "text" and c.index < len(row.cells))
    return plain(label(next((words for words in texts if words), None) or row.label or row.id or ""))


def _names(table: Table, columns: list[Column]) -> list[str]:
    """The columns' labels; where they alone do not tell the columns apart, the labels of their groups too."""
    labels = [plain(label(column.label)) for column in columns]
    if len(set(labels)) == len(labels):
        return labels
    groups = [" ".join(filter(None, (_group(line, column.index) for line in table.groups))) for column in columns]
    return [f"{plain(label(group))}: {own}" if group else own for group, own in zip(groups, labels, strict=True)]


def _group(line: tuple[str, ...], index: int) -> str:
    """The group that a column stands under: its own header cell, or the nearest to the left that is not empty."""
    return next((line[at] for at in range(min(index, len(line) - 1), 0, -1) if line[at]), "")
