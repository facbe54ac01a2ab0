"""The places where words stand in a text, and which of them are still open."""

from __future__ import annotations

import unicodedata
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from tipbench.model import Span
from tipbench.scoring.normal import fold, fold_with_offsets


class Place(NamedTuple):
    """Where an item was put.

    Attributes:
        span: The place.
        exact: Whether the words stand there as they are, without repair.
        choices: Number of equally good places that the text had before any item was placed.
    """

    span: Span
    exact: bool
    choices: int


class Board:
    """A text, the places taken on it, and the place of the last item.

    >>> board = Board("US and the USA")
    >>> board.place("USA").span, board.place("us"), board.place("us")
    (Span(start=11, end=14), Place(span=Span(start=0, end=2), exact=False, choices=1), None)
    """

    __slots__ = (
        "_covered",
        "_cursor",
        "_folded",
        "_offsets",
        "_share",
        "_taken",
        "_taken_before",
        "_text",
        "_tiers",
    )

    def __init__(self, text: str, taken: Iterable[Span] = (), *, share: bool = False) -> None:
        """Take the places ``taken``; with ``share``, items placed later take none."""
        self._text = text
        self._share = share
        self._cursor = 0
        self._folded, self._offsets = fold_with_offsets(text)
        self._taken: set[Span] = set()
        self._covered = bytearray(len(text))
        self._tiers: dict[str, list[_Tier]] = {}
        for span in taken:
            self._occupy(span)
        self._taken_before = frozenset(self._taken)

    def place(self, surface: str) -> Place | None:
        """Put an item at its best open place, and take the place; ``None`` if there is none."""
        if surface not in self._tiers:
            self._tiers[surface] = self._search(surface)
        for tier in self._tiers[surface]:
            span = tier.choose(self._cursor, self._is_uncovered, self._is_free)
            if span is not None:
                self._cursor = span.start if self._share else span.end
                if not self._share:
                    self._occupy(span)
                return Place(span, tier.exact, tier.choices)
        return None

    def _occupy(self, span: Span) -> None:
        self._taken.add(span)
        self._covered[span.start : span.end] = b"\x01" * (span.end - span.start)

    def _is_free(self, span: Span) -> bool:
        return span not in self._taken

    def _is_uncovered(self, span: Span) -> bool:
        return self._covered.find(1, span.start, span.end) < 0

    def _search(self, surface: str) -> list[_Tier]:
        """All places of ``surface``, best first."""
        exact = list(self._exact(surface))
        known = set(exact)
        loose = [span for span in self._loose(fold(surface)) if span not in known]
        tiers = [
            self._tier([span for span in found if self._worst_cut(span) == cut], found is exact)
            for cut in (_CLEAN, _GLUED)
            for found in (exact, loose)
        ]
        if any(tier.spans for tier in tiers):
            return tiers
        return [self._tier(exact, True), self._tier(loose, False)]

    def _tier(self, spans: list[Span], exact: bool) -> _Tier:
        return _Tier(spans, exact, sum(span not in self._taken_before for span in spans))

    def _exact(self, surface: str) -> Iterator[Span]:
        start = self._text.find(surface) if surface.strip() == surface != "" else -1
        while start >= 0:
            yield Span(start, start + len(surface))
            start = self._text.find(surface, start + 1)

    def _loose(self, needle: str) -> Iterator[Span]:
        """Places whose folded form is ``needle``, in offsets of the text itself."""
        offsets = self._offsets
        index = self._folded.find(needle) if needle else -1
        while index >= 0:
            stop = index + len(needle)
            # A character such as "œ" folds into two, and a place must hold the whole of it.
            starts_whole = index == 0 or offsets[index - 1] != offsets[index]
            ends_whole = stop == len(offsets) or offsets[stop] != offsets[stop - 1]
            if starts_whole and ends_whole:
                yield Span(offsets[index], self._past_accents(offsets[stop - 1] + 1))
            index = self._folded.find(needle, index + 1)

    def _past_accents(self, end: int) -> int:
        while end < len(self._text) and unicodedata.combining(self._text[end]):
            end += 1
        return end

    def _worst_cut(self, span: Span) -> int:
        """How badly the span cuts the words at its ends."""
        text = self._text
        return max(
            _cut(text[border - 1], text[border]) if 0 < border < len(text) else _CLEAN
            for border in (span.start, span.end)
        )


_CLEAN, _GLUED, _INSIDE = range(3)


def _cut(before: str, after: str) -> int:
    """What a border between two characters is: between words, between two glued ones, or inside.

    Pages print words without a space between them; a capital behind a small letter, and a change
    between letters and digits, show where they meet (``MarocLe``, ``2025Le``).
    """
    if not (_is_word(before) and _is_word(after)):
        return _CLEAN
    if (before.islower() and after.isupper()) or before.isdigit() != after.isdigit():
        return _GLUED
    return _INSIDE


def _is_word(char: str) -> bool:
    return char.isalnum() or unicodedata.combining(char) != 0


class _Tier:
    """The equally good places of one surface, in text order."""

    __slots__ = ("_free", "_starts", "_uncovered", "choices", "exact", "spans")

    def __init__(self, spans: list[Span], exact: bool, choices: int) -> None:
        self.spans = spans
        self.exact = exact
        self.choices = choices
        self._starts = [span.start for span in spans]
        # Pointers past places known to be closed: what is closed once stays closed, so that many
        # equal items are placed in about linear time.
        self._uncovered = list(range(len(spans) + 1))
        self._free = list(range(len(spans) + 1))

    def choose(
        self, cursor: int, is_uncovered: Callable[[Span], bool], is_free: Callable[[Span], bool]
    ) -> Span | None:
        """The best open place: clear of all items and behind the cursor, if there is one.

        Else clear of all items anywhere, and failing that in or across an item, behind the cursor
        or anywhere; of each the first.
        """
        behind = bisect_left(self._starts, cursor)
        for pointers, is_open in ((self._uncovered, is_uncovered), (self._free, is_free)):
            for begin in (behind, 0):
                index = self._first(begin, pointers, is_open)
                if index < len(self.spans):
                    return self.spans[index]
        return None

    def _first(self, begin: int, pointers: list[int], is_open: Callable[[Span], bool]) -> int:
        """Index of the first open place from ``begin`` on, or the number of places."""
        index, passed = begin, []
        while index < len(self.spans):
            if pointers[index] == index and is_open(self.spans[index]):
                break
            passed.append(index)
            index = max(pointers[index], index + 1)
        for closed in passed:
            pointers[closed] = index
        return index
