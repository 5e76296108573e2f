"""The first page of a year, `dist/<year>/index.html`: made with the web pages of boards, of the files beside it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from vbgen.commands.render import Request
from vbgen.formats import FORMATS, WEB

if TYPE_CHECKING:
    from vbgen.load.choices import Job
    from vbgen.load.files import Files
    from vbgen.view.index import Entry, FinishedDocument

MANY = 100  # boards of a year: with more of them, it is not made anew for one board's sake
_FORMATS = sorted(FORMATS.values(), key=lambda form: form.reading_order)


class BoardSummary(NamedTuple):
    """A board on the page: its entry without links to files, and the documents that it may have files of."""

    board: str
    entry: Entry
    jobs: tuple[Job, ...]

    def link_files(self, folder: Path) -> Entry:
        """Return the entry with links to the files that exist below a year's folder."""
        return self.entry._replace(documents=_list_files(folder, self.board, self.jobs))


def locate_page(year: int) -> str:
    """Return the path of a year's page below the target."""
    return f"{year}/index.{WEB.name}"


def is_requested(request: Request) -> bool:
    """Tell whether web pages are made for others to read."""
    return WEB.name in request.formats and not request.internal and not request.draft


def summarize_board(files: Files, year: int, board: str) -> BoardSummary:
    """Read the page's summary of a board."""
    from vbgen.load import choices
    from vbgen.load.loader import load_document
    from vbgen.reportset.context import Context
    from vbgen.view import index as view

    jobs = tuple(choices.list_jobs(files, year, board, ()))
    documents = files.inventory.units[year, board].documents
    report = load_document(files, year, board, documents[-1] if documents else "").report
    return BoardSummary(board, view.build_entry(Context(report), report.units[year, board], ()), jobs)


def render_page(files: Files, year: int, entries: Iterable[Entry]) -> bytes:
    """Make the page of a year out of its boards' entries, with the look of the workspace."""
    from vbgen import pipeline
    from vbgen.load.loader import load
    from vbgen.view import index as view

    report = load(files, lambda _: False).report  # the settings alone
    return pipeline.write(WEB.name, view.build_document(report.organisation, year, list(entries)), report)


def write(files: Files, year: int, target: Path) -> Path:
    """Write the page of a year out of the data of all its boards and the documents below `target`; return its path. Boards are read one
    at a time, and nothing of them stays in memory."""
    from vbgen import output
    from vbgen.load import boards

    entries = []
    for _, board in (key for key in boards.list_boards(files.inventory) if key[0] == year):
        entries.append(summarize_board(files, year, board).link_files(target / str(year)))
        files.forget(f"data/{year}")
    output.write(target / locate_page(year), render_page(files, year, entries))
    return target / locate_page(year)


def _list_files(folder: Path, board: str, jobs: tuple[Job, ...]) -> tuple[FinishedDocument, ...]:
    """List the existing files of a board's documents."""
    from vbgen.view.index import FinishedDocument

    entries = []
    for job in jobs:
        names = [(form.title, f"{board}/{job.name}.{form.name}") for form in _FORMATS]
        existing = tuple((title, name) for title, name in names if (folder / name).is_file())
        entries.append(FinishedDocument(job.kind, job.title, existing))
    return tuple(entries)
