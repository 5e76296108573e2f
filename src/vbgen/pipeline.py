"""The one-way path: files → report set → rules → findings, and → view → blocks → bytes. After loading, nothing is read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from vbgen import rules
from vbgen.findings import Finding, Place
from vbgen.formats import FORMATS
from vbgen.load.acknowledge import acknowledge, apply_settings, locate
from vbgen.load.choices import Job
from vbgen.load.files import Files
from vbgen.load.folders import ADOPTED, UnitFolder
from vbgen.load.loader import LoadResult, load, load_document
from vbgen.load.resolve import TEMPLATES
from vbgen.reportset.context import Context
from vbgen.reportset.data import DocumentData, ReportSet, Unit
from vbgen.rules.registry import FIRST_OF_CONTENT, list_untried_rules
from vbgen.source import SourceFile, decode

if TYPE_CHECKING:
    from vbgen.errors import RenderError
    from vbgen.render.layout import Layout
    from vbgen.view.blocks import Document as Blocks
    from vbgen.view.chapters import DocumentView

REFERENCE = "referens.docx"  # the workspace's own reference document for Word, in its templates


@dataclass(slots=True)
class CheckResult:
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

    def locate(self, place: Place) -> tuple[int, int]:
        """Return line and column of a place."""
        source = self.sources.get(place.file)
        return source.locate(place) if source is not None else (place.line or 1, place.column or 1)

    def is_failing(self, *, strict: bool = False) -> bool:
        """Tell whether there is an unacknowledged error; with `strict` a warning too."""
        severities = ("error", "warning") if strict else ("error",)
        return any(finding.severity in severities and finding.is_open for finding in self.findings)


# ------------------------------------------------------------------- checking
def check(files: Files, year: int | None = None, board: str | None = None, asked: tuple[str, ...] = ()) -> CheckResult:
    """Check the whole workspace, or one year, or one board (with its appendices). `asked`: rules that are tried only on request."""

    def keep(unit: UnitFolder) -> bool:
        return (year is None or unit.year == year) and (board is None or unit.id == board)

    return check_loaded(load(files, keep, partial=year is not None or board is not None), asked)


def check_document(files: Files, job: Job, *, errors_only: bool = True) -> CheckResult:
    """Check the data of one document for errors, or for all."""
    return check_loaded(load_document(files, job.year, job.board, job.folder), errors_only=errors_only)


def check_loaded(loaded: LoadResult, asked: tuple[str, ...] = (), *, errors_only: bool = False) -> CheckResult:
    """Check loaded data."""
    context = Context(loaded.report)
    findings = [*loaded.findings, *rules.run(context, asked, errors_only=errors_only)]
    located = [locate(finding, loaded.sources) for finding in dict.fromkeys(findings)]
    settings = {code: setting for code, setting in loaded.report.organisation.rules.items() if code >= FIRST_OF_CONTENT}
    untried_rules = list_untried_rules(asked, partial=loaded.report.is_partial, errors_only=errors_only)
    located = [apply_settings(finding, settings) for finding in acknowledge(located, loaded.sources, untried_rules)]
    located.sort(key=lambda f: (f.place.file, f.place.line or 1, f.place.column or 1, f.code, f.message))
    return CheckResult(context, located, loaded.sources)


# ------------------------------------------------------------------ rendering
class Basis(NamedTuple):
    """The data that a document is made of.

    `loaded`: its data, unchecked, and nothing later. `files`: all files, with pictures, own templates, and those of tables that it
    refers to. `folders`: its board's and appendices'; `later`: the folders in them that it is not made of.
    """

    loaded: CheckResult
    files: list[str]
    folders: tuple[str, ...]
    later_folders: tuple[str, ...]

    def holds(self, finding: Finding) -> bool:
        """Tell whether a finding is about something of it."""
        file = (finding.owner or finding.place).file
        return file in self.loaded.sources or (
            file.startswith(self.folders) and not file.startswith(self.later_folders)
        )


def load_basis(files: Files, job: Job) -> Basis:
    """Load the data that a document is made of, without checking them."""
    loaded = load_document(files, job.year, job.board, job.folder)
    report = loaded.report
    sources = {file: source for file, source in loaded.sources.items() if f"/{ADOPTED}/" not in file}
    names = {*sources, *loaded.reference_files, *(f"{TEMPLATES}/{name}" for name in report.templates.files)}
    for document in report.documents():
        names.update(f"{document.path}/{picture.value.file}" for picture in document.pictures.values())
    folders = [(files.inventory.units[key], unit) for key, unit in report.units.items()]
    later = tuple(
        f"{folder.path}/{name}/" for folder, unit in folders for name in folder.documents if name not in unit.documents
    )
    paths = [name for name in sorted(names) if (entry := files.find(name)) is not None and entry.is_file]
    folder_paths = tuple(f"{folder.path}/" for folder, _ in folders)
    return Basis(CheckResult(Context(report), [], sources), paths, folder_paths, later)


@dataclass(slots=True)
class RenderResult:
    """One document in its formats. `files`: format → bytes; empty where errors stopped it."""

    job: Job
    checked: CheckResult
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
) -> RenderResult:
    """Check the data of a document and, if nothing stops it, make it in the formats asked for."""
    checked = check_document(files, job, errors_only=not draft)  # a draft lists all that is open
    if checked.is_failing() and not draft:
        return RenderResult(job, checked, {})
    return render_checked(job, checked, formats, draft=draft, internal=internal, progress=progress)


def render_checked(
    job: Job,
    checked: CheckResult,
    formats: tuple[str, ...],
    *,
    draft: bool = False,
    internal: bool = False,
    progress: Callable[[str], None] = lambda _: None,
) -> RenderResult:
    """Make a document of the data that were checked for it, in the formats asked for."""
    from vbgen.errors import RenderError
    from vbgen.render.compose import compose
    from vbgen.render.errors import TemplateFault
    from vbgen.render.layout import Layout

    rendered, report = RenderResult(job, checked, {}), checked.data
    unit = report.units[job.year, job.board]
    document = unit.documents[job.folder]
    progress(f"{document.info.title} ({unit.file.name}) …")
    if report.templates.is_outside:
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


def describe(error: RenderError, checked: CheckResult) -> Finding:
    """Return the finding of an error, at its place: a letter that no PDF can show at the first one where it stands."""
    from vbgen.render.errors import MissingLetterError

    if isinstance(error, MissingLetterError):
        for file, source in sorted(checked.sources.items()):
            start = source.text.find(error.text) if source.text else -1
            if start >= 0:
                line = source.text.count("\n", 0, start) + 1
                place = Place(file, line=line, column=start - source.text.rfind("\n", 0, start))
                return error.finding._replace(place=place)
    return error.finding


def _build_view(checked: CheckResult, unit: Unit, document: DocumentData, draft: bool, internal: bool) -> DocumentView:
    from vbgen.view.document import build_document_view

    lines: tuple[str, ...] = ()
    if draft:
        lines = tuple(
            f"{finding.place.file}:{finding.place.line}: {finding.code} {finding.message}"
            for finding in checked.findings
            if finding.is_open and finding.severity != "info"
        )
    return build_document_view(checked.context, unit, document, draft=draft, internal=internal, findings=lines)


def get_reference_document(report: ReportSet) -> bytes | None:
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
    return form.write(layout, Look(report.theme, get_reference_document(report) if form.own_reference else None))
