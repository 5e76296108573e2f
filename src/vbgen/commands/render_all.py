"""vbgen render --all: the documents of many boards, each board and year a task of its own.

A task carries bytes and brings bytes back, so any `concurrent.futures.Executor` can run it; files are read and written here only.
What is unchanged is not made again.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, wait
from pathlib import Path
from typing import NamedTuple

import click

from vbgen import output
from vbgen.commands import bugs, index, worker
from vbgen.commands.build_cache import Memory
from vbgen.commands.executors import is_elsewhere
from vbgen.commands.os_errors import reason
from vbgen.commands.program import program
from vbgen.commands.progress import Console, Progress, steps
from vbgen.commands.render import Request
from vbgen.commands.worker import Result, Task
from vbgen.errors import ExitCode
from vbgen.load.boards import boards, scope
from vbgen.load.folders import Inventory, inventory
from vbgen.workspace import SETTINGS, ArchiveWorkspace, FolderWorkspace, Workspace

# the worst first: what an exit code of several boards is
_WORST = (ExitCode.BUG, ExitCode.SURROUNDINGS, ExitCode.ERRORS, ExitCode.FINE)
_LOST = "processen avbröts innan den var klar (minnet kan ha tagit slut); försök igen, med --jobs 1 om det händer igen"
_WINDOW = 32  # tasks that are under way at once: the files of others are not in memory yet


class Outcome(NamedTuple):
    """How a board's documents ended: exit code, their paths, whether they were there already, what there is to say."""

    year: int
    board: str
    code: ExitCode
    documents: tuple[str, ...] = ()
    unchanged: bool = False
    messages: tuple[str, ...] = ()
    seconds: float = 0.0


def command(
    workspace: FolderWorkspace, tasks: list[Task], executor: Executor, target: Path, *, force: bool, quiet: bool
) -> int:
    """Run the tasks: a progress bar on a terminal, a line for each board elsewhere; the table of all at the end."""
    if is_elsewhere(executor):
        tasks = [task._replace(program=program()) for task in tasks]
    memory = Memory(workspace, tasks[0].request, target) if tasks else None
    try:
        with steps(len(tasks), "Dokument", quiet=quiet) as progress:
            outcomes = render_all(workspace, tasks, executor, target, progress, memory, force=force)
        pages, told = first_pages(workspace, tasks, outcomes, executor, target)
    except KeyboardInterrupt:
        executor.shutdown(wait=False, cancel_futures=True)
        raise
    console = Console(quiet=quiet)
    for outcome in (*outcomes, *told):
        for text in outcome.messages:
            console.finding(f"{outcome.year} {outcome.board}: {text}")
    code = worst((*outcomes, *told))
    if code == ExitCode.BUG:
        console.finding(bugs.REQUEST)
    click.echo(summary(outcomes), nl=False)
    for path in pages:
        console.made(path)
    return code


# ---------------------------------------------------------------------- tasks
def tasks(workspace: Workspace, year: str | None, names: tuple[str, ...], request: Request) -> list[Task]:
    """List a task for each board and year that is meant; their files are read later. UnknownChoice for one that is not there."""
    everything = inventory(workspace)
    scopes = [scope(everything, year, name) for name in names] or [scope(everything, year, None)]
    chosen = [
        (of, board)
        for of, board in boards(everything)
        if any(y in (None, of) and b in (None, board) for y, b in scopes)
    ]
    years = {of: _of_year(everything, of) for of, _ in chosen}
    return [Task(of, board, request, years[of], ArchiveWorkspace({}, {})) for of, board in chosen]


def _of_year(everything: Inventory, year: int) -> Inventory:
    """What lies in a year's folder."""
    units = {key: unit for key, unit in everything.units.items() if key[0] == year}
    shared = {of: file for of, file in everything.shared.items() if of == year}
    findings = [finding for finding in everything.findings if finding.place.file.startswith(f"data/{year}/")]
    return Inventory(units, shared, findings)


def fill(workspace: Workspace, task: Task) -> None:
    """Give a task what it will need in any case: the board's folder, the year's shared file, templates, settings."""
    archive, unit = task.archive, task.inventory.units[task.year, task.board]
    for folder in ("", "data", f"data/{task.year}"):
        archive.listings[folder] = workspace.list(folder)
    for path in (SETTINGS, "templates", unit.path, *task.inventory.shared.values()):
        archive.add(workspace, path)


def run(
    work: Callable[[Task], Result], waiting: Iterable[Task], executor: Executor, workspace: Workspace
) -> Iterator[tuple[Task, Result]]:
    """Run tasks, each with its result as it ends. One that lacks files is given them and run again."""
    queue, pending = deque(waiting), dict[Future[Result], Task]()
    while queue or pending:
        while queue and len(pending) < _WINDOW:
            task = queue.popleft()
            if not task.archive.listings:
                fill(workspace, task)
            pending[executor.submit(work, task)] = task
        done, _ = wait(pending, return_when=FIRST_COMPLETED)
        for future in done:
            task = pending.pop(future)
            result = _result(future)
            for path in result.lacks:
                assert path not in task.archive.listings and path not in task.archive.contents, path
                task.archive.add(workspace, path)
            if result.lacks:
                queue.appendleft(task)
            else:
                yield task, result


def _result(future: Future[Result]) -> Result:
    """What became of a task, also where nothing is left of the process that ran it."""
    try:
        return future.result()
    except BrokenExecutor:
        return Result(ExitCode.SURROUNDINGS, messages=(_LOST,))


# ------------------------------------------------------------------ documents
def render_all(
    workspace: Workspace,
    tasks: Iterable[Task],
    executor: Executor,
    target: Path,
    progress: Progress,
    memory: Memory | None,
    *,
    force: bool,
) -> list[Outcome]:
    """Run the tasks, write what they made, and tell of each as it ends. The outcomes are in order of year and board."""
    outcomes: list[Outcome] = []

    def ended(outcome: Outcome) -> None:
        outcomes.append(outcome)
        progress.progress(line(outcome))

    changed = []
    for task in tasks:
        known = memory.recall(task.year, task.board) if memory is not None and not force else None
        if known is None:
            changed.append(task)
        else:
            ended(Outcome(task.year, task.board, ExitCode.FINE, tuple(known), unchanged=True))
    for task, result in run(worker.build, changed, executor, workspace):
        ended(_written(task, result, target, memory))
    return sorted(outcomes)


def _written(task: Task, result: Result, target: Path, memory: Memory | None) -> Outcome:
    """Write what a task made, and note of what."""
    paths: list[str] = []
    code, messages = result.code, result.messages
    try:
        for name, content in result.documents:
            output.write(target / name, content)
            paths.append(str(target / name))
        if code is ExitCode.FINE and paths and memory is not None:
            memory.note(task.year, task.board, result.folders, result.read, paths)
    except OSError as error:
        code, messages = ExitCode.SURROUNDINGS, (*messages, reason(error))
    return Outcome(task.year, task.board, code, tuple(paths), messages=messages, seconds=result.seconds)


def first_pages(
    workspace: Workspace, tasks: list[Task], outcomes: list[Outcome], executor: Executor, target: Path
) -> tuple[list[str], list[Outcome]]:
    """Write the first page of each year in which documents were made anew, or that has documents and no page.

    Their paths, and what there is to say of boards and years that could not be told of.
    """
    if not tasks or not index.is_asked_for(tasks[0].request):
        return [], []
    made = [outcome for outcome in outcomes if outcome.documents]
    missing = {outcome.year for outcome in made if not (target / index.path(outcome.year)).is_file()}
    paths, failed = list[str](), list[Outcome]()
    for year in sorted(missing | {outcome.year for outcome in made if not outcome.unchanged}):
        (first, *_) = (task for task in tasks if task.year == year)
        of_year = (
            first._replace(board=board, archive=ArchiveWorkspace({}, {})) for _, board in boards(first.inventory)
        )
        described = []
        for task, result in run(worker.describe, of_year, executor, workspace):
            if result.described is None:
                failed.append(Outcome(year, task.board, result.code, messages=result.messages))
            else:
                described.append(result.described)
        entries = tuple(board.beside(target / str(year)) for board in sorted(described, key=lambda board: board.board))
        page = first._replace(archive=ArchiveWorkspace({}, {}), entries=entries)
        for task, result in run(worker.write_page, [page], executor, workspace):
            outcome = _written(task, result, target, None)
            paths += outcome.documents
            failed += [outcome] if outcome.code else []
    return paths, failed


# ----------------------------------------------------------------------- told
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
