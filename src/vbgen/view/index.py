"""The first page of a year: each board's documents, statuses of its goals, the largest variances, and links to all of it."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from typing import NamedTuple

from vbgen.model.base import read_own
from vbgen.model.kinds import DOCUMENT_KINDS
from vbgen.model.money import kronor
from vbgen.model.numbers import NBSP
from vbgen.model.organisation import UNREADABLE, Organisation
from vbgen.model.tables import Counted
from vbgen.reportset.context import Context
from vbgen.reportset.data import DocumentData, Unit
from vbgen.reportset.followup import tally
from vbgen.view.blocks import (
    Block,
    Cell,
    Chart,
    ChartRow,
    Column,
    Document,
    Heading,
    Inlines,
    Paragraph,
    Row,
    Span,
    Table,
    TitleBlock,
    Value,
)
from vbgen.view.charts.counts import NOT_SHOWN, series
from vbgen.view.overview import find_variances, get_last_follow_up

MAX_VARIANCES = 10  # variances that are shown
_COUNTED = (("mål", "mål.bedömning", "Mål"), ("uppdrag", "uppdrag.status", "Uppdrag"))
_FIGURES = ("utfall", "budget", "budgetavvikelse")
_UNSEEN = NOT_SHOWN._replace(name="visas inte i källan")  # no note stands below to say so
_WHOLE = Decimal(1_000_000)  # variances are compared in kronor; without a unit of money, as millions


class FinishedDocument(NamedTuple):
    """A finished document: its kind, its title, its files as (what to call it, path from the index)."""

    kind: str
    title: str
    files: tuple[tuple[str, str], ...]


class VarianceRow(NamedTuple):
    """A row of a variance: its label, its figures as printed, and its size in kronor."""

    label: str
    figures: tuple[str, ...]
    size: Decimal


class Entry(NamedTuple):
    """A board in the index. `counts`: kind → status → number of items; `followed`: the title of the follow-up that says so."""

    name: str
    documents: tuple[FinishedDocument, ...]
    follow_up_title: str
    counts: dict[str, dict[str, int]]
    variances: tuple[VarianceRow, ...]


def build_entry(context: Context, unit: Unit, made: tuple[FinishedDocument, ...]) -> Entry:
    """Return a board's entry, from its last follow-up."""
    document = get_last_follow_up(unit)
    if document is None:
        return Entry(unit.file.name, made, "", {}, ())
    chain = context.chain(unit)
    counts = {
        kind: _count_stated(context, document, kind) or dict(tally(document, chain, read_own(Counted, {"slag": kind})))
        for kind, _, _ in _COUNTED
    }
    return Entry(unit.file.name, made, document.info.title, counts, tuple(_format_variances(context, document)))


def _count_stated(context: Context, document: DocumentData, kind: str) -> dict[str, int]:
    """Return the numbers of items of a kind by status, as the document's own tables say: a row of all, or else each part once."""
    rows = [
        (evaluation, row)
        for evaluation in context.evaluations(document)
        for row in evaluation.table.rows
        if row.spec.counts
    ]
    rows_by_part = {
        (counted.level, counted.origin): (evaluation, row)
        for evaluation, row in reversed(rows)
        if (counted := row.spec.counts) and counted.kind == kind
    }
    counts: Counter[str] = Counter()
    for evaluation, row in [rows_by_part[None, None]] if (None, None) in rows_by_part else rows_by_part.values():
        for column in evaluation.table.columns:
            figure = evaluation.get_figure(row.index, column.index) if column.spec.counts is not None else None
            if figure is not None and column.spec.counts is not None:
                counts[column.spec.counts] += int(figure.value)
    return dict(counts)


def _format_variances(context: Context, document: DocumentData) -> list[VarianceRow]:
    rows = []
    for variance in find_variances(context, document):
        size = variance.figures["budgetavvikelse"]
        if size is None:
            continue
        unit = variance.unit or ""
        row_figures = (variance.figures[name] for name in _FIGURES)
        figures = tuple(f"{figure.show()}{NBSP}{unit}".strip() if figure is not None else "" for figure in row_figures)
        rows.append(VarianceRow(variance.label, figures, abs(size.value) * (kronor(unit) or _WHOLE)))
    return rows


def build_document(organisation: Organisation, year: int, entries: list[Entry]) -> Document:
    """Return the index as a document."""
    title = f"Nämndernas dokument {year}"
    blocks: list[Block] = [TitleBlock(title, "", (organisation.name,)), *_build_document_blocks(entries)]
    for kind, field, heading in _COUNTED:
        blocks += _build_status_blocks(organisation, entries, kind, field, heading)
    blocks += _build_variance_blocks(entries)
    example = organisation.example
    return Document(title, tuple(blocks), "", organisation.name, marks=(example,) if example else ())


def _build_document_blocks(entries: list[Entry]) -> list[Block]:
    kind_names = {finished.kind for board in entries for finished in board.documents}
    kinds = [kind for kind in DOCUMENT_KINDS if kind.name in kind_names]
    if not kinds:
        return [Paragraph((Span("Inga dokument är gjorda än."),), "notice")]
    header = Row((_make_cell("Nämnd"), *(_make_cell(kind.word.capitalize()) for kind in kinds)))
    rows = [Row((_make_cell(board.name), *(_build_file_cell(board, kind.name) for kind in kinds))) for board in entries]
    columns = (Column("left", 1.2), *(Column("left", 2) for _ in kinds))
    return [_make_heading("Dokument"), Table(columns, (header,), tuple(rows))]


def _build_file_cell(board: Entry, kind: str) -> Cell:
    lines: list[Inlines] = []
    for finished in board.documents:
        if finished.kind == kind and finished.files:
            lines.append((Span(finished.title, link=finished.files[0][1]),))
            links = [Span(name, link=path) for name, path in finished.files]
            lines.append(tuple(part for link in links for part in (Span(" · "), link))[1:])
    return Cell(tuple(lines) or ((Span("–"),),))


def _build_status_blocks(
    organisation: Organisation, entries: list[Entry], kind: str, field: str, heading: str
) -> list[Block]:
    """Return a bar and a row for each board that has any of the kind."""
    boards = [(board, board.counts[kind]) for board in entries if sum(board.counts.get(kind, {}).values())]
    if not boards:
        return []
    statuses = [
        status
        for status in (*organisation.statuses(field), UNREADABLE)
        if any(counts.get(status) for _, counts in boards)
    ]
    parts = [_UNSEEN if status == UNREADABLE else series(organisation, field, status) for status in statuses]
    heads = [Cell(((Span(part.name, tone=part.tone),),)) for part in parts]
    bars = [
        ChartRow(board.name, tuple(_make_value(counts.get(status, 0)) for status in statuses))
        for board, counts in boards
    ]
    sentences = "; ".join(
        f"{board.name}: "
        + ", ".join(
            f"{counts[status]} {_UNSEEN.name if status == UNREADABLE else status}"
            for status in statuses
            if counts.get(status)
        )
        for board, counts in boards
    )
    header = Row((_make_cell("Nämnd"), _make_cell("Dokument"), *heads))
    rows = tuple(
        Row(
            (
                _make_cell(board.name),
                _make_cell(board.follow_up_title),
                *(_make_cell(str(counts.get(status, 0))) for status in statuses),
            )
        )
        for board, counts in boards
    )
    columns = (Column("left", 1.2), Column("left", 2), *(Column("right") for _ in statuses))
    chart = Chart("stacked", (), f"Staplat stapeldiagram. {sentences}.", tuple(parts), tuple(bars))
    return [_make_heading(heading), *([chart] if parts != [_UNSEEN] else []), Table(columns, (header,), rows)]


def _make_value(count: int) -> Value | None:
    return Value(Decimal(count), str(count)) if count else None


def _build_variance_blocks(entries: list[Entry]) -> list[Block]:
    largest = [(board.name, variance) for board in entries for variance in board.variances if variance.size]
    largest.sort(key=lambda pair: (-pair[1].size, pair[0], pair[1].label))
    if not largest:
        return []
    header = Row(tuple(_make_cell(text) for text in ("Nämnd", "Post", *(name.capitalize() for name in _FIGURES))))
    rows = [
        Row(tuple(_make_cell(text) for text in (name, variance.label, *variance.figures)))
        for name, variance in largest[:MAX_VARIANCES]
    ]
    columns = (Column("left", 1.2), Column("left", 2), *(Column("right") for _ in _FIGURES))
    return [_make_heading("Största budgetavvikelserna"), Table(columns, (header,), tuple(rows))]


def _make_heading(text: str) -> Heading:
    return Heading(1, (Span(text),), anchor=text)


def _make_cell(text: str) -> Cell:
    return Cell(((Span(text),),) if text else ())
