"""What CONTRIBUTING.md shows works: its rule finds, its table type computes, its kind of document renders."""

from __future__ import annotations

import ast
import importlib.util
import shutil
import sys
from pathlib import Path
from types import ModuleType

import pytest

from tests.cli.support import SOURCE, copy_workspace, program, run
from tests.pages import CONTRIBUTING, ROOT, Block, blocks, write
from vbgen import pipeline, rules
from vbgen.load.files import Files
from vbgen.model import document
from vbgen.reporting.text import as_text
from vbgen.rules import codes
from vbgen.workspace import Workspace


def under(heading: str) -> list[Block]:
    """The blocks under a heading of the second level."""
    before, _, after = CONTRIBUTING.read_text(encoding="utf-8").partition(f"## {heading}\n")
    first = before.count("\n")
    last = first + after.partition("\n## ")[0].count("\n") + 1
    found = [block for block in blocks(CONTRIBUTING) if first < block.line <= last]
    assert found
    return found


def files(heading: str) -> list[Block]:
    return [block for block in under(heading) if block.mark == "fil" and block.language == "yaml"]


def said(heading: str) -> str:
    (block,) = [block for block in under(heading) if block.language == "text"]
    return block.text.strip()


def workspace(root: Path, *headings: str) -> Path:
    """The workspace of the examples, each after the one before it."""
    for heading in headings:
        for block in files(heading):
            write(block, root)
    return root


def rule(folder: Path) -> ModuleType:
    (block,) = [block for block in under("Add a rule") if block.language == "python"]
    path = folder / Path(block.file).name
    path.write_text(block.text, encoding="utf-8")
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_example_of_a_rule_finds_what_it_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    example = rule(tmp_path)
    assert example.CODE not in rules.CODES
    monkeypatch.setitem(sys.modules, f"vbgen.rules.{example.CODE.lower()}", example)
    monkeypatch.setattr(rules, "CHECKED", (*codes.CHECKED, example.CODE))
    checked = pipeline.check(Files(Workspace(workspace(tmp_path / "yta", "Add a rule"))))
    assert [finding.code for finding in checked.findings] == [example.CODE]
    (finding,) = checked.findings
    assert as_text(finding, checked.line(finding)) == said("Add a rule")


def test_the_example_of_a_rule_has_a_page_in_four_parts(tmp_path: Path) -> None:
    page = (rule(tmp_path).__doc__ or "").strip()
    assert page.split("\n")[1] == ""
    assert [
        line.split(" ")[0] for line in page.split("\n") if line.startswith(("Vad:", "Varför:", "Fel:", "Rätt:"))
    ] == [
        "Vad:",
        "Varför:",
        "Fel:",
        "Rätt:",
    ]


def test_the_example_of_a_table_type_computes_and_checks(tmp_path: Path) -> None:
    root = workspace(tmp_path, "Add a rule", "Add a table type")
    result = run("-C", root, "validate")
    assert result.code == 1
    found = [line for line in result.out.splitlines() if ": fel " in line]
    assert found == [said("Add a table type")]
    run("-C", root, "render", "--year", "2021", "--nämnd", "regionstyrelsen", "--format", "md", "--draft")
    made = (root / "dist/2021/regionstyrelsen/verksamhetsplan.md").read_text(encoding="utf-8")
    (total,) = [line.replace(" ", "") for line in made.splitlines() if line.startswith("| **Summa**")]
    assert total == "|**Summa**|**179,2**|**224,0**|**0,80**|"


def test_the_example_of_a_document_kind_renders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (block,) = [block for block in under("Add a document kind") if block.language == "python"]
    kinds = ast.literal_eval(block.text.partition("=")[2].strip())
    assert kinds[:-1] == document.DOCUMENT_KINDS
    root = workspace(tmp_path, "Add a rule", "Add a document kind")
    wanted = ("-C", root, "render", "--year", "2021", "--nämnd", "regionstyrelsen", "--document", kinds[-1])
    assert run(*wanted).code == 2
    monkeypatch.setattr(document, "DOCUMENT_KINDS", kinds)
    result = run(*wanted, "--format", "md")
    assert result.code == 0, result.said
    made = (root / "dist/2021/regionstyrelsen/internbudget.md").read_text(encoding="utf-8")
    assert "## 1 Förutsättningar" in made and "## 2 Budget per enhet" in made
    assert "Internbudgeten fördelar nämndens ram." in made and "Kansliet" in made


def test_the_example_of_a_document_format_is_offered_and_made(tmp_path: Path) -> None:
    module, line = (block for block in under("Add a document format") if block.language == "python")
    copied = shutil.copytree(SOURCE / "vbgen", tmp_path / "src" / "vbgen", ignore=shutil.ignore_patterns("__pycache__"))
    write(module, tmp_path)
    table = copied / "formats.py"
    last = "    )\n}\n"
    assert table.read_text(encoding="utf-8").count(last) == 1
    table.write_text(table.read_text(encoding="utf-8").replace(last, f"{line.text}{last}"), encoding="utf-8")
    root = copy_workspace(tmp_path / "yta")

    def vbgen(*arguments: str) -> str:
        done = program("-C", root, *arguments, env={"PYTHONPATH": str(tmp_path / "src")})
        assert done.returncode == 0, done.stderr.decode()
        return done.stdout.decode()

    assert "Markdown, Word, webbsida, pdf och ren text." in " ".join(vbgen("render", "--help").split())
    chosen = ("--year", "2021", "--nämnd", "halsonamnden", "--format", "txt")
    vbgen("render", *chosen, "--format", "html")
    vbgen("protocol", *chosen)
    made = root / "dist/2021"
    assert "Nämnden svarar för hälsan i länet." in (made / "halsonamnden/verksamhetsplan.txt").read_text("utf-8")
    assert "Kontrollprotokoll" in (made / "halsonamnden/verksamhetsplan-protokoll.txt").read_text("utf-8")
    assert '<a href="halsonamnden/verksamhetsplan.txt">Ren text</a>' in (made / "index.html").read_text("utf-8")


@pytest.mark.parametrize("switch", ["--update-cases", "--update-golden"])
def test_the_switches_exist(switch: str) -> None:
    assert f"`pytest {switch}`" in CONTRIBUTING.read_text(encoding="utf-8")
    assert switch in Path(__file__).with_name("conftest.py").read_text(encoding="utf-8")


@pytest.mark.parametrize("script", sorted((ROOT / "scripts").glob("*.py")), ids=lambda path: path.name)
def test_every_script_is_told(script: Path) -> None:
    assert f"`python scripts/{script.name}`" in CONTRIBUTING.read_text(encoding="utf-8")
