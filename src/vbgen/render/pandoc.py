"""The one door to pandoc: bytes in, bytes out, the same on every machine.

The binary is the one that the package pypandoc_binary carries. The package's own function is not used: it prefers any
newer pandoc on the user's PATH, so that results would depend on the machine.
"""

from __future__ import annotations

import importlib.util
import os
import subprocess
from collections.abc import Sequence
from functools import cache
from pathlib import Path

EPOCH = 946_684_800  # 2000-01-01T00:00:00Z: the date in every file made
TIMEOUT = 120  # seconds

# pandoc has options that write files or run programs, and takes abbreviations of them: only these are let through.
_ALLOWED = frozenset(
    (
        *("from", "to", "template", "standalone", "metadata", "variable", "wrap", "toc", "toc-depth"),
        *("fail-if-warnings", "section-divs", "shift-heading-level-by", "eol", "columns", "syntax-highlighting"),
    )
)


class PandocError(OSError):
    """pandoc is missing, could not be run, or refused its input; the message is pandoc's own."""


@cache
def find_binary() -> Path:
    """Return the path of pandoc inside pypandoc_binary."""
    spec = importlib.util.find_spec("pypandoc")
    for folder in (spec.submodule_search_locations or ()) if spec else ():
        for name in ("pandoc", "pandoc.exe"):
            path = Path(folder) / "files" / name
            if path.is_file():
                return path
    raise PandocError("pandoc gick inte att köra: pandoc saknas: installera paketet pypandoc_binary")


def run(options: Sequence[str], data: bytes, reference: Path | bytes | None = None) -> bytes:
    """Run pandoc with `data` as input and return what it prints. `reference`: the reference document of a Word file; bytes lie in a
    temporary file meanwhile.

    `--sandbox` is always on: pandoc reads the files named by the options and no others, so that a document cannot make
    it fetch anything. Raises PandocError (OSError).
    """
    for option in options:
        dashes, name = option[:2], option[2:].partition("=")[0]
        if dashes != "--" or name not in _ALLOWED:
            raise AssertionError(f"not an option to give to pandoc here: {option}")
    if isinstance(reference, bytes):
        from tempfile import TemporaryDirectory

        with TemporaryDirectory(prefix="vbgen-") as folder:
            path = Path(folder, "reference.docx")
            path.write_bytes(reference)
            return run(options, data, path)
    reference_option = [f"--reference-doc={reference.resolve()}"] if reference is not None else []
    # The data folder could hold the user's own templates: none is looked at.
    return _call(["--sandbox", f"--data-dir={os.devnull}", *options, *reference_option, "--output=-"], data)


@cache
def version() -> str:
    """Return the number of the version, as pandoc says itself."""
    return _call(["--version"], b"").split(None, 2)[1].decode()


def _call(arguments: Sequence[str], data: bytes) -> bytes:
    command, environment = [str(find_binary()), *arguments], _build_environment()
    try:
        process = subprocess.run(  # noqa: S603 - an argument list, no shell
            command, input=data, capture_output=True, check=False, env=environment, timeout=TIMEOUT
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise PandocError(f"pandoc gick inte att köra: {error}") from error
    if process.returncode:
        message = process.stderr.decode("utf-8", "replace").strip()
        raise PandocError(f"pandoc misslyckades ({process.returncode}): {message}")
    return process.stdout


def _build_environment() -> dict[str, str]:
    """Return nothing of the user's own but what the system needs to start a program."""
    variables = {
        name: os.environ[name] for name in ("PATH", "SYSTEMROOT", "TEMP", "TMP", "TMPDIR") if name in os.environ
    }
    return {**variables, "SOURCE_DATE_EPOCH": str(EPOCH), "TZ": "UTC", "LC_ALL": "C.UTF-8", "HOME": os.devnull}
