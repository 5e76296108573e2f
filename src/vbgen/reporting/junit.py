"""JUnit XML, the form of test results that build servers show. One suite for each file, one case for each finding.

There is no standard; this keeps to what the schema of Jenkins' xUnit plugin (junit-10.xsd) and the stricter one of Ant have in common,
without time and host: the same data give the same bytes.
"""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

from vbgen.findings import Finding
from vbgen.reporting import SEVERITY, Report

_UNFIT = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # what XML 1.0 cannot hold


def write(report: Report) -> str:
    """What fails the run is a failure, what is acknowledged is skipped, the rest passes and says what it says."""
    root = ET.Element("testsuites", name="vbgen")
    by_file: dict[str, list[Finding]] = {file: [] for file in sorted(report.files)}
    for finding in report.findings:
        by_file.setdefault(finding.place.file, []).append(finding)
    for file, findings in by_file.items():
        suite = ET.SubElement(root, "testsuite", name=_fit(file))
        for finding in findings:
            _case(suite, file, finding, fails=_fails(finding, report))
        if not findings:
            ET.SubElement(suite, "testcase", classname=_fit(file), name="inga fynd", time="0")
        _count(suite, findings, report)
    _count(root, report.findings, report)
    ET.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def _fails(finding: Finding, report: Report) -> bool:
    return finding.open and (finding.severity == "error" or (report.strict and finding.severity == "warning"))


def _case(suite: ET.Element, file: str, finding: Finding, *, fails: bool) -> None:
    line, column = finding.place.line or 1, finding.place.column or 1
    name = f"{finding.code} rad {line}:{column} {finding.message}"
    case = ET.SubElement(suite, "testcase", classname=_fit(file), name=_fit(name), time="0")
    said = f"{file}:{line}:{column}: {SEVERITY[finding.severity]} {finding.code} {finding.message}"
    if finding.hint:
        said += f"\n→ {finding.hint}"
    if finding.acknowledged:
        ET.SubElement(case, "skipped", message=_fit(f"noterat: {finding.reason}"))
    elif fails:
        ET.SubElement(case, "failure", type=finding.code, message=_fit(finding.message)).text = _fit(said)
    else:
        ET.SubElement(case, "system-out").text = _fit(said)


def _count(element: ET.Element, findings: list[Finding], report: Report) -> None:
    failures = sum(1 for finding in findings if _fails(finding, report))
    skipped = sum(1 for finding in findings if finding.acknowledged)
    element.set(
        "tests", str(max(len(findings), 1) if element.tag == "testsuite" else len(element.findall(".//testcase")))
    )
    element.set("failures", str(failures))
    element.set("errors", "0")
    if element.tag == "testsuite":
        element.set("skipped", str(skipped))
        element.set("time", "0")


def _fit(text: str) -> str:
    return _UNFIT.sub("\ufffd", text)
