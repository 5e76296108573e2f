"""A copy of the program, changed as CONTRIBUTING says and run: what it says is enough is enough."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

from tests.cli.support import SOURCE, Result, environment

_RUN = """
import io, json, sys
from contextlib import redirect_stderr, redirect_stdout
from vbgen.cli import main
results = []
for arguments in json.loads(sys.argv[1]):
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True) for _ in "oe")
    with redirect_stdout(out), redirect_stderr(err):
        try:
            main(arguments)
        except SystemExit as end:
            code = end.code
    results.append([code, *(stream.buffer.getvalue().decode() for stream in (out, err))])
print(json.dumps(results))
"""


class Copy:
    """The package `vbgen`, copied to a folder."""

    def __init__(self, folder: Path) -> None:
        self.root = folder
        shutil.copytree(SOURCE / "vbgen", folder / "vbgen")

    def write(self, file: str, text: str) -> None:
        """Add a file; its path begins with `src/`, as in the repository."""
        path = self._path(file)
        assert not path.exists(), f"{file} is there already"
        path.write_text(text, encoding="utf-8")

    def add_text(self, file: str, text: str) -> None:
        """Add text at the end of a file."""
        with self._path(file).open("a", encoding="utf-8") as end:
            end.write(text)

    def add_line(self, file: str, after: str, line: str) -> None:
        """Add a line below the first that begins so."""
        lines = self._path(file).read_text(encoding="utf-8").splitlines(keepends=True)
        (above, *_) = [number for number, text in enumerate(lines) if text.startswith(after)]
        self._path(file).write_text("".join([*lines[: above + 1], line, *lines[above + 1 :]]), encoding="utf-8")

    def run(self, *commands: tuple[str | Path, ...]) -> list[Result]:
        """How each command ends, in one process."""
        arguments = json.dumps([[str(argument) for argument in command] for command in commands])
        done = subprocess.run(
            [sys.executable, "-c", _RUN, arguments],
            env=environment({"PYTHONPATH": str(self.root), "PYTHONUTF8": "1"}),
            capture_output=True,
            encoding="utf-8",
            check=True,
        )
        return [Result(*result) for result in json.loads(done.stdout)]

    def _path(self, file: str) -> Path:
        return self.root / file.removeprefix("src/")
