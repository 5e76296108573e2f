"""Which bugs are planted, and whether each was told as a bug of ours."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from scripts.plant_bugs.hooks import PLANTED, Bug
from scripts.plant_bugs.run import OLD, Run, run_all
from scripts.plant_bugs.scenarios import WORKER, Scenario

# what users are told of a bug
_OURS = "ett fel i vbgen självt"
_WHAT_TO_DO = "bifoga texten ovan till den som sköter vbgen hos er"


class Known(NamedTuple):
    """What a command does without a bug: the files that it starts with, and how it ends."""

    before: Mapping[str, bytes]
    run: Run


class Outcome(NamedTuple):
    """What came of a bug: what is wrong with it, where it ended, what was said."""

    scenario: str
    bug: Bug
    problems: tuple[str, ...]
    caught: tuple[str, ...]
    said: str


def known(scenarios: Sequence[Scenario], folder: Path, kept: Path, processes: int) -> list[Known]:
    """Run each command twice without a bug: once to see which files it makes, then with old ones in their place."""
    writing = [scenario for scenario in scenarios if "ut" in scenario.arguments and not scenario.again]
    first = dict(run_all(((scenario, None, {}) for scenario in writing), folder / "first", kept, processes))
    made = {scenario.name: first[number].files for number, scenario in enumerate(writing)}
    before = [{f: OLD for f in made.get(s.name, ()) if f.startswith("ut/")} for s in scenarios]
    jobs = [(scenario, None, files) for scenario, files in zip(scenarios, before, strict=True)]
    second = dict(run_all(jobs, folder / "second", kept, processes))
    for number, scenario in enumerate(scenarios):
        run = second[number]
        if run.code not in (0, 1, 2, 4) or "Traceback" in run.err:
            raise RuntimeError(f"{scenario.name} does not work without a bug: {run.code}\n{run.out}{run.err}")
    return [Known(files, second[number]) for number, files in enumerate(before)]


def room(function: str) -> str:
    """The package that a function belongs to: `render` of `vbgen.render.word.docx:write`."""
    return function.partition(":")[0].split(".")[1]


def choose(scenario: Scenario, run: Run, chosen: random.Random, count: int, types: Sequence[str]) -> Iterator[Bug]:
    """Bugs in functions that the command calls, and any call of it. In turn any function, and any of a package: some have few."""
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
        last = max(1, calls[function] // 2) if place == WORKER else calls[function]
        yield Bug(function, place, chosen.randint(1, last), types[chosen.randrange(len(types))])


def judge(scenario: Scenario, bug: Bug, without: Known, run: Run) -> Outcome:
    """What is wrong with how a bug was told."""
    problems = []
    if not run.fired:
        problems.append("was not raised")
    if run.code != 3:
        problems.append("hangs" if run.code is None else f"exit code {run.code}")
    said = run.out + run.err
    # pydantic makes an error of its own of one that is raised in a validator, and keeps the words
    if _OURS not in said or (bug.error not in said and PLANTED not in said):
        problems.append("is not told as ours")
    elif _WHAT_TO_DO not in said:
        problems.append("does not say what to do")
    if changed := sorted(_changed(without, run)):
        problems.append(f"changed {', '.join(changed)}")
    return Outcome(scenario.name, bug, tuple(problems), run.caught, said)


def _changed(without: Known, run: Run) -> Iterator[str]:
    """Files that are neither as they were nor as they would be without a bug."""
    before = {file: content for file, content in without.run.files.items() if not file.startswith("ut/")}
    made = {file for file in before if "/antaget/" in file}
    for file in without.before.keys() | before.keys() | run.files.keys():
        content = run.files.get(file)
        if content == without.run.files.get(file) or (file in without.before and content == without.before[file]):
            continue
        if file in made and not made & run.files.keys():  # an adoption is there as a whole or not at all
            continue
        yield file if file in run.files else f"{file} (deleted)"
    if 0 < len(made & run.files.keys()) < len(made):
        yield "half of an adoption"
