"""Random draws that are the same on every machine and with every version of numpy.

numpy promises to keep the stream of its bit generators, not what ``Generator`` makes of it (NEP
19), so units are drawn from the bits themselves.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tipbench.scoring.statistics.shapes import Array

RESAMPLES = 10_000
SEED = 12345

_CHUNK = 500_000
"""Numbers that are held at a time, so that memory does not grow with the resamples."""


def resampled_sums(rows: Array, *, resamples: int = RESAMPLES, seed: int = SEED) -> Array:
    """The sums of ``len(rows)`` rows that are drawn with replacement, for every resample.

    The draws depend on the number of rows and the seed alone: what is in the columns is resampled
    together, and so are arrays of the same length.

    >>> import numpy as np
    >>> resampled_sums(np.array([[1.0, 2.0], [1.0, 2.0]]), resamples=2)
    array([[2., 4.],
           [2., 4.]])
    """
    import numpy as np

    size = len(rows)
    bits = np.random.PCG64(np.random.SeedSequence(seed, spawn_key=(0,)))
    sums = []
    for number in _chunks(resamples, size):
        drawn = _below(size, _raw(bits, 32 * number * size).view("<u4")[: number * size])
        drawn += np.repeat(np.arange(number) * size, size)
        times = np.bincount(drawn, minlength=number * size).reshape(number, size)
        sums.append(times.astype(np.float64) @ rows)
    return np.concatenate(sums)


def swapped_sums(rows: Array, *, resamples: int = RESAMPLES, seed: int = SEED) -> Array:
    """The sums of the rows that a fair coin picks, for every resample.

    >>> import numpy as np
    >>> bool((swapped_sums(np.ones((3, 1)), resamples=50) <= 3).all())
    True
    """
    import numpy as np

    size = len(rows)
    bits = np.random.PCG64(np.random.SeedSequence(seed, spawn_key=(1,)))
    sums = []
    for number in _chunks(resamples, size):
        coins = np.unpackbits(_raw(bits, number * size).view(np.uint8))[: number * size]
        sums.append(coins.reshape(number, size).astype(np.float64) @ rows)
    return np.concatenate(sums)


def _chunks(resamples: int, size: int) -> Iterator[int]:
    """Numbers of resamples that add up to all, each with a bounded number of draws."""
    most = max(1, _CHUNK // size)
    for done in range(0, resamples, most):
        yield min(most, resamples - done)


def _raw(bits: Any, number: int) -> Any:
    """At least ``number`` random bits, as 64-bit words in little-endian order."""
    return bits.random_raw(-(-number // 64)).astype("<u8")


def _below(size: int, words: Any) -> Any:
    """Random 32-bit words as numbers below ``size`` (Lemire, 2019; the bias is below 2**-17)."""
    import numpy as np

    return ((words.astype(np.uint64) * np.uint64(size)) >> np.uint64(32)).astype(np.int64)
