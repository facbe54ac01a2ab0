"""What a metric is, and the kind that most are: items matched one to one."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any, ClassVar, Generic, Protocol, TypeVar, runtime_checkable

from tipbench.scoring.comparison import Comparison, Layer, Placed
from tipbench.scoring.counts import Counts, Statistics, Tally
from tipbench.scoring.match import Credits, Item, Matcher, tally_credits

PRECISION_RECALL_F1 = ("precision", "recall", "f1")
T = TypeVar("T")


@runtime_checkable
class Metric(Protocol):
    """A metric: what it counts in one document; the sums over documents give its fields.

    An object of this shape under the entry point group ``tipbench.metrics`` is a metric of its
    task (see ``tipbench.scoring.registry``).

    Attributes:
        name: The name in results, unique within the task.
        task: One of ``tipbench.model.TASKS``.
        layer: The attribute of ``Answer`` that it judges; where that is ``None``, a document was
            not answered.
        fields: The names of its values, in order.
        description: One line.
        higher_is_better: Whether a larger value is a better one.
        label_name: What the labels of its slices are (``type``, ``kind`` …); ``None`` without any.
        zero: The statistics of no document at all.
    """

    @property
    def name(self) -> str: ...  # noqa: D102
    @property
    def task(self) -> str: ...  # noqa: D102
    @property
    def layer(self) -> str: ...  # noqa: D102
    @property
    def fields(self) -> tuple[str, ...]: ...  # noqa: D102
    @property
    def description(self) -> str: ...  # noqa: D102
    @property
    def higher_is_better(self) -> bool: ...  # noqa: D102
    @property
    def label_name(self) -> str | None: ...  # noqa: D102
    @property
    def zero(self) -> Statistics: ...  # noqa: D102

    def measure(self, comparison: Comparison) -> Tally[Any] | None:
        """The statistics of one document; ``None`` where its gold says nothing on the matter."""
        ...


@dataclass(frozen=True, slots=True)
class MatchMetric(Generic[T]):
    """Precision, recall and F1 of items matched one to one, content and boilerplate apart.

    Attributes:
        read: How the layer's items are read.
        key: What two items must have in common to be matched, given the comparison.
        matcher: What their borders must have in common, and what a match is worth.
    """

    name: str
    task: str
    layer: str
    label_name: str
    description: str
    read: Layer[T]
    key: Callable[[T, Comparison], Hashable]
    matcher: Matcher
    higher_is_better: bool = True
    fields: ClassVar[tuple[str, ...]] = PRECISION_RECALL_F1
    zero: ClassVar[Counts] = Counts()

    def measure(self, comparison: Comparison) -> Tally[Counts] | None:
        """Match the document's items and count them; ``None`` where the gold lacks the layer."""
        matched = self.match(comparison)
        return None if matched is None else tally_credits(*matched)

    def match(self, comparison: Comparison) -> tuple[list[Item], list[Item], Credits] | None:
        """The gold and predicted items, in the order of the two sides, and what each earned."""
        sides = comparison.sides(self.read)
        if sides is None:
            return None
        gold, predicted = ([self._item(p, comparison) for p in side] for side in sides)
        return gold, predicted, self.matcher(gold, predicted)

    def _item(self, placed: Placed[T], comparison: Comparison) -> Item:
        # The part in the key keeps content and boilerplate from being matched with one another.
        return Item(
            placed.span, (placed.cell.part, self.key(placed.record, comparison)), placed.cell
        )
