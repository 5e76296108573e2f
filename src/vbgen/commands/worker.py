"""The work of `vbgen render --all`, done anywhere: a task carries the bytes that it needs, a result the bytes of documents.

Nothing here reads a workspace or writes a file, so a task can run in another process or on another machine. A file that the task
lacks is named in the result; with it the task is given again.
"""

from __future__ import annotations

import gc
import os
import platform
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from vbgen.commands import bugs, index
from vbgen.commands.progress import MessageLog
from vbgen.errors import ExitCode, UnknownChoice
from vbgen.workspace import ArchiveWorkspace, MissingEntry

if TYPE_CHECKING:
    from vbgen.commands.program import Program
    from vbgen.commands.render import Request
    from vbgen.load.files import Files
    from vbgen.load.folders import Inventory
    from vbgen.view.index import Entry


class Task(NamedTuple):
    """A board and year to work on.

    `inventory`: what lies in data/ of the year, by name; `archive`: the files that are known to be needed. `program`: by which the
    documents must be made, None where that is this program in any case. `entries`: of the year's boards, for its first page.
    """

    year: int
    board: str
    request: Request
    inventory: Inventory
    archive: ArchiveWorkspace
    program: Program | None = None
    entries: tuple[Entry, ...] = ()


class Result(NamedTuple):
    """The result of a task.

    `documents`: their bytes, by path below the target. `messages`: for the user. `lacks`: files or folders without which the task
    cannot be done. `folders`, `read`: the input of the documents. `described`: for the first page of the year.
    """

    code: ExitCode = ExitCode.FINE
    documents: tuple[tuple[str, bytes], ...] = ()
    messages: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    folders: tuple[str, ...] = ()
    files_read: tuple[str, ...] = ()
    board_summary: index.BoardSummary | None = None
    seconds: float = 0.0


def build(task: Task) -> Result:
    """Make the documents of a board, in the formats asked for."""
    return _run(task, _make_documents)


def summarize_board(task: Task) -> Result:
    """Summarize a board for the first page of its year."""
    return _run(task, _describe_board)


def write_page(task: Task) -> Result:
    """Make the first page of a year out of its boards' entries."""
    return _run(task, _make_page)


def _run(task: Task, work: Callable[[Task, Files], Result]) -> Result:
    """Do the work. Its errors stay its own, and nothing of it stays in memory."""
    start = time.perf_counter()
    result = _refuse_program(task) or _run_guarded(task, work)
    gc.collect()  # a board's data refer to each other in circles
    gc.freeze()  # what is left stays: it need not be looked through again after the next board
    return result._replace(seconds=time.perf_counter() - start)


def _refuse_program(task: Task) -> Result | None:
    """Return a refusal where another program than this one must make the documents, or None."""
    from vbgen.commands.program import identify_program

    if task.program is None or not (differences := task.program.differences(identify_program())):
        return None
    worker = f"arbetaren {platform.node()} (process {os.getpid()})"
    message = f"{worker} kan inte användas: den har {', '.join(differences)}"
    return Result(ExitCode.SURROUNDINGS, messages=(message,))


def _run_guarded(task: Task, work: Callable[[Task, Files], Result]) -> Result:
    from vbgen.commands.os_errors import describe_os_error
    from vbgen.load.files import Files

    files = Files(task.archive, task.year, task.inventory)
    try:
        return work(task, files)
    except MissingEntry as error:
        return Result(missing=(error.path,))
    except OSError as error:
        return Result(ExitCode.SURROUNDINGS, messages=(describe_os_error(error),))
    except UnknownChoice as error:  # the board has no document of the kind that was asked for
        return Result(messages=(str(error),))
    except Exception as error:  # noqa: BLE001 - a bug of ours with one board must not stop the others
        return Result(ExitCode.BUG, messages=(bugs.describe(error),))


def _make_documents(task: Task, files: Files) -> Result:
    from vbgen.commands.render import make_documents
    from vbgen.load import choices

    folders = choices.list_folders(files, task.year, task.board)
    if missing := tuple(folder for folder in folders if folder not in task.archive.listings):
        return Result(missing=missing)  # all appendices at once
    progress, documents = MessageLog(), dict[str, bytes]()
    code = make_documents(files, task.year, task.board, task.request, progress, documents.__setitem__)
    messages = tuple(dict.fromkeys(progress.findings))  # what several of the board's documents are made of is told once
    return Result(code, tuple(documents.items()), messages, folders=tuple(folders), files_read=tuple(files.names))


def _describe_board(task: Task, files: Files) -> Result:
    return Result(board_summary=index.summarize_board(files, task.year, task.board))


def _make_page(task: Task, files: Files) -> Result:
    return Result(documents=((index.locate_page(task.year), index.render_page(files, task.year, task.entries)),))
