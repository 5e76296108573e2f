"""vbgen adopt: a snapshot of a document as it was decided, beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vbgen.commands import options
from vbgen.commands.progress import Console, Progress
from vbgen.errors import ExitCode

if TYPE_CHECKING:
    from vbgen.workspace import FolderWorkspace


@options.command
@options.year(required=True)
@options.board(required=True)
@options.document()
@options.pass_workspace
def command(workspace: FolderWorkspace, year: str, board: str, document: str) -> int:
    """Frys det som beslutades: den som sedan ändrar utan nytt beslut får ett fel (VB408).

    \b
    Exempel:
      vbgen adopt --year 2021 --nämnd regionstyrelsen --document verksamhetsplan
    """
    return adopt(workspace, year, board, document, Console())


def adopt(
    workspace: FolderWorkspace,
    year: str,
    board: str,
    document: str,
    progress: Progress,
) -> int:
    """Keep a document as it was decided, or tell why not; return the exit code."""
    from vbgen import output, pipeline
    from vbgen.load import adoption, boards, choices
    from vbgen.load.files import Files
    from vbgen.load.loader import load_document
    from vbgen.reporting.text import as_text
    from vbgen.rules import vb408

    files = Files(workspace)
    job = choices.find_job(files, *boards.find_board(files.inventory, year, board), document)
    loaded = load_document(files, job.year, job.board, job.folder)
    checked = pipeline.check_loaded(loaded, errors_only=True)
    data = checked.data.units[job.year, job.board].documents[job.folder]
    decision, last = data.info.decision, data.adopted_versions[-1] if data.adopted_versions else None
    # that it differs from what was adopted before is what a new decision is for
    changed = {difference.place.file for difference in last.differences} if last is not None else set()
    errors = [
        finding
        for finding in checked.findings
        if finding.severity == "error"
        and finding.is_open
        and not (finding.code == vb408.CODE and finding.place.file in changed)
    ]
    for finding in errors:
        progress.finding(as_text(finding, checked.line(finding)))
    if errors:
        return _refuse(progress, "rätta felen ovan")
    if decision is None or decision.date is None:
        return _refuse(progress, f"skriv vad som beslutades, beslut: datum: ÅÅÅÅ-MM-DD, i {data.place.file}")
    if last is not None and not decision.is_other_than(last.decision):
        if not last.differences:
            progress.progress(f"{job.kind}: redan antaget {last.decision.day_and_paragraph}, inget är ändrat")
            return ExitCode.FINE
        count = _format_count(len(last.differences), "skillnad", "skillnader")
        reason = f"beslut: är det som redan är antaget ({last.decision.day_and_paragraph}), men innehållet är ändrat ({count})"
        return _refuse(
            progress, f"{reason}. Ändra tillbaka (vbgen validate visar var), eller skriv det nya beslutet i beslut:"
        )
    if last is not None and last.decision.date is not None and decision.date < last.decision.date:
        reason = (
            f"beslut: {decision.day_and_paragraph} är äldre än det senast antagna, {last.decision.day_and_paragraph}"
        )
        folder = last.place.file.rpartition("/")[0]
        return _refuse(progress, f"{reason}. Rätta datum:, eller ta bort {folder} om dagen är fel där")
    folder, content = adoption.make_snapshot(files, loaded, data, decision)
    output.write_folder(workspace.path(folder), content)
    progress.progress(
        f"{job.kind}: antaget {decision.day_and_paragraph}, {_format_count(len(content) - 1, 'fil', 'filer')}"
    )
    progress.made(folder)
    return ExitCode.FINE


def _format_count(number: int, singular: str, plural: str) -> str:
    return f"{number} {singular if number == 1 else plural}"


def _refuse(progress: Progress, reason: str) -> int:
    progress.finding(f"Inget antogs: {reason}")
    return ExitCode.ERRORS
