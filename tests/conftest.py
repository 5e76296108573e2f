"""What all tests share: the switches that write expected results anew, and what makes many tests quick."""

from __future__ import annotations

import gc
import os
import socket
import subprocess
import sys
from collections.abc import Generator, Iterator
from functools import wraps
from ipaddress import ip_address
from multiprocessing.process import BaseProcess
from typing import Any

import jinja2
import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-cases", action="store_true", help="write the expected reports of the cases in tests/cases/ anew"
    )
    parser.addoption("--update-golden", action="store_true", help="write the expected results of golden tests anew")


@pytest.fixture
def update_cases(request: pytest.FixtureRequest) -> bool:
    """Write the expected reports of the cases anew instead of comparing."""
    return bool(request.config.getoption("--update-cases"))


@pytest.fixture
def update_golden(request: pytest.FixtureRequest) -> bool:
    """Write the expected results of golden tests anew instead of comparing."""
    return bool(request.config.getoption("--update-golden"))


_connect = socket.socket.connect


@pytest.fixture(scope="module")
def loopback(no_network: None) -> Iterator[None]:  # noqa: ARG001
    """Let the tests of a module reach this machine, and nothing else."""

    def connect(own: socket.socket, address: tuple[str, int]) -> None:
        assert ip_address(address[0]).is_loopback, address
        _connect(own, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", connect)
        yield


@pytest.fixture(autouse=True, scope="session")
def no_network() -> Iterator[None]:
    """vbgen never uses the network; a test that tries fails."""

    def refuse(*_: object) -> None:
        raise AssertionError("a test tried to use the network")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", refuse)
        yield


# ----------------------------------------------------------------------- speed
@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, Any, Any]:
    """What thousands of tests are made of stays to the end: the garbage collector need not look through it again and again."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """As many workers as this process may use cores; on one core none, since it would only wait."""
    cores = len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1
    return cores if cores > 1 else 0


@pytest.fixture(autouse=True, scope="session")
def templates_compiled_once() -> Iterator[None]:
    """A template is compiled once for all documents that tests make, as far as its text and name are the same."""
    original = jinja2.Environment.compile
    compiled: dict[tuple[object, ...], Any] = {}

    def compile_once(
        self: jinja2.Environment, source: Any, name: str | None = None, filename: str | None = None, **options: Any
    ) -> Any:
        if options or not isinstance(source, str):
            return original(self, source, name, filename, **options)
        key = (type(self), source, name, filename)
        if key not in compiled:
            compiled[key] = original(self, source, name, filename)
        return compiled[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(jinja2.Environment, "compile", compile_once)
        yield


# --------------------------------------------------------------------- systems
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Leave out what this system cannot do."""
    if item.get_closest_marker("posix") and sys.platform == "win32":
        pytest.skip("Windows lacks what this needs")
    if item.get_closest_marker("linux") and sys.platform != "linux":
        pytest.skip("only Linux has what this needs")


# ------------------------------------------------------------------- processes
_unmarked: list[str] = []  # the test that is run, if it may not start a process
_refused: list[str] = []  # what it tried to start


def _guard(owner: Any, name: str) -> None:
    """Refuse what starts a process while the test may not."""
    original = getattr(owner, name)

    @wraps(original)
    def start(*arguments: Any, **options: Any) -> Any:
        if _unmarked:
            _refused.append(f"{_unmarked[0]} starts a process ({owner.__name__}.{name}): mark it `process`")
            raise AssertionError(_refused[0])
        return original(*arguments, **options)

    setattr(owner, name, start)


# Not by an audit hook: it is told of `sys.settrace` too, and with it measuring coverage fails in threads.
_guard(subprocess.Popen, "__init__")
_guard(BaseProcess, "start")
for _name in ("fork", "forkpty", "posix_spawn", "posix_spawnp", "system", "startfile"):
    if hasattr(os, _name):
        _guard(os, _name)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, Any, Any]:
    """Only a test that is marked `process` may start one, be it pandoc, vbgen or a worker: `make test-fast` leaves those out."""
    if item.get_closest_marker("process") is None:
        _unmarked.append(item.nodeid)
    try:
        return (yield)
    finally:
        _unmarked.clear()
        _refused.clear()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call() -> Generator[None, Any, Any]:
    """Fail the test that was refused a process, also where the program took that for an error of its surroundings."""
    result = yield
    if _refused:
        pytest.fail(_refused[0])
    return result
