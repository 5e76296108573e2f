"""vbgen render --all: the documents of many boards, each board and year a task of its own.

Tasks share no file and no state, so any `concurrent.futures.Executor` can run them. What is unchanged is not made again.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Iterable
from concurrent.futures import BrokenExecutor, Executor, Future, as_completed
from pathlib import Path
from typing import NamedTuple

import click

from vbgen.commands import bugs, freshness, index
from vbgen.commands.executors import executor_for
from vbgen.commands.progress import Collected, Console, Progress, steps
from vbgen.commands.render import Wanted, make
from vbgen.errors import ExitCode, UnknownChoice
from vbgen.load.boards import boards, scope
from vbgen.load.files import Files
from vbgen.workspace import FolderWorkspace

# the worst first: what an exit code of several boards is
_WORST = (ExitCode.BUG, ExitCode.SURROUNDINGS, ExitCode.ERRORS, ExitCode.FINE)
_LOST = "processen avbröts innan den var klar (minnet kan ha tagit slut); försök igen, med --jobs 1 om det händer igen"


class Task(NamedTuple):
    """A board and year to make documents of; small and picklable."""

    root: Path
    year: int
    board: str
    wanted: Wanted


class Outcome(NamedTuple):
    """How a task ended: exit code, paths of documents, whether they were there already, what there is to say."""

    year: int
    board: str
    code: ExitCode
    documents: tuple[str, ...] = ()
    unchanged: bool = False
    messages: tuple[str, ...] = ()
    seconds: float = 0.0


def command(
    workspace: FolderWorkspace,
    year: str | None,
    names: tuple[str, ...],
    wanted: Wanted,
    jobs: int | None,
    *,
    force: bool,
    quiet: bool,
) -> int:
    """A progress bar on a terminal, a line for each board elsewhere; the table of all at the end."""
    wanted = wanted._replace(target=wanted.target.resolve())
    listed = tasks(workspace, year, names, wanted)
    with executor_for("processes", jobs, len(listed)) as executor:
        try:
            with steps(len(listed), "Dokument", quiet=quiet) as progress:
                outcomes = render_all(listed, executor, progress, force=force)
        except KeyboardInterrupt:
            executor.shutdown(wait=False, cancel_futures=True)
            raise
    console = Console(quiet=quiet)
    for outcome in outcomes:
        for text in outcome.messages:
            console.finding(f"{outcome.year} {outcome.board}: {text}")
    code = worst(outcomes)
    if code == ExitCode.BUG:
        console.finding(bugs.REQUEST)
    click.echo(summary(outcomes), nl=False)
    for path in first_pages(workspace, outcomes, wanted):
        console.made(path)
    return code


def tasks(workspace: FolderWorkspace, year: str | None, names: tuple[str, ...], wanted: Wanted) -> list[Task]:
    """A task for each board and year that is meant. UnknownChoice for one that is not there."""
    inventory = Files(workspace).inventory
    scopes = [scope(inventory, year, name) for name in names] or [scope(inventory, year, None)]
    found = [
        (of, board) for of, board in boards(inventory) if any(y in (None, of) and b in (None, board) for y, b in scopes)
    ]
    return [Task(workspace.root, of, board, wanted) for of, board in found]


def render_all(listed: Iterable[Task], executor: Executor, progress: Progress, *, force: bool) -> list[Outcome]:
    """Run the tasks, and tell of each as it ends. The outcomes are in order of year and board."""
    outcomes: list[Outcome] = []

    def ended(outcome: Outcome) -> None:
        outcomes.append(outcome)
        progress.progress(line(outcome))

    pending: dict[Future[Outcome], Task] = {}
    for task in listed:
        known = None if force else freshness.remembered(FolderWorkspace(task.root), task.year, task.board, task.wanted)
        if known is None:
            pending[executor.submit(build, task)] = task
        else:
            ended(Outcome(task.year, task.board, ExitCode.FINE, tuple(known), unchanged=True))
    for future in as_completed(pending):
        ended(_outcome(future, pending[future]))
    return sorted(outcomes)


def _outcome(future: Future[Outcome], task: Task) -> Outcome:
    """How a task ended, also where nothing is left of the process that ran it."""
    try:
        return future.result()
    except BrokenExecutor:
        return Outcome(task.year, task.board, ExitCode.SURROUNDINGS, messages=(_LOST,))


def first_pages(workspace: FolderWorkspace, outcomes: Iterable[Outcome], wanted: Wanted) -> list[str]:
    """The first page of each year in which documents were made anew, or that has documents and no page; their paths."""
    if not index.wanted(wanted):
        return []
    made = [o for o in outcomes if o.documents]
    missing = {o.year for o in made if not (wanted.target / str(o.year) / index.NAME).is_file()}
    years = missing | {o.year for o in made if not o.unchanged}
    if not years:
        return []
    return [str(index.write(Files(workspace, year), year, wanted.target)) for year in sorted(years)]


def build(task: Task) -> Outcome:
    """One task, in whatever process runs it. Its errors stay its own, and nothing of it stays in memory."""
    outcome = _build(task)
    gc.collect()  # a board's data refer to each other in circles
    gc.freeze()  # what is left stays: it need not be looked through again after the next board
    return outcome


def _build(task: Task) -> Outcome:
    from vbgen.commands.surroundings import reason
    from vbgen.load import choices

    start = time.perf_counter()
    told = Collected()
    workspace = FolderWorkspace(task.root)
    try:
        files = Files(workspace, task.year)
        code, documents = make(files, task.year, task.board, task.wanted, told)
        if code is ExitCode.FINE and documents:
            folders = choices.folders(files, task.year, task.board)
            freshness.remember(workspace, task.year, task.board, task.wanted, folders, files.names, documents)
    except OSError as error:
        code = ExitCode.SURROUNDINGS
        told.finding(reason(error))
    except UnknownChoice as error:
        code, told.findings = ExitCode.FINE, [str(error)]  # the board has no document of the kind that was asked for
    except Exception as error:  # noqa: BLE001 - a bug of ours with one board must not stop the others
        code = ExitCode.BUG
        told.finding(bugs.describe(error))
    # what several of the board's documents are made of is told once
    messages, seconds = tuple(dict.fromkeys(told.findings)), time.perf_counter() - start
    return Outcome(task.year, task.board, code, tuple(told.paths), messages=messages, seconds=seconds)


def worst(outcomes: Iterable[Outcome]) -> ExitCode:
    """The exit code of all."""
    codes = {outcome.code for outcome in outcomes}
    return next((code for code in _WORST if code in codes), ExitCode.FINE)


def line(outcome: Outcome) -> str:
    """One outcome in a line: `2021 regionstyrelsen: 4 filer, 1,2 s`."""
    count = f"{len(outcome.documents)} {'fil' if len(outcome.documents) == 1 else 'filer'}"
    result = f"{_WORD[outcome.code]}, " if outcome.code else ""
    how = "oförändrat" if outcome.unchanged else f"{outcome.seconds:.1f} s".replace(".", ",")
    return f"{outcome.year} {outcome.board}: {result}{count}, {how}"


def summary(outcomes: list[Outcome]) -> str:
    """The table at the end, and what came of it all."""
    from tabulate import tabulate

    rows = [
        [
            o.year,
            o.board,
            ", ".join(sorted({Path(path).name for path in o.documents})) or "–",
            "oförändrat" if o.unchanged else _WORD[o.code] if o.documents or o.code else "inget att göra",
            "" if o.unchanged else f"{o.seconds:.1f}".replace(".", ","),
        ]
        for o in outcomes
    ]
    table = tabulate(rows, headers=["År", "Nämnd", "Filer", "Resultat", "Sekunder"], tablefmt="simple", stralign="left")
    made = sum(len(o.documents) for o in outcomes if not o.unchanged)
    kept = sum(len(o.documents) for o in outcomes if o.unchanged)
    failed = sum(1 for o in outcomes if o.code)
    return f"{table}\n\n{made} filer gjorda, {kept} oförändrade, {failed} nämnder med fel\n"


_WORD = {
    ExitCode.FINE: "klart",
    ExitCode.ERRORS: "fel i data",
    ExitCode.BUG: "fel i vbgen",
    ExitCode.SURROUNDINGS: "kunde inte skrivas",
}
