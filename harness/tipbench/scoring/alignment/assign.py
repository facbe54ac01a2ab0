"""Which item takes which place, where several items say the same or lie in one another."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from itertools import accumulate, groupby
from typing import NamedTuple

from tipbench.model import Span
from tipbench.scoring.alignment.chain import Option, heaviest_chain
from tipbench.scoring.alignment.places import Places, Rank

MAX_OPTIONS = 200_000
"""How many combinations of an item and a place are weighed against each other; items with the
fewest places come first, and those beyond are placed one by one after them."""


class Placement(NamedTuple):
    """Where an item was put.

    Attributes:
        span: The place.
        exact: Whether the words stand there as they are, without repair.
        ambiguous: Whether another place that is as good remained open.
    """

    span: Span
    exact: bool
    ambiguous: bool


def assign(
    text: str, surfaces: Sequence[str], *, taken: Iterable[Span] = (), share: bool = False
) -> list[Placement | None]:
    """Give every item the best place it can have; see ``tipbench.scoring.alignment.align``.

    First the longest chain of items that lie in the text in their order, then the others one by
    one; at last items that say the same change places so that they too are in the text's order.

    >>> [placement.span.start for placement in assign("US of us. US", ["US", "US"])]
    [0, 10]
    """
    board = _Board(text, surfaces, taken, share=share)
    chained = board.take_chain()
    board.take_singly(chained)
    board.put_in_order()
    return board.placements()


class _Board:
    """A text, the items with the places that each could have, and the places taken so far."""

    def __init__(
        self, text: str, surfaces: Sequence[str], taken: Iterable[Span], *, share: bool
    ) -> None:
        self._surfaces = surfaces
        self._share = share
        self._covered = bytearray(len(text))  # characters that belong to an item
        self._within = bytearray(len(text) + 1)  # borders between two characters of one item
        self._occupied: set[Span] = set()
        for span in () if share else taken:
            self._occupy(span)
        self._items: dict[str, list[int]] = {}
        for item, surface in enumerate(surfaces):
            self._items.setdefault(surface, []).append(item)
        places = Places(text)
        self._tiers = {surface: self._open_tiers(places, surface) for surface in self._items}
        self._mark_clear(self._covered[:])
        self._spots: list[_Spot | None] = [None] * len(surfaces)

    def _open_tiers(self, places: Places, surface: str) -> list[_Tier]:
        tiers = []
        for rank, spans in places.of(surface).items():
            if still_open := [span for span in spans if span not in self._occupied]:
                tiers.append(_Tier(rank, still_open))
        return tiers

    def _mark_clear(self, covered: bytearray) -> None:
        """Note which places do not lie in or across a longer item's place."""
        if self._share:
            return
        ordered = sorted(self._items, key=len, reverse=True)
        for _, batch in groupby(ordered, key=len):
            tiers = [tier for s in batch for tier in self._needed(s)]
            for tier in tiers:
                tier.clear = {s for s in tier.spans if covered.find(1, s.start, s.end) < 0}
            for span in (span for tier in tiers for span in tier.spans):
                covered[span.start : span.end] = b"\x01" * (span.end - span.start)

    def _needed(self, surface: str) -> list[_Tier]:
        """The best tiers of a surface that together have a place for each of its items."""
        tiers = self._tiers[surface]
        wanted = 1 if self._share else len(self._items[surface])
        sums = accumulate((len(tier.spans) for tier in tiers), initial=0)
        return [tier for tier, before in zip(tiers, sums, strict=False) if before < wanted]

    def take_chain(self) -> list[int]:
        """Place the items of the chain; for each item, where the chain is before it."""
        spots = self._choices()
        options = [[Option(s.span.start, self._weight(s)) for s in choices] for choices in spots]
        chain = heaviest_chain(options)
        picked = [(spots[i][o], i) for i, o in enumerate(chain) if o is not None]
        for spot, item in sorted(picked, key=lambda pick: pick[0].tier.rank):
            if self._is_free(spot.tier, spot.span):
                self._take(item, spot)
        starts = (0 if o is None else spots[i][o].span.start for i, o in enumerate(chain))
        return list(accumulate(starts, max))

    def _choices(self) -> list[list[_Spot]]:
        """The places that each item may have in the chain, within the bound on their number."""
        choices: list[list[_Spot]] = [[] for _ in self._surfaces]
        offers = []
        for surface, items in self._items.items():
            spots = [_Spot(s, tier) for tier in self._needed(surface) for s in tier.spans]
            # The second of three items that say the same has neither the first place nor the last.
            width = len(spots) if self._share else max(1, len(spots) - len(items) + 1)
            offers.append((width * len(items), width, items, sorted(spots, key=_by_span)))
        offers.sort(key=lambda offer: offer[0])
        for total, (_, width, items, spots) in zip(
            accumulate(offer[0] for offer in offers), offers, strict=True
        ):
            if total > MAX_OPTIONS:
                break
            for nth, item in enumerate(items):
                begin = 0 if self._share else nth
                choices[item] = spots[begin : begin + width]
        return choices

    def _weight(self, spot: _Spot) -> int:
        """Being in the chain counts most, then a clear place, then its rank."""
        return (1 << 60) + ((spot.span in spot.tier.clear) << 30) + len(Rank) - spot.tier.rank

    def take_singly(self, chained: Sequence[int]) -> None:
        """Place the items that have no place yet, those with better places first."""
        waiting = [item for item, spot in enumerate(self._spots) if spot is None]
        for rank in Rank:
            for item in waiting:
                for tier in self._tiers[self._surfaces[item]]:
                    if tier.rank == rank and self._spots[item] is None:
                        self._take_best(item, tier, chained[item])

    def _take_best(self, item: int, tier: _Tier, cursor: int) -> None:
        span = tier.choose(cursor, self._is_uncovered, lambda span: self._is_free(tier, span))
        if span is not None:
            self._take(item, _Spot(span, tier))

    def put_in_order(self) -> None:
        """Let items that say the same lie in the order in which they were given."""
        for items in () if self._share else self._items.values():
            spots = sorted((s for i in items if (s := self._spots[i]) is not None), key=_by_span)
            for item, spot in zip(items, [*spots, *[None] * len(items)], strict=False):
                self._spots[item] = spot

    def placements(self) -> list[Placement | None]:
        """The outcome, with what remains open."""
        return [
            spot and Placement(spot.span, spot.tier.rank.is_exact, self._has_rival(spot))
            for spot in self._spots
        ]

    def _has_rival(self, spot: _Spot) -> bool:
        tier = spot.tier
        if self._share:
            return len(tier.spans) > 1
        if tier.rivals is None:
            left = [span for span in tier.spans if self._is_free(tier, span)]
            tier.rivals = (bool(left), any(span in tier.clear for span in left))
        return tier.rivals[spot.span in tier.clear]

    def _take(self, item: int, spot: _Spot) -> None:
        self._spots[item] = spot
        if not self._share:
            self._occupy(spot.span)

    def _occupy(self, span: Span) -> None:
        self._occupied.add(span)
        self._covered[span.start : span.end] = b"\x01" * (span.end - span.start)
        self._within[span.start + 1 : span.end] = b"\x01" * (span.end - span.start - 1)

    def _is_uncovered(self, span: Span) -> bool:
        return self._share or self._covered.find(1, span.start, span.end) < 0

    def _is_free(self, tier: _Tier, span: Span) -> bool:
        """Whether nobody has the place; and for a fuzzy one, that no item crosses or holds it."""
        if self._share:
            return True
        if tier.rank == Rank.FUZZY and (self._within[span.start] or self._within[span.end]):
            return False
        return span not in self._occupied


class _Tier:
    """The equally good places of one surface, in text order."""

    __slots__ = ("_free", "_starts", "_uncovered", "clear", "rank", "rivals", "spans")

    def __init__(self, rank: Rank, spans: list[Span]) -> None:
        self.rank = rank
        self.spans = spans
        self.clear: set[Span] = set()
        self.rivals: tuple[bool, bool] | None = None
        self._starts = [span.start for span in spans]
        # Pointers past places known to be closed: what is closed once stays closed, so that many
        # equal items are placed in about linear time.
        self._uncovered = list(range(len(spans) + 1))
        self._free = list(range(len(spans) + 1))

    def choose(
        self, cursor: int, is_uncovered: Callable[[Span], bool], is_free: Callable[[Span], bool]
    ) -> Span | None:
        """The best open place: clear of all items and behind the cursor, if there is one.

        Else clear of all items anywhere, and failing that in or across an item, behind the cursor
        or anywhere; of each the first.
        """
        behind = bisect_left(self._starts, cursor)
        for pointers, is_open in ((self._uncovered, is_uncovered), (self._free, is_free)):
            for begin in (behind, 0):
                index = self._first(begin, pointers, is_open)
                if index < len(self.spans):
                    return self.spans[index]
        return None

    def _first(self, begin: int, pointers: list[int], is_open: Callable[[Span], bool]) -> int:
        """Index of the first open place from ``begin`` on, or the number of places."""
        index, passed = begin, []
        while index < len(self.spans):
            if pointers[index] == index and is_open(self.spans[index]):
                break
            passed.append(index)
            index = max(pointers[index], index + 1)
        for closed in passed:
            pointers[closed] = index
        return index


class _Spot(NamedTuple):
    """A place and the tier it belongs to."""

    span: Span
    tier: _Tier


def _by_span(spot: _Spot) -> Span:
    return spot.span
