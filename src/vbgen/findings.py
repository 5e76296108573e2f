"""Findings: values that tell a fault, its place, and a way to mend it.

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
    position: tuple[int, int] | None = None
    on_key: bool = False
    line: int | None = None
    column: int | None = None

    def child(self, *steps: str | int) -> Place:
        """Return the place of something inside this one."""
        return Place(self.file, self.path + steps)

    def point(self, line: int, column: int) -> Place:
        """Return the place of a line and column (from 0) of the text at this one."""
        return Place(self.file, self.path, position=(line, column))

    @property
    def dotted_path(self) -> str:
        """The path as shown in JSON: `perspektiv[0].mål[1].namn`."""
        text = ""
        for step in self.path:
            text += f"[{step}]" if isinstance(step, int) else f".{step}" if text else step
        return text


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
    is_acknowledged: bool = False
    reason: str | None = None

    @property
    def is_open(self) -> bool:
        """Tell whether it is not acknowledged."""
        return not self.is_acknowledged

    def acknowledge(self, reason: str) -> Finding:
        """Return the finding as acknowledged, with the reason: it stays in every list."""
        return self._replace(is_acknowledged=True, reason=reason)
