"""Run a command in a fork of this process, in a folder of its own, with or without a bug."""

from __future__ import annotations

import gc
import json
import mmap
import multiprocessing
import os
import shutil
import signal
import struct
import sys
import threading
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from multiprocessing import util
from pathlib import Path
from typing import Any, NamedTuple

from scripts.plant_bugs import instrument
from scripts.plant_bugs.scenarios import MAIN, THREAD, WORKER, Scenario

PATIENCE = 60.0  # seconds after which a command hangs
OLD = b"det gamla\n"
_SPARED = ("vbgen.yaml", "data", "templates")
_FORK = multiprocessing.get_context("fork")


class UnforeseenError(Exception):
    """A type that no handler can name."""


TYPES: dict[str, type[Exception]] = {
    "ValueError": ValueError,
    "KeyError": KeyError,
    "RecursionError": RecursionError,
    "AssertionError": AssertionError,
    "UnforeseenError": UnforeseenError,
    # these are not planted unless asked for
    "TypeError": TypeError,
    "AttributeError": AttributeError,
    "IndexError": IndexError,
    "RuntimeError": RuntimeError,
}


class Bug(NamedTuple):
    """An error at the n-th call of a function in a thread or process of a kind."""

    function: str
    place: str
    nth: int
    error: str

    def __str__(self) -> str:
        return f"{self.function} {self.place} {self.nth} {self.error}"


class Run(NamedTuple):
    """The result of a command. `files`: all below the workspace. `calls`: per place and function. `caught`: where the bug ended."""

    code: int | None
    out: str
    err: str
    files: dict[str, bytes]
    calls: dict[str, dict[str, int]]
    fired: bool
    caught: tuple[str, ...]


class _Hook:
    """A hook that functions ask. It knows in which kind of thread or process it is asked."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.process = self.thread = 0

    def start(self) -> None:
        """Note this process, and this thread, as those of the command itself."""
        self.process, self.thread = os.getpid(), threading.get_ident()

    def place(self) -> str:
        """Return the kind of thread or process."""
        if os.getpid() != self.process:
            return WORKER
        return MAIN if threading.get_ident() == self.thread else THREAD

    def fired(self) -> bool:
        """Tell whether the bug was raised, in whatever process."""
        return False

    def forget(self) -> None:
        """Drop the results so far."""

    def result(self) -> dict[str, Any]:
        """Return the results of this process."""
        raise NotImplementedError

    def note(self) -> None:
        """Leave it for the process that started it all."""
        path = self.folder / f"{os.getpid()}.json"
        path.write_text(json.dumps(self.result()), encoding="utf-8")

    def note_at_end(self) -> None:
        """Do so when this process, which a command has started, ends; earlier results are left to the one that started it."""
        self.forget()
        util.Finalize(None, self.note, exitpriority=1)


class _CallCounter(_Hook):
    """A hook that counts calls."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.calls: Counter[tuple[str, int]] = Counter()

    def __call__(self, site: int) -> None:
        self.calls[self.place(), site] += 1

    def forget(self) -> None:
        self.calls.clear()

    def result(self) -> dict[str, Any]:
        calls: dict[str, dict[str, int]] = {}
        for (place, site), count in self.calls.items():
            of_place = calls.setdefault(place, {})
            name = instrument.sites[site]
            of_place[name] = of_place.get(name, 0) + count
        return {"calls": calls}


class _BugRaiser(_Hook):
    """A hook that raises at the n-th call, counted over all processes."""

    def __init__(self, folder: Path, bug: Bug) -> None:
        super().__init__(folder)
        self.bug = bug
        self.sites = {number for number, name in enumerate(instrument.sites) if name == bug.function}
        self.count = mmap.mmap(-1, 8)
        self.lock = _FORK.Lock()
        self.errors: list[Exception] = []

    def __call__(self, site: int) -> None:
        if site not in self.sites or self.place() != self.bug.place:
            return
        with self.lock:
            (count,) = struct.unpack("q", self.count[:])
            self.count[:] = struct.pack("q", count + 1)
        if count + 1 == self.bug.nth:
            error = TYPES[self.bug.error]("planterad bugg")
            self.errors.append(error)
            raise error

    def fired(self) -> bool:
        (count,) = struct.unpack("q", self.count[:])
        return bool(count >= self.bug.nth)

    def result(self) -> dict[str, Any]:
        return {"caught": [_list_frames(error) for error in self.errors]}


def _list_frames(error: Exception) -> list[str]:
    """List the frames that the error went through, from the one that caught it; ours and those of libraries."""
    frames = traceback.extract_tb(error.__traceback__)
    return [
        f"{_shorten_path(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames if frame.filename != __file__
    ]


def _shorten_path(file: str) -> str:
    for folder in ("/src/", "/site-packages/"):
        if folder in file:
            return file.rpartition(folder)[2]
    return file.rpartition("/lib/")[2]


class _Process(NamedTuple):
    pid: int
    folder: Path
    hook: _CallCounter | _BugRaiser
    until: float


def run_all(
    jobs: Iterable[tuple[Scenario, Bug | None, Mapping[str, bytes]]], folder: Path, processes: int
) -> Iterator[tuple[int, Run]]:
    """Run commands, some at a time. Each starts with its workspace and some files; yield the results as they come, numbered."""
    waiting = iter(enumerate(jobs))
    running: dict[int, _Process] = {}
    gc.collect()
    gc.freeze()  # so that a fork need not copy what only a collection would touch
    try:
        while True:
            while len(running) < processes and (job := next(waiting, None)) is not None:
                running[job[0]] = _start_process(*job[1], folder / str(job[0]))
            if not running:
                return
            for number, process in list(running.items()):
                ended_pid, status = os.waitpid(process.pid, os.WNOHANG)
                if not ended_pid and time.monotonic() < process.until:
                    continue
                if not ended_pid:
                    _stop_process(process)
                del running[number]
                yield number, _read_result(process, status if ended_pid else None)
                shutil.rmtree(process.folder)
            time.sleep(0.002)
    finally:
        for process in running.values():
            _stop_process(process)


def _stop_process(process: _Process) -> None:
    os.killpg(process.pid, signal.SIGKILL)
    os.waitpid(process.pid, 0)


def _start_process(scenario: Scenario, bug: Bug | None, files: Mapping[str, bytes], folder: Path) -> _Process:
    root, notes = folder / "arbetsyta", folder / "notes"
    notes.mkdir(parents=True)
    root.mkdir()
    for name in _SPARED:
        source = scenario.workspace / name
        if source.is_dir():
            shutil.copytree(source, root / name, symlinks=True)
        elif source.exists():
            shutil.copyfile(source, root / name)
    for file, content in (*scenario.spoiled, *files.items()):
        (root / file).parent.mkdir(parents=True, exist_ok=True)
        (root / file).write_bytes(content)
    hook = _CallCounter(notes) if bug is None else _BugRaiser(notes, bug)
    sys.stdout.flush()
    sys.stderr.flush()
    pid = os.fork()
    if pid == 0:
        _run_fork(scenario, hook, root)
    return _Process(pid, folder, hook, time.monotonic() + PATIENCE)


def _run_fork(scenario: Scenario, hook: _CallCounter | _BugRaiser, root: Path) -> None:
    """Run the command in the fork, and end it."""
    code = 1
    try:
        os.setsid()
        os.chdir(root)
        for stream, name in ((1, "out"), (2, "err")):
            file = os.open(hook.folder / name, os.O_CREAT | os.O_WRONLY | os.O_APPEND)
            os.dup2(file, stream)
        if scenario.again:
            _run_main(scenario.arguments, None)
        hook.start()
        util.register_after_fork(hook, _Hook.note_at_end)
        code = _run_main(scenario.arguments, hook)
        hook.note()
        sys.stdout.flush()
        sys.stderr.flush()
    finally:
        os._exit(code)


def _run_main(arguments: tuple[str, ...], hook: Callable[[int], None] | None) -> int:
    from vbgen.cli import main

    instrument.ask(hook)
    try:
        main(list(arguments))
    except SystemExit as exit_request:
        return exit_request.code if isinstance(exit_request.code, int) else 1
    except BaseException:  # noqa: BLE001 - the program let it through: a result like any other
        traceback.print_exc()
        return 99
    finally:
        instrument.ask(None)
    return 0


def _read_result(process: _Process, status: int | None) -> Run:
    notes, root = process.folder / "notes", process.folder / "arbetsyta"
    calls: dict[str, dict[str, int]] = {}
    caught: list[list[str]] = []
    for path in sorted(notes.glob("*.json")):
        notes_of_process = json.loads(path.read_text(encoding="utf-8"))
        caught += notes_of_process.get("caught", ())
        for place, counts in notes_of_process.get("calls", {}).items():
            of_place = calls.setdefault(place, {})
            for name, count in counts.items():
                of_place[name] = of_place.get(name, 0) + count
    files = {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in root.rglob("*")
        if path.is_file() and ".vbgen" not in path.parts
    }
    return Run(
        None if status is None else os.waitstatus_to_exitcode(status),
        _read_text(notes / "out"),
        _read_text(notes / "err"),
        files,
        calls,
        process.hook.fired(),
        tuple(caught[0]) if caught else (),
    )


def _read_text(path: Path) -> str:
    return path.read_bytes().decode("utf-8", "replace") if path.exists() else ""
