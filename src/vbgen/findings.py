"""Findings are values: what is wrong, where, and what to do about it.

A finding is made where the fault is seen, collected, and only then located (line and column),
matched with acknowledgements, sorted and shown. The lowest layer: imports nothing of vbgen.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

Severity = Literal["error", "warning", "info"]
Path = tuple[str | int, ...]


class Place(NamedTuple):
    """A spot in a file of the workspace.

    `file`: relative to the workspace, with `/`. `path`: keys and list indexes from the file's top.
    `at`: line and column (from 0) inside the text that stands at `path`: a cell, a footnote mark.
    `line`, `column` (from 1): set when the place is known without a path (unreadable files, templates).
    `on_key`: the key, not its value, is meant.
    """

    file: str
    path: Path = ()
    at: tuple[int, int] | None = None
    on_key: bool = False
    line: int | None = None
    column: int | None = None

    def below(self, *steps: str | int) -> Place:
        """The place of something inside this one."""
        return Place(self.file, self.path + steps)

    def inside(self, line: int, column: int) -> Place:
        """A line and column (from 0) of the text at this place."""
        return Place(self.file, self.path, at=(line, column))

    @property
    def dotted(self) -> str:
        """The path as shown in JSON: `perspektiv[0].mål[1].namn`."""
        out = ""
        for step in self.path:
            out += f"[{step}]" if isinstance(step, int) else f".{step}" if out else step
        return out


class Finding(NamedTuple):
    """One thing to say about the data.

    `message` and `hint` are Swedish sentences. `stated` and `computed` are numbers as strings ("-1554.8"). `address` names a
    part of the object at `owner` (a table's `row/column`) so that an acknowledgement can point at it.
    """

    code: str
    severity: Severity
    place: Place
    message: str
    hint: str | None = None
    stated: str | None = None
    computed: str | None = None
    address: str | None = None
    owner: Place | None = None
    acknowledged: bool = False
    reason: str | None = None

    @property
    def open(self) -> bool:
        """Not acknowledged."""
        return not self.acknowledged

    def explained(self, reason: str) -> Finding:
        """The finding, known: it stays in every list, acknowledged, with the reason."""
        return self._replace(acknowledged=True, reason=reason)
