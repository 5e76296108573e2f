"""Random tables whose true numbers are known, and what naive sums with fractions say of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction
from random import Random
from typing import NamedTuple

from hypothesis import strategies as st

SIZES = st.integers(1, 9)
SEEDS = st.integers(0, 2**32)

Cell = tuple[int, int]  # row, column


class Printed(NamedTuple):
    """A printed figure: its value and half a unit of its last place (nothing for what is counted)."""

    value: Fraction
    half: Fraction


@dataclass
class Line:
    """A row: marker, level, a break above it; `parent` of parts; `formula` over two other rows."""

    marker: str = ""
    level: int = 0
    after_break: bool = False
    parent: int | None = None
    formula: tuple[str, int, int] | None = None

    @property
    def plain(self) -> bool:
        return not self.marker and not self.level and self.formula is None


class Rule(NamedTuple):
    """An equation: what must be the sum (with signs), the change or the share of what."""

    kind: str
    cell: Cell
    operands: tuple[tuple[int, Cell], ...]


@dataclass
class Sheet:
    """A table: rows, columns (id, kind, formula over two column indexes), true numbers, printed cells."""

    lines: list[Line]
    columns: list[tuple[str, str, tuple[str, int, int] | None]]
    exact: bool
    true: dict[Cell, Fraction] = field(default_factory=dict)
    decimals: dict[Cell, int] = field(default_factory=dict)
    words: dict[Cell, str] = field(default_factory=dict)
    hidden: set[Cell] = field(default_factory=set)
    change: dict[Cell, int] = field(default_factory=dict)

    # ---- naive: which equations there are
    def rules(self) -> list[Rule]:
        out = []
        for r, line in enumerate(self.lines):
            for c, (_, _, across) in enumerate(self.columns):
                if line.marker == "#":
                    continue
                if (down := self.down(r, c)) is not None:
                    out.append(down)
                out += self.over_rows(r, c)
                if across is not None and not (across[0] == "sum" and self.percent_row(r)):
                    out.append(Rule(*_rule(across[0], (r, c), (r, across[1]), (r, across[2]))))
        return out

    def percent_row(self, r: int) -> bool:
        formula = self.lines[r].formula
        return formula is not None and formula[0] == "ratio"

    def additive(self, c: int) -> bool:
        return self.columns[c][1] in ("belopp", "antal")

    def down(self, r: int, c: int) -> Rule | None:
        """The total of the rows above, or of the parts below."""
        line = self.lines[r]
        if not self.additive(c) or self.percent_row(r):
            return None
        if line.marker in ("=", "=="):
            rows: list[int] = []
            for above, other in enumerate(self.lines[:r]):
                if line.marker == "=" and (other.after_break or other.marker in ("=", "==")):
                    rows = []
                if other.plain:
                    rows.append(above)
        else:
            rows = [at for at, other in enumerate(self.lines) if other.parent == r and other.marker == "+"]
        kind = "total" if line.marker else "parts"
        return Rule(kind, (r, c), tuple((1, (at, c)) for at in rows)) if rows else None

    def over_rows(self, r: int, c: int) -> Iterable[Rule]:
        formula, across = self.lines[r].formula, self.columns[c][2]
        if formula is None:
            return
        name, first, second = formula
        linear = name != "ratio"
        if across is None or (across[0] == "sum" and not linear) or (linear and across[0] in ("sum", "difference")):
            yield Rule(*_rule(name, (r, c), (first, c), (second, c)))

    # ---- naive: what is printed, and which equations fail
    def printed(self, cell: Cell) -> Printed | None:
        if cell not in self.true or cell in self.hidden or cell in self.words:
            return None
        unit = Fraction(1, 10 ** self.decimals[cell])
        steps = half_up(self.true[cell] / unit) + self.change.get(cell, 0)
        counted = self.exact and not self.percent_row(cell[0]) and self.columns[cell[1]][1] == "antal"
        return Printed(steps * unit, Fraction(0) if counted else unit / 2)

    def failing(self) -> set[tuple[str, Cell, Fraction, Fraction]]:
        """Kind, cell, stated and computed of every equation that rounding cannot explain (nothing may be hidden)."""
        out = set()
        for rule in self.rules():
            stated = self.printed(rule.cell)
            operands = [(sign, self.printed(cell)) for sign, cell in rule.operands]
            if stated is None:
                continue
            if rule.kind in ("total", "parts", "sum"):
                known = [(sign, one) for sign, one in operands if one is not None]
            else:
                known = [(sign, one) for sign, one in operands if one is not None]
                if len(known) < len(operands):
                    continue
            if not known:
                continue
            if (computed := _compute(rule.kind, known)) is None:
                continue
            middle, low, high = computed
            if stated.value - stated.half > high or stated.value + stated.half < low:
                kind = "total" if rule.kind == "sum" else rule.kind
                out.add((kind, rule.cell, stated.value, round(middle, 6)))
        return out

    def turned(self) -> set[Cell]:
        """The cells of per cent of something negative, which may be printed with the other sign."""
        shares = [rule for rule in self.rules() if rule.kind in ("change", "ratio")]
        bases = [(rule.cell, self.printed(rule.operands[1][1])) for rule in shares]
        return {cell for cell, base in bases if base is not None and base.value < 0}

    def computable(self) -> set[Cell]:
        """Cells that an author may leave out."""
        rules = [rule for rule in self.rules() if rule.cell in self.true]
        return {rule.cell for rule in rules if any(cell in self.true for _, cell in rule.operands)}

    # ---- as an author writes it
    def yaml(self) -> str:
        columns = [
            f"    {name}: {{slag: {kind}{_formula(formula, self.columns)}}}" for name, kind, formula in self.columns
        ]
        rows = [
            f"    r{r}: {{formel: {_row_formula(line.formula)}{', slag: procent' if line.formula[0] == 'ratio' else ''}}}"
            for r, line in enumerate(self.lines)
            if line.formula is not None
        ]
        text = ["t:", "  kolumner:", *columns, *(["  rader:", *rows] if rows else []), "  tabell: |"]
        text.append("    | Post | " + " | ".join(f"[{name}] {name.upper()}" for name, _, _ in self.columns) + " |")
        text.append("    | ---")
        for r, line in enumerate(self.lines):
            if line.after_break:
                text.append("    | --- |")
            mark = "  " * line.level + (line.marker + " " if line.marker else "")
            cells = "" if line.marker == "#" else " | ".join(self.cell((r, c)) for c in range(len(self.columns))) + " |"
            text.append(f"    | {mark}[r{r}] Rad {r} | {cells}")
        return "\n".join(text) + "\n"

    def cell(self, cell: Cell) -> str:
        if cell in self.words:
            return self.words[cell]
        found = self.printed(cell)
        if found is None:
            return ""
        places = self.decimals[cell]
        digits = f"{abs(found.value.numerator * 10**places // found.value.denominator):0{places + 1}d}"
        whole, rest = (digits[:-places], digits[-places:]) if places else (digits, "")
        style = (cell[0] + cell[1]) % 3
        grouped = f"{int(whole):,}".replace(",", ("\u00a0", " ", "")[style])
        return ("\u2212-–"[style] if found.value < 0 else "") + grouped + ("," + rest if rest else "")


def half_up(number: Fraction) -> int:
    steps = int(abs(number) + Fraction(1, 2))
    return steps if number >= 0 else -steps


def _rule(name: str, cell: Cell, first: Cell, second: Cell) -> tuple[str, Cell, tuple[tuple[int, Cell], ...]]:
    return name, cell, ((1, first), (-1 if name == "difference" else 1, second))


def _formula(formula: tuple[str, int, int] | None, columns: list[tuple[str, str, tuple[str, int, int] | None]]) -> str:
    if formula is None:
        return ""
    name, first, second = formula
    a, b = columns[first][0], columns[second][0]
    text = {"sum": f"summa({a}, {b})", "difference": f"{a} - {b}", "change": f"förändring({a}, {b})"}
    return f", formel: '{text.get(name, f'andel({a}, {b})')}'"


def _row_formula(formula: tuple[str, int, int]) -> str:
    name, a, b = formula
    return {"sum": f"'summa(r{a}, r{b})'", "difference": f"r{a} - r{b}", "ratio": f"'andel(r{a}, r{b})'"}[name]


def _compute(kind: str, operands: list[tuple[int, Printed]]) -> tuple[Fraction, Fraction, Fraction] | None:
    """The middle, and the least and greatest that it may be in truth; None for division by zero."""
    if kind in ("total", "parts", "sum", "difference"):
        middle = sum((sign * one.value for sign, one in operands), Fraction(0))
        slack = sum((one.half for _, one in operands), Fraction(0))
        return middle, middle - slack, middle + slack
    (_, over), (_, under) = operands
    if under.value == 0:
        return None
    less = 100 if kind == "change" else 0
    middle = over.value / under.value * 100 - less
    if under.value - under.half <= 0 <= under.value + under.half:
        return middle, Fraction(-(10**40)), Fraction(10**40)
    corners = [
        (over.value + a * over.half) / (under.value + b * under.half) * 100 - less for a in (-1, 1) for b in (-1, 1)
    ]
    return middle, min(corners), max(corners)


class Sheets(Random):
    """Makes tables from one number."""

    def sheet(self, size: int, *, exact_parts: bool = False) -> Sheet:
        exact = self.random() < 0.3
        sheet = Sheet(self.lines(size), self.columns(exact), exact)
        self.derived_rows(sheet)
        self.fill(sheet, as_printed=exact_parts)
        return sheet

    def lines(self, size: int) -> list[Line]:
        lines: list[Line] = []
        for _ in range(size):
            kind = self.choice(("plain", "plain", "plain", "parts", "of which", "heading", "=", "=", "=="))
            breaks = bool(lines) and self.random() < 0.15
            if kind in ("=", "=="):
                lines.append(Line(kind, after_break=breaks))
            elif kind == "heading":
                lines.append(Line("#", after_break=breaks))
            else:
                lines.append(Line(after_break=breaks))
                parent = len(lines) - 1
                if kind != "plain":
                    marker = "+" if kind == "parts" else ""
                    lines += [Line(marker, 1, parent=parent) for _ in range(self.randint(1, 3))]
        return lines

    def columns(self, exact: bool) -> list[tuple[str, str, tuple[str, int, int] | None]]:
        kind = "antal" if exact else "belopp"
        columns: list[tuple[str, str, tuple[str, int, int] | None]] = [("a", kind, None), ("b", kind, None)]
        extra = [
            ("total", kind, ("sum", 0, 1)),
            ("skillnad", kind, ("difference", 0, 1)),
            ("andring", "procent", ("change", 0, 1)),
            ("andel", "andel", ("ratio", 0, 1)),
        ]
        return columns + [column for column in extra if self.random() < 0.5]

    def derived_rows(self, sheet: Sheet) -> None:
        """Rows with a formula over two earlier rows, at the end, perhaps with a total below them."""
        rows = [r for r, line in enumerate(sheet.lines) if line.marker != "#"]
        for _ in range(self.randint(0, 2) if len(rows) > 1 else 0):
            name = self.choice(("sum", "difference", "ratio"))
            first, second = self.sample(rows, 2)
            sheet.lines.append(Line(formula=(name, first, second)))
            if self.random() < 0.3:  # what is derived is in no total
                sheet.lines.append(Line(self.choice(("=", "=="))))

    def fill(self, sheet: Sheet, *, as_printed: bool) -> None:
        """True numbers: of plain rows and parts any; of the rest what they give. `as_printed`: rounding takes nothing away."""
        usual = 0 if sheet.exact else self.randint(0, 2)
        base = [c for c, column in enumerate(sheet.columns) if column[2] is None]
        free = [r for r, line in enumerate(sheet.lines) if line.marker in ("", "+") and line.formula is None]
        for r in free:
            blank = self.random()
            for c in base:
                cell = (r, c)
                if blank < 0.1:  # a whole row without figures
                    if blank < 0.05:
                        sheet.words[cell] = self.choice(('"ingår i ovan"', "–"))
                    continue
                places = max(0, usual + self.choice((0, 0, 0, -1, 1))) if not sheet.exact else 0
                sheet.decimals[cell] = places
                scale = 10 ** (places if as_printed or sheet.exact else 4)
                sheet.true[cell] = Fraction(self.randint(-(10 ** self.randint(1, 8)), 10 ** self.randint(1, 8)), scale)
        for rule in sorted(sheet.rules(), key=lambda rule: _order(sheet, rule)):
            operands = [(sign, sheet.true[cell]) for sign, cell in rule.operands if cell in sheet.true]
            summed = rule.kind in ("total", "parts", "sum")
            if not operands or (not summed and len(operands) < len(rule.operands)):
                if rule.kind != "parts":
                    sheet.true.pop(rule.cell, None)
                continue
            found = _compute(rule.kind, [(sign, Printed(value, Fraction(0))) for sign, value in operands])
            sheet.words.pop(rule.cell, None)
            if found is None:
                sheet.true.pop(rule.cell, None)
                continue
            sheet.true[rule.cell] = found[0]
            places = 0 if sheet.exact else usual
            if rule.kind in ("change", "ratio") or sheet.percent_row(rule.cell[0]):
                places = self.randint(0, 2)
            sheet.decimals.setdefault(rule.cell, places)


def _order(sheet: Sheet, rule: Rule) -> tuple[int, int]:
    """Parts before totals before formulas of rows before those of columns, each from the top."""
    r, c = rule.cell
    if sheet.columns[c][2] is not None:
        return 3, r
    return {"parts": 0, "total": 1}.get(rule.kind, 2) if sheet.lines[r].formula is None else 2, r
