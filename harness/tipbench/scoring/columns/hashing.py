"""Words of spans, told apart by hashes of 64 bits instead of being copied.

The characters of a span are read where they stand, a *piece* of eight bytes at a time, for all
spans at once. That any two of a hundred thousand different words share a hash has a probability of
about one in four billions (the birthday bound).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tipbench.arrays import Flags, Ints

PADDING = 4
"""So many characters have to follow the last span, that pieces may reach into."""

_FACTORS = (0xBF58476D1CE4E5B9, 0x94D049BB133111EB)
"""Those of the mixing function of SplitMix64 (Steele, Lea and Flood, 2014)."""


def span_hashes(characters: Any, start: Ints, end: Ints) -> Ints:
    """A number for the characters of every span, equal for equal ones.

    Args:
        characters: Code units of two or of four bytes, and ``PADDING``.
        start: Offsets.
        end: Offsets.

    >>> import numpy as np
    >>> units = np.frombuffer("Rabat, Rabat et Rabac....".encode("utf-16-le"), "<u2")
    >>> one, two, other = span_hashes(units, np.array([0, 7, 16]), np.array([5, 12, 21])).tolist()
    >>> one == two, one == other
    (True, False)
    """
    import numpy as np

    length = end - start
    hashes = length.astype(np.uint64)
    _mix(hashes)
    for which, piece in _pieces(characters, start, length):
        if which is None:
            piece ^= hashes
            _mix(piece)
            hashes = piece
        else:
            piece ^= hashes.take(which)
            _mix(piece)
            hashes[which] = piece
    found: Ints = hashes.view(np.int64)
    return found


def _mix(numbers: Any) -> None:
    """Let every bit of numbers tell on all others, in place and so that none become equal."""
    import numpy as np

    for shift, factor in zip((32, 29), _FACTORS, strict=True):
        numbers ^= numbers >> np.uint64(shift)
        numbers *= np.uint64(factor)
    numbers ^= numbers >> np.uint64(32)


def equal_spans(one: Any, start: Ints, other: Any, other_start: Ints, length: Ints) -> Flags:
    """Whether spans of two arrays of code units have the same characters.

    Args:
        one: Code units, and ``PADDING``.
        start: Offsets.
        other: Code units of the same size, and ``PADDING``.
        other_start: Offsets.
        length: The length of the spans in both.
    """
    import numpy as np

    equal = np.ones(len(start), dtype=np.bool_)
    pairs = zip(_pieces(one, start, length), _pieces(other, other_start, length), strict=True)
    for (which, mine), (_, theirs) in pairs:
        if which is None:
            equal &= mine == theirs
        else:
            equal[which] &= mine == theirs
    return equal


def string_hashes(words: Sequence[str]) -> Ints:
    """What ``span_hashes`` has for words in code units of two bytes."""
    import numpy as np

    encoded = [word.encode("utf-16-le", "surrogatepass") for word in words]
    length = np.fromiter(map(len, encoded), np.int64, len(encoded)) // 2
    end = np.cumsum(length)
    units = np.frombuffer(b"".join([*encoded, bytes(2 * PADDING)]), "<u2")
    return span_hashes(units, end - length, end)


def distinct(values: Ints) -> tuple[Ints, Ints]:
    """Values as numbers of the distinct ones, and the place of one of each.

    >>> import numpy as np
    >>> [found.tolist() for found in distinct(np.array([70, 50, 70]))]
    [[0, 1, 0], [2, 1]]
    """
    import numpy as np

    from tipbench.arrays import arrow_ints, ints

    encoded = arrow_ints(values).dictionary_encode()
    number = ints(encoded.indices)
    where = np.empty(len(encoded.dictionary), dtype=np.int64)
    where[number] = np.arange(len(values))
    return number, where


def pieces_at(characters: Any) -> Any:
    """The eight bytes from each character on, without copying them: pieces overlap."""
    import numpy as np

    size = characters.itemsize
    shape = (len(characters) - 8 // size + 1,)
    return np.ndarray(shape, "<u8", characters, strides=(size,))


def _pieces(characters: Any, start: Ints, length: Ints) -> Iterator[tuple[Ints | None, Any]]:
    """The pieces of spans, at each step those of some spans (``None`` for all).

    They are the first one, then the last, which may overlap it, then those between.
    """
    import numpy as np

    pieces, bits = pieces_at(characters), 8 * characters.itemsize
    per = 64 // bits
    short = np.flatnonzero(length < per)
    kept = (np.uint64(1) << (length[short] * bits).astype(np.uint64)) - np.uint64(1)
    for piece in (pieces[start], pieces[start + np.maximum(length - per, 0)]):
        piece[short] &= kept
        yield None, piece
    which = np.flatnonzero(length > 2 * per)
    at, last = start.take(which) + per, (start + length - per).take(which)
    while len(which):
        yield which, pieces[at]
        at += per
        more = np.flatnonzero(at < last)
        if len(more) < len(which):
            which, at, last = which.take(more), at.take(more), last.take(more)
