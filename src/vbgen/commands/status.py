"""vbgen status: gaps in the documents of a year."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from vbgen.commands import options
from vbgen.errors import ExitCode
from vbgen.formats import TEXT

if TYPE_CHECKING:
    from vbgen.workspace import Workspace


@options.command
@options.year(required=True)
@options.board()
@options.form(("text", TEXT.name, "json"), "Listans form.")
@options.pass_workspace
def command(workspace: Workspace, year: str, board: str | None, form: str) -> int:
    """Det som dokumenten ännu saknar, per ansvarig och dag.

    \b
    Exempel:
      vbgen status --year 2021
      vbgen status --year 2021 --nämnd regionstyrelsen --format md
    """
    click.echo(status(workspace, year, board, form), nl=False)
    return ExitCode.FINE


def status(workspace: Workspace, year: str, board: str | None, form: str) -> str:
    """List the gaps in the documents of a year, by deadline and owner: text, Markdown or JSON."""
    from vbgen import pipeline
    from vbgen.commands.places import format_source
    from vbgen.load.boards import find_scope
    from vbgen.load.files import Files
    from vbgen.view import gaps as lacking

    files = Files(workspace)
    year_no, board_id = find_scope(files.inventory, year, board)
    assert year_no is not None
    checked = pipeline.check(files, year_no, board_id)
    units = [unit for (unit_year, _), unit in sorted(checked.data.units.items()) if unit_year == year_no]
    gaps = [gap for unit in units for gap in lacking.find_gaps(checked.context, unit)]
    gaps.sort(key=lambda gap: (gap.deadline is None, gap.deadline, gap.owner is None, gap.owner))
    if form == "json":
        missing = [
            {
                "unit": gap.unit,
                "document": gap.document,
                "deadline": gap.deadline.isoformat() if gap.deadline else None,
                "owner": gap.owner,
                "what": gap.description,
                "source": format_source(checked, gap.place),
            }
            for gap in gaps
        ]
        return json.dumps({"version": 1, "year": year_no, "missing": missing}, ensure_ascii=False, indent=2) + "\n"
    if not gaps:
        return f"Inget saknas {year_no}.\n"
    from tabulate import tabulate

    rows = [
        (
            gap.deadline or "–",
            gap.owner or "ingen angiven",
            gap.unit,
            gap.document,
            gap.description.replace("|", "/"),
            format_source(checked, gap.place),
        )
        for gap in gaps
    ]
    headers = ["Klart senast", "Ansvarig", "Nämnd", "Dokument", "Saknas", "Källa"]
    return tabulate(rows, headers=headers, tablefmt="pipe" if form == TEXT.name else "simple") + "\n"
