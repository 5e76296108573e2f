"""The documentation says what the program does: examples run and load, generated pages are fresh, links lead somewhere."""

from __future__ import annotations

import importlib
import os
import re
from collections.abc import Iterator
from operator import attrgetter
from pathlib import Path

import click
import pytest

import vbgen.cli
from scripts import make_docs
from tests.cli.support import run
from tests.pages import (
    CONTRIBUTING,
    DOCS,
    HANDBOOK,
    README,
    ROOT,
    Block,
    blocks,
    commands,
    copy_workspace,
    follow,
    marked,
    pages,
    write,
)
from vbgen import pipeline, rules
from vbgen.cli import COMMANDS as NAMES
from vbgen.cli import cli, load
from vbgen.findings import Finding
from vbgen.load.files import Files
from vbgen.model import content  # noqa: F401 - defines every model
from vbgen.model.base import Model
from vbgen.model.document import PARTS, Part
from vbgen.workspace import FolderWorkspace

COMMANDS = HANDBOOK / "kommandon.md"
ARCHITECTURE = DOCS / "architecture.md"
GLOSSARY = HANDBOOK / "ordlista.md"
ALL = [block for page in pages() for block in blocks(page)]
# pages whose commands run one after the other in a copy of this repository's own workspace
IN_THE_WORKSPACE = [page for page in pages() if page.name not in ("index.md", "CONTRIBUTING.md")]
FRAGMENTS = {page.name for page in IN_THE_WORKSPACE}


# ------------------------------------------------------------------ commands
def parameters() -> list[tuple[str, click.Parameter]]:
    found: list[tuple[str, click.Parameter]] = [("Gemensamt", parameter) for parameter in cli.params]
    for name in NAMES:
        found += [(f"vbgen {name}", parameter) for parameter in load(name).params]
    return found


def section(page: Path, heading: str) -> str:
    """What stands under a heading of the second level."""
    parts = re.split(r"^## (.*)$", page.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))[heading]


@pytest.mark.parametrize("name", sorted(NAMES))
def test_a_command_has_help_and_an_example(name: str) -> None:
    command = load(name)
    assert command.help is not None and "Exempel:" in command.help
    assert " ".join(command.help.split("\n\n")[0].split()) == NAMES[name]
    said = section(COMMANDS, f"vbgen {name}")
    assert f"```sh\nvbgen {name}" in said


@pytest.mark.parametrize(("heading", "parameter"), parameters(), ids=lambda value: str(getattr(value, "name", value)))
def test_an_option_has_help_and_is_documented(heading: str, parameter: click.Parameter) -> None:
    if isinstance(parameter, click.Option):
        assert parameter.help
        said = section(COMMANDS, heading)
        for name in parameter.opts:
            assert re.search(rf"`{name}[` ]", said), f"{name} does not stand in {COMMANDS.name} under {heading}"
        for choice in parameter.type.choices if isinstance(parameter.type, click.Choice) else ():
            assert f"{parameter.opts[0]} {choice}" in said
    else:
        assert f"```sh\n{heading} " in section(COMMANDS, heading)


def test_every_command_stands_in_the_readme() -> None:
    assert {f"vbgen {name}" for name in NAMES} <= set(
        re.findall(r"`(vbgen [a-z]+)", README.read_text(encoding="utf-8"))
    )


@pytest.mark.parametrize("page", [README, COMMANDS], ids=lambda page: page.name)
def test_every_exit_code_is_documented(page: Path) -> None:
    said = re.search(r"^Exit: (.*?)\.$", vbgen.cli.__doc__ or "", re.MULTILINE | re.DOTALL)
    assert said is not None
    codes = {
        int(part.split()[0]) if part.split()[0].isdigit() else int(part.split()[-1]) for part in said[1].split(";")
    }
    assert codes == {0, 1, 2, 3, 4, 130}
    table = re.findall(r"^\| (\d+) \|", page.read_text(encoding="utf-8"), re.MULTILINE)
    assert [int(code) for code in table] == sorted(codes)


# ------------------------------------------------------------------ examples
@pytest.mark.process
def test_the_first_steps_lead_where_they_say(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    ran = list(follow(HANDBOOK / "index.md", start="## Första stegen"))
    assert [result.code for _, result in ran] == [0, 0, 1, 1, 0]
    assert (tmp_path / "dist/2026/regionstyrelsen/verksamhetsplan.docx").stat().st_size > 10_000


def run_all(page: Path) -> int:
    """Run the commands on a page in the working folder; how many there are."""
    ran = 0
    for block in (block for block in blocks(page) if block.language == "sh"):
        for arguments, code in commands(block):
            result = run(*arguments)
            assert result.code == code, f"{block.name}: {arguments}\n{result.said}"
            ran += 1
    return ran


@pytest.mark.process
@pytest.mark.parametrize("page", [page for page in IN_THE_WORKSPACE if page != README], ids=lambda page: page.name)
def test_the_commands_on_a_page_run(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = copy_workspace(tmp_path / "yta")
    monkeypatch.chdir(root)
    monkeypatch.setattr(os, "cpu_count", lambda: 1)  # `render --all` in this process: two of them are test_render_all's
    run_all(page)


@pytest.mark.process
def test_the_commands_in_the_readme_run_and_make_a_report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = copy_workspace(tmp_path / "yta", "2021")
    monkeypatch.chdir(root)
    assert run_all(README), "the README has no example to run"
    made = sorted(path.suffix for path in (root / "dist").rglob("*") if path.is_file())
    assert made == sorted([".docx", ".html", ".md", ".pdf"] * 2 + [".html"])  # index.html


def test_the_example_of_a_template_is_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = copy_workspace(tmp_path / "yta", "2021")
    write(marked(HANDBOOK / "mallar.md", "fil", "templates/titelsida.j2"), root)
    monkeypatch.chdir(root)
    assert run("render", "--year", "2021", "--nämnd", "regionstyrelsen", "--format", "md").code == 0
    made = (root / "dist/2021/regionstyrelsen/verksamhetsplan.md").read_text(encoding="utf-8")
    assert "Region Örebro län publicerar *Verksamhetsplan med budget 2021* på sin webbplats." in made


@pytest.mark.parametrize("file", sorted((ROOT / "src/vbgen/templates").rglob("*.j2")), ids=lambda path: path.name)
def test_every_template_and_value_is_documented(file: Path) -> None:
    said = (HANDBOOK / "mallar.md").read_text(encoding="utf-8")
    assert f"`{file.relative_to(ROOT / 'src/vbgen/templates').as_posix()}`" in said
    used = re.findall(r"\b(?:document|chapter|part|item|set)\.[a-z_]+", file.read_text(encoding="utf-8"))
    known = set(re.findall(r"`((?:document|chapter|part|item|set)\.[a-z_]+)`", said))
    # the parts of an appendix and of the legend are told with their templates
    assert set(used) - known <= {"part.chapters", "part.subtitle", "part.page_break", "part.sets"}


YAML = [block for block in ALL if block.language == "yaml"]
# the first steps in index.md run as a whole
LOADED = [b for b in YAML if b.mark and not b.file.startswith("templates/") and b.page.name in FRAGMENTS]


def test_examples_are_marked() -> None:
    assert [block.name for block in YAML if not block.mark] == []
    assert len([block for block in YAML if block.mark == "ur"]) > 15


@pytest.mark.parametrize("block", [block for block in YAML if block.mark == "ur"], ids=lambda block: block.name)
def test_an_excerpt_stands_in_its_file(block: Block) -> None:
    real = iter([plain(line) for line in (ROOT / block.file).read_text(encoding="utf-8").splitlines()])
    for line in block.text.splitlines():
        assert any(plain(line) == other for other in real), (
            f"{block.name}: not in {block.file}, or out of order: {line}"
        )


@pytest.mark.parametrize("block", LOADED, ids=lambda block: block.name)
def test_an_example_of_a_file_loads(block: Block, tmp_path: Path) -> None:
    found = findings(block, tmp_path)
    # an excerpt of a table has sums of rows that it leaves out; what other files say is not there
    codes = ("VB1", "VB202", "VB206") if block.mark == "ur" else ("VB1", "VB202", "VB206", "VB3")
    wrong = [f"{f.place.line}: {f.code} {f.message}" for f in found if f.is_open and f.code.startswith(codes)]
    assert wrong == []


def findings(block: Block, root: Path) -> list[Finding]:
    """What vbgen finds in a block that stands where it says, with no more around it than is needed."""
    block = block._replace(file=re.sub(r"^examples/[^/]+/", "", block.file))  # a workspace of its own
    if block.file != "vbgen.yaml":
        (root / "vbgen.yaml").write_bytes((ROOT / "vbgen.yaml").read_bytes())
    if not block.file.startswith("vbgen.yaml") and "gemensamt" not in block.file:
        folder = root / "/".join(block.file.split("/")[:3])
        folder.mkdir(parents=True)
        if not block.file.endswith("enhet.yaml"):
            (folder / "namnd.yaml").write_text("namn: Exempel\n", encoding="utf-8")
        if block.file.count("/") > 3:
            (root / block.file).parent.mkdir()
            start = "dokument: verksamhetsplan\ntitel: Exempel\nperiod: 2021\n"
            (root / block.file).with_name("dokument.yaml").write_text(start, encoding="utf-8")
    write(block, root)
    checked = pipeline.check(Files(FolderWorkspace(root)))
    assert block.file in checked.sources, f"{block.file} was not read"
    return [finding for finding in checked.findings if finding.place.file == block.file]


def plain(line: str) -> str:
    return " ".join(line.split())


def test_every_part_of_a_chapter_and_kind_of_table_is_told() -> None:
    said = section(HANDBOOK / "dokument.md", "Delar")
    assert [part for part in PARTS if f"`{part}: " not in said] == []
    types = (ROOT / "src/vbgen/tabelltyper.yaml").read_text(encoding="utf-8")
    told = section(HANDBOOK / "tabeller.md", "Tabelltyper")
    names = re.findall(r"^([a-z-]+):", types, re.MULTILINE)
    assert names and [name for name in names if f"`{name}`" not in told] == []


# ------------------------------------------------------------ generated pages
def test_generated_pages_are_fresh(capsys: pytest.CaptureFixture[str]) -> None:
    assert make_docs.main(["--check"]) == 0, capsys.readouterr().err


def test_a_stale_page_is_noticed_and_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(make_docs, "HANDBOOK", tmp_path)
    assert make_docs.main(["--check"]) == 1
    assert capsys.readouterr().err.count("is out of date") == 2
    assert make_docs.main([]) == 0
    assert make_docs.main(["--check"]) == 0
    assert (tmp_path / "regler.md").read_bytes() == (HANDBOOK / "regler.md").read_bytes()


def models(of: type[Model] = Model) -> Iterator[type[Model]]:
    for model in of.__subclasses__():
        if model.__module__.startswith("vbgen."):
            yield model
            yield from models(model)


MODELS = {model.__name__: model for model in models()}


@pytest.mark.parametrize("name", sorted(MODELS))
def test_every_key_of_a_model_stands_in_the_glossary(name: str) -> None:
    model = MODELS[name]
    page = GLOSSARY.read_text(encoding="utf-8")
    own = [part for part in page.split("\n## ")[1:] if f"I koden: `{model.__name__}`." in part]
    assert len(own) == 1
    above = [b.__name__ for b in model.__mro__[1:] if b is not Model and issubclass(b, Model)]
    inherited = [part for part in page.split("\n## ")[1:] if any(f"I koden: `{other}`." in part for other in above)]
    assert len(inherited) == len(above)
    listed = set(re.findall(r"^\| (?:\*\*)?`([^`]+)`", "\n".join([*own, *inherited]), re.MULTILINE))
    keys = {info.alias or code for code, info in model.model_fields.items()}
    if model is Part:
        keys = keys - {"del", "id"} | set(PARTS)
    assert keys == listed


@pytest.mark.parametrize("code", rules.CODES)
def test_every_code_has_its_page_in_the_handbook(code: str) -> None:
    page = (HANDBOOK / "regler.md").read_text(encoding="utf-8")
    part = page.partition(f"### {code} ")[2].partition("\n### ")[0]
    for head in ("Vad", "Varför", "Fel", "Rätt"):
        assert part.count(f"**{head}:**") == 1


# --------------------------------------------------------------------- links
def headings(page: Path) -> set[str]:
    """The anchors of a page's headings."""
    text = re.sub(r"^```.*?^```$", "", page.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    found = re.findall(r"^#+ (.*)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in found}


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_link_leads_somewhere(page: Path) -> None:
    text = re.sub(r"^```.*?^```$|`[^`\n]*`", "", page.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if target.startswith("https://"):
            continue
        file, _, anchor = target.partition("#")
        path = (page.parent / file).resolve() if file else page
        assert path.exists() and path.is_relative_to(ROOT), f"{page.name}: {target}"
        if anchor:
            assert anchor in headings(path), f"{page.name}: no heading for {target}"


def test_every_page_of_the_handbook_can_be_reached_from_its_first() -> None:
    reached: set[Path] = set()
    pending = [HANDBOOK / "index.md"]
    while pending:
        page = pending.pop()
        if page not in reached:
            reached.add(page)
            links = re.findall(r"\]\(([a-z-]+\.md)", page.read_text(encoding="utf-8"))
            pending += [page.parent / name for name in links]
    assert reached == set(HANDBOOK.glob("*.md"))


def test_the_tree_in_the_readme_is_there() -> None:
    (tree,) = [b.text for b in blocks(README) if b.language == "text" and "pyproject.toml" in b.text]
    named = [line.split("  ")[0].strip() for line in tree.splitlines() if line.strip()]
    folder = ROOT
    for line, name in zip(tree.splitlines(), named, strict=True):
        if not line.startswith(" "):
            folder = ROOT
        path = folder / name
        assert path.exists(), name
        if name.endswith("/") and not line.startswith(" "):
            folder = path


# --------------------------------------------------------------------- words
SKIPPED = {"__pycache__", "dist", "build"}
TEXT = {".md", ".py", ".yaml", ".yml", ".toml", ".txt", ".json", ".j2", ".po", ".tsv", ".cfg", ".sh", ""}
# written apart, so that this file does not hold them
FORBIDDEN = [
    "py" + "pi.org",
    "python" + "hosted",
    "npm" + "js",
    "proxy.go" + "lang",
    "crates" + ".io",
    "developed" + " by",
    "utvecklad" + " av",
]
PLACES = re.compile(r"(?<![\w.)/-])/(?:work|tmp|root|home)(?:/|\b)")


def texts(folder: Path = ROOT) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        hidden = path.name.startswith(".") and path.name not in (".ci", ".github", ".vscode", ".gitignore")
        if hidden or path.name in SKIPPED or path.name.endswith(".egg-info"):
            continue
        if path.is_dir():
            yield from texts(path)
        elif path.suffix in TEXT:
            yield path


def test_no_file_names_a_registry_or_a_place_on_one_machine() -> None:
    found = []
    checked = 0
    for path in texts():
        checked += 1
        text = path.read_text(encoding="utf-8", errors="replace")
        found += [f"{path.relative_to(ROOT)}: {word}" for word in FORBIDDEN if word in text.lower()]
        if not path.is_relative_to(ROOT / "tests"):
            found += [f"{path.relative_to(ROOT)}: {match[0]}" for match in PLACES.finditer(text)]
    assert checked > 100
    assert found == []


def test_the_documentation_is_where_the_readme_says() -> None:
    said = README.read_text(encoding="utf-8")
    for page in ("docs/handbok/index.md", "docs/architecture.md", "CONTRIBUTING.md", "CHANGELOG.md"):
        assert f"({page})" in said
    assert "(docs/architecture.md#decisions)" in said


def test_every_decision_stands_in_the_architecture() -> None:
    listed = re.findall(r"^- \[(.+)\]\(decisions/(.+)\)$", ARCHITECTURE.read_text(encoding="utf-8"), re.MULTILINE)
    titles = {path.name: path.read_text(encoding="utf-8").split("\n")[0] for path in (DOCS / "decisions").iterdir()}
    assert [f"# {number}. {title}" for number, (title, _) in enumerate(listed, 1)] == [
        titles[name] for _, name in listed
    ]
    assert sorted(titles) == [name for _, name in listed]


def test_the_journey_of_a_figure_goes_by_what_there_is() -> None:
    _, _, after = ARCHITECTURE.read_text(encoding="utf-8").partition("## One figure's journey\n")
    journey = after.split("```")[1]
    steps = re.findall(r"^([a-z_/0-9]+):([\w.]+) ", journey, re.MULTILINE)
    for module, name in steps:
        attrgetter(name)(importlib.import_module(f"vbgen.{module.replace('/', '.')}"))
    assert len(steps) > 12
    file, line, text = re.findall(r"^(\S+\.yaml):(\d+) +(\S+)", journey, re.MULTILINE)[0]
    assert text in (ROOT / file).read_text(encoding="utf-8").splitlines()[int(line) - 1]


def test_the_example_of_debugging_prints_equations(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (code,) = [block for block in blocks(CONTRIBUTING) if block.language == "python" and not block.mark]
    monkeypatch.chdir(ROOT)
    exec(compile(code.text, code.name, "exec"), {})  # noqa: S102 - the example of the page
    printed = capsys.readouterr().out
    assert printed.count("Equation(") > 40
    assert "stated=Figure(value=Decimal('-2.5'), decimals=1" in printed
