"""The data are whole before a rule begins: rules, view and writers read nothing, wherever the report set came from and went."""

from __future__ import annotations

import hashlib
import pickle
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from vbgen import pipeline
from vbgen.findings import Finding
from vbgen.formats import FORMATS
from vbgen.load import choices
from vbgen.load.boards import list_boards
from vbgen.load.choices import Job
from vbgen.load.files import Files
from vbgen.load.loader import LoadResult, load, load_document
from vbgen.reportset.context import Context
from vbgen.view import overview
from vbgen.workspace import ArchiveWorkspace, FolderWorkspace, MissingEntry, Workspace

ROOT = Path(__file__).resolve().parents[1]
# references to tables of another unit, another document, the shared file, the plan, in formulas, relations and texts; a template
REFERENCES = {
    "vbgen.yaml": "format: 1\norganisation: Region Exempel\n",
    "data/2021/gemensamt.yaml": "tabeller:\n  ramar:\n    tabell: |\n      | Mnkr | [ram] Ram |\n      | ---\n      | [a] A | 10 |\n",
    "data/2021/namnden/namnd.yaml": "namn: Nämnden\n",
    "data/2021/namnden/plan/dokument.yaml": "dokument: verksamhetsplan\ntitel: Plan\nperiod: 2021\n",
    "data/2021/namnden/plan/innehall.yaml": "tabeller:\n  budget:\n    tabell: |\n      | Mnkr | [budget] Budget |\n      | ---\n"
    "      | [a] A | 12 |\n    samband: ['a/budget = gemensamt:ramar/a/ram + gemensamt:ramar/a/ram - grannen/plan:egen/b/belopp']\n",
    "data/2021/namnden/2021-12/dokument.yaml": "dokument: verksamhetsberättelse\ntitel: Berättelse\nperiod: 2021\n",
    "data/2021/namnden/2021-12/innehall.yaml": "texter:\n  inledning: |\n    Grannen fick {grannen/plan:egen/b/belopp | mnkr}.\n\n"
    "    [bild: karta]\nbilder:\n  karta: {fil: bilder/karta.png, alt: En karta}\ntabeller:\n  resultat:\n    planbudget: budget\n"
    "    tabell: |\n      | Mnkr | [budget] Budget | [utfall] Utfall | [avvikelse] Avvikelse |\n      | ---\n"
    "      | [a] A | 18 | 11 | 7 |\n      | = [summa] Summa | 18 | 11 | 9 |\n"
    "    kolumner: {avvikelse: {formel: budget - utfall}}\n",
    "data/2021/grannen/namnd.yaml": "namn: Grannen\n",
    "data/2021/grannen/plan/dokument.yaml": "dokument: verksamhetsplan\ntitel: Plan\nperiod: 2021\n",
    "data/2021/grannen/plan/innehall.yaml": "tabeller:\n  egen:\n    enhet: mnkr\n    tabell: |\n      | Mnkr | [belopp] Belopp |\n"
    "      | ---\n      | [b] B | 8 |\n      | [c] C |  |\n    rader: {c: {formel: 'namnden/plan:budget/a/budget'}}\n",
    "templates/titelsida.j2": "Egen titelsida: {{ document.title }}\n",
}


class Result(NamedTuple):
    """What rules say of a document, and the hashes of what writers make of it."""

    findings: tuple[Finding, ...]
    hashes: tuple[tuple[str, str], ...]


def result(loaded: LoadResult, job: Job, formats: tuple[str, ...] = tuple(FORMATS)) -> Result:
    """Check and make a document: everything that happens after loading."""
    checked = pipeline.check_loaded(loaded)
    rendered = pipeline.render_checked(job, checked, formats, draft=True)
    assert rendered.template_findings == []
    hashes = tuple((name, hashlib.sha256(content).hexdigest()) for name, content in rendered.files.items())
    return Result(tuple(checked.findings), hashes)


def written(root: Path) -> Path:
    for name, content in REFERENCES.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(content, encoding="utf-8")
    picture = root / "data/2021/namnden/2021-12/bilder/karta.png"
    picture.parent.mkdir()
    shutil.copyfile(ROOT / "docs/bilder/telefon.png", picture)
    return root


def jobs(workspace: Workspace) -> list[Job]:
    files = Files(workspace)
    return [job for year, board in list_boards(files.inventory) for job in choices.list_jobs(files, year, board, ())]


def loaded(workspace: Workspace, job: Job) -> LoadResult:
    return load_document(Files(workspace), job.year, job.board, job.folder)


@pytest.fixture
def workspace(tmp_path: Path) -> FolderWorkspace:
    return FolderWorkspace(written(tmp_path / "arbetsyta"))


@pytest.mark.process
def test_without_its_folder_a_report_set_gives_the_same(workspace: FolderWorkspace) -> None:
    """Nothing is read after loading: neither rules, view nor writers miss the folder."""
    (job,) = (job for job in jobs(workspace) if job.folder == "2021-12")
    before = result(loaded(workspace, job), job)
    kept = loaded(workspace, job)
    shutil.rmtree(workspace.root)
    assert result(kept, job) == before
    assert {finding.code for finding in before.findings} >= {"VB301", "VB402"}  # of formulas, of the plan's budget
    assert [name for name, _ in before.hashes] == list(FORMATS)
    document = kept.report.units[2021, "namnden"].documents["2021-12"]
    text = pipeline.render_checked(job, pipeline.check_loaded(kept), ("md",), draft=True).files["md"].decode()
    assert "Grannen fick 8\u00a0mnkr." in text and "karta.png" in text and "Egen titelsida: Berättelse" in text
    assert document.images.keys() == {"karta"}


def test_the_whole_workspace_too(workspace: FolderWorkspace) -> None:
    def findings_and_overview(whole: LoadResult) -> tuple[object, ...]:
        checked = pipeline.check_loaded(whole, ("VB691",))
        return checked.findings, overview.build_sections(checked.context, 2021), pickle.dumps(whole.report)

    before = findings_and_overview(load(Files(workspace)))
    kept = load(Files(workspace))
    shutil.rmtree(workspace.root)
    assert findings_and_overview(kept)[:2] == before[:2]


@pytest.mark.process
def test_in_another_process_it_gives_the_same(workspace: FolderWorkspace, tmp_path: Path) -> None:
    (job,) = (job for job in jobs(workspace) if job.folder == "2021-12")
    before = result(loaded(workspace, job), job, ("md", "docx"))
    (tmp_path / "laddat").write_bytes(pickle.dumps((loaded(workspace, job), job)))
    shutil.rmtree(workspace.root)
    program = (
        "import pickle, pathlib, sys; sys.path.insert(0, sys.argv[2]); from tests.test_report_set import result;"
        "kept, job = pickle.loads(pathlib.Path(sys.argv[1]).read_bytes());"
        "sys.stdout.buffer.write(pickle.dumps(result(kept, job, ('md', 'docx'))))"
    )
    arguments = [sys.executable, "-c", program, str(tmp_path / "laddat"), str(ROOT)]
    done = subprocess.run(arguments, cwd=tmp_path, capture_output=True, check=True)
    assert pickle.loads(done.stdout) == before  # noqa: S301 - our own


@pytest.mark.parametrize("root", [".", "examples/region-varmland", "examples/exempelkommunen"])
def test_nothing_is_remembered_in_it(root: str) -> None:
    """What rules and view work out stands in their context: the data are the same bytes afterwards."""
    files = Files(FolderWorkspace(ROOT / root))
    job = jobs(files.workspace)[-1]
    kept = load_document(files, job.year, job.board, job.folder)
    before = pickle.dumps(kept.report)
    result(kept, job, ("md",))
    assert pickle.dumps(kept.report) == before


@pytest.mark.parametrize("root", [".", "examples/region-varmland", "examples/exempelkommunen"])
def test_an_archive_is_a_workspace(root: str) -> None:
    folder = FolderWorkspace(ROOT / root)
    archive = ArchiveWorkspace.copy(folder, ("data", "templates"))
    archive.add(folder, "vbgen.yaml")
    archive.listings[""] = folder.list("")
    for job in jobs(folder):
        assert result(loaded(archive, job), job, ("md",)) == result(loaded(folder, job), job, ("md",))
    assert jobs(archive) == jobs(folder)


def test_an_archive_says_what_it_lacks(workspace: FolderWorkspace) -> None:
    """A board's own folders are not all that its documents are made of."""
    (job,) = (job for job in jobs(workspace) if job.folder == "2021-12")
    archive = ArchiveWorkspace(
        {"": workspace.list(""), "data": workspace.list("data"), "data/2021": workspace.list("data/2021")}, {}
    )
    asked = []
    while True:
        try:
            answer = result(load_document(Files(archive, 2021), job.year, job.board, job.folder), job, ("md",))
            break
        except MissingEntry as lacking:
            asked.append(lacking.path)
            archive.add(workspace, lacking.path)
    assert answer == result(loaded(workspace, job), job, ("md",))
    assert asked == ["vbgen.yaml", "templates", "data/2021/grannen", "data/2021/namnden", "data/2021/gemensamt.yaml"]


def test_every_look_up_is_on_record(workspace: FolderWorkspace) -> None:
    """The record alone is enough to load the same again: nothing was looked at besides."""
    (job,) = (job for job in jobs(workspace) if job.folder == "2021-12")
    files = Files(workspace, 2021)
    kept = load_document(files, job.year, job.board, job.folder)
    shutil.rmtree(workspace.root)
    again = load_document(
        Files(ArchiveWorkspace(files.listings, files.contents), 2021), job.year, job.board, job.folder
    )
    assert result(again, job, ("md",)) == result(kept, job, ("md",))


def test_a_dead_reference_is_a_value(workspace: FolderWorkspace) -> None:
    """What leads nowhere is known when loading ends; its rule only tells it."""
    file = workspace.path("data/2021/namnden/plan/innehall.yaml")
    file.write_text(file.read_text(encoding="utf-8").replace("grannen/plan", "ingen/plan"), encoding="utf-8")
    whole = load(Files(workspace))
    plan = whole.report.units[2021, "namnden"].documents["plan"]
    context = Context(whole.report)
    shutil.rmtree(workspace.root)
    assert plan.references["ingen/plan"] == ('enheten "ingen" finns inte 2021', "ingen")
    told = [f.message for f in pipeline.check_loaded(whole).findings if f.code == "VB201"]
    assert told == ['enheten "ingen" finns inte 2021']
    assert context.data is whole.report
