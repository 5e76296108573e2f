"""Cases: small workspaces, each with the reports that it must give, compared byte for byte.

A case is a folder in `cases/`, named for the code that it is about (`VB104-okand-nyckel`) or `valid-…`. It holds a workspace and
`expected.txt`, the text report, and `expected.json`, the JSON report, of `vbgen validate`. A file `command.txt` holds the arguments of
another command; then `expected.txt` is what that command prints. `pytest --update-cases` writes the expected files anew: read the
difference before you keep it.
"""

from __future__ import annotations

import ast
import json
import re
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from vbgen import cli, reporting, rules
from vbgen.commands.validate import Selection, validate
from vbgen.model.base import Model
from vbgen.model.document import PARTS as PARTS_OF_CHAPTERS
from vbgen.rules.registry import RULES
from vbgen.workspace import FolderWorkspace

CASES = Path(__file__).parent / "cases"
SOURCE = Path(rules.__file__).parent.parent
NAMES = sorted(path.name for path in CASES.iterdir() if path.is_dir())
VALIDATED = [name for name in NAMES if not (CASES / name / "command.txt").exists()]
WITH_COMMAND = [name for name in NAMES if name not in VALIDATED]
PARTS = ("Vad:", "Varför:", "Fel:", "Rätt:")
OWN_FILES = ("expected.txt", "expected.json", "command.txt")
ON_REQUEST = [rule.code for rule in RULES if rule.on_request]
WARNS_ONLY = [rule.code for rule in RULES if rule.warns_only]
_REMARK = re.compile(r"  +# .*$")


def compare(path: Path, actual: str, *, update: bool) -> None:
    if update:
        path.write_bytes(actual.encode("utf-8"))
    assert actual == path.read_bytes().decode("utf-8")


@pytest.mark.parametrize("name", VALIDATED)
def test_the_reports_of_a_case(name: str, update_cases: bool) -> None:
    for form, file in (("json", "expected.json"), ("text", "expected.txt")):
        asked = Selection(select=tuple(code for code in ON_REQUEST if name.startswith(code)))
        code, report = validate(FolderWorkspace(CASES / name), None, None, form, strict=False, selection=asked)
        compare(CASES / name / file, report, update=update_cases)
        wrong = [d for d in diagnostics(name) if d["severity"] == "error" and not d["acknowledged"]]
        assert code == (1 if wrong else 0)


@pytest.mark.process
@pytest.mark.parametrize("name", WITH_COMMAND)
def test_what_a_command_prints(
    name: str, update_cases: bool, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    case = CASES / name
    arguments = shlex.split((case / "command.txt").read_text(encoding="utf-8"))
    with pytest.raises(SystemExit):
        cli.main(["-C", str(case), *arguments, "--output", str(tmp_path)])
    printed = capsys.readouterr()
    compare(case / "expected.txt", (printed.err + printed.out).replace(str(tmp_path), "dist"), update=update_cases)


def diagnostics(name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((CASES / name / "expected.json").read_bytes())["diagnostics"]
    return found


@pytest.mark.parametrize("name", VALIDATED)
def test_rules_that_only_warn_give_no_error(name: str) -> None:
    """They are not run where only errors count."""
    assert [d["code"] for d in diagnostics(name) if d["code"] in WARNS_ONLY and d["severity"] == "error"] == []


@pytest.mark.parametrize("name", VALIDATED)
def test_the_shape_of_the_json_report(name: str) -> None:
    report = json.loads((CASES / name / "expected.json").read_bytes())
    assert list(report) == ["version", "summary", "diagnostics"]
    assert report["version"] == 1
    assert list(report["summary"]) == ["files", "boards", "relations", "error", "warning", "info", "acknowledged"]
    order = []
    for found in report["diagnostics"]:
        assert set(found) == {
            *("code", "severity", "acknowledged", "reason", "file", "line", "column", "path"),
            *("message", "hint", "stated", "computed"),
        }
        assert found["code"] in rules.CODES
        assert found["severity"] in reporting.SEVERITY
        assert isinstance(found["acknowledged"], bool) and found["acknowledged"] == (found["reason"] is not None)
        assert "\\" not in found["file"]
        for number in (found["stated"], found["computed"]):
            assert number is None or re.fullmatch(r"-?\d+(\.\d+)?", number)
        order.append((found["file"], found["line"], found["column"], found["code"]))
    assert order == sorted(order)


@pytest.mark.parametrize("name", [name for name in NAMES if name.startswith("VB")])
def test_a_case_shows_what_it_is_named_for(name: str) -> None:
    code = name[:5]
    assert code in rules.CODES
    report = (CASES / name / "expected.txt").read_text(encoding="utf-8")
    assert re.search(rf": (?:fel|varning|upplysning)(?: \(noterat\))? {code} ", report)


@pytest.mark.parametrize("name", [name for name in NAMES if name.startswith("valid-")])
def test_a_valid_case_has_nothing_to_mend(name: str) -> None:
    assert [d for d in diagnostics(name) if d["severity"] != "info" and not d["acknowledged"]] == []


def test_there_are_valid_cases_with_a_follow_up() -> None:
    valid = [CASES / name for name in NAMES if name.startswith("valid-")]
    assert len(valid) >= 3
    assert any(list(case.glob("data/*/*/*-12/dokument.yaml")) for case in valid)


# --------------------------------------------------------------------- codes
def modules() -> Iterator[tuple[str, ast.Module]]:
    for path in sorted(SOURCE.rglob("*.py")):
        yield path.relative_to(SOURCE).as_posix(), ast.parse(path.read_text(encoding="utf-8"))


def test_every_code_that_is_used_is_declared() -> None:
    used = {
        node.value
        for _, tree in modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and re.fullmatch(r"VB\d{3}", node.value)
    }
    assert used == set(rules.CODES)


def test_a_rule_is_named_for_its_code() -> None:
    found = {
        Path(name).stem: node.value.value
        for name, tree in modules()
        for node in tree.body
        if isinstance(node, ast.Assign)
        and any(isinstance(target, ast.Name) and target.id == "CODE" for target in node.targets)
        and isinstance(node.value, ast.Constant)
    }
    assert found == {code.lower(): code for code in rules.CODES}


@pytest.mark.parametrize("code", rules.CODES)
def test_a_code_has_a_page_in_four_parts(code: str) -> None:
    page = rules.page(code)
    assert page is not None
    title, blank, *rest = page.split("\n")
    assert re.fullmatch(r"[A-ZÅÄÖ].*\.", title) and blank == ""
    heads = [line.split(" ", 1)[0] for line in rest if line.startswith(PARTS)]
    assert tuple(heads) == PARTS
    for line in rest:
        assert not line.startswith(("Vad: ", "Varför: ", "Rätt: ")) or len(line) > len("Varför: ")
    assert wrong_example(code)


@pytest.mark.parametrize("code", rules.CODES)
def test_a_code_has_a_case(code: str) -> None:
    assert any(name.startswith(f"{code}-") for name in NAMES)


# ------------------------------------------------------------------ examples
def wrong_example(code: str) -> list[str]:
    """The lines of a page's wrong example, without indent, remarks and padding."""
    page = rules.page(code) or ""
    lines = page.partition("\nFel:\n")[2].partition("\nRätt:")[0].split("\n")
    return [plain(line) for line in lines if line.startswith("    ") and not line.strip().startswith("# ")]


def plain(line: str) -> str:
    """A line as compared with an example: no remark at its end, single blanks."""
    return " ".join(_REMARK.sub("", line).split())


def texts(name: str) -> Iterator[list[str]]:
    """The lines of each file of a case, and the paths of all its files."""
    case = CASES / name
    files = sorted(path for path in case.rglob("*") if path.is_file() and path.name not in OWN_FILES)
    yield [path.relative_to(case).as_posix() for path in files]
    for path in files:
        yield [plain(line) for line in path.read_bytes().decode("utf-8", "replace").split("\n")]


def holds(lines: list[str], wanted: list[str]) -> bool:
    """All lines of an example stand in a file, in order."""
    rest = iter(lines)
    return all(any(line == want for line in rest) for want in wanted)


@pytest.mark.parametrize("code", rules.CODES)
def test_the_wrong_example_of_a_page_gives_its_code(code: str) -> None:
    wanted = wrong_example(code)
    assert any(holds(lines, wanted) for name in NAMES if name.startswith(f"{code}-") for lines in texts(name))


# ------------------------------------------------------------------- cascades
def keys(model: type[Model] = Model) -> set[str]:
    """The YAML keys of all models."""
    own = {info.alias or name for name, info in model.model_fields.items()}
    return own.union(PARTS_OF_CHAPTERS, *(keys(below) for below in model.__subclasses__()))


def misspelt(text: str) -> Iterator[tuple[int, str, str]]:
    """Line, key and text for every key of a model in a text, with a letter too many in that key."""
    lines = text.split("\n")
    known = keys()
    for number, line in enumerate(lines):
        for match in re.finditer(r"(?:^ *|- |[{,] ?)([a-zåäö][a-zåäö ]*)(?=:(?: |$))", "" if line[:1] == "#" else line):
            if match[1] in known:
                wrong = f"{line[: match.end(1)]}x{line[match.end(1) :]}"
                yield number + 1, match[1], "\n".join([*lines[:number], wrong, *lines[number + 1 :]])


RICH = CASES / "valid-plan-och-uppfoljning"


@pytest.mark.parametrize("file", sorted(path.relative_to(RICH).as_posix() for path in RICH.rglob("*.yaml")))
def test_one_misspelt_key_gives_one_error(file: str, tmp_path: Path) -> None:
    shutil.copytree(RICH, tmp_path / "w")
    path = tmp_path / "w" / file
    wrong = []
    for line, key, text in misspelt(path.read_text(encoding="utf-8")):
        path.write_text(text, encoding="utf-8")
        _, report = validate(FolderWorkspace(tmp_path / "w"), None, None, "json", strict=False)
        found = [
            (d["code"], d["file"], d["line"])
            for d in json.loads(report)["diagnostics"]
            if d["severity"] == "error" and not d["acknowledged"]
        ]
        if found != [("VB104", file, line)]:
            wrong.append((line, f"{key}x", found))
    assert wrong == []


# ------------------------------------------------- what no folder can hold
def test_a_file_larger_than_the_limit_is_not_read(tmp_path: Path) -> None:
    shutil.copytree(CASES / "VB104-okand-nyckel", tmp_path / "w")
    (tmp_path / "w" / "vbgen.yaml").write_text(
        "format: 1\norganisation: Region Exempel\ngränser: {filstorlek: 1}\n", encoding="utf-8"
    )
    large = tmp_path / "w" / "data/2021/regionstyrelsen/plan/mal.yaml"
    large.write_text("# fyllnad\n" * 120_000, encoding="utf-8")
    code, report = validate(FolderWorkspace(tmp_path / "w"), None, None, "text", strict=False)
    assert code == 1
    assert report.splitlines()[:2] == [
        "data/2021/regionstyrelsen/plan/mal.yaml:1:1: fel VB112 filen är för stor (1,2 MB, gränsen är 1 MB)",
        "    → dela filen, eller höj gränser: filstorlek: i vbgen.yaml",
    ]
    assert report.count(": fel ") == 1


def test_a_link_out_of_the_workspace_is_not_followed(tmp_path: Path) -> None:
    shutil.copytree(CASES / "valid-en-namnd-utan-dokument", tmp_path / "w")
    (tmp_path / "hemligt").mkdir()
    (tmp_path / "w" / "data/2021/regionstyrelsen/plan").symlink_to(tmp_path / "hemligt")
    code, report = validate(FolderWorkspace(tmp_path / "w"), None, None, "text", strict=False)
    assert code == 1
    assert report.splitlines()[:2] == [
        "data/2021/regionstyrelsen/plan:1:1: fel VB114 sökvägen leder ut ur arbetsytan",
        "    → lägg filen i arbetsytan, länkar utåt följs inte",
    ]
