"""SARIF 2.1.0, the form of results that code scanning services read (OASIS Standard, 27 March 2020)."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

from vbgen import __version__
from vbgen.findings import Finding
from vbgen.reporting import Report

_LEVEL = {"error": "error", "warning": "warning", "info": "note"}


def write(report: Report) -> str:
    """Return one run. An acknowledged finding is a suppressed result with its reason."""
    codes = sorted({finding.code for finding in report.findings})
    driver = {
        "name": "vbgen",
        "version": __version__,
        "language": "sv",
        "rules": [{"id": code, "shortDescription": {"text": report.title(code)}} for code in codes],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_build_result(finding, codes) for finding in report.findings],
    }
    log = {"version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=2) + "\n"


def _build_result(finding: Finding, codes: list[str]) -> dict[str, Any]:
    place = finding.place
    text = finding.message if finding.hint is None else f"{finding.message}\n→ {finding.hint}"
    properties = {"path": _format_path(finding), "stated": finding.stated, "computed": finding.computed}
    return {
        "ruleId": finding.code,
        "ruleIndex": codes.index(finding.code),
        "level": _LEVEL[finding.severity],
        "message": {"text": text},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": quote(place.file)},
                    "region": {"startLine": place.line or 1, "startColumn": place.column or 1},
                }
            }
        ],
        # the same finding after lines have moved
        "partialFingerprints": {"finding/v1": f"{finding.code}:{place.file}:{_format_path(finding)}"},
        # SARIF: results without suppressions, beside results that have them, say [] that nothing suppresses them
        "suppressions": [{"kind": "inSource", "justification": finding.reason}] if finding.is_acknowledged else [],
        "properties": {key: value for key, value in properties.items() if value},
    }


def _format_path(finding: Finding) -> str:
    return finding.place.dotted_path + (f":{finding.address}" if finding.address else "")
