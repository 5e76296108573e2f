"""What CONTRIBUTING.md shows works: its rule finds, its table type computes, its kind of document renders."""

from __future__ import annotations

import json
import re
from pathlib import Path
from textwrap import dedent

import pytest
import yaml
from jsonschema import Draft7Validator  # type: ignore[import-untyped]

from tests.cli.support import copy_workspace, run
from tests.copies import Copy
from tests.pages import CONTRIBUTING, ROOT, Block, blocks, write

PARTS = ("Vad:", "Varför:", "Fel:", "Rätt:")


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


def python(heading: str) -> list[Block]:
    return [block for block in under(heading) if block.language == "python"]


@pytest.mark.process
def test_a_rule_is_a_module_and_a_line(tmp_path: Path) -> None:
    """It finds what CONTRIBUTING says that it finds, is explained and can be selected."""
    module, line = python("Add a rule")
    code = Path(module.file).stem.upper()
    root = workspace(tmp_path / "yta", "Add a rule")
    assert run("explain", code).code == 2
    copy = Copy(tmp_path / "program")
    copy.write(module.file, module.text)
    copy.add_line(line.file, '    Rule("VB210"', line.text)
    found, selected, page, pages = copy.run(
        ("-C", root, "validate"),
        ("-C", root, "validate", "--select", code, "--strict"),
        ("explain", code.lower()),
        ("explain",),
    )
    assert found.out.startswith(f"{said('Add a rule')}\n\n") and found.code == 0
    assert selected.out == found.out and selected.code == 1
    title, *parts = page.out.removeprefix(f"{code}: ").split("\n\n")
    assert f"\n{code}  {title}\n" in pages.out
    assert [part.split(" ")[0].strip() for part in parts if not part.startswith("    ")] == [*PARTS]


@pytest.mark.process
def test_a_command_is_a_module_and_a_line(tmp_path: Path) -> None:
    module, line = python("Add a command")
    copy = Copy(tmp_path)
    copy.write(module.file, module.text)
    copy.add_line(line.file, "COMMANDS = {", line.text)
    done, listed, helped, wrong = copy.run(
        ("-C", ROOT, "years", "--namnd", "REGIONSTYRELSEN"),
        ("--help",),
        ("years", "--help"),
        ("-C", ROOT, "years", "--namnd", "x"),
    )
    assert (done.code, done.out.strip()) == (0, said("Add a command"))
    assert re.search(r"^  years +Lista åren som det finns data för\.$", listed.out, re.MULTILINE)
    assert "vbgen years --n" in helped.out and wrong.code == 2


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


@pytest.mark.process
def test_a_table_type_of_all_is_an_entry(tmp_path: Path) -> None:
    """What an organisation writes in vbgen.yaml works in the packaged file too."""
    root = workspace(tmp_path / "yta", "Add a rule", "Add a table type")
    settings = root / "vbgen.yaml"
    before, _, entry = settings.read_text(encoding="utf-8").partition("tabelltyper:\n")
    settings.write_text(before, encoding="utf-8")
    assert "VB305" not in run("-C", root, "validate").out
    copy = Copy(tmp_path / "program")
    copy.add_text("src/vbgen/tabelltyper.yaml", dedent(entry))
    (result,) = copy.run(("-C", root, "validate"))
    assert [line for line in result.out.splitlines() if ": fel " in line] == [said("Add a table type")]


@pytest.mark.process
def test_a_document_kind_is_an_entry_that_all_else_follows(tmp_path: Path) -> None:
    """Help, hint, schema, document and first page of the year know the kind that CONTRIBUTING adds."""
    (entry,) = python("Add a document kind")
    root = workspace(tmp_path / "yta", "Add a rule", "Add a document kind")
    wanted = ("-C", root, "render", "--year", "2021", "--nämnd", "regionstyrelsen", "--document", "internbudget")
    assert run(*wanted).code == 2
    copy = Copy(tmp_path / "program")
    copy.add_line(entry.file, "DOCUMENT_KINDS = (", entry.text)
    made = (*wanted, "--format", "md", "--format", "html")
    help_text, schema, result = copy.run(("render", "--help"), ("schema", "dokument"), made)
    assert "internbudget" in help_text.out
    document = (root / "data/2021/regionstyrelsen/2021-01/dokument.yaml").read_text(encoding="utf-8")
    assert Draft7Validator(json.loads(schema.out)).is_valid(yaml.safe_load(document))
    assert result.code == 0, result.said
    text = (root / "dist/2021/regionstyrelsen/internbudget.md").read_text(encoding="utf-8")
    assert "## 1 Förutsättningar" in text and "## 2 Budget per enhet" in text
    assert "Internbudgeten fördelar nämndens ram." in text and "Kansliet" in text
    assert ">Internbudget</th>" in (root / "dist/2021/index.html").read_text(encoding="utf-8")
    write(files("Add a document kind")[1]._replace(text=document.replace("internbudget", "internbudjet")), root)
    (misspelt,) = copy.run(("-C", root, "validate"))
    assert "internbudget" in misspelt.out.partition("VB109")[2].partition("→")[2].split("\n")[0]


@pytest.mark.process
def test_a_document_format_is_a_module_and_an_entry(tmp_path: Path) -> None:
    """It is offered, made of documents and of records, and linked to from the first page of the year."""
    module, entry = python("Add a document format")
    root = copy_workspace(tmp_path / "yta")
    copy = Copy(tmp_path / "program")
    copy.write(module.file, module.text)
    copy.add_line(entry.file, '        Format("pdf"', entry.text)
    chosen = ("--year", "2021", "--nämnd", "halsonamnden", "--format", "txt")
    helped, made, record = copy.run(
        ("render", "--help"),
        ("-C", root, "render", *chosen, "--format", "html"),
        ("-C", root, "protocol", *chosen),
    )
    assert "Markdown, Word, webbsida, pdf och ren text." in " ".join(helped.out.split())
    assert (made.code, record.code) == (0, 0)
    folder = root / "dist/2021"
    assert "Nämnden svarar för hälsan i länet." in (folder / "halsonamnden/verksamhetsplan.txt").read_text("utf-8")
    assert "Kontrollprotokoll" in (folder / "halsonamnden/verksamhetsplan-protokoll.txt").read_text("utf-8")
    assert '<a href="halsonamnden/verksamhetsplan.txt">Ren text</a>' in (folder / "index.html").read_text("utf-8")


@pytest.mark.parametrize("switch", ["--update-cases", "--update-golden"])
def test_the_switches_exist(switch: str) -> None:
    assert f"`pytest {switch}`" in CONTRIBUTING.read_text(encoding="utf-8")
    assert switch in Path(__file__).with_name("conftest.py").read_text(encoding="utf-8")


@pytest.mark.parametrize("script", sorted((ROOT / "scripts").glob("*.py")), ids=lambda path: path.name)
def test_every_script_is_told(script: Path) -> None:
    assert f"`python scripts/{script.name}`" in CONTRIBUTING.read_text(encoding="utf-8")
