"""The one-way path: files → report set → rules → findings, and → view → blocks → bytes. After loading, nothing is read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from vbgen import rules
from vbgen.findings import Finding, Place
from vbgen.formats import FORMATS
from vbgen.load.acknowledge import acknowledge, locate, settle
from vbgen.load.choices import Job
from vbgen.load.files import Files
from vbgen.load.folders import ADOPTED, UnitFolder
from vbgen.load.loader import Loaded, load, load_document
from vbgen.load.resolve import TEMPLATES
from vbgen.reportset.context import Context
from vbgen.reportset.data import DocumentData, ReportSet, Unit
from vbgen.rules.registry import FIRST_OF_CONTENT, untried
from vbgen.source import SourceFile, decode

if TYPE_CHECKING:
    from vbgen.errors import RenderError
    from vbgen.render.layout import Layout
    from vbgen.view.blocks import Document as Blocks
    from vbgen.view.chapters import DocumentView

REFERENCE = "referens.docx"  # the workspace's own reference document for Word, in its templates


@dataclass(slots=True)
class Checked:
    """The result of checking: findings located, acknowledged where acknowledged, sorted by file, line, column, code.

    `context`: the data, and the results worked out of them.
    """

    context: Context
    findings: list[Finding]
    sources: Mapping[str, SourceFile]

    @property
    def data(self) -> ReportSet:
        """The report set that was checked."""
        return self.context.data

    def line(self, finding: Finding) -> str | None:
        """Return the source line that a finding points at; None where there is none."""
        source = self.sources.get(finding.place.file) or self._find_template(finding.place.file)
        if source is None or finding.place.line is None or not source.text:
            return None
        return source.lines[finding.place.line - 1] if finding.place.line <= len(source.lines) else None

    def _find_template(self, file: str) -> SourceFile | None:
        """Return a template of the workspace as a source; None if the file is no template."""
        folder, _, name = file.partition("/")
        content = self.data.templates.files.get(name) if folder == TEMPLATES and name != REFERENCE else None
        return decode(file, content) if isinstance(content, bytes) else None

    def at(self, place: Place) -> tuple[int, int]:
        """Return line and column of a place."""
        source = self.sources.get(place.file)
        return source.locate(place) if source is not None else (place.line or 1, place.column or 1)

    def failing(self, *, strict: bool = False) -> bool:
        """Tell whether there is an unacknowledged error; with `strict` a warning too."""
        severities = ("error", "warning") if strict else ("error",)
        return any(finding.severity in severities and finding.open for finding in self.findings)


# ------------------------------------------------------------------- checking
def check(files: Files, year: int | None = None, board: str | None = None, asked: tuple[str, ...] = ()) -> Checked:
    """Check the whole workspace, or one year, or one board (with its appendices). `asked`: rules that are tried only on request."""

    def keep(unit: UnitFolder) -> bool:
        return (year is None or unit.year == year) and (board is None or unit.id == board)

    return checked(load(files, keep, partial=year is not None or board is not None), asked)


def check_document(files: Files, job: Job, *, errors_only: bool = True) -> Checked:
    """Check the data of one document for errors, or for all."""
    return checked(load_document(files, job.year, job.board, job.folder), errors_only=errors_only)


def checked(loaded: Loaded, asked: tuple[str, ...] = (), *, errors_only: bool = False) -> Checked:
    """Check loaded data."""
    context = Context(loaded.report)
    findings = [*loaded.findings, *rules.run(context, asked, errors_only=errors_only)]
    located = [locate(finding, loaded.sources) for finding in dict.fromkeys(findings)]
    settings = {code: setting for code, setting in loaded.report.organisation.rules.items() if code >= FIRST_OF_CONTENT}
    untried_rules = untried(asked, partial=loaded.report.partial, errors_only=errors_only)
    located = [settle(finding, settings) for finding in acknowledge(located, loaded.sources, untried_rules)]
    located.sort(key=lambda f: (f.place.file, f.place.line or 1, f.place.column or 1, f.code, f.message))
    return Checked(context, located, loaded.sources)


# ------------------------------------------------------------------ rendering
class Basis(NamedTuple):
    """The data that a document is made of.

    `loaded`: its data, unchecked, and nothing later. `files`: all files, with pictures, own templates, and those of tables that it
    refers to. `folders`: its board's and appendices'; `later`: the folders in them that it is not made of.
    """

    loaded: Checked
    files: list[str]
    folders: tuple[str, ...]
    later: tuple[str, ...]

    def holds(self, finding: Finding) -> bool:
        """Tell whether a finding is about something of it."""
        file = (finding.owner or finding.place).file
        return file in self.loaded.sources or (file.startswith(self.folders) and not file.startswith(self.later))


def basis(files: Files, job: Job) -> Basis:
    """Load the data that a document is made of, without checking them."""
    loaded = load_document(files, job.year, job.board, job.folder)
    report = loaded.report
    sources = {file: source for file, source in loaded.sources.items() if f"/{ADOPTED}/" not in file}
    names = {*sources, *loaded.beside, *(f"{TEMPLATES}/{name}" for name in report.templates.files)}
    for document in report.documents():
        names.update(f"{document.path}/{picture.thing.file}" for picture in document.pictures.values())
    folders = [(files.inventory.units[key], unit) for key, unit in report.units.items()]
    later = tuple(
        f"{folder.path}/{name}/" for folder, unit in folders for name in folder.documents if name not in unit.documents
    )
    paths = [name for name in sorted(names) if (entry := files.find(name)) is not None and entry.is_file]
    folder_paths = tuple(f"{folder.path}/" for folder, _ in folders)
    return Basis(Checked(Context(report), [], sources), paths, folder_paths, later)


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
    """Check the data of a document and, if nothing stops it, make it in the formats asked for."""
    checked = check_document(files, job, errors_only=not draft)  # a draft lists all that is open
    if checked.failing() and not draft:
        return Rendered(job, checked, {})
    return make(job, checked, formats, draft=draft, internal=internal, progress=progress)


def make(
    job: Job,
    checked: Checked,
    formats: tuple[str, ...],
    *,
    draft: bool = False,
    internal: bool = False,
    progress: Callable[[str], None] = lambda _: None,
) -> Rendered:
    """Make a document of the data that were checked for it, in the formats asked for."""
    from vbgen.errors import RenderError
    from vbgen.render.compose import compose
    from vbgen.render.errors import TemplateFault
    from vbgen.render.layout import Layout

    rendered, report = Rendered(job, checked, {}), checked.data
    unit = report.units[job.year, job.board]
    document = unit.documents[job.folder]
    progress(f"{document.info.title} ({unit.file.name}) …")
    if report.templates.outside:
        place = Place(TEMPLATES, line=1, column=1)
        hint = "lägg mallarna i arbetsytan, länkar utåt följs inte"
        rendered.template_findings.append(Finding("VB119", "error", place, "mappen leder ut ur arbetsytan", hint))
        return rendered
    try:
        blocks = compose(_build_view(checked, unit, document, draft, internal), report.templates.files)
    except TemplateFault as fault:
        rendered.template_findings.append(fault.finding)
        return rendered
    for name, finish in _start_writing(formats, Layout(blocks), report).items():
        try:
            rendered.files[name] = finish()
        except RenderError as error:
            rendered.files.clear()
            rendered.template_findings.append(describe(error, checked))
            return rendered
    return rendered


def _start_writing(formats: tuple[str, ...], layout: Layout, report: ReportSet) -> dict[str, Callable[[], bytes]]:
    """Write a document in each format; a function that finishes it, by format.

    pandoc and Typst are programs of their own: while they work, the other formats are made. One format alone needs no threads.
    """
    if len(formats) < 2:
        return {name: partial(_write, name, layout, report) for name in formats}
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(len(formats)) as threads:
        return {name: threads.submit(_write, name, layout, report).result for name in formats}


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


def _build_view(checked: Checked, unit: Unit, document: DocumentData, draft: bool, internal: bool) -> DocumentView:
    from vbgen.view.document import document_view

    lines: tuple[str, ...] = ()
    if draft:
        lines = tuple(
            f"{finding.place.file}:{finding.place.line}: {finding.code} {finding.message}"
            for finding in checked.findings
            if finding.open and finding.severity != "info"
        )
    return document_view(checked.context, unit, document, draft=draft, internal=internal, findings=lines)


def reference(report: ReportSet) -> bytes | None:
    """Return the workspace's own reference document for Word, if it has one. Raises ReferenceDocumentError."""
    from vbgen.render.errors import ReferenceDocumentError

    content = report.templates.files.get(REFERENCE)
    if isinstance(content, Finding):
        raise ReferenceDocumentError("filen leder ut ur arbetsytan")
    return content


def write(name: str, blocks: Blocks, report: ReportSet) -> bytes:
    """Return a document in a format, with the workspace's look. Raises RenderError, OSError."""
    from vbgen.render.layout import Layout

    return _write(name, Layout(blocks), report)


def _write(name: str, layout: Layout, report: ReportSet) -> bytes:
    from vbgen.render.look import Look

    form = FORMATS[name]
    return form.write(layout, Look(report.theme, reference(report) if form.own_reference else None))
