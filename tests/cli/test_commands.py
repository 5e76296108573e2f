"""validate, list, explain, schema, help, and how vbgen ends."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.support import PLAN, RENDER, Result, Ws, no_bug, outputs, run
from vbgen import __version__, pipeline
from vbgen.model.content import FILE_KINDS

COMMANDS = ("validate", "render", "protocol", "adopt", "overview", "status", "list", "explain", "schema")


# ------------------------------------------------------------------ validate
def test_a_sound_workspace(ws: Ws) -> None:
    result = ws.validate()
    assert (result.code, result.err) == (0, "")
    assert "2 nämnder" in result.out
    assert "0 fel" in result.out


def test_an_error_is_shown_with_its_place_and_line(ws: Ws) -> None:
    ws.change(f"{PLAN}/mal.yaml", "    namn: Invånare", "    nam: Invånare")
    result = ws.validate()
    assert result.code == 1
    assert f"{PLAN}/mal.yaml:3:5: fel VB104" in result.out
    assert "nam: Invånare" in result.out
    assert "1 fel" in result.out


def test_warnings_count_only_with_strict(ws: Ws) -> None:
    ws.write(f"{PLAN}/anteckningar.txt", "kom ihåg")
    assert ws.validate().code == 0
    assert f"{PLAN}/anteckningar.txt:1:1: varning" in ws.validate().out
    assert ws.validate("--strict").code == 1


def test_strict_without_warnings_is_fine(ws: Ws) -> None:
    assert ws.validate("--strict").code == 0


def test_an_acknowledged_error_fails_nothing(ws: Ws) -> None:
    ws.change(f"{PLAN}/budget.yaml", "-150 |         -135", "-160 |         -135")
    assert ws.validate().code == 1
    entry = "    noterat:\n      - {vid: summa/budget, kod: VB301, skäl: avrundning i källan}\n"
    ws.write(f"{PLAN}/budget.yaml", ws.read(f"{PLAN}/budget.yaml") + entry)
    result = ws.validate("--strict")
    assert result.code == 0
    assert "1 noterat" in result.out
    assert "avrundning i källan" in result.out


def test_json_is_what_programs_get(ws: Ws) -> None:
    ws.change(f"{PLAN}/mal.yaml", "    namn: Invånare", "    nam: Invånare")
    result = ws.validate("--format", "json")
    report = json.loads(result.out)
    assert (result.code, report["version"], report["summary"]["error"]) == (1, 1, 1)
    (found,) = report["diagnostics"]
    assert (found["file"], found["line"], found["column"], found["code"]) == (f"{PLAN}/mal.yaml", 3, 5, "VB104")
    assert (found["severity"], found["acknowledged"]) == ("error", False)


def test_json_without_findings(ws: Ws) -> None:
    report = json.loads(ws.validate("--format", "json").out)
    assert report["diagnostics"] == []


def test_a_board_is_checked_alone(ws: Ws) -> None:
    ws.write("data/2021/kulturnamnden/plan/texter.yaml", "texter: [")
    assert ws.validate("--year", "2021", "--nämnd", "HÄLSONÄMNDEN").code == 0
    assert ws.validate("--nämnd", "kulturnämnden").code == 1
    assert ws.validate("--year", "2021").code == 1


@pytest.mark.parametrize(
    ("arguments", "exists"),
    [
        (("--year", "1999"), "2021"),
        (("--year", "²"), "2021"),
        (("--nämnd", "byggnadsnamnden"), "halsonamnden, kulturnamnden"),
        (("--year", "2021", "--nämnd", "byggnadsnamnden"), "halsonamnden, kulturnamnden"),
    ],
)
def test_unknown_board_or_year(ws: Ws, arguments: tuple[str, ...], exists: str) -> None:
    result = ws.validate(*arguments)
    no_bug(result)
    assert (result.code, result.out) == (2, "")
    assert exists in result.err


# ---------------------------------------------------------------------- list
def test_list_for_people(ws: Ws) -> None:
    result = ws.run("list")
    assert (result.code, result.err) == (0, "")
    for word in ("2021", "halsonamnden", "tandvarden", "kulturnamnden", "delarsrapport", "Berättelse 2021"):
        assert word in result.out


def test_list_for_programs(ws: Ws) -> None:
    listed = json.loads(ws.run("list", "--format", "json").out)
    assert [(b["year"], b["board"], b["name"], b["units"]) for b in listed["boards"]] == [
        (2021, "halsonamnden", "Hälsonämnden", ["tandvarden"]),
        (2021, "kulturnamnden", "Kulturnämnden", []),
    ]
    assert [d["document"] for d in listed["boards"][0]["documents"]] == [
        "verksamhetsplan",
        "delarsrapport",
        "verksamhetsberattelse",
    ]


def test_list_of_nothing(ws: Ws) -> None:
    for year in (ws.root / "data").iterdir():
        year.rename(ws.root / "undan")
    assert ws.run("list").code == 0
    assert json.loads(ws.run("list", "--format", "json").out) == {"version": 1, "boards": []}


def test_what_list_names_can_be_rendered(ws: Ws) -> None:
    for board in json.loads(ws.run("list", "--format", "json").out)["boards"]:
        for document in board["documents"]:
            made = ws.render("--document", document["document"], "--format", "md", board=board["board"])
            assert (made.code, len(made.paths)) == (0, 1)


# ------------------------------------------------------------ explain, schema
def test_explain_all_and_each() -> None:
    every = run("explain")
    codes = [line.split()[0] for line in every.out.splitlines()]
    assert every.code == 0
    assert "VB301" in codes
    for code in codes:
        page = run("explain", code)
        assert page.code == 0
        assert page.out.startswith(code)
        assert len(page.out) > 80, f"the page of {code} says nothing"
    assert run("explain", "vb301").out == run("explain", "VB301").out


def test_explain_something_unknown() -> None:
    result = run("explain", "VB999")
    assert (result.code, result.out) == (2, "")
    assert "VB999" in result.err


def test_schemas_as_files(tmp_path: Path) -> None:
    result = run("schema", "--output", tmp_path)
    assert result.code == 0
    assert set(outputs(tmp_path)) == {f"{kind}.schema.json" for kind in FILE_KINDS}
    assert sorted(result.paths) == sorted(tmp_path.iterdir())


def test_schema_of_something_unknown() -> None:
    result = run("schema", "protokoll")
    assert (result.code, result.out) == (2, "")
    assert "internkontroll" in result.err


# ---------------------------------------------------------------- help, ends
def test_version() -> None:
    result = run("--version")
    assert (result.code, result.out) == (0, f"vbgen {__version__}\n")


@pytest.mark.parametrize("command", [[], *([name] for name in COMMANDS)])
@pytest.mark.parametrize("option", ["--help", "-h"])
def test_help_is_swedish_and_has_an_example(command: list[str], option: str) -> None:
    result = run(*command, option)
    assert result.code == 0
    assert result.out.startswith("Användning: vbgen")
    assert "Exempel:\n" in result.out
    assert f"vbgen {' '.join(command)}".strip() in result.out.split("Exempel:")[1]
    assert "Usage" not in result.out
    assert "Options" not in result.out


def test_the_help_lists_every_command() -> None:
    listed = run("--help").out.partition("Kommandon:\n")[2]
    assert tuple(line.split()[0] for line in listed.splitlines() if line[2:3].strip()) == COMMANDS


@pytest.mark.parametrize(
    "arguments",
    [["validera"], ["render", "--formaat", "md"], ["--nej"], ["validate", "extra"], ["list", "--format", "xml"]],
)
def test_wrong_use(ws: Ws, arguments: list[str]) -> None:
    result = ws.run(*arguments)
    assert (result.code, result.out) == (2, "")
    assert "Fel: " in result.err


@pytest.mark.parametrize("arguments", [("validate",), RENDER, ("list",)])
def test_no_workspace(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    result = run("-C", tmp_path, *arguments)
    assert (result.code, result.out) == (2, "")
    assert "vbgen.yaml" in result.err
    assert str(tmp_path) in result.err


@pytest.mark.parametrize("arguments", [("validate",), RENDER, ("list",)])
def test_no_such_folder(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    result = run("-C", tmp_path / "borta", *arguments)
    assert (result.code, result.out) == (2, "")
    assert "borta" in result.err


def test_vbgen_yaml_that_is_a_folder(tmp_path: Path) -> None:
    (tmp_path / "vbgen.yaml").mkdir()
    result = run("-C", tmp_path, "validate")
    no_bug(result)
    assert result.code in {2, 4}


def test_a_bug_of_ours_says_what_to_report(ws: Ws, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("något gick snett")

    monkeypatch.delenv("VBGEN_DEBUG", raising=False)
    monkeypatch.setattr(pipeline, "check", broken)
    result = ws.validate()
    assert (result.code, result.out) == (3, "")
    assert "Traceback" not in result.err
    for word in (__version__, "RuntimeError", "något gick snett", "test_commands.py:"):
        assert word in result.err


def test_no_error_of_ours_is_taken_for_an_interruption(ws: Ws, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise EOFError

    monkeypatch.setattr(pipeline, "check", broken)
    assert ws.validate().code == 3


def test_a_shell_may_ask_what_a_word_becomes(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"_VBGEN_COMPLETE": "bash_complete", "COMP_WORDS": "vbgen va", "COMP_CWORD": "1"}.items():
        monkeypatch.setenv(name, value)
    assert run() == Result(0, "plain,validate\n", "")


def test_interrupted(ws: Ws, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(pipeline, "render", interrupted)
    result = ws.render()
    assert (result.code, result.out, ws.out.exists()) == (130, "", False)
    assert "Traceback" not in result.err
