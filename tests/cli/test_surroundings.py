"""When the machine says no: exit 4, file and reason, the old document untouched, nothing half-written left."""

from __future__ import annotations

import errno
import importlib.util
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.cli.support import BOARD, PLAN, Result, Ws, outputs, run
from vbgen.render import pandoc

OLD = {"2021/halsonamnden/verksamhetsplan.md": b"det gamla\n", "2021/halsonamnden/verksamhetsplan.docx": b"det gamla\n"}


@pytest.fixture
def old(ws: Ws) -> Ws:
    for name, content in OLD.items():
        path = ws.out / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return ws


def refuse(monkeypatch: pytest.MonkeyPatch, owner: object, name: str, number: int, marker: str = "") -> list[Path]:
    """Make a function of the system fail for paths that contain `marker`; the list of paths that it failed for."""
    real = getattr(owner, name)
    failed: list[Path] = []

    def broken(*arguments: Any, **options: Any) -> Any:
        given = [str(a) for a in arguments if isinstance(a, str | Path)]
        if marker and not any(marker in one for one in given):
            return real(*arguments, **options)
        failed.append(Path(given[0]) if given else Path())
        if given:
            raise OSError(number, os.strerror(number), *given[:1])
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(owner, name, broken)
    return failed


def gone_wrong(ws: Ws, result: Result, *said: str) -> None:
    assert (result.code, result.out) == (4, "")
    assert "Traceback" not in result.err
    for word in said:
        assert word in result.err
    assert outputs(ws.out) == OLD


@pytest.mark.parametrize("form", ["md", pytest.param("docx", marks=pytest.mark.process)])
@pytest.mark.parametrize(
    ("number", "why"),
    [
        (errno.ENOSPC, "disken är full"),
        (errno.EDQUOT, "diskutrymmet är slut"),
        (errno.EIO, "läs- eller skrivfel på disken"),
    ],
)
def test_the_disk_is_full(old: Ws, monkeypatch: pytest.MonkeyPatch, form: str, number: int, why: str) -> None:
    failed = refuse(monkeypatch, os, "fsync", number)
    result = old.plan("--format", form)
    assert failed
    gone_wrong(old, result, f"verksamhetsplan.{form}", why)


def test_a_folder_that_may_not_be_written(old: Ws, monkeypatch: pytest.MonkeyPatch) -> None:
    failed = refuse(monkeypatch, Path, "open", errno.EACCES, f"{old.out}/2021")
    result = old.plan("--format", "md")
    assert failed
    monkeypatch.undo()
    gone_wrong(old, result, str(old.out), "åtkomst nekad")


def test_a_folder_that_may_not_be_made(ws: Ws, monkeypatch: pytest.MonkeyPatch) -> None:
    failed = refuse(monkeypatch, os, "mkdir", errno.EROFS, str(ws.out))
    result = ws.plan()
    assert failed
    assert (result.code, result.out, ws.out.exists()) == (4, "", False)
    assert str(ws.out) in result.err
    assert "skrivskyddad" in result.err


@pytest.mark.parametrize("place", ["", "2021", "2021/halsonamnden"])
def test_a_file_where_a_folder_should_be(ws: Ws, place: str) -> None:
    path = ws.out / place
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"en fil")
    result = ws.plan()
    assert (result.code, result.out) == (4, "")
    assert str(path) in result.err
    assert "Traceback" not in result.err
    assert path.read_bytes() == b"en fil"


def test_a_folder_where_the_file_should_be(ws: Ws) -> None:
    (ws.target("verksamhetsplan.md") / "inuti").mkdir(parents=True)
    result = ws.plan()
    assert (result.code, result.out) == (4, "")
    assert "verksamhetsplan.md" in result.err
    assert "katalog" in result.err
    assert [p.name for p in ws.target("verksamhetsplan.md").parent.iterdir()] == ["verksamhetsplan.md"]


@pytest.mark.parametrize("form", ["md", pytest.param("docx", marks=pytest.mark.process)])
def test_the_file_is_open_in_word(old: Ws, monkeypatch: pytest.MonkeyPatch, form: str) -> None:
    failed = refuse(monkeypatch, os, "replace", errno.EACCES, "verksamhetsplan")
    result = old.plan("--format", form)
    assert failed
    gone_wrong(old, result, str(old.target(f"verksamhetsplan.{form}")), "filen är öppen i", "Word")


def test_the_file_cannot_be_moved_into_place(old: Ws, monkeypatch: pytest.MonkeyPatch) -> None:
    failed = refuse(monkeypatch, os, "replace", errno.EIO, "verksamhetsplan")
    result = old.plan()
    assert failed
    gone_wrong(old, result, "verksamhetsplan.md", "läs- eller skrivfel")


def test_it_is_written_beside_and_moved(ws: Ws, monkeypatch: pytest.MonkeyPatch) -> None:
    moved: list[tuple[Path, Path]] = []
    real = os.replace

    def watched(source: str, target: str, **options: Any) -> None:
        moved.append((Path(source), Path(target)))
        real(source, target, **options)

    monkeypatch.setattr(os, "replace", watched)
    assert ws.plan().code == 0
    ((source, target),) = moved
    assert target == ws.target("verksamhetsplan.md")
    assert source.parent == target.parent


def test_interrupted_while_writing(old: Ws, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupted)
    result = old.plan()
    assert (result.code, result.out) == (130, "")
    assert outputs(old.out) == OLD


@pytest.mark.parametrize("file", ["vbgen.yaml", f"{BOARD}/namnd.yaml", f"{PLAN}/mal.yaml"])
@pytest.mark.parametrize("command", ["validate", "render"])
def test_a_file_that_may_not_be_read(old: Ws, monkeypatch: pytest.MonkeyPatch, file: str, command: str) -> None:
    for name in ("read_bytes", "open"):
        refuse(monkeypatch, Path, name, errno.EACCES, file)
    result = old.validate() if command == "validate" else old.plan()
    monkeypatch.undo()
    assert (result.code, result.out) == (4, "")
    assert file in result.err
    assert "åtkomst nekad" in result.err
    assert outputs(old.out) == OLD


def test_a_folder_that_may_not_be_read(ws: Ws, monkeypatch: pytest.MonkeyPatch) -> None:
    failed = [refuse(monkeypatch, os, name, errno.EACCES, BOARD) for name in ("listdir", "scandir")]
    result = ws.validate()
    monkeypatch.undo()
    assert any(failed)
    assert (result.code, result.out) == (4, "")
    assert BOARD in result.err


def test_schemas_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "schema").write_bytes(b"")
    result = run("schema", "--output", tmp_path / "schema")
    assert (result.code, result.out) == (4, "")
    assert "schema" in result.err


# -------------------------------------------------------------------- pandoc
@pytest.fixture
def no_pandoc(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The package that carries pandoc is not installed."""
    real = importlib.util.find_spec

    def find(name: str, package: str | None = None) -> object:
        return None if name.startswith("pypandoc") else real(name, package)

    pandoc.find_binary.cache_clear()
    monkeypatch.setattr(importlib.util, "find_spec", find)
    yield
    pandoc.find_binary.cache_clear()


def stand_in(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    monkeypatch.setattr(pandoc, "find_binary", lambda: path)


@pytest.mark.usefixtures("no_pandoc")
def test_pandoc_is_missing(old: Ws) -> None:
    gone_wrong(old, old.plan("--format", "docx"), "pandoc")


@pytest.mark.usefixtures("no_pandoc")
def test_markdown_needs_no_pandoc(ws: Ws) -> None:
    assert ws.plan("--format", "md").code == 0


@pytest.mark.posix
@pytest.mark.process
@pytest.mark.parametrize(
    ("script", "mode"),
    [
        ("#!/bin/sh\nexit 0\n", 0o644),
        ("#!/bin/sh\necho nej >&2\nexit 64\n", 0o755),
        ("#!/bin/sh\nkill -9 $$\n", 0o755),
        ("#!/finns/inte\n", 0o755),
        ("inget program", 0o755),
    ],
)
def test_pandoc_cannot_be_run(old: Ws, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str, mode: int) -> None:
    (tmp_path / "pandoc").write_text(script)
    (tmp_path / "pandoc").chmod(mode)
    stand_in(monkeypatch, tmp_path / "pandoc")
    gone_wrong(old, old.plan("--format", "docx"), "pandoc")


def test_pandoc_takes_too_long(old: Ws, monkeypatch: pytest.MonkeyPatch) -> None:
    def slow(*_: object, **__: object) -> None:
        raise subprocess.TimeoutExpired("pandoc", 120)

    monkeypatch.setattr(subprocess, "run", slow)
    gone_wrong(old, old.plan("--format", "docx"), "pandoc")
