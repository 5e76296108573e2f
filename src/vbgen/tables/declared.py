"""What is declared of cells: that one is a sum, a count, what a formula gives; and what came of trying it."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import TYPE_CHECKING, Literal, NamedTuple

from vbgen.model.numbers import Figure
from vbgen.tables.formula import Formula, Ref
from vbgen.tables.quantity import Quantity, constant, total

if TYPE_CHECKING:
    from vbgen.tables.engine import Engine

_ZERO = Decimal(0)
RelationKind = Literal["total", "parts", "difference", "change", "ratio", "formula", "equal", "count"]


class Equation(NamedTuple):
    """A declared equation in which a stated figure met a computed one.

    `computed`: a plain number where it is what was stated, an interval where rounding must explain the difference.
    `across`: the stated figure is the sum of the row's counts, `column` the first of them.
    """

    kind: RelationKind
    row: int
    column: int
    stated: Figure
    computed: Quantity
    holds: bool
    near: bool = False
    relation: int | None = None
    text: str = ""
    summands: tuple[int, ...] = ()
    across: bool = False


class Spot(NamedTuple):
    """A cell of some table."""

    engine: Engine
    row: int
    column: int

    def value(self) -> Quantity | None:
        """Its quantity: stated, else computed, else None."""
        return self.engine.value(self.row, self.column)

    def printed(self) -> Decimal | None:
        """The number that stands there, else the computed one, else None."""
        return self.engine.printed(self.row, self.column)


class Count(NamedTuple):
    """A cell is how many items the document has of a status."""

    number: Decimal
    made_of: str
    kind: RelationKind = "count"

    def compute(self) -> Quantity:
        """What the cell should be."""
        return constant(self.number)

    def printed(self) -> Decimal:
        """The same."""
        return self.number

    def spots(self) -> list[Spot]:
        """It is made of no cells."""
        return []

    def weights(self) -> tuple[Decimal, ...]:
        """It is made of no cells."""
        return ()


class Total(NamedTuple):
    """A cell is the sum of others in its column, in the rows `made_of`."""

    kind: RelationKind
    engine: Engine
    made_of: tuple[int, ...]
    column: int

    def compute(self) -> Quantity | None:
        """What the cell should be, with what rounding may have done."""
        known = [found for row in self.made_of if (found := self.engine.value(row, self.column)) is not None]
        return total(known) if known else None

    def printed(self) -> Decimal | None:
        """What the cell should be by the figures as they are printed."""
        known = [found for row in self.made_of if (found := self.engine.printed(row, self.column)) is not None]
        return sum(known, _ZERO) if known else None

    def spots(self) -> list[Spot]:
        """The cells that it is made of."""
        return [Spot(self.engine, row, self.column) for row in self.made_of]

    def weights(self) -> tuple[Decimal, ...]:
        """How many times each of them counts."""
        return (Decimal(1),) * len(self.made_of)


class Derived(NamedTuple):
    """A cell is what a formula gives; `at` finds the cells that it refers to.

    `row`, `columns`: where they stand if the formula is one operation on cells of a row, as most are.
    """

    kind: RelationKind
    formula: Formula
    at: Callable[[Ref], Spot]
    engine: Engine | None = None
    row: int = 0
    columns: tuple[int, ...] | None = None

    @property
    def made_of(self) -> str:
        """The formula as written."""
        return self.formula.text

    def compute(self) -> Quantity | None:
        """What the cell should be, with what rounding may have done."""
        return self.formula.evaluate(lambda ref: self.at(ref).value())

    def printed(self) -> Decimal | None:
        """What the cell should be by the figures as they are printed."""
        if self.columns is not None and self.engine is not None:
            return self.formula.of([self.engine.printed(self.row, column) for column in self.columns])
        return self.formula.printed(lambda ref: self.at(ref).printed())

    def spots(self) -> list[Spot]:
        """The cells that it is made of."""
        return [self.at(ref) for ref in self.formula.refs]

    def weights(self) -> tuple[Decimal, ...] | None:
        """How many times each of them counts; None where the formula is more than additions."""
        return self.formula.weights()


# A relation that a cell stands under. Most are settled by the printed figures, without intervals.
Declared = Count | Total | Derived


class Bond(NamedTuple):
    """The cells of a relation, by which each can be computed from the others. If `linear`: their sum by weights is 0."""

    weights: dict[Spot, Decimal]
    linear: bool


class Untested(NamedTuple):
    """A declared relation that could not be tried, and why (Swedish)."""

    kind: RelationKind
    row: int
    column: int
    reason: str
    relation: int | None = None


class BadReference(Exception):
    """A reference that leads nowhere; the message is Swedish, `name` is the id that is not there."""

    def __init__(self, message: str = "", name: str = "") -> None:
        super().__init__(message)
        self.name = name


class Unreadable(BadReference):
    """A cell that is needed could not be read: nothing can be said of what depends on it."""
