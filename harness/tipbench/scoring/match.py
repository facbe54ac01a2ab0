"""One-to-one matching of gold and predicted items, the same whatever order they come in.

A metric chooses a *key* (which items may be matched at all) and one of the matchers below. Every
matcher gives each item a credit of 0, 0.5 or 1; no item is matched twice, so duplicates cost.
Spans are half-open: touching spans do not overlap. An item without a span matches nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from heapq import heappop, heappush
from typing import Any, NamedTuple

from tipbench.model import Span
from tipbench.scoring.counts import Cell, Counts, Tally


class Item(NamedTuple):
    """What a matcher sees of an annotation.

    Attributes:
        span: Where it is; ``None`` where it could not be placed.
        key: Only items of equal key are matched.
        cell: The slice that its credit goes to.
    """

    span: Span | None
    key: Hashable
    cell: Cell


class Credits(NamedTuple):
    """The credit of every item, in the order in which the items were given."""

    gold: list[float]
    predicted: list[float]


Matcher = Callable[[Sequence[Item], Sequence[Item]], Credits]
Pairs = Iterator[tuple[int, int]]


def same_key(gold: Sequence[Item], predicted: Sequence[Item]) -> Credits:
    """Match items of equal key wherever they are: the intersection of two multisets."""
    return _award(gold, predicted, _equal_pairs(gold, predicted, lambda item: (item.key,)))


def identical(gold: Sequence[Item], predicted: Sequence[Item]) -> Credits:
    """Match items of equal key and identical borders: the intersection of two multisets.

    >>> a = Item(Span(0, 5), "PER", Cell("d", label="PER"))
    >>> identical([a], [a, a])
    Credits(gold=[1.0], predicted=[1.0, 0.0])
    """
    return _award(gold, predicted, _equal_pairs(gold, predicted, _key_and_borders))


def overlapping(gold: Sequence[Item], predicted: Sequence[Item]) -> Credits:
    """Match as many items of equal key as possible, each pair sharing at least one character."""
    return _award(gold, predicted, overlap_pairs(enumerate(gold), enumerate(predicted)))


def graded(gold: Sequence[Item], predicted: Sequence[Item]) -> Credits:
    """Match items of equal key: 1 for identical borders, 0.5 for a mere overlap.

    Identical pairs are taken first. No credit is lost by it: in any matching, put an identical
    pair in place of the at most two half-credit pairs that its members are in (if one of those is
    itself identical, the other member's partner has the same borders and takes its place). What
    is left has no identical pairs, so the most credit is half the largest number of overlaps.
    """
    exact = list(_equal_pairs(gold, predicted, _key_and_borders))
    credits = _award(gold, predicted, exact)
    left_gold = [(i, item) for i, item in enumerate(gold) if not credits.gold[i]]
    left_predicted = [(i, item) for i, item in enumerate(predicted) if not credits.predicted[i]]
    for i, j in overlap_pairs(left_gold, left_predicted):
        credits.gold[i] = credits.predicted[j] = 0.5
    return credits


def tally_credits(
    gold: Sequence[Item], predicted: Sequence[Item], credits: Credits
) -> Tally[Counts]:
    """Count items and credits by cell, each item's credit in its own cell."""
    sums: dict[Cell, list[float]] = defaultdict(lambda: [0, 0, 0.0, 0.0])
    for offset, items, earned in ((0, gold, credits.gold), (1, predicted, credits.predicted)):
        for item, credit in zip(items, earned, strict=True):
            row = sums[item.cell]
            row[offset] += 1
            row[offset + 2] += credit
    cells = {cell: Counts(int(g), int(p), gc, pc) for cell, (g, p, gc, pc) in sums.items()}
    return Tally(cells, Counts())


def _award(
    gold: Sequence[Item], predicted: Sequence[Item], pairs: Iterable[tuple[int, int]]
) -> Credits:
    credits = Credits([0.0] * len(gold), [0.0] * len(predicted))
    for i, j in pairs:
        credits.gold[i] = credits.predicted[j] = 1.0
    return credits


def _key_and_borders(item: Item) -> Hashable:
    """What identical items share; ``None`` (no match) for an item without a place."""
    return None if item.span is None else (item.key, item.span.start, item.span.end)


def _equal_pairs(
    gold: Sequence[Item], predicted: Sequence[Item], identity: Callable[[Item], Hashable]
) -> Pairs:
    """Pairs of items of equal identity, as many as there are on the scarcer side."""
    waiting: dict[Hashable, list[int]] = defaultdict(list)
    for i, item in enumerate(gold):
        waiting[identity(item)].append(i)
    found: dict[Hashable, list[int]] = defaultdict(list)
    for j, item in enumerate(predicted):
        known = identity(item)
        if known is not None and known in waiting:
            found[known].append(j)
    for known, theirs in found.items():
        ours = waiting[known]
        if len(ours) == len(theirs) == 1:
            yield ours[0], theirs[0]
        else:
            yield from _same_cell_first(gold, ours, predicted, theirs)


def _same_cell_first(
    gold: Sequence[Item], ours: list[int], predicted: Sequence[Item], theirs: list[int]
) -> Pairs:
    """Pair equal items: those of one cell first, then of one slice, then in order of the cells.

    All of them are worth the same; the order decides only which slice and sentence get the credit,
    and must not depend on the order of the input.
    """
    ours = sorted(ours, key=lambda i: _order(gold[i].cell))
    theirs = sorted(theirs, key=lambda j: _order(predicted[j].cell))
    for alike in (_cell, _slice):
        by_cell: dict[Cell, list[int]] = defaultdict(list)
        for j in reversed(theirs):
            by_cell[alike(predicted[j].cell)].append(j)
        left = []
        for i in ours:
            partners = by_cell.get(alike(gold[i].cell))
            if partners:
                yield i, partners.pop()
            else:
                left.append(i)
        unmatched = {j for partners in by_cell.values() for j in partners}
        ours, theirs = left, [j for j in theirs if j in unmatched]
    yield from zip(ours, theirs, strict=False)


def _cell(cell: Cell) -> Cell:
    return cell


def _slice(cell: Cell) -> Cell:
    """The cell without its sentence."""
    return cell._replace(block=None)


def _order(cell: Cell) -> tuple[str, str, int]:
    return (cell.label or "", cell.zone or "", -1 if cell.block is None else cell.block)


def overlap_pairs(gold: Iterable[tuple[int, Item]], predicted: Iterable[tuple[int, Item]]) -> Pairs:
    """A largest set of disjoint overlapping pairs, within every key."""
    groups: dict[Hashable, tuple[list[Ranked], list[Ranked]]] = {}
    for side, items in enumerate((gold, predicted)):
        for index, item in items:
            if item.span is not None:
                group = groups.setdefault(item.key, ([], []))
                # The label stands in the order so that ties do not depend on the input.
                label = item.cell.label or ""
                group[side].append((item.span.end, item.span.start, label, side, index))
    for ours, theirs in groups.values():
        if ours and theirs:
            yield from sweep(ours, theirs)


Ranked = tuple[int, int, Any, int, int]


def sweep(gold: list[Ranked], predicted: list[Ranked]) -> Pairs:
    """Match intervals by a sweep over their ends, in O(n log n); yields pairs of indices.

    Each interval is given by its end, its start, what ties are broken by, its side and its index.
    Of all unmatched intervals on both sides, let x be the one that ends first. Whatever overlaps
    x starts before x ends and ends no earlier, so of x's possible partners the one that ends first
    (y) overlaps nothing that the others do not overlap too. Any largest matching can therefore be
    changed into one that has the pair (x, y), and the sweep takes it. An x without a partner is
    in no matching at all.
    """
    order = sorted(gold + predicted)
    starts = _ranks_by_start(order)
    waiting: tuple[list[int], list[int]] = ([], [])
    position = [0, 0]
    matched = bytearray(len(order))
    for rank, (end, _, _, side, index) in enumerate(order):
        if matched[rank]:
            continue
        other = 1 - side
        queue, heap = starts[other], waiting[other]
        while position[other] < len(queue) and queue[position[other]][0] < end:
            heappush(heap, queue[position[other]][1])
            position[other] += 1
        # Ranks below this one are done with: matched, or found to have no partner.
        while heap and (heap[0] < rank or matched[heap[0]]):
            heappop(heap)
        if heap:
            partner = heappop(heap)
            matched[partner] = 1
            pair = (index, order[partner][4])
            yield pair if side == 0 else (pair[1], pair[0])


def _ranks_by_start(order: list[Ranked]) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """For each side, (start, rank) of its intervals by start."""
    starts: tuple[list[tuple[int, int]], list[tuple[int, int]]] = ([], [])
    for rank, (_, start, _, side, _) in enumerate(order):
        starts[side].append((start, rank))
    for queue in starts:
        queue.sort()
    return starts
