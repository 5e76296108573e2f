"""Executors of tasks: this process, several, or those of a cluster. Any `concurrent.futures.Executor` will do."""

from __future__ import annotations

import os
import signal
import sys
import warnings
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from ipaddress import ip_address
from multiprocessing import get_context
from typing import ParamSpec, TypeVar
from urllib.parse import urlsplit

from vbgen.errors import UnknownChoice

P = ParamSpec("P")
T = TypeVar("T")

PROCESSES, INLINE, DASK = "processes", "inline", "dask:"
_CONNECT = 20  # seconds


def create_executor(kind: str, jobs: int | None, count: int) -> Executor:
    """Return an executor of `count` tasks: several processes (for one at a time they are not worth their start), this process, or the
    workers of a Dask cluster (`dask:ADDRESS`). Raises UnknownChoice for any other kind, OSError for a cluster that does not answer."""
    workers = min(jobs or os.cpu_count() or 1, count)
    if kind.startswith(DASK):
        return Dask(kind.removeprefix(DASK))
    if kind == PROCESSES and workers > 1:
        return Processes(workers)
    if kind in (PROCESSES, INLINE):
        return Inline()
    raise UnknownChoice(f'"{kind}" kan inte köra något: skriv {PROCESSES}, {INLINE} eller {DASK}ADRESS')


def is_remote(executor: Executor) -> bool:
    """Tell whether the workers may have another program than this process."""
    return isinstance(executor, Dask)


class Inline(Executor):
    """An executor that runs each task at once, in this process."""

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Run it."""
        future: Future[T] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:  # noqa: BLE001 - a future carries it, as any executor's does
            future.set_exception(error)
        return future


class Processes(ThreadPoolExecutor):
    """An executor of several processes. A thread waits for each: one that is lost takes its own task with it, and no other.

    Processes are started afresh on every system: to fork one where there are threads may leave it waiting for ever.
    """

    def __init__(self, number: int) -> None:
        super().__init__(number, initializer=_block_interrupt)
        self._idle = [self._start_process() for _ in range(number)]

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Run it in a process that is idle, when there is one."""
        return super().submit(self._run_in_process, fn, *args, **kwargs)

    def _run_in_process(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        process = self._idle.pop()
        try:
            return process.submit(fn, *args, **kwargs).result()
        except BrokenExecutor:
            process = self._start_process()
            raise
        finally:
            self._idle.append(process)

    @staticmethod
    def _start_process() -> ProcessPoolExecutor:
        return ProcessPoolExecutor(1, mp_context=get_context("spawn"), initializer=_ignore_interrupt)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Stop the threads, then the processes."""
        super().shutdown(wait, cancel_futures=cancel_futures)
        for process in self._idle:
            process.shutdown(wait, cancel_futures=cancel_futures)


class Dask(Executor):
    """An executor on the workers of a Dask cluster. A worker that is lost is a BrokenExecutor for its task, as of processes."""

    def __init__(self, address: str) -> None:
        if not is_safe(address):
            message = f'adressen "{address}" är varken krypterad eller den egna datorns'
            raise UnknownChoice(f"{message}: skriv {DASK}tls://värd:port, eller {DASK}tcp://127.0.0.1:port")
        try:
            from distributed import Client
            from distributed.comm import CommClosedError
            from distributed.scheduler import KilledWorker
        except ImportError:
            raise UnknownChoice("Dask är inte installerat: installera vbgen[dask]") from None
        self._lost_worker_errors = (KilledWorker, CommClosedError)
        warnings.filterwarnings("ignore", "Sending large graph", UserWarning)  # what a task carries may be large
        self._client = Client(address, timeout=_CONNECT, set_as_default=False)
        self._executor = self._client.get_executor()

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Run it on a worker of the cluster's choice."""
        future: Future[T] = Future()

        def copy_outcome(remote: Future[T]) -> None:
            error = remote.exception()
            if isinstance(error, self._lost_worker_errors):
                future.set_exception(BrokenExecutor(str(error)))
            elif error is not None:
                future.set_exception(error)
            else:
                future.set_result(remote.result())

        self._executor.submit(fn, *args, **kwargs).add_done_callback(copy_outcome)
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Leave the cluster."""
        self._executor.shutdown(wait and not cancel_futures)
        self._client.close()


def is_safe(address: str) -> bool:
    """Tell whether what is sent to an address is encrypted or stays on this machine."""
    url = urlsplit(address if "://" in address else f"tcp://{address}")
    if url.scheme == "tls" or url.hostname == "localhost":
        return True
    try:
        return ip_address(url.hostname or "").is_loopback
    except ValueError:  # a name
        return False


# Ctrl+C is for the process that the user started, which stops the others. They do not hear it: what a thread blocks stays blocked in
# the processes that it starts, from their first moment; where signals cannot be blocked, they ignore it as soon as they can.
def _block_interrupt() -> None:
    if sys.platform != "win32":
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})


def _ignore_interrupt() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
