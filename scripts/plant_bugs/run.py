"""Run a command in a fork of this process, in a folder of its own, with or without a bug."""

from __future__ import annotations

import gc
import json
import os
import shutil
import signal
import sys
import time
import traceback
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from scripts.plant_bugs import hooks, instrument, spawned
from scripts.plant_bugs.hooks import Bug, Hook, Settings
from scripts.plant_bugs.scenarios import Scenario

PATIENCE = 60.0  # seconds after which a command hangs
OLD = b"det gamla\n"
_PARTS = ("vbgen.yaml", "data", "templates")


class Run(NamedTuple):
    """What came of a command. `files`: all below the workspace. `calls`: per place and function. `caught`: where the bug ended."""

    code: int | None
    out: str
    err: str
    files: dict[str, bytes]
    calls: dict[str, dict[str, int]]
    fired: bool
    caught: tuple[str, ...]


class _Process(NamedTuple):
    pid: int
    folder: Path
    settings: Settings
    until: float


def run_all(
    jobs: Iterable[tuple[Scenario, Bug | None, Mapping[str, bytes]]], folder: Path, kept: Path, processes: int
) -> Iterator[tuple[int, Run]]:
    """Run commands, some at a time. Each starts with its workspace and some files; the results, as they come, with their numbers."""
    waiting = iter(enumerate(jobs))
    running: dict[int, _Process] = {}
    gc.collect()
    gc.freeze()  # so that a fork need not copy what only a collection would touch
    try:
        while True:
            while len(running) < processes and (job := next(waiting, None)) is not None:
                running[job[0]] = _start(*job[1], folder / str(job[0]), kept)
            if not running:
                return
            for number, process in list(running.items()):
                ended, status = os.waitpid(process.pid, os.WNOHANG)
                if not ended and time.monotonic() < process.until:
                    continue
                if ended:
                    _stop_workers(process)
                else:
                    _stop(process)
                del running[number]
                yield number, _result(process, status if ended else None)
                shutil.rmtree(process.folder)
            time.sleep(0.002)
    finally:
        for process in running.values():
            _stop(process)


def _stop(process: _Process) -> None:
    os.killpg(process.pid, signal.SIGKILL)
    os.waitpid(process.pid, 0)


def _stop_workers(process: _Process) -> None:
    """End what the command left running: it went without the clean-up of a Python that ends."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)


def _start(scenario: Scenario, bug: Bug | None, files: Mapping[str, bytes], folder: Path, kept: Path) -> _Process:
    root, notes = folder / "arbetsyta", folder / "notes"
    notes.mkdir(parents=True)
    root.mkdir()
    for name in _PARTS:
        source = scenario.workspace / name
        if source.is_dir():
            shutil.copytree(source, root / name, symlinks=True)
        elif source.exists():
            shutil.copyfile(source, root / name)
    for file, content in (*scenario.spoiled, *files.items()):
        (root / file).parent.mkdir(parents=True, exist_ok=True)
        (root / file).write_bytes(content)
    settings = Settings(str(notes), str(kept), bug)
    sys.stdout.flush()
    sys.stderr.flush()
    pid = os.fork()
    if pid == 0:
        _command(scenario, settings, root)
    return _Process(pid, folder, settings, time.monotonic() + PATIENCE)


def _command(scenario: Scenario, settings: Settings, root: Path) -> None:
    """The whole life of the fork."""
    code = 1
    try:
        os.setsid()
        os.chdir(root)
        for stream, name in ((1, "out"), (2, "err")):
            file = os.open(Path(settings.notes) / name, os.O_CREAT | os.O_WRONLY | os.O_APPEND)
            os.dup2(file, stream)
        settings = settings._replace(process=os.getpid())
        settings.hand_down()
        sys.modules["__main__"] = spawned
        if scenario.again:
            _main(scenario.arguments, None)
        hook = hooks.hook(settings)
        code = _main(scenario.arguments, hook)
        hook.note()
        sys.stdout.flush()
        sys.stderr.flush()
    finally:
        os._exit(code)


def _main(arguments: tuple[str, ...], hook: Hook | None) -> int:
    from vbgen.cli import main

    instrument.ask(hook)
    try:
        main(list(arguments))
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 1
    except BaseException:  # noqa: BLE001 - the program let it through: a result like any other
        traceback.print_exc()
        return 99
    finally:
        instrument.ask(None)
    return 0


def _result(process: _Process, status: int | None) -> Run:
    notes, root = process.folder / "notes", process.folder / "arbetsyta"
    calls: dict[str, dict[str, int]] = {}
    caught: list[list[str]] = []
    for path in sorted(notes.glob("*.json")):
        told = json.loads(path.read_text(encoding="utf-8"))
        caught += told.get("caught", ())
        for place, counts in told.get("calls", {}).items():
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
        _text(notes / "out"),
        _text(notes / "err"),
        files,
        calls,
        _fired(process.settings),
        tuple(caught[0]) if caught else (),
    )


def _fired(settings: Settings) -> bool:
    path = hooks.count_file(settings.notes)
    return settings.bug is not None and path.exists() and path.stat().st_size >= settings.bug.nth


def _text(path: Path) -> str:
    return path.read_bytes().decode("utf-8", "replace") if path.exists() else ""
