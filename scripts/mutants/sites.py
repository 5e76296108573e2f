"""The mutants of a module: each one small change of its text.

What stands for people (docstrings, messages) and for the type checker (annotations) is left alone. So is what stands in an f-string,
since Python 3.11 does not say where.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import NamedTuple

COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
ARITHMETIC: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult,
    ast.Pow: ast.Mult,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
}
# Calls that do the opposite, or nothing (None) to their first argument.
CALLS = {
    "min": "max",
    "max": "min",
    "any": "all",
    "all": "any",
    "startswith": "endswith",
    "endswith": "startswith",
    "sorted": None,
    "reversed": None,
    "abs": None,
}
# What is subscribed there are types.
TYPES = frozenset(("Literal", "Callable", "Iterator", "Iterable", "Sequence", "Mapping", "Union", "Optional"))
_FIGURE = re.compile(r"-?\d+(?:[.,]\d+)?")
_KEY = re.compile(r"[^\W\d][\w-]*")

Function = (ast.FunctionDef, ast.AsyncFunctionDef)


class Mutant(NamedTuple):
    """A change of a module: bytes `start` to `stop` of its text become `new`.

    `first` and `last`: the lines that are executed where it acts. `name`: the name at module level that it changes the value of.
    """

    operator: str
    line: int
    start: int
    stop: int
    new: str
    first: int
    last: int
    name: str = ""

    def apply(self, text: str) -> str:
        """Return the module's text with the change."""
        data = text.encode()
        return (data[: self.start] + self.new.encode() + data[self.stop :]).decode()


def mutants(text: str) -> list[Mutant]:
    """Return all mutants of a module, in the order of its text."""
    return sorted(_Module(text).mutants(), key=lambda mutant: (mutant.start, mutant.operator, mutant.new))


class _Module:
    def __init__(self, text: str) -> None:
        self.tree = ast.parse(text)
        self.starts = [0]
        for line in text.encode().splitlines(keepends=True):
            self.starts.append(self.starts[-1] + len(line))

    def mutants(self) -> Iterator[Mutant]:
        for statement in self.tree.body:
            yield from self._statement(statement, statement, inside=False)

    # -------------------------------------------------------------- statements
    def _statement(self, node: ast.stmt, scope: ast.stmt, *, inside: bool) -> Iterator[Mutant]:
        """The mutants in a statement. `scope`: what is executed with it; `inside` a function."""
        if isinstance(node, ast.Import | ast.ImportFrom | ast.Assert | ast.Global | ast.Nonlocal | ast.Pass):
            return
        if isinstance(node, ast.Expr) and (
            isinstance(node.value, ast.Constant) or _called(node.value) == "assert_never"
        ):
            return  # a docstring, or what is never reached
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            return
        lines = (node if inside else scope).lineno, _header_end(node) if inside else _end(scope)
        name = _assigned(node) if not inside and node is scope else ""
        for operator, part, new in self._changes(node, inside=inside):
            yield self._mutant(operator, part, new, lines, name)
        for below in _statements(node):
            deeper = inside or isinstance(node, Function)
            yield from self._statement(below, scope, inside=deeper)

    def _mutant(self, operator: str, part: ast.expr | ast.stmt, new: str, lines: tuple[int, int], name: str) -> Mutant:
        start = self.starts[part.lineno - 1] + part.col_offset
        stop = self.starts[_end(part) - 1] + (part.end_col_offset or 0)
        return Mutant(operator, part.lineno, start, stop, new, *lines, name)

    def _changes(self, node: ast.stmt, *, inside: bool) -> Iterator[tuple[str, ast.expr | ast.stmt, str]]:
        """What to do with a statement, and with the expressions in it that are no statements of their own."""
        match node:
            case ast.Return(value=ast.expr() as value) if not _is_none(value):
                yield "return", node, "return None"
            case ast.Expr(value=ast.Yield() | ast.YieldFrom()):
                yield "drop", node, "if False: yield"
            case ast.Expr(value=ast.Call()) | ast.Raise() | ast.AugAssign() if inside:
                yield "drop", node, "pass"
            case ast.Continue():
                yield "jump", node, "break"
            case ast.Break():
                yield "jump", node, "continue"
            case ast.If(test=test) | ast.While(test=test):
                yield "negate", test, f"not ({ast.unparse(test)})"
        if isinstance(node, ast.AugAssign) and (other := ARITHMETIC.get(type(node.op))):
            changed = ast.AugAssign(node.target, other(), node.value)
            yield "arithmetic", node, ast.unparse(changed)
        for expression in _expressions(node):
            for operator, new in _expression(expression):
                yield operator, expression, f"({new})" if not isinstance(expression, ast.Slice) else new


def _end(node: ast.stmt | ast.expr) -> int:
    return node.end_lineno or node.lineno


def _header_end(node: ast.stmt) -> int:
    """The last line of a statement before those that stand in it."""
    below = _statements(node)
    return max(node.lineno, below[0].lineno - 1) if below else _end(node)


def _assigned(node: ast.stmt) -> str:
    targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
    return next((target.id for target in targets if isinstance(target, ast.Name)), "")


def _statements(node: ast.stmt) -> list[ast.stmt]:
    """The statements in a statement, in order."""
    found: list[ast.stmt] = []
    for field in ("body", "handlers", "cases", "orelse", "finalbody"):
        for below in getattr(node, field, ()):
            found += below.body if isinstance(below, ast.ExceptHandler | ast.match_case) else [below]
    return found


def _is_none(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


# ---------------------------------------------------------------- expressions
def _expressions(node: ast.AST) -> Iterator[ast.expr]:
    """The expressions of a statement that may change, without those of the statements in it."""
    for field, value in ast.iter_fields(node):
        if field in ("annotation", "returns", "type_comment", "decorator_list", "bases", "keywords_of_class"):
            continue
        for below in value if isinstance(value, list) else [value]:
            if isinstance(below, ast.match_case):
                yield from _inner(below.pattern)
                yield from _inner(below.guard) if below.guard else ()
            elif isinstance(below, ast.AST) and not isinstance(below, ast.stmt | ast.ExceptHandler):
                yield from _inner(below)


def _inner(node: ast.AST) -> Iterator[ast.expr]:
    if isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Subscript) and _name(node.value) in TYPES):
        return
    if isinstance(node, ast.Call) and _called(node) == "cast":
        yield from _inner(node.args[1])
        return
    if isinstance(node, ast.expr):
        yield node
    yield from _expressions(node)


def _called(node: ast.expr) -> str:
    return _name(node.func) if isinstance(node, ast.Call) else ""


def _name(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""


def _expression(node: ast.expr) -> Iterator[tuple[str, str]]:
    """What an expression may become."""
    match node:
        case ast.Compare(left=left, ops=operators, comparators=comparators):
            for number, operator in enumerate(operators):
                changed = [*operators[:number], COMPARISONS[type(operator)](), *operators[number + 1 :]]
                yield "comparison", ast.unparse(ast.Compare(left, changed, comparators))
        case ast.BinOp(left=left, op=operator, right=right) if other := ARITHMETIC.get(type(operator)):
            if not _is_text(left) and not _is_text(right):
                yield "arithmetic", ast.unparse(ast.BinOp(left, other(), right))
        case ast.BoolOp(op=operator, values=values):
            other_operator = ast.Or() if isinstance(operator, ast.And) else ast.And()
            yield "and, or", ast.unparse(ast.BoolOp(other_operator, values))
            for number in range(len(values)):
                rest = [*values[:number], *values[number + 1 :]]
                yield "and, or", ast.unparse(ast.BoolOp(operator, rest) if len(rest) > 1 else rest[0])
        case ast.UnaryOp() | ast.IfExp():
            yield from _negation(node)
        case ast.ListComp() | ast.SetComp() | ast.GeneratorExp() | ast.DictComp():
            yield from _comprehension(node)
        case ast.Slice():
            yield from _slice(node)
        case ast.Call():
            yield from _call(node)
        case ast.Constant(value=value):
            yield from (("constant", repr(other)) for other in _constants(value))


def _negation(node: ast.UnaryOp | ast.IfExp) -> Iterator[tuple[str, str]]:
    if isinstance(node, ast.IfExp):
        yield "negate", ast.unparse(ast.IfExp(node.test, node.orelse, node.body))
    elif isinstance(node.op, ast.Not | ast.USub):
        yield "negate", ast.unparse(node.operand)


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str))


def _comprehension(node: ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp) -> Iterator[tuple[str, str]]:
    for number, loop in enumerate(node.generators):
        for at in range(len(loop.ifs)):
            changed = ast.comprehension(loop.target, loop.iter, [*loop.ifs[:at], *loop.ifs[at + 1 :]], loop.is_async)
            generators = [*node.generators[:number], changed, *node.generators[number + 1 :]]
            fields = {field: value for field, value in ast.iter_fields(node) if field != "generators"}
            text = ast.unparse(type(node)(**fields, generators=generators))
            yield "condition", text.removeprefix("(").removesuffix(")") if isinstance(node, ast.GeneratorExp) else text


def _slice(node: ast.Slice) -> Iterator[tuple[str, str]]:
    if node.lower is not None:
        yield "slice", ast.unparse(ast.Slice(None, node.upper, node.step))
    if node.upper is not None:
        yield "slice", ast.unparse(ast.Slice(node.lower, None, node.step))


def _call(node: ast.Call) -> Iterator[tuple[str, str]]:
    name = _name(node.func)
    if name in CALLS and node.args:
        other = CALLS[name]
        if other is None:
            yield "call", f"list({ast.unparse(node.args[0])})" if name != "abs" else ast.unparse(node.args[0])
        else:
            function = ast.Name(other) if isinstance(node.func, ast.Name) else ast.Attribute(node.func.value, other)  # type: ignore[attr-defined]
            yield "call", ast.unparse(ast.Call(function, node.args, node.keywords))


def _constants(value: object) -> Iterator[object]:
    if isinstance(value, bool):
        yield not value
    elif isinstance(value, int):
        yield from (value + 1, value - 1)
    elif isinstance(value, str) and _FIGURE.fullmatch(value):
        yield value[:-1] + str((int(value[-1]) + 1) % 10)
    elif isinstance(value, str) and _KEY.fullmatch(value):
        yield f"{value}X"
