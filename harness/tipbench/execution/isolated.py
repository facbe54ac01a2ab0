"""A system in a worker process: it can hang, crash or flood, and only its document is lost."""

from __future__ import annotations

import base64
import os
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import msgspec

from tipbench.errors import DataError, NoAnswer, UsageError
from tipbench.execution.ask import miss
from tipbench.execution.lanes import BATCH, Outcome
from tipbench.model import Answer, Document, System
from tipbench.predictions import read_mapping
from tipbench.systems.program import Opening, Program

START_LIMIT = 300.0
"""Seconds that loading a system may take where its documents have a time limit."""


class IsolatedLane:
    """A system that a worker process opens and asks.

    Args:
        open_system: Opens the system, in the worker.
        tasks: The tasks asked for.
        timeout: Seconds that a document may take.
        memory: Bytes of address space that the worker may use.

    Raises:
        UsageError: The system cannot be sent to the worker, or cannot be opened there.
    """

    def __init__(
        self,
        open_system: Callable[[], System],
        tasks: Sequence[str],
        *,
        timeout: float | None,
        memory: int | None,
    ) -> None:
        self._timeout = timeout
        self.configuration: Mapping[str, object] = {}
        self.batch = 1
        self._program = Program(
            [sys.executable, "-m", "tipbench.execution.worker"],
            memory=memory,
            # A set of strings then has one order in every worker, as answers made from it do.
            environment={"PYTHONHASHSEED": os.environ.get("PYTHONHASHSEED", "0")},
            opening=Opening(
                _order(open_system, tasks),
                None if timeout is None else max(START_LIMIT, timeout),
                self._take_hello,
            ),
        )
        try:
            self._program.start()
        except _CannotBeOpened as error:
            raise UsageError(str(error)) from None
        except NoAnswer as error:
            raise UsageError(f"the worker process of the system {error}") from None

    def answer(self, documents: Sequence[Document]) -> list[Outcome]:
        """One outcome for each document; those of a batch that failed are asked one by one."""
        started = time.perf_counter()
        try:
            replies = self._ask(documents)
        except NoAnswer as error:
            if len(documents) == 1:
                failed = miss(documents[0], str(error))
                return [Outcome(failed, time.perf_counter() - started)]
            replies = None
        if replies is None:
            return [outcome for document in documents for outcome in self.answer([document])]
        each = (time.perf_counter() - started) / len(documents)
        pairs = zip(documents, replies, strict=True)
        return [
            Outcome(_read(reply["answer"], document), each, reply["usage"])
            for document, reply in pairs
        ]

    def interrupt(self) -> None:
        """Kill the worker."""
        self._program.interrupt()

    def close(self) -> None:
        """Let the worker end."""
        self._program.close()

    def _take_hello(self, line: bytes) -> None:
        hello = _decode(line)
        if "error" in hello:
            raise _CannotBeOpened(hello["error"])
        self.configuration = hello["configuration"]
        # A batch cannot be timed document by document.
        self.batch = BATCH if hello["takes_batches"] and self._timeout is None else 1

    def _ask(self, documents: Sequence[Document]) -> list[dict[str, Any]] | None:
        question = msgspec.json.encode([document.as_dict() for document in documents]) + b"\n"
        line = self._program.ask(question, timeout=self._timeout)
        replies: list[dict[str, Any]] | None = _decode(line)["replies"]
        return replies


class _CannotBeOpened(NoAnswer):
    """What the worker says of a system that it cannot open."""


def _order(open_system: Callable[[], System], tasks: Sequence[str]) -> bytes:
    """The first line to a worker: what to open."""
    import cloudpickle

    try:
        opened = base64.b64encode(cloudpickle.dumps(open_system)).decode()
    except Exception as error:  # whatever an object's own reduction raises
        raise UsageError(
            f"the system cannot be sent to a worker process ({type(error).__name__}: {error}); "
            "leave out the limits and workers, or name it as module:attribute"
        ) from error
    return msgspec.json.encode({"path": sys.path, "open": opened, "tasks": tasks}) + b"\n"


def _decode(line: bytes) -> dict[str, Any]:
    found: dict[str, Any] = msgspec.json.decode(line)
    return found


def _read(record: Mapping[str, object], document: Document) -> Answer:
    try:
        return read_mapping(record, {document.doc_id: document}, document.doc_id)
    except DataError as error:
        return miss(document, error.problem)
