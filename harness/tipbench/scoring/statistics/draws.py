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

_CHUNK = 50_000
"""Numbers that are held at a time: few enough to stay in a processor's cache, where they are
counted several times as fast."""


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
        drawn = drawn.reshape(number, size)
        drawn += size * np.arange(number)[:, None]
        times = np.bincount(drawn.reshape(-1), minlength=number * size).reshape(number, size)
        sums.append(times.astype(np.float64) @ rows)
    return np.concatenate(sums)


def swapped_sums(rows: Array, *, resamples: int = RESAMPLES, seed: int = SEED) -> Array:
    """The sums of the rows that a fair coin picks, for every resample.

    Eight coins are one random byte, and the 256 sums that eight rows can give are looked up.

    >>> import numpy as np
    >>> bool((swapped_sums(np.ones((3, 1)), resamples=50) <= 3).all())
    True
    """
    import numpy as np

    picks = np.unpackbits(np.arange(256, dtype=np.uint8)[:, None], axis=1).astype(np.float64)
    bits = np.random.PCG64(np.random.SeedSequence(seed, spawn_key=(1,)))
    sums = np.zeros((resamples, rows.shape[1]))
    for start in range(0, len(rows), 8):
        eight = rows[start : start + 8]
        coins = _raw(bits, 8 * resamples).view(np.uint8)[:resamples]
        # Rows are taken many times as fast by this as by indexing.
        sums += (picks[:, : len(eight)] @ eight).take(coins, axis=0)
    return sums


def _chunks(resamples: int, size: int) -> Iterator[int]:
    """Numbers of resamples that add up to all, each with a bounded number of draws."""
    # An even number of draws uses up whole words of bits, so that chunks go on seamlessly.
    most = max(2, _CHUNK // size // 2 * 2)
    for done in range(0, resamples, most):
        yield min(most, resamples - done)


def _raw(bits: Any, number: int) -> Any:
    """At least ``number`` random bits, as 64-bit words in little-endian order."""
    return bits.random_raw(-(-number // 64)).astype("<u8")


def _below(size: int, words: Any) -> Any:
    """Random 32-bit words as numbers below ``size`` (Lemire, 2019; the bias is below 2**-17)."""
    import numpy as np

    numbers = words.astype(np.uint64)
    numbers *= np.uint64(size)
    numbers >>= np.uint64(32)
    return numbers.view(np.int64)
