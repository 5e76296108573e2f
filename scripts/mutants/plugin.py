"""The part that runs in pytest, asked for by environment variables.

`MUTANTS_SECONDS=file`: write how long each test took. `MUTANTS_TESTS=file`: run the tests that the file names (JSON: test → seconds
of processor time), quick ones first, and give up with exit code 124 on one that takes many times as long. `MUTANTS_SOURCE=folder`:
fail unless `vbgen` is the one there.
"""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Generator
from pathlib import Path

import pytest

TOO_LONG = 124
_seconds: dict[str, float] = {}
_chosen: dict[str, float] = {}


def pytest_configure() -> None:
    """Be sure that the changed program is the one that is tested."""
    if source := os.environ.get("MUTANTS_SOURCE"):
        import vbgen

        if not Path(vbgen.__file__).is_relative_to(source):
            raise pytest.UsageError(f"{vbgen.__file__} is not below {source}")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Keep the tests that are asked for."""
    if file := os.environ.get("MUTANTS_TESTS"):
        _chosen.update(json.loads(Path(file).read_text(encoding="utf-8")))
        left_out = [item for item in items if item.nodeid not in _chosen]
        items[:] = sorted((item for item in items if item.nodeid in _chosen), key=lambda item: _chosen[item.nodeid])
        config.hook.pytest_deselected(items=left_out)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """End a test that goes round in circles."""
    if item.nodeid in _chosen:
        signal.signal(signal.SIGPROF, lambda *_: os._exit(TOO_LONG))
        signal.setitimer(signal.ITIMER_PROF, 5 + 20 * _chosen[item.nodeid])
    try:
        return (yield)
    finally:
        if _chosen:
            signal.setitimer(signal.ITIMER_PROF, 0)


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Note how long a test took."""
    _seconds[report.nodeid] = _seconds.get(report.nodeid, 0) + report.duration


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Write it, in the process that all results come to."""
    if (file := os.environ.get("MUTANTS_SECONDS")) and not hasattr(session.config, "workerinput"):
        Path(file).write_text(json.dumps(_seconds), encoding="utf-8")
