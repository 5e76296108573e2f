"""The commands that both programs run, and the workspaces that they run in.

A side is a folder with a copy of everything (`old` or `new`). Commands run in it, with paths relative to it, so that both sides say
the same paths.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

FORMATS = ("md", "docx", "html", "pdf")
REPORTS = ("text", "json", "github", "sarif", "junit")
KINDS = ("antaget", "dokument", "enhet", "gemensamt", "innehall", "internkontroll", "mal", "namnd", "tema", "vbgen")
WORKSPACES = {
    "root": ".",
    "region-varmland": "examples/region-varmland",
    "exempelkommunen": "examples/exempelkommunen",
    "arbetsyta": "tests/cli/arbetsyta",
}
CASES = "tests/cases"
# the parts of a tree that are workspaces; what else lies in it is not copied
PARTS = ("vbgen.yaml", "data", "templates")
_UNSAFE = re.compile(r"[^\w.,-]+")


class Step(NamedTuple):
    """A command: the name of its group and of itself, its arguments, and whether it starts processes."""

    group: str
    name: str
    arguments: tuple[str, ...]
    parallel: bool = False


def copy_data(tree: Path, side: Path) -> None:
    """Copy all workspaces and cases of a tree to a side."""
    for name, folder in WORKSPACES.items():
        for part in PARTS:
            _copy_part(tree / folder / part, side / name / part)
    _copy_part(tree / CASES, side / "cases")
    for wrong in WRONG_WORKSPACES:
        copy_spoiled(wrong, tree, side)
    (side / "wrong" / "nothing").mkdir()


def copy_spoiled(wrong: Wrong, tree: Path, side: Path) -> None:
    """Copy a workspace of a tree to a side, and spoil it."""
    root = side / "wrong" / wrong.name
    for part in PARTS:
        _copy_part(tree / WORKSPACES["exempelkommunen"] / part, root / part)
    wrong.change(root)


def _copy_part(source: Path, target: Path) -> None:
    if source.is_dir():
        shutil.copytree(source, target, symlinks=True)
    elif source.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)


def steps(side: Path) -> list[Step]:
    """List all commands, for the workspaces of a side."""
    all_steps = [*_list_page_steps()]
    for name in WORKSPACES:
        all_steps += _list_workspace_steps(name, _list_boards(side / name))
    for case in sorted(path for path in (side / "cases").iterdir() if path.is_dir()):
        all_steps += _list_case_steps(case)
    all_steps += _list_wrong_use_steps()
    for wrong in WRONG_WORKSPACES:
        all_steps += _list_wrong_workspace_steps(wrong)
    return all_steps


def _list_boards(workspace: Path) -> list[tuple[str, str]]:
    """List years and boards that have a folder."""
    return sorted((path.parent.parent.name, path.parent.name) for path in workspace.glob("data/*/*/namnd.yaml"))


# --------------------------------------------------------------------- groups
def _list_page_steps() -> Iterator[Step]:
    """Yield commands that need no workspace. Codes that do not exist are asked for too."""
    for command in ("", "validate", "render", "protocol", "adopt", "overview", "status", "list", "explain", "schema"):
        yield Step("pages", f"{command} --help".strip(), (*command.split(), "--help"))
    yield Step("pages", "explain", ("explain",))
    for number in range(100, 800):
        yield Step("pages", f"explain VB{number}", ("explain", f"VB{number}"))
    yield Step("pages", "schema", ("schema",))
    yield Step("pages", "schema --output", ("schema", "--output", "out/pages/schema"))
    for kind in KINDS:
        yield Step("pages", f"schema {kind}", ("schema", kind))


class _StepMaker:
    """The steps of a workspace; each has a folder of its own for its files."""

    def __init__(self, group: str, workspace: str) -> None:
        self.group = group
        self.workspace = workspace

    def step(self, *arguments: str) -> Step:
        """Return a command that writes no file."""
        return Step(self.group, " ".join(arguments), ("-C", self.workspace, *arguments))

    def writing(self, *arguments: str, target: str = "", parallel: bool = False) -> Step:
        """Return a command with a folder for its files: its own, or the one that is named."""
        name = " ".join(arguments)
        # -C moves what is relative, so the folder is named from the workspace
        up = "/".join([".."] * len(Path(self.workspace).parts))
        folder = f"{up}/out/{self.group}/{_UNSAFE.sub('-', target or name)}"
        return Step(self.group, name, ("-C", self.workspace, *arguments, "--output", folder), parallel)


def _list_workspace_steps(name: str, boards: list[tuple[str, str]]) -> Iterator[Step]:
    commands = _StepMaker(name, name)
    years = sorted({year for year, _ in boards})
    scopes = [(), *(("--year", year) for year in years), *(("--year", y, "--nämnd", b) for y, b in boards)]
    for scope in scopes:
        for options in (
            *(("--format", report) for report in REPORTS),
            ("--summary",),
            ("--summary", "--format", "json"),
            ("--strict",),
            ("--select", "VB691"),
            ("--select", "VB3,vb602"),
            ("--ignore", "VB4", "--ignore", "VB6"),
        ):
            yield commands.step("validate", *scope, *options)
    yield commands.step("list")
    yield commands.step("list", "--format", "json")
    for scope in scopes[1:]:
        for form in ("text", "md", "json"):
            yield commands.step("status", *scope, "--format", form)
    for year in years:
        for form in (*FORMATS, "json"):
            yield commands.writing("overview", "--year", year, "--format", form, target=f"overview {year}")
    for year, board in boards:
        scope = ("--year", year, "--nämnd", board)
        every = tuple(word for form in FORMATS for word in ("--format", form))
        yield commands.writing("protocol", *scope, *every)  # no document lies there
        yield commands.writing("render", *scope, target=f"render {year} {board}")
        again = commands.writing("protocol", *scope, *every, target=f"render {year} {board}")
        yield again._replace(name=f"{again.name}, rendered")
        for options in (("--internal",), ("--draft",), ("--internal", "--draft"), ("--format", "md", "--quiet")):
            yield commands.writing("render", *scope, *options)
    for document in ("verksamhetsplan", "delårsrapport", "verksamhetsberättelse", "rapport"):
        yield commands.writing("render", "--all", "--document", document, "--format", "md")
    yield commands.writing("render", "--all", "--jobs", "1", target="render all")
    yield commands.writing("render", "--all", "--jobs", "1", target="render all")._replace(name="render --all, again")
    yield commands.writing("render", "--all", "--jobs", "1", "--force", "--quiet", "--format", "md")
    yield commands.writing("render", "--all", "--jobs", "2", parallel=True)
    for year, board in boards:  # last: what is adopted lies in the workspace
        for document in ("verksamhetsplan", "delårsrapport", "verksamhetsberättelse"):
            adoption = commands.step("adopt", "--year", year, "--nämnd", board, "--document", document)
            yield from (adoption, adoption._replace(name=f"{adoption.name}, again"))
    yield commands.step("validate")._replace(name="validate, adopted")


def _list_case_steps(case: Path) -> Iterator[Step]:
    commands = _StepMaker(f"cases/{case.name}", f"cases/{case.name}")
    command = case / "command.txt"
    if command.exists():
        yield commands.writing(*command.read_text(encoding="utf-8").split())
    yield commands.step("validate")
    yield commands.step("validate", "--format", "json", "--summary")
    if case.name.startswith("VB"):
        yield commands.step("validate", "--select", case.name[:5])
    yield commands.writing("render", "--all", "--jobs", "1", "--format", "md")
    yield commands.writing("render", "--all", "--jobs", "1", "--format", "md", "--draft")


# ------------------------------------------------------------------ wrong use
BOARD = ("--year", "2024", "--nämnd", "kulturnamnden")
PLAN = "data/2024/kulturnamnden/plan"


class Wrong(NamedTuple):
    """A workspace that is spoiled. `commands` run in it; without, documents are made in all formats."""

    name: str
    change: Callable[[Path], None]
    commands: tuple[tuple[str, ...], ...] = ()


def _write_file(name: str, content: str | bytes) -> Callable[[Path], None]:
    def change(root: Path) -> None:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)

    return change


def _delete_path(name: str) -> Callable[[Path], None]:
    def change(root: Path) -> None:
        path = root / name
        shutil.rmtree(path) if path.is_dir() else path.unlink()

    return change


def _make_folder(name: str) -> Callable[[Path], None]:
    def change(root: Path) -> None:
        if (root / name).is_file():
            (root / name).unlink()
        (root / name).mkdir(parents=True)

    return change


def _make_link(name: str, target: str) -> Callable[[Path], None]:
    def change(root: Path) -> None:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).symlink_to(target)

    return change


def _combine_changes(*changes: Callable[[Path], None]) -> Callable[[Path], None]:
    def change(root: Path) -> None:
        for apply_change in changes:
            apply_change(root)

    return change


def _make_read_only(name: str) -> Callable[[Path], None]:
    def change(root: Path) -> None:
        (root / name).mkdir(parents=True)
        (root / name).chmod(0o555)

    return change


def _write_title_page(line: str) -> Callable[[Path], None]:
    return _write_file("templates/titelsida.j2", f"{{# rad 1 #}}\n{{{{ document.title_block }}}}\n{line}\nSist.\n")


_TEMPLATES = (
    "{{ dokument.titel }}",
    "{{ document.titel }}",
    "{{ document.chapters[99].heading }}",
    "{% for x in saknad %}{{ x }}{% endfor %}",
    "{{ document.title | versaler }}",
    "{{ 7 * }}",
    "{% endif %}",
    '{% include "finns-inte.j2" %}',
    '{% include "../vbgen.yaml" %}',
    '{% include "titelsida.j2" %}',
    "{{ ''.__class__.__mro__ }}",
    "{{ 1 / 0 }}",
    "{{ 1 + 'a' }}",
    "{{ document.title() }}",
    "{{ document }}",
    "{{ [] }} {{ none }} {{ 1.5 }}",
)
_ADOPT = ("adopt", *BOARD, "--document", "verksamhetsplan")
_SHORT = f"{PLAN}/kort.yaml"

WRONG_WORKSPACES = (
    *(Wrong(f"template-{number}", _write_title_page(line)) for number, line in enumerate(_TEMPLATES)),
    Wrong("template-not-utf8", _write_file("templates/titelsida.j2", b"{{ document.title }} \xe5\n")),
    Wrong("template-folder-leads-out", _make_link("templates", "../nothing")),
    Wrong("template-leads-out", _make_link("templates/titelsida.j2", "../../nothing/hemlig.j2")),
    Wrong("reference-empty", _write_file("templates/referens.docx", b"")),
    Wrong("reference-no-word", _write_file("templates/referens.docx", b"inget Word-dokument")),
    Wrong("reference-half", _write_file("templates/referens.docx", b"PK\x03\x04 halvt")),
    Wrong("reference-leads-out", _make_link("templates/referens.docx", "../../../root/templates/referens.docx")),
    Wrong("theme-unknown-key", _write_file("templates/tema.yaml", "färger:\n  okänd: '#000000'\n")),
    Wrong("theme-too-pale", _write_file("templates/tema.yaml", "färger:\n  text: '#eeeeee'\n")),
    Wrong("letter-not-in-font", _write_file("data/2024/kulturnamnden/namnd.yaml", "namn: Kulturnämnden \u6f22\n")),
    Wrong("yaml-broken", _write_file(_SHORT, "texter: [")),
    Wrong("yaml-tab", _write_file(_SHORT, "texter:\n\tinledning: x\n")),
    Wrong("yaml-anchor", _write_file(_SHORT, "texter: &a\n  inledning: x\n")),
    Wrong("yaml-twice", _write_file(_SHORT, "texter:\n  inledning: x\ntexter:\n  inledning: y\n")),
    Wrong("yaml-latin1", _write_file(_SHORT, "texter:\n  inledning: åäö\n".encode("latin-1"))),
    Wrong("yaml-utf16", _write_file(_SHORT, "texter:\n  inledning: åäö\n".encode("utf-16"))),
    Wrong("yaml-deep", _write_file(_SHORT, "[" * 500 + "]" * 500)),
    Wrong("yaml-large", _write_file(_SHORT, "# fyllnad\n" * 1_100_000)),
    Wrong("yaml-empty", _write_file(_SHORT, "")),
    Wrong("yaml-nul", _write_file(_SHORT, b"texter:\n  a: \x00\n")),
    Wrong("yaml-is-folder", _make_folder(_SHORT)),
    Wrong("yaml-leads-out", _make_link(_SHORT, "../../../../../nothing/hemlig.yaml")),
    Wrong(
        "stray-files",
        _combine_changes(_write_file(f"{PLAN}/kom-ihåg.txt", "x"), _write_file("data/2024/gammal.yml", "a: 1\n")),
    ),
    Wrong(
        "stray-folders",
        _combine_changes(_make_folder("data/tjugo"), _make_folder("data/2024/Stor"), _make_folder(f"{PLAN}/arkiv")),
    ),
    Wrong("no-document", _delete_path(f"{PLAN}/dokument.yaml")),
    Wrong("no-board", _delete_path("data/2024/kulturnamnden/namnd.yaml")),
    Wrong(
        "no-data", _delete_path("data"), (("validate",), ("list",), ("status", "--year", "2024"), ("render", "--all"))
    ),
    Wrong("settings-empty", _write_file("vbgen.yaml", ""), (("validate",), ("list",))),
    Wrong("settings-broken", _write_file("vbgen.yaml", "format: [")),
    Wrong("settings-other-format", _write_file("vbgen.yaml", "format: 2\norganisation: X\n")),
    Wrong("settings-folder", _make_folder("vbgen.yaml"), (("validate",),)),
    Wrong(
        "settings-small-limits",
        _write_file("vbgen.yaml", "format: 1\norganisation: X\ngränser:\n  filstorlek: 0,001\n"),
    ),
    Wrong("adopt-errors", _write_file(_SHORT, "texter: ["), (_ADOPT,)),
    Wrong("adopt-place-taken", _write_file(f"{PLAN}/antaget", "upptagen"), (_ADOPT,)),
    Wrong(
        "target-is-a-file",
        _write_file("ut", "upptagen"),
        (("render", *BOARD, "--output", "ut"), ("overview", "--year", "2024", "--format", "docx", "--output", "ut")),
    ),
    Wrong(
        "document-is-a-folder",
        _combine_changes(*(_make_folder(f"ut/2024/kulturnamnden/verksamhetsplan.{form}") for form in FORMATS)),
        (
            *(("render", *BOARD, "--format", form, "--output", "ut") for form in FORMATS),
            ("render", "--all", "--jobs", "1", "--output", "ut"),
            ("protocol", *BOARD, "--output", "ut"),
        ),
    ),
    Wrong(
        "target-read-only",
        _make_read_only("ut"),
        (
            ("render", *BOARD, "--output", "ut"),
            ("render", "--all", "--jobs", "1", "--output", "ut"),
            ("protocol", *BOARD, "--output", "ut"),
            ("schema", "--output", "ut/schema"),
        ),
    ),
)


def _list_wrong_workspace_steps(wrong: Wrong) -> Iterator[Step]:
    commands = _StepMaker(f"wrong/{wrong.name}", f"wrong/{wrong.name}")
    if wrong.commands:
        yield from (commands.step(*arguments) for arguments in wrong.commands)
        return
    yield commands.step("validate")
    yield commands.step("validate", "--format", "json")
    yield commands.step("list")
    yield commands.writing("render", *BOARD)
    yield commands.writing("render", *BOARD, "--draft", "--format", "md")
    yield commands.writing("render", "--all", "--jobs", "1", "--format", "md", "--format", "docx")
    yield commands.writing("protocol", *BOARD)
    yield commands.writing("overview", "--year", "2024", "--format", "docx")
    yield commands.step("status", "--year", "2024")
    yield commands.step(*_ADOPT)


_MISUSES = (
    "",
    "validera",
    "--nej",
    "validate extra",
    "validate --year 1999",
    "validate --year ²",
    "validate --year",
    "validate --nämnd byggnadsnamnden",
    "validate --namnd KULTURNÄMNDEN",
    "validate --year 2024 --nämnd byggnadsnamnden",
    "validate --format xml",
    "validate --select VB999",
    "validate --select X",
    "validate --ignore VB",
    "validate --select VB301 --ignore VB301",
    "render",
    "render --year 2024",
    "render --year 1999 --nämnd kulturnamnden",
    "render --year 2024 --nämnd byggnadsnamnden",
    "render --year 2024 --nämnd kulturnamnden --nämnd kulturnamnden",
    "render --year 2024 --nämnd kulturnamnden --document protokoll",
    "render --year 2024 --nämnd kulturnamnden --document delårsrapport-2024-08",
    "render --year 2024 --nämnd kulturnamnden --format odt",
    "render --year 2024 --nämnd kulturnamnden --jobs 2",
    "render --year 2024 --nämnd kulturnamnden --force",
    "render --all --jobs 0",
    "render --all --jobs två",
    "render --all --year 1999",
    "render --all --nämnd byggnadsnamnden",
    "render --all --document protokoll",
    "render --all --output /proc/finns/inte",
    "render --year 2024 --nämnd kulturnamnden --output /proc/finns/inte",
    "protocol",
    "protocol --year 2024",
    "protocol --year 2024 --nämnd byggnadsnamnden",
    "protocol --year 2024 --nämnd kulturnamnden --document protokoll",
    "protocol --year 2024 --nämnd kulturnamnden --format json",
    "protocol --year 2024 --nämnd kulturnamnden --output /proc/finns/inte",
    "adopt",
    "adopt --year 2024 --nämnd kulturnamnden",
    "adopt --year 2024 --nämnd byggnadsnamnden --document verksamhetsplan",
    "adopt --year 2024 --nämnd kulturnamnden --document delårsrapport",
    "adopt --year 2024 --nämnd kulturnamnden --document verksamhetsplan-2024-01",
    "overview",
    "overview --year 1999",
    "overview --year nu",
    "overview --year 2024 --format text",
    "overview --year 2024 --format pdf --output /proc/finns/inte",
    "status",
    "status --year 1999",
    "status --year 2024 --nämnd byggnadsnamnden",
    "status --year 2024 --format xml",
    "list --format xml",
    "explain VB1",
    "explain finns-inte",
    "schema protokoll",
    "schema --output /proc/finns/inte",
    "--version",
)


def _list_wrong_use_steps() -> Iterator[Step]:
    """Yield commands that cannot be done, in a sound workspace, and where there is none."""
    commands = _StepMaker("misuse", "exempelkommunen")
    yield from (commands.step(*line.split()) for line in _MISUSES)
    for folder in ("/", "no-such-folder"):  # the sides lie inside a workspace
        for command in ("validate", "list", "status --year 2024", "overview --year 2024", "render --all"):
            yield Step("misuse", f"-C {folder} {command}", ("-C", folder, *command.split()))
