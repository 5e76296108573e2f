"""The first page of a year: which documents each board has, how its goals stand, the largest variances, and links to all of it."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from typing import NamedTuple

from vbgen.model.base import of_ours
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
from vbgen.view.charts.counts import UNSEEN, series
from vbgen.view.overview import latest, variances

MOST = 10  # variances that are shown
_COUNTED = (("mål", "mål.bedömning", "Mål"), ("uppdrag", "uppdrag.status", "Uppdrag"))
_FIGURES = ("utfall", "budget", "budgetavvikelse")
_UNSEEN = UNSEEN._replace(name="visas inte i källan")  # no note stands below to say so
_WHOLE = Decimal(1_000_000)  # variances are compared in kronor; without a unit of money, as millions


class Made(NamedTuple):
    """A document that was made: its kind, its title, its files as (what to call it, path from the index)."""

    kind: str
    title: str
    files: tuple[tuple[str, str], ...]


class Shown(NamedTuple):
    """A row of a variance: what it is of, its figures as printed, and its size in kronor."""

    label: str
    figures: tuple[str, ...]
    size: Decimal


class Entry(NamedTuple):
    """What the index tells of a board. `counts`: kind → status → how many; `followed`: the title of the follow-up that says so."""

    name: str
    made: tuple[Made, ...]
    followed: str
    counts: dict[str, dict[str, int]]
    variances: tuple[Shown, ...]


def entry(context: Context, unit: Unit, made: tuple[Made, ...]) -> Entry:
    """What a board's last follow-up says."""
    document = latest(unit)
    if document is None:
        return Entry(unit.file.name, made, "", {}, ())
    chain = context.chain(unit)
    counts = {
        kind: _stated(context, document, kind) or dict(tally(document, chain, of_ours(Counted, {"slag": kind})))
        for kind, _, _ in _COUNTED
    }
    return Entry(unit.file.name, made, document.info.title, counts, tuple(_shown(context, document)))


def _stated(context: Context, document: DocumentData, kind: str) -> dict[str, int]:
    """How many items of a kind have which status, as the document's own tables say: a row of all, or else each part once."""
    rows = [
        (evaluation, row)
        for evaluation in context.evaluations(document)
        for row in evaluation.table.rows
        if row.spec.counts
    ]
    told = {
        (one.level, one.origin): found for found in reversed(rows) if (one := found[1].spec.counts) and one.kind == kind
    }
    found: Counter[str] = Counter()
    for evaluation, row in [told[None, None]] if (None, None) in told else told.values():
        for column in evaluation.table.columns:
            figure = evaluation.figure(row.index, column.index) if column.spec.counts is not None else None
            if figure is not None and column.spec.counts is not None:
                found[column.spec.counts] += int(figure.value)
    return dict(found)


def _shown(context: Context, document: DocumentData) -> list[Shown]:
    found = []
    for variance in variances(context, document):
        size = variance.figures["budgetavvikelse"]
        if size is None:
            continue
        unit = variance.unit or ""
        printed = (variance.figures[name] for name in _FIGURES)
        figures = tuple(f"{one.show()}{NBSP}{unit}".strip() if one is not None else "" for one in printed)
        found.append(Shown(variance.label, figures, abs(size.value) * (kronor(unit) or _WHOLE)))
    return found


def document(organisation: Organisation, year: int, entries: list[Entry]) -> Document:
    """The index as a document."""
    title = f"Nämndernas dokument {year}"
    blocks: list[Block] = [TitleBlock(title, "", (organisation.name,)), *_documents(entries)]
    for kind, field, heading in _COUNTED:
        blocks += _statuses(organisation, entries, kind, field, heading)
    blocks += _largest(entries)
    example = organisation.example
    return Document(title, tuple(blocks), "", organisation.name, marks=(example,) if example else ())


def _documents(entries: list[Entry]) -> list[Block]:
    found = {made.kind for one in entries for made in one.made}
    kinds = [kind for kind in DOCUMENT_KINDS if kind.name in found]
    if not kinds:
        return [Paragraph((Span("Inga dokument är gjorda än."),), "notice")]
    header = Row((_words("Nämnd"), *(_words(kind.word.capitalize()) for kind in kinds)))
    rows = [Row((_words(one.name), *(_files(one, kind.name) for kind in kinds))) for one in entries]
    columns = (Column("left", 1.2), *(Column("left", 2) for _ in kinds))
    return [_heading("Dokument"), Table(columns, (header,), tuple(rows))]


def _files(one: Entry, kind: str) -> Cell:
    lines: list[Inlines] = []
    for made in one.made:
        if made.kind == kind and made.files:
            lines.append((Span(made.title, link=made.files[0][1]),))
            links = [Span(name, link=path) for name, path in made.files]
            lines.append(tuple(part for link in links for part in (Span(" · "), link))[1:])
    return Cell(tuple(lines) or ((Span("–"),),))


def _statuses(organisation: Organisation, entries: list[Entry], kind: str, field: str, heading: str) -> list[Block]:
    """A bar and a row for each board that has any of the kind."""
    shown = [(one, one.counts[kind]) for one in entries if sum(one.counts.get(kind, {}).values())]
    if not shown:
        return []
    statuses = [
        status
        for status in (*organisation.statuses(field), UNREADABLE)
        if any(counts.get(status) for _, counts in shown)
    ]
    drawn = [_UNSEEN if status == UNREADABLE else series(organisation, field, status) for status in statuses]
    heads = [Cell(((Span(one.name, tone=one.tone),),)) for one in drawn]
    rows = [ChartRow(one.name, tuple(_value(counts.get(status, 0)) for status in statuses)) for one, counts in shown]
    told = "; ".join(
        f"{one.name}: "
        + ", ".join(
            f"{counts[status]} {_UNSEEN.name if status == UNREADABLE else status}"
            for status in statuses
            if counts.get(status)
        )
        for one, counts in shown
    )
    header = Row((_words("Nämnd"), _words("Dokument"), *heads))
    table = tuple(
        Row((_words(one.name), _words(one.followed), *(_words(str(counts.get(status, 0))) for status in statuses)))
        for one, counts in shown
    )
    columns = (Column("left", 1.2), Column("left", 2), *(Column("right") for _ in statuses))
    chart = Chart("stacked", (), f"Staplat stapeldiagram. {told}.", tuple(drawn), tuple(rows))
    return [_heading(heading), *([chart] if drawn != [_UNSEEN] else []), Table(columns, (header,), table)]


def _value(count: int) -> Value | None:
    return Value(Decimal(count), str(count)) if count else None


def _largest(entries: list[Entry]) -> list[Block]:
    found = [(one.name, variance) for one in entries for variance in one.variances if variance.size]
    found.sort(key=lambda pair: (-pair[1].size, pair[0], pair[1].label))
    if not found:
        return []
    header = Row(tuple(_words(text) for text in ("Nämnd", "Post", *(name.capitalize() for name in _FIGURES))))
    rows = [Row(tuple(_words(text) for text in (name, one.label, *one.figures))) for name, one in found[:MOST]]
    columns = (Column("left", 1.2), Column("left", 2), *(Column("right") for _ in _FIGURES))
    return [_heading("Största budgetavvikelserna"), Table(columns, (header,), tuple(rows))]


def _heading(text: str) -> Heading:
    return Heading(1, (Span(text),), anchor=text)


def _words(text: str) -> Cell:
    return Cell(((Span(text),),) if text else ())
