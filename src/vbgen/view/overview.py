"""The boards of a year side by side, as the regional board must see them (uppsiktsplikt): every line with its source.

A unit is part of its board's documents and never counted beside it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from vbgen.findings import Place
from vbgen.model.base import read_own
from vbgen.model.control import Measure
from vbgen.model.items import Goal, Indicator
from vbgen.model.kinds import find_kind_by_role
from vbgen.model.numbers import Figure
from vbgen.model.organisation import UNREADABLE
from vbgen.model.tables import Counted
from vbgen.reportset.context import Context
from vbgen.reportset.data import DocumentData, Unit
from vbgen.reportset.followup import find_passed_over, tally
from vbgen.view.blocks import Block, Cell, Column, Document, Heading, Paragraph, Row, Span, Table
from vbgen.view.followup import measurement_lines
from vbgen.view.prose import get_plain_text, label
from vbgen.view.words import Words

_SHOWN = ("utfall", "budget", "budgetavvikelse")  # columns of tables that have rows for the overview


class Line(NamedTuple):
    """A line of a section: a text for each column, and where it comes from (None: from the lines above it)."""

    cells: tuple[str, ...]
    place: Place | None


class Section(NamedTuple):
    """A section of the overview. `key`: its name for programs; `figures`: the columns that hold figures."""

    key: str
    heading: str
    columns: tuple[str, ...]
    lines: tuple[Line, ...]
    figures: tuple[int, ...] = ()


def build_sections(context: Context, year: int) -> tuple[Section, ...]:
    """Return all sections of a year."""
    boards = [unit for unit in context.data.units.values() if unit.is_board and unit.year == year]
    followed = [(unit, document) for unit in boards if (document := get_last_follow_up(unit)) is not None]
    return (
        _count_statuses(context, followed, "bedomningar", "Mål per nämnd", "mål", "mål.bedömning"),
        _count_statuses(context, followed, "uppdrag", "Uppdrag per nämnd", "uppdrag", "uppdrag.status"),
        Section(
            "gemensamma mål",
            "Gemensamma mål",
            ("Mål", "Nämnd", "Indikator", "Utfall", "Målvärde", "Bedömning"),
            tuple(_list_shared_goals(context, year, followed)),
        ),
        Section(
            "regionövergripande åtgärder",
            "Regionövergripande åtgärder",
            ("Åtgärd", "Nämnd", "Status", "Effekt", "Ingå i nästa års riskanalys"),
            tuple(_list_measures(context, year, followed)),
        ),
        Section(
            "budgetavvikelser",
            "Budgetavvikelser",
            ("Nämnd", "Tabell", "Post", "Utfall", "Budget", "Budgetavvikelse"),
            tuple(_list_variances(context, followed)),
            (3, 4, 5),
        ),
        Section(
            "isk",
            "Bedömning av intern styrning och kontroll",
            ("Nämnd", "Bedömning"),
            tuple(_list_assessments(followed)),
        ),
        Section("saknas", "Det som saknas", ("Nämnd", "Vad"), tuple(_list_missing(context, boards))),
    )


def get_last_follow_up(unit: Unit) -> DocumentData | None:
    """Return the last follow-up of a board's year; None without one."""
    follow_ups = [document for document in unit.documents.values() if not document.is_plan]
    return follow_ups[-1] if follow_ups else None


def _count_statuses(
    context: Context, followed: list[tuple[Unit, DocumentData]], key: str, heading: str, kind: str, field: str
) -> Section:
    """Return the numbers of goals (or assignments) by status, a line for each board and one for all."""
    statuses = [*context.data.organisation.statuses(field), UNREADABLE]
    lines = []
    total = dict.fromkeys(statuses, 0)
    for unit, document in followed:
        counts = tally(document, context.chain(unit), read_own(Counted, {"slag": kind}))
        for status in statuses:
            total[status] += counts[status]
        cells = (str(counts[status]) for status in statuses)
        lines.append(Line((unit.file.name, document.info.title, *cells), document.goals_place or document.place))
    if len(lines) > 1:
        lines.append(Line(("Samtliga", "", *(str(total[s]) for s in statuses)), None))
    names = (*(s.capitalize() for s in statuses[:-1]), "Visas inte")
    columns = ("Nämnd", "Dokument", *names)
    return Section(key, heading, columns, tuple(lines), tuple(range(2, len(columns))))


def _list_shared_goals(context: Context, year: int, followed: list[tuple[Unit, DocumentData]]) -> Iterator[Line]:
    """Yield each shared goal with every board's account of it, and of its indicators."""
    shared = context.data.shared.get(year)
    for goal in shared.file.goals if shared else ():
        name = f"{goal.number}. {goal.name}" if goal.number else goal.name or goal.id
        for unit, document in followed:
            words, chain = Words.from_document(context.data.organisation, document), context.chain(unit)
            for located in document.items():
                if not isinstance(located.item, Goal) or located.item.id != goal.id:
                    continue
                status = get_plain_text(words.format_short_status("mål.bedömning", located.item.assessment))
                yield Line((name, unit.file.name, "", "", "", status), located.place.child("id"))
                for index, indicator in enumerate(located.item.indicators):
                    resolved = chain.resolve(indicator)
                    cells = (
                        name,
                        unit.file.name,
                        resolved.name or resolved.id,
                        _format_measurement(resolved, "outcome"),
                        _format_measurement(resolved, "target"),
                        get_plain_text(words.format_short_status("indikatorer.status", resolved.status)),
                    )
                    yield Line(cells, located.place.child("indikatorer", index, "id"))


def _list_measures(context: Context, year: int, followed: list[tuple[Unit, DocumentData]]) -> Iterator[Line]:
    """Yield each region-wide measure: its status on every board, whether it had an effect, whether the risk is carried over."""
    shared = context.data.shared.get(year)
    region_wide = [located.item for located in shared.items() if isinstance(located.item, Measure)] if shared else []
    for measure in region_wide:
        for unit, document in followed:
            words = Words.from_document(context.data.organisation, document)
            for located in document.items():
                item = located.item
                if isinstance(item, Measure) and item.id == measure.id:
                    answers = (a.answer if a is not None else "" for a in (item.effect, item.carry_over))
                    status = get_plain_text(words.format_short_status("åtgärder.status", item.status))
                    cells = (measure.name or measure.id, unit.file.name, status, *answers)
                    yield Line(cells, located.place.child("id"))


class Variance(NamedTuple):
    """A row of a table for the overview: its figures (None: not there), in the table's unit. `place`: where it stands."""

    label: str
    table: str
    unit: str | None
    figures: dict[str, Figure | None]
    place: Place


def find_variances(context: Context, document: DocumentData) -> Iterator[Variance]:
    """Yield the rows that a document's tables name for the overview."""
    for evaluation in context.evaluations(document):
        table = evaluation.table
        for row_id in table.source.overview:
            row = table.rows[table.row_ids[row_id]] if row_id in table.row_ids else None
            if row is None:
                continue
            columns = {name: table.column_ids.get(name) for name in _SHOWN}
            figures = {
                name: evaluation.get_figure(row.index, column_index) if column_index is not None else None
                for name, column_index in columns.items()
            }
            yield Variance(
                get_plain_text(label(row.label)), table.id, table.unit, figures, table.locate_cell(row.index, 0)
            )


def _list_variances(context: Context, followed: list[tuple[Unit, DocumentData]]) -> Iterator[Line]:
    """Yield a line for each row that tables name for the overview."""
    for unit, document in followed:
        for variance in find_variances(context, document):
            figures = (figure.show() if figure is not None else "" for figure in variance.figures.values())
            unit_word = f" ({variance.unit})" if variance.unit else ""
            yield Line((unit.file.name, f"{variance.table}{unit_word}", variance.label, *figures), variance.place)


def _list_assessments(followed: list[tuple[Unit, DocumentData]]) -> Iterator[Line]:
    for unit, document in followed:
        assessment = document.control.assessment if document.control is not None else None
        if assessment is None or assessment.sufficient is None or document.control_place is None:
            continue
        words = "tillräcklig" if assessment.sufficient else "inte tillräcklig"
        yield Line((unit.file.name, words), document.control_place.child("isk", "tillräcklig"))


def _list_missing(context: Context, boards: list[Unit]) -> Iterator[Line]:
    """Yield documents that are not there, statuses that the source does not show, what was planned and not followed up."""
    for unit in boards:
        name, documents = unit.file.name, list(unit.documents.values())
        plan = unit.plan
        if plan is None:
            yield Line((name, f"ingen {find_kind_by_role('plan').word}"), unit.place)
        elif plan.info.recreated_from is not None:
            yield Line((name, f"planen är återskapad ur {plan.info.recreated_from}"), plan.place)
        if not any(document.info.role == "annual" for document in documents):
            yield Line((name, f"ingen {find_kind_by_role('annual').word}"), unit.place)
        last = get_last_follow_up(unit)
        if last is None:
            continue
        for kind, description in (("mål", "mål utan läsbar bedömning"), ("uppdrag", "uppdrag utan läsbar status")):
            hidden = tally(last, context.chain(unit), read_own(Counted, {"slag": kind}))[UNREADABLE]
            if hidden:
                yield Line((name, f"{hidden} {description}"), last.goals_place or last.place)
        for located, _ in find_passed_over(last, documents[: documents.index(last)]):
            description = f"{located.kind} som inte följs upp: {located.item.name or located.item.id}"
            yield Line((name, description), located.place.child("id"))
        if last.control is None or last.control.assessment is None:
            yield Line((name, "ingen ISK-bedömning"), last.place)
        if not any(table.source.overview for table in last.tables.values()):
            yield Line((name, "ingen tabell säger vilken rad som gäller hela nämnden (översikt:)"), last.place)


def _format_measurement(indicator: Indicator, field: str) -> str:
    return "; ".join(get_plain_text(line) for line in measurement_lines(getattr(indicator, field), indicator.unit))


def build_document(
    context: Context, year: int, sections: tuple[Section, ...], where: Callable[[Place | None], str]
) -> Document:
    """Return the overview as a document."""
    title = f"Nämndernas uppföljning {year}"
    blocks: list[Block] = [Paragraph((Span("Varje rad säger varifrån uppgiften kommer. "), Span(_UNITS)))]
    for number, section in enumerate(sections, start=1):
        blocks.append(Heading(1, label(section.heading), str(number), f"oversikt-{number}"))
        if not section.lines:
            blocks.append(Paragraph((Span("Inget att redovisa."),)))
            continue
        columns = tuple(
            Column("right" if index in section.figures else "left") for index in range(len(section.columns))
        )
        header = Row(tuple(_make_cell(text) for text in (*section.columns, "Källa")))
        rows, above = [], ""
        for line in section.lines:
            first = "" if line.cells[0] == above else line.cells[0]  # what the line above says is not said again
            above = line.cells[0]
            rows.append(Row(tuple(_make_cell(text) for text in (first, *line.cells[1:], where(line.place)))))
        blocks.append(Table((*columns, Column()), (header,), tuple(rows)))
    example = context.data.organisation.example
    return Document(title, tuple(blocks), "", context.data.organisation.name, marks=(example,) if example else ())


_UNITS = "En enhet vars dokument är en bilaga räknas aldrig vid sidan av sin nämnd."


def _make_cell(text: str) -> Cell:
    return Cell(((Span(text),),) if text else ())
