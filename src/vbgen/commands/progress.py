"""How a command tells what it does: one object takes it, and knows who reads it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Protocol

import click


class Progress(Protocol):
    """Takes what there is to tell while a command works."""

    def progress(self, text: str) -> None:
        """Tell those who wait what is done."""

    def finding(self, text: str) -> None:
        """Tell what is wrong, or what became of what was asked for."""

    def made(self, path: str) -> None:
        """Tell the path of what was made."""


class Console:
    """Paths go to stdout, all else to stderr; the quiet hear of no progress."""

    def __init__(self, *, quiet: bool = False) -> None:
        self.quiet = quiet

    def progress(self, text: str) -> None:
        """Print it to those who are not quiet."""
        if not self.quiet:
            click.echo(text, err=True)

    def finding(self, text: str) -> None:
        """Print it."""
        click.echo(text, err=True)

    def made(self, path: str) -> None:
        """Print it as a result."""
        click.echo(path)


class Bar(Console):
    """A bar that moves with every piece of progress; its words are not shown."""

    def __init__(self, move: Callable[[int], None]) -> None:
        super().__init__()
        self.move = move

    def progress(self, text: str) -> None:
        """Move the bar by one."""
        self.move(1)


class Collected:
    """Findings and paths, kept for another to show; progress is nobody's."""

    def __init__(self) -> None:
        self.findings: list[str] = []
        self.paths: list[str] = []

    def progress(self, text: str) -> None:
        """Nobody waits."""

    def finding(self, text: str) -> None:
        """Keep it."""
        self.findings.append(text)

    def made(self, path: str) -> None:
        """Keep it."""
        self.paths.append(path)


@contextmanager
def steps(number: int, label: str, *, quiet: bool) -> Iterator[Progress]:
    """Show the progress of so many steps: a bar on a terminal, a line for each elsewhere."""
    if quiet or not sys.stderr.isatty():
        yield Console(quiet=quiet)
    else:
        with click.progressbar(length=number, label=label, file=sys.stderr) as bar:
            yield Bar(bar.update)
