"""vbgen render."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from vbgen import output, pipeline, reporting
from vbgen.load import choices
from vbgen.load.files import Files
from vbgen.workspace import Workspace


def render(
    workspace: Workspace,
    year: str,
    board: str,
    documents: tuple[str, ...],
    formats: tuple[str, ...],
    target: Path,
    *,
    draft: bool,
    say: Callable[[str], None],
    done: Callable[[str], None],
) -> int:
    """Render a board's documents below `target`; `say` takes progress and findings, `done` the path of each document made."""
    files = Files(workspace)
    year_no, board_id = choices.choose(files, year, board)
    code = 0
    for job in choices.jobs(files, year_no, board_id, documents):
        rendered = pipeline.render(files, job, formats, draft=draft, progress=say)
        stopped = not rendered.files
        for finding in (*rendered.checked.findings, *rendered.template_findings):
            if finding.severity == "error" and finding.open:
                say(reporting.as_text(finding, rendered.checked.line(finding)))
        if stopped:
            say(
                f"{job.kind}: inget dokument skrevs, rätta felen ovan"
                + ("" if draft or rendered.template_findings else " (eller gör ett utkast med --draft)")
            )
            code = 1
            continue
        for name, content in rendered.files.items():
            path = target / str(year_no) / board_id / f"{job.name}.{name}"
            output.write(path, content)
            done(str(path))
    return code
