"""Long surfaces, told apart by their hash: they may overlap in any number, as nested spans do.

Comparing, or only copying, the words of thousands of spans that nest in one another would take
time by the square of their number. The folded text is read once instead, and a span's words are
known by their polynomial hash (Karp and Rabin, 1987), from the hashes of what ends before it and
with it. No name of an inventory is so long.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from tipbench.scoring.names import bare
from tipbench.scoring.normal import fold_with_offsets

if TYPE_CHECKING:
    from tipbench.scoring.columns.texts import Texts

LONG = 1_000
"""Surfaces of more characters are told apart by their hash."""

_EDGE = 60
"""How much of each end is looked at for what is not part of a name."""

_PRIME = (1 << 61) - 1
_BASE = 1_048_583


class LongSurfaces:
    """Tells the long surfaces of a batch apart."""

    def __init__(self, texts: Texts) -> None:
        """Fold the texts."""
        self._folded, self._offsets = fold_with_offsets(texts.joined)
        self._hashes = [0]
        self._powers = [1]
        value, power = 0, 1
        for char in self._folded:
            value = (value * _BASE + ord(char) + 1) % _PRIME
            power = power * _BASE % _PRIME
            self._hashes.append(value)
            self._powers.append(power)

    def thing(self, start: int, end: int) -> str:
        """What stands for the words between two absolute offsets: equal for equal words."""
        low, high = bisect_left(self._offsets, start), bisect_left(self._offsets, end)
        # Both ends are trimmed as a name would be; what lies between them stays as it is.
        head = bare(self._folded[low : low + _EDGE] + "x")
        tail = bare("x" + self._folded[high - _EDGE : high])
        low += _EDGE - (len(head) - 1)
        high -= _EDGE - (len(tail) - 1)
        value = self._hashes[high] - self._hashes[low] * self._powers[high - low]
        return f"\0long {high - low} {value % _PRIME}"
