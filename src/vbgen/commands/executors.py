"""What runs tasks: this process, or several. Any `concurrent.futures.Executor` will do; which one is chosen here."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from typing import Literal, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

Kind = Literal["processes", "inline"]


def executor_for(kind: Kind, jobs: int | None, count: int) -> Executor:
    """What runs `count` tasks: several processes, or this one. For one task at a time, processes are not worth their start."""
    workers = min(jobs or os.cpu_count() or 1, count)
    return Processes(workers) if kind == "processes" and workers > 1 else Inline()


class Inline(Executor):
    """Runs each task at once, in this process."""

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Run it."""
        future: Future[T] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:  # noqa: BLE001 - a future carries it, as any executor's does
            future.set_exception(error)
        return future


class Processes(ThreadPoolExecutor):
    """Runs tasks in several processes. A thread waits for each: one that is lost takes its own task with it, and no other.

    Processes are started afresh on every system: to fork one where there are threads may leave it waiting for ever.
    """

    def __init__(self, number: int) -> None:
        super().__init__(number, initializer=_block_interrupt)
        self._idle = [self._process() for _ in range(number)]

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Run it in a process that is idle, when there is one."""
        return super().submit(self._run, fn, *args, **kwargs)

    def _run(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        process = self._idle.pop()
        try:
            return process.submit(fn, *args, **kwargs).result()
        except BrokenExecutor:
            process = self._process()
            raise
        finally:
            self._idle.append(process)

    @staticmethod
    def _process() -> ProcessPoolExecutor:
        return ProcessPoolExecutor(1, mp_context=get_context("spawn"), initializer=_ignore_interrupt)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Stop the threads, then the processes."""
        super().shutdown(wait, cancel_futures=cancel_futures)
        for process in self._idle:
            process.shutdown(wait, cancel_futures=cancel_futures)


# Ctrl+C is for the process that the user started, which stops the others. They do not hear it: what a thread blocks stays blocked in
# the processes that it starts, from their first moment; where signals cannot be blocked, they ignore it as soon as they can.
def _block_interrupt() -> None:
    if sys.platform != "win32":
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})


def _ignore_interrupt() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
