"""The report for people."""

from __future__ import annotations

import unicodedata

from vbgen.findings import Finding
from vbgen.reporting import PLURAL, SEVERITY, Report, Summary, relations


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
        f"{getattr(summary, key)} {PLURAL[key] if getattr(summary, key) != 1 else SEVERITY[key]}"
        for key in ("error", "warning", "info")
    ]
    files = "1 fil" if summary.files == 1 else f"{summary.files} filer"
    boards = "1 nämnd" if summary.boards == 1 else f"{summary.boards} nämnder"
    figures = "1 prövad siffra" if summary.relations == 1 else f"{summary.relations} prövade siffror"
    noted = "noterat" if summary.acknowledged == 1 else "noterade"
    return f"{files}, {boards}, {figures}: {', '.join(parts)}, {summary.acknowledged} {noted}"


def write(report: Report) -> str:
    """Findings one by one, what was checked where that is asked for, then the summary."""
    parts = [as_text(finding, report.line(finding)) for finding in report.findings]
    if report.checks is not None:
        parts += [*([""] if parts else []), relations.text(report.checks, report.summary.relations)]
    return "\n".join([*parts, *([""] if parts else []), summary_text(report.summary)]) + "\n"
