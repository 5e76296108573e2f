"""Try mutants and print those that no test notices; ends with 0 unless they could not be tried."""

from __future__ import annotations

import argparse
import difflib
import json
import os
import random
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from fnmatch import fnmatchcase
from pathlib import Path
from queue import SimpleQueue
from typing import Literal, NamedTuple

import scripts.mutants as package
from scripts.mutants.coverage import PYTEST, CannotRun, Tests
from scripts.mutants.plugin import TOO_LONG
from scripts.mutants.sites import Mutant, mutants

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src"
FOLDER = ROOT / "build" / "mutants"
PATHS = ("src/vbgen/rules", "src/vbgen/tables")
# The rules of prose, which are to be replaced as a whole.
SKIPPED = ("*/rules/vb60[2-8].py", "*/rules/vb703.py", "*/rules/claims.py")
# The longest that the tests of one mutant may take; each test has a limit of its own besides.
LIMIT = 1200
Outcome = Literal["killed", "timeout", "survived", "not reached"]


class Trial(NamedTuple):
    """A mutant of a module, its number in the sample and the tests that execute it, with their seconds."""

    number: int
    path: Path
    mutant: Mutant
    tests: dict[str, float]


class Result(NamedTuple):
    """What came of a trial. `by`: the test that failed."""

    trial: Trial
    outcome: Outcome
    by: str
    seconds: float


# --------------------------------------------------------------------- sample
def modules(paths: Sequence[str], skipped: Sequence[str]) -> list[Path]:
    """The modules in files and folders, sorted, without those that are skipped. CannotRun for a path that is not there."""
    found: set[Path] = set()
    for path in (ROOT / name for name in paths):
        if not path.exists():
            raise CannotRun(f"{path} is not there")
        found.update(path.rglob("*.py") if path.is_dir() else [path])
    return sorted(p for p in found if not any(fnmatchcase(p.relative_to(ROOT).as_posix(), skip) for skip in skipped))


def sample(files: Sequence[Path], seed: int, count: int) -> list[tuple[int, Path, Mutant]]:
    """Mutants drawn from all of the modules', numbered, in the order of their places."""
    every = [(path, mutant) for path in files for mutant in mutants(path.read_text(encoding="utf-8"))]
    chosen = sorted(random.Random(seed).sample(range(len(every)), min(count, len(every))))  # noqa: S311 - no secret
    return [(number, *every[place]) for number, place in enumerate(chosen, 1)]


# ----------------------------------------------------------------------- runs
class Workshop:
    """Copies of the program to spoil, one for each process at a time."""

    def __init__(self, jobs: int) -> None:
        self.free: SimpleQueue[Path] = SimpleQueue()
        for number in range(jobs):
            folder = FOLDER / f"copy-{number}"
            shutil.rmtree(folder, ignore_errors=True)
            shutil.copytree(SOURCE, folder, ignore=shutil.ignore_patterns("*.egg-info"))
            self.free.put(folder)

    def run(self, trial: Trial) -> Result:
        """Run the tests with the mutant in its place."""
        if not trial.tests:
            return Result(trial, "not reached", "", 0)
        start = time.perf_counter()
        folder = self.free.get()
        try:
            outcome, by = self._run(trial, folder)
        finally:
            self.free.put(folder)
        return Result(trial, outcome, by, time.perf_counter() - start)

    def _run(self, trial: Trial, folder: Path) -> tuple[Outcome, str]:
        target = folder / trial.path.relative_to(SOURCE)
        text = trial.path.read_text(encoding="utf-8")
        listed = folder / "tests.json"
        listed.write_text(json.dumps(trial.tests), encoding="utf-8")
        target.write_text(trial.mutant.apply(text), encoding="utf-8")
        _forget(target)
        try:
            code, said = self._pytest(trial, folder, listed)
        finally:
            target.write_text(text, encoding="utf-8")
            _forget(target)
        if code == 0:
            return "survived", ""
        if code in (TOO_LONG, None):
            return "timeout", ""
        failed = [
            line.removeprefix("FAILED ").removeprefix("ERROR ")
            for line in said.splitlines()
            if line[:6] in ("FAILED", "ERROR ")
        ]
        return "killed", failed[0].partition(" - ")[0] if failed else f"exit code {code}"

    @staticmethod
    def _pytest(trial: Trial, folder: Path, listed: Path) -> tuple[int | None, str]:
        """The exit code, None for one that took too long, and what was said."""
        files = sorted({test.partition("::")[0] for test in trial.tests})
        environment = {
            **os.environ,
            "PYTHONPATH": str(folder),
            "PYTHONDONTWRITEBYTECODE": "1",
            "MUTANTS_TESTS": str(listed),
            "MUTANTS_SOURCE": str(folder),
        }
        command = [*PYTEST, "-x", "--tb=no", f"--basetemp={folder}-tmp", *files]
        with subprocess.Popen(
            command,
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            start_new_session=True,
        ) as process:
            try:
                said, _ = process.communicate(timeout=LIMIT)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, 9)
                process.communicate()
                return None, ""
        return process.returncode, said


def _forget(path: Path) -> None:
    """Remove what Python has compiled of a module: a mutant may be as long as the original, and as old."""
    for compiled in (path.parent / "__pycache__").glob(f"{path.stem}.*.pyc"):
        compiled.unlink()


# --------------------------------------------------------------------- report
def difference(trial: Trial) -> str:
    """What a mutant changes, as a diff."""
    text = trial.path.read_text(encoding="utf-8")
    name = trial.path.relative_to(ROOT).as_posix()
    before, after = (version.splitlines() for version in (text, trial.mutant.apply(text)))
    return "\n".join(list(difflib.unified_diff(before, after, name, name, lineterm="", n=2))[2:])


def report(results: Sequence[Result], seconds: float) -> Iterator[str]:
    """The survivors with their diffs, and how many were noticed."""
    for result in results:
        trial, mutant = result.trial, result.trial.mutant
        if result.outcome in ("survived", "not reached"):
            place = f"{trial.path.relative_to(ROOT).as_posix()}:{mutant.line}"
            yield f"{trial.number}. {place}: {mutant.operator}: {result.outcome} ({len(trial.tests)} tests)"
            yield f"{difference(trial)}\n"
    counts = Counter(result.outcome for result in results)
    noticed = counts["killed"] + counts["timeout"]
    yield ", ".join(f"{counts[outcome]} {outcome}" for outcome in ("killed", "timeout", "survived", "not reached"))
    yield f"{len(results)} mutants, {noticed / max(len(results), 1):.1%} noticed, {seconds:.0f} s"


def as_data(results: Sequence[Result]) -> list[dict[str, object]]:
    """The results, for programs."""
    return [
        {
            "number": trial.number,
            "path": trial.path.relative_to(ROOT).as_posix(),
            "line": trial.mutant.line,
            "operator": trial.mutant.operator,
            "outcome": outcome,
            "by": by,
            "tests": len(trial.tests),
            "seconds": round(seconds, 1),
            "difference": difference(trial),
        }
        for trial, outcome, by, seconds in results
    ]


def try_all(options: argparse.Namespace) -> list[Result]:
    """Draw, measure, run. CannotRun if that is not possible."""
    files = modules(options.paths, options.skip)
    drawn = sample(files, options.seed, options.count)
    if not drawn:
        raise CannotRun("there is nothing to change in these paths")
    FOLDER.mkdir(parents=True, exist_ok=True)
    tests = Tests(ROOT, FOLDER)
    if not (options.measured and tests.seconds_file.is_file()):
        tests.measure(files, options.jobs)
    trials = [Trial(number, path, mutant, tests.executing(path, mutant, files)) for number, path, mutant in drawn]
    if options.only:
        trials = [trial for trial in trials if trial.number in options.only]
    # the longest first, so that no process is left alone with one at the end
    trials.sort(key=lambda trial: -sum(trial.tests.values()))
    workshop = Workshop(options.jobs)
    results: list[Result] = []
    with ThreadPoolExecutor(options.jobs) as executor:
        for result in executor.map(workshop.run, trials):
            results.append(result)
            print(f"\r{len(results)} of {len(trials)}", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    return sorted(results, key=lambda result: result.trial.number)


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit code: 0 whatever survived, 1 if mutants could not be tried."""
    parser = argparse.ArgumentParser(prog="mutants", description=(package.__doc__ or "").partition("\n")[0])
    parser.add_argument("--seed", type=int, default=1, help="another seed draws other mutants")
    parser.add_argument("--count", type=int, default=400, help="how many mutants")
    parser.add_argument("--paths", nargs="+", default=PATHS, metavar="PATH", help="files and folders to change")
    parser.add_argument("--skip", nargs="*", default=SKIPPED, metavar="PATTERN", help="files to leave alone")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="processes at a time")
    parser.add_argument("--only", nargs="+", type=int, metavar="NUMBER", help="of the sample only these")
    parser.add_argument("--measured", action="store_true", help="take what the last run measured of the tests")
    options = parser.parse_args(arguments)
    start = time.perf_counter()
    try:
        results = try_all(options)
    except CannotRun as error:
        print(f"mutants: {error}", file=sys.stderr)
        return 1
    (FOLDER / "results.json").write_text(json.dumps(as_data(results), ensure_ascii=False, indent=1), encoding="utf-8")
    print(*report(results, time.perf_counter() - start), sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
