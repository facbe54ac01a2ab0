"""Items of both sides, filed under what they are counted by: documents, labels, zones, units."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tipbench.scoring.columns.batch import Batch
from tipbench.scoring.columns.ordered import Ordered

if TYPE_CHECKING:
    from tipbench.arrays import Ints


@dataclass(frozen=True, slots=True)
class Counted:
    """What one metric counted in a batch, in four columns: gold, predicted, and their credits.

    Credits are in halves, so that all numbers are whole.

    Attributes:
        documents: A row for each document, of its content.
        units: A row for each unit, of the content; ``None`` where units are documents.
        labels: A row for each label, of the content.
        slices: A row for each of ``Batch.zones.slices``.
        names: The names of the labels.
    """

    documents: Ints
    units: Ints | None
    labels: Ints
    slices: Ints
    names: Sequence[str]


Tally = list["Ints"]
"""How many items are filed where: by side and document, by side, label and zone, by side and unit.
"""


class Filed:
    """Items of both sides, filed."""

    def __init__(self, batch: Batch, units: int, items: Ordered, names: Sequence[str]) -> None:
        """File items, in any order; their labels are numbers of ``names``."""
        import numpy as np

        self._names = names
        self._documents = len(batch.texts)
        self._units = None if batch.blocks is None else units
        self._content = batch.zones.content()
        theirs = (~items.gold).astype(np.int64)
        zones = len(self._content)
        self._cells = (theirs * len(names) + items.label) * zones + items.zone
        # What is boilerplate goes to one drawer more, which is not looked at.
        out = batch.zones.boilerplate(items.zone)
        document = np.where(out, self._documents, items.document) if out.any() else items.document
        self._drawers = theirs * (self._documents + 1) + document
        if batch.blocks is not None:
            unit = batch.blocks.at(items.start, items.document)
            self._unit_drawers = theirs * (units + 1) + np.where(out, units, unit)
        self._all = self._tally(self._drawers, self._cells, slice(None))

    def tally(self, items: Ints) -> Tally:
        """How many of some items are filed where."""
        return self._tally(self._drawers.take(items), self._cells.take(items), items)

    def count(self, *lost: Tally) -> Counted:
        """Count items and their credits.

        Args:
            lost: The items that lost half a point, once each; twice for a whole point.
        """
        import numpy as np

        credits = [2 * number for number in self._all]
        for tally in lost:
            for credit, number in zip(credits, tally, strict=True):
                credit -= number
        # The first axis is that of the two sides.
        documents, cells, *by_unit = (
            np.concatenate([items, credit])
            for items, credit in zip(self._all, credits, strict=True)
        )
        labels = cells[:, :, self._content].sum(axis=2)
        slices = cells.sum(axis=1)
        return Counted(
            documents.T, by_unit[0].T if by_unit else None, labels.T, slices.T, self._names
        )

    def _tally(self, drawers: Ints, cells: Ints, items: Ints | slice) -> Tally:
        import numpy as np

        found = [_bincount(drawers, self._documents)]
        shape = (2, len(self._names), len(self._content))
        number = shape[0] * shape[1] * shape[2]
        found.append(np.bincount(cells, minlength=number).reshape(shape))
        if self._units is not None:
            found.append(_bincount(self._unit_drawers[items], self._units))
        return found


def _bincount(drawers: Ints, number: int) -> Ints:
    """How many there are in each drawer of either side, without the last one."""
    import numpy as np

    return np.bincount(drawers, minlength=2 * (number + 1)).reshape(2, -1)[:, :number]
