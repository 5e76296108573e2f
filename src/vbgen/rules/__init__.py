"""The rules: one rule, one module, its docstring the page that `vbgen explain` prints.

To add a rule: write `vbNNN.py` (docstring in four parts, CODE, `check`), add it to RULES and its code to CODES
(`codes.py`), add a case folder under `tests/cases/`. Codes below VB200 are found while reading: their modules hold the page only.
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
    vb208,
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
    vb403,
    vb404,
    vb501,
    vb502,
    vb503,
    vb504,
    vb505,
    vb506,
    vb701,
    vb702,
)
from vbgen.rules.codes import CODES as CODES

RULES: tuple[ModuleType, ...] = (
    vb201,
    vb202,
    vb203,
    vb204,
    vb206,
    vb207,
    vb208,
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
    vb403,
    vb404,
    vb501,
    vb502,
    vb503,
    vb504,
    vb505,
    vb506,
    vb701,
    vb702,
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
