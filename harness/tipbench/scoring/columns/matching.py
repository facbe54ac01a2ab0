"""One-to-one matching of sorted arrays of spans: what ``tipbench.scoring.match`` does, in columns.

A *run* is a stretch of equal items, a *knot* a stretch of spans that overlap one another directly
or through others. Spans of different knots have nothing to do with each other, and most knots
are small: those of one size are matched side by side, as rows of a matrix.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tipbench.scoring.columns.sorting import distinct
from tipbench.scoring.match import sweep

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tipbench.arrays import Flags, Ints

WIDEST = 16
"""Knots of so many spans are still matched as rows of a matrix; larger ones one at a time."""


def knots(start: Ints, end: Ints) -> Flags:
    """Where a knot begins; the spans have to be sorted by their start.

    >>> import numpy as np
    >>> knots(np.array([0, 3, 5, 9]), np.array([4, 5, 8, 12])).tolist()
    [True, False, True, True]
    """
    import numpy as np

    new = np.ones(len(start), dtype=np.bool_)
    new[1:] = start[1:] >= np.maximum.accumulate(end[:-1])
    return new


def match_equal(new: Flags, gold: Flags) -> Flags:
    """Which items of each run find a partner: on both sides as many as the scarcer one has.

    Args:
        new: Where a run begins.
        gold: Which items are gold. Of each side the first ones of a run are matched.

    >>> import numpy as np
    >>> gold = np.array([True, False, False, True])
    >>> match_equal(np.array([True, False, False, True]), gold).tolist()
    [True, True, False, False]
    """
    import numpy as np

    matched = np.zeros(len(gold), dtype=np.bool_)
    pairs = _pairs(new)
    pairs &= gold[:-1] != gold[1:]
    matched[:-1] = pairs
    matched[1:] |= pairs
    starts, width = _wide(new)
    if len(starts):
        members = _members(starts, width)
        matched[members] = _match_wide(width, gold[members])
    return matched


def _pairs(new: Flags) -> Flags:
    """Where a run or knot of just two begins; for all items but the last."""
    pairs = new[:-1] & ~new[1:]
    pairs[:-1] &= new[2:]
    return pairs


def _wide(new: Flags) -> tuple[Ints, Ints]:
    """Where runs or knots of more than two begin, and how many items they have."""
    import numpy as np

    inner = ~(new[1:-1] | new[2:])  # neither of the two items behind begins one
    starts = np.flatnonzero(new[:-2] & inner)
    inner[:-1] &= new[3:]
    return starts, np.flatnonzero(inner) + 3 - starts


def _members(starts: Ints, width: Ints) -> Ints:
    """The numbers of all items of some runs."""
    import numpy as np

    before = np.cumsum(width) - width
    members: Ints = np.arange(width.sum()) + np.repeat(starts - before, width)
    return members


def _match_wide(width: Ints, gold: Flags) -> Flags:
    """The same for runs of any width, one behind the other."""
    import numpy as np

    starts = np.cumsum(width) - width
    run = np.repeat(np.arange(len(width)), width)
    numbers = [np.add.reduceat(side, starts, dtype=np.int64) for side in (gold, ~gold)]
    most = np.minimum(*numbers)
    matched = np.zeros(len(gold), dtype=np.bool_)
    for side, number in zip((gold, ~gold), numbers, strict=True):
        before = np.cumsum(number) - number
        rank = np.cumsum(side) - 1 - before[run]
        matched |= side & (rank < most[run])
    return matched


def match_overlapping(start: Ints, end: Ints, label: Ints, gold: Flags, key: Ints) -> Flags:
    """Which items have a partner in a largest set of overlapping pairs of equal key.

    The choice among equally large sets is that of ``tipbench.scoring.match.overlapping``.

    Args:
        start: Sorted.
        end: Beyond ``start``.
        label: Ranks of the labels, by which ties are broken.
        gold: Which items are gold.
        key: Only items of equal key are matched; not negative.

    >>> import numpy as np
    >>> start, end = np.array([0, 1, 4]), np.array([5, 3, 8])
    >>> none = np.zeros(3, dtype=np.int64)
    >>> match_overlapping(start, end, none, np.array([True, False, False]), none).tolist()
    [True, True, False]
    """
    import numpy as np

    new = knots(start, end)
    matched = _match_pairs(new, gold, key)
    starts, width = _wide(new)
    if len(starts):
        members = _members(starts, width)
        # Items of different keys have nothing to do with each other: apart, most knots are small.
        own = key[members]
        few = own.max() < 1 << 16  # numbers of 16 bits are sorted by their digits
        members = members[np.argsort(own.astype(np.uint16) if few else own, kind="stable")]
        matched[members] = _match_apart(
            start[members], end[members], label[members], gold[members], key[members]
        )
    return matched


def _match_pairs(new: Flags, gold: Flags, key: Ints) -> Flags:
    """Which items are matched in knots of just two."""
    import numpy as np

    pairs = _pairs(new)
    pairs &= gold[:-1] != gold[1:]
    pairs &= key[:-1] == key[1:]
    matched = np.zeros(len(gold), dtype=np.bool_)
    matched[:-1] = pairs
    matched[1:] |= pairs
    return matched


def _match_apart(start: Ints, end: Ints, label: Ints, gold: Flags, key: Ints) -> Flags:
    """``match_overlapping`` for items that are sorted by their key, then by their start."""
    import numpy as np

    apart = key * int(end.max())
    new = knots(start + apart, end + apart)
    matched = _match_pairs(new, gold, key)
    for first, width in _of_two_sides(*_wide(new), gold):
        if width <= WIDEST:
            members = first[:, None] + np.arange(width)
            order = np.lexsort((gold[members] == 0, label[members], start[members], end[members]))
            members = np.take_along_axis(members, order, axis=1)
            matched[members] = _sweep_rows(start[members], end[members], gold[members])
        else:
            for knot in first.tolist():
                own = slice(knot, knot + width)
                matched[own] = _sweep_one(start[own], end[own], label[own], gold[own])
    return matched


def _of_two_sides(starts: Ints, width: Ints, gold: Flags) -> Iterator[tuple[Ints, int]]:
    """The knots that have items of both sides, by their size."""
    import numpy as np

    ours = np.append(0, np.cumsum(gold))
    ours = ours[starts + width] - ours[starts]
    both = (ours > 0) & (ours < width)
    starts, width = starts[both], width[both]
    for size in distinct(width):
        yield starts[width == size], size


def _sweep_rows(start: Ints, end: Ints, gold: Flags) -> Flags:
    """``sweep`` for many knots of one size at once; each row is sorted by its ends."""
    import numpy as np

    matched = np.zeros(start.shape, dtype=np.bool_)
    for rank in range(start.shape[1] - 1):
        now = slice(rank, rank + 1)
        later = slice(rank + 1, None)
        fits = (
            ~matched[:, now]
            & ~matched[:, later]
            & (gold[:, later] != gold[:, now])
            & (start[:, later] < end[:, now])
        )
        rows = np.flatnonzero(fits.any(axis=1))
        matched[rows, rank] = True
        matched[rows, rank + 1 + fits[rows].argmax(axis=1)] = True
    return matched


def _sweep_one(start: Ints, end: Ints, label: Ints, gold: Flags) -> Flags:
    import numpy as np

    matched = np.zeros(len(start), dtype=np.bool_)
    sides = []
    for side in (0, 1):
        own = np.flatnonzero(gold == (side == 0))
        columns = (end[own], start[own], label[own], np.full(len(own), side), own)
        sides.append(list(zip(*(column.tolist() for column in columns), strict=True)))
    for pair in sweep(*sides):
        matched[list(pair)] = True
    return matched


def outermost(start: Ints, end: Ints, label: Ints) -> Flags:
    """Which spans are left when longer ones are taken first, then earlier ones, then by label.

    The spans have to be sorted by their start. It is the choice of
    ``tipbench.scoring.conll.flat_view``.

    >>> import numpy as np
    >>> start, end = np.array([0, 2, 9]), np.array([8, 10, 11])
    >>> outermost(start, end, np.zeros(3, dtype=np.int64)).tolist()
    [True, False, True]
    """
    import numpy as np

    new = knots(start, end)
    kept = new.copy()
    # Of two, the first is kept unless the second is to be taken before it.
    first = np.flatnonzero(_pairs(new))
    longer = (end - start)[first + 1] - (end - start)[first]
    before = (start[first + 1] == start[first]) & (label[first + 1] < label[first])
    second = first[(longer > 0) | ((longer == 0) & before)]
    kept[second], kept[second + 1] = False, True
    starts, width = _wide(new)
    for size in distinct(width):
        wide = starts[width == size]
        if size <= WIDEST:
            members = wide[:, None] + np.arange(size)
            length = start[members] - end[members]
            order = np.lexsort((label[members], start[members], length))
            members = np.take_along_axis(members, order, axis=1)
            kept[members] = _take_rows(start[members], end[members])
        else:
            for knot in wide.tolist():
                members = np.arange(knot, knot + size)
                order = np.lexsort((label[members], start[members], start[members] - end[members]))
                members = members[order]
                kept[members] = _take_one(start[members].tolist(), end[members].tolist())
    return kept


def _take_rows(start: Ints, end: Ints) -> Flags:
    """For many knots of one size: take each span in turn, and leave what overlaps it."""
    import numpy as np

    left = np.ones(start.shape, dtype=np.bool_)
    for rank in range(start.shape[1] - 1):
        now, later = slice(rank, rank + 1), slice(rank + 1, None)
        overlaps = (start[:, later] < end[:, now]) & (end[:, later] > start[:, now])
        left[:, later] &= ~(left[:, now] & overlaps)
    return left


def _take_one(start: list[int], end: list[int]) -> list[bool]:
    from tipbench.scoring.conll import disjoint

    return disjoint(zip(start, end, strict=True))
