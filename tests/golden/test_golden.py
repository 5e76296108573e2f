"""Whole documents as Markdown, compared with the last ones that somebody read and accepted (`make golden` writes them anew)."""

from __future__ import annotations

import difflib
from pathlib import Path

import pytest

from vbgen import pipeline
from vbgen.load import choices
from vbgen.load.files import Files
from vbgen.workspace import Workspace

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
DOCUMENTS = [
    (2021, "regionstyrelsen", "verksamhetsplan"),
    (2021, "regionstyrelsen", "verksamhetsberattelse"),
    (2021, "servicenamnden", "verksamhetsberattelse"),
    (2025, "regionstyrelsen", "verksamhetsplan"),
]


@pytest.mark.parametrize(("year", "board", "kind"), DOCUMENTS)
def test_markdown_is_as_accepted(year: int, board: str, kind: str, update_golden: bool) -> None:
    files = Files(Workspace(ROOT))
    (job,) = choices.jobs(files, year, board, (kind,))
    rendered = pipeline.render(files, job, ("md",))
    assert not rendered.checked.failing()
    made = rendered.files["md"].decode("utf-8")
    path = HERE / f"{year}-{board}-{kind}.md"
    if update_golden:
        path.write_text(made, encoding="utf-8", newline="\n")
    accepted = path.read_text(encoding="utf-8")
    difference = difflib.unified_diff(accepted.splitlines(), made.splitlines(), "accepted", "made", lineterm="", n=1)
    assert made == accepted, "\n".join(difference)


def test_every_accepted_document_is_compared() -> None:
    names = {f"{year}-{board}-{kind}.md" for year, board, kind in DOCUMENTS}
    assert {path.name for path in HERE.glob("*.md")} == names
