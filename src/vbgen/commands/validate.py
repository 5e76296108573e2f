"""vbgen validate: the findings of a workspace, a year or a board, as a report."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import click

from vbgen.commands import options
from vbgen.errors import ExitCode, UnknownChoice

if TYPE_CHECKING:
    from vbgen.findings import Finding
    from vbgen.workspace import Workspace


@options.command
@options.year()
@options.board()
@options.form(("text", "json", "github", "sarif", "junit"), "Rapportens form.")
@click.option("--summary", is_flag=True, help="Visa också vad som prövats: samband per dokument och slag (text, json).")
@click.option("--strict", is_flag=True, help="Även varningar ger slutkod 1.")
@options.codes("--select", "Bara dessa regler: VB301 eller VB3; flera går bra.")
@options.codes("--ignore", "Utom dessa regler: VB402 eller VB4; flera går bra.")
@options.pass_workspace
def command(
    workspace: Workspace,
    *,
    year: str | None,
    board: str | None,
    form: str,
    summary: bool,
    strict: bool,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
) -> int:
    """Kontrollera data: form, hänvisningar, varje summa och skillnad.

    \b
    Exempel:
      vbgen validate
      vbgen validate --year 2021 --nämnd regionstyrelsen --strict
    """
    selection = Selection(select, ignore)
    code, report = validate(workspace, year, board, form, strict=strict, selection=selection, summary=summary)
    click.echo(report, nl=False)
    return code


class Selection(NamedTuple):
    """Codes, or beginnings of codes, that are shown and count; without `select` all do. `ignore` wins."""

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()

    def check(self) -> None:
        """Raise UnknownChoice for a code that does not exist."""
        from vbgen.rules.registry import is_known_prefix

        for code in (*self.select, *self.ignore):
            if not is_known_prefix(code):
                raise UnknownChoice(f'regeln "{code}" finns inte: vbgen explain listar dem')

    def includes(self, finding: Finding) -> bool:
        """Tell whether the finding is to be shown."""
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
    """Return exit code and report, with `summary` also the counts of relations. UnknownChoice for a year, board or rule not there."""
    from vbgen import pipeline, reporting, rules
    from vbgen.analysis import relation_outcomes as relations
    from vbgen.load.boards import find_scope
    from vbgen.load.files import Files
    from vbgen.rules.registry import list_requested_rules

    selection.check()
    files = Files(workspace)
    year_no, board_id = find_scope(files.inventory, year, board)
    checked = pipeline.check(files, year_no, board_id, list_requested_rules(selection.select))
    checks = relations.count_outcomes(checked.context, checked.findings) if summary else None
    checked.findings = [finding for finding in checked.findings if selection.includes(finding)]
    boards = sum(1 for unit in checked.data.units.values() if unit.is_board)
    counts = reporting.Summary.count(
        checked.findings, len(checked.sources), boards, relations.count_tried(checked.context)
    )
    report = reporting.Report(
        checked.findings, counts, checked.line, rules.title, tuple(checked.sources), strict, checks
    )
    code = ExitCode.ERRORS if checked.is_failing(strict=strict) else ExitCode.FINE
    return code, reporting.write(form, report)
