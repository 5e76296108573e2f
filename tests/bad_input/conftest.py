from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.support import Ws, copy_workspace

OLD = b"dokumentet som fanns\n"


@pytest.fixture
def ws(tmp_path: Path) -> Ws:
    """A workspace whose documents have been made before: what is there must stay when something goes wrong."""
    made = Ws(copy_workspace(tmp_path / "yta"), tmp_path / "ut")
    for name in ("verksamhetsplan.md", "verksamhetsplan.docx", "verksamhetsberattelse.md"):
        path = made.target(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(OLD)
    return made


@pytest.fixture
def untouched(ws: Ws) -> Path:
    """The folder with the old documents."""
    return ws.target("verksamhetsplan.md").parent
