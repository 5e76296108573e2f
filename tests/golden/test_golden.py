"""Whole documents as Markdown, compared with the last ones that somebody read and accepted (`make golden` writes them anew)."""

from __future__ import annotations

import difflib
from pathlib import Path

import pytest

from vbgen import pipeline
from vbgen.load import choices
from vbgen.load.boards import list_boards
from vbgen.load.files import Files
from vbgen.workspace import FolderWorkspace

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
VARMLAND = "examples/region-varmland"
EXAMPLE = "examples/exempelkommunen"
DOCUMENTS = [
    (".", 2021, "regionstyrelsen", "verksamhetsplan"),
    (".", 2021, "regionstyrelsen", "verksamhetsberattelse"),
    (".", 2021, "servicenamnden", "verksamhetsberattelse"),
    (".", 2025, "regionstyrelsen", "verksamhetsplan"),
    (VARMLAND, 2021, "regionstyrelsen", "delarsrapport"),
    (EXAMPLE, 2024, "kulturnamnden", "verksamhetsplan"),
    (EXAMPLE, 2024, "kulturnamnden", "verksamhetsberattelse"),
]


def file_name(workspace: str, year: int, board: str, kind: str) -> str:
    before = "" if workspace == "." else f"{Path(workspace).name}-"
    return f"{before}{year}-{board}-{kind}.md"


@pytest.mark.parametrize(("workspace", "year", "board", "kind"), DOCUMENTS)
def test_markdown_is_as_accepted(workspace: str, year: int, board: str, kind: str, update_golden: bool) -> None:
    files = Files(FolderWorkspace(ROOT / workspace))
    (job,) = choices.list_jobs(files, year, board, (kind,))
    rendered = pipeline.render(files, job, ("md",))
    assert not rendered.checked.is_failing()
    made = rendered.files["md"].decode("utf-8")
    path = HERE / file_name(workspace, year, board, kind)
    if update_golden:
        path.write_text(made, encoding="utf-8", newline="\n")
    accepted = path.read_text(encoding="utf-8")
    difference = difflib.unified_diff(accepted.splitlines(), made.splitlines(), "accepted", "made", lineterm="", n=1)
    assert made == accepted, "\n".join(difference)


def test_every_accepted_document_is_compared() -> None:
    assert {path.name for path in HERE.glob("*.md")} == {file_name(*document) for document in DOCUMENTS}


def test_every_document_of_every_workspace_is_accepted() -> None:
    found = set()
    for workspace in (".", VARMLAND, EXAMPLE):
        files = Files(FolderWorkspace(ROOT / workspace))
        for year, board in list_boards(files.inventory):
            found |= {(workspace, year, board, job.name) for job in choices.list_jobs(files, year, board, ())}
    assert found == set(DOCUMENTS)
