"""What functions ask: one counts their calls, the other raises the bug. The processes that a command starts have the same."""

from __future__ import annotations

import json
import os
import sys
import threading
import traceback
from collections import Counter
from pathlib import Path
from typing import Any, NamedTuple

from scripts.plant_bugs import instrument
from scripts.plant_bugs.scenarios import MAIN, THREAD, WORKER

if sys.platform != "win32":  # where bugs cannot be planted, since nothing forks there
    import fcntl

PLANTED = "planterad bugg"
_SETTINGS = "PLANT_BUGS"  # variable of the environment


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


class Settings(NamedTuple):
    """What a hook has to know: the folder for its notes, the one with the code that asks, the bug, the process of the command."""

    notes: str
    kept: str
    bug: Bug | None
    process: int = 0

    def hand_down(self) -> None:
        """Tell the processes that this one starts."""
        os.environ[_SETTINGS] = json.dumps(self)

    @classmethod
    def handed_down(cls) -> Settings:
        """Take what the process was told that started this one."""
        notes, kept, bug, process = json.loads(os.environ[_SETTINGS])
        return cls(notes, kept, Bug(*bug) if bug else None, process)


class Hook:
    """What functions ask. It knows in which kind of thread or process it is asked."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.thread = threading.get_ident()

    def __call__(self, site: int) -> None:
        raise NotImplementedError

    def place(self) -> str:
        """The kind of thread or process."""
        if os.getpid() != self.settings.process:
            return WORKER
        return MAIN if threading.get_ident() == self.thread else THREAD

    def result(self) -> dict[str, Any]:
        """What this process learned."""
        raise NotImplementedError

    def note(self) -> None:
        """Leave it for the process that started it all."""
        path = Path(self.settings.notes) / f"{os.getpid()}.json"
        path.write_text(json.dumps(self.result()), encoding="utf-8")


class Count(Hook):
    """Counts calls."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings)
        self.calls: Counter[tuple[str, int]] = Counter()

    def __call__(self, site: int) -> None:
        if not instrument.importing():
            self.calls[self.place(), site] += 1

    def result(self) -> dict[str, Any]:
        calls: dict[str, dict[str, int]] = {}
        for (place, site), count in self.calls.items():
            of_place = calls.setdefault(place, {})
            name = instrument.sites[site]
            of_place[name] = of_place.get(name, 0) + count
        return {"calls": calls}


class Raise(Hook):
    """Raises at the n-th call, counted over all processes."""

    def __init__(self, settings: Settings, bug: Bug) -> None:
        super().__init__(settings)
        self.bug = bug
        self.sites = {number for number, name in enumerate(instrument.sites) if name == bug.function}
        self.lock = threading.Lock()
        self.errors: list[Exception] = []

    def __call__(self, site: int) -> None:
        if site not in self.sites or self.place() != self.bug.place or instrument.importing():
            return
        if self._count() == self.bug.nth:
            error = TYPES[self.bug.error](PLANTED)
            self.errors.append(error)
            raise error

    def _count(self) -> int:
        """A byte for each call so far, in a file that all processes share."""
        with self.lock, count_file(self.settings.notes).open("ab") as file:
            fcntl.lockf(file, fcntl.LOCK_EX)
            file.write(b".")
            file.flush()
            return os.fstat(file.fileno()).st_size

    def result(self) -> dict[str, Any]:
        return {"caught": [caught(error) for error in self.errors]}


def hook(settings: Settings) -> Hook:
    """The hook that fits."""
    return Count(settings) if settings.bug is None else Raise(settings, settings.bug)


def count_file(notes: str | Path) -> Path:
    """As many bytes as calls of the function in which a bug is planted."""
    return Path(notes) / "count"


def caught(error: Exception) -> list[str]:
    """The frames that the error went through, from the one that caught it; ours and those of libraries."""
    frames = traceback.extract_tb(error.__traceback__)
    return [f"{_short(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames if frame.filename != __file__]


def _short(file: str) -> str:
    for folder in ("/src/", "/site-packages/"):
        if folder in file:
            return file.rpartition(folder)[2]
    return file.rpartition("/lib/")[2]
