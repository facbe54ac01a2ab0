"""A key for every label and choice, each once on a page, the same on every day."""

from __future__ import annotations

from collections.abc import Iterator
from string import ascii_lowercase, digits

TAKEN_BY_THE_PAGE = frozenset("uhdczxv")
"""Letters that Label Studio itself, or a browser's habit, gives another meaning to."""


class Hotkeys:
    """Hands out keys: plain ones for labels, with the shift key for choices.

    >>> keys = Hotkeys()
    >>> keys.for_label("positive"), keys.for_label("polar"), keys.for_choice("count")
    ('p', 'o', 'shift+c')
    """

    def __init__(self) -> None:
        self._given: set[str] = set()

    def for_label(self, name: str) -> str | None:
        """A key for a label: a letter of its name, else the next digit; ``None`` when none is left.

        >>> keys = Hotkeys()
        >>> keys.for_label("PER"), keys.for_label("ORG")
        ('p', 'o')
        """
        letters = [sign for sign in _letters(name) if sign not in TAKEN_BY_THE_PAGE]
        return self._first([*letters, *digits[1:], *ascii_lowercase])

    def for_choice(self, name: str) -> str | None:
        """A key for a choice: shift and a letter of its name, else any other that is left."""
        signs = [*_letters(name), *ascii_lowercase, *digits[1:]]
        return self._first(f"{held}+{sign}" for held in ("shift", "alt+shift") for sign in signs)

    def _first(self, wanted: Iterator[str] | list[str]) -> str | None:
        for key in wanted:
            if key not in self._given and key not in TAKEN_BY_THE_PAGE:
                self._given.add(key)
                return key
        return None


def _letters(name: str) -> Iterator[str]:
    return (sign for sign in name.lower() if sign in ascii_lowercase)
