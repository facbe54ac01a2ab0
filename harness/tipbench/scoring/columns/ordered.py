"""The mentions of a batch in order, with the zones that they begin in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tipbench.scoring.columns.batch import Batch
from tipbench.scoring.columns.sorting import sorted_rows

if TYPE_CHECKING:
    from tipbench.arrays import Flags, Ints


@dataclass(frozen=True, slots=True)
class Ordered:
    """Spans of both sides by start, length, label and side, gold first.

    Attributes:
        start: Absolute offsets.
        end: Absolute offsets.
        label: Numbers of labels.
        gold: Whether it is gold.
        document: The document of each.
        zone: The number of the slice that each begins in.
    """

    start: Ints
    end: Ints
    label: Ints
    gold: Flags
    document: Ints
    zone: Ints

    @classmethod
    def of(cls, batch: Batch) -> tuple[Ordered, Ordered, Ints]:
        """All mentions of a batch, its names alone, and what each of all mentions is of."""
        import numpy as np

        start, end, label, name, thing = (
            np.concatenate([getattr(side, column) for side in (batch.gold, batch.predicted)])
            for column in ("start", "end", "type", "name", "thing")
        )
        theirs = np.arange(len(start)) >= len(batch.gold.start)
        start, length, label, side, name, thing = sorted_rows(
            start, end - start, label, theirs, name, thing + 1
        )
        document = batch.texts.document_of_sorted(start)
        zone = batch.zones.at_sorted(start, document)
        every = cls(start, start + length, label, side == 0, document, zone)
        named = np.flatnonzero(name)
        return every, every if len(named) == len(start) else every.take(named), thing - 1

    def take(self, which: Ints) -> Ordered:
        """Some of the spans."""
        return Ordered(
            self.start.take(which), self.end.take(which), self.label.take(which),
            self.gold.take(which), self.document.take(which), self.zone.take(which),
        )  # fmt: skip
