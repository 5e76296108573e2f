"""JUnit XML, the form of test results that build servers show. One suite for each file, one case for each finding.

There is no standard; this keeps to what the schema of Jenkins' xUnit plugin (junit-10.xsd) and the stricter one of Ant have in common,
without time and host: the same data give the same bytes.
"""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

from vbgen.findings import Finding
from vbgen.reporting import SEVERITY, Report

_UNFIT = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # characters that XML 1.0 cannot hold


def write(report: Report) -> str:
    """Return the suites: a finding that fails the run is a failure, an acknowledged one is skipped, the rest pass with a message."""
    root = ET.Element("testsuites", name="vbgen")
    by_file: dict[str, list[Finding]] = {file: [] for file in sorted(report.files)}
    for finding in report.findings:
        by_file.setdefault(finding.place.file, []).append(finding)
    for file, findings in by_file.items():
        suite = ET.SubElement(root, "testsuite", name=_replace_unfit(file))
        for finding in findings:
            _add_case(suite, file, finding, is_failure=_is_failure(finding, report))
        if not findings:
            ET.SubElement(suite, "testcase", classname=_replace_unfit(file), name="inga fynd", time="0")
        _set_counts(suite, findings, report)
    _set_counts(root, report.findings, report)
    ET.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def _is_failure(finding: Finding, report: Report) -> bool:
    return finding.is_open and (finding.severity == "error" or (report.strict and finding.severity == "warning"))


def _add_case(suite: ET.Element, file: str, finding: Finding, *, is_failure: bool) -> None:
    line, column = finding.place.line or 1, finding.place.column or 1
    name = f"{finding.code} rad {line}:{column} {finding.message}"
    case = ET.SubElement(suite, "testcase", classname=_replace_unfit(file), name=_replace_unfit(name), time="0")
    details = f"{file}:{line}:{column}: {SEVERITY[finding.severity]} {finding.code} {finding.message}"
    if finding.hint:
        details += f"\n→ {finding.hint}"
    if finding.is_acknowledged:
        ET.SubElement(case, "skipped", message=_replace_unfit(f"noterat: {finding.reason}"))
    elif is_failure:
        ET.SubElement(
            case, "failure", type=finding.code, message=_replace_unfit(finding.message)
        ).text = _replace_unfit(details)
    else:
        ET.SubElement(case, "system-out").text = _replace_unfit(details)


def _set_counts(element: ET.Element, findings: list[Finding], report: Report) -> None:
    failures = sum(1 for finding in findings if _is_failure(finding, report))
    skipped = sum(1 for finding in findings if finding.is_acknowledged)
    element.set(
        "tests", str(max(len(findings), 1) if element.tag == "testsuite" else len(element.findall(".//testcase")))
    )
    element.set("failures", str(failures))
    element.set("errors", "0")
    if element.tag == "testsuite":
        element.set("skipped", str(skipped))
        element.set("time", "0")


def _replace_unfit(text: str) -> str:
    return _UNFIT.sub("\ufffd", text)
