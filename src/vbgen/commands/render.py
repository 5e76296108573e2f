"""vbgen render: the documents of one board."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from vbgen import formats as document_formats
from vbgen.commands import options
from vbgen.commands.progress import Console, Progress
from vbgen.errors import ExitCode

if TYPE_CHECKING:
    from vbgen.load.files import Files
    from vbgen.workspace import Workspace


@partial(options.command, line=f"Gör en nämnds dokument, eller allas, som {document_formats.list_formats()}.")
@options.year()
@options.boards()
@click.option("--all", "everything", is_flag=True, help="Alla nämnder och år, eller de som --year och --nämnd väljer.")
@click.option(
    "--jobs", type=click.IntRange(min=1), metavar="ANTAL", help="Med --all: så många processer. Förval: en per kärna."
)
@click.option(
    "--executor",
    type=options.Text(),
    metavar="VAR",
    help="Med --all: processes (förval), inline eller dask:ADRESS till ett Dask-kluster.",
)
@click.option("--force", is_flag=True, help="Med --all: gör också det som är oförändrat.")
@options.documents()
@options.formats()
@options.output("Var dokumenten läggs.")
@click.option("--draft", is_flag=True, help="Gör ett utkast även om kontrollen hittar fel.")
@click.option("--internal", is_flag=True, help="För internt bruk: visa också små grupper. Varje sida märks INTERN.")
@options.quiet()
@click.pass_context
def command(
    context: click.Context,
    *,
    year: str | None,
    boards: tuple[str, ...],
    everything: bool,
    jobs: int | None,
    executor: str | None,
    force: bool,
    documents: tuple[str, ...],
    formats: tuple[str, ...],
    target: Path,
    draft: bool,
    internal: bool,
    quiet: bool,
) -> int:
    """\b
    Exempel:
      vbgen render --year 2021 --nämnd regionstyrelsen
      vbgen render --year 2021 --nämnd regionstyrelsen --document verksamhetsplan --format docx --draft
      vbgen render --all --year 2021
    """
    request = Request(documents, formats, draft, internal)
    if everything:
        from vbgen.commands import executors, render_all

        workspace, kind = options.workspace(context), executor or executors.PROCESSES
        tasks = render_all.list_tasks(workspace, year, boards, request)
        with executors.create_executor(kind, jobs, len(tasks)) as pool:
            return render_all.command(workspace, tasks, pool, target.resolve(), force=force, quiet=quiet)
    if year is None or len(boards) != 1:
        raise click.UsageError("ange --year och en --nämnd, eller --all")
    if jobs is not None or force or executor is not None:
        raise click.UsageError("--jobs, --executor och --force hör till --all")
    return render(options.workspace(context), year, boards[0], request, target, Console(quiet=quiet))


class Request(NamedTuple):
    """A request for a board's documents: kinds (none: all), formats, drafts too, for use inside."""

    documents: tuple[str, ...]
    formats: tuple[str, ...]
    draft: bool = False
    internal: bool = False


def render(workspace: Workspace, year: str, board: str, request: Request, target: Path, progress: Progress) -> int:
    """Render a board's documents below `target`, and the first page of the year beside them; return the exit code."""
    from vbgen import output
    from vbgen.commands import index
    from vbgen.load import boards
    from vbgen.load.files import Files

    files = Files(workspace)
    year_no, board_id = boards.find_board(files.inventory, year, board)
    written = 0

    def put(path: str, content: bytes) -> None:
        nonlocal written
        output.write(target / path, content)
        progress.made(str(target / path))
        written += 1

    code = make_documents(files, year_no, board_id, request, progress, put)
    board_count = sum(1 for year, _ in boards.list_boards(files.inventory) if year == year_no)
    if written and index.is_requested(request) and board_count <= index.MANY:
        progress.made(str(index.write(files, year_no, target)))
    return code


def make_documents(
    files: Files, year: int, board: str, request: Request, progress: Progress, put: Callable[[str, bytes], None]
) -> ExitCode:
    """Make the documents of a board; return the exit code. `put` takes each: its path below the target, and its bytes."""
    from vbgen import pipeline
    from vbgen.load import choices
    from vbgen.reporting.text import as_text

    code = ExitCode.FINE
    for recreated in choices.list_recreations(files, year, board):
        progress.progress(f"{recreated.kind}: återskapad ur {recreated.source}, görs inte …")
    for job in choices.list_jobs(files, year, board, request.documents):
        rendered = pipeline.render(
            files, job, request.formats, draft=request.draft, internal=request.internal, progress=progress.progress
        )
        for finding in (*rendered.checked.findings, *rendered.template_findings):
            if finding.severity == "error" and finding.is_open:
                progress.finding(as_text(finding, rendered.checked.line(finding)))
        if not rendered.files:
            hint = "" if request.draft or rendered.template_findings else " (eller gör ett utkast med --draft)"
            progress.finding(f"{job.kind}: inget dokument skrevs, rätta felen ovan{hint}")
            code = ExitCode.ERRORS
            continue
        for name, content in rendered.files.items():
            put(f"{year}/{board}/{job.name}{'-intern' if request.internal else ''}.{name}", content)
    return code
