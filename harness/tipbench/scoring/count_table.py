"""Counts of very many documents as one array, where small corpora have an object for each."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tipbench.scoring.counts import Counts, Statistics
from tipbench.scoring.statistics.units import Kind, Units

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from tipbench.arrays import Ints

    Array = npt.NDArray[np.float64]


def as_counts(row: Ints) -> Counts:
    """A row of four numbers (gold, predicted, and their credits in halves) as counts.

    >>> import numpy as np
    >>> as_counts(np.array([3, 2, 3, 3]))
    Counts(gold=3, predicted=2, gold_credit=1.5, predicted_credit=1.5)
    """
    return _counts(row.tolist())


def _counts(row: Sequence[int]) -> Counts:
    gold, predicted, gold_halves, predicted_halves = row
    return Counts(gold, predicted, gold_halves / 2, predicted_halves / 2)


Texts = dict[tuple[int, ...], str]
"""Counts as texts, by their row."""


@dataclass(frozen=True, slots=True)
class CountTable(Mapping[str, Counts]):
    """Counts by name, such as by document.

    Attributes:
        names: The names, sorted.
        rows: For each name a row as ``as_counts`` takes it.
    """

    names: Sequence[str]
    rows: Ints = field(repr=False)
    _index: dict[str, int] = field(default_factory=dict, repr=False)

    def __getitem__(self, name: str) -> Counts:
        """The counts of one name."""
        if not self._index:
            self._index.update((name, index) for index, name in enumerate(self.names))
        return as_counts(self.rows[self._index[name]])

    def __iter__(self) -> Iterator[str]:
        """The names."""
        return iter(self.names)

    def __len__(self) -> int:
        """The number of names."""
        return len(self.names)

    def texts(self, write: Callable[[Sequence[Counts]], Sequence[str]], known: Texts) -> list[str]:
        """A text for the counts of each name.

        Args:
            write: Writes counts, each of which it is given once.
            known: What is written already, by row; what is new is added.
        """
        rows, which = self._distinct()
        new = [row for row in rows if row not in known]
        known.update(zip(new, write(list(map(_counts, new))), strict=True))
        texts = list(map(known.__getitem__, rows))
        return list(map(texts.__getitem__, which.tolist()))

    def _distinct(self) -> tuple[list[tuple[int, ...]], Ints]:
        """The rows that occur, and for each name which of them it has."""
        import numpy as np

        widths = [int(column.max()).bit_length() for column in self.rows.T] if len(self) else [0]
        if sum(widths) > 63:
            rows, which = np.unique(self.rows, axis=0, return_inverse=True)
            return list(map(tuple, rows.tolist())), which.reshape(-1)
        # One number for each row: numbers are sorted many times as fast as rows.
        packed = np.zeros(len(self), dtype=np.int64)
        for column, width in zip(self.rows.T, widths, strict=False):
            packed = (packed << width) | column
        _, first, which = np.unique(packed, return_index=True, return_inverse=True)
        return list(map(tuple, self.rows[first].tolist())), which


@dataclass(frozen=True, slots=True)
class CountSample:
    """Counts by unit, as they are resampled.

    Attributes:
        units: The units of the corpus.
        kind: What the units are.
        table: For each unit a row as ``as_counts`` takes it.
        zero: The counts of nothing.
    """

    units: Units
    kind: Kind
    table: Ints = field(repr=False)
    zero: Statistics = field(default_factory=Counts)

    def by_unit(self, kind: Kind) -> Mapping[int, Counts]:
        """The counts of every unit that holds anything."""
        return {unit: as_counts(self.table[unit]) for unit in self.with_items(kind)}

    def with_items(self, kind: Kind) -> Collection[int]:
        """The units that hold anything."""
        import numpy as np

        filled: list[int] = np.flatnonzero(self._of(kind).any(axis=1)).tolist()
        return filled

    def rows(self, kind: Kind, row: Callable[[Any], Sequence[float]]) -> Array:
        """The counts of all units as numbers."""
        import numpy as np

        rows: Array = self._of(kind) * np.array([1, 1, 0.5, 0.5])
        return rows

    def total(self) -> Counts:
        """The counts of all units together."""
        return as_counts(self.table.sum(axis=0))

    def _of(self, kind: Kind) -> Ints:
        if kind != self.kind:
            raise ValueError(f"counts by {self.kind} cannot be told by {kind}")
        return self.table
