"""The one-way path: workspace → source → model → rules → findings, and → view → blocks → bytes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from pydantic import ValidationError

from vbgen import rules
from vbgen.boardyear import Data, DocumentData, Unit
from vbgen.findings import Finding, Place
from vbgen.findings import Path as DataPath
from vbgen.load.files import Files
from vbgen.load.loader import Loader
from vbgen.model.base import Acknowledgement
from vbgen.model.document import fold
from vbgen.model.numbers import parse as parse_number
from vbgen.rules.arithmetic import relations
from vbgen.source import Node, SourceFile
from vbgen.workspace import UnitFolder, Workspace

if TYPE_CHECKING:
    from vbgen.view.blocks import Document as Blocks
    from vbgen.view.chapters import DocumentView

FORMATS = ("md", "docx")


class UnknownChoice(Exception):
    """There is no such board, year or document; the message (Swedish) says which there are."""


@dataclass(slots=True)
class Checked:
    """What checking found: located, acknowledged where acknowledged, sorted by file, line, column, code."""

    data: Data
    findings: list[Finding]
    sources: dict[str, SourceFile]
    relations: int = 0

    def line(self, finding: Finding) -> str | None:
        """The source line that a finding points at."""
        source = self.sources.get(finding.place.file)
        if source is None or finding.place.line is None or not source.text:
            return None
        return source.lines[finding.place.line - 1] if finding.place.line <= len(source.lines) else None

    def failing(self, *, strict: bool = False) -> bool:
        """An unacknowledged error; with `strict` a warning too."""
        wanted = ("error", "warning") if strict else ("error",)
        return any(f.severity in wanted and f.open for f in self.findings)


# ------------------------------------------------------------------- checking
def check(files: Files, year: int | None = None, board: str | None = None) -> Checked:
    """The whole workspace, or one year, or one board (with its appendices)."""
    loader = Loader(files)
    loader.data.partial = year is not None or board is not None

    def keep(unit: UnitFolder) -> bool:
        return (year is None or unit.year == year) and (board is None or unit.id == board)

    loader.load_all(keep)
    if board is not None:
        _appendices(loader)
    return _checked(loader)


def _appendices(loader: Loader) -> None:
    wanted = {(u.year, name) for u in loader.data.units.values() for name in getattr(u.file, "appendices", ())}
    for key in sorted(wanted - set(loader.data.units)):
        if (folder := loader.inventory.units.get(key)) is not None:
            loader.load_unit(folder)


def _checked(loader: Loader) -> Checked:
    found = [*loader.findings, *rules.run(loader.data)]
    located = [_locate(finding, loader.sources) for finding in dict.fromkeys(found)]
    located = _acknowledge(located, loader.sources)
    located.sort(key=lambda f: (f.place.file, f.place.line or 1, f.place.column or 1, f.code, f.message))
    return Checked(loader.data, located, loader.sources, relations(loader.data))


def _locate(finding: Finding, sources: dict[str, SourceFile]) -> Finding:
    place = finding.place
    if place.line is not None or place.file not in sources:
        return finding if place.line is not None else finding._replace(place=place._replace(line=1, column=1))
    source = sources[place.file]
    line, column = source.locate(place)
    return finding._replace(place=place._replace(line=line, column=column, path=source.written(place.path)))


# ------------------------------------------------------------ acknowledgement
@dataclass(slots=True)
class _Entry:
    file: str
    owner: DataPath
    place: Place
    entry: Acknowledgement
    used: bool = False


def _acknowledge(findings: list[Finding], sources: dict[str, SourceFile]) -> list[Finding]:
    """Mark the findings that `noterat` explains; an entry that explains none is a finding (VB205)."""
    entries = [
        e
        for source in sources.values()
        if source.root is not None and "noterat" in source.text
        for e in _entries(source)
    ]
    out: list[Finding] = []
    for finding in findings:
        match = next((e for e in entries if _explains(e, finding)), None)
        if match is None:
            out.append(finding)
        else:
            match.used = True
            out.append(finding._replace(acknowledged=True, reason=match.entry.reason))
    for entry in entries:
        if not entry.used:
            at = f" vid {entry.entry.at}" if entry.entry.at else ""
            pinned = (
                " med de siffror som noteringen anger"
                if entry.entry.stated is not None or entry.entry.computed is not None
                else ""
            )
            message = f"noteringen träffar inget: det finns inget fynd {entry.entry.code}{at}{pinned}"
            finding = Finding(
                "VB205", "error", entry.place, message, "ta bort noteringen, eller rätta vid:, kod: och siffror"
            )
            out.append(_locate(finding, sources))
    return out


def _entries(source: SourceFile) -> Iterable[_Entry]:
    stack: list[tuple[Node, DataPath]] = [(source.root, ())] if source.root is not None else []
    while stack:
        node, path = stack.pop()
        if node.fields is not None:
            for key, below in node.fields.items():
                if key == "noterat" and below.items is not None:
                    for index, item in enumerate(below.items):
                        try:
                            entry = Acknowledgement.model_validate(item.data())
                        except ValidationError:
                            continue  # reported when the file was read
                        yield _Entry(source.file, path, Place(source.file, (*path, key, index)), entry)
                else:
                    stack.append((below, (*path, key)))
        elif node.items is not None:
            stack.extend((item, (*path, index)) for index, item in enumerate(node.items))


def _explains(entry: _Entry, finding: Finding) -> bool:
    known = entry.entry
    if known.code != finding.code:
        return False
    owner = finding.owner or finding.place
    if owner.file != entry.file or owner.path[: len(entry.owner)] != entry.owner:
        return False
    if known.at is not None:
        inside = "/".join(str(step) for step in owner.path[len(entry.owner) :])
        address = finding.address or inside
        if known.at not in (address, inside) and not address.startswith(f"{known.at}/"):
            return False
    return _same(known.stated, finding.stated) and _same(known.computed, finding.computed)


def _same(pinned: Decimal | None, shown: str | None) -> bool:
    if pinned is None:
        return True
    figure = parse_number(shown) if shown is not None else None
    return figure is not None and figure.value == pinned


# ------------------------------------------------------------------ rendering
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


@dataclass(slots=True)
class Rendered:
    """One document in its formats. `files`: format → bytes; empty where errors stopped it."""

    job: Job
    checked: Checked
    files: dict[str, bytes]
    template_findings: list[Finding] = field(default_factory=list)


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


def render(
    files: Files,
    job: Job,
    formats: tuple[str, ...],
    *,
    draft: bool = False,
    progress: Callable[[str], None] = lambda _: None,
) -> Rendered:
    """Check what a document is made of and, if nothing stops it, make it in the formats asked for."""
    from vbgen.render.compose import TemplateFault, compose

    workspace, loader = files.workspace, Loader(files)
    loader.data.partial = True
    data = loader.load_board(job.year, job.board, job.folder)
    checked = _checked(loader)
    rendered = Rendered(job, checked, {})
    if checked.failing() and not draft:
        return rendered
    unit = data.units[job.year, job.board]
    document = unit.documents[job.folder]
    progress(f"{document.info.title} ({unit.file.name}) …")
    templates = workspace.path("templates")
    if templates.exists() and not workspace.contains(templates):
        place = Place("templates", line=1, column=1)
        hint = "lägg mallarna i arbetsytan, länkar utåt följs inte"
        rendered.template_findings.append(Finding("VB119", "error", place, "mappen leder ut ur arbetsytan", hint))
        return rendered
    try:
        blocks = compose(_view(checked, unit, document, workspace.root, draft), templates)
    except TemplateFault as fault:
        rendered.template_findings.append(fault.finding)
        file = fault.finding.place.file
        if workspace.exists(file):
            checked.sources[file] = files.text(file).source
        return rendered
    for name in formats:
        try:
            rendered.files[name] = _write(name, blocks, _reference(templates, workspace))
        except ValueError as error:  # the workspace's own reference document, or a picture, cannot be used
            rendered.files.clear()
            rendered.template_findings.append(_unusable(error))
            return rendered
    return rendered


def _unusable(error: ValueError) -> Finding:
    place = Place("templates/referens.docx", line=1, column=1)
    hint = "öppna den i Word och spara om den, eller gör en ny ur temat"
    return Finding("VB119", "error", place, f"Word-mallen går inte att använda: {error}", hint)


def _view(checked: Checked, unit: Unit, document: DocumentData, root: Path, draft: bool) -> DocumentView:
    from vbgen.view.document import document_view

    lines: tuple[str, ...] = ()
    if draft:
        lines = tuple(
            f"{f.place.file}:{f.place.line}: {f.code} {f.message}"
            for f in checked.findings
            if f.open and f.severity != "info"
        )
    return document_view(checked.data, unit, document, root, draft=draft, findings=lines)


def _reference(templates: Path, workspace: Workspace) -> Path | None:
    """The workspace's own reference document for Word, if it has one."""
    path = templates / "referens.docx"
    if path.is_file() and not workspace.contains(path):
        raise ValueError("filen leder ut ur arbetsytan")
    return path if path.is_file() else None


def _write(name: str, blocks: Blocks, reference: Path | None) -> bytes:
    if name == "md":
        from vbgen.render import markdown

        return markdown.write(blocks).encode("utf-8")
    from vbgen.render import docx

    return docx.write(blocks, reference)
