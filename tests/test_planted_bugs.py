"""A bug of ours is told as ours: exit code 3, what to report, and the documents that were there are left as they were.

Hundreds of bugs are planted by `scripts/plant_bugs`, one in each run of a command; `python -m scripts.plant_bugs` plants more, and
others with another `--seed`.
"""

from __future__ import annotations

import builtins
import json
import os
import random
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from scripts.plant_bugs import instrument, plants
from scripts.plant_bugs.hooks import TYPES, Bug
from scripts.plant_bugs.plants import Known
from scripts.plant_bugs.run import OLD, Run
from scripts.plant_bugs.scenarios import COMMANDS, MAIN, THREAD, WORKER, Scenario

ROOT = Path(__file__).resolve().parents[1]
BUG = Bug("vbgen.render.word.docx:write", MAIN, 1, "ValueError")
TOLD = (
    "vbgen 0.1.0: ett fel i vbgen självt (ValueError i docx.py:1): planterad bugg\n"
    "Beskriv vad du gjorde och bifoga texten ovan till den som sköter vbgen hos er.\n"
)
RENDER = Scenario("render", ROOT, ("render", "--output", "ut"), 1)
NEW = {"vbgen.yaml": b"format: 1\n", "ut/plan.md": b"det nya\n"}
WITHOUT = Known({"ut/plan.md": OLD}, Run(0, "", "", NEW, {}, fired=False, caught=()))
needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="commands are run in forks")


# ------------------------------------------------------------------ the program
@pytest.mark.process
@needs_fork
def test_every_bug_is_told_as_ours() -> None:
    """Bugs of all types, in all packages and places, at the first call and later ones, by one run of the script."""
    command = [sys.executable, "-m", "scripts.plant_bugs", "--json", "--count", "215", "--cases", "8"]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, check=False, encoding="utf-8")
    assert result.returncode in (0, 1), result.stderr
    outcomes: list[dict[str, Any]] = json.loads(result.stdout)
    wrong = [
        f"{o['scenario']}: {' '.join(map(str, o['bug'].values()))}: {o['problems']}" for o in outcomes if o["problems"]
    ]
    assert not wrong, f"{len(wrong)} of {len(outcomes)}:\n" + "\n".join(wrong)
    assert len(outcomes) >= 200
    assert {scenario.name for scenario in COMMANDS} <= {outcome["scenario"] for outcome in outcomes}
    bugs = [outcome["bug"] for outcome in outcomes]
    packages = {path.parent.name for path in (ROOT / "src" / "vbgen").glob("*/__init__.py")}
    assert packages | {"output", "pipeline"} <= {plants.room(bug["function"]) for bug in bugs}
    assert {bug["place"] for bug in bugs} == {MAIN, THREAD, WORKER}
    assert {bug["error"] for bug in bugs} == set(list(TYPES)[:5])
    assert any(bug["nth"] > 1 for bug in bugs)


# ------------------------------------------------------------- the instrument
SOURCE = '''
class Writer:
    """A class."""

    def write(self):
        """A method."""
        return [step() for step in (lambda: 1, lambda: 2)]

def pieces():
    """A generator."""
    yield 1
    def inner():
        return 2
    yield inner()
'''


@pytest.fixture
def instrumented(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """The names of SOURCE, with the questions in it."""
    monkeypatch.setattr(instrument, "sites", [])
    monkeypatch.setattr(builtins, instrument.HOOK, None, raising=False)
    names: dict[str, Any] = {"__name__": "sample"}
    exec(instrument.compiled("vbgen.sample", SOURCE, "sample.py"), names)  # noqa: S102 - the source above
    return names


def hooked(monkeypatch: pytest.MonkeyPatch, hook: Callable[[int], None]) -> None:
    monkeypatch.setattr(builtins, instrument.HOOK, hook)


def test_every_function_asks(instrumented: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    assert instrumented["Writer"]().write() == [1, 2]  # nobody to ask
    hooked(monkeypatch, lambda site: asked.append(instrument.sites[site]))
    assert instrumented["Writer"]().write() == [1, 2]
    assert list(instrumented["pieces"]()) == [1, 2]
    assert asked == [
        "vbgen.sample:Writer.write",
        *("vbgen.sample:Writer.write.<lambda:7>",) * 2,
        "vbgen.sample:pieces",
        "vbgen.sample:pieces.inner",
    ]
    assert instrumented["Writer"].write.__doc__ == "A method."


def test_what_is_asked_may_raise(instrumented: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: int) -> None:
        raise KeyError("planterad bugg")

    hooked(monkeypatch, fail)
    with pytest.raises(KeyError, match="planterad") as raised:
        instrumented["Writer"]().write()
    assert raised.traceback[-2].frame.code.name == "write"


# ------------------------------------------------------------------- judgement
def problems(run: Run, bug: Bug = BUG, without: Known = WITHOUT) -> tuple[str, ...]:
    return plants.judge(RENDER, bug, without, run).problems


def ended(code: int | None = 3, err: str = TOLD, fired: bool = True, **changed: bytes | None) -> Run:
    """A run in which the old file is left; `plan`, `other`: other contents than that, None: no such file."""
    files = {"vbgen.yaml": NEW["vbgen.yaml"], "ut/plan.md": OLD}
    for name, content in changed.items():
        if content is None:
            del files[f"ut/{name}.md"]
        else:
            files[f"ut/{name}.md"] = content
    return Run(code, "", err, files, {}, fired, ())


@pytest.mark.parametrize("run", [ended(), ended(plan=NEW["ut/plan.md"])])
def test_a_bug_that_is_told_as_ours(run: Run) -> None:
    assert problems(run) == ()


@pytest.mark.parametrize(
    ("run", "problem"),
    [
        (ended(fired=False), "was not raised"),
        (ended(1), "exit code 1"),
        (ended(None), "hangs"),
        (ended(err=""), "is not told as ours"),
        (ended(err=TOLD.replace("ValueError", "KeyError").replace("planterad", "en annan")), "is not told as ours"),
        (ended(err=TOLD.partition("\n")[0]), "does not say what to do"),
        (ended(plan=b"det ny"), "changed ut/plan.md"),
        (ended(plan=None), "changed ut/plan.md (deleted)"),
        (ended(other=b""), "changed ut/other.md"),
    ],
)
def test_a_bug_that_is_not(run: Run, problem: str) -> None:
    assert problems(run) == (problem,)


@pytest.mark.parametrize(
    ("there", "found"),
    [
        ([], ()),
        (["a.yaml", "b.yaml"], ()),
        (["a.yaml"], ("changed data/antaget/b.yaml (deleted), half of an adoption",)),
    ],
)
def test_an_adoption_is_there_as_a_whole_or_not_at_all(there: list[str], found: tuple[str, ...]) -> None:
    made = {f"data/antaget/{name}": b"x" for name in ("a.yaml", "b.yaml")}
    without = Known({}, WITHOUT.run._replace(files=made))
    run = ended()._replace(files={file: content for file, content in made.items() if file[13:] in there})
    assert problems(run, without=without) == found


def test_a_bug_may_be_planted_in_every_place() -> None:
    calls = {MAIN: {"vbgen.a.x:f": 1}, WORKER: {"vbgen.b.x:g": 9, "vbgen.c:h": 1}}
    scenario = RENDER._replace(places=(WORKER, MAIN, THREAD))
    run = WITHOUT.run._replace(calls=calls)
    seeded = random.Random(1)  # noqa: S311 - the same bugs each time
    chosen = list(plants.choose(scenario, run, seeded, 200, ["KeyError", "ValueError"]))
    assert {(bug.place, bug.function) for bug in chosen} == {
        (place, function) for place, functions in calls.items() for function in functions
    }
    assert {bug.error for bug in chosen} == {"KeyError", "ValueError"}
    assert {bug.nth for bug in chosen if bug.function == "vbgen.b.x:g"} == {1, 2, 3, 4}
