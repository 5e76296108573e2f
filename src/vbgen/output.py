"""The only writer: bytes go into a temporary file beside the target, which is then moved into place.

The target is the old file or the new one, never half of either. OSError carries the reason for the user.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path


class FileBusy(OSError):
    """A target that is open in another program."""


def write(target: Path, content: bytes) -> None:
    """Write `content` to `target`; a file that already holds it is left alone."""
    try:
        if target.read_bytes() == content:
            return
    except OSError:
        pass
    temporary = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with temporary.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        _move(temporary, target)
    except BaseException as error:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
        if isinstance(error, OSError) and not isinstance(error, FileBusy):
            raise OSError(error.errno, error.strerror, str(_choose_path(error, temporary, target))) from error
        raise


def write_folder(folder: Path, files: Mapping[str, bytes]) -> None:
    """Make a folder of files, in their order; where one of them cannot be written nothing is left of it."""
    folder.mkdir(parents=True)
    try:
        for name, content in files.items():
            write(folder / name, content)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def _move(temporary: Path, target: Path) -> None:
    try:
        temporary.replace(target)
    except PermissionError as error:  # what Windows says of a file that Word holds
        reason = "filen är öppen i Word eller ett annat program: stäng den och försök igen"
        raise FileBusy(error.errno, reason, str(target)) from error


def _choose_path(error: OSError, temporary: Path, target: Path) -> Path:
    """Return the path to tell of an error: never that of the temporary file."""
    path = Path(error.filename) if isinstance(error.filename, str | os.PathLike) else target
    return target if path == temporary else path
