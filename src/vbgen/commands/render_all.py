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
from vbgen.commands.build_cache import BuildCache
from vbgen.commands.executors import is_remote
from vbgen.commands.os_errors import describe_os_error
from vbgen.commands.program import identify_program
from vbgen.commands.progress import Console, Progress, show_steps
from vbgen.commands.render import Request
from vbgen.commands.worker import Result, Task
from vbgen.errors import ExitCode
from vbgen.load.boards import find_scope, list_boards
from vbgen.load.folders import Inventory, list_inventory
from vbgen.workspace import SETTINGS, ArchiveWorkspace, FolderWorkspace, Workspace

# the worst first: the exit code of several boards is the worst of theirs
_WORST = (ExitCode.BUG, ExitCode.SURROUNDINGS, ExitCode.ERRORS, ExitCode.FINE)
_LOST = "processen avbröts innan den var klar (minnet kan ha tagit slut); försök igen, med --jobs 1 om det händer igen"
_WINDOW = 32  # tasks that are under way at once: the files of others are not in memory yet


class Outcome(NamedTuple):
    """The outcome of a board's documents: exit code, their paths, whether they were up to date, messages."""

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
    if is_remote(executor):
        tasks = [task._replace(program=identify_program()) for task in tasks]
    memory = BuildCache(workspace, tasks[0].request, target) if tasks else None
    try:
        with show_steps(len(tasks), "Dokument", quiet=quiet) as progress:
            outcomes = render_all(workspace, tasks, executor, target, progress, memory, force=force)
        pages, page_failures = write_first_pages(workspace, tasks, outcomes, executor, target)
    except KeyboardInterrupt:
        executor.shutdown(wait=False, cancel_futures=True)
        raise
    console = Console(quiet=quiet)
    for outcome in (*outcomes, *page_failures):
        for text in outcome.messages:
            console.finding(f"{outcome.year} {outcome.board}: {text}")
    code = find_worst_code((*outcomes, *page_failures))
    if code == ExitCode.BUG:
        console.finding(bugs.REQUEST)
    click.echo(format_summary(outcomes), nl=False)
    for path in pages:
        console.made(path)
    return code


# ---------------------------------------------------------------------- tasks
def list_tasks(workspace: Workspace, year: str | None, names: tuple[str, ...], request: Request) -> list[Task]:
    """List a task for each board and year that is meant; their files are read later. UnknownChoice for one that is not there."""
    full_inventory = list_inventory(workspace)
    scopes = [find_scope(full_inventory, year, name) for name in names] or [find_scope(full_inventory, year, None)]
    chosen = [
        (task_year, board)
        for task_year, board in list_boards(full_inventory)
        if any(y in (None, task_year) and b in (None, board) for y, b in scopes)
    ]
    inventories = {task_year: _select_year(full_inventory, task_year) for task_year, _ in chosen}
    return [
        Task(task_year, board, request, inventories[task_year], ArchiveWorkspace({}, {})) for task_year, board in chosen
    ]


def _select_year(full_inventory: Inventory, year: int) -> Inventory:
    """Return the inventory of one year's folder."""
    units = {key: unit for key, unit in full_inventory.units.items() if key[0] == year}
    shared = {shared_year: file for shared_year, file in full_inventory.shared.items() if shared_year == year}
    findings = [finding for finding in full_inventory.findings if finding.place.file.startswith(f"data/{year}/")]
    return Inventory(units, shared, findings)


def fill_archive(workspace: Workspace, task: Task) -> None:
    """Give a task the files that it needs in any case: the board's folder, the year's shared file, templates, settings."""
    archive, unit = task.archive, task.inventory.units[task.year, task.board]
    for folder in ("", "data", f"data/{task.year}"):
        archive.listings[folder] = workspace.list(folder)
    for path in (SETTINGS, "templates", unit.path, *task.inventory.shared.values()):
        archive.add(workspace, path)


def run_tasks(
    work: Callable[[Task], Result], waiting: Iterable[Task], executor: Executor, workspace: Workspace
) -> Iterator[tuple[Task, Result]]:
    """Run tasks, and yield each with its result as it ends. One that lacks files is given them and run again."""
    queue, pending = deque(waiting), dict[Future[Result], Task]()
    while queue or pending:
        while queue and len(pending) < _WINDOW:
            task = queue.popleft()
            if not task.archive.listings:
                fill_archive(workspace, task)
            pending[executor.submit(work, task)] = task
        done, _ = wait(pending, return_when=FIRST_COMPLETED)
        for future in done:
            task = pending.pop(future)
            result = _collect_result(future)
            for path in result.missing:
                assert path not in task.archive.listings and path not in task.archive.contents, path
                task.archive.add(workspace, path)
            if result.missing:
                queue.appendleft(task)
            else:
                yield task, result


def _collect_result(future: Future[Result]) -> Result:
    """Return the result of a task, also where nothing is left of the process that ran it."""
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
    memory: BuildCache | None,
    *,
    force: bool,
) -> list[Outcome]:
    """Run the tasks, write their documents, and tell of each as it ends. The outcomes are in order of year and board."""
    outcomes: list[Outcome] = []

    def add_outcome(outcome: Outcome) -> None:
        outcomes.append(outcome)
        progress.progress(format_outcome(outcome))

    changed = []
    for task in tasks:
        paths = memory.recall(task.year, task.board) if memory is not None and not force else None
        if paths is None:
            changed.append(task)
        else:
            add_outcome(Outcome(task.year, task.board, ExitCode.FINE, tuple(paths), unchanged=True))
    for task, result in run_tasks(worker.build, changed, executor, workspace):
        add_outcome(_write_result(task, result, target, memory))
    return sorted(outcomes)


def _write_result(task: Task, result: Result, target: Path, memory: BuildCache | None) -> Outcome:
    """Write the documents of a task, and note their input."""
    paths: list[str] = []
    code, messages = result.code, result.messages
    try:
        for name, content in result.documents:
            output.write(target / name, content)
            paths.append(str(target / name))
        if code is ExitCode.FINE and paths and memory is not None:
            memory.note(task.year, task.board, result.folders, result.files_read, paths)
    except OSError as error:
        code, messages = ExitCode.SURROUNDINGS, (*messages, describe_os_error(error))
    return Outcome(task.year, task.board, code, tuple(paths), messages=messages, seconds=result.seconds)


def write_first_pages(
    workspace: Workspace, tasks: list[Task], outcomes: list[Outcome], executor: Executor, target: Path
) -> tuple[list[str], list[Outcome]]:
    """Write the first page of each year in which documents were made anew, or that has documents and no page.

    Return their paths, and the outcomes of boards and years that could not be described.
    """
    if not tasks or not index.is_requested(tasks[0].request):
        return [], []
    rendered = [outcome for outcome in outcomes if outcome.documents]
    missing = {outcome.year for outcome in rendered if not (target / index.locate_page(outcome.year)).is_file()}
    paths, failed = list[str](), list[Outcome]()
    for year in sorted(missing | {outcome.year for outcome in rendered if not outcome.unchanged}):
        (first, *_) = (task for task in tasks if task.year == year)
        board_tasks = (
            first._replace(board=board, archive=ArchiveWorkspace({}, {})) for _, board in list_boards(first.inventory)
        )
        descriptions, lost = [], list[Outcome]()
        for task, result in run_tasks(worker.summarize_board, board_tasks, executor, workspace):
            if result.board_summary is None:
                lost.append(Outcome(year, task.board, result.code, messages=result.messages))
            else:
                descriptions.append(result.board_summary)
        if lost:  # a page without one of its boards would look whole: the old one stays
            failed += lost
            continue
        entries = tuple(
            entry.link_files(target / str(year)) for entry in sorted(descriptions, key=lambda entry: entry.board)
        )
        page = first._replace(archive=ArchiveWorkspace({}, {}), entries=entries)
        for task, result in run_tasks(worker.write_page, [page], executor, workspace):
            outcome = _write_result(task, result, target, None)
            paths += outcome.documents
            failed += [outcome] if outcome.code else []
    return paths, failed


# ------------------------------------------------------------------- messages
def find_worst_code(outcomes: Iterable[Outcome]) -> ExitCode:
    """Return the exit code of all."""
    codes = {outcome.code for outcome in outcomes}
    return next((code for code in _WORST if code in codes), ExitCode.FINE)


def format_outcome(outcome: Outcome) -> str:
    """Return one outcome in a line: `2021 regionstyrelsen: 4 filer, 1,2 s`."""
    count = f"{len(outcome.documents)} {'fil' if len(outcome.documents) == 1 else 'filer'}"
    result = f"{_WORD[outcome.code]}, " if outcome.code else ""
    duration = "oförändrat" if outcome.unchanged else f"{outcome.seconds:.1f} s".replace(".", ",")
    return f"{outcome.year} {outcome.board}: {result}{count}, {duration}"


def format_summary(outcomes: list[Outcome]) -> str:
    """Return the table at the end, and the counts of files and failed boards."""
    from tabulate import tabulate

    rows = [
        [
            outcome.year,
            outcome.board,
            ", ".join(sorted({Path(path).name for path in outcome.documents})) or "–",
            "oförändrat"
            if outcome.unchanged
            else _WORD[outcome.code]
            if outcome.documents or outcome.code
            else "inget att göra",
            "" if outcome.unchanged else f"{outcome.seconds:.1f}".replace(".", ","),
        ]
        for outcome in outcomes
    ]
    table = tabulate(rows, headers=["År", "Nämnd", "Filer", "Resultat", "Sekunder"], tablefmt="simple", stralign="left")
    made_count = sum(len(outcome.documents) for outcome in outcomes if not outcome.unchanged)
    kept_count = sum(len(outcome.documents) for outcome in outcomes if outcome.unchanged)
    failed_count = sum(1 for outcome in outcomes if outcome.code)
    return f"{table}\n\n{made_count} filer gjorda, {kept_count} oförändrade, {failed_count} nämnder med fel\n"


_WORD = {
    ExitCode.FINE: "klart",
    ExitCode.ERRORS: "fel i data",
    ExitCode.BUG: "fel i vbgen",
    ExitCode.SURROUNDINGS: "kunde inte skrivas",
}
