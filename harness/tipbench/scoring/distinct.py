"""The kind of metric that counts what a document speaks of, each thing once, wherever it stands."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import ClassVar, Generic, TypeVar

from tipbench.scoring.comparison import Comparison, Layer, Placed
from tipbench.scoring.counts import Counts, Tally
from tipbench.scoring.match import Item, same_key, tally_credits
from tipbench.scoring.metric import PRECISION_RECALL_F1

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class DistinctMetric(Generic[T]):
    """Precision, recall and F1 of two sets per document, content and boilerplate apart.

    Offsets decide nothing but the part, and what has no place is content. However often a thing is
    mentioned, it counts once, in the slice of its first mention in the text: mentioning it again
    neither helps nor costs.

    Attributes:
        read: How the layer's items are read.
        key: What thing an item is of, given the comparison; ``None`` leaves the item out.

    >>> from tipbench.model import Answer, Case, Document, NumericFact, Span
    >>> from tipbench.scoring.names import Names
    >>> from tipbench.scoring.numeric_facts import DISTINCT
    >>> from tipbench.tokens import tokenize
    >>> gold = Answer("d", numeric_facts=(NumericFact(Span(0, 3), "474", "474"),))
    >>> twice = Answer("d", numeric_facts=(NumericFact(None, "474", "474.0"),) * 2)
    >>> case = Case(Document("d", "en", None, "474"), gold)
    >>> DISTINCT.measure(Comparison(case, twice, Names(), tokenize)).total()
    Counts(gold=1, predicted=1, gold_credit=1.0, predicted_credit=1.0)
    """

    name: str
    task: str
    layer: str
    label_name: str
    description: str
    read: Layer[T]
    key: Callable[[T, Comparison], Hashable | None]
    higher_is_better: bool = True
    fields: ClassVar[tuple[str, ...]] = PRECISION_RECALL_F1
    zero: ClassVar[Counts] = Counts()

    def measure(self, comparison: Comparison) -> Tally[Counts] | None:
        """Intersect the document's two sets; ``None`` where the gold lacks the layer."""
        sides = comparison.sides(self.read)
        if sides is None:
            return None
        gold, predicted = (self._set(side, comparison) for side in sides)
        return tally_credits(gold, predicted, same_key(gold, predicted))

    def _set(self, side: Sequence[Placed[T]], comparison: Comparison) -> list[Item]:
        first: dict[Hashable, Item] = {}
        for placed in sorted(side, key=_text_order):
            thing = self.key(placed.record, comparison)
            if thing is not None:
                in_part = (placed.cell.part, thing)
                first.setdefault(in_part, Item(placed.span, in_part, placed.cell))
        return list(first.values())


def _text_order(placed: Placed[T]) -> tuple[bool, int, int, str]:
    """Where an item stands; what has no place comes last, and ties go by label."""
    span, label = placed.span, placed.cell.label or ""
    return (True, 0, 0, label) if span is None else (False, span.start, span.end, label)
