"""Runs jobs in several processes; a job whose process dies is run here."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Self, TypeVar

if TYPE_CHECKING:
    from concurrent.futures import Future, ProcessPoolExecutor

J = TypeVar("J")
R = TypeVar("R")


def processors() -> int:
    """The number of processors that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@contextmanager
def memory_given_back() -> Iterator[None]:
    """Meanwhile Arrow's memory is the system's, and goes back to it when it is free.

    Arrow's own pool keeps what it had, which for texts read a stretch at a time adds up.
    """
    import pyarrow as pa

    before = pa.default_memory_pool()
    pa.set_memory_pool(pa.system_memory_pool())
    try:
        yield
    finally:
        pa.set_memory_pool(before)


class Workers:
    """Processes that share jobs; they start, and import what they need, while this one goes on."""

    def __init__(self, number: int) -> None:
        """Start processes.

        Args:
            number: How many there are in all; this process is one of them.
        """
        self._pool: ProcessPoolExecutor | None = None
        if number > 1:
            from concurrent.futures import ProcessPoolExecutor
            from multiprocessing import get_context

            # Fresh processes: forked ones inherit locks of threads that they do not have.
            self._pool = ProcessPoolExecutor(number - 1, mp_context=get_context("spawn"))
            for _ in range(number - 1):
                self._pool.submit(_import)

    def __enter__(self) -> Self:
        """Do nothing more."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the processes."""
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)

    def run(self, work: Callable[[J], R], jobs: Sequence[J]) -> list[R]:
        """The result of every job, in their order; this process takes the first one itself.

        Args:
            work: What is done with a job; a function of a module.
            jobs: About as many as there are workers.
        """
        if self._pool is None:
            return [work(job) for job in jobs]
        from concurrent.futures.process import BrokenProcessPool

        futures = [self._submit(work, job) for job in jobs[1:]]
        results = [work(job) for job in jobs[:1]]
        for job, future in zip(jobs[1:], futures, strict=True):
            try:
                results.append(future.result())
            except BrokenProcessPool:
                results.append(work(job))
        return results

    def _submit(self, work: Callable[[J], R], job: J) -> Future[R]:
        """A job for another process; where all have died, its future says so."""
        from concurrent.futures import Future
        from concurrent.futures.process import BrokenProcessPool

        assert self._pool is not None
        try:
            return self._pool.submit(work, job)
        except BrokenProcessPool as error:
            future: Future[R] = Future()
            future.set_exception(error)
            return future


def _import() -> None:
    """Import what takes longest."""
    import pyarrow.compute
    import pyarrow.parquet  # noqa: F401
