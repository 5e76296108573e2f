"""vbgen validate."""

from __future__ import annotations

from typing import NamedTuple

from vbgen import pipeline, reporting, rules
from vbgen.findings import Finding
from vbgen.load.boards import UnknownChoice, scope
from vbgen.load.files import Files
from vbgen.rules import relations
from vbgen.rules.codes import asked, known
from vbgen.workspace import Workspace


class Selection(NamedTuple):
    """Codes, or beginnings of codes, that are shown and count; without `select` all do. `ignore` wins."""

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()

    def check(self) -> None:
        """UnknownChoice for a code that does not exist."""
        for code in (*self.select, *self.ignore):
            if not known(code):
                raise UnknownChoice(f'regeln "{code}" finns inte: vbgen explain listar dem')

    def takes(self, finding: Finding) -> bool:
        """The finding is to be shown."""
        return (not self.select or finding.code.startswith(self.select)) and not finding.code.startswith(self.ignore)


EVERYTHING = Selection()


def validate(
    workspace: Workspace,
    year: str | None,
    board: str | None,
    form: str,
    *,
    strict: bool,
    selection: Selection = EVERYTHING,
    summary: bool = False,
) -> tuple[int, str]:
    """Exit code and report, with `summary` also what was checked. UnknownChoice for a year, board or rule that is not there."""
    selection.check()
    files = Files(workspace)
    year_no, board_id = scope(files.inventory, year, board)
    checked = pipeline.check(files, year_no, board_id, asked(selection.select))
    checks = relations.checks(checked.context, checked.findings) if summary else None
    checked.findings = [finding for finding in checked.findings if selection.takes(finding)]
    report = reporting.Report(
        checked.findings, summarise(checked), checked.line, rules.title, tuple(checked.sources), strict, checks
    )
    return (1 if checked.failing(strict=strict) else 0), reporting.write(form, report)


def summarise(checked: pipeline.Checked) -> reporting.Summary:
    """Count what was checked."""
    boards = sum(1 for unit in checked.data.units.values() if unit.is_board)
    return reporting.Summary.of(checked.findings, len(checked.sources), boards, relations.count_tried(checked.context))
