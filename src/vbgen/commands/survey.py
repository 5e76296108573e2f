"""vbgen overview and vbgen status: the boards of a year side by side, and what their documents still lack."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from vbgen import output, pipeline
from vbgen.findings import Place
from vbgen.formats import TEXT
from vbgen.load.boards import scope
from vbgen.load.files import Files
from vbgen.render.errors import RenderError
from vbgen.view import gaps as lacking
from vbgen.view import overview as boards
from vbgen.workspace import Workspace


def overview(workspace: Workspace, year: str, form: str, target: Path) -> str:
    """Return the overview of a year as Markdown or JSON; make a file of another format below `target` and return its path.

    Raises RenderError.
    """
    files = Files(workspace)
    year_no, _ = scope(files.inventory, year, None)
    assert year_no is not None
    checked = pipeline.check(files, year_no)
    where = _where(checked)
    found = boards.sections(checked.data, year_no)
    if form == "json":
        shown = {
            section.key: [
                dict(zip(section.columns, line.cells, strict=True)) | {"källa": where(line.place)}
                for line in section.lines
            ]
            for section in found
        }
        return _json({"version": 1, "year": year_no, "sections": shown})
    document = boards.document(checked.data, year_no, found, where)
    try:
        made = pipeline.write(form, document, workspace, checked.data.theme)
    except RenderError as error:
        raise RenderError(pipeline.describe(error, checked)) from error
    if form == TEXT.name:
        return made.decode()
    path = target / str(year_no) / f"oversikt.{form}"
    output.write(path, made)
    return f"{path}\n"


def status(workspace: Workspace, year: str, board: str | None, form: str) -> str:
    """What the documents of a year lack, by deadline and owner: text, Markdown or JSON."""
    files = Files(workspace)
    year_no, board_id = scope(files.inventory, year, board)
    assert year_no is not None
    checked = pipeline.check(files, year_no, board_id)
    where = _where(checked)
    units = [unit for (of, _), unit in sorted(checked.data.units.items()) if of == year_no]
    found = [gap for unit in units for gap in lacking.gaps(checked.data, unit)]
    found.sort(key=lambda gap: (gap.deadline is None, gap.deadline, gap.owner is None, gap.owner))
    if form == "json":
        shown = [
            {
                "unit": gap.unit,
                "document": gap.document,
                "deadline": gap.deadline.isoformat() if gap.deadline else None,
                "owner": gap.owner,
                "what": gap.what,
                "source": where(gap.place),
            }
            for gap in found
        ]
        return _json({"version": 1, "year": year_no, "missing": shown})
    if not found:
        return f"Inget saknas {year_no}.\n"
    from tabulate import tabulate

    rows = [
        (g.deadline or "–", g.owner or "ingen angiven", g.unit, g.document, g.what.replace("|", "/"), where(g.place))
        for g in found
    ]
    headers = ["Klart senast", "Ansvarig", "Nämnd", "Dokument", "Saknas", "Källa"]
    return tabulate(rows, headers=headers, tablefmt="pipe" if form == TEXT.name else "simple") + "\n"


def _where(checked: pipeline.Checked) -> Callable[[Place | None], str]:
    """File and line of a place."""

    def where(place: Place | None) -> str:
        return f"{place.file}:{checked.at(place)[0]}" if place is not None else "raderna ovan"

    return where


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"
