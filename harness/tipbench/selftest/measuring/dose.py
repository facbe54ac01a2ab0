"""How the scores of extractors fall when a growing share of their answer is wrong."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from tipbench.model import Answer, Case, InventoryEntry
from tipbench.scoring.metric import Metric
from tipbench.scoring.score import score
from tipbench.selftest.generation.doses import DOSES, Corruption, corrupted
from tipbench.selftest.generation.wrong_items import GOLD_CORRUPTIONS
from tipbench.selftest.measuring.expectations import MAY_FALL, headline

REPEATS = 3
"""How often every corruption is drawn anew."""
_EQUAL = 1e-12


@dataclass(frozen=True, slots=True)
class Curve:
    """One metric under one corruption of growing dose.

    Attributes:
        task: The task.
        type: What was made wrong.
        metric: The metric.
        doses: Shares of the items that were made wrong.
        means: The score at each dose, the mean over the draws.
        monotonic: Whether it never rose with the dose, in no draw.
        meant: Whether the metric looks at that slot; ``None`` of a metric that is not built in.
    """

    task: str
    type: str
    metric: str
    doses: tuple[float, ...]
    means: tuple[float, ...]
    monotonic: bool
    meant: bool | None

    @property
    def falls(self) -> bool:
        """Whether the score at the largest dose is below that of the gold."""
        return self.means[-1] < self.means[0] - _EQUAL

    @property
    def as_meant(self) -> bool:
        """Whether it fell if it should, did not if it should not, and never rose."""
        return self.monotonic and self.meant in (None, self.falls)


def measure_doses(
    cases: Sequence[Case],
    inventory: Sequence[InventoryEntry],
    metrics: Mapping[str, Mapping[str, Metric]],
    *,
    tasks: Sequence[str],
    seed: int = 0,
) -> list[Curve]:
    """Score the gold at growing doses of every corruption of ``tasks``.

    Args:
        cases: The documents with their gold.
        inventory: All entities.
        metrics: The metrics by task and name.
        tasks: The tasks to look at.
        seed: Decides which items are made wrong first, and how.
    """
    return [
        curve
        for corruption in GOLD_CORRUPTIONS
        if corruption.task in tasks
        for curve in _curves(cases, inventory, metrics[corruption.task], corruption, seed)
    ]


def _curves(
    cases: Sequence[Case],
    inventory: Sequence[InventoryEntry],
    metrics: Mapping[str, Metric],
    corruption: Corruption,
    seed: int,
) -> Iterator[Curve]:
    # Every draw and dose is a set of documents of its own, so that all are scored at once.
    copies: list[Case] = []
    answers: dict[str, Answer] = {}
    drawn: dict[tuple[int, float], list[str]] = {}
    for repeat in range(REPEATS):
        name = f"{seed} {corruption.task} {corruption.type} {repeat}"
        for dose, wrong in corrupted(cases, corruption, inventory, name):
            for case in cases:
                own = f"{repeat}/{dose}/{case.document.doc_id}"
                copies.append(copied(case, own))
                answers[own] = replace(wrong[case.document.doc_id], doc_id=own)
                drawn.setdefault((repeat, dose), []).append(own)
    task = corruption.task
    scores = score(
        copies, answers, tasks=[task], inventory=inventory, metrics={task: metrics}
    ).tasks[task]
    expected = MAY_FALL.get((task, corruption.type))
    built_in = frozenset().union(*(names for (of, _), names in MAY_FALL.items() if of == task))
    for name, metric in metrics.items():
        documents = scores[name].slices["document"]
        field = headline(name, metric.fields)
        values = {place: _value(metric, documents, own, field) for place, own in drawn.items()}
        by_repeat = [[values[repeat, dose] for dose in DOSES] for repeat in range(REPEATS)]
        yield Curve(
            task=task,
            type=corruption.type,
            metric=name,
            doses=DOSES,
            means=tuple(sum(column) / REPEATS for column in zip(*by_repeat, strict=True)),
            monotonic=all(
                after <= before + _EQUAL for row in by_repeat for before, after in pairwise(row)
            ),
            meant=None if expected is None or name not in built_in else name in expected,
        )


def copied(case: Case, doc_id: str) -> Case:
    """The same document under another id, independent of all others."""
    return replace(
        case,
        document=replace(case.document, doc_id=doc_id),
        gold=replace(case.gold, doc_id=doc_id),
        cluster=None,
    )


def _value(metric: Metric, documents: Mapping[str, Any], own: Sequence[str], field: str) -> float:
    total: Any = metric.zero
    for doc_id in own:
        if doc_id in documents:
            total = total + documents[doc_id]
    value: float | None = total.values[field]
    # 0/0 is no score; nothing that was found is nothing that was right.
    return 0.0 if value is None else value
