"""Annotations that GitHub shows beside the lines of a change (workflow commands `::error …`)."""

from __future__ import annotations

from vbgen.findings import Finding
from vbgen.reporting import Report
from vbgen.reporting.text import summary_text

_LEVEL = {"error": "error", "warning": "warning", "info": "notice"}
_DATA = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_PROPERTY = {**_DATA, ord(":"): "%3A", ord(","): "%2C"}


def write(report: Report) -> str:
    """Return a command for each finding, an acknowledged one as a notice with its reason; then the summary."""
    return "".join(f"{_format_command(finding)}\n" for finding in report.findings) + summary_text(report.summary) + "\n"


def _format_command(finding: Finding) -> str:
    level = "notice" if finding.is_acknowledged else _LEVEL[finding.severity]
    place = finding.place
    properties = {"file": place.file, "line": place.line or 1, "col": place.column or 1, "title": finding.code}
    joined = ",".join(f"{key}={str(value).translate(_PROPERTY)}" for key, value in properties.items())
    text = finding.message
    if finding.is_acknowledged:
        text += f" (noterat: {finding.reason})"
    elif finding.hint:
        text += f"\n→ {finding.hint}"
    return f"::{level} {joined}::{text.translate(_DATA)}"
