"""The heaviest chain: one option per item at most, none before that of an earlier item."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import NamedTuple


class Option(NamedTuple):
    """One possibility for an item: its position, and how good it is (more than 0)."""

    position: int
    weight: int


class _Link(NamedTuple):
    item: int
    option: int
    before: _Link | None


def heaviest_chain(options: Sequence[Sequence[Option]]) -> list[int | None]:
    """Choose options so that their positions do not fall and their weights sum to the most.

    Among equal sums the chain that ends first wins. With *n* options in all this takes about
    *n* log *n* steps.

    Args:
        options: The options of every item, items in their order.

    Returns:
        For every item the index of its option, ``None`` for an item outside of the chain.

    >>> near, far = Option(1, 5), Option(9, 5)
    >>> heaviest_chain([[near], [far], [near], [far]])
    [0, None, 0, 0]
    """
    stairs = _Stairs()
    for item, choices in enumerate(options):
        heads = [stairs.below(choice.position) for choice in choices]
        for index, (choice, (total, link)) in enumerate(zip(choices, heads, strict=True)):
            stairs.add(choice.position, total + choice.weight, _Link(item, index, link))
    chosen: list[int | None] = [None] * len(options)
    link = stairs.top()
    while link is not None:
        chosen[link.item] = link.option
        link = link.before
    return chosen


class _Stairs:
    """The chains worth going on with: further ends come only with greater sums."""

    __slots__ = ("_links", "_positions", "_totals")

    def __init__(self) -> None:
        self._positions: list[int] = []
        self._totals: list[int] = []
        self._links: list[_Link] = []

    def below(self, position: int) -> tuple[int, _Link | None]:
        """Sum and end of the best chain up to ``position``, included."""
        at = bisect_right(self._positions, position) - 1
        return (self._totals[at], self._links[at]) if at >= 0 else (0, None)

    def add(self, position: int, total: int, link: _Link) -> None:
        if self.below(position)[0] >= total:
            return
        start = bisect_left(self._positions, position)
        stop = bisect_right(self._totals, total, lo=start)
        self._positions[start:stop] = [position]
        self._totals[start:stop] = [total]
        self._links[start:stop] = [link]

    def top(self) -> _Link | None:
        return self._links[-1] if self._links else None
