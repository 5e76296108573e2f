"""Where vbgen is run from, and what folders may be called, makes no difference."""

from __future__ import annotations

import os
import unicodedata
from pathlib import Path
from typing import Literal

import pytest

from tests.cli.support import BOARD, PLAN, RENDER, Ws, copy_workspace, outputs, program, run

MARKDOWN = (*RENDER, "--document", "verksamhetsplan", "--format", "md")


@pytest.mark.parametrize("below", [".", "data", PLAN])
def test_from_a_folder_of_the_workspace(ws: Ws, below: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ws.root / below)
    assert run("validate").code == 0
    assert run("list").out == ws.run("list").out
    result = run(*MARKDOWN, "--output", ws.out)
    assert result.code == 0
    assert ws.target("verksamhetsplan.md").is_file()


@pytest.mark.parametrize("below", ["", "data", PLAN])
def test_from_elsewhere(ws: Ws, tmp_path: Path, below: str, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "annan").mkdir()
    monkeypatch.chdir(tmp_path / "annan")
    place = os.path.relpath(ws.root / below)
    assert run("-C", place, "validate").code == 0
    result = run("-C", place, *MARKDOWN, "--output", ws.out)
    assert result.code == 0
    assert result.paths == [ws.target("verksamhetsplan.md")]
    assert outputs(tmp_path / "annan") == {}


def test_a_relative_output_counts_from_the_folder_of_work(ws: Ws, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ws.root / "data")
    result = run(*MARKDOWN, "--output", "../färdigt")
    assert result.code == 0
    assert (ws.root / "färdigt/2021/halsonamnden/verksamhetsplan.md").is_file()
    assert all(path.is_file() for path in result.paths), "a path that is printed can be opened from here"


@pytest.mark.process
@pytest.mark.parametrize("name", ["Årets åäö", "it's 100% #1 [x] {y} & $z;", "-templates", "data"])
def test_whatever_the_folder_is_called(tmp_path: Path, name: str) -> None:
    ws = Ws(copy_workspace(tmp_path / name / "yta"), tmp_path / "ut")
    ws.change(f"{PLAN}/dokument.yaml", "  - bilaga", "  - rubrik: Bild\n    innehåll:\n      - bild: logga\n  - bilaga")
    ws.write(f"{PLAN}/bilder.yaml", "bilder:\n  logga: {fil: bilder/å ä.png, alt: Logga}\n")
    ws.write(f"{PLAN}/bilder/å ä.png", PIXEL)
    assert ws.validate().out.splitlines()[-1].endswith("0 fel, 0 varningar, 0 upplysningar, 0 noterade")
    plain = ws.plan("--format", "md", "--format", "docx")
    assert (plain.code, len(plain.paths)) == (0, 2)
    inside = ws.run(*RENDER, "--format", "md", "--output", ws.root / "ut å")
    assert (inside.code, len(inside.paths)) == (0, 3)


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_the_folder_is_the_one_that_was_named(tmp_path: Path, form: Literal["NFC", "NFD"]) -> None:
    """Two folders that look alike are two folders to the file system; vbgen works in the one that it was given."""
    root = tmp_path / unicodedata.normalize(form, "Årets") / unicodedata.normalize(form, "ytä")
    copy_workspace(root)
    out = tmp_path / unicodedata.normalize(form, "färdigt")
    out.mkdir()
    result = run("-C", root, *MARKDOWN, "--output", out)
    assert result.code == 0
    assert set(outputs(out)) == {"2021/halsonamnden/verksamhetsplan.md"}


def test_a_workspace_that_is_a_link(ws: Ws, tmp_path: Path) -> None:
    (tmp_path / "länk").symlink_to(ws.root)
    assert run("-C", tmp_path / "länk", "validate").code == 0
    assert run("-C", tmp_path / "länk" / "data", *MARKDOWN, "--output", ws.out).code == 0


def test_the_innermost_workspace_is_meant(ws: Ws) -> None:
    copy_workspace(ws.root / "data" / "2022")
    inner = Ws(ws.root / "data" / "2022", ws.out)
    inner.change("vbgen.yaml", "organisation: Provregionen", "organisation: Den inre")
    assert "18 filer" in ws.validate().out
    assert run("-C", inner.root / BOARD, *MARKDOWN, "--output", ws.out).code == 0
    assert "Den inre" in ws.markdown()


@pytest.mark.linux
@pytest.mark.process
def test_a_folder_with_a_name_that_is_no_text(ws: Ws) -> None:
    """A name in Latin-1 from an old archive: said, not stumbled over."""
    Path(os.fsdecode(os.fsencode(ws.root / PLAN) + b"/m\xe5l.yaml")).write_bytes(b"texter: {}\n")
    for arguments in (["validate", "--format", "json"], [*MARKDOWN, "--draft", "--output", ws.out]):
        result = program("-C", ws.root, *arguments)
        assert result.returncode in {0, 1}, result.stderr.decode()
        assert b"Traceback" not in result.stderr


PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c63f8cfc0f01f000500"
    "01ff56c72f0d0000000049454e44ae426082"
)
