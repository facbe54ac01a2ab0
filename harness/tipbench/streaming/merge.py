"""Puts the counts of all ranges of documents together, as scores."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tipbench.arrays import some
from tipbench.scoring.collect import in_order
from tipbench.scoring.count_table import CountSample, CountTable, as_counts
from tipbench.scoring.counts import Counts
from tipbench.scoring.entities import METRICS
from tipbench.scoring.labels import unknown
from tipbench.scoring.metric import Metric
from tipbench.scoring.result import Score, Scores
from tipbench.scoring.statistics.units import Kind
from tipbench.streaming.documents import Documents
from tipbench.streaming.job import Part
from tipbench.streaming.sums import MetricSums

if TYPE_CHECKING:
    from tipbench.arrays import Ints


@dataclass(frozen=True, slots=True)
class Scored:
    """What ``score_entities`` found.

    Attributes:
        scores: The scores.
        documents: The number of documents.
        failures: Why documents have no answer, by id; ``None`` where they have no line.
        statuses: How the spans came to their offsets.
        answered: Whether the predictions speak of entities at all.
    """

    scores: Scores
    documents: int
    failures: Mapping[str, str | None]
    statuses: Mapping[str, int]
    answered: bool


def merge(
    documents: Documents, parts: Sequence[Part], known_types: Collection[str] | None
) -> Scored:
    """Add up the parts; their order does not matter.

    Args:
        documents: All documents.
        parts: What was counted of them.
        known_types: The types that exist; ``None`` leaves the predicted ones unchecked.
    """
    import numpy as np

    whole = _Whole(documents, parts)
    scores = {metric.name: whole.score(metric) for metric in METRICS}
    types: Counter[str | None] = Counter()
    statuses: Counter[str] = Counter()
    failures: dict[int, str | None] = {}
    for part in parts:
        types.update(part.types)
        statuses.update(part.statuses)
        failures.update(part.failures)
    names = some(documents.ids, np.array(sorted(failures), dtype=np.int64)).to_pylist()
    warnings = () if known_types is None else tuple(unknown("entities", types, known_types))
    return Scored(
        scores=Scores({"entities": scores}, warnings, documents.units),
        documents=len(documents),
        failures=dict(zip(names, (failures[number] for number in sorted(failures)), strict=True)),
        statuses=statuses,
        answered=any(part.said for part in parts),
    )


class _Whole:
    """The sums of all documents."""

    def __init__(self, documents: Documents, parts: Sequence[Part]) -> None:
        import numpy as np

        self._documents = documents
        self._parts = sorted(parts, key=lambda part: part.first)
        self._has_gold = np.concatenate([part.has_gold for part in self._parts])
        self._answered = np.concatenate([part.answered for part in self._parts])
        order = documents.order
        self._sorted = order[self._has_gold[order]]
        self._names = some(documents.ids, self._sorted).to_pylist()

    def score(self, metric: Metric) -> Score:
        """The score of one metric."""
        units = self._documents.units
        sums = MetricSums.zero(len(self._documents), self._unit_number())
        for part in self._parts:
            sums.merge(part.sums[metric.name], part.first)
        rows = sums.documents
        answered = self._answered | ~self._has_gold
        slices = {
            "language": self._by_language(rows),
            "type": _in_order({name: as_counts(row) for name, row in sums.labels.items()}),
            "zone": _in_order(_zones(sums)),
            "document": CountTable(self._names, rows[self._sorted]),
        }
        by_sentence = units.kind == "sentences" and self._any_placed(sums.units)
        kind: Kind = "sentences" if by_sentence else "documents"
        return Score(
            metric=metric,
            total=as_counts(rows.sum(axis=0)),
            answered=None if answered.all() else as_counts(rows[answered].sum(axis=0)),
            slices={dimension: names for dimension, names in slices.items() if names},
            sample=CountSample(units, kind, sums.units if by_sentence else self._by_cluster(rows)),
            slice_samples={},
        )

    def _any_placed(self, by_unit: Ints) -> bool:
        """Whether any item lies in a sentence."""
        import numpy as np

        units = self._documents.units
        names = self._documents.ids.to_pylist()
        nowhere = [units.unit(doc_id, None, "sentences") for doc_id in names]
        return bool(np.delete(by_unit, nowhere, axis=0).any())

    def _unit_number(self) -> int:
        units = self._documents.units
        return units.size("sentences") if units.kind == "sentences" else 0

    def _by_language(self, rows: Ints) -> dict[str, Counts]:
        found = {}
        for number, name in enumerate(self._documents.languages):
            of_it = self._has_gold & (self._documents.language == number)
            if of_it.any():
                found[name] = as_counts(rows[of_it].sum(axis=0))
        return _in_order(found)

    def _by_cluster(self, rows: Ints) -> Ints:
        import numpy as np

        number, cluster = self._documents.units.size("documents"), self._documents.cluster
        columns = [np.bincount(cluster, column, minlength=number) for column in rows.T]
        return np.stack(columns, axis=1).astype(np.int64)


def _zones(sums: MetricSums) -> Mapping[str, Counts]:
    """The parts of the page, and its zones."""
    found: dict[str, Ints] = {}
    for (zone, content), row in sums.slices.items():
        names = ["content" if content else "boilerplate", *([zone] if zone else [])]
        for name in names:
            found[name] = found[name] + row if name in found else row
    return {name: as_counts(row) for name, row in found.items()}


def _in_order(sums: Mapping[str, Counts]) -> dict[str, Counts]:
    return {name: sums[name] for name in sorted(sums, key=in_order)}
