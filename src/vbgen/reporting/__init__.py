"""Findings → a report, in a form for people or for programs. A report is a string; writing it is elsewhere.

To add a form: a module with `write(report) -> str`, named in FORMS.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib import import_module
from typing import NamedTuple

from vbgen.analysis.relation_outcomes import DocumentOutcomes
from vbgen.findings import Finding

FORMS = ("text", "json", "github", "sarif", "junit")
SEVERITY = {"error": "fel", "warning": "varning", "info": "upplysning"}
PLURAL = {"error": "fel", "warning": "varningar", "info": "upplysningar"}


@dataclass(frozen=True, slots=True)
class Summary:
    """The counts of a check. Acknowledged findings count as acknowledged only."""

    files: int
    boards: int
    relations: int
    error: int
    warning: int
    info: int
    acknowledged: int

    @classmethod
    def count(cls, findings: Iterable[Finding], files: int, boards: int, relations: int) -> Summary:
        """Count findings by severity."""
        count = {"error": 0, "warning": 0, "info": 0, "acknowledged": 0}
        for finding in findings:
            count["acknowledged" if finding.is_acknowledged else finding.severity] += 1
        return cls(files, boards, relations, **count)


class Report(NamedTuple):
    """The contents of a report. `line`: the source line that a finding points at. `title`: the first line of a code's page.

    `strict`: warnings fail too. `checks`: the relations tried, where they are asked for (`text` and `json` show them).
    """

    findings: list[Finding]
    summary: Summary
    line: Callable[[Finding], str | None]
    title: Callable[[str], str]
    files: tuple[str, ...] = ()
    strict: bool = False
    checks: list[DocumentOutcomes] | None = None


def write(form: str, report: Report) -> str:
    """Return the report in one of FORMS."""
    return str(import_module(f"vbgen.reporting.{form}").write(report))
