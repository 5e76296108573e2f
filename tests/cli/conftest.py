from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.support import Ws, copy_workspace


@pytest.fixture
def ws(tmp_path: Path) -> Ws:
    return Ws(copy_workspace(tmp_path / "yta"), tmp_path / "ut")
