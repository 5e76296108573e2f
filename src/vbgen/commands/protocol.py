"""vbgen protocol: the records of the checks of one board's documents."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from vbgen.commands import options
from vbgen.commands.progress import Console, Progress
from vbgen.commands.render import Request
from vbgen.errors import ExitCode, RenderError
from vbgen.formats import FORMATS, RECORD

if TYPE_CHECKING:
    from vbgen import pipeline
    from vbgen.load import choices
    from vbgen.load.files import Files
    from vbgen.reporting.protocol import Record
    from vbgen.workspace import Workspace


@options.command
@options.year(required=True)
@options.board(required=True)
@options.documents()
@options.formats(RECORD)
@options.output("Var protokollen läggs, och var dokumenten söks.")
@options.quiet()
@options.pass_workspace
def command(
    workspace: Workspace,
    year: str,
    board: str,
    documents: tuple[str, ...],
    formats: tuple[str, ...],
    target: Path,
    *,
    quiet: bool,
) -> int:
    """Gör kontrollprotokoll för en nämnds dokument, att lägga till ärendet: kontroller, fynd, förklaringar, kontrollsummor.

    \b
    Exempel:
      vbgen protocol --year 2021 --nämnd regionstyrelsen
      vbgen protocol --year 2021 --nämnd regionstyrelsen --document verksamhetsberättelse --format docx
    """
    return protocol(workspace, year, board, Request(documents, formats), target, Console(quiet=quiet))


def protocol(
    workspace: Workspace,
    year: str,
    board: str,
    request: Request,
    target: Path,
    progress: Progress,
) -> int:
    """Write the records beside the documents. Return 1 if an error is open in any of them."""
    from vbgen import output, pipeline
    from vbgen.load import boards, choices
    from vbgen.load.files import Files
    from vbgen.reporting.protocol import build_document
    from vbgen.reporting.text import as_text

    files = Files(workspace)
    year_no, board_id = boards.find_board(files.inventory, year, board)
    jobs = choices.list_jobs(files, year_no, board_id, request.documents)
    for recreated in choices.list_recreations(files, year_no, board_id):
        progress.progress(f"{recreated.kind}: återskapad ur {recreated.source}, görs inte …")
    checked = pipeline.check(files, board=board_id)  # all years of it: some rules compare a year with the one before
    code = ExitCode.FINE
    for job in jobs:
        record = _build_record(files, job, checked, target)
        progress.progress(f"{record.document.info.title} ({record.unit.file.name}) …")
        if failing := record.count_open_errors():
            progress.finding(f"{job.kind}: öppna fel: {failing}, se protokollet")
            code = ExitCode.ERRORS
        blocks = build_document(record)
        for name in request.formats:
            try:
                content = pipeline.write(name, blocks, checked.data)
            except RenderError as error:
                finding = pipeline.describe(error, checked)
                progress.finding(as_text(finding, checked.line(finding)))
                code = ExitCode.ERRORS
                continue
            path = target / str(year_no) / board_id / f"{job.name}-protokoll.{name}"
            output.write(path, content)
            progress.made(str(path))
    return code


def _build_record(files: Files, job: choices.Job, checked: pipeline.CheckResult, target: Path) -> Record:
    from vbgen import pipeline
    from vbgen.analysis import relation_outcomes as relations
    from vbgen.render import pandoc
    from vbgen.reporting.protocol import Record

    basis = pipeline.load_basis(files, job)
    data = basis.loaded.data
    unit = data.units[job.year, job.board]
    paths = {document.path for document in data.documents()}
    return Record(
        basis.loaded.context,
        unit,
        unit.documents[job.folder],
        [finding for finding in checked.findings if basis.holds(finding)],
        [checks for checks in relations.count_outcomes(checked.context, checked.findings) if checks.document in paths],
        checked.locate,
        sorted(checked.data.broken_files),
        {file: hashlib.sha256(files.read_content(file)).hexdigest() for file in basis.files},
        _hash_rendered(job, basis, target),
        pandoc.version(),
    )


def _hash_rendered(job: choices.Job, basis: pipeline.Basis, target: Path) -> dict[str, str]:
    """Hash each rendered file that equals a new rendering, which gives the same bytes; say of the others why they have no hash."""
    from vbgen import pipeline
    from vbgen.commands.build_cache import hash_file

    folder = target / str(job.year) / job.board
    paths = {name: folder / f"{job.name}.{name}" for name in FORMATS}
    existing = tuple(name for name, path in paths.items() if path.is_file())
    current = pipeline.render_checked(job, basis.loaded, existing).files if existing else {}
    hashes = {}
    for name, path in paths.items():
        if name not in existing:
            hashes[path.name] = "finns inte"
        elif path.read_bytes() != current.get(name):
            hashes[path.name] = "är inte gjord av dessa data: den är äldre, ändrad eller ett utkast"
        else:
            hashes[path.name] = hash_file(path)
    return hashes
