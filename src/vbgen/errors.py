"""How a run ends: its exit code, and the errors of users: a choice that there is not, a document that cannot be made."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from vbgen.findings import Finding


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


class RenderError(Exception):
    """A document cannot be made of what there is; `finding` says where and why."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.message)
        self.finding = finding
