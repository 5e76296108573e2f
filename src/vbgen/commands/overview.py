"""vbgen overview: the boards of a year side by side."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from vbgen.commands import options
from vbgen.errors import ExitCode
from vbgen.formats import FORMATS, TEXT

if TYPE_CHECKING:
    from vbgen.workspace import Workspace


@options.command
@options.year(required=True)
@options.form((*FORMATS, "json"), "Filformat.")
@options.output("Var filen läggs, om det är en.")
@options.pass_workspace
def command(workspace: Workspace, year: str, form: str, target: Path) -> int:
    """Nämnderna sida vid sida: bedömningar, gemensamma mål, åtgärder, budgetavvikelser och det som saknas.

    \b
    Exempel:
      vbgen overview --year 2021
      vbgen overview --year 2021 --format docx
    """
    click.echo(overview(workspace, year, form, target), nl=False)
    return ExitCode.FINE


def overview(workspace: Workspace, year: str, form: str, target: Path) -> str:
    """Return the overview of a year as Markdown or JSON; write another format below `target` and return its path."""
    from vbgen import output, pipeline
    from vbgen.commands.places import format_source
    from vbgen.errors import RenderError
    from vbgen.load.boards import find_scope
    from vbgen.load.files import Files
    from vbgen.view import overview as view

    files = Files(workspace)
    year_no, _ = find_scope(files.inventory, year, None)
    assert year_no is not None
    checked = pipeline.check(files, year_no)
    sections = view.build_sections(checked.context, year_no)
    if form == "json":
        rows = {
            section.key: [
                dict(zip(section.columns, line.cells, strict=True)) | {"källa": format_source(checked, line.place)}
                for line in section.lines
            ]
            for section in sections
        }
        return json.dumps({"version": 1, "year": year_no, "sections": rows}, ensure_ascii=False, indent=2) + "\n"
    document = view.build_document(checked.context, year_no, sections, partial(format_source, checked))
    try:
        content = pipeline.write(form, document, checked.data)
    except RenderError as error:
        raise RenderError(pipeline.describe(error, checked)) from error
    if form == TEXT.name:
        return content.decode()
    path = target / str(year_no) / f"oversikt.{form}"
    output.write(path, content)
    return f"{path}\n"
