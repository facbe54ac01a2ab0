"""What the number rules find, before it becomes a prediction."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number by itself, in digits or in words, at ``[start, end)``."""

    start: int
    end: int
    value: Decimal
    language: str
    in_digits: bool = True


@dataclass(frozen=True, slots=True)
class Quantity:
    """A numeric fact at ``[start, end)``; values are the strings of the predictions format."""

    start: int
    end: int
    kind: str
    value: str | None = None
    value2: str | None = None
    unit: str | None = None
    comparator: str = "="


class Claims:
    """The stretches of a text that are already explained, so that nothing is read twice.

    >>> claims = Claims()
    >>> claims.take(3, 5), claims.take(4, 9), claims.take(5, 9)
    (True, False, True)
    """

    def __init__(self, taken: Iterable[tuple[int, int]] = ()) -> None:
        """Claims that begin with the stretches in ``taken``."""
        self._taken: list[tuple[int, int]] = []
        for start, end in taken:
            self.take(start, end)

    def is_free(self, start: int, end: int) -> bool:
        """Whether no claim touches ``[start, end)``."""
        place = bisect_left(self._taken, (start, end))
        is_free_before = place == 0 or self._taken[place - 1][1] <= start
        return is_free_before and (place == len(self._taken) or end <= self._taken[place][0])

    def take(self, start: int, end: int) -> bool:
        """Claims ``[start, end)`` if it is free; says whether it was."""
        free = self.is_free(start, end)
        if free:
            insort(self._taken, (start, end))
        return free


def decimal_string(value: Decimal) -> str:
    """``value`` exactly, without exponent and without idle zeros.

    >>> decimal_string(Decimal("2.50")), decimal_string(Decimal("1E+3"))
    ('2.5', '1000')
    """
    plain = format(value, "f")
    return plain.rstrip("0").rstrip(".") if "." in plain else plain
