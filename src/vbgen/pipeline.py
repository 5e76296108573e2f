"""The one-way path: workspace → source → model → rules → findings, and → view → blocks → bytes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from vbgen import rules
from vbgen.boardyear import Data, DocumentData, Unit
from vbgen.findings import Finding, Place
from vbgen.load.acknowledge import acknowledge, locate, settle
from vbgen.load.choices import Job
from vbgen.load.files import Files
from vbgen.load.loader import Loader
from vbgen.rules.arithmetic import relations
from vbgen.rules.codes import FIRST_OF_CONTENT
from vbgen.source import SourceFile
from vbgen.workspace import UnitFolder, Workspace

if TYPE_CHECKING:
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
    located = [locate(finding, loader.sources) for finding in dict.fromkeys(found)]
    settings = {code: one for code, one in loader.data.organisation.rules.items() if code >= FIRST_OF_CONTENT}
    located = [settle(finding, settings) for finding in acknowledge(located, loader.sources)]
    located.sort(key=lambda f: (f.place.file, f.place.line or 1, f.place.column or 1, f.code, f.message))
    return Checked(loader.data, located, loader.sources, relations(loader.data))


# ------------------------------------------------------------------ rendering
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
        blocks = compose(_view(checked, unit, document, workspace.root, draft, internal), templates)
    except TemplateFault as fault:
        rendered.template_findings.append(fault.finding)
        file = fault.finding.place.file
        if workspace.exists(file):
            checked.sources[file] = files.text(file).source
        return rendered
    for name in formats:
        try:
            rendered.files[name] = _write(name, blocks, reference(workspace))
        except ValueError as error:  # the workspace's own reference document, or a picture, cannot be used
            rendered.files.clear()
            rendered.template_findings.append(_unusable(error))
            return rendered
    return rendered


def _unusable(error: ValueError) -> Finding:
    place = Place("templates/referens.docx", line=1, column=1)
    hint = "öppna den i Word och spara om den, eller gör en ny ur temat"
    return Finding("VB119", "error", place, f"Word-mallen går inte att använda: {error}", hint)


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


def reference(workspace: Workspace) -> Path | None:
    """The workspace's own reference document for Word, if it has one. ValueError if it leads out of the workspace."""
    path = workspace.path("templates") / "referens.docx"
    if path.is_file() and not workspace.contains(path):
        raise ValueError("filen leder ut ur arbetsytan")
    return path if path.is_file() else None


def _write(name: str, blocks: Blocks, reference: Path | None) -> bytes:
    if name == "md":
        from vbgen.render import markdown

        return markdown.write(blocks).encode("utf-8")
    from vbgen.render import docx

    return docx.write(blocks, reference)
