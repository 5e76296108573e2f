"""The one-way path: workspace → source → model → rules → findings, and → view → blocks → bytes."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from vbgen import rules
from vbgen.boardyear import Data, DocumentData, Unit
from vbgen.findings import Finding, Place
from vbgen.formats import FORMATS
from vbgen.load import adopted
from vbgen.load.acknowledge import acknowledge, locate, settle
from vbgen.load.choices import Job
from vbgen.load.files import Files
from vbgen.load.loader import Loader
from vbgen.rules.arithmetic import engines, relations
from vbgen.rules.codes import FIRST_OF_CONTENT, untried
from vbgen.source import SourceFile
from vbgen.workspace import UnitFolder, Workspace

if TYPE_CHECKING:
    from vbgen.model.theme import Theme
    from vbgen.render.errors import RenderError
    from vbgen.render.layout import Layout
    from vbgen.view.blocks import Document as Blocks
    from vbgen.view.chapters import DocumentView


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

    def at(self, place: Place) -> tuple[int, int]:
        """Line and column of a place."""
        source = self.sources.get(place.file)
        return source.locate(place) if source is not None else (place.line or 1, place.column or 1)

    def failing(self, *, strict: bool = False) -> bool:
        """An unacknowledged error; with `strict` a warning too."""
        wanted = ("error", "warning") if strict else ("error",)
        return any(f.severity in wanted and f.open for f in self.findings)


# ------------------------------------------------------------------- checking
def check(files: Files, year: int | None = None, board: str | None = None, asked: tuple[str, ...] = ()) -> Checked:
    """The whole workspace, or one year, or one board (with its appendices). `asked`: rules that are tried only on request."""
    loader = Loader(files)
    loader.data.partial = year is not None or board is not None

    def keep(unit: UnitFolder) -> bool:
        return (year is None or unit.year == year) and (board is None or unit.id == board)

    loader.load_all(keep)
    if board is not None:
        _appendices(loader)
    return _checked(loader, asked)


def _appendices(loader: Loader) -> None:
    wanted = {(u.year, name) for u in loader.data.units.values() for name in getattr(u.file, "appendices", ())}
    for key in sorted(wanted - set(loader.data.units)):
        if (folder := loader.inventory.units.get(key)) is not None:
            loader.load_unit(folder)


def check_document(files: Files, job: Job, *, errors_only: bool = True) -> tuple[Loader, Checked]:
    """What one document is made of, checked for errors, or for all."""
    loader = _load(files, job)
    return loader, _checked(loader, errors_only=errors_only)


def _checked(loader: Loader, asked: tuple[str, ...] = (), *, errors_only: bool = False) -> Checked:
    adopted.attach(loader)
    found = [*loader.findings, *rules.run(loader.data, asked, errors_only=errors_only)]
    located = [locate(finding, loader.sources) for finding in dict.fromkeys(found)]
    settings = {code: one for code, one in loader.data.organisation.rules.items() if code >= FIRST_OF_CONTENT}
    silent = untried(asked, partial=loader.data.partial, errors_only=errors_only)
    located = [settle(finding, settings) for finding in acknowledge(located, loader.sources, silent)]
    located.sort(key=lambda f: (f.place.file, f.place.line or 1, f.place.column or 1, f.code, f.message))
    return Checked(loader.data, located, loader.sources, relations(loader.data))


# ------------------------------------------------------------------ rendering
class Basis(NamedTuple):
    """What a document is made of.

    `loaded`: its data, unchecked, and nothing later. `files`: all files, with pictures, own templates, and those of tables that it
    refers to. `folders`: its board's and appendices'; `later`: the folders in them that it is not made of.
    """

    loaded: Checked
    files: list[str]
    folders: tuple[str, ...]
    later: tuple[str, ...]

    def holds(self, finding: Finding) -> bool:
        """The finding is about something of it."""
        file = (finding.owner or finding.place).file
        return file in self.loaded.sources or (file.startswith(self.folders) and not file.startswith(self.later))


def basis(files: Files, job: Job) -> Basis:
    """Load what a document is made of, without checking it."""
    loader, workspace = _load(files, job), files.workspace
    data = loader.data
    for engine in engines(data):
        list(engine.check_references())  # reads the tables that it refers to
    names = {*loader.sources, *loader.beside}
    for document in (one for unit in data.units.values() for one in unit.documents.values()):
        names.update(f"{document.path}/{picture.thing.file}" for picture in document.pictures.values())
    templates = workspace.path("templates").rglob("*")
    names.update(workspace.relative(path) for path in templates if not path.name.startswith((".", "~$")))
    listed = [(loader.inventory.units[key], unit) for key, unit in data.units.items()]
    later = tuple(f"{u.path}/{name}/" for u, unit in listed for name in u.documents if name not in unit.documents)
    known = [name for name in sorted(names) if workspace.exists(name) and workspace.contains(workspace.path(name))]
    return Basis(Checked(data, [], loader.sources), known, tuple(f"{u.path}/" for u, _ in listed), later)


@dataclass(slots=True)
class Rendered:
    """One document in its formats. `files`: format → bytes; empty where errors stopped it."""

    job: Job
    checked: Checked
    files: dict[str, bytes]
    template_findings: list[Finding] = field(default_factory=list)


def render(
    files: Files,
    job: Job,
    formats: tuple[str, ...],
    *,
    draft: bool = False,
    internal: bool = False,
    progress: Callable[[str], None] = lambda _: None,
) -> Rendered:
    """Check what a document is made of and, if nothing stops it, make it in the formats asked for."""
    _, checked = check_document(files, job, errors_only=not draft)  # a draft lists all that is open
    if checked.failing() and not draft:
        return Rendered(job, checked, {})
    return make(files, job, checked, formats, draft=draft, internal=internal, progress=progress)


def _load(files: Files, job: Job) -> Loader:
    """What a document is made of."""
    loader = Loader(files)
    loader.data.partial = True
    loader.load_board(job.year, job.board, job.folder)
    return loader


def make(
    files: Files,
    job: Job,
    checked: Checked,
    formats: tuple[str, ...],
    *,
    draft: bool = False,
    internal: bool = False,
    progress: Callable[[str], None] = lambda _: None,
) -> Rendered:
    """Make a document of what was loaded for it, in the formats asked for."""
    from vbgen.render.compose import compose
    from vbgen.render.errors import RenderError, TemplateFault
    from vbgen.render.layout import Layout

    workspace = files.workspace
    rendered = Rendered(job, checked, {})
    unit = checked.data.units[job.year, job.board]
    document = unit.documents[job.folder]
    progress(f"{document.info.title} ({unit.file.name}) …")
    templates = workspace.path("templates")
    if templates.exists() and not workspace.contains(templates):
        place = Place("templates", line=1, column=1)
        hint = "lägg mallarna i arbetsytan, länkar utåt följs inte"
        rendered.template_findings.append(Finding("VB119", "error", place, "mappen leder ut ur arbetsytan", hint))
        return rendered
    try:
        blocks = compose(_view(checked, unit, document, workspace.root, draft, internal), templates)
    except TemplateFault as fault:
        rendered.template_findings.append(fault.finding)
        file = fault.finding.place.file
        if workspace.exists(file):
            checked.sources[file] = files.text(file).source
        return rendered
    # pandoc and Typst are programs of their own: while they work, the other formats are made
    layout = Layout(blocks)
    with ThreadPoolExecutor(max(len(formats), 1)) as threads:
        made = {name: threads.submit(_write, name, layout, workspace, checked.data.theme) for name in formats}
    for name, making in made.items():
        try:
            rendered.files[name] = making.result()
        except RenderError as error:
            rendered.files.clear()
            rendered.template_findings.append(describe(error, checked))
            return rendered
    return rendered


def describe(error: RenderError, checked: Checked) -> Finding:
    """Return the finding of an error, at its place: a letter that no PDF can show at the first one where it stands."""
    from vbgen.render.errors import NoSuchLetter

    if isinstance(error, NoSuchLetter):
        for file, source in sorted(checked.sources.items()):
            start = source.text.find(error.text) if source.text else -1
            if start >= 0:
                line = source.text.count("\n", 0, start) + 1
                place = Place(file, line=line, column=start - source.text.rfind("\n", 0, start))
                return error.finding._replace(place=place)
    return error.finding


def _view(
    checked: Checked, unit: Unit, document: DocumentData, root: Path, draft: bool, internal: bool
) -> DocumentView:
    from vbgen.view.document import document_view

    lines: tuple[str, ...] = ()
    if draft:
        lines = tuple(
            f"{f.place.file}:{f.place.line}: {f.code} {f.message}"
            for f in checked.findings
            if f.open and f.severity != "info"
        )
    return document_view(checked.data, unit, document, root, draft=draft, internal=internal, findings=lines)


def reference(workspace: Workspace) -> bytes | None:
    """Read the workspace's own reference document for Word, if it has one. Raises ReferenceDocumentError."""
    from vbgen.render.errors import ReferenceDocumentError

    path = workspace.path("templates") / "referens.docx"
    if not path.is_file():
        return None
    if not workspace.contains(path):
        raise ReferenceDocumentError("filen leder ut ur arbetsytan")
    return path.read_bytes()


def write(name: str, blocks: Blocks, workspace: Workspace, theme: Theme) -> bytes:
    """Return a document in a format, with the workspace's look. Raises RenderError, OSError."""
    from vbgen.render.layout import Layout

    return _write(name, Layout(blocks), workspace, theme)


def _write(name: str, layout: Layout, workspace: Workspace, theme: Theme) -> bytes:
    from vbgen.render.look import Look

    form = FORMATS[name]
    return form.write(layout, Look(theme, reference(workspace) if form.own_reference else None))
