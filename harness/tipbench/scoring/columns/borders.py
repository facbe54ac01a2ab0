"""The borders of the tokens that spans touch, found without tokenizing whole texts.

What the tokenizer does at a place is told by the few characters around it, so most borders are
found for all spans at once. The rest (words with several apostrophes, rare characters) are
tokenized, each with the characters around it up to the next white space, which no token crosses.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from tipbench.scoring.columns.tokenized import Tokenized

if TYPE_CHECKING:
    from tipbench.arrays import Flags, Ints
    from tipbench.scoring.columns.texts import Texts

SPACE, LETTER, DIGIT, APOSTROPHE, POINT, OTHER, RARE = range(7)
"""Kinds of characters that the tokenizer tells apart; of ``RARE`` ones it is not asked here."""

_KNOWN = 0x2070
"""Characters from here on are rare: Latin scripts and general punctuation lie below."""

_ELIDED = "cdjlmnstCDJLMNST"

BETWEEN, WITHIN, UNSURE = range(3)
"""A place between tokens, within one, or one that only the tokenizer can tell."""


def token_borders(texts: Texts, document: Ints, start: Ints, end: Ints) -> tuple[Ints, Ints]:
    """The start of the first and the end of the last token that overlap each span.

    Where a span overlaps no token, the start is not before the end.

    >>> import numpy as np
    >>> from tipbench.scoring.columns.texts import Texts
    >>> texts = Texts.of(["l'Union ", "Rabat's"])
    >>> first, last = np.array([3, 8]), np.array([8, 13])
    >>> [borders.tolist() for borders in token_borders(texts, np.array([0, 1]), first, last)]
    [[2, 8], [7, 13]]
    """
    import numpy as np

    first, last = start.copy(), end.copy()
    before, behind = _beside(texts, start)
    found = _among(before, SPACE, OTHER) & _among(behind, LETTER, DIGIT, OTHER)
    unsure = np.flatnonzero(~found)
    first[unsure] = _Around(texts, document[unsure]).first(start[unsure])
    before, behind = _beside(texts, end)
    found = _among(before, LETTER, DIGIT, OTHER) & _among(behind, SPACE)
    found |= _among(before, LETTER) & _among(behind, POINT, OTHER)
    unsure = np.flatnonzero(~found)
    last[unsure] = _Around(texts, document[unsure]).last(end[unsure])
    return first, last


def _beside(texts: Texts, offset: Ints) -> tuple[Any, Any]:
    """The kinds of the characters before and behind each offset, as bits.

    At the edge of a text it may be that of its neighbour, or of padding. That does no harm: a
    border of a text is always one between tokens.
    """
    import numpy as np

    characters = (texts.characters.take(at) for at in (offset - 1, offset))
    before, behind = (_bits().take(np.minimum(each, _KNOWN)) for each in characters)
    return before, behind


def _among(bits: Any, *some: int) -> Flags:
    """Whether kinds, as bits, are among some."""
    import numpy as np

    found: Flags = (bits & np.uint8(sum(1 << kind for kind in some))) != 0
    return found


def _kinds_at(texts: Texts, offset: Ints) -> Any:
    """The kinds of characters; beyond all texts it may be that of any."""
    import numpy as np

    inside = np.clip(offset, 0, len(texts.characters) - 1)
    return _kinds()[np.minimum(texts.characters[inside], _KNOWN)]


@cache
def _kinds() -> Any:
    import numpy as np

    kinds = [_kind(chr(code)) for code in range(_KNOWN)]
    return np.array([*kinds, RARE], dtype=np.uint8)


@cache
def _bits() -> Any:
    """The kinds of characters, each kind being a bit."""
    import numpy as np

    return np.left_shift(np.uint8(1), _kinds())


def _kind(char: str) -> int:
    if char.isspace():
        return SPACE
    if char == "_":  # a word character that is no letter
        return RARE
    if char.isdecimal():
        return DIGIT
    if char.isalnum():
        return LETTER
    if char in "'’":
        return APOSTROPHE
    return POINT if char in ".," else OTHER


@cache
def _letters(letters: str) -> Any:
    """A table that tells which of the first 128 characters are among ``letters``."""
    import numpy as np

    table = np.zeros(129, dtype=np.bool_)
    table[[ord(letter) for letter in letters]] = True
    return table


class _Around:
    """Looks at the characters around offsets, each within its own text."""

    def __init__(self, texts: Texts, document: Ints) -> None:
        self._texts = texts
        self._low = texts.starts[document]
        self._high = texts.starts[document + 1]
        self._tokenized = Tokenized(texts)

    def first(self, start: Ints) -> Ints:
        """The start of the first token that ends behind each offset."""
        import numpy as np

        found = start.copy()
        every = np.arange(len(start))
        # White space belongs to no token: go to the first character behind it.
        behind = every[self._kind(every, found) == SPACE]
        while len(behind):
            found[behind] += 1
            behind = behind[found[behind] < self._high[behind]]
            behind = behind[self._kind(behind, found[behind]) == SPACE]
        unsure = self._walk(found, step=-1)
        for index in unsure.tolist():
            found[index] = self._tokenized.first(self._text(index), int(found[index]))
        return found

    def last(self, end: Ints) -> Ints:
        """The end of the last token that starts before each offset."""
        import numpy as np

        found = end.copy()
        every = np.arange(len(end))
        before = every[self._kind(every, found - 1) == SPACE]
        while len(before):
            found[before] -= 1
            before = before[found[before] > self._low[before]]
            before = before[self._kind(before, found[before] - 1) == SPACE]
        unsure = self._walk(found, step=1)
        for index in unsure.tolist():
            found[index] = self._tokenized.last(self._text(index), int(found[index]))
        return found

    def _walk(self, found: Ints, *, step: int) -> Ints:
        """Move offsets that lie within a token to its border; tell those that are unsure."""
        import numpy as np

        unsure = []
        moving = np.arange(len(found))
        while len(moving):
            place = self._place(moving, found[moving])
            unsure.append(moving[place == UNSURE])
            moving = moving[place == WITHIN]
            found[moving] += step
        return np.concatenate(unsure) if unsure else moving

    def _kind(self, index: Ints, offset: Ints) -> Any:
        """The kinds of the characters at offsets; those outside the text are white space."""
        import numpy as np

        inside = (offset >= self._low[index]) & (offset < self._high[index])
        return np.where(inside, _kinds_at(self._texts, offset), SPACE)

    def _is(self, offset: Ints, letters: str) -> Flags:
        """Whether the characters at offsets, which lie in the text, are among ``letters``."""
        import numpy as np

        flags: Flags = _letters(letters)[np.minimum(self._texts.characters[offset], 128)]
        return flags

    def _place(self, index: Ints, offset: Ints) -> Any:
        """What kind of place each offset is."""
        import numpy as np

        before, behind = self._kind(index, offset - 1), self._kind(index, offset)
        place = np.where(
            (before == behind) & ((before == LETTER) | (before == DIGIT)), WITHIN, BETWEEN
        )
        sides = np.stack([before, behind])
        odd = np.isin(sides, (APOSTROPHE, POINT)).any(axis=0) & (sides != SPACE).all(axis=0)
        odd |= (sides == RARE).any(axis=0)  # which may be white space themselves
        some = np.flatnonzero(odd)
        if len(some):
            place[some] = self._odd_place(index[some], offset[some], before[some], behind[some])
        return place

    def _odd_place(self, index: Ints, offset: Ints, before: Any, behind: Any) -> Any:
        """The same beside a point, an apostrophe or a rare character."""
        import numpy as np

        further_before, further_behind = (
            self._kind(index, offset - 2),
            self._kind(index, offset + 1),
        )
        place = np.full(len(offset), BETWEEN)
        place[(before == RARE) | (behind == RARE)] = UNSURE
        for inner, outer, beyond in (
            (before, behind, further_before),  # a digit behind a point
            (behind, before, further_behind),  # a point behind a digit
        ):
            in_number = (inner == POINT) & (outer == DIGIT)
            place[in_number & (beyond == DIGIT)] = WITHIN
            place[in_number & (beyond == RARE)] = UNSURE
        apostrophe = (before == APOSTROPHE) | (behind == APOSTROPHE)
        place[apostrophe] = UNSURE
        place[apostrophe & self._is_elided(index, offset, before, behind, further_before)] = BETWEEN
        place[apostrophe & self._is_possessed(index, offset, before, behind)] = BETWEEN
        return place

    def _is_elided(
        self, index: Ints, offset: Ints, before: Any, behind: Any, further: Any
    ) -> Flags:
        """Whether the place is between ``l'`` and a word."""
        third = self._kind(index, offset - 3)
        alone = (third != LETTER) & (third != APOSTROPHE) & (third != RARE)
        found: Flags = (before == APOSTROPHE) & (behind == LETTER) & (further == LETTER) & alone
        return found & self._is(self._clipped(offset - 2), _ELIDED)

    def _is_possessed(self, index: Ints, offset: Ints, before: Any, behind: Any) -> Flags:
        """Whether the place is between a word of at least three letters and ``'s``."""
        s, after = self._kind(index, offset + 1), self._kind(index, offset + 2)
        ended = (after != LETTER) & (after != DIGIT) & (after != RARE)
        found: Flags = (before == LETTER) & (behind == APOSTROPHE) & (s == LETTER) & ended
        found &= self._is(self._clipped(offset + 1), "sS")
        for further in (2, 3):
            found &= self._kind(index, offset - further) == LETTER
        q, u = self._clipped(offset - 2), self._clipped(offset - 1)
        return found & ~(self._is(q, "qQ") & self._is(u, "uU"))

    def _clipped(self, offset: Ints) -> Ints:
        import numpy as np

        return np.clip(offset, 0, len(self._texts.characters) - 1)

    def _text(self, index: int) -> tuple[int, int]:
        return int(self._low[index]), int(self._high[index])
