"""Run both programs, print each difference, and end with 1 if there is one that is not accepted."""

from __future__ import annotations

import argparse
import io
import json
import os
import shutil
import subprocess
import sys
import tarfile
import time
from collections.abc import Sequence
from fnmatch import fnmatchcase
from itertools import chain
from pathlib import Path

import scripts.compare as package
from scripts.compare import steps as commands
from scripts.compare.differences import Acceptance, Result, of_files, of_results
from scripts.compare.steps import Step

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "build" / "compare"
ACCEPTED = Path(__file__).with_name("accepted.toml")
COMMIT = "d6e6bd4"


class CannotCompare(Exception):
    """A comparison that cannot be made; the message says why."""


def extract(commit: str, folder: Path, *paths: str) -> None:
    """Put files of a commit into a folder. CannotCompare if the repository lacks it."""
    command = ["git", "-C", str(ROOT), "archive", "--format=tar", commit, *paths]
    result = subprocess.run(command, capture_output=True, check=False)
    if result.returncode:
        raise CannotCompare(result.stderr.decode().strip())
    with tarfile.open(fileobj=io.BytesIO(result.stdout)) as archive:
        archive.extractall(folder, filter="data")


class Side:
    """One program with its copies of all data."""

    def __init__(self, name: str, source: Path) -> None:
        self.name = name
        self.source = source
        self.folder = FOLDER / name

    def start(self, steps: Sequence[Step]) -> subprocess.Popen[bytes]:
        """Run the steps in a process of their own. The order of sets differs from side to side, so what hangs on it shows."""
        inherited = {name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR", "SYSTEMROOT") if name in os.environ}
        environment = {
            **inherited,
            "PYTHONPATH": os.pathsep.join((str(self.source), str(ROOT))),
            "PYTHONHASHSEED": str(len(self.name) + ord(self.name[0])),
            "PYTHONUTF8": "1",
            "COLUMNS": "120",
        }
        self._steps_path.write_text("".join(f"{json.dumps((step.parallel, step.arguments))}\n" for step in steps))
        command = [sys.executable, "-m", "scripts.compare.run", str(self._steps_path), str(self._results_path)]
        return subprocess.Popen(command, cwd=self.folder, env=environment)

    @property
    def _steps_path(self) -> Path:
        return FOLDER / f"{self.name}-steps.jsonl"

    @property
    def _results_path(self) -> Path:
        return FOLDER / f"{self.name}-results.jsonl"

    def results(self, steps: Sequence[Step]) -> list[Result]:
        """Return the results of the steps, with the side's folder left out of paths. CannotCompare if the program ended before."""
        text = self._results_path.read_text(encoding="utf-8")
        results = [Result(*json.loads(line)) for line in text.splitlines()]
        if len(results) < len(steps):
            step = steps[len(results)]
            raise CannotCompare(f"the {self.name} program ended in {step.group}: {step.name}")
        folder = str(self.folder.resolve())
        return [Result(r.code, r.out.replace(folder, ""), r.err.replace(folder, "")) for r in results]


def compare(commit: str, only: str, acceptance: Acceptance, *, commit_data: bool) -> int:
    """Run both programs and print what differs; return the number of differences that are not accepted."""
    start = time.perf_counter()
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    commit_folder, data = FOLDER / "commit", ROOT
    extract(commit, commit_folder, "src")
    if commit_data:
        extract(commit, commit_folder, *commands.PARTS, "examples", "tests")
        data = commit_folder
    sides = (Side("old", commit_folder / "src"), Side("new", ROOT / "src"))
    for side in sides:
        commands.copy_data(data, side.folder)
    steps = [step for step in commands.steps(sides[0].folder) if fnmatchcase(step.group, only)]
    processes = [side.start(steps) for side in sides]
    for process in processes:
        process.wait()
    old, new = (side.results(steps) for side in sides)
    differences = [
        *chain.from_iterable(
            of_results(*step_results, acceptance) for step_results in zip(steps, old, new, strict=True)
        ),
        *of_files(sides[0].folder, sides[1].folder, acceptance),
    ]
    for difference in differences:
        print(difference)
    files = sum(1 for path in sides[1].folder.joinpath("out").rglob("*") if path.is_file())
    seconds = time.perf_counter() - start
    print(f"{commit}: {len(steps)} commands, {files} files, {len(differences)} differences, {seconds:.0f} s")
    return len(differences)


def main(arguments: Sequence[str] | None = None) -> int:
    """Compare; return the exit code: 1 for differences that are not accepted, 2 if it cannot be done."""
    parser = argparse.ArgumentParser(prog="compare", description=(package.__doc__ or "").partition("\n")[0])
    parser.add_argument("commit", nargs="?", default=COMMIT, help=f"the earlier commit; without: {COMMIT}")
    parser.add_argument("--expect", type=Path, default=ACCEPTED, metavar="FILE", help="the differences that are meant")
    parser.add_argument("--only", default="*", metavar="GROUP", help="only some: root, misuse, 'cases/VB3*' …")
    parser.add_argument(
        "--commit-data", action="store_true", help="over the data of the commit, not those that lie here"
    )
    options = parser.parse_args(arguments)
    try:
        acceptance = Acceptance.read(options.expect)
        count = compare(options.commit, options.only, acceptance, commit_data=options.commit_data)
    except (CannotCompare, OSError, ValueError, TypeError) as error:
        print(error, file=sys.stderr)
        return 2
    unused = acceptance.unused() if options.only == "*" else []
    for entry in unused:
        print(f"{options.expect}: {entry.name} accepts nothing ({entry.reason})")
    return 1 if count or unused else 0


if __name__ == "__main__":
    sys.exit(main())
