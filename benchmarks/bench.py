"""How fast vbgen is, measured against what it stands on.

    python benchmarks/bench.py [RUNS]          the repository's own documents
    python benchmarks/bench.py scale           workspaces of 10, 100 and 1,000 board-years (some minutes)

Each measure is the ratio of two medians of one run, taken in turn (A B A B …), so that a slow or busy machine slows both
sides: the Word file against bare pandoc on the same words, validate against reading the same bytes with the bare YAML
library, the start of vbgen against the start of Python. Nothing is cached between the processes but the operating
system's own copies of files.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import yaml

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]

import vbgen.cli  # noqa: E402, F401 - sets how often garbage is searched, as for users
from benchmarks.generate import generate  # noqa: E402 - beside this file
from vbgen import pipeline, rules  # noqa: E402 - this checkout, not one that happens to be installed
from vbgen.load.files import Files  # noqa: E402
from vbgen.load.loader import load  # noqa: E402
from vbgen.render import pandoc  # noqa: E402
from vbgen.reportset.context import Context  # noqa: E402
from vbgen.reportset.data import ReportSet  # noqa: E402
from vbgen.workspace import FolderWorkspace  # noqa: E402

RUNS = 9
YEAR, BOARD = "2021", "regionstyrelsen"
KINDS = {"verksamhetsplan": "the plan of 2021", "verksamhetsberattelse": "the annual report of 2021"}
# Python may keep what it compiled, as it does for an installed program.
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
ENVIRONMENT |= {"PYTHONPATH": str(ROOT / "src"), "PYTHONUTF8": "1"}
_Loader: Any = yaml.CSafeLoader


class Measure(NamedTuple):
    """Two things that were measured, in seconds, and how they should compare."""

    name: str
    ours: float
    base: float
    against: str
    aim: float
    most: float | None = None

    @property
    def ratio(self) -> float:
        return self.ours / self.base

    @property
    def met(self) -> bool:
        return self.ratio <= self.aim and (self.most is None or self.ours <= self.most)


def medians(first: Callable[[], object], second: Callable[[], object], runs: int) -> tuple[float, float]:
    """Medians of both, taken in turn after one run of each that does not count."""
    times: tuple[list[float], list[float]] = ([], [])
    for run in range(runs + 1):
        for action, taken in zip((first, second), times, strict=True):
            start = time.perf_counter()
            action()
            if run:
                taken.append(time.perf_counter() - start)
    return statistics.median(times[0]), statistics.median(times[1])


def process(*command: str | Path) -> Callable[[], object]:
    """A whole process, its output thrown away; an error shows what it said."""

    def run() -> None:
        done = subprocess.run(command, cwd=ROOT, env=ENVIRONMENT, capture_output=True, check=False)
        if done.returncode:
            sys.exit(f"{' '.join(map(str, command))}: {done.returncode}\n{done.stderr.decode('utf-8', 'replace')}")

    return run


FORMATS = ("md", "docx", "html", "pdf")


def made(folder: Path, kind: str, formats: tuple[str, ...], runs: int) -> Measure:
    """A document in formats, against pandoc making a Word file of vbgen's own Markdown, with the same look and a contents list."""
    vbgen: list[str | Path] = [
        sys.executable,
        "-m",
        "vbgen",
        "render",
        "--year",
        YEAR,
        "--nämnd",
        BOARD,
        "--document",
        kind,
        "--output",
        folder,
    ]
    process(*vbgen, "--format", "md")()
    (markdown,) = folder.rglob(f"{kind}.md")
    reference = ROOT / "templates" / "referens.docx"
    if not reference.is_file():
        reference = ROOT / "src" / "vbgen" / "templates" / "referens.docx"
    bare: list[str | Path] = [
        pandoc.find_binary(),
        "--to=docx",
        "--toc",
        f"--reference-doc={reference}",
        "--output",
        folder / "bare.docx",
        markdown,
    ]
    asked = [word for form in formats for word in ("--format", form)]
    ours, base = medians(process(*vbgen, *asked), process(*bare), runs)
    name, aim = ("Word file", 1.3) if formats == ("docx",) else ("all four formats", 2.0)
    return Measure(f"{name} of {KINDS[kind]}", ours, base, "bare pandoc: a Word file of the Markdown", aim)


def everything(folder: Path) -> str:
    """How long all documents of all workspaces take in all formats, one process each, nothing remembered."""
    seconds, documents = 0.0, 0
    for number, root in enumerate([ROOT, *sorted(path.parent for path in ROOT.glob("examples/*/vbgen.yaml"))]):
        target = folder / f"all-{number}"
        command = (sys.executable, "-m", "vbgen", "-C", root, "render", "--all", "--force", "--jobs", "1")
        seconds += run(*command, "--output", target).seconds
        documents += len(list(target.rglob("*.docx")))
    return (
        f"all {documents} documents of all workspaces in {len(FORMATS)} formats: {seconds:.1f} s, "
        f"{seconds / documents:.2f} s a document"
    )


def validate(runs: int) -> Measure:
    """Everything checked, in this process, read from disk each time, against the YAML library on the same files."""
    read = [ROOT / file for file in pipeline.check(Files(FolderWorkspace(ROOT))).sources]

    def ours() -> object:
        return pipeline.check(Files(FolderWorkspace(ROOT)))

    def base() -> None:
        for path in read:
            if path.suffix == ".yaml":
                yaml.load(path.read_bytes(), Loader=_Loader)  # noqa: S506 - a safe loader
            else:
                path.read_bytes()

    taken, least = medians(ours, base, max(runs, 15))
    return Measure(f"validate of {len(read)} files", taken, least, "yaml.load with CSafeLoader", 8.0, 0.5)


def checking(runs: int) -> Measure:
    """Loading with all rules, against loading alone."""

    def whole() -> ReportSet:
        return load(Files(FolderWorkspace(ROOT))).report

    def ours() -> object:
        return list(rules.run(Context(whole())))

    taken, least = medians(ours, whole, max(runs, 15))
    return Measure("loading and all rules", taken, least, "loading alone", 1.5)


def start(runs: int) -> Measure:
    """The shortest command against Python doing nothing."""
    ours, base = medians(
        process(sys.executable, "-m", "vbgen", "--version"), process(sys.executable, "-c", "pass"), max(runs, 21)
    )
    return Measure("vbgen --version", ours, base, "python -c pass", 12.0)


class Run(NamedTuple):
    """A whole process: seconds, and the most memory that it (not its children) had, in MB."""

    seconds: float
    memory: float


def run(*command: str | Path) -> Run:
    """One run, its output thrown away."""
    start = time.perf_counter()
    with subprocess.Popen(
        command, cwd=ROOT, env=ENVIRONMENT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as child:
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        sys.exit(f"{' '.join(map(str, command))}: {child.returncode}")
    return Run(time.perf_counter() - start, usage.ru_maxrss / 1024)


def scale() -> None:
    """How time for a board and memory of a worker grow with the number of boards; what a second process gives."""
    folder = Path(tempfile.mkdtemp(prefix="vbgen-scale-"))
    vbgen = (sys.executable, "-m", "vbgen")
    try:
        sizes = {10: (5, 2), 100: (25, 4), 1000: (100, 10)}
        for count, (boards, years) in sizes.items():
            generate(folder / str(count), boards, years)

        def rendered(count: int, jobs: int, *more: str) -> Run:
            target = folder / f"out-{count}"
            return run(
                *vbgen,
                "-C",
                folder / str(count),
                "render",
                "--all",
                "--force",
                "--jobs",
                str(jobs),
                "--output",
                target,
                *more,
            )

        ten, hundred = rendered(10, 1), rendered(100, 1)
        both = rendered(100, 2)
        some, many = rendered(100, 1, "--format", "md"), rendered(1000, 1, "--format", "md")
        checked, all_checked = (run(*vbgen, "-C", folder / str(count), "validate") for count in (100, 1000))
        again = [run(*vbgen, "-C", ROOT, "render", "--all", "--output", folder / "own").seconds for _ in range(5)][1:]
        started = [run(*vbgen, "--version").seconds for _ in range(5)][1:]
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    lines = [
        ("all formats, a board of 100 against one of 10", (hundred.seconds / 100) / (ten.seconds / 10), "≤ 1.2"),
        ("md, a board of 1,000 against one of 100", (many.seconds / 1000) / (some.seconds / 100), "≤ 1.2"),
        (
            "validate, a board of 1,000 against one of 100",
            (all_checked.seconds / 1000) / (checked.seconds / 100),
            "≤ 1.2",
        ),
        ("memory of a worker, 100 boards against 10", hundred.memory / ten.memory, "≤ 1.2"),
        ("memory of a worker, md, 1,000 boards against 100", many.memory / some.memory, "≤ 1.2"),
        ("two processes against one, 100 boards", hundred.seconds / both.seconds, "≥ 1.6"),
    ]
    for name, ratio, aim in lines:
        met = ratio <= 1.2 if aim.startswith("≤") else ratio >= 1.6
        print(f"{name:52} {ratio:6.2f}  {aim}: {'met' if met else 'not met'}")
    extra = statistics.median(again) - statistics.median(started)
    print(
        f"{'nothing changed, beyond start-up, own data':52} {extra:5.2f} s  ≤ 0.3 s: {'met' if extra <= 0.3 else 'not met'}"
    )
    print(
        f"10: {ten.seconds:.1f} s, {ten.memory:.0f} MB; 100: {hundred.seconds:.1f} s, {hundred.memory:.0f} MB, "
        f"with two processes {both.seconds:.1f} s; 1,000: md {many.seconds:.0f} s, {many.memory:.0f} MB, "
        f"validate {all_checked.seconds:.1f} s, {all_checked.memory:.0f} MB"
    )


def main() -> None:
    """Measure, print a table."""
    if sys.argv[1:] == ["scale"]:
        scale()
        return
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else RUNS
    folder = Path(tempfile.mkdtemp(prefix="vbgen-bench-"))
    try:
        measures = [
            *(made(folder, kind, ("docx",), runs) for kind in KINDS),
            made(folder, "verksamhetsberattelse", FORMATS, runs),
            *(validate(runs), checking(runs), start(runs)),
        ]
        total = everything(folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    width = max(len(measure.name) for measure in measures)
    against = max(len(measure.against) for measure in measures)
    print(f"{'what':{width}}  {'median':>9}  {'against':{against}}  {'median':>9}  {'ratio':>6}  aim")
    for measure in measures:
        aim = f"≤ {measure.aim:g}" + (f" and ≤ {measure.most:g} s" if measure.most is not None else "")
        print(
            f"{measure.name:{width}}  {measure.ours * 1000:6.1f} ms  {measure.against:{against}}  "
            f"{measure.base * 1000:6.1f} ms  {measure.ratio:6.2f}  {aim}: {'met' if measure.met else 'not met'}"
        )
    print(total)


if __name__ == "__main__":
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8")
    main()
