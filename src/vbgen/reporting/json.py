"""The report for programs."""

from __future__ import annotations

import json
from typing import Any

from vbgen.reporting import Report, Summary, relations


def write(report: Report) -> str:
    """Return all findings with all their facts; the shape is a contract."""
    diagnostics = [
        {
            "code": finding.code,
            "severity": finding.severity,
            "acknowledged": finding.is_acknowledged,
            "reason": finding.reason,
            "file": finding.place.file,
            "line": finding.place.line or 1,
            "column": finding.place.column or 1,
            "path": finding.place.dotted_path + (f":{finding.address}" if finding.address else ""),
            "message": finding.message,
            "hint": finding.hint,
            "stated": finding.stated,
            "computed": finding.computed,
        }
        for finding in report.findings
    ]
    counts = {name: getattr(report.summary, name) for name in Summary.__slots__}
    report_json: dict[str, Any] = {"version": 1, "summary": counts, "diagnostics": diagnostics}
    if report.checks is not None:
        report_json["checks"] = relations.format_data(report.checks)
    return json.dumps(report_json, ensure_ascii=False, indent=2) + "\n"
