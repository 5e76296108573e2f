"""The relations of a table, declared once: which cells are the sum of others, a count, what a formula gives, equal to another.

They are values that say what is to be computed of which cells; `evaluation` computes.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, NamedTuple

from vbgen.model.tables import Counted
from vbgen.tables.formula import Arithmetic, Formula, N, Ref, add, parse_formula
from vbgen.tables.references import (
    CellId,
    CellRef,
    Operand,
    Reference,
    RemoteRef,
    is_own,
    resolve_cell,
    resolve_in_column,
    resolve_in_row,
    resolve_row,
)
from vbgen.tables.table import Assertion, Column, DeadReference, Row, Table, is_additive

RelationKind = Literal["total", "parts", "difference", "change", "ratio", "formula", "equal", "count"]
_BY_SHAPE: dict[str, RelationKind] = {
    "sum": "total",
    "difference": "difference",
    "change": "change",
    "ratio": "ratio",
    "other": "formula",
    "equal": "equal",
}


class Relation(NamedTuple):
    """A cell and its operands: what a formula gives of them, in the order of its references; without a formula their sum.

    `assertion`: the `samband` that says so. `remote`: some operand stands in a named table.
    """

    kind: RelationKind
    operands: tuple[Operand, ...]
    formula: Formula | None = None
    assertion: Assertion | None = None
    is_remote: bool = False

    @property
    def text(self) -> str:
        """The formula as written."""
        return self.formula.text if self.formula is not None else ""

    @property
    def summands(self) -> tuple[int, ...]:
        """The rows of a sum without a formula."""
        refs = self.operands if self.formula is None else ()
        return tuple(ref.row for ref in refs if isinstance(ref, CellRef) and ref.row is not None)

    @property
    def columns(self) -> tuple[int, ...]:
        """The columns of its operands, if all are cells of the same row as the cell."""
        columns = [ref.column for ref in self.operands if isinstance(ref, CellRef) and ref.row is None]
        return tuple(column for column in columns if column is not None) if len(columns) == len(self.operands) else ()

    @property
    def is_equality(self) -> bool:
        """Tell whether it is a `samband` that two printed figures are the same."""
        return self.assertion is not None and self.kind == "equal"

    def compute(self, values: Sequence[N | None], arithmetic: Arithmetic[N]) -> N | None:
        """Compute the cell from the values of the operands; None where one that it needs has none. Raises Undefined."""
        return self.formula.evaluate(values, arithmetic) if self.formula is not None else add(values)

    def derive_weights(self) -> tuple[Decimal, ...] | None:
        """Return how many times each operand counts; None where the relation is more than additions and subtractions."""
        return self.formula.derive_weights() if self.formula is not None else (Decimal(1),) * len(self.operands)


class Count(NamedTuple):
    """The relation of a cell that is how many items of the document have a status."""

    counted: Counted
    status: str

    @property
    def kind(self) -> RelationKind:
        """The kind, as of a relation."""
        return "count"

    @property
    def text(self) -> str:
        """The items that are counted: `mål med "uppnått"`."""
        return f'{self.counted.kind} med "{self.status}"'


class CountOfAll(NamedTuple):
    """The counts of a row, in the columns, which together are all items of the document; of use where some of them show no status."""

    counted: Counted
    columns: tuple[int, ...]

    @property
    def kind(self) -> RelationKind:
        """The kind, as of a relation."""
        return "count"

    @property
    def text(self) -> str:
        """The items that are counted."""
        return self.counted.kind


CellRelation = Relation | Count  # by which a blank cell is computed
Instance = tuple[int, int, CellRelation | CountOfAll]  # row and column of a cell, and a relation that it stands under


@dataclass(frozen=True, slots=True)
class Relations:
    """The relations of a table. `cells`: by row and column, those that compute a cell, in the order in which they are tried.

    `counts`: those of all counts of a row, by row. `asserted`: what `samband` says, which computes nothing. `summands`: the rows that a
    total is the sum of, by row. `operands`: the columns that the formula of a column refers to, by column.
    """

    cells: tuple[Mapping[int, tuple[CellRelation, ...]], ...]
    counts: Mapping[int, CountOfAll]
    assertions: tuple[Instance, ...]
    summands: Mapping[int, tuple[int, ...]]
    operands: Mapping[int, tuple[int, ...]]

    def __iter__(self) -> Iterator[Instance]:
        """Iterate over all relations: by row, column by column; then those of `samband`."""
        for row, columns in enumerate(self.cells):
            for column, relations in columns.items():
                for relation in relations:
                    yield row, column, relation
            if row in self.counts:
                yield row, self.counts[row].columns[0], self.counts[row]
        yield from self.assertions

    def find(self, row: int, column: int) -> tuple[CellRelation, ...]:
        """Return the relations that compute a cell."""
        return self.cells[row].get(column, ())

    def select(self, cells: Collection[CellId]) -> Iterator[Instance]:
        """Return the relations of some cells, in the same order."""
        for row, column in sorted(cells):
            yield from ((row, column, relation) for relation in self.find(row, column))
        yield from (instance for instance in self.assertions if instance[:2] in cells)


def declare_relations(table: Table) -> Relations:
    """Declare the relations of a table, out of its markers, formulas, counts and `samband`."""
    return _Declarer(table).declare()


class _Declarer:
    """Declares row by row. Rows that are only stated stand under the same relations, which are declared once."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.columns = [column for column in table.columns if column.is_numeric]
        # some rows are income among costs without a sign: variances of rows do not add up as the rows do
        self.with_income = any(row.spec.income for row in table.rows)
        self.summands = {row.index: rows for row in table.rows if (rows := _find_summands(table, row))}
        self.parts = _find_parts(table)
        self.across: dict[tuple[int, bool, bool], Relation | None] = {}

    def declare(self) -> Relations:
        stated: dict[tuple[object, ...], Mapping[int, tuple[CellRelation, ...]]] = {}
        cells: list[Mapping[int, tuple[CellRelation, ...]]] = []
        for row in self.table.rows:
            spec = row.spec
            if row.marker == "#":
                cells.append({})
            elif row.formula or spec.counts or row.index in self.summands or row.index in self.parts:
                cells.append(self.declare_row(row))
            else:
                key = spec.kind, spec.change, spec.income
                if key not in stated:
                    stated[key] = self.declare_row(row)
                cells.append(stated[key])
        asserted = [instance for assertion in self.table.assertions for instance in self.declare_assertion(assertion)]
        operands = {column.index: columns for column in self.columns if (columns := _find_operands(self.table, column))}
        return Relations(tuple(cells), self.declare_counts(), tuple(asserted), self.summands, operands)

    def declare_row(self, row: Row) -> Mapping[int, tuple[CellRelation, ...]]:
        """Declare the relations of the cells of a row, by column."""
        sums: tuple[tuple[RelationKind, tuple[int, ...]], ...] = (
            ("total", self.summands.get(row.index, ())),
            ("parts", self.parts.get(row.index, ())),
        )
        totals = [Relation(kind, tuple(CellRef(part, None) for part in rows)) for kind, rows in sums if rows]
        down = self.declare_formula(row.formula, resolve_in_column) if row.formula is not None else None
        cells = ((column.index, tuple(self.declare_cell(row, column, totals, down))) for column in self.columns)
        return {column: relations for column, relations in cells if relations}

    def declare_cell(
        self, row: Row, column: Column, totals: list[Relation], down: Relation | None
    ) -> Iterator[CellRelation]:
        """Declare the relations of a cell: its count, `totals` of rows, the formula of its row (`down`), the formula of its column.

        Both formulas hold only where both add up; else that of the column does, unless it is a sum of what cannot be summed.
        """
        spec, formula = row.spec, column.formula
        if spec.counts is not None and column.spec.counts is not None:
            yield Count(spec.counts, column.spec.counts)
        if not totals and down is None and formula is None:
            return
        summed = is_additive(self.table.get_kind(row, column))
        if summed and is_additive(column.kind) and (formula is None or formula.is_linear):
            yield from totals
        holds = formula is not None and (formula.shape != "sum" or summed)
        if row.formula is not None and down is not None:
            both = formula is not None and formula.is_linear and row.formula.is_linear
            if not holds or (both and not self.with_income):
                yield down
        across = self.declare_column(column, change=spec.change == "procent", income=spec.income) if holds else None
        if across is not None:
            yield across

    def declare_column(self, column: Column, *, change: bool, income: bool) -> Relation | None:
        """Declare what the formula of a column gives: as a change in per cent; of income, by the signs as they stand."""
        key = column.index, change, income
        if key not in self.across and (formula := column.formula) is not None:
            formula = formula.convert_to_change() if change else formula
            formula = parse_formula(formula.text) if income else formula
            self.across[key] = self.declare_formula(formula, resolve_in_row)
        return self.across[key]

    def declare_formula(
        self, formula: Formula, resolve: RefResolver, assertion: Assertion | None = None
    ) -> Relation | None:
        """Declare what a formula gives; None where a reference leads nowhere, which is told where the formula stands."""
        references = [resolve(self.table, ref) for ref in formula.refs]
        operands = tuple(reference for reference in references if not isinstance(reference, DeadReference))
        if len(operands) < len(references):
            return None
        kind = _BY_SHAPE[formula.shape]
        if assertion is not None and kind != "equal":
            kind = "formula"
        remote = any(isinstance(operand, RemoteRef) for operand in operands)
        return Relation(kind, operands, formula, assertion, remote)

    def declare_assertion(self, assertion: Assertion) -> Iterator[Instance]:
        """Declare what `samband` says of a cell, or of a row in each column that has an id."""
        table, row = self.table, self.table.row_ids[assertion.row]
        resolve = resolve_row if assertion.column is None else resolve_cell
        relation = self.declare_formula(assertion.formula, resolve, assertion)
        if relation is not None and assertion.column is not None:
            yield row, table.column_ids[assertion.column], relation
        elif relation is not None:
            yield from ((row, column.index, relation) for column in self.columns if column.id is not None)

    def declare_counts(self) -> Mapping[int, CountOfAll]:
        """Declare that the counts of a row are together all items, by row."""
        columns = tuple(column.index for column in self.columns if column.spec.counts is not None)
        rows = self.table.rows if columns else ()
        return {row.index: CountOfAll(row.spec.counts, columns) for row in rows if row.spec.counts is not None}


RefResolver = Callable[[Table, Ref], Reference]  # what a reference means, by where it stands


def _find_summands(table: Table, row: Row) -> tuple[int, ...]:
    """Return the rows that a total is the sum of."""
    if row.marker not in ("=", "==") or row.formula is not None:
        return ()  # a sum with a formula of its own is what the formula says
    rows: list[int] = []
    for above in table.rows[: row.index]:
        # a `---` directly above the sum is a line on the page; anywhere else it starts a new block
        if row.marker == "=" and (above.after_break or above.marker in ("=", "==")):
            rows.clear()
        if above.is_plain:
            rows.append(above.index)
    return tuple(rows)


def _find_parts(table: Table) -> Mapping[int, tuple[int, ...]]:
    """Return the rows that are parts of another, by that row."""
    parts: dict[int, tuple[int, ...]] = {}
    for row in table.rows:
        if row.marker == "+" and row.parent is not None:
            parts[row.parent] = (*parts.get(row.parent, ()), row.index)
    return parts


def _find_operands(table: Table, column: Column) -> tuple[int, ...]:
    """Return the columns of the same table that the formula of a column refers to."""
    refs = column.formula.refs if column.formula is not None else ()
    return tuple(table.column_ids[ref.parts[0]] for ref in refs if is_own(ref) and ref.parts[0] in table.column_ids)
