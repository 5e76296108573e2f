"""How a run ends: its exit code, and the error of a choice that there is not."""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """The exit codes of `vbgen`; what each means stands in README.md."""

    FINE = 0
    ERRORS = 1
    WRONG_USE = 2
    BUG = 3
    SURROUNDINGS = 4
    INTERRUPTED = 130


class UnknownChoice(Exception):
    """There is no such board, year, document or rule: wrong use. The message (Swedish) says which there are."""
