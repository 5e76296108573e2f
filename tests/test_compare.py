"""`make compare`, without the program of another commit: what it runs, what it finds, what is accepted."""

from __future__ import annotations

import zipfile
from pathlib import Path

import click
import pytest

from scripts.compare import __main__ as program
from scripts.compare import run, steps
from scripts.compare.differences import Acceptance, Accepted, Difference, Result, of_files, of_results
from scripts.compare.steps import Step
from vbgen.cli import cli, main

ROOT = Path(__file__).resolve().parents[1]
STEP = Step("root", "validate --strict", ("-C", "root", "validate", "--strict"))
ALL = Step("root", "render --all", ("-C", "root", "render", "--all"))
NOTHING = Acceptance([])


def differences(step: Step, old: Result, new: Result, acceptance: Acceptance = NOTHING) -> list[str]:
    return [str(difference) for difference in of_results(step, old, new, acceptance)]


@pytest.fixture
def side(tmp_path: Path) -> Path:
    """A side that leads to the data that lie here."""
    for name, folder in (*steps.WORKSPACES.items(), ("cases", steps.CASES)):
        (tmp_path / name).symlink_to(ROOT / folder)
    return tmp_path


@pytest.fixture
def sides(tmp_path: Path) -> tuple[Path, Path]:
    """Two folders with the same file."""
    for name in ("old", "new"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "plan.md").write_text("# Plan\n\nEtt\n", encoding="utf-8")
    return tmp_path / "old", tmp_path / "new"


# ----------------------------------------------------------------- differences
def test_the_same_is_no_difference() -> None:
    result = Result(0, "ut\n", "fel\n")
    assert differences(STEP, result, result) == []


def test_exit_code_and_streams_are_compared() -> None:
    found = differences(STEP, Result(0, "a\nb\n", ""), Result(1, "a\nc\n", "varning\n"))
    assert found == [
        "root: validate --strict (exit code)\n  line 1\n  - 0\n  + 1",
        "root: validate --strict (stdout)\n  line 2\n  - b\n  + c",
        "root: validate --strict (stderr)\n  line 1\n  - (nothing)\n  + varning",
    ]


def test_the_end_of_a_line_is_compared() -> None:
    assert differences(STEP, Result(0, "a\n", ""), Result(0, "a", "")) == [
        "root: validate --strict (stdout)\n  in the ends of lines"
    ]


def test_seconds_and_the_order_of_boards_are_not_compared() -> None:
    old = Result(0, "2021  a  x.md  klart  1,7\n", "2021 a: 1 fil, 1,7 s\n2021 b: 1 fil, 0,2 s\n")
    new = Result(0, "2021  a  x.md  klart  12,7\n", "2021 b: 1 fil, 0,3 s\n2021 a: 1 fil, 1,7 s\n")
    assert differences(ALL, old, new) == []
    assert len(differences(STEP, old, new)) == 2
    assert len(differences(ALL, old, new._replace(out="2021  a  x.md  fel  12,7\n"))) == 1


def test_files_are_compared(sides: tuple[Path, Path]) -> None:
    old, new = sides
    assert list(of_files(old, new, NOTHING)) == []
    (old / "bort.md").write_bytes(b"")
    (new / "till.md").write_bytes(b"")
    (new / "plan.md").write_text("# Plan\n\nTvå\n", encoding="utf-8")
    for folder, content in ((old, b"ab"), (new, b"acd")):
        (folder / "a.pdf").write_bytes(content)
        (folder / ".vbgen").mkdir()
        (folder / ".vbgen" / "hashes").write_bytes(content)
    assert list(of_files(old, new, NOTHING)) == [
        Difference("a.pdf", "  from byte 1 on; 2 and 3 bytes"),
        Difference("bort.md", "  only the old program has it"),
        Difference("plan.md", "  line 3\n  - Ett\n  + Två"),
        Difference("till.md", "  only the new program has it"),
    ]


@pytest.mark.parametrize(
    ("part", "words", "year", "found"),
    [
        ("word/document.xml", "tre", 2000, ("plan.docx/word/document.xml", "  line 2\n  - <b>två</b>\n  + <b>tre</b>")),
        ("word/document.xml", "två", 2001, ("plan.docx", "  the same parts, packed differently")),
    ],
)
def test_word_files_are_compared_by_part(
    sides: tuple[Path, Path], part: str, words: str, year: int, found: tuple[str, str]
) -> None:
    for folder, text, of in zip(sides, ("två", words), (2000, year), strict=True):
        with zipfile.ZipFile(folder / "plan.docx", "w") as package:
            package.writestr(zipfile.ZipInfo("a.txt", (2000, 1, 1, 0, 0, 0)), "samma")
            package.writestr(zipfile.ZipInfo(part, (of, 1, 1, 0, 0, 0)), f"<a>ett</a><b>{text}</b>")
    assert list(of_files(*sides, NOTHING)) == [Difference(*found)]


# ------------------------------------------------------------------ acceptance
def test_only_the_words_that_are_accepted_may_differ() -> None:
    acceptance = Acceptance([Accepted("root: * (stdout)", "rättstavat", "sumat", "summan")])
    old, new = Result(1, "sumat är 1\nsamma\n", ""), Result(1, "summan är 1\nsamma\n", "")
    assert differences(STEP, old, new, acceptance) == []
    assert acceptance.unused() == []
    assert len(differences(STEP, old, new._replace(out="summan är 2\nsamma\n"), acceptance)) == 1
    assert len(differences(STEP._replace(group="misuse"), old, new, acceptance)) == 1


def test_a_whole_difference_may_be_accepted(sides: tuple[Path, Path]) -> None:
    (sides[1] / "plan.md").write_bytes(b"")
    acceptance = Acceptance([Accepted("*.md", "ny form")])
    assert list(of_files(*sides, acceptance)) == []
    assert acceptance.unused() == []


def test_an_entry_that_accepts_nothing_is_known() -> None:
    entry = Accepted("*", "inget", "a", "b")
    acceptance = Acceptance([entry])
    assert differences(STEP, Result(0, "c", ""), Result(0, "c", ""), acceptance) == []
    assert acceptance.unused() == [entry]


@pytest.mark.parametrize(
    "entry",
    ['name = "*"', 'name = "*"\nreason = " "', 'name = "*"\nreason = "x"\nold = "a"', 'reason = "x"\nnam = "*"'],
)
def test_an_entry_that_cannot_be_used(tmp_path: Path, entry: str) -> None:
    path = tmp_path / "accepted.toml"
    path.write_text(f"[[accepted]]\n{entry}\n", encoding="utf-8")
    with pytest.raises((ValueError, TypeError)):
        Acceptance.read(path)


def test_the_accepted_differences_can_be_read() -> None:
    Acceptance.read(program.ACCEPTED)


# ----------------------------------------------------------------------- steps
def test_every_command_is_run_in_every_format(side: Path) -> None:
    """Of commands and formats that the program offers."""
    listed = steps.steps(side)
    for name, command in cli.commands.items():
        used = [step.arguments for step in listed if name in step.arguments and "--help" not in step.arguments]
        assert used, name
        for parameter in command.params:
            for choice in getattr(parameter.type, "choices", ()):
                usual = choice == parameter.default or name == "render"  # which makes all formats
                assert any(choice in used_ or (usual and "--format" not in used_) for used_ in used), (name, choice)


def test_every_option_is_used(side: Path) -> None:
    used = {argument for step in steps.steps(side) for argument in step.arguments}
    options = [option.opts for command in cli.commands.values() for option in command.params]
    assert [names for names in options if names[0].startswith("-") and not used.intersection(names)] == []


def test_every_case_is_run(side: Path) -> None:
    cases = {f"cases/{path.name}" for path in (ROOT / "tests" / "cases").iterdir() if path.is_dir()}
    assert cases <= {step.group for step in steps.steps(side)}


def test_names_are_unique(side: Path) -> None:
    listed = steps.steps(side)
    names = [(step.group, step.name) for step in listed]
    assert len(names) == len(set(names))


def test_a_spoiled_workspace_is_refused(side: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its steps, run as both programs run them."""
    wrong = steps.WRONG_WORKSPACES[0]
    steps.copy_spoiled(wrong, ROOT, side)
    monkeypatch.chdir(side)
    of_it = [step for step in steps.steps(side) if step.group == f"wrong/{wrong.name}"]
    chosen = [step for step in of_it if step.name.startswith("render")]
    assert [run.run(main, list(step.arguments))[0] for step in chosen] == [1, 1, 1]


def test_what_leaves_the_program_is_a_result() -> None:
    def fail(_: list[str]) -> None:
        click.echo("ut")
        raise ValueError("inget")

    code, out, err = run.run(fail, [])
    assert str(code).endswith("ValueError: inget\n")
    assert (out, err) == ("ut\n", "")


@pytest.mark.process
def test_a_commit_that_is_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(program, "FOLDER", tmp_path / "compare")
    assert program.main(["finns-inte"]) == 2
