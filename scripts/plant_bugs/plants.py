"""The choice of bugs, and the judgement of how each was told."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from scripts.plant_bugs.run import OLD, Bug, Run, run_all
from scripts.plant_bugs.scenarios import WORKER, Scenario

# the words that users read of a bug
_OURS = "ett fel i vbgen självt"
_WHAT_TO_DO = "bifoga texten ovan till den som sköter vbgen hos er"


class Known(NamedTuple):
    """A command's run without a bug, and the files that it starts with."""

    before: Mapping[str, bytes]
    run: Run


class Outcome(NamedTuple):
    """The outcome of a bug: its problems, the frames where it ended, the output."""

    scenario: str
    bug: Bug
    problems: tuple[str, ...]
    caught: tuple[str, ...]
    said: str


def known(scenarios: Sequence[Scenario], folder: Path, processes: int) -> list[Known]:
    """Run each command twice without a bug: once to see which files it makes, then with old ones in their place."""
    writing_scenarios = [scenario for scenario in scenarios if "ut" in scenario.arguments and not scenario.again]
    first_runs = dict(run_all(((scenario, None, {}) for scenario in writing_scenarios), folder / "first", processes))
    files_made = {scenario.name: first_runs[number].files for number, scenario in enumerate(writing_scenarios)}
    old_files = [
        {file: OLD for file in files_made.get(scenario.name, ()) if file.startswith("ut/")} for scenario in scenarios
    ]
    jobs = [(scenario, None, files) for scenario, files in zip(scenarios, old_files, strict=True)]
    second_runs = dict(run_all(jobs, folder / "second", processes))
    for number, scenario in enumerate(scenarios):
        run = second_runs[number]
        if run.code not in (0, 1, 2, 4) or "Traceback" in run.err:
            raise RuntimeError(f"{scenario.name} does not work without a bug: {run.code}\n{run.out}{run.err}")
    return [Known(files, second_runs[number]) for number, files in enumerate(old_files)]


def room(function: str) -> str:
    """Return the package that a function belongs to: `render` of `vbgen.render.word.docx:write`."""
    return function.partition(":")[0].split(".")[1]


def choose(scenario: Scenario, run: Run, chosen: random.Random, count: int, types: Sequence[str]) -> Iterator[Bug]:
    """Choose bugs in functions that the command calls, at any call. In turn any function, and any of a package: some have few."""
    places = [place for place in scenario.places if run.calls.get(place)]
    for number in range(count):
        place = places[number % len(places)]
        calls = run.calls[place]
        functions = sorted(calls)
        if number // len(places) % 2:
            package = chosen.choice(sorted({room(name) for name in functions}))
            functions = [name for name in functions if room(name) == package]
        function = chosen.choice(functions)
        # which worker gets which board is not told, so neither is how often each of them calls what it remembers
        last_call = max(1, calls[function] // 2) if place == WORKER else calls[function]
        yield Bug(function, place, chosen.randint(1, last_call), types[chosen.randrange(len(types))])


def judge(scenario: Scenario, bug: Bug, without: Known, run: Run) -> Outcome:
    """Find the problems in the way that a bug was told."""
    problems = []
    if not run.fired:
        problems.append("was not raised")
    if run.code != 3:
        problems.append("hangs" if run.code is None else f"exit code {run.code}")
    message = run.out + run.err
    if _OURS not in message or bug.error not in message:
        problems.append("is not told as ours")
    elif _WHAT_TO_DO not in message:
        problems.append("does not say what to do")
    if changed_files := sorted(_find_changed(without, run)):
        problems.append(f"changed {', '.join(changed_files)}")
    return Outcome(scenario.name, bug, tuple(problems), run.caught, message)


def _find_changed(without: Known, run: Run) -> Iterator[str]:
    """Yield files that are neither as they were nor as they would be without a bug."""
    before = {file: content for file, content in without.run.files.items() if not file.startswith("ut/")}
    adopted = {file for file in before if "/antaget/" in file}
    for file in without.before.keys() | before.keys() | run.files.keys():
        content = run.files.get(file)
        if content == without.run.files.get(file) or (file in without.before and content == without.before[file]):
            continue
        if file in adopted and not adopted & run.files.keys():  # an adoption is there as a whole or not at all
            continue
        yield file if file in run.files else f"{file} (deleted)"
    if 0 < len(adopted & run.files.keys()) < len(adopted):
        yield "half of an adoption"
