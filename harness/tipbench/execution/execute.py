"""Running a system over documents, in one lane or in several with the same results."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tipbench.errors import UsageError
from tipbench.execution.isolated import IsolatedLane
from tipbench.execution.journal import Journal
from tipbench.execution.lanes import DirectLane, Lane, Outcome
from tipbench.execution.spent import summarise
from tipbench.model import Answer, Document
from tipbench.systems.options import SystemOptions
from tipbench.systems.process import check_memory_limit
from tipbench.systems.registry import Source

Progress = Callable[[int, int, str], None]
"""Told after each document: how many are done, of how many, and which."""

_PATIENCE = 2.0
"""Seconds that lanes have to end after they were interrupted."""


@dataclass(frozen=True, slots=True)
class Executed:
    """What a system said of every document, in their order, and what that took.

    Attributes:
        answers: By ``doc_id``.
        timing: For ``timing.json``.
    """

    answers: Mapping[str, Answer]
    timing: Mapping[str, Any]


def execute(
    source: Source,
    documents: Sequence[Document],
    folder: Path,
    *,
    options: SystemOptions,
    workers: int = 1,
    about: Mapping[str, object] | None = None,
    resume: bool = False,
    progress: Progress | None = None,
    kept_in: type[Journal] = Journal,
) -> Executed:
    """Ask a system for its answers.

    A system that is Python code runs in this process; where a limit or several workers are asked
    for, it runs in worker processes, whose end is a miss and not the end of the run.

    Args:
        source: Where the system comes from.
        documents: What it is asked about.
        folder: Where each answer is written as it comes.
        options: The tasks and limits.
        workers: How many are asked at once. The results are those of one.
        about: What the answers depend on besides the system, for ``resume``.
        resume: Whether to go on with what is in ``folder``.
        progress: Called after each document.
        kept_in: What keeps the answers in ``folder``.

    Raises:
        UsageError: The system cannot be opened, or ``folder`` holds another run.
    """
    if workers < 1:
        raise UsageError(f"found {workers} workers; expected at least 1")
    if options.memory is not None:
        check_memory_limit()
    started = time.perf_counter()
    with ExitStack() as stack:
        first = open_lane(source, options, workers)
        stack.callback(first.close)
        record = {
            "system": source.name,
            "version": dict(source.version),
            "configuration": dict(first.configuration),
            **(about or {}),
        }
        journal = kept_in(folder, record, documents, resume=resume)
        stack.callback(journal.close)
        ready = time.perf_counter()
        todo = [document for document in documents if document.doc_id not in journal.answers]
        keep = _Keeper(journal, len(documents), progress)
        chunks = [todo[at : at + first.batch] for at in range(0, len(todo), first.batch)]
        if workers == 1:
            for chunk in chunks:
                keep(first.answer(chunk))
        else:
            _Lanes(first, lambda: open_lane(source, options, workers), workers).run(chunks, keep)
        journal.finish()
        done = time.perf_counter()
    timing = {"setup_seconds": ready - started, "predict_seconds": done - ready}
    return Executed(journal.answers, {**timing, "workers": workers, **summarise(journal.times)})


def open_lane(source: Source, options: SystemOptions, workers: int) -> Lane:
    """A lane of the kind that the source and the options ask for.

    Raises:
        UsageError: The system cannot be opened.
    """
    is_limited = options.timeout is not None or options.memory is not None or workers > 1
    if source.apart or not is_limited:
        return DirectLane(source.open(), options.tasks, prints=not source.apart)
    return IsolatedLane(source.open, options.tasks, timeout=options.timeout, memory=options.memory)


class _Keeper:
    """Keeps outcomes and tells the progress."""

    def __init__(self, journal: Journal, total: int, progress: Progress | None) -> None:
        self._journal = journal
        self._total = total
        self._progress = progress

    def __call__(self, found: Sequence[Outcome]) -> None:
        for outcome in found:
            self._journal.add(outcome)
            if self._progress is not None:
                done = len(self._journal.answers)
                self._progress(done, self._total, outcome.answer.doc_id)


class _Lanes:
    """Several lanes, each in a thread of its own; outcomes are kept by the thread that runs it."""

    def __init__(self, first: Lane, open_another: Callable[[], Lane], workers: int) -> None:
        self._lanes = [first]
        self._open_another = open_another
        self._workers = workers
        self._todo: queue.SimpleQueue[Sequence[Document]] = queue.SimpleQueue()
        self._done: queue.SimpleQueue[list[Outcome] | BaseException] = queue.SimpleQueue()
        self._is_stopped = threading.Event()

    def run(
        self, chunks: Sequence[Sequence[Document]], keep: Callable[[Sequence[Outcome]], None]
    ) -> None:
        for chunk in chunks:
            self._todo.put(chunk)
        threads = [
            threading.Thread(target=self._work, args=(number,), daemon=True)
            for number in range(min(self._workers, len(chunks)))
        ]
        for thread in threads:
            thread.start()
        try:
            for _ in chunks:
                found = self._done.get()
                if isinstance(found, BaseException):
                    raise found
                keep(found)
        except BaseException:
            self._stop(threads)
            raise
        for thread in threads:
            thread.join()

    def _work(self, number: int) -> None:
        lane: Lane | None = None
        try:
            lane = self._lanes[0] if number == 0 else self._open()
            while not self._is_stopped.is_set():
                self._done.put(lane.answer(self._todo.get_nowait()))
        except queue.Empty:
            pass
        except BaseException as error:
            self._done.put(error)
        finally:
            if lane is not None and number > 0:  # the first is closed by whoever opened it
                lane.close()

    def _open(self) -> Lane:
        lane = self._open_another()
        self._lanes.append(lane)
        return lane

    def _stop(self, threads: Sequence[threading.Thread]) -> None:
        self._is_stopped.set()
        for lane in tuple(self._lanes):
            lane.interrupt()
        deadline = time.monotonic() + _PATIENCE
        for thread in threads:
            thread.join(max(0.0, deadline - time.monotonic()))
