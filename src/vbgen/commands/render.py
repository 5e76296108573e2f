"""vbgen render: the documents of one board."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from vbgen.load import boards
from vbgen.workspace import Workspace

if TYPE_CHECKING:
    from vbgen.load.files import Files


class Wanted(NamedTuple):
    """What to make of a board's documents: kinds (none: all), formats, below which folder, drafts too, for use inside."""

    documents: tuple[str, ...]
    formats: tuple[str, ...]
    target: Path
    draft: bool = False
    internal: bool = False


def render(
    workspace: Workspace,
    year: str,
    board: str,
    wanted: Wanted,
    *,
    say: Callable[[str], None],
    done: Callable[[str], None],
) -> int:
    """Render a board's documents; `say` takes progress and findings, `done` the path of each document made."""
    from vbgen.commands import index
    from vbgen.load.files import Files

    files = Files(workspace)
    year_no, board_id = boards.choose(files.inventory, year, board)
    written: list[str] = []

    def note(path: str) -> None:
        written.append(path)
        done(path)

    code = make(files, year_no, board_id, wanted, say, note)
    of_the_year = sum(1 for year, _ in boards.boards(files.inventory) if year == year_no)
    if written and index.wanted(wanted) and of_the_year <= index.MANY:
        done(str(index.write(files, year_no, wanted.target)))
    return code


def make(
    files: Files, year: int, board: str, wanted: Wanted, say: Callable[[str], None], done: Callable[[str], None]
) -> int:
    """The documents of a board; the exit code."""
    from vbgen import output, pipeline
    from vbgen.load import choices
    from vbgen.reporting.text import as_text

    code = 0
    for other in choices.recreated(files, year, board):
        say(f"{other.kind}: återskapad ur {other.source}, görs inte …")
    for job in choices.jobs(files, year, board, wanted.documents):
        rendered = pipeline.render(
            files, job, wanted.formats, draft=wanted.draft, internal=wanted.internal, progress=say
        )
        for finding in (*rendered.checked.findings, *rendered.template_findings):
            if finding.severity == "error" and finding.open:
                say(as_text(finding, rendered.checked.line(finding)))
        if not rendered.files:
            hint = "" if wanted.draft or rendered.template_findings else " (eller gör ett utkast med --draft)"
            say(f"{job.kind}: inget dokument skrevs, rätta felen ovan{hint}")
            code = 1
            continue
        for name, content in rendered.files.items():
            path = wanted.target / str(year) / board / f"{job.name}{'-intern' if wanted.internal else ''}.{name}"
            output.write(path, content)
            done(str(path))
    return code
