"""vbgen list: boards, units, years and documents."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

from vbgen.commands import options
from vbgen.errors import ExitCode

if TYPE_CHECKING:
    from vbgen.load.files import Files
    from vbgen.workspace import Workspace


@options.command
@options.form(("text", "json"), "Listans form.")
@options.pass_workspace
def command(workspace: Workspace, form: str) -> int:
    """Lista nämnder, enheter, år och dokument.

    \b
    Exempel:
      vbgen list
      vbgen list --format json
    """
    click.echo(list_boards(workspace, form), nl=False)
    return ExitCode.FINE


def list_boards(workspace: Workspace, form: str) -> str:
    """List boards, units, years and documents: as a table, or as JSON for a CI job."""
    from vbgen.load.boards import list_boards as boards_of
    from vbgen.load.files import Files

    files = Files(workspace)
    boards = [_describe_board(files, year, board) for year, board in boards_of(files.inventory)]
    if form == "json":
        return json.dumps({"version": 1, "boards": boards}, ensure_ascii=False, indent=2) + "\n"
    if not boards:
        return "Inga nämnder: data/ är tom.\n"
    from tabulate import tabulate

    rows = [
        [
            board["year"],
            board["board"],
            ", ".join(board["units"]),
            document["document"] if document else "",
            document["title"] if document else "",
        ]
        for board in boards
        for document in (board["documents"] or [None])
    ]
    rows += [
        [
            board["year"],
            board["board"],
            ", ".join(board["units"]),
            recreated["document"],
            f"återskapad ur {recreated['from']}, görs inte",
        ]
        for board in boards
        for recreated in board["recreated"]
    ]
    rows.sort(key=lambda row: (row[0], row[1]))
    return tabulate(rows, headers=["År", "Nämnd", "Bilagor", "Dokument", "Titel"], tablefmt="simple") + "\n"


def _describe_board(files: Files, year: int, board: str) -> dict[str, Any]:
    from vbgen.load import choices

    description = choices.describe_board(files, year, board)
    documents = [{"document": job.kind, "folder": job.folder, "title": job.title} for job in description.jobs]
    recreated = [{"document": r.kind, "folder": r.folder, "from": r.source} for r in description.recreated]
    return {
        "year": year,
        "board": board,
        "name": description.name,
        "units": list(description.units),
        "documents": documents,
        "recreated": recreated,
    }
