"""What all tests share: the switches that write expected results anew."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from ipaddress import ip_address

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
