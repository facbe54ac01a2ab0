"""Words and where they end: between words, between two glued ones, or inside one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from enum import IntEnum
from typing import NamedTuple

from tipbench.model import Span
from tipbench.scoring.normal import fold_with_offsets


class Cut(IntEnum):
    """What a border between two characters is, from the best place to cut to the worst."""

    CLEAN = 0
    GLUED = 1
    INSIDE = 2


def cut(before: str, after: str) -> Cut:
    """What the border between two characters is.

    Pages print words without a space between them; a capital behind a small letter, and a change
    between letters and digits, show where they meet (``MarocLe``, ``2025Le``).

    >>> [cut(*pair).name for pair in ("c ", "cL", "5L", "ro")]
    ['CLEAN', 'GLUED', 'GLUED', 'INSIDE']
    """
    if not (_is_word(before) and _is_word(after)):
        return Cut.CLEAN
    if (before.islower() and after.isupper()) or before.isdigit() != after.isdigit():
        return Cut.GLUED
    return Cut.INSIDE


def worst_cut(text: str, span: Span) -> Cut:
    """How badly ``span`` cuts the words at its ends.

    >>> worst_cut("MarocLe", Span(0, 5)).name
    'GLUED'
    """
    return max(
        cut(text[border - 1], text[border]) if 0 < border < len(text) else Cut.CLEAN
        for border in (span.start, span.end)
    )


def past_accents(text: str, end: int) -> int:
    r"""``end``, moved behind the combining accents of the character before it.

    >>> past_accents("e\u0301t", 1)
    2
    """
    while end < len(text) and unicodedata.combining(text[end]):
        end += 1
    return end


class Word(NamedTuple):
    """A word in folded form, and its place in the text itself."""

    text: str
    span: Span


_RUN = re.compile(r"[^\W_]+")


def words(text: str) -> list[Word]:
    """The words of ``text``, glued ones apart.

    >>> [word.text for word in words("L'État, au MarocLe 5")]
    ['l', 'etat', 'au', 'maroc', 'le', '5']
    """
    folded, offsets = fold_with_offsets(text)
    found = []
    for run in _RUN.finditer(folded):
        for start, stop in _unglue(text, offsets, *run.span()):
            end = past_accents(text, offsets[stop - 1] + 1)
            found.append(Word(folded[start:stop], Span(offsets[start], end)))
    return found


def _unglue(text: str, offsets: list[int], start: int, stop: int) -> Iterator[tuple[int, int]]:
    """The words of the run ``[start, stop)`` of the folded form."""
    inner = text[offsets[start] + 1 : offsets[stop - 1] + 1]
    if not (inner.isalpha() and inner.islower()):
        for index in range(start + 1, stop):
            before, after = offsets[index - 1], offsets[index]
            if before != after and cut(text[before], text[after]) is not Cut.INSIDE:
                yield start, index
                start = index
    yield start, stop


def _is_word(char: str) -> bool:
    return char.isalnum() or unicodedata.combining(char) != 0
