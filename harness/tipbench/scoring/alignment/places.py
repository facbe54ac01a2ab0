"""The places where words stand in a text, from the best to the worst."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from enum import IntEnum
from typing import TYPE_CHECKING

from tipbench.model import Span
from tipbench.scoring.alignment.borders import Cut, past_accents, worst_cut
from tipbench.scoring.normal import fold, fold_with_offsets, undress, unwrap

if TYPE_CHECKING:
    from tipbench.scoring.alignment.fuzzy import FuzzySearch


class Rank(IntEnum):
    """How good a place is, from the best to the worst.

    ``LOOSE`` is as in the text but for case, accents, typing and white space; ``BARE`` without
    what stands around the name (a determiner, an elision, a possessive, quotation marks).
    ``GLUED`` places end where one word runs into the next, ``INSIDE`` ones within a word.
    """

    EXACT = 0
    LOOSE = 1
    EXACT_GLUED = 2
    LOOSE_GLUED = 3
    BARE = 4
    BARE_GLUED = 5
    EXACT_INSIDE = 6
    LOOSE_INSIDE = 7
    FUZZY = 8

    @property
    def is_exact(self) -> bool:
        """Whether the words stand there as they are, without repair."""
        return self in (Rank.EXACT, Rank.EXACT_GLUED, Rank.EXACT_INSIDE)


class Places:
    """All places of a surface in a text.

    >>> places = Places("Morocco, and the moroccans of Morocco")
    >>> places.of("Morocco")
    {<Rank.EXACT: 0>: [Span(start=0, end=7), Span(start=30, end=37)]}
    >>> places.of("Morocco's"), places.of("Moroco")[Rank.FUZZY][0]
    ({<Rank.BARE: 4>: [Span(start=0, end=7), Span(start=30, end=37)]}, Span(start=0, end=7))
    >>> places.of("ccans"), places.of("Fez")
    ({<Rank.EXACT_INSIDE: 6>: [Span(start=21, end=26)]}, {})
    """

    __slots__ = ("_folded", "_fuzzy", "_offsets", "_text")

    def __init__(self, text: str) -> None:
        self._text = text
        self._folded, self._offsets = fold_with_offsets(text)
        self._fuzzy: FuzzySearch | None = None

    def of(self, surface: str) -> dict[Rank, list[Span]]:
        """The places of ``surface`` by rank, best first and each in text order, none empty.

        The inside of words is looked at if there is no whole word, and only if ``surface`` stands
        nowhere at all is the search fuzzy. A bare place is never within one of the surface itself.
        """
        ranked = self._ranked(surface)
        whole = [rank for rank in Rank if rank < Rank.EXACT_INSIDE and ranked[rank]]
        inside = [rank for rank in (Rank.EXACT_INSIDE, Rank.LOOSE_INSIDE) if ranked[rank]]
        if whole or inside:
            return {rank: ranked[rank] for rank in whole or inside}
        fuzzy = self._search().find(surface)
        return {Rank.FUZZY: fuzzy} if fuzzy else {}

    def _ranked(self, surface: str) -> dict[Rank, list[Span]]:
        ranked: dict[Rank, list[Span]] = {rank: [] for rank in Rank}
        exact = list(self._exact(surface))
        known = set(exact)
        loose = [span for span in self._loose(fold(surface)) if span not in known]
        for span in exact:
            ranked[_EXACT[worst_cut(self._text, span)]].append(span)
        for span in loose:
            ranked[_LOOSE[worst_cut(self._text, span)]].append(span)
        for span in self._bare(surface, sorted(exact + loose)):
            ranked[_BARE[worst_cut(self._text, span)]].append(span)
        return ranked

    def _bare(self, surface: str, dressed: Sequence[Span]) -> list[Span]:
        """Whole words that say ``surface`` without its marks, or else undressed."""
        for bare in (unwrap(surface), undress(surface)):
            if len(bare) > 1 and bare != fold(surface):
                spans = [s for s in self._loose(bare) if worst_cut(self._text, s) in _BARE]
                if spans := [span for span in spans if not _within(span, dressed)]:
                    return spans
        return []

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
                yield Span(offsets[index], past_accents(self._text, offsets[stop - 1] + 1))
            index = self._folded.find(needle, index + 1)

    def _search(self) -> FuzzySearch:
        if self._fuzzy is None:
            from tipbench.scoring.alignment.fuzzy import FuzzySearch

            self._fuzzy = FuzzySearch(self._text)
        return self._fuzzy


_EXACT = {Cut.CLEAN: Rank.EXACT, Cut.GLUED: Rank.EXACT_GLUED, Cut.INSIDE: Rank.EXACT_INSIDE}
_LOOSE = {Cut.CLEAN: Rank.LOOSE, Cut.GLUED: Rank.LOOSE_GLUED, Cut.INSIDE: Rank.LOOSE_INSIDE}
_BARE = {Cut.CLEAN: Rank.BARE, Cut.GLUED: Rank.BARE_GLUED}


def _within(span: Span, others: Sequence[Span]) -> bool:
    """Whether ``span`` lies in one of ``others``, which are equally long and in text order."""
    at = bisect_right(others, span.start, key=lambda other: other.start)
    return at > 0 and span.end <= others[at - 1].end
