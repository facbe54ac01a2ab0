"""A batch: the entities of several documents, gold beside predictions, as arrays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tipbench.scoring.columns.texts import Texts

if TYPE_CHECKING:
    from tipbench.arrays import Flags, Ints


@dataclass(frozen=True, slots=True)
class Mentions:
    """Mentions of one side.

    Attributes:
        document: The document of each.
        start: Absolute offsets.
        end: Absolute offsets; every span lies within its document.
        type: Numbers of types in ``Batch.types``.
        name: Whether the mention is a name.
        thing: A number for what is mentioned, the same on both sides; -1 where nothing tells.
    """

    document: Ints
    start: Ints
    end: Ints
    type: Ints
    name: Flags
    thing: Ints


@dataclass(frozen=True, slots=True)
class Zones:
    """Where the zones of a batch are; they do not overlap and are sorted.

    Attributes:
        start: Absolute offsets.
        end: Absolute offsets.
        slice: The number in ``slices`` of each zone.
        bare: By document, the number of what lies in none of its zones.
        slices: Name and whether it is content; the name is ``None`` where a document has no zones.
    """

    start: Ints
    end: Ints
    slice: Ints
    bare: Ints
    slices: tuple[tuple[str | None, bool], ...]

    def at(self, offset: Ints, document: Ints) -> Ints:
        """The number of the slice that holds the character at each offset."""
        import numpy as np

        if not len(self.start):
            return self.bare[document]
        zone = np.searchsorted(self.start, offset, side="right") - 1
        inside = (zone >= 0) & (offset < self.end[zone])
        found: Ints = np.where(inside, self.slice[zone], self.bare[document])
        return found

    def at_sorted(self, offset: Ints, document: Ints) -> Ints:
        """The same for sorted offsets, which is much faster."""
        import numpy as np

        if not len(self.start):
            return self.bare[document]
        first = np.searchsorted(offset, self.start)
        number = np.diff(first, prepend=0, append=len(offset))
        zone = np.repeat(np.arange(-1, len(self.start)), number)
        inside = (zone >= 0) & (offset < self.end[zone])
        found: Ints = np.where(inside, self.slice[zone], self.bare[document])
        return found

    def content(self) -> Flags:
        """Which slices are content."""
        import numpy as np

        return np.array([content for _, content in self.slices], dtype=np.bool_)

    def boilerplate(self, slice: Ints) -> Flags:
        """Which slices are boilerplate."""
        import numpy as np

        content = self.content()
        if content.all():
            return np.zeros(len(slice), dtype=np.bool_)
        found: Flags = (~content).take(slice)
        return found


@dataclass(frozen=True, slots=True)
class Blocks:
    """The sentences of a batch, where scores are resampled by sentences.

    Attributes:
        start: Absolute offsets, sorted.
        unit: The unit of each sentence.
        first: By document, the number of its first sentence.
        none: By document, the unit of what lies in no sentence.
    """

    start: Ints
    unit: Ints
    first: Ints
    none: Ints

    def at(self, offset: Ints, document: Ints) -> Ints:
        """The unit of each offset: that of the last sentence that starts there or before."""
        import numpy as np

        first = self.first[document]
        has_any = first < self.first[document + 1]
        block = np.maximum(np.searchsorted(self.start, offset, side="right") - 1, first)
        found: Ints = self.none[document].copy()
        found[has_any] = self.unit[block[has_any]]
        return found


@dataclass(frozen=True, slots=True)
class Batch:
    """The entities of several documents.

    Attributes:
        texts: The texts of the view.
        zones: Their zones.
        blocks: Their sentences; ``None`` where scores are resampled by documents.
        types: The types of both sides, sorted.
        gold: The gold.
        predicted: The predictions.
    """

    texts: Texts
    zones: Zones
    blocks: Blocks | None
    types: Sequence[str]
    gold: Mentions
    predicted: Mentions
