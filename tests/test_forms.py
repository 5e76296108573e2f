"""The report in the forms of other programs: GitHub's annotations, SARIF, JUnit; and which rules it takes up."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree as ET

import click
import pytest
import yaml
from pydantic import BaseModel
from sarif_pydantic import Sarif  # type: ignore[import-untyped]

from tests.cli.support import run
from vbgen.cli import load
from vbgen.commands.validate import Selection, validate
from vbgen.reporting import FORMS
from vbgen.workspace import FolderWorkspace

ROOT = Path(__file__).resolve().parent.parent
CASES = Path(__file__).parent / "cases"
# errors, warnings, information, acknowledged ones, files that cannot be read, none at all
MIXED = (
    *("VB301-noterat", "VB301-delsumma-arvs", "VB301-sankt-i-vbgen-yaml", "VB309-division-med-noll", "VB102-nul"),
    *("VB104-versaler", "VB401-uppdrag", "VB402-budget", "VB103-i-klamrar", "valid-plan-och-uppfoljning"),
)


def report(name: str, form: str, **options: Any) -> tuple[int, str]:
    return validate(FolderWorkspace(CASES / name), None, None, form, strict=False, **options)


def found(name: str) -> list[dict[str, Any]]:
    diagnostics: list[dict[str, Any]] = json.loads(report(name, "json")[1])["diagnostics"]
    return diagnostics


# ----------------------------------------------------------------------- forms
@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", MIXED)
def test_the_exit_code_is_the_same_in_every_form_and_so_are_the_bytes_of_two_runs(name: str, form: str) -> None:
    assert report(name, form) == report(name, form)
    assert report(name, form)[0] == report(name, "text")[0]


@pytest.mark.parametrize("name", MIXED)
def test_github_shows_each_finding_at_its_line(name: str) -> None:
    *commands, summary = report(name, "github")[1].splitlines()
    assert summary in report(name, "text")[1]
    pattern = re.compile(r"::(error|warning|notice) file=([^,]+),line=(\d+),col=(\d+),title=(VB\d+)::(.+)")
    seen = []
    for command in commands:
        match = pattern.fullmatch(command)
        assert match is not None, command
        seen.append((match[1], match[2], int(match[3]), int(match[4]), match[5]))
    level = {"error": "error", "warning": "warning", "info": "notice"}
    assert seen == [
        ("notice" if d["acknowledged"] else level[d["severity"]], d["file"], d["line"], d["column"], d["code"])
        for d in found(name)
    ]


def test_github_commands_hold_no_line_breaks_or_stray_percent_signs() -> None:
    text = report("VB301-noterat", "github")[1]
    assert "(noterat: " in text
    assert "%0A→ " in report("VB104-versaler", "github")[1]
    assert not re.search("%(?!0A|0D|25|3A|2C)", text)


def unknown(model: Any) -> list[str]:
    """Keys of a SARIF log that the standard does not have."""
    if isinstance(model, list):
        return [key for one in model for key in unknown(one)]
    if not isinstance(model, BaseModel):
        return []
    extra = list(model.model_extra or {})
    return extra + [key for name in type(model).model_fields for key in unknown(getattr(model, name))]


@pytest.mark.parametrize("name", MIXED)
def test_sarif_is_what_the_standard_says(name: str) -> None:
    log = json.loads(report(name, "sarif")[1])
    model = Sarif.model_validate(log)
    # what the standard has and these models lack
    assert set(unknown(model)) <= {"columnKind", "language", "suppressions"}
    (sent,) = log["runs"]
    for result, one in zip(sent["results"], found(name), strict=True):
        physical = result["locations"][0]["physicalLocation"]
        assert unquote(physical["artifactLocation"]["uri"]) == one["file"]
        assert physical["region"] == {"startLine": one["line"], "startColumn": one["column"]}
        assert sent["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"] == one["code"]
        assert result["level"] == {"error": "error", "warning": "warning", "info": "note"}[one["severity"]]
        assert [s["justification"] for s in result["suppressions"]] == ([one["reason"]] if one["acknowledged"] else [])
        assert result["properties"].get("stated") == one["stated"]


@pytest.mark.parametrize("name", MIXED)
def test_junit_counts_what_it_holds(name: str) -> None:
    root = ET.fromstring(report(name, "junit")[1])  # noqa: S314 - our own
    assert (root.tag, root.get("name")) == ("testsuites", "vbgen")
    cases = 0
    for suite in root:
        assert set(suite.attrib) == {"name", "tests", "failures", "errors", "skipped", "time"}
        assert int(suite.get("tests", "")) == len(suite) > 0
        assert int(suite.get("failures", "")) == len(suite.findall("testcase/failure"))
        assert int(suite.get("skipped", "")) == len(suite.findall("testcase/skipped"))
        for case in suite:
            assert set(case.attrib) == {"classname", "name", "time"}
            assert [child.tag for child in case] in ([], ["failure"], ["skipped"], ["system-out"])
            cases += case.get("name") != "inga fynd"
    diagnostics = found(name)
    assert cases == len(diagnostics)
    failing = [d for d in diagnostics if d["severity"] == "error" and not d["acknowledged"]]
    assert int(root.get("failures", "")) == len(failing)
    assert (report(name, "text")[0] == 1) == bool(failing)


def test_junit_fails_for_warnings_when_they_count() -> None:
    workspace = FolderWorkspace(CASES / "VB401-uppdrag")
    for strict, failures in ((False, "0"), (True, "1")):
        code, text = validate(workspace, None, None, "junit", strict=strict)
        root = ET.fromstring(text)  # noqa: S314 - our own
        assert (code, root.get("failures")) == (int(strict), failures)


def test_the_command_line_offers_every_form() -> None:
    """The choices stand there by name, so that `--help` need not import what makes reports."""
    (option,) = [p for p in load("validate").params if p.name == "form"]
    assert isinstance(option.type, click.Choice)
    assert tuple(option.type.choices) == FORMS


# ------------------------------------------------------------------- selection
def test_select_and_ignore_take_codes_and_their_beginnings() -> None:
    case = str(CASES / "VB301-avrundning-och-fel")
    assert run("-C", case, "validate").code == 1
    assert run("-C", case, "validate", "--ignore", "vb301").code == 0
    assert run("-C", case, "validate", "--select", "VB2,VB4").code == 0
    assert run("-C", case, "validate", "--select", "VB3", "--ignore", "VB30").code == 0
    assert run("-C", case, "validate", "--select", "VB3", "--ignore", "VB302").code == 1


@pytest.mark.parametrize("code", ["VB9", "X", "VB", "VB3011"])
def test_a_rule_that_is_not_there_is_wrong_use(code: str) -> None:
    result = run("-C", str(CASES / "VB301-summa"), "validate", "--select", code)
    assert result.code == 2
    assert code in result.err


def test_what_is_ignored_wins() -> None:
    assert report("VB301-summa", "text", selection=Selection(("VB301",), ("VB3",)))[0] == 0


# ------------------------------------------------------------------ pre-commit
def test_the_hook_runs_a_command_that_is_there() -> None:
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert {"id", "name", "entry", "language", "files", "pass_filenames"} <= set(hook)
    program, *arguments = hook["entry"].split()
    assert program == "vbgen"
    assert run("-C", str(CASES / "valid-plan-och-uppfoljning"), *arguments).code == 0
    for file in ("data/2021/regionstyrelsen/plan/mal.yaml", "data/2021/n/plan/tabeller/a.tsv", "templates/md.j2"):
        assert re.search(hook["files"], file)


@pytest.mark.parametrize("bug", [ValueError("x"), AssertionError("x"), KeyError("x"), RecursionError("x")])
def test_a_bug_in_a_validator_is_no_fault_of_the_data(bug: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_: str) -> None:
        raise bug

    monkeypatch.setattr("vbgen.model.base.is_id", broken)
    with pytest.raises(type(bug), match="x"):
        report("VB401-uppdrag", "text")
