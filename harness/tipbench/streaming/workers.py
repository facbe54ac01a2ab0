"""Runs jobs in several processes; a job whose process dies is run here."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TypeVar

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


def run_jobs(work: Callable[[J], R], jobs: Sequence[J], workers: int) -> list[R]:
    """The result of every job, in their order; this process takes the first one itself.

    Args:
        work: What is done with a job; a function of a module.
        jobs: About as many as there are workers.
        workers: How many processes there are in all.
    """
    if workers == 1 or len(jobs) < 2:
        return [work(job) for job in jobs]
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool
    from multiprocessing import get_context

    # Fresh processes: those that are forked inherit locks of threads that they do not have.
    context = get_context("spawn")
    with ProcessPoolExecutor(min(workers, len(jobs)) - 1, mp_context=context) as pool:
        futures = [pool.submit(work, job) for job in jobs[1:]]
        results = [work(jobs[0])]
        for job, future in zip(jobs[1:], futures, strict=True):
            try:
                results.append(future.result())
            except BrokenProcessPool:
                results.append(work(job))
    return results
