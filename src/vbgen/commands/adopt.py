"""vbgen adopt: what was decided of a document is kept beside it."""

from __future__ import annotations

from collections.abc import Callable

from vbgen import output, pipeline
from vbgen.load import adopted, boards, choices
from vbgen.load.files import Files
from vbgen.load.loader import load_document
from vbgen.reporting.text import as_text
from vbgen.rules import vb408
from vbgen.workspace import FolderWorkspace


def adopt(
    workspace: FolderWorkspace,
    year: str,
    board: str,
    document: str,
    *,
    say: Callable[[str], None],
    done: Callable[[str], None],
) -> int:
    """Keep a document as it was decided; `say` takes why not, `done` the folder. The exit code."""
    files = Files(workspace)
    job = choices.job(files, *boards.choose(files.inventory, year, board), document)
    loaded = load_document(files, job.year, job.board, job.folder)
    checked = pipeline.checked(loaded, errors_only=True)
    data = checked.data.units[job.year, job.board].documents[job.folder]
    decision, last = data.info.decision, data.adopted[-1] if data.adopted else None
    # that it differs from what was adopted before is what a new decision is for
    changed = {found.place.file for found in last.differences} if last is not None else set()
    errors = [
        f
        for f in checked.findings
        if f.severity == "error" and f.open and not (f.code == vb408.CODE and f.place.file in changed)
    ]
    for finding in errors:
        say(as_text(finding, checked.line(finding)))
    if errors:
        return _refused(say, "rätta felen ovan")
    if decision is None or decision.date is None:
        return _refused(say, f"skriv vad som beslutades, beslut: datum: ÅÅÅÅ-MM-DD, i {data.place.file}")
    if last is not None and not decision.is_other_than(last.decision):
        if not last.differences:
            say(f"{job.kind}: redan antaget {last.decision.shown}, inget är ändrat")
            return 0
        count = _counted(len(last.differences), "skillnad", "skillnader")
        why = f"beslut: är det som redan är antaget ({last.decision.shown}), men innehållet är ändrat ({count})"
        return _refused(
            say, f"{why}. Ändra tillbaka (vbgen validate visar var), eller skriv det nya beslutet i beslut:"
        )
    if last is not None and last.decision.date is not None and decision.date < last.decision.date:
        why = f"beslut: {decision.shown} är äldre än det senast antagna, {last.decision.shown}"
        folder = last.place.file.rpartition("/")[0]
        return _refused(say, f"{why}. Rätta datum:, eller ta bort {folder} om dagen är fel där")
    folder, content = adopted.snapshot(files, loaded, data, decision)
    output.write_folder(workspace.path(folder), content)
    say(f"{job.kind}: antaget {decision.shown}, {_counted(len(content) - 1, 'fil', 'filer')}")
    done(folder)
    return 0


def _counted(number: int, one: str, several: str) -> str:
    return f"{number} {one if number == 1 else several}"


def _refused(say: Callable[[str], None], why: str) -> int:
    say(f"Inget antogs: {why}")
    return 1
