"""vbgen render --all: many boards, several processes, nothing made twice."""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import signal
import sys
import time
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Executor, Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

import pytest

from tests.cli.support import PLAN, Result, Ws, no_bug, outputs, program
from vbgen import __version__
from vbgen.cli import main
from vbgen.commands import bugs, build_cache, executors, index, render, render_all
from vbgen.commands.progress import MessageLog, Progress
from vbgen.commands.render import Request
from vbgen.commands.worker import Task
from vbgen.load.files import Files
from vbgen.workspace import FolderWorkspace, Workspace

P = ParamSpec("P")
T = TypeVar("T")

HEALTH, CULTURE = "halsonamnden", "kulturnamnden"
FILES = {
    *(f"2021/{HEALTH}/{kind}.md" for kind in ("verksamhetsplan", "delarsrapport", "verksamhetsberattelse")),
    f"2021/{CULTURE}/verksamhetsplan.md",
}


def everything(ws: Ws, *arguments: str) -> Result:
    """In this process, unless `arguments` ask for more of them: a process takes longer to start than these boards to make."""
    return ws.run("render", "--all", "--output", ws.out, "--format", "md", "--jobs", "1", *arguments)


def made(
    workspace: Workspace, executor: Executor, target: Path, progress: Progress | None = None
) -> list[render_all.Outcome]:
    """The outcomes of all boards, as Markdown."""
    tasks = render_all.list_tasks(workspace, None, (), Request((), ("md",)))
    return render_all.render_all(workspace, tasks, executor, target, progress or MessageLog(), None, force=True)


def states(ws: Ws) -> dict[str, dict[str, object]]:
    return {path.name: json.loads(path.read_bytes()) for path in sorted((ws.root / ".vbgen").glob("*"))}


@pytest.mark.parametrize("jobs", ["1", pytest.param("2", marks=pytest.mark.process)])
def test_all_boards_are_made(ws: Ws, jobs: str) -> None:
    result = everything(ws, "--jobs", jobs)
    assert result.code == 0
    assert set(outputs(ws.out)) == FILES
    assert "4 filer gjorda, 0 oförändrade, 0 nämnder med fel" in result.out
    assert f"2021 {HEALTH}: 3 filer" in result.err


@pytest.mark.process
def test_one_process_and_two_make_the_same(ws: Ws) -> None:
    everything(ws, "--jobs", "1")
    first = outputs(ws.out)
    shutil.rmtree(ws.out)
    everything(ws, "--jobs", "2", "--force")
    assert outputs(ws.out) == first


def test_it_makes_what_render_makes(ws: Ws) -> None:
    everything(ws)
    made = outputs(ws.out)
    shutil.rmtree(ws.out)
    for board in (HEALTH, CULTURE):
        assert ws.render("--format", "md", board=board).code == 0
    assert outputs(ws.out) == made


def test_boards_and_years_are_chosen(ws: Ws) -> None:
    assert everything(ws, "--nämnd", "KULTURNÄMNDEN").code == 0
    assert set(outputs(ws.out)) == {f"2021/{CULTURE}/verksamhetsplan.md"}
    assert everything(ws, "--year", "2021", "--nämnd", CULTURE, "--nämnd", HEALTH).code == 0
    assert set(outputs(ws.out)) == FILES
    assert everything(ws, "--year", "1999").code == 2
    assert everything(ws, "--nämnd", "trafiknamnden").code == 2


# ------------------------------------------------------------------ unchanged
def test_what_is_unchanged_is_not_made_again(ws: Ws) -> None:
    everything(ws)
    times = {name: (ws.out / name).stat().st_mtime_ns for name in FILES}
    result = everything(ws)
    assert "0 filer gjorda, 4 oförändrade" in result.out
    assert {name: (ws.out / name).stat().st_mtime_ns for name in FILES} == times


@pytest.mark.parametrize(
    "file", [f"{PLAN}/texter.yaml", f"{PLAN}/bilder/ny.txt", "data/2021/tandvarden/enhet.yaml", "templates/ny.j2"]
)
def test_a_change_makes_the_boards_that_it_touches_again(ws: Ws, file: str) -> None:
    everything(ws)
    path = ws.file(file)
    old = path.read_text(encoding="utf-8") if path.exists() else ""
    ws.write(file, f"{old}\n# en ändring\n")
    result = everything(ws)
    touched = "4 filer gjorda, 0" if file.startswith("templates") else "3 filer gjorda, 1"
    assert touched in result.out


@pytest.mark.parametrize("file", ["vbgen.yaml", "data/2021/gemensamt.yaml"])
def test_what_all_share_makes_all_again(ws: Ws, file: str) -> None:
    everything(ws)
    ws.write(file, ws.read(file) + "\n# en ändring\n")
    assert "4 filer gjorda, 0 oförändrade" in everything(ws).out


def test_a_file_that_was_removed_or_spoilt_is_made_again(ws: Ws) -> None:
    everything(ws)
    made = outputs(ws.out)
    ws.target("verksamhetsplan.md").write_text("klotter", encoding="utf-8")
    ws.target("verksamhetsplan.md", CULTURE).unlink()
    everything(ws)
    assert outputs(ws.out) == made


def test_other_formats_drafts_and_places_are_other_documents(ws: Ws) -> None:
    everything(ws)
    assert "0 oförändrade" in everything(ws, "--draft").out
    assert "0 oförändrade" in everything(ws).out
    assert "0 oförändrade" in everything(ws, "--document", "verksamhetsplan").out


def test_force_makes_all(ws: Ws) -> None:
    everything(ws)
    assert "4 filer gjorda, 0 oförändrade" in everything(ws, "--force").out


def test_a_figure_from_another_board_counts_as_input(ws: Ws) -> None:
    budget = f"data/2021/{CULTURE}/plan/budget.yaml"
    table = "    tabell: |\n      | Belopp | [budget] Budget |\n      | ---\n      | [a] Kansliet | -10 |\n"
    ws.write(budget, f"tabeller:\n  drift:\n{table}    samband:\n      - a = {HEALTH}:drift/a\n")
    ws.write(f"{PLAN}/drift.yaml", f"tabeller:\n  drift:\n{table}")
    for document in (f"data/2021/{CULTURE}/plan", PLAN):
        ws.write(
            f"{document}/dokument.yaml",
            ws.read(f"{document}/dokument.yaml") + "  - rubrik: X\n    innehåll: [{tabell: drift}]\n",
        )
    assert everything(ws).code == 0
    ws.change(f"{PLAN}/drift.yaml", "-10", "-99")
    result = everything(ws)
    assert result.code == 1
    assert "VB307" in result.err


def test_the_state_holds_no_document_and_may_be_deleted_or_spoilt(ws: Ws) -> None:
    everything(ws)
    assert set(states(ws)) == {f"2021-{HEALTH}.json", f"2021-{CULTURE}.json"}
    words = ws.read(f"{PLAN}/texter.yaml").split("\n")[2].strip()
    assert not any(words in path.read_text(encoding="utf-8") for path in (ws.root / ".vbgen").glob("*"))
    shutil.rmtree(ws.root / ".vbgen")
    assert "4 filer gjorda" in everything(ws).out


STATE = {"made_of": "", "folders": [], "files": [], "documents": {}}
WRONG: list[tuple[str, object]] = [
    *(("folders", None), ("folders", 1), ("folders", "a"), ("folders", {}), ("folders", [1]), ("folders", [None])),
    *(("files", ["\0"]), ("files", ["\ud800"]), ("files", ["a\nb"]), ("files", [[]])),
    *(("documents", []), ("documents", {"\0": ""}), ("mer", 1)),
]


@pytest.mark.parametrize(
    "content",
    [
        *(b"\xff{", b"", b"[]", b"[" * 100_000, b'{"documents": {}}', json.dumps(STATE).encode()),
        *(json.dumps({**STATE, key: value}).encode() for key, value in WRONG),
    ],
)
def test_a_state_that_is_none_of_ours_means_make_it_again(ws: Ws, content: bytes) -> None:
    ws.write(f".vbgen/2021-{CULTURE}.json", content)
    memory = build_cache.BuildCache(FolderWorkspace(ws.root), Request((), ("md",)), ws.out)
    assert memory.recall(2021, CULTURE) is None


def test_a_file_that_cannot_be_read_means_make_it_again(ws: Ws, monkeypatch: pytest.MonkeyPatch) -> None:
    assert everything(ws, "--nämnd", CULTURE).code == 0
    memory = build_cache.BuildCache(FolderWorkspace(ws.root), Request((), ("md",)), ws.out)
    assert memory.recall(2021, CULTURE) is not None
    real = Path.read_bytes

    def read(path: Path) -> bytes:
        if path.name == "texter.yaml":
            raise PermissionError(13, "nej", str(path))
        return real(path)

    monkeypatch.setattr(Path, "read_bytes", read)
    assert memory.recall(2021, CULTURE) is None


# ------------------------------------------------------------------- errors
def test_the_error_of_one_board_does_not_stop_the_others(ws: Ws) -> None:
    ws.change(f"{PLAN}/mal.yaml", "    namn: Invånare", "    nam: Invånare")
    result = everything(ws)
    assert result.code == 1
    assert set(outputs(ws.out)) == {f"2021/{CULTURE}/verksamhetsplan.md"}
    assert result.err.count("VB104") == 1
    assert "1 nämnder med fel" in result.out
    assert "fel i data" in result.out
    assert f"2021-{HEALTH}.json" not in states(ws)


def test_a_file_that_cannot_be_written_is_told_by_the_exit_code(ws: Ws) -> None:
    ws.target("verksamhetsplan.md").mkdir(parents=True)
    result = everything(ws)
    no_bug(result)
    assert result.code == 4
    assert f"2021/{CULTURE}/verksamhetsplan.md" in outputs(ws.out)


def test_a_bug_with_one_board_does_not_stop_the_others(ws: Ws, monkeypatch: pytest.MonkeyPatch) -> None:
    def make(*arguments: object) -> int:
        raise ZeroDivisionError(arguments[2])

    monkeypatch.setattr(render, "make_documents", make)
    outcomes = made(FolderWorkspace(ws.root), executors.Inline(), ws.out)
    assert [outcome.code for outcome in outcomes] == [3, 3]
    assert render_all.find_worst_code(outcomes) == 3
    assert "ZeroDivisionError" in outcomes[0].messages[0]


def test_a_year_keeps_its_first_page_when_one_of_its_boards_is_missing(ws: Ws, monkeypatch: pytest.MonkeyPatch) -> None:
    page = ws.out / "2021/index.html"
    page.parent.mkdir(parents=True)
    page.write_text("den gamla")
    real = index.summarize_board

    def summarize_board(files: Files, year: int, board: str) -> index.BoardSummary:
        if board == HEALTH:
            raise ZeroDivisionError
        return real(files, year, board)

    monkeypatch.setattr(index, "summarize_board", summarize_board)
    result = everything(ws, "--format", "html")
    assert result.code == 3
    assert result.err.count(bugs.REQUEST) == 1
    assert page.read_text() == "den gamla"
    assert (ws.out / f"2021/{HEALTH}/verksamhetsplan.html").is_file()


@pytest.mark.process
def test_a_bug_in_a_worker_says_what_to_report_as_any_bug_does(ws: Ws, monkeypatch: pytest.MonkeyPatch) -> None:
    real = render_all.list_tasks

    def tasks(*arguments: Any) -> list[Task]:
        first, *others = real(*arguments)
        wrong = first.request._replace(documents=(None,))  # type: ignore[arg-type]
        return [first._replace(request=wrong), *others]

    monkeypatch.setattr(render_all, "list_tasks", tasks)
    result = everything(ws, "--jobs", "2")
    assert result.code == 3
    assert set(outputs(ws.out)) == {f"2021/{CULTURE}/verksamhetsplan.md"}
    bug = rf"2021 {HEALTH}: vbgen {__version__}: ett fel i vbgen självt \(AttributeError i \w+\.py:\d+\): .*None"
    assert re.search(bug, result.err)
    assert result.err.count(bugs.REQUEST) == 1
    assert result.err.endswith(f"{bugs.REQUEST}\n")
    assert "1 nämnder med fel" in result.out


@pytest.mark.parametrize("arguments", [("--jobs", "2"), ("--executor", "inline"), ("--force",), ("--year", "2021"), ()])
def test_render_without_all_needs_a_year_and_a_board(ws: Ws, arguments: tuple[str, ...]) -> None:
    result = ws.run("render", *arguments)
    assert result.code == 2
    assert "--all" in result.err


# ----------------------------------------------------------------- executors
@pytest.mark.process
def test_a_process_that_is_lost_takes_its_own_task_with_it() -> None:
    with executors.Processes(2) as executor:
        lost = executor.submit(os._exit, 9)
        kept = [executor.submit(abs, -number) for number in range(5)]
        with pytest.raises(BrokenExecutor):
            lost.result(60)
        assert [future.result(60) for future in kept] == list(range(5))


@pytest.mark.posix
@pytest.mark.process
def test_a_process_that_is_killed_is_replaced() -> None:
    with executors.Processes(1) as executor:
        number = executor.submit(os.getpid).result(60)
        assert number != os.getpid()
        asleep = executor.submit(time.sleep, 60)
        os.kill(number, signal.SIGKILL)
        with pytest.raises(BrokenExecutor):
            asleep.result(60)
        assert executor.submit(os.getpid).result(60) not in (number, os.getpid())


@pytest.mark.process
@pytest.mark.posix
def test_a_process_does_not_hear_an_interruption() -> None:
    with executors.Processes(1) as executor:
        assert signal.SIGINT in executor.submit(signal.pthread_sigmask, signal.SIG_BLOCK, ()).result(60)
        assert executor.submit(signal.getsignal, signal.SIGINT).result(60) == signal.SIG_IGN
    assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, ())


class Lossy(executors.Processes):
    """Loses the process that works for a board."""

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        (task,) = args
        assert isinstance(task, Task)
        if task.board == HEALTH:
            return super().submit(os._exit, 9)
        return super().submit(fn, *args, **kwargs)


@pytest.mark.process
def test_a_lost_process_is_told_of_its_board_and_the_others_go_on(ws: Ws, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(executors, "create_executor", lambda *_: Lossy(2))
    result = everything(ws)
    no_bug(result)
    assert result.code == 4
    assert set(outputs(ws.out)) == {f"2021/{CULTURE}/verksamhetsplan.md"}
    assert f"2021 {HEALTH}: processen avbröts innan den var klar" in result.err
    assert "1 nämnder med fel" in result.out
    monkeypatch.undo()
    assert everything(ws).code == 0
    assert set(outputs(ws.out)) == FILES


@pytest.mark.parametrize(
    ("kind", "jobs", "count", "chosen"),
    [
        ("processes", 2, 3, executors.Processes),
        ("processes", 2, 1, executors.Inline),
        ("processes", 1, 3, executors.Inline),
        ("processes", None, 0, executors.Inline),
        ("inline", 2, 3, executors.Inline),
    ],
)
def test_the_executor_is_chosen(kind: str, jobs: int | None, count: int, chosen: type[Executor]) -> None:
    with executors.create_executor(kind, jobs, count) as executor:
        assert type(executor) is chosen


def test_any_executor_will_do(ws: Ws, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    progress = MessageLog()
    monkeypatch.setattr(progress, "progress", told.append)
    with ThreadPoolExecutor(2) as executor:
        outcomes = made(FolderWorkspace(ws.root), executor, ws.out, progress)
    assert [outcome.board for outcome in outcomes] == [HEALTH, CULTURE]
    assert sorted(text.split(":")[0] for text in told) == [f"2021 {HEALTH}", f"2021 {CULTURE}"]
    assert set(outputs(ws.out)) == FILES


@pytest.mark.process
def test_plain_lines_where_there_is_no_terminal(ws: Ws) -> None:
    done = program("-C", ws.root, "render", "--all", "--output", ws.out, "--format", "md", "--jobs", "2")
    assert done.returncode == 0
    assert b"\r" not in done.stderr and b"\x1b" not in done.stderr
    assert len(done.stderr.decode().splitlines()) == 2


class Terminal(io.TextIOWrapper):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize("quiet", [(), ("--quiet",)])
def test_a_bar_on_a_terminal(ws: Ws, monkeypatch: pytest.MonkeyPatch, quiet: tuple[str, ...]) -> None:
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stderr", Terminal(raw, write_through=True))
    arguments = ("-C", ws.root, "render", "--all", "--output", ws.out, "--format", "md", "--jobs", "1", *quiet)
    with pytest.raises(SystemExit):
        main([str(argument) for argument in arguments])
    said = raw.getvalue().decode()
    assert said == "" if quiet else ("Dokument" in said and "100%" in said and HEALTH not in said)


@pytest.mark.process
def test_boards_are_kept_apart(ws: Ws) -> None:
    """Every board writes below its own folder, and its state into a file of its own."""
    start = time.time_ns()
    everything(ws, "--jobs", "2")
    for path in ws.out.rglob("*.md"):
        assert path.parent.name in (HEALTH, CULTURE)
        assert path.stat().st_mtime_ns >= start - 2_000_000_000
    documents = [set(map(str, state["documents"])) for state in states(ws).values()]  # type: ignore[call-overload]
    assert not documents[0] & documents[1]
    assert {Path(path).parent.name for path in documents[0] | documents[1]} == {HEALTH, CULTURE}
