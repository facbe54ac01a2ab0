"""Long texts through models that read few tokens: windows that overlap, and where they meet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of a sequence that a model reads, and the part of it that it answers for.

    Attributes:
        first: The first token that it reads.
        stop: The token behind the last that it reads.
        own_first: The first token that it answers for.
        own_stop: The token behind the last.
    """

    first: int
    stop: int
    own_first: int
    own_stop: int


def windows(length: int, size: int, overlap: int) -> Iterator[Window]:
    """Windows over ``length`` tokens; every token belongs to exactly one, far from its ends.

    Neighbours read ``overlap`` tokens in common and meet in the middle of them, so that each token
    is answered for by a window that reads at least half the overlap on both its sides, where the
    text has as much.

    Args:
        length: Number of tokens.
        size: Number of tokens that a window can hold.
        overlap: Number of tokens that neighbours share, less than ``size``.

    >>> [(w.own_first, w.own_stop) for w in windows(10, 6, 2)]
    [(0, 5), (5, 10)]
    """
    first = own_first = 0
    while True:
        stop = min(first + size, length)
        own_stop = length if stop == length else stop - overlap // 2
        yield Window(first, stop, own_first, own_stop)
        if stop == length:
            return
        first, own_first = stop - overlap, own_stop
