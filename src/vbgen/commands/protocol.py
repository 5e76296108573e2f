"""vbgen protocol: the records of the checks of one board's documents."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from vbgen import output, pipeline
from vbgen.commands.freshness import hash_of
from vbgen.commands.render import Wanted
from vbgen.formats import FORMATS
from vbgen.load import boards, choices
from vbgen.load.files import Files
from vbgen.render import pandoc
from vbgen.render.errors import RenderError
from vbgen.reporting.protocol import Record, document
from vbgen.reporting.text import as_text
from vbgen.rules import relations
from vbgen.workspace import Workspace


def protocol(
    workspace: Workspace,
    year: str,
    board: str,
    wanted: Wanted,
    *,
    say: Callable[[str], None],
    done: Callable[[str], None],
) -> int:
    """Write the records beside the documents; `say` takes progress, `done` the path of each. 1 if an error is open in any of them."""
    files = Files(workspace)
    year_no, board_id = boards.choose(files.inventory, year, board)
    jobs = choices.jobs(files, year_no, board_id, wanted.documents)
    for other in choices.recreated(files, year_no, board_id):
        say(f"{other.kind}: återskapad ur {other.source}, görs inte …")
    checked = pipeline.check(files, board=board_id)  # all years of it: some rules compare a year with the one before
    code = 0
    for job in jobs:
        record = _record(files, job, checked, wanted)
        say(f"{record.document.info.title} ({record.unit.file.name}) …")
        if failing := record.failing():
            say(f"{job.kind}: öppna fel: {failing}, se protokollet")
            code = 1
        blocks = document(record)
        for name in wanted.formats:
            try:
                content = pipeline.write(name, blocks, checked.data)
            except RenderError as error:
                finding = pipeline.describe(error, checked)
                say(as_text(finding, checked.line(finding)))
                code = 1
                continue
            path = wanted.target / str(year_no) / board_id / f"{job.name}-protokoll.{name}"
            output.write(path, content)
            done(str(path))
    return code


def _record(files: Files, job: choices.Job, checked: pipeline.Checked, wanted: Wanted) -> Record:
    basis = pipeline.basis(files, job)
    data = basis.loaded.data
    unit = data.units[job.year, job.board]
    paths = {one.path for one in data.documents()}
    return Record(
        basis.loaded.context,
        unit,
        unit.documents[job.folder],
        [finding for finding in checked.findings if basis.holds(finding)],
        [one for one in relations.checks(checked.context, checked.findings) if one.document in paths],
        checked.at,
        sorted(checked.data.broken),
        {file: hashlib.sha256(files.content(file)).hexdigest() for file in basis.files},
        _made(job, basis, wanted),
        pandoc.version(),
    )


def _made(job: choices.Job, basis: pipeline.Basis, wanted: Wanted) -> dict[str, str]:
    """The hash of each rendered file that is what the data give now; the same data give the same bytes."""
    folder = wanted.target / str(job.year) / job.board
    paths = {name: folder / f"{job.name}.{name}" for name in FORMATS}
    there = tuple(name for name, path in paths.items() if path.is_file())
    now = pipeline.make(job, basis.loaded, there).files if there else {}
    told = {}
    for name, path in paths.items():
        if name not in there:
            told[path.name] = "finns inte"
        elif path.read_bytes() != now.get(name):
            told[path.name] = "är inte gjord av dessa data: den är äldre, ändrad eller ett utkast"
        else:
            told[path.name] = hash_of(path)
    return told
