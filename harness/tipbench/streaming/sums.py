"""What is kept of a stretch of documents: counts by document, and by label and zone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tipbench.model import Case
from tipbench.scoring.collect import NO_NAME
from tipbench.scoring.columns.filing import Counted
from tipbench.scoring.counts import Counts, Tally

if TYPE_CHECKING:
    from tipbench.arrays import Ints

Slice = tuple[str | None, bool]
"""Name of a zone (``None`` where a document has none) and whether it is content."""


@dataclass(slots=True)
class MetricSums:
    """The sums of one metric: four columns (gold, predicted, their credits in halves).

    Attributes:
        documents: A row for each document, in numbers of 32 bits: there are very many.
        units: A row for each unit; without rows where units are documents.
        labels: A row for each label.
        slices: A row for each zone.
    """

    documents: Any
    units: Ints
    labels: dict[str, Ints]
    slices: dict[Slice, Ints]

    @classmethod
    def zero(cls, documents: int, units: int) -> MetricSums:
        """The sums of nothing."""
        import numpy as np

        return cls(np.zeros((documents, 4), np.int32), np.zeros((units, 4), np.int64), {}, {})

    def add(self, counted: Counted, first: int, slices: tuple[Slice, ...]) -> None:
        """Add what was counted in a batch whose documents begin with number ``first``."""
        self.documents[first : first + len(counted.documents)] += counted.documents
        if counted.units is not None:
            self.units += counted.units
        for name, row in zip(counted.names, counted.labels, strict=True):
            _add(self.labels, name or NO_NAME, row)
        for slice, row in zip(slices, counted.slices, strict=True):
            _add(self.slices, slice, row)

    def add_tally(
        self,
        tally: Tally[Counts],
        case: Case,
        number: int,
        unit: Callable[[int | None], int] | None,
    ) -> None:
        """Add the counts of one document."""
        for cell, counts in tally.items():
            row = _row(counts)
            content = cell.part != "boilerplate"
            if content:
                self.documents[number] += row
                _add(self.labels, cell.label or NO_NAME, row)
                if unit is not None:
                    self.units[unit(cell.block)] += row
            zone = (cell.zone or NO_NAME) if case.zones else None
            _add(self.slices, (zone, content), row)

    def merge(self, other: MetricSums, first: int) -> None:
        """Add the sums of a stretch whose documents begin with number ``first``."""
        self.documents[first : first + len(other.documents)] += other.documents
        self.units += other.units
        for name, row in other.labels.items():
            _add(self.labels, name, row)
        for slice, row in other.slices.items():
            _add(self.slices, slice, row)


def _add(sums: dict[Any, Ints], key: object, row: Ints) -> None:
    if key in sums:
        sums[key] = sums[key] + row
    elif row.any():
        sums[key] = row.copy()


def _row(counts: Counts) -> Ints:
    import numpy as np

    credits = (2 * counts.gold_credit, 2 * counts.predicted_credit)
    return np.array((counts.gold, counts.predicted, *credits)).astype(np.int64)
