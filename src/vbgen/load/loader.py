"""Loading: read → join → resolve → freeze. The result holds all that rules, view and writers need; nothing is read after it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from vbgen.findings import Finding, Place
from vbgen.load import adoption
from vbgen.load.files import Files
from vbgen.load.folders import UnitFolder
from vbgen.load.joiner import Joiner
from vbgen.load.resolve import Resolver, read_templates
from vbgen.model.kinds import PLAN
from vbgen.reportset.data import ReportSet
from vbgen.source import SourceFile
from vbgen.workspace import SETTINGS


@dataclass(frozen=True, slots=True)
class LoadResult:
    """A report set, with the sources of its files (for lines and columns) and what reading them found.

    `beside`: files that were read only because tables in them are referred to.
    """

    report: ReportSet
    sources: Mapping[str, SourceFile]
    findings: tuple[Finding, ...]
    reference_files: tuple[str, ...] = ()


def load(files: Files, keep: Callable[[UnitFolder], bool] = lambda _: True, *, partial: bool = False) -> LoadResult:
    """Load the whole workspace, or the units that `keep` chooses with their appendices (and gemensamt.yaml of their years)."""
    joiner, inventory = Joiner(files), files.inventory
    chosen = [unit for unit in inventory.units.values() if keep(unit)]
    is_whole = len(chosen) == len(inventory.units)
    for year in sorted({unit.year for unit in chosen} | (set(inventory.shared) if is_whole else set())):
        joiner.load_shared(year)
    for unit in chosen:
        joiner.load_unit(unit)
        joiner.note_strays(unit)
    if is_whole:
        joiner.findings += inventory.findings
    for key in sorted(_list_appendices(joiner) - set(joiner.units)):
        if (folder := inventory.units.get(key)) is not None:
            joiner.load_unit(folder)
            joiner.note_strays(folder)
    return _freeze(joiner, partial=partial)


def load_document(files: Files, year: int, board: str, last: str) -> LoadResult:
    """Load what the document in folder `last` is made of: the board's documents up to it, its appendices', the shared file."""
    joiner, inventory = Joiner(files), files.inventory
    joiner.load_shared(year)
    folder = inventory.units[year, board]
    unit = joiner.load_unit(folder, _list_documents_up_to(folder, last))
    joiner.note_strays(folder)
    for appendix in unit.file.appendices:
        if (appendix_folder := inventory.units.get((year, appendix))) is not None:
            joiner.load_unit(appendix_folder, _list_documents_up_to(appendix_folder, last))
            joiner.note_strays(appendix_folder)
    return _freeze(joiner, partial=True)


def _list_appendices(joiner: Joiner) -> set[tuple[int, str]]:
    """The units whose documents are appendices to those of the boards that were joined."""
    return {(unit.year, name) for unit in joiner.units.values() for name in unit.file.appendices}


def _list_documents_up_to(folder: UnitFolder, last: str) -> list[str]:
    """The documents that `last` builds on, and itself: the plan and earlier follow-ups."""
    names = list(folder.documents)
    if last in names:
        return names[: names.index(last) + 1]
    return [name for name in names if name == PLAN or name < last != PLAN]


def _freeze(joiner: Joiner, *, partial: bool) -> LoadResult:
    """Resolve the references of what was joined and freeze it."""
    resolver = Resolver(joiner)
    resolver.resolve()
    adoption.attach_adoptions(joiner)
    report = ReportSet(
        joiner.organisation,
        Place(SETTINGS),
        joiner.units,
        joiner.shared,
        resolver.reference_units,
        frozenset(joiner.missing_ids),
        frozenset(joiner.broken_files),
        joiner.unreadable,
        partial,
        joiner.theme,
        read_templates(joiner.files),
    )
    return LoadResult(report, joiner.sources, tuple(joiner.findings), resolver.reference_files)
