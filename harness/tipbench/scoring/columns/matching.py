"""One-to-one matching of sorted arrays of spans: what ``tipbench.scoring.match`` does, in columns.

A *run* is a stretch of equal items, a *knot* a stretch of spans that overlap one another directly
or through others. Spans of different knots have nothing to do with each other, and most knots
are small: those of one size are matched side by side, as rows of a matrix.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tipbench.scoring.match import sweep

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np
    import numpy.typing as npt

    Ints = npt.NDArray[np.int64]
    Flags = npt.NDArray[np.bool_]

WIDEST = 16
"""Knots of so many spans are still matched as rows of a matrix; larger ones one at a time."""


def knot_starts(start: Ints, end: Ints) -> Ints:
    """Where a knot begins; the spans have to be sorted by their start.

    >>> import numpy as np
    >>> knot_starts(np.array([0, 3, 5, 9]), np.array([4, 5, 8, 12])).tolist()
    [0, 2, 3]
    """
    import numpy as np

    if not len(start):
        return np.zeros(0, dtype=np.int64)
    reach = np.maximum.accumulate(end)
    apart = np.ones(len(start), dtype=np.bool_)
    apart[1:] = start[1:] >= reach[:-1]
    return np.flatnonzero(apart)


def sizes(starts: Ints, length: int) -> Ints:
    """How many items each run or knot has."""
    import numpy as np

    return np.diff(starts, append=length)


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
    starts = np.flatnonzero(new)
    width = sizes(starts, len(gold))
    pairs = starts[width == 2]
    pairs = pairs[gold[pairs] != gold[pairs + 1]]
    matched[pairs] = matched[pairs + 1] = True
    wide = width > 2
    if wide.any():
        members = _members(starts[wide], width[wide])
        matched[members] = _match_wide(width[wide], gold[members])
    return matched


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
        key: Only items of equal key are matched.

    >>> import numpy as np
    >>> start, end = np.array([0, 1, 4]), np.array([5, 3, 8])
    >>> none = np.zeros(3, dtype=np.int64)
    >>> match_overlapping(start, end, none, np.array([True, False, False]), none).tolist()
    [True, True, False]
    """
    import numpy as np

    matched = np.zeros(len(start), dtype=np.bool_)
    starts = knot_starts(start, end)
    for knots, width in _of_two_sides(starts, gold):
        if width == 2:
            same = knots[key[knots] == key[knots + 1]]
            matched[same] = matched[same + 1] = True
        elif width <= WIDEST:
            members = knots[:, None] + np.arange(width)
            order = np.lexsort((gold[members] == 0, label[members], start[members], end[members]))
            members = np.take_along_axis(members, order, axis=1)
            matched[members] = _sweep_rows(
                start[members], end[members], gold[members], key[members]
            )
        else:
            for first in knots.tolist():
                members = np.arange(first, first + width)
                matched[members] = _sweep_one(
                    start[members], end[members], label[members], gold[members], key[members]
                )
    return matched


def _of_two_sides(starts: Ints, gold: Flags) -> Iterator[tuple[Ints, int]]:
    """The knots that have items of both sides, by their size."""
    import numpy as np

    width = sizes(starts, len(gold))
    if not (width > 1).any():
        return
    ours = np.add.reduceat(gold, starts, dtype=np.int64)
    both = (ours > 0) & (ours < width)
    starts, width = starts[both], width[both]
    for size in np.unique(width).tolist():
        yield starts[width == size], size


def _sweep_rows(start: Ints, end: Ints, gold: Flags, key: Ints) -> Flags:
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
            & (key[:, later] == key[:, now])
            & (start[:, later] < end[:, now])
        )
        rows = np.flatnonzero(fits.any(axis=1))
        matched[rows, rank] = True
        matched[rows, rank + 1 + fits[rows].argmax(axis=1)] = True
    return matched


def _sweep_one(start: Ints, end: Ints, label: Ints, gold: Flags, key: Ints) -> Flags:
    import numpy as np

    matched = np.zeros(len(start), dtype=np.bool_)
    for value in np.unique(key).tolist():
        sides = []
        for side in (0, 1):
            own = np.flatnonzero((key == value) & (gold == (side == 0)))
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

    kept = np.zeros(len(start), dtype=np.bool_)
    starts = knot_starts(start, end)
    width = sizes(starts, len(start))
    for size in np.unique(width).tolist():
        knots = starts[width == size]
        if size == 1:
            kept[knots] = True
        elif size <= WIDEST:
            members = knots[:, None] + np.arange(size)
            length = start[members] - end[members]
            order = np.lexsort((label[members], start[members], length))
            members = np.take_along_axis(members, order, axis=1)
            kept[members] = _take_rows(start[members], end[members])
        else:
            for first in knots.tolist():
                members = np.arange(first, first + size)
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
