"""The rules: one rule, one module, its docstring the page that `vbgen explain` prints.

To add a rule: write `vbNNN.py` (docstring in four parts, CODE, `check`), add its number to CHECKED in `codes.py`, add a case folder
under `tests/cases/`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from importlib import import_module
from types import ModuleType

from vbgen.context import Context
from vbgen.findings import Finding
from vbgen.rules.codes import ASKED, CHECKED, WARNING
from vbgen.rules.codes import CODES as CODES


def _module(code: str) -> ModuleType:
    return import_module(f"vbgen.rules.{code.lower()}")


def run(context: Context, asked: Collection[str] = (), *, errors_only: bool = False) -> Iterator[Finding]:
    """All rules over the data; those that wait to be asked for where `asked` names them. `errors_only`: not those that can only
    warn. A rule is imported when it is run."""
    skipped = {*set(ASKED).difference(asked), *(WARNING if errors_only else ())}
    for code in CHECKED:
        if code not in skipped:
            yield from _module(code).check(context)


def page(code: str) -> str | None:
    """The page of a code; None if there is no such code."""
    if code not in CODES:
        return None
    return (_module(code).__doc__ or "").strip()


def title(code: str) -> str:
    """The first line of a code's page."""
    return (page(code) or "").split("\n", 1)[0]
