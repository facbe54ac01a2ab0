"""Counts the entities of a range of documents; what one worker does."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from queue import SimpleQueue
from typing import TYPE_CHECKING

from tipbench.errors import DataError
from tipbench.model import Answer, Case
from tipbench.prediction_files import read_row
from tipbench.scoring.columns.batch import Blocks
from tipbench.scoring.columns.count import count_entities
from tipbench.scoring.columns.things import Things
from tipbench.scoring.entities import METRICS
from tipbench.scoring.names import Names
from tipbench.scoring.score import comparisons
from tipbench.scoring.statistics.units import Units
from tipbench.streaming.assemble import Assembled, assemble
from tipbench.streaming.stretch import Job, Stretch, stretches
from tipbench.streaming.sums import MetricSums
from tipbench.streaming.views import Views
from tipbench.streaming.workers import memory_given_back

if TYPE_CHECKING:
    from tipbench.arrays import Flags


@dataclass(slots=True)
class Part:
    """What was counted of a range of documents.

    Attributes:
        first: The number of the first document.
        sums: The sums by metric.
        has_gold: By document, whether it has gold.
        answered: By document, whether its entities were answered.
        said: Whether any row speaks of entities, if only beside an error.
        failures: Why documents have no answer, by number.
        statuses: How the spans came to their offsets; empty where no document was answered.
        types: The types that were predicted, counted.
        problems: Rows of the predictions that cannot be used, with the reason.
    """

    first: int
    sums: dict[str, MetricSums]
    has_gold: Flags
    answered: Flags
    said: bool = False
    failures: dict[int, str | None] = field(default_factory=dict)
    statuses: Counter[str] = field(default_factory=Counter)
    types: Counter[str] = field(default_factory=Counter)
    problems: list[tuple[int, str]] = field(default_factory=list)

    def merge(self, other: Part) -> None:
        """Add what was counted of other documents of the same range."""
        for name, sums in other.sums.items():
            self.sums[name].merge(sums, 0)
        self.has_gold |= other.has_gold
        self.answered |= other.answered
        self.said |= other.said
        self.failures.update(other.failures)
        self.statuses.update(other.statuses)
        self.types.update(other.types)
        self.problems += other.problems


_WITHOUT_SENTENCES = Units.independent(0)


def count(job: Job) -> Part:
    """Count the entities of a range of documents.

    While one stretch is counted, the next is read, and as many are counted at a time as the job
    has threads: arrays are for the most part worked on without the interpreter's lock.
    """
    names = Names(job.inventory)
    things = Things(names)
    counters = [_Counter(job, names, things) for _ in range(job.threads)]
    free: SimpleQueue[_Counter] = SimpleQueue()
    for counter in counters:
        free.put(counter)

    def work(stretch: Stretch) -> None:
        counter = free.get()
        try:
            counter.add(stretch)
        finally:
            free.put(counter)

    with memory_given_back(), ThreadPoolExecutor(job.threads) as pool:
        running: deque[Future[None]] = deque()
        for stretch in stretches(job):
            running.append(pool.submit(work, stretch))
            if len(running) > job.threads:  # no more stretches are held than are worked on
                running.popleft().result()
        for future in running:
            future.result()
    part = counters[0].part
    for counter in counters[1:]:
        part.merge(counter.part)
    return part


class _Counter:
    """Counts stretches of one job, one after the other."""

    def __init__(self, job: Job, names: Names, things: Things) -> None:
        import numpy as np

        self._job = job
        length = job.last - job.first
        self._unit_number = 0 if job.units is None else job.units.size("sentences")
        self.part = Part(
            first=job.first,
            sums={metric.name: MetricSums.zero(length, self._unit_number) for metric in METRICS},
            has_gold=np.zeros(length, dtype=np.bool_),
            answered=np.zeros(length, dtype=np.bool_),
        )
        self._names = names
        self._things = things

    def add(self, stretch: Stretch) -> None:
        """Count a stretch."""
        if problems := stretch.unreadable():
            self.part.problems += problems
            return
        import numpy as np

        viewed = stretch.views()
        made = assemble(
            viewed,
            stretch.gold,
            stretch.predicted,
            self._blocks(stretch, viewed),
            self._things,
            has_gold=stretch.has_gold,
            odd=stretch.odd,
        )
        offset = stretch.first - self._job.first
        for name, counted in count_entities(made.batch, units=self._unit_number).items():
            self.part.sums[name].add(counted, offset, made.batch.zones.slices)
        self._note(stretch, made, slice(offset, offset + stretch.length))
        for number in np.flatnonzero(made.odd).tolist():
            self._by_hand(stretch, number, stretch.first + number - self._job.first)

    def _note(self, stretch: Stretch, made: Assembled, where: slice) -> None:
        part = self.part
        part.has_gold[where] = stretch.has_gold
        part.answered[where] = stretch.answered
        part.said |= stretch.said
        part.failures.update(stretch.failures)
        part.types.update(made.types)
        if (stretch.answered & ~made.odd).any():
            part.statuses["given"] += made.types.total()

    def _blocks(self, stretch: Stretch, viewed: Views) -> Blocks | None:
        """The sentences of the texts, as numbers of units."""
        units = self._job.units
        if units is None:
            return None
        import numpy as np

        start: list[int] = []
        unit: list[int] = []
        first, none = [0], []
        bases, odd = viewed.texts.starts.tolist(), viewed.odd.tolist()
        for base, doc_id, textless in zip(bases, stretch.doc_ids, odd, strict=False):
            if not textless:
                for block, offset in enumerate(units.sentences[doc_id]):
                    start.append(base + offset)
                    unit.append(units.unit(doc_id, block, "sentences"))
            first.append(len(start))
            none.append(units.unit(doc_id, None, "sentences"))
        columns = (np.array(column, dtype=np.int64) for column in (start, unit, first, none))
        return Blocks(*columns)

    def _by_hand(self, stretch: Stretch, number: int, index: int) -> None:
        """Read and score one document by the definitions."""
        from tipbench.scoring.alignment.align import align_answer

        case = stretch.case(number)
        answer = self._answer(stretch, number, case)
        if answer is None:
            return
        part = self.part
        aligned = align_answer(case.document.text, answer)
        part.answered[index] = answer.entities is not None and answer.error is None
        part.types.update(entity.type for entity in answer.entities or ())
        part.statuses.update(aligned.counts().get("entities", {}))
        doc_id = answer.doc_id
        units = self._job.units or _WITHOUT_SENTENCES
        [comparison] = comparisons([case], {doc_id: aligned.answer}, units, self._names)
        for metric in METRICS:
            tally = metric.measure(comparison)
            if tally is not None:
                part.sums[metric.name].add_tally(tally, case, index, self._unit_of(doc_id))

    def _unit_of(self, doc_id: str) -> Callable[[int | None], int] | None:
        units = self._job.units
        if units is None:
            return None
        return lambda block: units.unit(doc_id, block, "sentences")

    def _answer(self, stretch: Stretch, number: int, case: Case) -> Answer | None:
        """The answer to a document; ``None`` where it cannot be used, which is a problem."""
        row = stretch.answer(number)
        if row is None:
            return Answer(case.document.doc_id)
        position, record = row
        try:
            return read_row(record, {case.document.doc_id: case.document}, "")
        except DataError as error:
            self.part.problems.append((position, error.problem))
            return None
