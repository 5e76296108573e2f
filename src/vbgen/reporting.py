"""Findings → text for people, JSON for programs. A report is a string; writing it is elsewhere."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from vbgen.findings import Finding

SEVERITY = {"error": "fel", "warning": "varning", "info": "upplysning"}
_PLURAL = {"error": "fel", "warning": "varningar", "info": "upplysningar"}


@dataclass(frozen=True, slots=True)
class Summary:
    """What was checked and found. Acknowledged findings count as acknowledged only."""

    files: int
    boards: int
    relations: int
    error: int
    warning: int
    info: int
    acknowledged: int

    @classmethod
    def of(cls, findings: Iterable[Finding], files: int, boards: int, relations: int) -> Summary:
        """Count findings by severity."""
        count = {"error": 0, "warning": 0, "info": 0, "acknowledged": 0}
        for finding in findings:
            count["acknowledged" if finding.acknowledged else finding.severity] += 1
        return cls(files, boards, relations, **count)


def as_text(finding: Finding, line: str | None) -> str:
    """`file:line:column: fel VB104 message`, the line, a mark under it, the hint."""
    place = finding.place
    word = SEVERITY[finding.severity] + (" (noterat)" if finding.acknowledged else "")
    out = [f"{place.file}:{place.line or 1}:{place.column or 1}: {word} {finding.code} {finding.message}"]
    if finding.acknowledged:
        return f"{out[0]} – {finding.reason}"
    if line is not None and line.strip():
        shown, column = _window(line, place.column or 1)
        out.append(f"    {shown}")
        out.append("    " + "".join("\t" if ch == "\t" else " " * _width(ch) for ch in shown[: column - 1]) + "^")
    if finding.hint:
        out.append(f"    → {finding.hint}")
    return "\n".join(out)


def _window(line: str, column: int, width: int = 100) -> tuple[str, int]:
    """The part of a long line around a column, and the column in it."""
    if len(line) <= width:
        return line, column
    start = max(0, min(column - 1 - width // 3, len(line) - width))
    cut = line[start : start + width]
    if start > 0:
        cut = "…" + cut[1:]
    if start + width < len(line):
        cut = cut[:-1] + "…"
    return cut, column - start


def _width(ch: str) -> int:
    if unicodedata.combining(ch):
        return 0
    return 2 if unicodedata.east_asian_width(ch) in "WF" else 1


def summary_text(summary: Summary) -> str:
    """One line: what was checked, what was found."""
    parts = [
        f"{getattr(summary, key)} {_PLURAL[key] if getattr(summary, key) != 1 else SEVERITY[key]}"
        for key in ("error", "warning", "info")
    ]
    files = "1 fil" if summary.files == 1 else f"{summary.files} filer"
    boards = "1 nämnd" if summary.boards == 1 else f"{summary.boards} nämnder"
    relations = "1 samband" if summary.relations == 1 else f"{summary.relations} samband"
    noted = "noterat" if summary.acknowledged == 1 else "noterade"
    return f"{files}, {boards}, {relations} prövade: {', '.join(parts)}, {summary.acknowledged} {noted}"


def text_report(findings: Iterable[Finding], line_of: Callable[[Finding], str | None], summary: Summary) -> str:
    """The whole report for people."""
    parts = [as_text(finding, line_of(finding)) for finding in findings]
    return "\n".join([*parts, *([""] if parts else []), summary_text(summary)]) + "\n"


def json_report(findings: Iterable[Finding], summary: Summary) -> str:
    """The whole report for programs; the shape is a contract."""
    diagnostics = [
        {
            "code": finding.code,
            "severity": finding.severity,
            "acknowledged": finding.acknowledged,
            "reason": finding.reason,
            "file": finding.place.file,
            "line": finding.place.line or 1,
            "column": finding.place.column or 1,
            "path": finding.place.dotted + (f":{finding.address}" if finding.address else ""),
            "message": finding.message,
            "hint": finding.hint,
            "stated": finding.stated,
            "computed": finding.computed,
        }
        for finding in findings
    ]
    counts = {name: getattr(summary, name) for name in Summary.__slots__}
    return (
        json.dumps({"version": 1, "summary": counts, "diagnostics": diagnostics}, ensure_ascii=False, indent=2) + "\n"
    )
