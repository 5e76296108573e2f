"""A table that is ready to compute: columns and rows with their kinds, cells read, formulas parsed (`build` makes it)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from vbgen.findings import Place
from vbgen.model.numbers import Figure
from vbgen.model.tables import ADDITIVE, EXACT, WORDS, ColumnSpec, RowSpec, TableSource
from vbgen.tables.formula import Formula
from vbgen.tables.grid import GridCell, HeaderCell, Marker


class HomeId(NamedTuple):
    """The home of tables: a document by its unit and folder; the shared file of a year, where both are empty."""

    year: int
    unit: str = ""
    folder: str = ""


class DeadReference(NamedTuple):
    """A reference that leads nowhere: why (Swedish), and the id that is not there."""

    message: str
    name: str = ""


class GridPlace(NamedTuple):
    """The place of the text of a grid: in a block of the table's mapping, or (`alone`) as a file of its own."""

    place: Place
    is_own_file: bool = False

    def locate(self, line: int, column: int) -> Place:
        """The place of a line and column (from 0) of the grid."""
        if self.is_own_file:
            return Place(self.place.file, self.place.path, line=line + 1, column=column + 1)
        return self.place.point(line, column)


class Cell(NamedTuple):
    """A cell as written: a figure (with the unit that stood in the cell), words, or blank."""

    line: int
    column: int
    figure: Figure | None = None
    unit: str = ""
    words: str | None = None
    is_unreadable: bool = False

    @property
    def is_blank(self) -> bool:
        """Tell whether it has no value, which is not zero."""
        return self.figure is None and self.words is None


@dataclass(frozen=True, slots=True)
class Column:
    """`kind` as in model.tables.KINDS; `label` and `groups` are the header texts from the lowest line up."""

    index: int
    id: str | None
    label: str
    spec: ColumnSpec
    kind: str
    formula: Formula | None = None

    @property
    def is_numeric(self) -> bool:
        """Tell whether its cells are figures."""
        return self.kind not in WORDS


@dataclass(frozen=True, slots=True)
class Row:
    """`label`: the text of the first cell. `parent`: index of the row that this one is part of ("varav")."""

    index: int
    id: str | None
    label: str
    marker: Marker
    level: int
    after_break: bool
    spec: RowSpec
    cells: tuple[Cell, ...]
    formula: Formula | None = None
    parent: int | None = None

    @property
    def is_plain(self) -> bool:
        """Tell whether it counts in the sums below it: neither heading, part, sum nor derived."""
        return not self.marker and self.level == 0 and self.formula is None


@dataclass(frozen=True, slots=True)
class Assertion:
    """A statement of `samband`: the left side as row and column (or row alone), the right side as formula."""

    index: int
    row: str
    column: str | None
    formula: Formula


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """`place` of the table's mapping; `grid` gives the place of a line and column of its text.

    `home`: what it stands in, where its references begin. `kronor`: how many of them one is in its amounts. `texts`: cells with
    footnote marks.
    """

    id: str
    home: HomeId
    place: Place
    source: TableSource
    grid: GridPlace
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    groups: tuple[tuple[str, ...], ...] = ()
    unit: str | None = None
    kronor: Decimal | None = None
    costs_positive: bool = False
    assertions: tuple[Assertion, ...] = ()
    texts: tuple[GridCell | HeaderCell, ...] = ()
    row_ids: Mapping[str, int] = field(default_factory=dict)
    column_ids: Mapping[str, int] = field(default_factory=dict)

    def get_kind(self, row: Row, column: Column) -> str:
        """The kind of a cell: the row's if it has one, for the columns that hold figures."""
        if (row.spec.kind is None and row.spec.change is None) or not column.is_numeric:
            return column.kind
        if (
            row.spec.change is not None
            and column.formula is not None
            and column.formula.shape in ("difference", "change")
        ):
            return row.spec.change
        if row.spec.kind is not None and (
            column.formula is None or column.formula.shape in ("sum", "difference", "equal")
        ):
            change = column.formula is not None and column.formula.shape == "difference"
            return "procentenheter" if change and row.spec.kind in ("procent", "andel") else row.spec.kind
        return column.kind

    def find_named_row(self, words: str) -> Row | None:
        """The row that words refer to by its id: `Inkl i [reservvatten]`."""
        return next((row for row in self.rows if row.id is not None and f"[{row.id}]" in words), None)

    def format_address(self, row: int, column: int) -> str:
        """`rad/kolumn` by id, by number where there is no id."""
        line, head = self.rows[row], self.columns[column]
        return f"{line.id or f'rad {row + 1}'}/{head.id or f'kolumn {column + 1}'}"

    def locate_cell(self, row: int, column: int) -> Place:
        """The place of a cell."""
        cell = self.rows[row].cells[column]
        return self.grid.locate(cell.line, cell.column)


def is_additive(kind: str) -> bool:
    """Tell whether figures of a kind can be summed."""
    return kind in ADDITIVE


def is_exact(kind: str) -> bool:
    """Tell whether figures of a kind are counted: no rounding."""
    return kind in EXACT
