"""vbgen list."""

from __future__ import annotations

import json
from typing import Any

from vbgen.load import choices
from vbgen.load.files import Files
from vbgen.workspace import Workspace


def listing(workspace: Workspace, form: str) -> str:
    """Boards, units, years and documents: as a table, or as JSON for a CI job."""
    files = Files(workspace)
    boards = [_board(files, year, board) for year, board in choices.boards(files)]
    if form == "json":
        return json.dumps({"version": 1, "boards": boards}, ensure_ascii=False, indent=2) + "\n"
    if not boards:
        return "Inga nämnder: data/ är tom.\n"
    from tabulate import tabulate

    rows = [
        [b["year"], b["board"], ", ".join(b["units"]), d["document"] if d else "", d["title"] if d else ""]
        for b in boards
        for d in (b["documents"] or [None])
    ]
    return tabulate(rows, headers=["År", "Nämnd", "Bilagor", "Dokument", "Titel"], tablefmt="simple") + "\n"


def _board(files: Files, year: int, board: str) -> dict[str, Any]:
    found = choices.describe(files, year, board)
    documents = [{"document": job.kind, "folder": job.folder, "title": job.title} for job in found.jobs]
    return {"year": year, "board": board, "name": found.name, "units": list(found.units), "documents": documents}
