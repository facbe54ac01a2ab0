"""The mentions of a batch in order, with the zones that they begin in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tipbench.scoring.columns.batch import Batch, Mentions
from tipbench.scoring.columns.sorting import sorted_rows

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Ints = npt.NDArray[np.int64]
    Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Spans:
    """Spans of one side by start, length and label.

    Attributes:
        start: Absolute offsets.
        end: Absolute offsets.
        label: Numbers of labels.
        zone: The number of the slice that each begins in.
    """

    start: Ints
    end: Ints
    label: Ints
    zone: Ints

    def take(self, which: Ints) -> Spans:
        """Some of the spans."""
        return Spans(*(column.take(which) for column in self.columns()))

    def columns(self) -> tuple[Ints, ...]:
        """Start, end, label and zone."""
        return self.start, self.end, self.label, self.zone


@dataclass(frozen=True, slots=True)
class Ordered:
    """The mentions of one side in order.

    Attributes:
        spans: All mentions.
        names: The names alone.
        document: The document of each mention.
        thing: What each mentions, as a number; -1 where nothing tells.
    """

    spans: Spans
    names: Spans
    document: Ints
    thing: Ints

    @classmethod
    def of(cls, batch: Batch, side: Mentions) -> Ordered:
        """The mentions of one side of a batch."""
        import numpy as np

        start, length, label, name, thing = sorted_rows(
            side.start, side.end - side.start, side.type, side.name, side.thing + 1
        )
        document = batch.texts.document_of_sorted(start)
        spans = Spans(start, start + length, label, batch.zones.at_sorted(start, document))
        named = np.flatnonzero(name)
        names = spans if len(named) == len(start) else spans.take(named)
        return cls(spans, names, document, thing - 1)


@dataclass(frozen=True, slots=True)
class Both:
    """Spans of both sides by start, length, label and side, gold first.

    Attributes:
        start: Absolute offsets.
        end: Absolute offsets.
        label: Numbers of labels.
        zone: The number of the slice that each begins in.
        gold: Whether it is gold.
    """

    start: Ints
    end: Ints
    label: Ints
    zone: Ints
    gold: Flags

    @classmethod
    def of(cls, gold: Spans, predicted: Spans) -> Both:
        """Merge both sides."""
        import numpy as np

        start, end, label, zone = (
            np.concatenate(pair) for pair in zip(gold.columns(), predicted.columns(), strict=True)
        )
        theirs = np.arange(len(start)) >= len(gold.start)
        start, length, label, side, zone = sorted_rows(
            start, end - start, label, theirs, zone, merge=True
        )
        return cls(start, start + length, label, zone, side == 0)
