"""Equations of tables, shared by the rules of arithmetic, and the findings that tell them in Swedish."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from vbgen.findings import Finding, Place, Severity
from vbgen.model.content import StatedCount
from vbgen.model.numbers import Figure, plain, show
from vbgen.reportset.context import Context, remember
from vbgen.reportset.data import DocumentData, Shared
from vbgen.tables import causes
from vbgen.tables.causes import Cause, Deviation, Omission, Repetition, Source
from vbgen.tables.comparison import Equation, UntestedRelation
from vbgen.tables.constraints import derive_constraints
from vbgen.tables.evaluation import Evaluation, Spot
from vbgen.tables.quantity import constant
from vbgen.tables.relations import RelationKind
from vbgen.tables.table import Table
from vbgen.wording import join_words, shorten


class KindOfRelation(NamedTuple):
    """A kind of relation: the word that reports have for its relations, and the code of the rule that finds those which fail."""

    words: str
    code: str


KINDS: dict[RelationKind, KindOfRelation] = {
    "total": KindOfRelation("summor", "VB301"),
    "parts": KindOfRelation("delar", "VB302"),
    "difference": KindOfRelation("skillnader", "VB303"),
    "change": KindOfRelation("förändringar", "VB304"),
    "ratio": KindOfRelation("andelar", "VB305"),
    "count": KindOfRelation("antal", "VB306"),
    "equal": KindOfRelation("samma siffra", "VB307"),
    "formula": KindOfRelation("formler", "VB308"),
}


@remember
def find_deviations(context: Context, evaluation: Evaluation) -> list[Deviation]:
    """Return the equations of a table that do not hold: each rule of arithmetic asks for them."""
    return causes.find_deviations(evaluation, context.comparisons(evaluation))


def count_rows(home: DocumentData | Shared, count: StatedCount) -> int:
    """Count the rows of the tables that a stated count is of."""
    return sum(1 for name in count.of if name in home.tables for row in home.tables[name].rows if row.is_plain)


def find_faults(context: Context, code: str) -> Iterator[Finding]:
    """Return a finding for every equation of a rule's kind that rounding cannot explain, at its cause."""
    echoes: dict[tuple[Evaluation, int, int], list[str]] | None = None  # most data have nothing wrong
    for evaluation, deviation in select_deviations(context, code):
        echoes = _find_echoes(context) if echoes is None else echoes
        result = describe_deviation(evaluation, deviation)
        if tables := echoes.get((evaluation, *_find_faulty_cell(deviation))):
            result = result._replace(message=f"{result.message}; rätt siffra står i {join_words(tables)}")
        yield result


def select_deviations(context: Context, code: str) -> Iterator[tuple[Evaluation, Deviation]]:
    """Return every equation of a rule's kind that rounding cannot explain, with its table; not one that fails only since a figure that
    it is compared with is wrong."""
    for evaluation in context.evaluations():
        for deviation in find_deviations(context, evaluation):
            kind = deviation.equation.kind
            if KINDS[kind].code == code and (
                kind != "equal" or _find_wrong_source(context, evaluation, deviation) is None
            ):
                yield evaluation, deviation


def _find_echoes(context: Context) -> dict[tuple[Evaluation, int, int], list[str]]:
    """Return the tables in which a figure stands right that is wrong elsewhere, by the cell where it is wrong."""
    echoes: dict[tuple[Evaluation, int, int], list[str]] = {}
    for evaluation in context.evaluations():
        for deviation in find_deviations(context, evaluation):
            if (
                deviation.equation.kind == "equal"
                and (spot := _find_wrong_source(context, evaluation, deviation)) is not None
            ):
                echoes.setdefault((spot.evaluation, spot.row, spot.column), []).append(
                    f'"{evaluation.table.id}"'
                    if _get_folder(evaluation) == _get_folder(spot.evaluation)
                    else f'"{evaluation.table.id}" i {_get_folder(evaluation)}'
                )
    return echoes


def _get_folder(evaluation: Evaluation) -> str:
    return evaluation.table.place.file.rpartition("/")[0]


def _find_faulty_cell(deviation: Deviation) -> tuple[int, int]:
    cell = deviation.source if deviation.source is not None else deviation.equation
    return cell.row, cell.column


def _find_wrong_source(context: Context, evaluation: Evaluation, deviation: Deviation) -> Spot | None:
    """Return the figure of another table that a figure should equal, where that one fails for itself and is meant to be the same."""
    equation = deviation.equation
    if deviation.consequences or any(
        entry.code == KINDS["equal"].code for entry in evaluation.table.source.acknowledgements
    ):
        return None
    for constraint in derive_constraints(evaluation, [(equation.row, equation.column)]):
        _, *others = constraint.weights
        if len(others) != 1:
            continue
        other = others[0]
        for candidate in find_deviations(context, other.evaluation) if other.evaluation is not evaluation else ():
            is_cause = candidate.equation.kind not in ("equal", "count") and _find_faulty_cell(candidate) == (
                other.row,
                other.column,
            )
            intended = candidate.source.correction.value if candidate.source is not None else None
            if is_cause and (
                intended == equation.stated.value
                or (intended is None and candidate.equation.computed.meets(constant(equation.stated.value)))
            ):
                return other
    return None


def describe_deviation(evaluation: Evaluation, deviation: Deviation) -> Finding:
    """Return the finding of an equation that does not hold, with its likely cause."""
    if deviation.source is not None:
        return _describe_source(evaluation, deviation, deviation.source)
    table, equation, code = evaluation.table, deviation.equation, KINDS[deviation.equation.kind].code
    row, column = table.rows[equation.row], table.columns[equation.column]
    computed = round_like(equation)
    difference = equation.stated.value - computed.value
    decimals = max(equation.stated.decimals, computed.decimals)
    location = f'raden "{shorten(row.label)}"'
    if equation.is_row_sum:
        address = row.id or f"rad {row.index + 1}"
        statement = "är angivna sammanlagt men dokumentet har"
    else:
        address = table.format_address(equation.row, equation.column)
        location += f', kolumnen "{shorten(column.label)}"'
        statement = f"är angivet men {_describe_operands(equation)}"
    message = (
        f"{location}: {equation.stated.show()} {statement} {computed.show()} "
        f"(skillnad {show(difference, decimals, plus=True)})"
    )
    if (cause := causes.find_cause(evaluation, equation)) is not None:
        message += f"; {_describe_cause(table, equation, cause)}"
    cell = equation.row, equation.column
    if texts := [other.text for other in deviation.consequences if (other.row, other.column) == cell]:
        message += f"; det säger också {join_words(texts)}"
    if others := tuple(other for other in deviation.consequences if (other.row, other.column) != cell):
        message += f"; felet går igen i {_list_cells(table, cell, others)}"
    severity: Severity = "info" if equation.is_near else "error"
    return Finding(
        code,
        severity,
        _find_place(table, equation),
        f'tabellen "{table.id}": {message}',
        f'rätta siffran; är felet källans eget: noterat: - {{vid: {address}, kod: {code}, skäl: "…"}}',
        equation.stated.plain(),
        plain(computed.value),
        address,
        table.place,
    )


def _describe_source(evaluation: Evaluation, deviation: Deviation, source: Source) -> Finding:
    """Return the finding of a figure that several equations contradict, each by as much."""
    table, code = evaluation.table, KINDS[deviation.equation.kind].code
    row, column, figure = (
        table.rows[source.row],
        table.columns[source.column],
        table.rows[source.row].cells[source.column].figure,
    )
    assert figure is not None
    cells = _list_cells(table, (source.row, source.column), (deviation.equation, *deviation.consequences), "eller")
    difference = show(figure.value - source.correction.value, figure.decimals, plus=True)
    address = table.format_address(source.row, source.column)
    message = (
        f'raden "{shorten(row.label)}", kolumnen "{shorten(column.label)}": {figure.show()} är angivet men stämmer varken med {cells}: '
        f"de ger {source.correction.show()} (skillnad {difference})"
    )
    return Finding(
        code,
        "error",
        table.locate_cell(source.row, source.column),
        f'tabellen "{table.id}": {message}{f"; {source.explanation}" if source.explanation is not None else ""}',
        f'rätta siffran; är felet källans eget: noterat: - {{vid: {address}, kod: {code}, skäl: "…"}}',
        figure.plain(),
        source.correction.plain(),
        address,
        table.place,
    )


def _describe_cause(table: Table, equation: Equation, cause: Cause) -> str:
    """Return a likely cause, as the end of a sentence."""
    if isinstance(cause, Omission):
        rows = join_words([f'"{shorten(table.rows[row].label)}"' for row in cause.rows])
        return f"utan {'raden' if len(cause.rows) == 1 else 'raderna'} {rows} stämmer summan"
    if isinstance(cause, Repetition):
        return f'räknas raden "{shorten(table.rows[cause.row].label)}" två gånger stämmer summan'
    location = ""
    if cause.row != equation.row:
        location += f' på raden "{shorten(table.rows[cause.row].label)}"'
    if cause.column != equation.column:
        location += f'{"," if location else " i"} kolumnen "{shorten(table.columns[cause.column].label)}"'
    return f"kanske menades {cause.correction.show()}{location}: {cause.explanation}"


def _list_cells(table: Table, cell: tuple[int, int], others: tuple[Equation, ...], last: str = "och") -> str:
    """List cells, each named by the row, column or both that tell it apart from another cell."""
    names = []
    for other in others:
        row, column = f'"{shorten(table.rows[other.row].label)}"', f'"{shorten(table.columns[other.column].label)}"'
        names.append(
            row
            if other.column == cell[1]
            else column
            if other.row == cell[0]
            else f"{row} ({shorten(table.columns[other.column].label)})"
        )
    return join_words(list(dict.fromkeys(names)), last)


def describe_untested(table: Table, found: UntestedRelation, code: str) -> Finding:
    """Return the finding of a relation that could not be tried."""
    row, column = shorten(table.rows[found.row].label), shorten(table.columns[found.column].label)
    message = f'tabellen "{table.id}", raden "{row}", kolumnen "{column}": kan inte prövas, {found.reason}'
    return Finding(
        code,
        "info",
        table.locate_cell(found.row, found.column),
        message,
        address=table.format_address(found.row, found.column),
        owner=table.place,
    )


def round_like(equation: Equation) -> Figure:
    """Return the computed number with as many decimals as the stated one; with more where they would look the same."""
    value = equation.computed.mid
    for decimals in range(equation.stated.decimals, equation.stated.decimals + 6):
        rounded = value.quantize(Decimal(1).scaleb(-decimals), rounding="ROUND_HALF_UP")
        if rounded != equation.stated.value:
            return Figure(rounded, decimals)
    return Figure(value, equation.stated.decimals)


def _describe_operands(equation: Equation) -> str:
    if equation.kind == "parts":
        return "delraderna ger"
    if equation.summands:
        return f"raderna ger ({len(equation.summands)} st)"
    if equation.kind == "equal":
        return f"{equation.text} är"
    if equation.kind == "count":
        return f"antalet {equation.text} är"
    return f"{equation.text} ger"


def _find_place(table: Table, equation: Equation) -> Place:
    return table.locate_cell(equation.row, equation.column)
