"""The workspaces that benchmarks are run on: the same for the same seed, and with nothing for validate to find."""

from __future__ import annotations

from pathlib import Path

from benchmarks.generate import generate
from vbgen import pipeline
from vbgen.analysis.relation_outcomes import count_tried
from vbgen.load.files import Files
from vbgen.workspace import FolderWorkspace


def contents(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}


def test_the_same_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    for name, seed in (("a", 1), ("b", 1), ("c", 2)):
        generate(tmp_path / name, 2, 2, seed)
    made = contents(tmp_path / "a")
    assert made == contents(tmp_path / "b")
    assert made.keys() == contents(tmp_path / "c").keys()
    assert made != contents(tmp_path / "c")


def test_boards_by_years_all_sound(tmp_path: Path) -> None:
    generate(tmp_path, 3, 2)
    checked = pipeline.check(Files(FolderWorkspace(tmp_path)))
    assert len(checked.data.units) == 6
    assert [finding.message for finding in checked.findings if finding.severity != "info"] == []
    assert count_tried(checked.context) > 6 * 50
