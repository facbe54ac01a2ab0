"""Sentences and headlines, each with its language.

A page mixes languages (a ticker of French headlines over an English article), so the language is
told for every segment.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from tipbench.systems.rules.lexicons import lexicon

_BLOCK = re.compile(r"(?:(?![\r\n|]|[^\S\r\n]{3})[^\r\n])+")
"""Lines, and the parts of a ticker, which stand three spaces or more (or a bar) apart."""

_END = re.compile(
    r"(?<![.!?…])[.!?…]+[\"'”\u2019»)\]]*\s+(?=[\"'“\u2018«(\[]*\s*[^\W\d_a-zà-öø-ÿ])"
)
_LETTERS = re.compile(r"[^\W\d_]+")
_LAST_WORD = re.compile(r"([^\W\d_]+)\.$")


@dataclass(frozen=True, slots=True)
class Segment:
    """A sentence or headline, ``text`` at ``[start, end)``, and its language (``en``, ``fr``).

    Attributes:
        block: The number of the line, or of the ticker part, that it belongs to.
    """

    start: int
    end: int
    text: str
    language: str
    block: int


def split_segments(text: str, language: str) -> list[Segment]:
    """The segments of ``text``; ``language`` decides where the words of a segment do not.

    >>> [(s.text, s.language) for s in split_segments("Le Maroc agit. The US agrees.", "fr")]
    [('Le Maroc agit.', 'fr'), ('The US agrees.', 'en')]
    """
    found = []
    for number, block in enumerate(_BLOCK.finditer(text)):
        for start, end in _sentences(block.group()):
            piece = block.group()[start:end]
            stripped = piece.strip()
            if stripped:
                begin = block.start() + start + piece.index(stripped)
                guess = guess_language(stripped, language)
                found.append(Segment(begin, begin + len(stripped), stripped, guess, number))
    return found


def _sentences(block: str) -> Iterator[tuple[int, int]]:
    start = 0
    for match in _END.finditer(block):
        last = _LAST_WORD.search(block, start, match.start() + 1)
        if last and (last[1] in _abbreviations() or len(last[1]) == 1):
            continue
        yield start, match.end()
        start = match.end()
    yield start, len(block)


@cache
def _abbreviations() -> frozenset[str]:
    return frozenset(lexicon("languages")["abbreviations"])


@cache
def _function_words(language: str) -> frozenset[str]:
    return frozenset(lexicon("languages")[language])


def guess_language(text: str, default: str) -> str:
    """``en`` or ``fr`` by function words; ``default`` where they are even.

    >>> guess_language("After Senegal, CAF hands Morocco a second blow", "fr")
    'en'
    """
    # "UN" and "US" are names, not the French article and the English pronoun.
    spoken = [word for word in _LETTERS.findall(text) if len(word) == 1 or not word.isupper()]
    found = [word.lower() for word in spoken]
    english = sum(word in _function_words("en") for word in found)
    french = sum(word in _function_words("fr") for word in found)
    if english == french:
        return "fr" if default.startswith("fr") else "en"
    return "en" if english > french else "fr"
