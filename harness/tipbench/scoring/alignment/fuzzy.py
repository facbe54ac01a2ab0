"""Fuzzy search: the last resort for words that stand nowhere in a text as they are given.

It finds names with typing errors, dropped hyphens, other endings or misread letters, and long
names and quotations with a word missing. It would rather find nothing than another name: figures
must be equal, every word must be like its counterpart and begin with the same letter, short words
never match by likeness, and a single capitalised word never matches one in small letters.

The work is bounded for every surface, whatever the text: ``MAX_SEEDS`` positions of shared letter
triples are looked at, the rarest triples first; the ``MAX_WINDOWS`` stretches that share the most
are compared (of long surfaces fewer, about ``MAX_COMPARED`` characters in all, but at least a
quarter of the stretches), the ``MAX_CHECKS`` likeliest of them word by word; and of the words that
are the most like, the first ``MAX_PLACES`` places are taken.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import islice

from rapidfuzz.distance import OSA
from rapidfuzz.fuzz import partial_ratio_alignment

from tipbench.model import Span
from tipbench.scoring.alignment.borders import Word, words
from tipbench.scoring.normal import DETERMINERS, fold, undress

MIN_LIKENESS = 0.8
"""Of the whole: 1 - edits / length of the longer one."""

LETTERS_PER_EDIT = 4
"""Of each word: one edit for so many letters of the shorter one, none in shorter words."""

MIN_LENGTH, MAX_LENGTH = 5, 600
"""Characters of a surface that is looked for; a shorter one is too easily like another word."""

MAX_SEEDS, MAX_WINDOWS, MAX_COMPARED, MAX_CHECKS, MAX_PLACES = 2_000, 16, 1_024, 4, 1_000

_BIN = 8
_MIN_PARTIAL = 60.0  # a substitution counts twice there: 100 * (2 * MIN_LIKENESS - 1)
_WORDS_PER_MISSING, _MAX_MISSING = 4, 3
_MAX_STEPS = 500
_FUNCTION_WORD = re.compile(rf"{DETERMINERS}|of|and|et|in|en|to|for|pour|par|by|or|ou|s")
_FIGURES = re.compile(r"\d+|\b[IVX]+\b")
"""Digits, and numerals such as that of Mohammed VI: a name with another one is another name."""
_MARKS_BEFORE, _MARKS_AFTER = re.compile(r"^[\W_]+"), re.compile(r"[\W_]+$")


class FuzzySearch:
    """A text, prepared for fuzzy search.

    The bounds of likeness were chosen by experiment on the built-in corpus: of surfaces with one
    typing error about 79 % are found, and 99 % of what is found is the right place.

    >>> text = "Ambassador Puneet Talwar, in 2024"
    >>> search = FuzzySearch(text)
    >>> [text[span.start : span.end] for span in search.find("Punet Talwar")]
    ['Puneet Talwar']
    >>> search.find("Puneet Tatweer"), search.find("in 2023")
    ([], [])
    """

    __slots__ = ("_joined", "_seeds", "_starts", "_stops", "_text", "_words")

    def __init__(self, text: str) -> None:
        self._text = text
        self._words = words(text)
        self._joined, self._starts = _join(self._words)
        self._stops = [s + len(w.text) for s, w in zip(self._starts, self._words, strict=True)]
        self._seeds: dict[str, list[int]] = {}
        for position in range(len(self._joined) - 2):
            self._seeds.setdefault(self._joined[position : position + 3], []).append(position)

    def find(self, surface: str) -> list[Span]:
        """The places that are most like ``surface``, in text order; often none.

        What stands around the name (``undress``) is left aside if nothing is found with it.
        """
        dressed = [word.text for word in words(surface)]
        bare = [word.text for word in words(undress(surface))]
        found = self._find(dressed, surface)
        return found if found or bare == dressed else self._find(bare, surface)

    def _find(self, parts: Sequence[str], original: str) -> list[Span]:
        needle = " ".join(parts)
        if not MIN_LENGTH <= len(needle) <= MAX_LENGTH:
            return []
        best, found = 0.0, list[Span]()
        for likeness, stretch in self._rated(needle)[:MAX_CHECKS]:
            if likeness < best:
                break
            if are_alike(parts, stretch.split(" ")):
                everywhere = islice(self._all(stretch), MAX_PLACES)
                places = [span for span in everywhere if self._fits(original, span)]
                best = likeness if places else best
                found += [self._widened(span, original) for span in places]
        return sorted(found)

    def _all(self, stretch: str) -> Iterator[Span]:
        """Every place of these words."""
        start = self._joined.find(f" {stretch} ") + 1
        while start:
            stop = start + len(stretch)
            first, last = bisect_left(self._starts, start), bisect_left(self._stops, stop)
            yield Span(self._words[first].span.start, self._words[last].span.end)
            start = self._joined.find(f" {stretch} ", start) + 1

    def _fits(self, surface: str, span: Span) -> bool:
        """Whether figures are equal, and a single word is not a name here and none there."""
        place = self._text[span.start : span.end]
        is_lowered = surface[:1].isupper() and " " not in surface and place[:1].islower()
        return not is_lowered and _FIGURES.findall(surface) == _FIGURES.findall(place)

    def _widened(self, span: Span, surface: str) -> Span:
        """The place, with the stops and quotation marks around it that ``surface`` has, too."""
        start, end = span.start, span.end
        before, after = (marks.search(surface.strip()) for marks in (_MARKS_BEFORE, _MARKS_AFTER))
        if before and fold(before[0]) == fold(self._text[:start][-len(before[0]) :]):
            start = max(0, start - len(before[0]))
        if after and fold(after[0]) == fold(self._text[end : end + len(after[0])]):
            end = min(len(self._text), end + len(after[0]))
        return Span(start, end)

    def _rated(self, needle: str) -> list[tuple[float, str]]:
        """Words that follow one another in the text and are like ``needle``, best first."""
        runs = {run for window in self._windows(needle) for run in self._runs(needle, *window)}
        stretches = {self._joined[self._starts[i] : self._stops[j]] for i, j in runs}
        rated = [
            (OSA.normalized_similarity(needle, stretch, score_cutoff=MIN_LIKENESS), stretch)
            for stretch in stretches
        ]
        return sorted((pair for pair in rated if pair[0]), key=lambda pair: (-pair[0], pair[1]))

    def _windows(self, needle: str) -> list[tuple[int, int]]:
        """The stretches that share the most letter triples with ``needle``."""
        padded = f" {needle} "
        triples = [(self._seeds.get(padded[i : i + 3], []), i) for i in range(len(needle))]
        votes: Counter[int] = Counter()
        budget = MAX_SEEDS
        for positions, offset in sorted(triples, key=lambda triple: len(triple[0])):
            votes.update((position - offset) // _BIN for position in positions[:budget])
            budget = max(0, budget - len(positions))
        # Neighbours count together: a letter more or less moves what follows to the next.
        shared = {at: votes[at] + votes.get(at + 1, 0) for at in votes}
        enough = max(2, max(shared.values(), default=0) // 2)
        likely = [at for at in sorted(shared) if shared[at] >= enough]
        likely.sort(key=lambda at: -shared[at])
        del likely[max(MAX_WINDOWS // 4, min(MAX_WINDOWS, MAX_COMPARED // len(needle))) :]
        return [(max(0, (at - 1) * _BIN), (at + 3) * _BIN + len(needle)) for at in likely]

    def _runs(self, needle: str, start: int, stop: int) -> Iterator[tuple[int, int]]:
        """Runs of whole words around the part of a stretch that fits ``needle`` best."""
        stretch = self._joined[start:stop]
        part = partial_ratio_alignment(needle, stretch, score_cutoff=_MIN_PARTIAL)
        if part is None:
            return
        first = bisect_right(self._starts, start + part.dest_start) - 1
        last = bisect_left(self._stops, start + part.dest_end)
        for begin in range(max(0, first - 1), first + 3):
            for end in range(max(begin, last - 2), min(last + 2, len(self._words) - 1) + 1):
                yield begin, end


def _join(found: Sequence[Word]) -> tuple[str, list[int]]:
    """The words with one space between them and around all, and where each starts."""
    starts, position = [], 1
    for word in found:
        starts.append(position)
        position += len(word.text) + 1
    return " ".join(["", *(word.text for word in found), ""]), starts


def are_alike(ones: Sequence[str], others: Sequence[str]) -> bool:
    """Whether two sequences of words say the same but for small differences.

    Words follow one another in the same order, each like its counterpart, among them the first and
    the last. Between these, function words may be missing on both sides, and other words on one:
    one for every four in ``ones``, three at most.

    >>> are_alike("ministere de l interieur".split(), "ministere interieur".split())
    True
    >>> are_alike("ministere de l interieur".split(), "ministere de l exterieur".split())
    False
    """
    allowed = min(len(ones) // _WORDS_PER_MISSING, _MAX_MISSING)
    return _has_most(ones, others, allowed) or _has_most(others, ones, allowed)


def _has_most(ones: Sequence[str], others: Sequence[str], allowed: int) -> bool:
    """Whether ``others`` has the words of ``ones`` but for ``allowed`` content words."""
    todo, seen = deque([(0, 0, 0)]), set[tuple[int, int]]()
    while todo and len(seen) < _MAX_STEPS:
        missing, i, j = todo.popleft()
        if (i, j) == (len(ones), len(others)):
            return True
        if (i, j) in seen:
            continue
        seen.add((i, j))
        if 0 < i < len(ones) - 1:
            if _FUNCTION_WORD.fullmatch(ones[i]):
                todo.appendleft((missing, i + 1, j))
            elif missing < allowed:
                todo.append((missing + 1, i + 1, j))
        if 0 < j < len(others) - 1 and _FUNCTION_WORD.fullmatch(others[j]):
            todo.appendleft((missing, i, j + 1))
        todo.extendleft((missing, i + m, j + n) for m, n in _counterparts(ones[i:], others[j:]))
    return False


def _counterparts(ones: Sequence[str], others: Sequence[str]) -> Iterator[tuple[int, int]]:
    """How many words at the beginnings of both say the same: one each, or one that is split."""
    one, other = "".join(ones[:1]), "".join(others[:1])
    if one + "".join(ones[1:2]) == other:
        yield 2, 1
    if one == other + "".join(others[1:2]):
        yield 1, 2
    if one and other and (one == other or _is_like(one, other)):
        yield 1, 1


@lru_cache(maxsize=65_536)
def _is_like(one: str, other: str) -> bool:
    edits = min(len(one), len(other)) // LETTERS_PER_EDIT
    return one[0] == other[0] and OSA.distance(one, other, score_cutoff=edits) <= edits
