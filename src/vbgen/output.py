"""The only writer: bytes go into a temporary file beside the target, which is then moved into place.

The target is the old file or the new one, never half of either. OSError carries the reason for the user.
"""

from __future__ import annotations

import os
from pathlib import Path


class FileBusy(OSError):
    """The target is open in another program."""


def write(target: Path, content: bytes) -> None:
    """Write `content` to `target`; a file that already holds it is left alone."""
    try:
        if target.read_bytes() == content:
            return
    except OSError:
        pass
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    try:
        with beside.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(target)
    except BaseException as error:
        beside.unlink(missing_ok=True)
        if isinstance(error, PermissionError) and target.exists() and os.access(target.parent, os.W_OK):
            raise FileBusy(
                error.errno, "filen är öppen i ett annat program, t.ex. Word: stäng den och försök igen", str(target)
            ) from error
        raise
