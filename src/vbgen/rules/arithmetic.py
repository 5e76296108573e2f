"""What the rules of arithmetic share: every equation of every table, told in Swedish."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from vbgen.boardyear import Data
from vbgen.findings import Finding, Place
from vbgen.model.numbers import Figure, plain, show
from vbgen.tables.engine import Engine, Equation, RelationKind, Untested
from vbgen.tables.table import Table


def engines(data: Data) -> Iterator[Engine]:
    """All tables that were loaded."""
    for unit in data.units.values():
        for document in unit.documents.values():
            yield from document.tables.values()


def relations(data: Data) -> int:
    """How many stated figures met a computed one, each cell once; counts that texts state too."""
    counts = sum(len(document.counts) for unit in data.units.values() for document in unit.documents.values())
    return counts + sum(
        len({(e.row, e.column) for e in engine.results() if isinstance(e, Equation)}) for engine in engines(data)
    )


def failing(data: Data, kind: RelationKind) -> Iterator[tuple[Table, Equation]]:
    """Every equation of a kind that rounding cannot explain, with its table."""
    for engine in engines(data):
        for equation in engine.results():
            if isinstance(equation, Equation) and equation.kind == kind and not equation.holds:
                yield engine.table, equation


def findings(data: Data, code: str, kind: RelationKind) -> Iterator[Finding]:
    """A finding for each of them."""
    for table, equation in failing(data, kind):
        yield finding(table, equation, code)


def finding(table: Table, equation: Equation, code: str) -> Finding:
    """One equation that does not hold."""
    row, column = table.rows[equation.row], table.columns[equation.column]
    computed = round_like(equation)
    difference = equation.stated.value - computed.value
    decimals = max(equation.stated.decimals, computed.decimals)
    where = f'raden "{short(row.label)}"'
    if equation.across:
        address = row.id or f"rad {row.index + 1}"
        said = "är angivna sammanlagt men dokumentet har"
    else:
        address = table.address(equation.row, equation.column)
        where += f', kolumnen "{short(column.label)}"'
        said = f"är angivet men {_made_of(equation)}"
    message = (
        f"{where}: {equation.stated.show()} {said} {computed.show()} (skillnad {show(difference, decimals, plus=True)})"
    )
    severity = "info" if equation.near else "error"
    return Finding(
        code,
        severity,  # type: ignore[arg-type]
        _place(table, equation),
        f'tabellen "{table.id}": {message}',
        f'rätta siffran; är felet källans eget: noterat: - {{vid: {address}, kod: {code}, skäl: "…"}}',
        equation.stated.plain(),
        plain(computed.value),
        address,
        table.place,
    )


def untested(table: Table, found: Untested, code: str) -> Finding:
    """A relation that could not be tried."""
    row, column = table.rows[found.row], table.columns[found.column]
    message = f'tabellen "{table.id}", raden "{short(row.label)}", kolumnen "{short(column.label)}": kan inte prövas, {found.reason}'
    return Finding(
        code,
        "info",
        table.cell_place(found.row, found.column),
        message,
        address=table.address(found.row, found.column),
        owner=table.place,
    )


def round_like(equation: Equation) -> Figure:
    """The computed number with as many decimals as the stated one; with more where they would look the same."""
    value = equation.computed.mid
    for decimals in range(equation.stated.decimals, equation.stated.decimals + 6):
        rounded = value.quantize(Decimal(1).scaleb(-decimals), rounding="ROUND_HALF_UP")
        if rounded != equation.stated.value:
            return Figure(rounded, decimals)
    return Figure(value, equation.stated.decimals)


def _made_of(equation: Equation) -> str:
    if equation.kind == "parts":
        return "delraderna ger"
    if equation.summands:
        return f"raderna ger ({len(equation.summands)} st)"
    if equation.kind == "equal":
        return f"{equation.text} är"
    if equation.kind == "count":
        return f"antalet {equation.text} är"
    return f"{equation.text} ger"


def _place(table: Table, equation: Equation) -> Place:
    return table.cell_place(equation.row, equation.column)


def short(label: str) -> str:
    """A row's or column's label without footnote marks, cut to a length for messages."""
    text = label.split("[^", 1)[0].strip()
    return text if len(text) <= 60 else text[:59] + "…"
