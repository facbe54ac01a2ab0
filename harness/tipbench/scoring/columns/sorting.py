"""Sorts rows of several columns at once, by packing each row into one number."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tipbench.arrays import Flags, Ints

_BITS = 63


def sorted_rows(*columns: Ints | Flags, merge: bool = False) -> tuple[Ints, ...]:
    """The columns with their rows in order, the first column being the most significant.

    Sorting plain numbers is many times as fast as sorting by several keys, so rows are packed into
    one number each where they fit.

    Args:
        columns: Of one length, without negative numbers.
        merge: Whether they consist of few stretches that are in order, which saves time.

    >>> import numpy as np
    >>> [c.tolist() for c in sorted_rows(np.array([2, 1, 1]), np.array([0, 7, 5]))]
    [[1, 1, 2], [5, 7, 0]]
    """
    import numpy as np

    if not len(columns[0]):
        return tuple(np.zeros(0, dtype=np.int64) for _ in columns)
    widths = [int(column.max()).bit_length() for column in columns]
    if sum(widths) > _BITS:
        order = _order(columns, widths)
        return tuple(column[order].astype(np.int64) for column in columns)
    packed = _packed(columns, widths)
    packed.sort(kind="stable" if merge else None)
    unpacked = []
    for width in reversed(widths):
        unpacked.append(packed & ((1 << width) - 1))
        packed >>= width
    return tuple(reversed(unpacked))


def _packed(columns: Sequence[Ints | Flags], widths: Sequence[int]) -> Ints:
    """The columns in one, of which each takes so many bits."""
    import numpy as np

    packed = columns[0].astype(np.int64)
    for column, width in zip(columns[1:], widths[1:], strict=True):
        packed <<= width
        packed |= column
    return packed


def _order(columns: Sequence[Ints | Flags], widths: Sequence[int]) -> Ints:
    """The order of rows that do not fit into one number each: sorted by the last columns first."""
    import numpy as np

    order = np.arange(len(columns[0]))
    high = len(columns)
    while high:
        low = high - 1
        while low and sum(widths[low - 1 : high]) <= _BITS:
            low -= 1
        packed = _packed(columns[low:high], widths[low:high])
        order = order[np.argsort(packed[order], kind="stable")]
        high = low
    return order


def distinct(numbers: Ints) -> list[int]:
    """The numbers that occur, which are small and not negative, in order.

    >>> import numpy as np
    >>> distinct(np.array([3, 1, 3]))
    [1, 3]
    """
    import numpy as np

    found: list[int] = np.flatnonzero(np.bincount(numbers)).tolist()
    return found


def changes(*columns: Ints | Flags) -> Flags:
    """Where a run of rows that are equal in all columns begins.

    >>> import numpy as np
    >>> changes(np.array([1, 1, 2, 2]), np.array([5, 5, 5, 6])).tolist()
    [True, False, True, True]
    """
    import numpy as np

    changed = np.zeros(len(columns[0]), dtype=np.bool_)
    changed[:1] = True
    for column in columns:
        changed[1:] |= column[1:] != column[:-1]
    return changed
