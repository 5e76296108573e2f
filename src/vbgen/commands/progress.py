"""The progress of a command: messages, findings and paths, sent to one object that knows who reads them."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Protocol

import click


class Progress(Protocol):
    """A receiver of a command's messages while it works."""

    def progress(self, text: str) -> None:
        """Tell those who wait about a step."""

    def finding(self, text: str) -> None:
        """Tell of a fault, or of the outcome of a request."""

    def made(self, path: str) -> None:
        """Tell the path of a result."""


class Console:
    """A terminal: paths go to stdout, all else to stderr; no progress if `quiet`."""

    def __init__(self, *, quiet: bool = False) -> None:
        self.quiet = quiet

    def progress(self, text: str) -> None:
        """Print it, unless `quiet`."""
        if not self.quiet:
            click.echo(text, err=True)

    def finding(self, text: str) -> None:
        """Print it."""
        click.echo(text, err=True)

    def made(self, path: str) -> None:
        """Print it as a result."""
        click.echo(path)


class Bar(Console):
    """A bar that moves with every step; the words are not shown."""

    def __init__(self, move: Callable[[int], None]) -> None:
        super().__init__()
        self.move = move

    def progress(self, text: str) -> None:
        """Move the bar by one."""
        self.move(1)


class MessageLog:
    """Findings and paths, kept for another to show; progress is dropped."""

    def __init__(self) -> None:
        self.findings: list[str] = []
        self.paths: list[str] = []

    def progress(self, text: str) -> None:
        """Drop it: nobody waits."""

    def finding(self, text: str) -> None:
        """Keep it."""
        self.findings.append(text)

    def made(self, path: str) -> None:
        """Keep it."""
        self.paths.append(path)


@contextmanager
def show_steps(number: int, label: str, *, quiet: bool) -> Iterator[Progress]:
    """Show the progress of a number of steps: a bar on a terminal, a line for each elsewhere."""
    if quiet or not sys.stderr.isatty():
        yield Console(quiet=quiet)
    else:
        with click.progressbar(length=number, label=label, file=sys.stderr) as bar:
            yield Bar(bar.update)
