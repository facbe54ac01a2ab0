"""Long surfaces, told apart by their hash: they may overlap in any number, as nested spans do.

Comparing, or only copying, the words of thousands of spans that nest in one another would take
time by the square of their number. The folded text of a document is read once instead, and a
span's words are known by their polynomial hash (Karp and Rabin, 1987), from the hashes of what ends
before it and with it. No name of an inventory is so long.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tipbench.scoring.normal import fold_with_offsets

if TYPE_CHECKING:
    from tipbench.arrays import Flags, Ints
    from tipbench.scoring.columns.texts import Texts

LONG = 1_000
"""Surfaces that have more characters when folded are told apart by their hash."""

_PRIMES = (2**31 - 1, 2**31 - 19)
_BASE = 1_048_583


def read_long(texts: Texts, start: Ints, end: Ints) -> Ints:
    """A number for the words of every span, equal for equal ones; -1 where they are not long.

    Args:
        texts: The texts.
        start: Absolute offsets.
        end: Absolute offsets.

    >>> import numpy as np
    >>> from tipbench.scoring.columns.texts import Texts
    >>> words = "Rabat et l'Union " * 100
    >>> texts = Texts.of(["the " + words, words.upper(), "Rabat"])
    >>> found = read_long(texts, texts.starts[:-1], texts.starts[1:])
    >>> bool(found[0] == found[1]), int(found[2])
    (True, -1)
    """
    import numpy as np

    found = np.full(len(start), -1, dtype=np.int64)
    document = texts.document(start)
    for number in np.unique(document).tolist():
        own = np.flatnonzero(document == number)
        base = texts.starts[number]
        folded, offsets = fold_with_offsets(texts.text(number))
        where = np.array(offsets, dtype=np.int64)
        low, high = (np.searchsorted(where, side[own] - base) for side in (start, end))
        found[own] = _Hashed.of(folded).read(low, high)
    return found


def hash_long(words: str) -> int | None:
    """The number that ``read_long`` has for these words; ``None`` where they are not long."""
    import numpy as np

    # Folding opens a character into three at most.
    if 3 * len(words) <= LONG:
        return None
    folded, _ = fold_with_offsets(words)
    if len(folded) <= LONG:
        return None
    low, high = np.zeros(1, dtype=np.int64), np.full(1, len(folded))
    return int(_Hashed.of(folded).hashes(low, high)[0])


@dataclass(frozen=True, slots=True)
class _Hashed:
    """A folded text with the hash of every beginning of it, by each of the primes."""

    codes: Ints
    inverse: tuple[Ints, ...]
    sums: tuple[Ints, ...]

    @classmethod
    def of(cls, folded: str) -> _Hashed:
        import numpy as np

        codes = np.frombuffer(folded.encode("utf-32-le", "surrogatepass"), "<u4").astype(np.int64)
        inverse, sums = [], []
        for prime in _PRIMES:
            inverse.append(_powers(pow(_BASE, -1, prime), len(codes) + 1, prime))
            terms = (codes + 1) * _powers(_BASE, len(codes), prime) % prime
            sums.append(np.concatenate([[0], np.cumsum(terms)]) % prime)
        return cls(codes, tuple(inverse), tuple(sums))

    def read(self, low: Ints, high: Ints) -> Ints:
        """The hashes of stretches without what is not part of a name; -1 for those not long."""
        import numpy as np

        low, high = self._trimmed(low, high)
        long = np.flatnonzero(high - low > LONG)
        found = np.full(len(low), -1, dtype=np.int64)
        found[long] = self.hashes(low[long], high[long])
        return found

    def hashes(self, low: Ints, high: Ints) -> Ints:
        """The hashes of stretches, whatever comes before them."""
        found: Any = 0
        for prime, inverse, sums in zip(_PRIMES, self.inverse, self.sums, strict=True):
            one = (sums[high] - sums[low]) % prime * inverse[low] % prime
            found = (found << 31) | one
        hashes: Ints = found
        return hashes

    def _trimmed(self, low: Ints, high: Ints) -> tuple[Ints, Ints]:
        """Stretches without quotation marks, determiner and possessive, as ``names.bare`` does."""
        import numpy as np

        kept = np.flatnonzero((self.codes != ord(" ")) & (self.codes != ord('"')))
        if not len(kept):
            return low, low
        first = np.searchsorted(kept, low)
        last = np.searchsorted(kept, high) - 1
        some = first <= last
        low = np.where(some, kept[np.minimum(first, len(kept) - 1)], low)
        high = np.where(some, kept[last] + 1, low)
        for words in ("the ", "les ", "le ", "la ", "l'", "d'"):
            dressed = self._starts(low, words) & (high - low > LONG)
            low = low + len(words) * dressed
            if words.endswith("'"):
                low = low + (dressed & (self._at(low) == ord(" ")))
            if dressed.any():
                high = np.where(dressed, -high, high)  # no second determiner
        high = abs(high)
        s, apostrophe = self._at(high - 1) == ord("s"), ord("'")
        of_s = s & (self._at(high - 2) == apostrophe) & (self._at(high - 3) != ord(" "))
        bare = (self._at(high - 1) == apostrophe) & (self._at(high - 2) != ord(" "))
        return low, high - 2 * of_s - bare

    def _at(self, index: Ints) -> Ints:
        import numpy as np

        return self.codes[np.clip(index, 0, len(self.codes) - 1)]

    def _starts(self, low: Ints, words: str) -> Flags:
        import numpy as np

        found = np.ones(len(low), dtype=np.bool_)
        for index, char in enumerate(words):
            found &= self._at(low + index) == ord(char)
        return found


def _powers(base: int, number: int, prime: int) -> Ints:
    """So many powers of a base, from the zeroth on."""
    import numpy as np

    powers = np.ones(1, dtype=np.int64)
    step = base % prime
    while len(powers) < number:
        powers = np.concatenate([powers, powers * step % prime])
        step = step * step % prime
    return powers[:number]
