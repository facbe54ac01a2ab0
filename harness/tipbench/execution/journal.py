"""What a run has so far, on disk: predictions are there before anything is scored.

A run's folder holds, while documents are being answered,

- ``system.json``: what makes the predictions, which ``--resume`` compares;
- ``predictions.jsonl``: one line for each document that is done, appended as it is done;
- ``timing.jsonl``: the seconds and the cost of each, which end up in ``timing.json``.

Every line reaches the operating system at once, so that it outlives this process, and the disk
within a second.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import IO, Any, ClassVar

from tipbench.errors import UsageError
from tipbench.execution.lanes import Outcome
from tipbench.execution.record import (
    PREDICTIONS,
    check_same,
    read_record,
    read_timing,
    write_record,
)
from tipbench.execution.spent import Spent
from tipbench.model import Answer, Document
from tipbench.prediction_files import as_line, read_predictions, write_lines

TIMES = "timing.jsonl"
_SYNC_SECONDS = 1.0


class Journal:
    """The outcomes of a run, kept in ``folder`` as they come.

    Args:
        folder: The run's folder; made where it is not there.
        record: What makes the predictions.
        documents: The documents of the run, in order.
        resume: Whether to go on where an earlier run of the same record stopped.

    Raises:
        UsageError: The folder holds a run of another record, or another process writes it.
        PredictionsError: The predictions that are there were changed and cannot be used.

    Attributes:
        answers: By ``doc_id``.
        times: Seconds and cost, by ``doc_id``.
        file: The name of the file with the answers.
    """

    file: ClassVar[str] = PREDICTIONS

    def __init__(
        self,
        folder: Path,
        record: Mapping[str, object],
        documents: Sequence[Document],
        *,
        resume: bool,
    ) -> None:
        self._folder = folder
        self._documents = documents
        self.answers: dict[str, Answer] = {}
        self.times: dict[str, Spent] = {}
        self._synced = time.monotonic()
        self._lock = _lock(folder)
        try:
            if resume:
                self._take_up(record)
            else:
                self._set_aside()
            (folder / "run.json").unlink(missing_ok=True)
            write_record(folder, record)
            self._predictions: IO[bytes] = (folder / self.file).open("ab")
            self._times: IO[bytes] = (folder / TIMES).open("ab")
        except OSError as error:
            self._unlock()
            raise UsageError(
                f"{folder}: cannot be written: {error.strerror}; choose another --out"
            ) from None
        except BaseException:
            self._unlock()
            raise

    def add(self, outcome: Outcome) -> None:
        """Keep one more outcome."""
        doc_id = outcome.answer.doc_id
        self.answers[doc_id] = outcome.answer
        self.times[doc_id] = outcome.spent
        self._predictions.write(self.line(outcome.answer))
        self._predictions.flush()
        self._times.write(json.dumps({"doc_id": doc_id, **outcome.spent}).encode() + b"\n")
        self._times.flush()
        if time.monotonic() - self._synced > _SYNC_SECONDS:
            self._sync()

    def finish(self) -> None:
        """Bring the predictions into the order of the documents."""
        order = [d.doc_id for d in self._documents if d.doc_id in self.answers]
        if order != list(self.answers):
            self.answers = {doc_id: self.answers[doc_id] for doc_id in order}
            write_lines(self._folder / self.file, map(self.line, self.answers.values()))
        self.times = {doc_id: self.times[doc_id] for doc_id in order if doc_id in self.times}

    def line(self, answer: Answer) -> bytes:
        """One answer as its file has it."""
        return as_line(answer)

    def read(self, path: Path) -> dict[str, Answer]:
        """The answers of an earlier run that need not be asked for again, by ``doc_id``."""
        return read_predictions(path, self._documents)

    def close(self) -> None:
        """Sync what was kept and let go of the files."""
        self._sync()
        self._predictions.close()
        self._times.close()
        self._unlock()

    def _unlock(self) -> None:
        if self._lock is not None:
            os.close(self._lock)

    def _sync(self) -> None:
        os.fsync(self._predictions.fileno())
        self._synced = time.monotonic()

    def _take_up(self, record: Mapping[str, object]) -> None:
        """Read what an earlier run of the same record left."""
        path = self._folder / self.file
        if not path.exists():
            return
        check_same(self._folder, read_record(self._folder), record)
        _cut_torn_line(path)
        _cut_torn_line(self._folder / TIMES)
        self.answers = self.read(path)
        self.times = _read_times(self._folder)

    def _set_aside(self) -> None:
        """Start over; the predictions of a run that was not finished are kept beside."""
        path = self._folder / self.file
        if path.exists() and not (self._folder / "run.json").exists():
            path.replace(path.with_suffix(".old.jsonl"))
        for name in (self.file, TIMES, "timing.json"):
            (self._folder / name).unlink(missing_ok=True)


def remove_working_files(folder: Path) -> None:
    """Remove what only an unfinished run needs; ``timing.json`` has it all."""
    (folder / TIMES).unlink(missing_ok=True)


def _lock(folder: Path) -> int | None:
    """Make the folder and hold it against other processes, where the operating system can."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(
            f"{folder}: cannot be made: {error.strerror}; choose another --out"
        ) from None
    try:
        import fcntl
    except ImportError:
        return None
    held = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(held)
        raise UsageError(
            f"{folder}: another process is writing this run; wait for it, or choose another --out"
        ) from None
    return held


def _cut_torn_line(path: Path) -> None:
    """Cut off a last line that was being written when its process was killed."""
    if not path.exists():
        return
    content = path.read_bytes()
    whole = content.rfind(b"\n") + 1
    if whole < len(content):
        os.truncate(path, whole)


def _read_times(folder: Path) -> dict[str, Spent]:
    times: dict[str, Any] = dict(read_timing(folder).get("documents", {}))
    for line in _lines(folder / TIMES):
        spent = json.loads(line)
        times[spent.pop("doc_id")] = spent
    return times


def _lines(path: Path) -> Iterable[bytes]:
    return path.read_bytes().splitlines() if path.exists() else ()
