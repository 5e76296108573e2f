"""The first page of a year, `dist/<year>/index.html`: made with the web pages of boards, of what lies beside it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from vbgen.commands.render import Wanted
from vbgen.formats import FORMATS, WEB

if TYPE_CHECKING:
    from vbgen.load.choices import Job
    from vbgen.load.files import Files
    from vbgen.view.index import Made

NAME = f"index.{WEB.name}"
MANY = 100  # boards of a year: with more of them, it is not made anew for one board's sake
_FILES = sorted(FORMATS.values(), key=lambda form: form.reading)


def wanted(asked: Wanted) -> bool:
    """Web pages are made for others to read."""
    return WEB.name in asked.formats and not asked.internal and not asked.draft


def write(files: Files, year: int, target: Path) -> Path:
    """Make the page of a year out of the data of all its boards and the documents below `target`; its path. Boards are read one at a
    time, and nothing of them stays in memory."""
    from vbgen import output, pipeline
    from vbgen.context import Context
    from vbgen.load import boards, choices
    from vbgen.load.loader import load, load_document
    from vbgen.view import index as view

    entries = []
    for _, board in (one for one in boards.boards(files.inventory) if one[0] == year):
        listed = choices.jobs(files, year, board, ())
        folder = files.inventory.units[year, board]
        report = load_document(files, year, board, folder.documents[-1] if folder.documents else "").report
        made = _made(target / str(year), board, listed)
        entries.append(view.entry(Context(report), report.units[year, board], made))
        for unit in report.units.values():
            files.forget(f"data/{year}/{unit.id}")
    report = load(files, lambda _: False).report  # the settings alone
    document = view.document(report.organisation, year, entries)
    path = target / str(year) / NAME
    output.write(path, pipeline.write(WEB.name, document, report))
    return path


def _made(folder: Path, board: str, listed: list[Job]) -> tuple[Made, ...]:
    """The files that there are of a board's documents."""
    from vbgen.view.index import Made

    made = []
    for job in listed:
        names = [(form.title, f"{board}/{job.name}.{form.name}") for form in _FILES]
        there = tuple((words, name) for words, name in names if (folder / name).is_file())
        made.append(Made(job.kind, job.title, there))
    return tuple(made)
