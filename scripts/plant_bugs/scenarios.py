"""The commands in which bugs are planted, and the workspaces that they run in."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
KULTUR = ROOT / "examples" / "exempelkommunen"
SMALL = ROOT / "tests" / "cli" / "arbetsyta"  # two boards: two worker processes
CASES = ROOT / "tests" / "cases"
BOARD = ("--year", "2024", "--nämnd", "kulturnamnden")
# where a call is made: by the command itself, in a thread of it, in a process that it started
MAIN, THREAD, WORKER = "main", "thread", "worker"


class Scenario(NamedTuple):
    """A command in a workspace.

    `share`: how many of hundred bugs are planted there, in turn in `places`. `spoiled`: files that are put into the workspace first.
    `again`: the command has been run before, without a bug.
    """

    name: str
    workspace: Path
    arguments: tuple[str, ...]
    share: float
    places: tuple[str, ...] = (MAIN,)
    spoiled: tuple[tuple[str, bytes], ...] = ()
    again: bool = False


TARGET = ("--output", "ut")
RENDER = ("render", *BOARD, "--document", "verksamhetsberättelse", *TARGET)
_TWO = ("--jobs", "2", "--document", "verksamhetsplan", "--format", "md", "--format", "docx")
_ALL = ("render", "--all", "--jobs", "1", "--format", "md", *TARGET)
_TITLE_PAGE = "templates/titelsida.j2"

COMMANDS = (
    Scenario("validate", KULTUR, ("validate",), 10),
    Scenario("validate json", SMALL, ("validate", "--format", "json", "--summary"), 6),
    Scenario("validate sarif", SMALL, ("validate", "--format", "sarif"), 2),
    Scenario("validate junit", SMALL, ("validate", "--format", "junit"), 2),
    Scenario("validate github", SMALL, ("validate", "--format", "github"), 2),
    Scenario("render", KULTUR, RENDER, 16, (THREAD, THREAD, MAIN)),
    Scenario("render all", SMALL, ("render", "--all", *_TWO, *TARGET), 12, (WORKER, WORKER, WORKER, MAIN)),
    Scenario("render all, again", SMALL, _ALL, 3, again=True),
    Scenario("protocol", KULTUR, ("protocol", *BOARD, *TARGET), 8),
    Scenario("overview md", SMALL, ("overview", "--year", "2021"), 2),
    Scenario("overview json", SMALL, ("overview", "--year", "2021", "--format", "json"), 2),
    Scenario("overview docx", SMALL, ("overview", "--year", "2021", "--format", "docx", *TARGET), 3),
    Scenario("overview html", SMALL, ("overview", "--year", "2021", "--format", "html", *TARGET), 2),
    Scenario("overview pdf", SMALL, ("overview", "--year", "2021", "--format", "pdf", *TARGET), 2),
    Scenario("status", SMALL, ("status", "--year", "2021"), 3),
    Scenario("adopt", KULTUR, ("adopt", *BOARD, "--document", "verksamhetsplan"), 7),
    # ways that end with another exit code
    Scenario("template", KULTUR, (*RENDER, "--format", "md"), 2, spoiled=((_TITLE_PAGE, b"{{ document.saknas }}"),)),
    Scenario(
        "reference", KULTUR, (*RENDER, "--format", "docx"), 2, (MAIN, THREAD), (("templates/referens.docx", b"x"),)
    ),
    Scenario("letter", KULTUR, (*RENDER, "--format", "pdf"), 2, (MAIN, THREAD), ((_TITLE_PAGE, "漢".encode()),)),
    Scenario("wrong use", KULTUR, ("validate", "--year", "1999"), 1),
    Scenario("no folder", KULTUR, (*RENDER, "--format", "md"), 2, spoiled=(("ut", b"upptagen"),)),
)
_DRAFT = ("render", "--all", "--jobs", "1", "--draft", "--format", "md", "--format", "html", *TARGET)


def scenarios(chosen: random.Random, cases: int) -> Iterator[Scenario]:
    """Yield the commands, and the check and draft of some cases, which have what the workspaces lack."""
    yield from COMMANDS
    names = sorted(path.name for path in CASES.iterdir() if path.is_dir() and not (path / "command.txt").exists())
    checked_cases = chosen.sample(names, min(cases, len(names)))
    for name in checked_cases:
        yield Scenario(f"validate {name}", CASES / name, ("validate",), 10 / len(checked_cases))
    drafted_cases = chosen.sample([name for name in names if (CASES / name / "data").is_dir()], min(cases, len(names)))
    for name in drafted_cases:
        yield Scenario(f"draft {name}", CASES / name, _DRAFT, 10 / len(drafted_cases))
