"""Which boards, years and documents there are, and which of them a user means."""

from __future__ import annotations

import re
from collections import Counter
from typing import NamedTuple

from vbgen.load.files import Files
from vbgen.load.loader import Loader
from vbgen.model.document import fold


class UnknownChoice(Exception):
    """There is no such board, year or document; the message (Swedish) says which there are."""


class Job(NamedTuple):
    """A document to render. `name`: of its files, the kind (and the period where there are several of the kind)."""

    year: int
    board: str
    folder: str
    kind: str
    title: str
    name: str


def boards(files: Files) -> list[tuple[int, str]]:
    """All boards, by year and name."""
    return sorted(key for key, unit in files.inventory.units.items() if unit.is_board)


def scope(files: Files, year: str | None, board: str | None) -> tuple[int | None, str | None]:
    """The year and board that a user means, however written; UnknownChoice says which there are."""
    units = files.inventory.units
    year_no = None
    if year is not None:
        years = sorted({y for y, _ in units})
        if not re.fullmatch(r"\s*[0-9]{4}\s*", year) or int(year) not in years:
            raise UnknownChoice(f"året {year} finns inte; de som finns: {', '.join(map(str, years)) or 'inga'}")
        year_no = int(year)
    if board is None:
        return year_no, None
    names = sorted({name for (y, name), unit in units.items() if unit.is_board and year_no in (None, y)})
    found = next((name for name in names if fold(name) == fold(board)), None)
    if found is None:
        when = f" {year_no}" if year_no is not None else ""
        raise UnknownChoice(f'nämnden "{board}" finns inte{when}; de som finns: {", ".join(names) or "inga"}')
    return year_no, found


def choose(files: Files, year: str, board: str) -> tuple[int, str]:
    """As `scope`, both given."""
    year_no, name = scope(files, year, board)
    assert year_no is not None and name is not None
    return year_no, name


class BoardListing(NamedTuple):
    """A board in a year: its name, the units of its appendices, its documents."""

    name: str
    units: tuple[str, ...]
    jobs: tuple[Job, ...]


def describe(files: Files, year: int, board: str) -> BoardListing:
    """What the data hold for a board."""
    loader = Loader(files)
    unit = files.inventory.units[year, board]
    file = loader.board_file(unit)
    return BoardListing(file.name, getattr(file, "appendices", ()), tuple(jobs(files, year, board, ())))


def jobs(files: Files, year: int, board: str, kinds: tuple[str, ...]) -> list[Job]:
    """The documents that the data hold for a board and year (of the kinds asked for)."""
    loader = Loader(files)
    unit = files.inventory.units[year, board]
    found = []
    for folder in unit.documents:
        info = loader.document_info(unit, folder)
        if info.recreated_from is None:
            found.append(Job(year, board, folder, info.kind, info.title, info.kind))
    kinds_found = Counter(job.kind for job in found)
    # several interim reports in a year: the period tells them apart
    found = [job if kinds_found[job.kind] == 1 else job._replace(name=f"{job.kind}-{job.folder}") for job in found]
    wanted = [fold(kind) for kind in kinds]
    chosen = [job for job in found if not wanted or job.kind in wanted]
    for kind in wanted:
        if not any(job.kind == kind for job in found):
            names = ", ".join(job.kind for job in found) or "inga"
            raise UnknownChoice(f'dokumentet "{kind}" finns inte för {board} {year}; de som finns: {names}')
    return chosen
