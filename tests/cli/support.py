"""The command line as a user meets it: run in this process (fast) or as a program, and what its documents say."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from functools import cache
from html import unescape
from pathlib import Path

import vbgen
from vbgen.cli import main

FIXTURE = Path(__file__).parent / "arbetsyta"
SOURCE = Path(vbgen.__file__).resolve().parent.parent
BOARD = "data/2021/halsonamnden"
PLAN = f"{BOARD}/plan"
FOLLOW_UP = f"{BOARD}/2021-12"
RENDER = ("render", "--year", "2021", "--nämnd", "halsonamnden")
FORMATS = ("md", "docx", "html", "pdf")  # written down here: what users are promised
KINDS = ("verksamhetsplan", "delarsrapport", "verksamhetsberattelse")
_PARAGRAPH = re.compile(r"<w:p[ >].*?</w:p>", re.DOTALL)
_WORDS = re.compile(r"<w:t(?: [^>]*)?>([^<]*)</w:t>")


@dataclass(frozen=True, slots=True)
class Result:
    """How a run ended, and what it printed."""

    code: int
    out: str
    err: str

    @property
    def paths(self) -> list[Path]:
        """The lines of stdout as paths."""
        return [Path(line) for line in self.out.splitlines()]

    @property
    def said(self) -> str:
        """Both streams."""
        return self.out + self.err


@dataclass(frozen=True, slots=True)
class Ws:
    """A copy of the fixture workspace that a test may spoil; documents go to `out`."""

    root: Path
    out: Path

    def file(self, name: str) -> Path:
        return self.root / name

    def read(self, name: str) -> str:
        return self.file(name).read_text(encoding="utf-8")

    def write(self, name: str, content: str | bytes) -> Path:
        path = self.file(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
        return path

    def change(self, name: str, old: str, new: str) -> None:
        before = self.read(name)
        assert before.count(old) == 1, f"{old!r} stands {before.count(old)} times in {name}"
        self.write(name, before.replace(old, new))

    def run(self, *arguments: str | Path) -> Result:
        return run("-C", self.root, *arguments)

    def validate(self, *arguments: str) -> Result:
        return self.run("validate", *arguments)

    def render(self, *arguments: str, board: str = "halsonamnden") -> Result:
        return self.run("render", "--year", "2021", "--nämnd", board, "--output", self.out, *arguments)

    def plan(self, *arguments: str) -> Result:
        """Render the plan; only Markdown unless `arguments` say otherwise."""
        chosen = arguments if "--format" in arguments else (*arguments, "--format", "md")
        return self.render("--document", "verksamhetsplan", *chosen)

    def target(self, name: str, board: str = "halsonamnden") -> Path:
        return self.out / "2021" / board / name

    def markdown(self, kind: str = "verksamhetsplan") -> str:
        return self.target(f"{kind}.md").read_text(encoding="utf-8")

    def word(self, kind: str = "verksamhetsplan") -> str:
        return word_text(self.target(f"{kind}.docx"))


@cache
def _fixture() -> dict[str, bytes]:
    """The files of the fixture workspace, read once: hundreds of tests get a copy."""
    return outputs(FIXTURE)


def copy_workspace(root: Path) -> Path:
    root.mkdir(parents=True)
    made = {root}
    for name, content in _fixture().items():
        path = root / name
        if path.parent not in made:
            path.parent.mkdir(parents=True, exist_ok=True)
            made.add(path.parent)
        path.write_bytes(content)
    return root


def _stream() -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BytesIO(), encoding="utf-8", errors="backslashreplace", write_through=True)


def _text(stream: io.TextIOWrapper) -> str:
    stream.flush()
    raw = stream.buffer
    assert isinstance(raw, io.BytesIO)
    return raw.getvalue().decode("utf-8")


def run(*arguments: str | Path) -> Result:
    """`vbgen` in this process."""
    out, err = _stream(), _stream()
    code: object = None
    with redirect_stdout(out), redirect_stderr(err):
        try:
            main([str(argument) for argument in arguments])
        except SystemExit as end:
            code = end.code
    assert isinstance(code, int), f"main ended with {code!r}"
    return Result(code, _text(out), _text(err))


def environment(extra: Mapping[str, str]) -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "SYSTEMROOT", "TEMP", "TMP") if name in os.environ}
    return {**kept, "PYTHONPATH": str(SOURCE), **extra}


def command(*arguments: str | Path) -> list[str]:
    return [sys.executable, "-m", "vbgen", *map(str, arguments)]


def program(
    *arguments: str | Path, cwd: Path | None = None, prelude: str = "", env: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[bytes]:
    """`vbgen` as a program of its own. `prelude`: Python that runs in it first."""
    whole = command(*arguments)
    if prelude:
        whole = [sys.executable, "-c", f"{prelude}\nfrom vbgen.cli import main\nmain()", *map(str, arguments)]
    return subprocess.run(whole, capture_output=True, check=False, cwd=cwd, env=environment(env or {}), timeout=60)


def outputs(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, hidden ones too."""
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def parts(docx: Path, pattern: str) -> dict[str, str]:
    """The parts of a Word file whose names match."""
    with zipfile.ZipFile(docx) as package:
        assert package.testzip() is None
        return {name: package.read(name).decode() for name in package.namelist() if re.fullmatch(pattern, name)}


def words(xml: str) -> str:
    """The words of WordprocessingML, a paragraph a line."""
    return "\n".join(unescape("".join(_WORDS.findall(part))) for part in _PARAGRAPH.findall(xml))


def word_text(docx: Path) -> str:
    return words(parts(docx, r"word/document\.xml")["word/document.xml"])


def plain(text: str) -> str:
    """Without Swedish typography: ordinary blanks and hyphens."""
    return text.replace("\u00a0", " ").replace("\u2212", "-")


def no_bug(result: Result) -> None:
    """Neither a traceback nor an apology for one."""
    assert "Traceback" not in result.said
    assert "i vbgen självt" not in result.said
    assert result.code != 3
