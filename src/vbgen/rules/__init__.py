"""The rules: one rule, one module, its docstring the page that `vbgen explain` prints.

To add a rule: write `vbNNN.py` (docstring in four parts, CODE, `check`), add it to RULES, add a case folder under
`tests/cases/`. Codes below VB200 are found while reading; their modules hold the page only (PAGES).
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from types import ModuleType

from vbgen.boardyear import Data
from vbgen.findings import Finding
from vbgen.rules import (
    vb201,
    vb202,
    vb203,
    vb204,
    vb206,
    vb207,
    vb210,
    vb301,
    vb302,
    vb303,
    vb304,
    vb305,
    vb306,
    vb307,
    vb308,
    vb309,
    vb310,
    vb401,
    vb402,
)

RULES: tuple[ModuleType, ...] = (
    vb201,
    vb202,
    vb203,
    vb204,
    vb206,
    vb207,
    vb210,
    vb301,
    vb302,
    vb303,
    vb304,
    vb305,
    vb306,
    vb307,
    vb308,
    vb309,
    vb310,
    vb401,
    vb402,
)

# every code that vbgen can report, in order
CODES = (
    *(
        f"VB{n}"
        for n in (101, 102, 103, 104, 105, 106, 107, 108, 109, 110, 111, 112, 113, 114, 115, 116, 117, 119, 120)
    ),
    *(f"VB{n}" for n in (201, 202, 203, 204, 205, 206, 207, 210)),
    *(f"VB{n}" for n in (301, 302, 303, 304, 305, 306, 307, 308, 309, 310)),
    *(f"VB{n}" for n in (401, 402)),
)


def run(data: Data) -> Iterator[Finding]:
    """All rules over the data."""
    for rule in RULES:
        yield from rule.check(data)


def page(code: str) -> str | None:
    """The page of a code; None if there is no such code."""
    if code not in CODES:
        return None
    return (import_module(f"vbgen.rules.{code.lower()}").__doc__ or "").strip()


def title(code: str) -> str:
    """The first line of a code's page."""
    return (page(code) or "").split("\n", 1)[0]
