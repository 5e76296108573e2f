"""Run the commands of one side with the program that PYTHONPATH leads to: `python -m scripts.compare.run STEPS RESULTS`.

The commands run in this process, one after the other, in the present folder; those that start processes of their own run in a fresh
one, since a fork of a process that has used Typst waits for threads that it does not have. The program's own number is hidden, since
documents print it.
"""

from __future__ import annotations

import io
import json
import subprocess
import sys
import traceback
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import vbgen


def run(main: Callable[[list[str]], None], arguments: list[str]) -> tuple[object, str, str]:
    """Run a command; return exit code, stdout and stderr."""
    out, err = _create_stream(), _create_stream()
    code: object = "returned"
    with redirect_stdout(out), redirect_stderr(err):
        try:
            main(arguments)
        except SystemExit as exit_request:
            code = exit_request.code
        except BaseException:  # noqa: BLE001 - whatever leaves the program is a result to compare
            code = f"raised {traceback.format_exc()}"
    return code, _read_stream(out), _read_stream(err)


def run_apart(arguments: list[str]) -> tuple[object, str, str]:
    """Run a command in a process of its own, with the same results."""
    command = [sys.executable, "-m", "vbgen", *arguments]
    result = subprocess.run(command, capture_output=True, check=False, encoding="utf-8", errors="backslashreplace")
    return result.returncode, result.stdout, result.stderr


def _create_stream() -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BytesIO(), encoding="utf-8", errors="backslashreplace", write_through=True)


def _read_stream(stream: io.TextIOWrapper) -> str:
    stream.flush()
    assert isinstance(stream.buffer, io.BytesIO)
    return stream.buffer.getvalue().decode("utf-8", "backslashreplace")


def main(steps: Path, results: Path) -> None:
    """Read steps, a JSON line each, and write the result of each."""
    vbgen.__version__ = "0"
    from vbgen.cli import main as command

    with steps.open(encoding="utf-8") as lines, results.open("w", encoding="utf-8") as file:
        for line in lines:
            apart, arguments = json.loads(line)
            result = run_apart(arguments) if apart else run(command, arguments)
            print(json.dumps(result), file=file, flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
