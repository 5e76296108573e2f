"""The rules: one rule, one module, its docstring the page that `vbgen explain` prints.

To add a rule: write `vbNNN.py` (docstring in four parts, CODE, `check`), give it a line in `registry.py`, add a case folder under
`tests/cases/`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from vbgen.findings import Finding
from vbgen.reportset.context import Context
from vbgen.rules.registry import CODES as CODES
from vbgen.rules.registry import RULES


def run(context: Context, asked: Collection[str] = (), *, errors_only: bool = False) -> Iterator[Finding]:
    """Run all rules over the data; those on request where `asked` names them. `errors_only`: not those that only warn."""
    for rule in RULES:
        if rule.is_tried(asked, errors_only=errors_only):
            yield from rule.check(context)


def page(code: str) -> str | None:
    """Return the page of a code; None if there is no such code."""
    return next((rule.page for rule in RULES if rule.code == code), None)


def title(code: str) -> str:
    """Return the first line of a code's page."""
    return next((rule.title for rule in RULES if rule.code == code), "")
