"""A lane: one open system that answers for one document after another."""

from __future__ import annotations

import contextlib
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from tipbench.execution.ask import ask, ask_batch, takes_batches
from tipbench.model import Answer, Document, System

BATCH = 32
"""Documents that a system which takes several is given at once."""

Usage = Mapping[str, float]
"""What an answer cost, as numbers that can be added up."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """An answer, the seconds that it took, and what it cost."""

    answer: Answer
    seconds: float
    usage: Usage = field(default_factory=dict)

    @property
    def spent(self) -> dict[str, Any]:
        """The seconds and, where it is counted, the cost, as ``timing.json`` has them."""
        spent: dict[str, Any] = {"seconds": round(self.seconds, 6)}
        return {**spent, "usage": dict(self.usage)} if self.usage else spent


class Lane(Protocol):
    """Of the methods, only ``interrupt`` may be called by another thread."""

    @property
    def configuration(self) -> Mapping[str, object]:
        """All that the answers depend on, as the system tells it."""
        ...

    @property
    def batch(self) -> int:
        """How many documents it is given at once."""
        ...

    def answer(self, documents: Sequence[Document]) -> list[Outcome]:
        """One outcome for each document; never raises for what the system does."""
        ...

    def interrupt(self) -> None:
        """Make an ``answer`` of another thread return soon."""
        ...

    def close(self) -> None:
        """Free what the system holds."""
        ...


class DirectLane:
    """A system in this process.

    Args:
        system: The system.
        tasks: The tasks asked for.
        prints: Whether its code is not ours and may print, which then goes to stderr, because
            stdout holds results. There can be one such lane at a time.
    """

    def __init__(self, system: System, tasks: Sequence[str], *, prints: bool) -> None:
        self._system = system
        self._prints = prints
        self._tasks = tasks
        self.configuration: Mapping[str, object] = getattr(system, "configuration", {})
        self.batch = BATCH if takes_batches(system) else 1

    def answer(self, documents: Sequence[Document]) -> list[Outcome]:
        """One outcome for each document; those of a batch that failed are asked one by one."""
        with contextlib.redirect_stdout(sys.stderr) if self._prints else contextlib.nullcontext():
            return self._answer(documents)

    def _answer(self, documents: Sequence[Document]) -> list[Outcome]:
        if len(documents) > 1:
            started = time.perf_counter()
            answers = ask_batch(self._system, documents, self._tasks)
            if answers is not None:
                each = (time.perf_counter() - started) / len(documents)
                return [Outcome(answer, each) for answer in answers]
        return [self._one(document) for document in documents]

    def interrupt(self) -> None:
        """Pass it on to a system that can be interrupted."""
        getattr(self._system, "interrupt", _nothing)()

    def close(self) -> None:
        """Close the system, where it can be."""
        getattr(self._system, "close", _nothing)()

    def _one(self, document: Document) -> Outcome:
        started = time.perf_counter()
        answer = ask(self._system, document, self._tasks)
        seconds = time.perf_counter() - started
        return Outcome(answer, seconds, getattr(self._system, "take_usage", dict)())


def _nothing() -> None:
    pass
