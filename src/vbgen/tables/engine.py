"""Computing: what each cell should be by the table's relations, and where a stated figure disagrees.

A stated figure counts as what was printed (± rounding); a cell left blank where something is declared is computed. Relations
of one table: `=`/`==` totals, `+` parts, formulas of columns and rows, and `samband` (which may reach other tables).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from decimal import Decimal
from functools import cached_property, partial
from typing import Protocol

from vbgen.model.kinds import PLAN
from vbgen.model.money import kronor, units_in
from vbgen.model.numbers import Figure
from vbgen.model.organisation import UNREADABLE
from vbgen.model.tables import Counted
from vbgen.tables.declared import (
    BadReference,
    Bond,
    Count,
    Declared,
    Derived,
    Equation,
    RelationKind,
    Spot,
    Total,
    Unreadable,
    Untested,
)
from vbgen.tables.formula import Formula, Ref, parse_formula
from vbgen.tables.quantity import Quantity, Undefined, constant, quantity
from vbgen.tables.table import Column, HomeId, Relation, Row, Table, additive, exact

_BY_SHAPE: dict[str, RelationKind] = {
    "sum": "total",
    "difference": "difference",
    "change": "change",
    "ratio": "ratio",
    "other": "formula",
    "equal": "equal",
}


class Engines(Protocol):
    """All tables as they are computed, and what the tables of a home count."""

    def lookup(self, home: HomeId, prefix: str | None, name: str) -> Engine:
        """Find the table that a reference from a home means. Raises BadReference."""

    def tally(self, home: HomeId, counted: Counted) -> Mapping[str, int] | None:
        """Count the items of a document by status, UNREADABLE for those that show none; None for what is no document."""


class Engine:
    """Computes one table. `engines`: the other tables, for references that reach them; None where there are none."""

    def __init__(self, table: Table, engines: Engines | None = None) -> None:
        self.table = table
        self.engines = engines
        self.cycles: set[tuple[int, int]] = set()
        self._values: dict[tuple[int, int], Quantity | None] = {}
        self._active: set[tuple[int, int]] = set()
        self._made: dict[int, tuple[Mapping[str, int] | None, tuple[int, ...], tuple[int, ...]]] = {}
        self._supposed = False
        self._results: list[Equation | Untested] | None = None

    def results(self) -> list[Equation | Untested]:
        """The outcome of `equations`, worked out once."""
        if self._results is None:
            self._results = list(self.equations())
        return self._results

    def supposing(self, cells: Mapping[tuple[int, int], Quantity]) -> Engine:
        """The same table, computed as if cells (row, column) were something else than what is stated in them."""
        other = Engine(self.table, self.engines)
        other._values.update(cells)
        other._supposed = True
        return other

    # ------------------------------------------------------------- values
    def value(self, row: int, column: int) -> Quantity | None:
        """The quantity of a cell: stated, else computed, else None."""
        key = (row, column)
        if key in self._values:
            return self._values[key]
        table = self.table
        cell = table.rows[row].cells[column]
        if cell.unreadable:
            raise Unreadable
        if cell.figure is not None:
            kind = table.kind(table.rows[row], table.columns[column])
            result: Quantity | None = quantity(cell.figure, exact=exact(kind))
        elif cell.words is not None or not table.columns[column].numeric or table.rows[row].marker == "#":
            result = None
        elif key in self._active:
            self.cycles.add(key)
            return None
        else:
            self._active.add(key)
            try:
                result = self._computed(row, column)
            finally:
                self._active.discard(key)
        self._values[key] = result
        return result

    def printed(self, row: int, column: int) -> Decimal | None:
        """The number that stands in a cell, else the computed one, else None; nothing may be supposed."""
        figure = self.table.rows[row].cells[column].figure
        if figure is not None:
            return figure.value
        found = self.value(row, column)
        return found.mid if found is not None else None

    def figure(self, row: int, column: int) -> tuple[Figure | None, bool]:
        """What to print in a cell, and whether it was computed. None for blank, words and division by zero."""
        cell = self.table.rows[row].cells[column]
        if cell.figure is not None:
            return cell.figure, False
        try:
            found = self.value(row, column)
        except Unreadable:
            found = None
        if found is None:
            return None, False
        spec, row_spec = self.table.columns[column].spec, self.table.rows[row].spec
        decimals = spec.decimals if spec.decimals is not None else row_spec.decimals
        decimals = found.decimals if decimals is None else decimals
        return Figure(
            found.mid.quantize(Decimal(1).scaleb(-decimals), rounding="ROUND_HALF_UP"), decimals, plus=spec.plus
        ), True

    def _computed(self, row: int, column: int) -> Quantity | None:
        for declared in self._declared(row, column):
            try:
                found = declared.compute()
            except Unreadable:
                raise
            except (Undefined, BadReference):
                continue
            if found is not None:
                return found
        return None

    # ---------------------------------------------------------- relations
    def _declared(self, row: int, column: int) -> Iterator[Declared]:
        """The relations that a cell stands under."""
        table = self.table
        r, c = table.rows[row], table.columns[column]
        if not c.numeric or r.marker == "#":
            return
        counts, summands, parts = self._made_of(r)
        kind = table.kind(r, c)
        if counts is not None and c.spec.counts is not None and not counts[UNREADABLE]:
            yield Count(Decimal(counts[c.spec.counts]), _counted_as(r, c))
        adds_up = (summands or parts) and additive(kind) and additive(c.kind)
        if adds_up and (c.formula is None or c.formula.linear):
            if summands and not self._gaps(summands, c):
                yield Total("total", self, summands, column)
            if parts:
                yield Total("parts", self, parts, column)
        column_holds = c.formula is not None and (c.formula.shape != "sum" or additive(kind))
        both = r.formula is not None and r.formula.linear and c.formula is not None and c.formula.linear
        if r.formula is not None and (not column_holds or (both and not self._income)):
            yield Derived(_BY_SHAPE[r.formula.shape], r.formula, lambda ref: self._in_column(ref, column))
        if column_holds and c.formula is not None:
            across = c.formula.as_change() if r.spec.change == "procent" else c.formula
            if r.spec.income:
                across = parse_formula(across.text)
            beside = self._beside[column] if not r.spec.income else None
            yield Derived(_BY_SHAPE[across.shape], across, lambda ref: self._in_row(ref, row), self, row, beside)

    def _made_of(self, row: Row) -> tuple[Mapping[str, int] | None, tuple[int, ...], tuple[int, ...]]:
        """What a row counts, by status (None where it counts nothing); the rows that it is the sum of; those that are parts of it."""
        if (known := self._made.get(row.index)) is None:
            known = (
                self._counts(row) if row.spec.counts is not None else None,
                self._summands(row) if row.marker in ("=", "==") else (),
                self._parts.get(row.index, ()),
            )
            self._made[row.index] = known
        return known

    @cached_property
    def _beside(self) -> dict[int, tuple[int, ...] | None]:
        """The columns that the formula of a column is one operation on, by that column; None if it is something else."""
        found: dict[int, tuple[int, ...] | None] = {}
        for column in self.table.columns:
            refs = column.formula.flat if column.formula is not None else None
            if refs is None:
                found[column.index] = None
                continue
            ids = [ref.parts[0] for ref in refs if ref.prefix is None and len(ref.parts) == 1]
            known = tuple(self.table.column_ids[name] for name in ids if name in self.table.column_ids)
            found[column.index] = known if len(known) == len(refs) else None
        return found

    @cached_property
    def _income(self) -> bool:
        """Some rows are income among costs without a sign, so that variances of rows do not add up as the rows do."""
        return any(row.spec.income for row in self.table.rows)

    @cached_property
    def _parts(self) -> dict[int, tuple[int, ...]]:
        """The rows that are parts of another, by that row."""
        found: dict[int, tuple[int, ...]] = {}
        for row in self.table.rows:
            if row.marker == "+" and row.parent is not None:
                found[row.parent] = (*found.get(row.parent, ()), row.index)
        return found

    def _summands(self, row: Row) -> tuple[int, ...]:
        """The rows that a total is the sum of."""
        if row.marker not in ("=", "==") or row.formula is not None:
            return ()  # a sum with a formula of its own is what the formula says
        out: list[int] = []
        for above in self.table.rows[: row.index]:
            # a `---` directly above the sum is a line on the page; anywhere else it starts a new block
            if row.marker == "=" and (above.after_break or above.marker in ("=", "==")):
                out.clear()
            if above.plain:
                out.append(above.index)
        return tuple(out)

    def _gaps(self, rows: tuple[int, ...], column: Column) -> bool:
        """A difference that lacks a row which its operands have: it is no sum of the rows, the total row says the rest."""
        refs = column.formula.refs if column.formula is not None else ()
        operands = [self.table.column_ids[ref.parts[0]] for ref in refs if ref.parts[0] in self.table.column_ids]
        if not operands:
            return False
        try:
            return any(
                self.value(row, column.index) is None
                and any(self.value(row, operand) is not None for operand in operands)
                for row in rows
            )
        except Unreadable:
            return False  # the sum itself meets it again

    def _in_column(self, ref: Ref, column: int) -> Spot:
        if ref.prefix is None and len(ref.parts) == 1:
            if (index := self.table.row_ids.get(ref.parts[0])) is None:
                raise BadReference(f'raden "{ref.parts[0]}" finns inte i tabellen "{self.table.id}"', ref.parts[0])
            return Spot(self, index, column)
        return self._anywhere(ref)

    def _in_row(self, ref: Ref, row: int) -> Spot:
        if ref.prefix is None and len(ref.parts) == 1:
            if (index := self.table.column_ids.get(ref.parts[0])) is None:
                raise BadReference(f'kolumnen "{ref.parts[0]}" finns inte i tabellen "{self.table.id}"', ref.parts[0])
            return Spot(self, row, index)
        return self._anywhere(ref)

    def _anywhere(self, ref: Ref, column_id: str | None = None) -> Spot:
        """A cell by full reference; where `column_id` is given the reference leaves the column out."""
        wanted = 2 if column_id is None else 1
        parts = ref.parts if column_id is None else (*ref.parts, column_id)
        if ref.prefix is None and len(ref.parts) == wanted:
            engine: Engine = self
        elif len(ref.parts) == wanted + 1:
            engine = self._other(ref.prefix, parts[0], ref.text)
            parts = parts[1:]
        else:
            raise BadReference(f'"{ref.text}" är inte en cell: skriv rad/kolumn eller tabell/rad/kolumn')
        row, column = engine.table.row_ids.get(parts[0]), engine.table.column_ids.get(parts[1])
        if row is None:
            raise BadReference(f'raden "{parts[0]}" finns inte i tabellen "{engine.table.id}"', parts[0])
        if column is None:
            if column_id is not None:
                raise _NoSuchColumn(f'kolumnen "{parts[1]}" finns inte i tabellen "{engine.table.id}"', parts[1])
            raise BadReference(f'kolumnen "{parts[1]}" finns inte i tabellen "{engine.table.id}"', parts[1])
        return Spot(engine, row, column)

    def _other(self, prefix: str | None, name: str, text: str) -> Engine:
        """Find another table, referred to as `text`. Raises BadReference."""
        if self.engines is None:
            raise BadReference(f'"{text}" finns inte')
        return self.engines.lookup(self.table.home, prefix, name)

    def equations(self, row: int | None = None, column: int | None = None) -> Iterator[Equation | Untested]:
        """Every declared equation of the table, of a row, a column or a cell, in which a stated figure meets a computed one."""
        table = self.table
        columns = [one for one in table.columns if one.numeric and column in (None, one.index)]
        for one in table.rows if row is None else [table.rows[row]]:
            _, summands, parts = self._made_of(one)
            made = summands or parts or one.formula is not None or one.spec.counts
            for each in columns if one.marker != "#" else ():
                if made:
                    yield from self._of_cell(one, each)
                elif each.formula is not None:  # most figures are only stated
                    held = self._as_printed(one, each, each.formula)
                    yield from self._of_cell(one, each) if held is None else (held,)
            if one.spec.counts is not None:
                yield from (found for found in self._counted(one) if column in (None, found.column))
        for relation in table.relations:
            if row in (None, table.row_ids[relation.row]):
                yield from (found for found in self._of_relation(relation) if column in (None, found.column))

    def _as_printed(self, row: Row, column: Column, formula: Formula) -> Equation | None:
        """What its column's formula says of a figure that stands under nothing else, if it holds as printed: so it is with most.
        What `_of_cell` would find, in less than half the time."""
        stated, beside = row.cells[column.index].figure, self._beside[column.index]
        if (
            stated is None
            or beside is None
            or row.spec.kind is not None
            or row.spec.change is not None
            or row.spec.income
            or self._supposed
        ):
            return None
        if formula.shape == "sum" and not additive(column.kind):
            return None
        figures = [row.cells[other].figure for other in beside]
        values: list[Decimal | None] = [figure.value for figure in figures if figure is not None]
        try:
            printed = formula.of(values) if len(values) == len(figures) else None
        except Undefined:
            return None
        half = Decimal(0) if exact(column.kind) else stated.half_unit
        if printed is None or abs(stated.value - printed) > half:
            return None
        kind = _BY_SHAPE[formula.shape]
        return _equation(kind, row.index, column.index, stated, constant(printed), True, formula.text)

    def _of_cell(self, row: Row, column: Column) -> Iterator[Equation | Untested]:
        """What the totals and formulas of a row and a column say of a stated figure."""
        cell = row.cells[column.index]
        figure = cell.figure
        if figure is None:
            if cell.words is None and not cell.unreadable:
                with suppress(Unreadable):
                    self.value(row.index, column.index)  # finds cycles
            return
        half = Decimal(0) if exact(self.table.kind(row, column)) else figure.half_unit
        for declared in self._declared(row.index, column.index):
            kind, made_of = declared.kind, declared.made_of
            try:
                if not self._supposed:
                    printed = declared.printed()
                    if printed is not None and abs(figure.value - printed) <= half:
                        yield _equation(kind, row.index, column.index, figure, constant(printed), True, made_of)
                        continue
                found = declared.compute()
            except Undefined as error:
                yield Untested(kind, row.index, column.index, str(error))
                continue
            except BadReference:
                continue  # reported where the formula stands
            if found is None and column.spec.empty is not None:
                continue  # the table says why the column lacks figures
            if found is None:
                yield Untested(kind, row.index, column.index, "det som den räknas från saknas")
            else:
                holds = found.low <= figure.value + half and figure.value - half <= found.high
                if not holds and -found.high <= figure.value + half and figure.value - half <= -found.low:
                    holds = self._may_be_turned(declared, row, column)
                    found = -found if holds else found
                yield _equation(kind, row.index, column.index, figure, found, holds, made_of)

    def _counts(self, row: Row) -> Mapping[str, int] | None:
        """What a row counts, by status; None where it counts nothing."""
        if row.spec.counts is None or self.engines is None:
            return None
        counts = self.engines.tally(self.table.home, row.spec.counts)
        return defaultdict(int, counts) if counts is not None else None

    def _counted(self, row: Row) -> Iterator[Equation | Untested]:
        """Where some statuses cannot be read: the stated counts must leave room for them and add up to all items."""
        counts, *_ = self._made_of(row)
        if counts is None or not counts[UNREADABLE]:
            return
        columns = [c for c in self.table.columns if c.spec.counts is not None]
        stated = [(c, row.cells[c.index].figure) for c in columns]
        given = [(c, figure) for c, figure in stated if figure is not None]
        if not given:
            return
        unreadable, everything = counts[UNREADABLE], sum(counts.values())
        for column, figure in given:
            least = counts[column.spec.counts or ""]
            if not least <= figure.value <= least + unreadable:
                found = Decimal(least if figure.value < least else least + unreadable)
                yield Equation(
                    "count", row.index, column.index, figure, constant(found), False, text=_counted_as(row, column)
                )
        total = Figure(sum((figure.value for _, figure in given), Decimal(0)), 0)
        first = given[0][0].index
        yield Equation(
            "count", row.index, first, total, constant(Decimal(everything)), total.value == everything, across=True
        )
        yield Untested("count", row.index, first, f"{unreadable} av {everything} visar ingen status")

    def _may_be_turned(self, declared: Declared, row: Row, column: Column) -> bool:
        """A per cent may be printed with the other sign: of something negative where its column has it so, or of a result, where
        both ways are common."""
        if not isinstance(declared, Derived) or declared.columns is None or declared.kind not in ("change", "ratio"):
            return False
        now, base = (self.printed(row.index, other) for other in declared.columns)
        if now is None or base is None or base >= 0:
            return False
        rows = (self.table.rows[other] for other in self._made_of(row)[1])
        signs = {figure.value > 0 for other in rows if (figure := other.cells[declared.columns[1]].figure) is not None}
        return now > 0 or len(signs) > 1 or self._turned(column.index, declared.formula, declared.columns)

    def _turned(self, column: int, formula: Formula, beside: tuple[int, ...]) -> bool:
        """Most of a column's per cent of negative figures have the sign that they have in relation to their size."""
        turned = 0
        for row in self.table.rows:
            stated, now, base = (row.cells[at].figure for at in (column, *beside))
            if stated is not None and now is not None and base is not None and base.value < 0:
                plain = (formula.of([now.value, base.value]) or 0) * stated.value
                turned += (plain < 0) - (plain > 0)
        return turned > 0

    def _of_relation(self, relation: Relation) -> Iterator[Equation | Untested]:
        table = self.table
        row = table.row_ids[relation.row]
        kind: RelationKind = "equal" if relation.formula.shape == "equal" else "formula"
        for column, declared in self._related(relation):
            cell = table.rows[row].cells[column]
            try:
                found = declared.compute()
            except BadReference:
                continue  # a column that only one of the tables has, or reported by `check_references`
            except Undefined as error:
                yield Untested(kind, row, column, str(error), relation.index)
                continue
            if cell.figure is None or found is None:
                if relation.column is not None:
                    side = "vänster" if cell.figure is None else "höger"
                    yield Untested(kind, row, column, f"det finns inget tal på {side} sida", relation.index)
                continue
            if kind == "equal" and (power := self.apart(row, column, declared.spots()[0])):
                found = found.shifted(power)
            yield self._declared_equal(relation.formula, relation.index, row, column, cell.figure, found)

    def apart(self, row: int, column: int, spot: Spot) -> int:
        """The power of ten that takes an amount of another table to the unit of a cell of this one."""
        here, there = self.kronor_in(row, column), spot.engine.kronor_in(spot.row, spot.column)
        return (there / here).adjusted() if here is not None and there is not None else 0

    def kronor_in(self, row: int, column: int) -> Decimal | None:
        """How many kronor one is in a cell; None where that is not said, or is no money."""
        at, of = self.table.rows[row], self.table.columns[column]
        if self.table.kind(at, of) != "belopp":
            return None
        own = at.cells[column].unit or at.spec.unit or of.spec.unit
        return kronor(own) if own else self.kronor

    @cached_property
    def kronor(self) -> Decimal | None:
        """How many kronor one is in the table; None where it does not say, or says two things."""
        table = self.table
        groups = (text for line in table.groups for text in line)
        found = units_in(" ".join((*groups, *(column.label for column in table.columns), table.source.caption or "")))
        if table.unit is not None:
            found |= {kronor(table.unit) or Decimal(0)}
        return found.pop() or None if len(found) == 1 else None

    def _related(self, relation: Relation) -> Iterator[tuple[int, Declared]]:
        """A declared relation for each column that it is about."""
        table = self.table
        if relation.column is not None:
            yield (
                table.column_ids[relation.column],
                Derived(_BY_SHAPE[relation.formula.shape], relation.formula, self._anywhere),
            )
            return
        for column in table.columns:
            if column.numeric and column.id:
                at = partial(self._anywhere, column_id=column.id)
                yield column.index, Derived(_BY_SHAPE[relation.formula.shape], relation.formula, at)

    def bonds(self, of: Collection[tuple[int, int]] | None = None) -> Iterator[Bond]:
        """All relations of the table that hold between figures, also with those of other tables; `of`: only those of some cells."""
        table = self.table
        for row in table.rows:
            for column in table.columns:
                if of is not None and (row.index, column.index) not in of:
                    continue
                for declared in self._declared(row.index, column.index):
                    yield from self._bond(row.index, column.index, declared)
        for relation in table.relations:
            for at, declared in self._related(relation):
                if of is None or (table.row_ids[relation.row], at) in of:
                    yield from self._bond(table.row_ids[relation.row], at, declared)

    def _bond(self, row: int, column: int, declared: Declared) -> Iterator[Bond]:
        with suppress(Undefined, BadReference):
            if declared.compute() is None:
                return
            spots, weights = declared.spots(), declared.weights()
            found = {Spot(self, row, column): Decimal(-1)}
            for spot, weight in zip(spots, weights or [Decimal(1)] * len(spots), strict=True):
                found[spot] = found.get(spot, Decimal(0)) + weight
            yield Bond(found, linear=weights is not None)

    def _declared_equal(
        self, formula: Formula, index: int, row: int, column: int, stated: Figure, found: Quantity
    ) -> Equation:
        """Two printed figures must agree as printed at the coarser precision; one unit off is `near`."""
        if formula.shape != "equal":
            kind = self.table.kind(self.table.rows[row], self.table.columns[column])
            holds = quantity(stated, exact=exact(kind)).meets(found)
            return Equation("formula", row, column, stated, found, holds, relation=index, text=formula.text)
        unit = Decimal(1).scaleb(-min(stated.decimals, found.decimals))
        apart = abs(stated.value - found.mid)
        same = apart == 0 if stated.decimals == found.decimals else apart <= unit / 2
        counted = found.low == found.high and exact(self.table.kind(self.table.rows[row], self.table.columns[column]))
        return Equation("equal", row, column, stated, found, same, apart <= unit and not counted, index, formula.text)

    def plan_budget(self) -> Engine | None:
        """The table of the unit's plan that this table's budget came from. Raises BadReference."""
        name = self.table.source.plan_budget
        return self.engines.lookup(self.table.home, PLAN, name) if name is not None and self.engines else None

    def check_references(self) -> Iterator[tuple[tuple[str | int, ...], BadReference]]:
        """References that lead nowhere: where in the table's mapping they stand, and the error."""
        try:
            self.plan_budget()
        except BadReference as dead:
            yield ("planbudget",), dead
        for relation in self.table.relations:
            if (error := self._dead(relation)) is not None:
                yield ("samband", relation.index), error
        for section, things in (("kolumner", self.table.columns), ("rader", self.table.rows)):
            for thing in things:
                for ref in thing.formula.refs if thing.formula else ():
                    if (ref.prefix is not None or len(ref.parts) > 1) and (
                        error := self._dead_ref(ref, None)
                    ) is not None:
                        yield (section, thing.id or "", "formel"), error

    def _dead(self, relation: Relation) -> BadReference | None:
        """What is wrong with a relation's references; a row-wise one needs one column that both tables have."""
        ids = (
            [relation.column]
            if relation.column is not None
            else [c.id for c in self.table.columns if c.numeric and c.id]
        )
        error: BadReference | None = None
        for column_id in ids:
            given = None if relation.column is not None else column_id
            error = next((e for ref in relation.formula.refs if (e := self._dead_ref(ref, given)) is not None), None)
            if not isinstance(error, _NoSuchColumn):
                return error
        return error

    def _dead_ref(self, ref: Ref, column_id: str | None) -> BadReference | None:
        try:
            self._anywhere(ref, column_id)
        except BadReference as error:
            return error
        return None


def _equation(
    kind: RelationKind,
    row: int,
    column: int,
    stated: Figure,
    found: Quantity,
    holds: bool,
    made_of: str | tuple[int, ...],
) -> Equation:
    text, summands = ("", made_of) if isinstance(made_of, tuple) else (made_of, ())
    return Equation(kind, row, column, stated, found, holds, False, None, text, summands)


def _counted_as(row: Row, column: Column) -> str:
    """What is counted, in words: `mål med "uppnått"`."""
    assert row.spec.counts is not None
    return f'{row.spec.counts.kind} med "{column.spec.counts}"'


class _NoSuchColumn(BadReference):
    """A row-wise relation meets a table without that column."""
