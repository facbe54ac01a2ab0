"""Counts that add: what every metric keeps of a document, and the slices it keeps them for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Generic, Literal, NamedTuple, Protocol, TypeVar

Part = Literal["content", "boilerplate"]
PARTS: tuple[Part, ...] = ("content", "boilerplate")
"""The two halves of a page; items of one are never matched with items of the other."""


class Statistics(Protocol):
    """Sufficient statistics of a metric: they add up over documents, and give its values."""

    def __add__(self, other: Any, /) -> Any:
        """The statistics of both together."""
        ...

    @property
    def counts(self) -> dict[str, int | float]:
        """What was counted, by name, ready for JSON."""
        ...

    @property
    def values(self) -> dict[str, float | None]:
        """The score's fields; ``None`` where there is nothing to divide by."""
        ...


@dataclass(frozen=True, slots=True)
class Counts:
    """Items on both sides and the credit that each side's items earned.

    The two credits are equal in a total, and differ in a slice: a gold item's credit goes to the
    gold item's own label and zone, a predicted item's to its own. Credits are whole or half, so
    sums are exact in any order.

    Attributes:
        gold: Number of gold items.
        predicted: Number of predicted items.
        gold_credit: Sum of the credit of the gold items, each 0, 0.5 or 1.
        predicted_credit: The same of the predicted items.

    >>> Counts(gold=10, predicted=8, gold_credit=4.0, predicted_credit=4.0).precision
    0.5
    >>> Counts().f1 is None
    True
    """

    gold: int = 0
    predicted: int = 0
    gold_credit: float = 0.0
    predicted_credit: float = 0.0

    def __add__(self, other: Counts) -> Counts:
        """The counts of both together."""
        return Counts(
            self.gold + other.gold,
            self.predicted + other.predicted,
            self.gold_credit + other.gold_credit,
            self.predicted_credit + other.predicted_credit,
        )

    @property
    def precision(self) -> float | None:
        """Share of what was predicted that is right; ``None`` where nothing was predicted."""
        return self.predicted_credit / self.predicted if self.predicted else None

    @property
    def recall(self) -> float | None:
        """Share of the gold that was found; ``None`` where there is no gold."""
        return self.gold_credit / self.gold if self.gold else None

    @property
    def f1(self) -> float | None:
        """Harmonic mean of precision and recall.

        ``None`` where one of them is 0/0 and the other is not 0 (a slice whose items were matched
        in another slice), or where both are. Where one side is empty and the other is all wrong,
        it is 0.
        """
        precision, recall = self.precision, self.recall
        if precision is None or recall is None:
            nothing_right = precision == 0 or recall == 0
            return 0.0 if nothing_right else None
        if not precision + recall:
            return 0.0
        return 2 * precision * recall / (precision + recall)

    @property
    def counts(self) -> dict[str, int | float]:
        """The four counts by name."""
        return {
            "gold": self.gold,
            "predicted": self.predicted,
            "gold_credit": self.gold_credit,
            "predicted_credit": self.predicted_credit,
        }

    @property
    def values(self) -> dict[str, float | None]:
        """Precision, recall and F1, in this order."""
        return {"precision": self.precision, "recall": self.recall, "f1": self.f1}


class Cell(NamedTuple):
    """The smallest slice that a metric counts for.

    Attributes:
        doc_id: The document.
        part: Content or boilerplate; ``None`` for what is of the whole document, as a summary.
        zone: The zone where the item starts; ``None`` where it lies in none.
        label: The item's label (type, kind, polarity …); ``None`` where it has none.
        block: The number of the sentence where the item starts; ``None`` for what has no place, and
            where sentences are not told apart (see ``tipbench.scoring.statistics.units``).
    """

    doc_id: str
    part: Part | None = "content"
    zone: str | None = None
    label: str | None = None
    block: int | None = None


S = TypeVar("S", bound=Statistics)


@dataclass(frozen=True, slots=True, eq=False)
class Tally(Mapping[Cell, S], Generic[S]):
    """Statistics by cell; tallies of different documents add up.

    Attributes:
        cells: The statistics of every cell that has any.
        zero: The statistics of nothing, from which sums start.

    >>> one = Tally({Cell("a", label="PER"): Counts(1, 1, 1.0, 1.0)}, Counts())
    >>> two = Tally({Cell("b", label="PER"): Counts(2, 1, 1.0, 1.0)}, Counts())
    >>> (one + two).total().recall
    0.6666666666666666
    >>> sorted((one + two).by("doc_id"))
    ['a', 'b']
    """

    cells: Mapping[Cell, S]
    zero: S

    def __getitem__(self, cell: Cell) -> S:
        """The statistics of one cell; ``KeyError`` where it has none."""
        return self.cells[cell]

    def __iter__(self) -> Iterator[Cell]:
        """The cells."""
        return iter(self.cells)

    def __len__(self) -> int:
        """The number of cells."""
        return len(self.cells)

    def __add__(self, other: Tally[S]) -> Tally[S]:
        """The tally of both together."""
        return merge((self, other), self.zero)

    def total(self) -> S:
        """The sum over all cells."""
        total = self.zero
        for statistics in self.cells.values():
            total = total + statistics
        return total

    def by(self, field: Literal["doc_id", "part", "zone", "label"]) -> dict[str | None, S]:
        """The sums over all cells that share the value of ``field``."""
        sums: dict[str | None, S] = {}
        for cell, statistics in self.cells.items():
            name: str | None = getattr(cell, field)
            sums[name] = sums.get(name, self.zero) + statistics
        return sums


def merge(tallies: Iterator[Tally[S]] | tuple[Tally[S], ...] | list[Tally[S]], zero: S) -> Tally[S]:
    """Add up any number of tallies in time linear in their cells."""
    cells: dict[Cell, S] = {}
    for tally in tallies:
        for cell, statistics in tally.cells.items():
            cells[cell] = cells[cell] + statistics if cell in cells else statistics
    return Tally(cells, zero)
