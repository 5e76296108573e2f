"""The wheel, installed alone, renders a workspace that has no templates of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

pytestmark = pytest.mark.process

ROOT = Path(__file__).parents[1]
OFFLINE = {"PIP_NO_INDEX": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that holds what the wheel holds, and nothing of this checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    source = folder / "source"
    source.mkdir()
    for name in ("pyproject.toml", "README.md"):
        shutil.copy(ROOT / name, source)
    shutil.copytree(ROOT / "src", source / "src", ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
    options = ["--quiet", "--no-deps", "--no-build-isolation", "-w", str(folder), str(source)]
    build = [sys.executable, "-m", "pip", "wheel", *options]
    subprocess.run(build, env={**os.environ, **OFFLINE}, check=True, capture_output=True)
    (wheel,) = folder.glob("vbgen-*.whl")
    assert wheel.name.endswith("-none-any.whl")  # pure Python
    with zipfile.ZipFile(wheel) as package:
        package.extractall(folder / "site")
    return folder / "site"


def test_the_wheel_alone_renders_a_workspace(installed: Path, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "data", tmp_path / "data")
    shutil.copy(ROOT / "vbgen.yaml", tmp_path)
    environment = {**os.environ, "PYTHONPATH": str(installed), "PYTHONUTF8": "1"}
    where = subprocess.run(
        [sys.executable, "-c", "import vbgen; print(vbgen.__file__)"],
        env=environment, cwd=tmp_path, check=True, capture_output=True, text=True,
    )  # fmt: skip
    assert str(installed) in where.stdout
    command = [sys.executable, "-m", "vbgen", "render", "--year", "2021", "--nämnd", "regionstyrelsen"]
    done = subprocess.run(command, env=environment, cwd=tmp_path, check=False, capture_output=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    made = [Path(line) for line in done.stdout.splitlines()]
    kinds = ("verksamhetsplan", "verksamhetsberattelse")
    assert [path.name for path in made] == [
        *(f"{kind}.{form}" for kind in kinds for form in ("md", "docx", "html", "pdf")),
        "index.html",
    ]
    assert all((tmp_path / path).stat().st_size > 10_000 for path in made)
