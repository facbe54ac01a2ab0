"""The gold made wrong in one slot, in a growing share of its items."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import Any

from tipbench.model import Answer, Case, InventoryEntry, Span, Stance

DOSES = (0.0, 0.1, 0.25, 0.5, 0.75, 1.0)
"""The shares of the items that are made wrong, one after the other."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a change of one item may look at.

    Attributes:
        case: The document with its gold.
        spans: Where the items of the layer stand.
        inventory: All entities.
    """

    case: Case
    spans: frozenset[Span]
    inventory: Sequence[InventoryEntry]

    def elsewhere(self, names: frozenset[str | None]) -> list[str]:
        """Entities that speak for nobody else and are not among ``names``."""
        alone = (entry.entity_id for entry in self.inventory if entry.stance_class is None)
        return sorted(set(alone) - names)


Change = Callable[[Any, Surroundings, Random], "tuple[Any, ...] | None"]
"""What stands in the place of an item; ``None`` where this item cannot be made wrong so."""


@dataclass(frozen=True, slots=True)
class Corruption:
    """One way to make a layer wrong.

    Attributes:
        task: The task that it belongs to.
        type: Its name.
        layer: The attribute of ``Answer`` that it changes.
        change: What it does to one item.
    """

    task: str
    type: str
    layer: str
    change: Change


def corrupted(
    cases: Sequence[Case],
    corruption: Corruption,
    inventory: Sequence[InventoryEntry],
    seed: str,
    doses: Sequence[float] = DOSES,
) -> Iterator[tuple[float, dict[str, Answer]]]:
    """The gold of all documents at every dose.

    What is wrong at one dose is wrong in the same way at every higher one.

    Args:
        cases: The documents with their gold.
        corruption: What is done.
        inventory: All entities.
        seed: Decides which items are changed first, and how.
        doses: Shares of the items that can be changed.
    """
    draw = Random(seed)
    changed: dict[tuple[str, int], tuple[Any, ...]] = {}
    for case in cases:
        items = _items(case.gold, corruption.layer)
        spans = frozenset(span for item in items if (span := span_of(item)) is not None)
        around = Surroundings(case, spans, inventory)
        for index, item in enumerate(items):
            wrong = corruption.change(item, around, draw)
            if wrong is not None:
                changed[case.document.doc_id, index] = wrong
    order = sorted(changed)
    draw.shuffle(order)
    for dose in doses:
        now = {place: changed[place] for place in order[: math.ceil(dose * len(order))]}
        yield (
            dose,
            {case.document.doc_id: _apply(case.gold, corruption.layer, now) for case in cases},
        )


def _items(gold: Answer, layer: str) -> tuple[Any, ...]:
    items = getattr(gold, layer)
    if items is None:
        return ()
    return items if isinstance(items, tuple) else (items,)


def _apply(gold: Answer, layer: str, changed: Mapping[tuple[str, int], tuple[Any, ...]]) -> Answer:
    items: list[Any] = []
    for index, item in enumerate(_items(gold, layer)):
        items += changed.get((gold.doc_id, index), (item,))
    single = not isinstance(getattr(gold, layer), tuple)
    value = (items[0] if items else None) if single else tuple(items)
    changes: dict[str, Any] = {layer: value}
    return replace(gold, **changes)


def span_of(item: Any) -> Span | None:
    """Where an item stands, a stance by its evidence."""
    if isinstance(item, Stance):
        return item.evidence.span if item.evidence is not None else None
    span: Span | None = getattr(item, "span", None)
    return span
