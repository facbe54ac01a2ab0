"""Propositions of a source and where a summary states them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from tipbench.model import Nugget
from tipbench.scoring.summaries.numerals import number_words
from tipbench.scoring.summaries.text import STOP, Language, Text, Token, read
from tipbench.scoring.summaries.thesaurus import concept

_SAYING = frozenset(
    "according say said says added add stated state article selon dit ajoute indique declare "
    "indicated indicates told report reported explained affirme estime precise "
    "put puts putting mettre mettent".split()
)
_BOUNDS = frozenset(
    "least moins fewer less nearly approximately roughly environ excess upwards exactly dollar "
    "dollars usd".split()
)
_NUMERIC = number_words("en") | number_words("fr") | _BOUNDS
"""Words of numbers and their bounds: numbers are compared apart, in whatever spelling."""
_ALSO_NOUNS = frozenset("first premier premiere".split())
_BREAKS = frozenset(
    "but although though despite while whereas however mais malgre tandis cependant toutefois "
    "bien quoique without sans".split()
)


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch of a sentence between commas and connectives.

    Attributes:
        sentence: The number of its sentence.
        at: The index of its first token.
        end: The index behind its last token.
        concepts: The concepts of its content words.
    """

    sentence: int
    at: int
    end: int
    concepts: frozenset[str]


def concepts(tokens: Iterable[Token]) -> frozenset[str]:
    """The concepts of the content words, words of saying left out.

    >>> sorted(concepts(read("The report said prosecutions rose").tokens))
    ['increase', 'prosecution']
    """
    return frozenset(
        concept(t.stem)
        for t in tokens
        if t.is_word
        and t.fold not in STOP
        and t.fold not in _SAYING
        and (t.fold not in _NUMERIC or t.fold in _ALSO_NOUNS)
    )


@lru_cache(maxsize=4096)
def clauses(text: str) -> tuple[Clause, ...]:
    """The clauses of a text in order."""
    whole = read(text)
    return tuple(_clauses(whole))


def _clauses(whole: Text) -> Iterator[Clause]:
    for number, sentence in enumerate(whole.sentences):
        start = 0
        for at in range(1, len(sentence) + 1):
            if at == len(sentence) or sentence[at].text in ",;:" or sentence[at].fold in _BREAKS:
                part = sentence[start:at]
                if any(token.is_word for token in part):
                    yield Clause(number, start, at, concepts(part))
                start = at


@dataclass(frozen=True, slots=True, eq=False)
class Proposition:
    """A nugget in one language.

    Attributes:
        nugget: The nugget.
        text: Its wording.
        weights: Its concepts, each with its weight, 1 in all: what few nuggets share weighs more.
    """

    nugget: Nugget
    text: str
    weights: Mapping[str, float]

    def coverage(self, found: frozenset[str]) -> float:
        """The share of its concepts, by weight, that are found.

        >>> nugget = Nugget("n", "Rabat opened centers", "", True)
        >>> proposition = Proposition(nugget, nugget.en, {"open": 0.25, "shelter": 0.75})
        >>> proposition.coverage(frozenset({"open"}))
        0.25
        """
        return sum([weight for word, weight in self.weights.items() if word in found])


@lru_cache(maxsize=512)
def propositions(nuggets: tuple[Nugget, ...], language: Language) -> tuple[Proposition, ...]:
    """The nuggets of a document in one language."""
    texts = [nugget.fr if language == "fr" else nugget.en for nugget in nuggets]
    words = [concepts(read(text).tokens) for text in texts]
    shared = Counter(word for found in words for word in found)
    return tuple(
        Proposition(nugget, text, _weights(found, shared))
        for nugget, text, found in zip(nuggets, texts, words, strict=True)
    )


def _weights(words: frozenset[str], shared: Mapping[str, int]) -> dict[str, float]:
    raw = {word: 1 / shared[word] ** 0.5 for word in sorted(words)}
    total = sum(raw.values())
    return {word: weight / total for word, weight in raw.items()}


@lru_cache(maxsize=4096)
def windows(text: str) -> tuple[tuple[tuple[int, ...], frozenset[str]], ...]:
    """Every sentence of a text, and every two, with their concepts, whatever their order.

    Of a long text only the pairs that follow each other closely.

    >>> [numbers for numbers, _ in windows("One came. Two went. Three stayed.")]
    [(0,), (1,), (2,), (0, 1), (0, 2), (1, 2)]
    """
    found = [concepts(sentence) for sentence in read(text).sentences]
    reach = len(found) if len(found) <= _SHORT else 1
    singles = [((index,), words) for index, words in enumerate(found)]
    pairs = [
        ((index, index + step), found[index] | found[index + step])
        for index in range(len(found))
        for step in range(1, reach + 1)
        if index + step < len(found)
    ]
    return (*singles, *pairs)


_SHORT = 12
"""The number of sentences up to which any two are read together."""
