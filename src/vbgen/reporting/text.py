"""The report for people."""

from __future__ import annotations

import unicodedata

from vbgen.findings import Finding
from vbgen.reporting import PLURAL, SEVERITY, Report, Summary, relations


def as_text(finding: Finding, line: str | None) -> str:
    """Return `file:line:column: fel VB104 message`, the line, a mark under it, the hint."""
    place = finding.place
    word = SEVERITY[finding.severity] + (" (noterat)" if finding.is_acknowledged else "")
    lines = [f"{place.file}:{place.line or 1}:{place.column or 1}: {word} {finding.code} {finding.message}"]
    if finding.is_acknowledged:
        return f"{lines[0]} – {finding.reason}"
    if line is not None and line.strip():
        excerpt, column = _cut_window(line, place.column or 1)
        lines.append(f"    {excerpt}")
        lines.append(
            "    " + "".join("\t" if ch == "\t" else " " * _measure_width(ch) for ch in excerpt[: column - 1]) + "^"
        )
    if finding.hint:
        lines.append(f"    → {finding.hint}")
    return "\n".join(lines)


def _cut_window(line: str, column: int, width: int = 100) -> tuple[str, int]:
    """Return the part of a long line around a column, and the column in it."""
    if len(line) <= width:
        return line, column
    start = max(0, min(column - 1 - width // 3, len(line) - width))
    excerpt = line[start : start + width]
    if start > 0:
        excerpt = "…" + excerpt[1:]
    if start + width < len(line):
        excerpt = excerpt[:-1] + "…"
    return excerpt, column - start


def _measure_width(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def summary_text(summary: Summary) -> str:
    """Return one line: the counts of files, boards and figures, and of findings by severity."""
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
    """Return the findings one by one, the relations tried where they are asked for, then the summary."""
    parts = [as_text(finding, report.line(finding)) for finding in report.findings]
    if report.checks is not None:
        parts += [*([""] if parts else []), relations.format_text(report.checks, report.summary.relations)]
    return "\n".join([*parts, *([""] if parts else []), summary_text(report.summary)]) + "\n"
