"""Plant bugs, print those that were not told as ours, grouped by the frame where they ended, and end with 1 if there is one."""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import random
import sys
import tempfile
import time
from collections.abc import Sequence
from fnmatch import fnmatchcase
from pathlib import Path

import scripts.plant_bugs as package
from scripts.plant_bugs import instrument, plants
from scripts.plant_bugs.plants import Outcome
from scripts.plant_bugs.run import TYPES, Bug, run_all
from scripts.plant_bugs.scenarios import Scenario, scenarios


def plant(options: argparse.Namespace, types: Sequence[str], only: Sequence[Bug], folder: Path) -> list[Outcome]:
    """Choose bugs (or take those that are named), run the commands with them, and judge."""
    generator = random.Random(options.seed)  # noqa: S311 - no secret: the same bugs each time
    chosen_scenarios = [
        scenario for scenario in scenarios(generator, options.cases) if fnmatchcase(scenario.name, options.only)
    ]
    baselines = plants.known(chosen_scenarios, folder, options.processes)
    total_share = sum(scenario.share for scenario in chosen_scenarios)
    bugs: list[tuple[int, Scenario, Bug]] = []
    for number, scenario in enumerate(chosen_scenarios):
        count = max(1, round(options.count * scenario.share / total_share))
        chosen_bugs = only or plants.choose(scenario, baselines[number].run, generator, count, types)
        bugs += [(number, scenario, bug) for bug in chosen_bugs]
    jobs = [(scenario, bug, baselines[number].before) for number, scenario, bug in bugs]
    runs = dict(run_all(jobs, folder / "bugs", options.processes))
    return [
        plants.judge(scenario, bug, baselines[number], runs[index])
        for index, (number, scenario, bug) in enumerate(bugs)
    ]


def report(outcomes: Sequence[Outcome], *, verbose: bool) -> None:
    """Print those that were not told as ours, grouped by the frame that caught them."""
    groups: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        if outcome.problems:
            groups.setdefault(outcome.caught[0] if outcome.caught else "(nowhere)", []).append(outcome)
    for frame, group in sorted(groups.items(), key=lambda item: (-len(item[1]), item[0])):
        print(f"{len(group)} end in {frame}")
        for outcome in group if verbose else group[:4]:
            print(f"    {outcome.scenario}: {outcome.bug}: {'; '.join(outcome.problems)}")
            if verbose:
                print(*(f"        {line}" for line in (*outcome.caught, *outcome.said.splitlines()[-12:])), sep="\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Plant and report; return the exit code: 1 if a bug was not told as ours."""
    parser = argparse.ArgumentParser(prog="plant_bugs", description=(package.__doc__ or "").partition("\n")[0])
    parser.add_argument("--seed", type=int, default=1, help="other numbers give other bugs")
    parser.add_argument("--count", type=int, default=1000, help="how many bugs, roughly")
    parser.add_argument("--cases", type=int, default=40, help="in how many of tests/cases besides the commands")
    parser.add_argument("--only", default="*", metavar="SCENARIO", help="only in some commands: 'render*', 'adopt' …")
    parser.add_argument("--type", action="append", choices=TYPES, help="only these types of error")
    parser.add_argument("--bug", metavar="'FUNCTION PLACE N TYPE'", help="only this bug, as a report names it")
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1, help="commands at a time")
    parser.add_argument("--verbose", action="store_true", help="all bugs that fail, with frames and what was said")
    parser.add_argument("--json", action="store_true", help="all bugs, for programs")
    options = parser.parse_args(arguments)
    only = []
    if options.bug:
        function, place, nth, error = options.bug.split()
        only = [Bug(function, place, int(nth), error)]
    start = time.perf_counter()
    multiprocessing.set_start_method("fork")  # the workers of a command have the bug too
    instrument.install()
    types = options.type or list(TYPES)[:5]
    with tempfile.TemporaryDirectory(prefix="plant_bugs-") as folder:
        outcomes = plant(options, types, only, Path(folder))
    failed = [outcome for outcome in outcomes if outcome.problems]
    if options.json:
        print(json.dumps([outcome._asdict() | {"bug": outcome.bug._asdict()} for outcome in outcomes]))
    else:
        report(outcomes, verbose=options.verbose)
        print(f"{len(outcomes)} bugs, {len(failed)} not told as ours, {time.perf_counter() - start:.0f} s")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
