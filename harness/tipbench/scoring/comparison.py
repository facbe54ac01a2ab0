"""What a metric is shown of one document: its gold beside an answer, and how to read both."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from tipbench.model import Answer, Case, Span, Zone
from tipbench.scoring.counts import Cell, Part
from tipbench.scoring.names import Names

Tokenizer = Callable[[str], Sequence[Span]]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Layer(Generic[T]):
    """How metrics read the items of a layer.

    Attributes:
        items: The items of an answer that are scored; ``None`` where the answer lacks the layer.
        span: Where an item stands; ``None`` where it has no place.
        label: The label that the item's credit is filed under.
    """

    items: Callable[[Answer], Sequence[T] | None]
    span: Callable[[T], Span | None]
    label: Callable[[T], str | None]


@dataclass(frozen=True, slots=True)
class Placed(Generic[T]):
    """An item with the slice that its credit goes to."""

    record: T
    span: Span | None
    cell: Cell


@dataclass(frozen=True, slots=True)
class Comparison:
    """One document: the gold, and an answer to be judged by it.

    Attributes:
        case: The document with its gold, zones and reference summaries.
        answer: What a system found; layers that it lacks count as empty.
        names: Resolves names of entities.
        tokenize: Splits a text into tokens, for the CoNLL view.
        sentences: Where the sentences of the content start, in text order; empty where they are
            not told apart.
    """

    case: Case
    answer: Answer
    names: Names
    tokenize: Tokenizer
    sentences: Sequence[int] = ()
    _read: dict[Layer[Any], Any] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    _shared: dict[str, Any] = field(default_factory=dict, init=False, repr=False, compare=False)
    _zones: tuple[list[int], list[Zone]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Sort the zones once, so that each item finds its own quickly."""
        zones = sorted(self.case.zones, key=lambda zone: zone.span)
        object.__setattr__(self, "_zones", ([zone.span.start for zone in zones], zones))

    def cell(self, span: Span | None, label: str | None = None) -> Cell:
        """The slice of an item: the zone where it starts decides its part.

        What has no place, or lies outside all zones, is content: it must not escape the headline.
        """
        zone = self._zone_at(span.start) if span is not None else None
        part: Part = "content" if zone is None or zone.content else "boilerplate"
        block = self._block_at(span.start) if span is not None and part == "content" else None
        return Cell(self.case.document.doc_id, part, zone.name if zone else None, label, block)

    def shared(self, name: str, make: Callable[[], T]) -> T:
        """What several metrics need of this document and answer, made once under a name."""
        if name not in self._shared:
            self._shared[name] = make()
        made: T = self._shared[name]
        return made

    def sides(self, layer: Layer[T]) -> tuple[list[Placed[T]], list[Placed[T]]] | None:
        """The layer's items of gold and answer; ``None`` where the gold has no such layer."""
        # Metrics of one task share the layer, and so its items are read once.
        if layer not in self._read:
            gold = layer.items(self.case.gold)
            both = (gold, layer.items(self.answer) or ()) if gold is not None else None
            self._read[layer] = both and tuple(self._place(layer, side) for side in both)
        sides: tuple[list[Placed[T]], list[Placed[T]]] | None = self._read[layer]
        return sides

    def _place(self, layer: Layer[T], items: Sequence[T]) -> list[Placed[T]]:
        spans = [(item, layer.span(item)) for item in items]
        return [Placed(item, span, self.cell(span, layer.label(item))) for item, span in spans]

    def _block_at(self, offset: int) -> int | None:
        """The number of the last sentence that starts at or before ``offset``, or the first."""
        if not self.sentences:
            return None
        return max(bisect_right(self.sentences, offset) - 1, 0)

    def _zone_at(self, offset: int) -> Zone | None:
        """The same as ``Case.zone_at`` in logarithmic time (zones do not overlap)."""
        starts, zones = self._zones
        index = bisect_right(starts, offset) - 1
        return zones[index] if index >= 0 and offset < zones[index].span.end else None
