"""The GitHub workflow fits its schema and does what it says; the targets that `make help` lists exist."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parent.parent
WORKFLOW = ROOT / ".github" / "workflows" / "reports.yml"
# `uses: owner/action@commit # v1.2.3`
USES = re.compile(r"^ *(?:- )?uses: *(.*)$", re.MULTILINE)
PINNED = re.compile(r"[\w.-]+(?:/[\w.-]+)+@[0-9a-f]{40} # v\d+(?:\.\d+)*")
# A proxy that nobody answers: whatever asks the network fails.
OFFLINE = dict.fromkeys(("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"), "http://127.0.0.1:9")
LISTED = {
    "version": 1,
    "boards": [
        {
            "year": 2021,
            "board": "regionstyrelsen",
            "name": "Regionstyrelsen",
            "units": ["regionkansliet"],
            "documents": [{"document": "verksamhetsplan", "folder": "plan", "title": "Verksamhetsplan – 2021"}],
        },
        {"year": 2022, "board": "kulturnamnden", "name": "Kulturnämnden", "units": [], "documents": []},
    ],
}


def workflow() -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load(WORKFLOW.read_text(encoding="utf-8"))
    return content


def make(*arguments: str) -> str:
    # `make test` must not tell the make started here what it was asked itself.
    told = {"MAKEFLAGS", "MAKELEVEL", "MFLAGS"}
    environment = {name: value for name, value in os.environ.items() if name not in told}
    result = subprocess.run(
        ["make", *arguments], cwd=ROOT, env=environment, capture_output=True, check=True, encoding="utf-8"
    )
    return result.stdout


@pytest.mark.process
def test_the_workflow_fits_the_schema_of_github_workflows() -> None:
    result = subprocess.run(
        [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.github-workflows", str(WORKFLOW)],
        env={**os.environ, **OFFLINE},
        capture_output=True,
        check=False,
        encoding="utf-8",
    )
    assert result.returncode == 0, result.stdout + result.stderr


def test_the_workflow_may_only_read() -> None:
    content = workflow()
    assert content["permissions"] == {"contents": "read"}
    assert all("permissions" not in job for job in content["jobs"].values())
    for job in content["jobs"].values():
        (checkout,) = [step for step in job["steps"] if step.get("uses", "").startswith("actions/checkout@")]
        assert checkout["with"] == {"persist-credentials": False}


def unpinned(text: str) -> list[str]:
    """The actions of a workflow that are not pinned by commit, with the release in a remark."""
    return [action for action in USES.findall(text) if not PINNED.fullmatch(action.rstrip())]


def test_every_action_is_pinned_by_commit() -> None:
    files = [path for path in (ROOT / ".github").rglob("*") if path.suffix in (".yml", ".yaml")]
    assert WORKFLOW in files
    assert {path.name: unpinned(path.read_text(encoding="utf-8")) for path in files} == {
        path.name: [] for path in files
    }
    assert len(USES.findall(WORKFLOW.read_text(encoding="utf-8"))) == sum(
        "uses" in step for job in workflow()["jobs"].values() for step in job["steps"]
    )


@pytest.mark.parametrize(
    "action",
    [
        *("actions/checkout@v4", "actions/checkout@main", "actions/checkout", "./of-our-own"),
        f"actions/checkout@{'a' * 39} # v4",
        f"actions/checkout@{'a' * 40}",
        f"actions/checkout@{'a' * 40} # newest",
    ],
)
def test_an_action_that_is_not_pinned_is_noticed(action: str) -> None:
    assert unpinned(f"    steps:\n      - uses: {action}\n      - name: X\n        uses: {action}\n") == [action] * 2


def test_the_tests_run_on_all_systems() -> None:
    job = workflow()["jobs"]["test"]
    assert job["strategy"]["matrix"]["system"] == [f"{system}-latest" for system in ("ubuntu", "windows", "macos")]
    assert job["runs-on"] == "${{ matrix.system }}"
    assert any("pytest" in step.get("run", "") for step in job["steps"])


def test_no_expression_is_pasted_into_a_script() -> None:
    for job in workflow()["jobs"].values():
        for step in job["steps"]:
            assert "${{" not in step.get("run", "")


@pytest.mark.posix
@pytest.mark.process
def test_the_workflow_uses_targets_that_exist() -> None:
    called = set(re.findall(r"\bmake ([a-z-]+)", WORKFLOW.read_text(encoding="utf-8")))
    assert called == {"check", "check-documents", "setup"}
    assert called <= targets_in_help()


@pytest.mark.posix
@pytest.mark.process
def test_every_listed_board_is_rendered(tmp_path: Path) -> None:
    (step,) = [step for step in workflow()["jobs"]["validate"]["steps"] if step.get("id") == "list"]
    programs = tmp_path / ".venv" / "bin"
    programs.mkdir(parents=True)
    (tmp_path / "listed.json").write_text(json.dumps(LISTED, ensure_ascii=False), encoding="utf-8")
    vbgen = programs / "vbgen"
    vbgen.write_text('#!/bin/sh\n[ "$*" = "list --format json" ] && cat listed.json\n', encoding="utf-8")
    vbgen.chmod(0o755)
    (programs / "python").symlink_to(sys.executable)
    output = tmp_path / "output"
    subprocess.run(
        ["bash", "-e", "-c", step["run"]],
        cwd=tmp_path,
        env={**os.environ, "RUNNER_TEMP": str(tmp_path), "GITHUB_OUTPUT": str(output)},
        check=True,
    )
    name, _, value = output.read_text(encoding="utf-8").partition("=")
    assert name == "boards"
    assert value.count("\n") == 1
    assert json.loads(value) == [
        {"year": 2021, "board": "regionstyrelsen"},
        {"year": 2022, "board": "kulturnamnden"},
    ]


def targets_in_help() -> set[str]:
    lines = make("help").splitlines()
    found = [re.fullmatch(r"make ([a-z-]+) +\S.*", line) for line in lines]
    assert all(found), lines
    return {match[1] for match in found if match}


@pytest.mark.posix
@pytest.mark.process
def test_every_target_in_help_exists_and_every_target_is_in_help() -> None:
    phony = re.search(r"^\.PHONY: (.*)$", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert phony is not None
    assert targets_in_help() == set(phony[1].split())
    for target in targets_in_help():
        make("--dry-run", target)


@pytest.mark.posix
@pytest.mark.process
def test_make_alone_lists_the_targets() -> None:
    assert make() == make("help")
