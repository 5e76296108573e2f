"""Formulas on ids: `utfall - budget`, `summa(kvinnor, män)`, `förändring(utfall, utfall-2020)`, `andel(avvikelse, omsattning)`.

`+ - * /` stand between blanks (a hyphen without blanks belongs to an id; a slash without blanks joins row and column). Functions:
`summa(a, b, …)` a total, only for what can be added; `förändring(a, b)` = (a − b) / b in per cent; `andel(a, b)` = a / b in per cent;
`kvot(a, b)` = a / b; `avvikelse(a, b)` = a − b where costs are negative, b − a where they are positive (positive is good in both).
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from functools import reduce
from typing import Generic, Literal, NamedTuple, TypeVar

from vbgen.tables.quantity import BY_ZERO, Quantity, UndefinedQuantity, constant

N = TypeVar("N", Decimal, Quantity)

FUNCTIONS = {"summa": None, "förändring": 2, "andel": 2, "kvot": 2, "avvikelse": 2}
_TOKEN = re.compile(
    r"\s*(?:(?P<ref>(?:[a-z0-9][a-z0-9-]*(?:/[a-z0-9-]+)?:)?[a-z][a-z0-9-]*(?:/[a-z][a-z0-9-]*)*)(?![a-zåäö(:])|(?P<name>[a-zåäö]+)(?=\()"
    r"|(?P<number>\d+(?:[.,]\d+)?)|(?P<op>[-+*/−](?=\s|$|[(])|[(),]))"
)


class FormulaError(Exception):
    """A formula that cannot be read; the message is Swedish."""


class Ref(NamedTuple):
    """A reference as written: `prefix` (another unit or document), the parts between slashes, its position among those of a formula."""

    text: str
    prefix: str | None
    parts: tuple[str, ...]
    position: int


class Formula(NamedTuple):
    """A parsed formula. `shape` decides code and treatment: a total, a difference, a change in per cent, a ratio, other."""

    text: str
    node: Node
    refs: tuple[Ref, ...]
    shape: Literal["sum", "difference", "change", "ratio", "other", "equal"]

    @property
    def is_linear(self) -> bool:
        """Tell whether there are only additions and subtractions: it holds for sums of rows and columns alike."""
        return self.shape in ("sum", "difference", "equal")

    @property
    def operands(self) -> tuple[Ref, ...]:
        """The references of the operation in its order, if it is one operation on references; else empty."""
        args = self.node.args if isinstance(self.node, Call) else ()
        refs = tuple(arg for arg in args if isinstance(arg, Ref))
        return refs if len(refs) == len(args) else ()

    def convert_to_change(self) -> Formula:
        """Return the change in per cent between two things whose difference this formula is; itself if it is something else."""
        if isinstance(self.node, Call) and self.node.name == "-" and self.operands:
            minuend, subtrahend = self.refs
            return Formula(
                f"förändring({minuend.text}, {subtrahend.text})",
                Call("förändring", self.node.args),
                self.refs,
                "change",
            )
        return self

    def derive_weights(self) -> tuple[Decimal, ...] | None:
        """Return how many times each reference counts; None where there is more than additions and subtractions of references."""
        if not self.is_linear:
            return None
        none, once = Decimal(0), Decimal(1)
        if self.evaluate([none] * len(self.refs), NUMBERS):
            return None  # a number is added
        units = ([once if ref is other else none for other in self.refs] for ref in self.refs)
        return tuple(self.evaluate(unit, NUMBERS) or none for unit in units)

    def evaluate(self, values: Sequence[N | None], arithmetic: Arithmetic[N]) -> N | None:
        """Compute the result from the values of `refs`; None where one that it needs has none. Raises Undefined."""
        return _evaluate(self.node, values, arithmetic)


class Constant(NamedTuple):
    value: Decimal


class Call(NamedTuple):
    name: str
    args: tuple[Node, ...]


Node = Ref | Constant | Call


def parse_formula(text: str, *, costs_positive: bool = False) -> Formula:
    """Read a formula; FormulaError with a Swedish message if it cannot be read."""
    reader = _Reader(text, costs_positive)
    node = reader.read_expression()
    if reader.peek() is not None:
        raise FormulaError(f'"{reader.peek()}" väntades inte i formeln')
    return Formula(text, node, tuple(reader.refs), _find_shape(node))


def _find_shape(node: Node) -> Literal["sum", "difference", "change", "ratio", "other", "equal"]:
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

    def collect_names(node: Node) -> None:
        if isinstance(node, Call):
            names.add(node.name)
            for arg in node.args:
                collect_names(arg)

    collect_names(node)
    if names <= {"+", "-", "summa"}:
        return "difference" if "-" in names else "sum"
    return "ratio" if names <= {"/", "*", "+", "-"} and "/" in names else "other"


class _Reader:
    def __init__(self, text: str, costs_positive: bool) -> None:
        self.costs_positive = costs_positive
        self.tokens: list[tuple[str, str]] = []
        self.refs: list[Ref] = []
        self.index = 0
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
        return self.tokens[self.index][1] if self.index < len(self.tokens) else None

    def take(self) -> tuple[str, str]:
        if self.index >= len(self.tokens):
            raise FormulaError("formeln slutar för tidigt")
        self.index += 1
        return self.tokens[self.index - 1]

    def expect(self, text: str) -> None:
        if self.index >= len(self.tokens) or self.take()[1] != text:
            raise FormulaError(f'formeln saknar "{text}"')

    def read_expression(self) -> Node:
        node = self.read_term()
        while self.peek() in ("+", "-", "−"):
            op = "+" if self.take()[1] == "+" else "-"
            node = Call(op, (node, self.read_term()))
        return node

    def read_term(self) -> Node:
        node = self.read_factor()
        while self.peek() in ("*", "/"):
            op = self.take()[1]
            node = Call(op, (node, self.read_factor()))
        return node

    def read_factor(self) -> Node:
        kind, text = self.take()
        if kind == "number":
            return Constant(Decimal(text.replace(",", ".")))
        if kind == "ref":
            prefix, _, rest = text.rpartition(":")
            ref = Ref(text, prefix or None, tuple(rest.split("/")), len(self.refs))
            self.refs.append(ref)
            return ref
        if text == "(":
            node = self.read_expression()
            self.expect(")")
            return node
        if text in ("-", "−"):
            return Call("-", (Constant(Decimal(0)), self.read_factor()))
        if kind == "name":
            return self.read_call(text)
        raise FormulaError(f'"{text}" väntades inte i formeln')

    def read_call(self, name: str) -> Node:
        if name not in FUNCTIONS:
            raise FormulaError(f'funktionen "{name}" finns inte ({", ".join(FUNCTIONS)})')
        self.expect("(")
        args = [self.read_expression()]
        while self.peek() == ",":
            self.take()
            args.append(self.read_expression())
        self.expect(")")
        if (count := FUNCTIONS[name]) is not None and len(args) != count:
            raise FormulaError(f"{name} tar {count} värden, inte {len(args)}")
        if name == "avvikelse":
            return Call("-", tuple(reversed(args)) if self.costs_positive else tuple(args))
        return Call(name, tuple(args))


# ------------------------------------------------------------------ evaluation
class Arithmetic(NamedTuple, Generic[N]):
    """The arithmetic of formulas: on printed numbers, or on quantities that know how far rounding may have moved them."""

    constant: Callable[[Decimal], N]
    operations: Mapping[str, Callable[[N, N], N]]


def add(values: Iterable[N | None]) -> N | None:
    """Add values: what has no value adds nothing; nothing at all has no sum."""
    present = [value for value in values if value is not None]
    return reduce(operator.add, present) if present else None


def _evaluate(node: Node, values: Sequence[N | None], arithmetic: Arithmetic[N]) -> N | None:
    if isinstance(node, Ref):
        return values[node.position]
    if isinstance(node, Constant):
        return arithmetic.constant(node.value)
    args = [values[arg.position] if isinstance(arg, Ref) else _evaluate(arg, values, arithmetic) for arg in node.args]
    if node.name == "summa":
        return add(args)
    first, second = args
    if first is None or second is None:
        return None
    return arithmetic.operations[node.name](first, second)


def _make_operations(
    divide: Callable[[N, N], N], percent: Callable[[N], N], whole: N
) -> Mapping[str, Callable[[N, N], N]]:
    return {
        "+": operator.add,
        "-": operator.sub,
        "*": operator.mul,
        "/": divide,
        "kvot": divide,
        "andel": lambda part, base: percent(divide(part, base)),
        "förändring": lambda value, base: percent(divide(value, base) - whole),
    }


def _divide(dividend: Decimal, divisor: Decimal) -> Decimal:
    if divisor == 0:
        raise UndefinedQuantity(BY_ZERO)
    return dividend / divisor


def _convert_to_per_cent(ratio: Quantity) -> Quantity:
    scaled = ratio * constant(Decimal(100))
    return Quantity(scaled.mid, scaled.low, scaled.high, 1)


NUMBERS: Arithmetic[Decimal] = Arithmetic(Decimal, _make_operations(_divide, lambda ratio: ratio * 100, Decimal(1)))
QUANTITIES: Arithmetic[Quantity] = Arithmetic(
    constant, _make_operations(operator.truediv, _convert_to_per_cent, constant(Decimal(1)))
)
