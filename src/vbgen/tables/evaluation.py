"""The values of cells: what is stated, else what the first relation says that gives a value.

A stated figure counts as what was printed (± rounding), so that an error does not spread to what is computed from it.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from decimal import Decimal
from typing import NamedTuple, Protocol

from vbgen.model.numbers import Figure
from vbgen.model.organisation import UNREADABLE
from vbgen.model.tables import Counted
from vbgen.tables.formula import NUMBERS, QUANTITIES
from vbgen.tables.quantity import Quantity, UndefinedQuantity, constant, quantity
from vbgen.tables.references import CellId, CellRef, RemoteRef, locate
from vbgen.tables.relations import CellRelation, Count, Relation, Relations, declare_relations
from vbgen.tables.table import DeadReference, HomeId, Table, is_exact
from vbgen.tables.units import find_power, get_kronor


class UnreadableCell(Exception):
    """A cell that is needed and could not be read: nothing can be said of what depends on it."""


class Tables(Protocol):
    """All tables, and what those of a home count."""

    def find(self, home: HomeId, prefix: str | None, name: str) -> Table | DeadReference:
        """Find the table that a reference from a home means."""

    def evaluation(self, table: Table) -> Evaluation:
        """Return the values of a table."""

    def tally(self, home: HomeId, counted: Counted) -> Mapping[str, int] | None:
        """Count the items of a document by status, UNREADABLE for those that show none; None for what is no document."""


class Spot(NamedTuple):
    """A cell of some table."""

    evaluation: Evaluation
    row: int
    column: int

    def get_value(self) -> Quantity | None:
        """Return its quantity: stated, else computed, else None."""
        return self.evaluation.get_value(self.row, self.column)

    def get_printed_number(self) -> Decimal | None:
        """Return the number that stands there, else the computed one, else None."""
        return self.evaluation.get_printed_number(self.row, self.column)

    def get_figure(self) -> Figure | None:
        """Return what to print there."""
        return self.evaluation.get_figure(self.row, self.column)

    def get_kronor(self) -> Decimal | None:
        """Return how many kronor one is there; None where that is not said, or is no money."""
        table = self.evaluation.table
        return get_kronor(table, table.rows[self.row], table.columns[self.column])

    def find_power(self, other: Spot) -> int:
        """Return the power of ten that takes an amount from another cell to the unit of this one."""
        return find_power(self.get_kronor(), other.get_kronor())


class Evaluation:
    """The values of the cells of a table. `tables`: all of them, for references that lead out of it."""

    def __init__(self, table: Table, tables: Tables, relations: Relations | None = None) -> None:
        self.table = table
        self.tables = tables
        self.relations = relations if relations is not None else declare_relations(table)
        self._values: dict[CellId, Quantity | None] = {}
        self._spots: dict[tuple[RemoteRef, int], Spot | DeadReference] = {}
        self._pending: set[CellId] = set()
        self._circular: set[CellId] = set()

    def suppose(self, cells: Mapping[CellId, Quantity]) -> Evaluation:
        """Return the values under the same relations if cells were something else than what is stated in them."""
        other = Evaluation(self.table, self.tables, self.relations)
        other._values.update(cells)
        return other

    # -------------------------------------------------------------- cells
    def get_value(self, row: int, column: int) -> Quantity | None:
        """Return the quantity of a cell: stated, else computed, else None. Raises Unreadable."""
        key = row, column
        if key in self._values:
            return self._values[key]
        cell = self.table.rows[row].cells[column]
        if cell.is_unreadable:
            raise UnreadableCell
        if cell.figure is not None:
            kind = self.table.get_kind(self.table.rows[row], self.table.columns[column])
            result: Quantity | None = quantity(cell.figure, exact=is_exact(kind))
        elif cell.words is not None:
            result = None
        elif key in self._pending:
            self._circular.add(key)
            return None
        else:
            self._pending.add(key)
            try:
                result = self._compute_blank(row, column)
            finally:
                self._pending.discard(key)
        self._values[key] = result
        return result

    def get_printed_number(self, row: int, column: int) -> Decimal | None:
        """Return the number that stands in a cell, else the computed one, else None. Raises Unreadable."""
        value = self._values.get((row, column))
        if value is None:
            figure = self.table.rows[row].cells[column].figure
            if figure is not None:
                return figure.value
            value = self.get_value(row, column)
        return value.mid if value is not None else None

    def get_figure(self, row: int, column: int) -> Figure | None:
        """Return what to print in a cell, stated or computed. None for blank, words and division by zero."""
        line, head = self.table.rows[row], self.table.columns[column]
        if (stated := line.cells[column].figure) is not None:
            return stated
        try:
            value = self.get_value(row, column)
        except UnreadableCell:
            return None
        if value is None:
            return None
        decimals = head.spec.decimals if head.spec.decimals is not None else line.spec.decimals
        decimals = value.decimals if decimals is None else decimals
        rounded = value.mid.quantize(Decimal(1).scaleb(-decimals), rounding="ROUND_HALF_UP")
        return Figure(rounded, decimals, plus=head.spec.plus)

    def find_circular(self) -> frozenset[CellId]:
        """Compute what is left blank and return the cells at which a computation comes back to itself."""
        rows = self.table.rows
        blank = any(rows[row].cells[column].figure is None for row, column, _ in self.relations)
        for row, column, relation in self.relations if blank else ():
            with suppress(UnreadableCell):
                if rows[row].cells[column].figure is None:
                    self.get_value(row, column)
                elif isinstance(relation, Relation) and self.applies(relation, row, column):
                    for spot in self.find_spots(relation, row, column):
                        spot.get_printed_number()
        return frozenset(self._circular)

    def _compute_blank(self, row: int, column: int) -> Quantity | None:
        for relation in self.relations.find(row, column):
            if self.applies(relation, row, column):
                with suppress(UndefinedQuantity):
                    if (result := self.compute(relation, row, column)) is not None:
                        return result
        return None

    # ---------------------------------------------------------- relations
    def applies(self, relation: CellRelation, row: int, column: int) -> bool:
        """Tell whether a relation says anything of a cell here: all items that it counts show a status, its references lead somewhere,
        no row that a total needs is missing."""
        if isinstance(relation, Count):
            counts = self.tally(relation.counted)
            return counts is not None and not counts.get(UNREADABLE)
        if relation.is_remote:
            refs = [ref for ref in relation.operands if isinstance(ref, RemoteRef)]
            return not any(isinstance(self.follow(ref, column), DeadReference) for ref in refs)
        return not (relation.kind == "total" and relation.formula is None and self._lacks_a_row(relation, column))

    def compute(self, relation: CellRelation, row: int, column: int) -> Quantity | None:
        """Return what a cell should be, with what rounding may have done. Raises Undefined, Unreadable."""
        if isinstance(relation, Count):
            return constant(self._count(relation))
        cells = self._operands(relation, row, column)
        return relation.compute([evaluation.get_value(row, column) for evaluation, row, column in cells], QUANTITIES)

    def compute_printed(self, relation: CellRelation, row: int, column: int) -> Decimal | None:
        """Return what a cell should be by the figures as they are printed: the middle of what `compute` gives."""
        if isinstance(relation, Count):
            return self._count(relation)
        cells = self._operands(relation, row, column)
        return relation.compute(
            [evaluation.get_printed_number(row, column) for evaluation, row, column in cells], NUMBERS
        )

    def find_spots(self, relation: Relation, row: int, column: int) -> list[Spot]:
        """Return the cells that a cell is computed from, by a relation that applies."""
        return [Spot(*cell) for cell in self._operands(relation, row, column)]

    def _operands(self, relation: Relation, row: int, column: int) -> list[tuple[Evaluation, int, int]]:
        """Return the same as plain tuples: every figure that is compared asks for them."""
        cells: list[tuple[Evaluation, int, int]] = []
        for ref in relation.operands:
            if isinstance(ref, CellRef):
                cells.append((self, row if ref.row is None else ref.row, column if ref.column is None else ref.column))
            elif isinstance(spot := self.follow(ref, column), Spot):
                cells.append(spot)
        return cells

    def follow(self, ref: RemoteRef, column: int) -> Spot | DeadReference:
        """Find the cell that a relation refers to; `column`: that of the cell whose relation it is."""
        key = ref, column
        if key not in self._spots:
            table = self.tables.find(self.table.home, ref.prefix, ref.table)
            self._spots[key] = table if isinstance(table, DeadReference) else self._locate(table, ref, column)
        return self._spots[key]

    def _locate(self, table: Table, ref: RemoteRef, column: int) -> Spot | DeadReference:
        cell = locate(table, ref, self.table.columns[column].id)
        return cell if isinstance(cell, DeadReference) else Spot(self.tables.evaluation(table), *cell)

    def tally(self, counted: Counted) -> Mapping[str, int] | None:
        """Count the items of the document by status; None where the table stands in no document."""
        return self.tables.tally(self.table.home, counted)

    def _count(self, relation: Count) -> Decimal:
        return Decimal((self.tally(relation.counted) or {}).get(relation.status, 0))

    def _lacks_a_row(self, total: Relation, column: int) -> bool:
        """Tell whether a computed column lacks a row which its operands have: it is no sum of the rows, the total row says the rest."""
        operands = self.relations.operands.get(column)
        if not operands:
            return False
        try:
            return any(
                self.get_printed_number(row, column) is None
                and any(self.get_printed_number(row, operand) is not None for operand in operands)
                for row in total.summands
            )
        except UnreadableCell:
            return False  # the sum itself meets it again
