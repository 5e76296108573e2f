"""Documents of a board, and those that a user means."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from vbgen.errors import UnknownChoice
from vbgen.load.files import Files
from vbgen.load.joiner import Joiner, read_board_file, read_document_file
from vbgen.names import fold


class Job(NamedTuple):
    """A document to render. `name`: of its files, the kind (and the period where there are several of the kind)."""

    year: int
    board: str
    folder: str
    kind: str
    title: str
    name: str


class RecreatedDocument(NamedTuple):
    """A document that was recreated from another: planned data, never a document of its own."""

    folder: str
    kind: str
    source: str


class BoardListing(NamedTuple):
    """A board in a year: its name, the units of its appendices, its documents, and what is recreated."""

    name: str
    units: tuple[str, ...]
    jobs: tuple[Job, ...]
    recreated: tuple[RecreatedDocument, ...]


def list_folders(files: Files, year: int, board: str) -> list[str]:
    """The folders that a board's documents are made of: its own and its appendices'."""
    units = files.inventory.units
    file = read_board_file(Joiner(files), units[year, board])
    appendices = [units[year, name] for name in file.appendices if (year, name) in units]
    return [units[year, board].path, *(unit.path for unit in appendices)]


def describe_board(files: Files, year: int, board: str) -> BoardListing:
    """Return what the data hold for a board."""
    file = read_board_file(Joiner(files), files.inventory.units[year, board])
    documents = tuple(list_jobs(files, year, board, ()))
    return BoardListing(file.name, file.appendices, documents, tuple(list_recreations(files, year, board)))


def list_recreations(files: Files, year: int, board: str) -> list[RecreatedDocument]:
    """Return those of a board's folders that are recreated."""
    joiner = Joiner(files)
    unit = files.inventory.units[year, board]
    infos = [(folder, read_document_file(joiner, unit, folder)) for folder in unit.documents]
    return [
        RecreatedDocument(folder, info.kind, info.recreated_from)
        for folder, info in infos
        if info.recreated_from is not None
    ]


def list_jobs(files: Files, year: int, board: str, kinds: tuple[str, ...]) -> list[Job]:
    """The documents that the data hold for a board and year (of the kinds or names asked for)."""
    joiner = Joiner(files)
    unit = files.inventory.units[year, board]
    candidates = []
    for folder in unit.documents:
        info = read_document_file(joiner, unit, folder)
        if info.recreated_from is None:
            candidates.append(Job(year, board, folder, info.kind, info.title, info.kind))
    counts = Counter(job.kind for job in candidates)
    # several interim reports in a year: the period tells them apart
    candidates = [job if counts[job.kind] == 1 else job._replace(name=f"{job.kind}-{job.folder}") for job in candidates]
    names_or_kinds = [fold(kind) for kind in kinds]
    chosen = [
        job for job in candidates if not names_or_kinds or job.kind in names_or_kinds or job.name in names_or_kinds
    ]
    for kind in names_or_kinds:
        if any(kind in (job.kind, job.name) for job in candidates):
            continue
        for recreation in list_recreations(files, year, board):
            if recreation.kind == kind:
                raise UnknownChoice(
                    f"{kind} för {board} {year} är återskapad ur {recreation.source} och är inget dokument"
                )
        names = ", ".join(job.name for job in candidates) or "inga"
        raise UnknownChoice(f'dokumentet "{kind}" finns inte för {board} {year}; de som finns: {names}')
    return chosen


def find_job(files: Files, year: int, board: str, document: str) -> Job:
    """The one document that is meant by its kind, or by its name where there are several of the kind."""
    first, *more = list_jobs(files, year, board, (document,))
    if more:
        names = ", ".join(candidate.name for candidate in (first, *more))
        raise UnknownChoice(f"{document} finns i flera för {board} {year}: välj en av {names}")
    return first
