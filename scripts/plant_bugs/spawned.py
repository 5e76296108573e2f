"""The main module of a command with a bug, so that multiprocessing imports it in the processes that the command starts afresh."""

from __future__ import annotations

from multiprocessing.util import Finalize
from pathlib import Path

from scripts.plant_bugs import instrument
from scripts.plant_bugs.hooks import Settings, hook


def start() -> None:
    """Have the bug of the command in this process too."""
    settings = Settings.handed_down()
    instrument.install_kept(Path(settings.kept))
    asked = hook(settings)
    Finalize(None, asked.note, exitpriority=1)  # a spawned process ends without atexit
    instrument.ask(asked)


if __name__ == "__mp_main__":
    start()
