"""Formulas on ids: `utfall - budget`, `summa(kvinnor, män)`, `förändring(utfall, utfall-2020)`, `andel(avvikelse, omsattning)`.

`+ - * /` stand between blanks (a hyphen without blanks belongs to an id; a slash without blanks joins row and column). Functions:
`summa(a, b, …)` a total, only for what can be added; `förändring(a, b)` = (a − b) / b in per cent; `andel(a, b)` = a / b in per cent;
`kvot(a, b)` = a / b; `avvikelse(a, b)` = a − b where costs are negative, b − a where they are positive (positive is good in both).
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Literal, NamedTuple

from vbgen.tables.quantity import BY_ZERO, Quantity, Undefined, constant, total

FUNCTIONS = {"summa": None, "förändring": 2, "andel": 2, "kvot": 2, "avvikelse": 2}
_TOKEN = re.compile(
    r"\s*(?:(?P<ref>(?:[a-z0-9][a-z0-9-]*(?:/[a-z0-9-]+)?:)?[a-z][a-z0-9-]*(?:/[a-z][a-z0-9-]*)*)(?![a-zåäö(:])|(?P<name>[a-zåäö]+)(?=\()"
    r"|(?P<number>\d+(?:[.,]\d+)?)|(?P<op>[-+*/−](?=\s|$|[(])|[(),]))"
)
_HUNDRED = constant(Decimal(100))


class FormulaError(Exception):
    """The formula cannot be read; the message is Swedish."""


class Ref(NamedTuple):
    """A reference as written: `prefix` (another unit or document) and the parts between slashes."""

    text: str
    prefix: str | None
    parts: tuple[str, ...]


class Formula(NamedTuple):
    """A parsed formula. `shape` decides code and treatment: a total, a difference, a change in per cent, a ratio, other."""

    text: str
    node: Node
    refs: tuple[Ref, ...]
    shape: Literal["sum", "difference", "change", "ratio", "other", "equal"]

    @property
    def linear(self) -> bool:
        """Only additions and subtractions: holds for sums of rows and columns alike."""
        return self.shape in ("sum", "difference", "equal")

    def as_change(self) -> Formula:
        """The change in per cent between two things whose difference this formula is; itself if it is something else."""
        if (
            isinstance(self.node, Call)
            and self.node.name == "-"
            and all(isinstance(arg, Ref) for arg in self.node.args)
        ):
            a, b = self.refs
            return Formula(f"förändring({a.text}, {b.text})", Call("förändring", self.node.args), self.refs, "change")
        return self

    def weights(self) -> tuple[Decimal, ...] | None:
        """How many times each reference counts, if there are only additions and subtractions."""
        if not self.linear:
            return None
        none, one = constant(Decimal(0)), constant(Decimal(1))
        try:
            found = [self.evaluate(lambda ref, at=at: one if ref is at else none) for at in self.refs]  # type: ignore[misc]
        except Undefined:
            return None
        return tuple(quantity.mid for quantity in found if quantity is not None)

    def evaluate(self, value: Callable[[Ref], Quantity | None]) -> Quantity | None:
        """The result; None where a quantity that it needs has no value. Raises Undefined for division by zero."""
        return _evaluate(self.node, value)

    def printed(self, value: Callable[[Ref], Decimal | None]) -> Decimal | None:
        """The same of plain numbers: the middle of what `evaluate` gives."""
        return _printed(self.node, value)

    @property
    def flat(self) -> tuple[Ref, ...] | None:
        """What it is made of, if it is one operation on references."""
        args = self.node.args if isinstance(self.node, Call) else (self.node,)
        refs = tuple(arg for arg in args if isinstance(arg, Ref))
        return refs if len(refs) == len(args) else None

    def of(self, values: list[Decimal | None]) -> Decimal | None:
        """What `printed` gives for the values of `flat`."""
        return _operation(self.node.name, values) if isinstance(self.node, Call) else values[0]


class Constant(NamedTuple):
    value: Decimal


class Call(NamedTuple):
    name: str
    args: tuple[Node, ...]


Node = Ref | Constant | Call


def parse_formula(text: str, *, costs_positive: bool = False) -> Formula:
    """Read a formula; FormulaError with a Swedish message if it cannot be read."""
    reader = _Reader(text, costs_positive)
    node = reader.expression()
    if reader.peek() is not None:
        raise FormulaError(f'"{reader.peek()}" väntades inte i formeln')
    return Formula(text, node, tuple(reader.refs), _shape(node))


def _shape(node: Node) -> Literal["sum", "difference", "change", "ratio", "other", "equal"]:
    if isinstance(node, Ref):
        return "equal"
    if isinstance(node, Constant):
        return "other"
    if node.name == "summa":
        return "sum"
    if node.name == "förändring":
        return "change"
    if node.name in ("andel", "kvot"):
        return "ratio"
    names: set[str] = set()

    def look(at: Node) -> None:
        if isinstance(at, Call):
            names.add(at.name)
            for arg in at.args:
                look(arg)

    look(node)
    if names <= {"+", "-", "summa"}:
        return "difference" if "-" in names else "sum"
    return "ratio" if names <= {"/", "*", "+", "-"} and "/" in names else "other"


class _Reader:
    def __init__(self, text: str, costs_positive: bool) -> None:
        self.costs_positive = costs_positive
        self.tokens: list[tuple[str, str]] = []
        self.refs: list[Ref] = []
        self.at = 0
        end = 0
        while end < len(text.rstrip()):
            match = _TOKEN.match(text, end)
            if match is None:
                raise FormulaError(f'formeln går inte att läsa vid "{text[end:].strip()[:20]}"')
            kind = match.lastgroup or ""
            self.tokens.append((kind, match[kind]))
            end = match.end()
        if not self.tokens:
            raise FormulaError("formeln är tom")

    def peek(self) -> str | None:
        return self.tokens[self.at][1] if self.at < len(self.tokens) else None

    def take(self) -> tuple[str, str]:
        if self.at >= len(self.tokens):
            raise FormulaError("formeln slutar för tidigt")
        self.at += 1
        return self.tokens[self.at - 1]

    def expect(self, text: str) -> None:
        if self.at >= len(self.tokens) or self.take()[1] != text:
            raise FormulaError(f'formeln saknar "{text}"')

    def expression(self) -> Node:
        node = self.term()
        while self.peek() in ("+", "-", "−"):
            op = "+" if self.take()[1] == "+" else "-"
            node = Call(op, (node, self.term()))
        return node

    def term(self) -> Node:
        node = self.factor()
        while self.peek() in ("*", "/"):
            op = self.take()[1]
            node = Call(op, (node, self.factor()))
        return node

    def factor(self) -> Node:
        kind, text = self.take()
        if kind == "number":
            return Constant(Decimal(text.replace(",", ".")))
        if kind == "ref":
            prefix, _, rest = text.rpartition(":")
            ref = Ref(text, prefix or None, tuple(rest.split("/")))
            self.refs.append(ref)
            return ref
        if text == "(":
            node = self.expression()
            self.expect(")")
            return node
        if text in ("-", "−"):
            return Call("-", (Constant(Decimal(0)), self.factor()))
        if kind == "name":
            return self.call(text)
        raise FormulaError(f'"{text}" väntades inte i formeln')

    def call(self, name: str) -> Node:
        if name not in FUNCTIONS:
            raise FormulaError(f'funktionen "{name}" finns inte ({", ".join(FUNCTIONS)})')
        self.expect("(")
        args = [self.expression()]
        while self.peek() == ",":
            self.take()
            args.append(self.expression())
        self.expect(")")
        if (wanted := FUNCTIONS[name]) is not None and len(args) != wanted:
            raise FormulaError(f"{name} tar {wanted} värden, inte {len(args)}")
        if name == "avvikelse":
            return Call("-", tuple(reversed(args)) if self.costs_positive else tuple(args))
        return Call(name, tuple(args))


def _evaluate(node: Node, value: Callable[[Ref], Quantity | None]) -> Quantity | None:
    if isinstance(node, Ref):
        return value(node)
    if isinstance(node, Constant):
        return constant(node.value)
    args = [_evaluate(arg, value) for arg in node.args]
    if node.name == "summa":  # what has no value adds nothing; nothing at all has no sum
        known = [arg for arg in args if arg is not None]
        return total(known) if known else None
    if any(arg is None for arg in args):
        return None
    first, second = args[0], args[1]
    assert first is not None and second is not None
    return _OPERATIONS[node.name](first, second)


def _percent(ratio: Quantity) -> Quantity:
    scaled = ratio * _HUNDRED
    return Quantity(scaled.mid, scaled.low, scaled.high, 1)


_OPERATIONS: dict[str, Callable[[Quantity, Quantity], Quantity]] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: a / b,
    "kvot": lambda a, b: a / b,
    "andel": lambda a, b: _percent(a / b),
    "förändring": lambda a, b: _percent(a / b - constant(Decimal(1))),
}


def _printed(node: Node, value: Callable[[Ref], Decimal | None]) -> Decimal | None:
    if isinstance(node, Ref):
        return value(node)
    if isinstance(node, Constant):
        return node.value
    return _operation(node.name, [_printed(arg, value) for arg in node.args])


def _operation(name: str, args: list[Decimal | None]) -> Decimal | None:
    if name == "summa":
        known = [arg for arg in args if arg is not None]
        return sum(known, Decimal(0)) if known else None
    first, second = args[0], args[1]
    if first is None or second is None:
        return None
    return _ON_NUMBERS[name](first, second)


def _ratio(one: Decimal, other: Decimal) -> Decimal:
    if other == 0:
        raise Undefined(BY_ZERO)
    return one / other


_ON_NUMBERS: dict[str, Callable[[Decimal, Decimal], Decimal]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": _ratio,
    "kvot": _ratio,
    "andel": lambda a, b: _ratio(a, b) * 100,
    "förändring": lambda a, b: (_ratio(a, b) - 1) * 100,
}
