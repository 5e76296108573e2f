"""`vbgen render --all --executor dask:ADDRESS`: a real cluster of two processes that cannot read the workspace."""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import Executor
from pathlib import Path

import pytest
from dask import config as dask_settings
from distributed import LocalCluster

from tests.cli.support import Ws
from vbgen.commands import executors, program, render_all
from vbgen.commands.progress import MessageLog
from vbgen.commands.render import Request
from vbgen.commands.worker import Result, Task, build
from vbgen.errors import ExitCode, UnknownChoice
from vbgen.workspace import ArchiveWorkspace, FolderWorkspace

# Dask leaves sockets for the garbage collector to close, which is its own affair.
pytestmark = [
    pytest.mark.process,
    pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"),
]
REQUEST = Request((), ("md", "docx"))


@pytest.fixture(scope="module")
def cluster(loopback: None) -> Iterator[LocalCluster]:  # noqa: ARG001
    with (
        dask_settings.set({"distributed.scheduler.allowed-failures": 0}),
        LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address="127.0.0.1:0") as local,
    ):
        yield local


@pytest.fixture
def dask(cluster: LocalCluster) -> Iterator[executors.Dask]:
    with executors.Dask(cluster.scheduler_address) as executor:
        yield executor


@pytest.fixture
def nowhere(ws: Ws) -> ArchiveWorkspace:
    """A workspace that stands on no disk: nobody but this process can read it."""
    folder = FolderWorkspace(ws.root)
    archive = ArchiveWorkspace.copy(folder, ("data", "templates"))
    archive.add(folder, "vbgen.yaml")
    archive.listings[""] = folder.list("")
    return archive


def outputs(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def rendered(workspace: ArchiveWorkspace, executor: Executor, target: Path) -> list[render_all.Outcome]:
    tasks = render_all.list_tasks(workspace, None, (), REQUEST)
    return render_all.render_all(workspace, tasks, executor, target, MessageLog(), None, force=True)


def test_the_same_bytes_come_from_a_cluster(nowhere: ArchiveWorkspace, dask: executors.Dask, tmp_path: Path) -> None:
    here = rendered(nowhere, executors.Inline(), tmp_path / "here")
    there = rendered(nowhere, dask, tmp_path / "there")
    assert [(outcome.board, outcome.code) for outcome in here] == [(outcome.board, outcome.code) for outcome in there]
    assert outputs(tmp_path / "there") == outputs(tmp_path / "here") != {}


def test_the_command_makes_pages_too(ws: Ws, cluster: LocalCluster) -> None:
    chosen = ("--all", "--format", "html", "--output", ws.out)
    result = ws.run("render", *chosen, "--executor", f"dask:{cluster.scheduler_address}")
    assert result.code == 0, result.err
    assert "2021/index.html" in outputs(ws.out)


def lost(task: Task) -> Result:
    """End the process that works for a board; do the work of the others."""
    if task.board == "kulturnamnden":
        os._exit(9)
    return build(task)


def test_a_lost_worker_is_4_for_its_board(nowhere: ArchiveWorkspace, dask: executors.Dask) -> None:
    tasks = render_all.list_tasks(nowhere, None, (), REQUEST)
    ended = dict(sorted((task.board, result.code) for task, result in render_all.run_tasks(lost, tasks, dask, nowhere)))
    assert ended == {"halsonamnden": ExitCode.FINE, "kulturnamnden": ExitCode.SURROUNDINGS}


@pytest.mark.parametrize(
    ("field", "words"),
    [
        ("vbgen", "vbgen "),
        ("pandoc", "pandoc "),
        ("typst", "Typst "),
        ("fonts", "typsnittet "),
        ("files", "med andra filer"),
    ],
)
def test_another_program_is_refused_by_name(nowhere: ArchiveWorkspace, field: str, words: str) -> None:
    """What the parent has and the worker has not."""
    (task, *_) = render_all.list_tasks(nowhere, None, (), REQUEST)
    render_all.fill_archive(nowhere, task)
    other = program.identify_program()._replace(**{field: "0.0.1"})
    result = build(task._replace(program=other))
    assert (result.code, result.documents) == (ExitCode.SURROUNDINGS, ())
    (message,) = result.messages
    assert words in message and message.startswith("arbetaren ") and ("här 0.0.1" in message or field == "files")
    assert build(task._replace(program=program.identify_program())).code == ExitCode.FINE


# ------------------------------------------------------------------- addresses
@pytest.mark.parametrize("address", ["tls://moln.example:8786", "tcp://127.0.0.1:8786", "localhost:1", "tcp://[::1]:1"])
def test_what_is_encrypted_or_stays_here_is_safe(address: str) -> None:
    assert executors.is_safe(address)


@pytest.mark.parametrize(
    "address",
    [
        "tcp://moln.example:8786",
        "10.0.0.1:8786",
        "tcp://localhost@moln.example:1",
        "tcp://127.0.0.1.example:1",
        "",
        "ws://x",
    ],
)
def test_an_open_address_is_refused(ws: Ws, address: str) -> None:
    result = ws.run("render", "--all", "--executor", f"dask:{address}")
    assert result.code == 2
    assert "varken krypterad eller den egna datorns" in result.err


def test_a_cluster_that_does_not_answer(ws: Ws, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(executors, "_CONNECT", 1)
    result = ws.run("render", "--all", "--executor", "dask:tcp://127.0.0.1:1")
    assert result.code == 4, result.err


def test_an_executor_that_there_is_not() -> None:
    with pytest.raises(UnknownChoice, match="skriv processes, inline eller dask:ADRESS"):
        executors.create_executor("trådar", None, 2)
