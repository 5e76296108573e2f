"""The data of commit d6e6bd4 say and give what they did then: data that are valid stay valid.

`workspaces/` holds them, and nobody mends them. `expected/` holds what was found in them (`findings.txt`: place, severity, code, path,
whether it is acknowledged) and their documents as Markdown. `sums.txt` are the hashes of all these files as they were. A file that has
become another, on purpose, is named with its reason in `changes.toml`.
"""

from __future__ import annotations

import json
import tomllib
from hashlib import sha256
from pathlib import Path

import pytest

from tests.cli.support import outputs, run

HERE = Path(__file__).resolve().parent
EXPECTED = HERE / "expected"
WORKSPACES = sorted(path.name for path in (HERE / "workspaces").iterdir())
HINT = "write an entry in tests/regression/changes.toml (CONTRIBUTING.md, Compatibility):"


def findings(name: str) -> str:
    """What validate finds, a line each."""
    report = json.loads(run("-C", HERE / "workspaces" / name, "validate", "--format", "json").out)
    return "".join(
        f"{d['file']}:{d['line']}:{d['column']} {d['severity']} {d['code']}{' noterat' if d['acknowledged'] else ''} {d['path']}\n"
        for d in report["diagnostics"]
    )


def compare(path: Path, content: bytes, *, update: bool) -> None:
    if update:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    assert content.decode("utf-8") == path.read_bytes().decode("utf-8")


@pytest.mark.parametrize("name", WORKSPACES)
def test_the_same_is_found(name: str, update_golden: bool) -> None:
    compare(EXPECTED / name / "findings.txt", findings(name).encode("utf-8"), update=update_golden)


@pytest.mark.parametrize("name", WORKSPACES)
def test_the_same_documents_are_made(name: str, tmp_path: Path, update_golden: bool) -> None:
    workspace = HERE / "workspaces" / name
    for board in json.loads(run("-C", workspace, "list", "--format", "json").out)["boards"]:
        scope = ("--year", str(board["year"]), "--nämnd", board["board"])
        result = run("-C", workspace, "render", *scope, "--format", "md", "--output", tmp_path)
        assert result.code == 0, result.err
    made = outputs(tmp_path)
    for file, content in made.items():
        compare(EXPECTED / name / file, content, update=update_golden)
    assert set(made) == {file for file in outputs(EXPECTED / name) if file.endswith(".md")}


def test_what_has_changed_since_has_its_reason() -> None:
    lines = (HERE / "sums.txt").read_text(encoding="utf-8").splitlines()
    sums = {file: digest for digest, file in (line.split("  ", 1) for line in lines)}
    changes = tomllib.loads((HERE / "changes.toml").read_text(encoding="utf-8")).get("change", [])
    assert all(change["reason"].strip() for change in changes)
    expected = sums | {change["file"]: change["sha256"] for change in changes}
    folders = ("workspaces", "expected")
    files = {f"{folder}/{file}": content for folder in folders for file, content in outputs(HERE / folder).items()}
    assert set(files) == set(sums)
    now = {file: sha256(content).hexdigest() for file, content in files.items()}
    others = [f'[[change]]\nfile = "{file}"\nsha256 = "{now[file]}"' for file in sums if now[file] != expected[file]]
    assert not others, "\n".join([HINT, *others])
    stale = [change["file"] for change in changes if now[change["file"]] == sums[change["file"]]]
    assert not stale, f"these are as they were, the entries have to go: {', '.join(stale)}"
