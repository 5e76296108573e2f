"""Ends of a run: its exit codes, and the errors of users: a choice that there is not, a document that cannot be made."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from vbgen.findings import Finding


class ExitCode(IntEnum):
    """The exit codes of `vbgen`; their meanings stand in README.md."""

    FINE = 0
    ERRORS = 1
    WRONG_USE = 2
    BUG = 3
    SURROUNDINGS = 4
    INTERRUPTED = 130


class UnknownChoice(Exception):
    """A choice of board, year, document or rule that there is not: wrong use. The message (Swedish) says which there are."""


class RenderError(Exception):
    """A document that cannot be made; `finding` says where and why."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.message)
        self.finding = finding
