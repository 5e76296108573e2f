"""vbgen validate."""

from __future__ import annotations

from vbgen import pipeline, reporting
from vbgen.load.boards import scope
from vbgen.load.files import Files
from vbgen.workspace import Workspace


def validate(workspace: Workspace, year: str | None, board: str | None, form: str, *, strict: bool) -> tuple[int, str]:
    """Exit code and report. UnknownChoice for a year or board that is not there."""
    files = Files(workspace)
    year_no, board_id = scope(files.inventory, year, board)
    checked = pipeline.check(files, year_no, board_id)
    summary = summarise(checked)
    if form == "json":
        report = reporting.json_report(checked.findings, summary)
    else:
        report = reporting.text_report(checked.findings, checked.line, summary)
    return (1 if checked.failing(strict=strict) else 0), report


def summarise(checked: pipeline.Checked) -> reporting.Summary:
    """Count what was checked."""
    boards = sum(1 for unit in checked.data.units.values() if unit.is_board)
    return reporting.Summary.of(checked.findings, len(checked.sources), boards, checked.relations)
