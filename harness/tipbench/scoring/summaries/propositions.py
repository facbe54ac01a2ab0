"""Propositions of a source and where a summary states them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import combinations

from tipbench.model import Case, Nugget
from tipbench.scoring.summaries.numerals import number_words
from tipbench.scoring.summaries.per_document import once_per_document
from tipbench.scoring.summaries.polarity import Cue, cues, parity, parity_of
from tipbench.scoring.summaries.quantities import Quantity, quantities
from tipbench.scoring.summaries.text import KEPT, STOP, Language, Text, Token, read, stem
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
_ENDS = frozenset(
    ", ; : but although though despite while whereas however mais malgre tandis cependant "
    "toutefois bien quoique without sans".split()
)


def concepts(tokens: Iterable[Token]) -> frozenset[str]:
    """The concepts of the content words, words of saying left out.

    >>> sorted(concepts(read("The report said prosecutions rose").tokens))
    ['increase', 'prosecution']
    """
    return there(_of_word(token.fold) for token in tokens if token.is_word)


Row = Sequence[str | None]
"""By token, the concept of a sentence's content words."""


def there(row: Iterable[str | None]) -> frozenset[str]:
    """The concepts in a row, or a part of one."""
    return frozenset([one for one in row if one is not None])


@lru_cache(maxsize=KEPT)
def concept_rows(text: str) -> tuple[Row, ...]:
    """The concepts of a text, token by token and sentence by sentence.

    >>> concept_rows("The report said prosecutions rose.")
    ((None, None, None, 'prosecution', 'increase', None),)
    """
    return tuple(
        tuple([_of_word(token.fold) if token.is_word else None for token in sentence])
        for sentence in read(text).sentences
    )


@lru_cache(maxsize=65_536)
def _of_word(folded: str) -> str | None:
    """The concept of a word; ``None`` where it has no content of its own."""
    if folded in STOP or folded in _SAYING:
        return None
    if folded in _NUMERIC and folded not in _ALSO_NOUNS:
        return None
    return concept(stem(folded))


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch of a sentence between commas and connectives.

    Attributes:
        sentence: The number of its sentence.
        at: The index of its first token.
        end: The index behind its last token.
        concepts: The concepts of its content words.
        negative: Whether it is negative, and by a plain *not* (see ``polarity.parity``).
    """

    sentence: int
    at: int
    end: int
    concepts: frozenset[str]
    negative: tuple[bool, bool]


@lru_cache(maxsize=KEPT)
def clauses(text: str) -> tuple[Clause, ...]:
    """The clauses of a text in order."""
    return tuple(_clauses(read(text), concept_rows(text)))


def _clauses(whole: Text, rows: Sequence[Row]) -> Iterator[Clause]:
    for number, sentence in enumerate(whole.sentences):
        start = 0
        row = rows[number]
        for at in range(1, len(sentence) + 1):
            if at == len(sentence) or sentence[at].fold in _ENDS:
                part = sentence[start:at]
                if any(token.is_word for token in part):
                    yield Clause(number, start, at, there(row[start:at]), parity(part))
                start = at


@dataclass(frozen=True, slots=True, eq=False)
class Proposition:
    """A nugget in one language.

    Attributes:
        nugget: The nugget.
        text: Its wording.
        weights: Its concepts, each with its weight, 1 in all: what few nuggets share weighs more.
        language: The language of its wording.
        negative: Whether it is negative, and by a plain *not* (see ``polarity.parity``).
        cues: Its evaluating words.
        quantities: Its numeric statements.
    """

    nugget: Nugget
    text: str
    weights: Mapping[str, float]
    language: Language = field(init=False)
    negative: tuple[bool, bool] = field(init=False)
    cues: tuple[Cue, ...] = field(init=False)
    quantities: tuple[Quantity, ...] = field(init=False)

    def __post_init__(self) -> None:
        """Read its wording, once for all summaries."""
        object.__setattr__(self, "language", read(self.text).language)
        object.__setattr__(self, "negative", parity_of(self.text))
        object.__setattr__(self, "cues", cues(self.text))
        object.__setattr__(self, "quantities", quantities(self.text))

    def coverage(self, found: frozenset[str]) -> float:
        """The share of its concepts, by weight, that are found.

        >>> nugget = Nugget("n", "Rabat opened centers", "", True)
        >>> proposition = Proposition(nugget, nugget.en, {"open": 0.25, "shelter": 0.75})
        >>> proposition.coverage(frozenset({"open"}))
        0.25
        """
        weights = self.weights
        if found.isdisjoint(weights):
            return 0.0
        return sum([weight for word, weight in weights.items() if word in found])


@once_per_document
def propositions_of(case: Case, language: Language) -> tuple[Proposition, ...]:
    """The nuggets of a document in one language."""
    return propositions(case.nuggets or (), language)


def propositions(nuggets: tuple[Nugget, ...], language: Language) -> tuple[Proposition, ...]:
    """Nuggets of one document in one language."""
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


@lru_cache(maxsize=KEPT)
def of_sentences(text: str) -> tuple[frozenset[str], ...]:
    """The concepts of a text, sentence by sentence."""
    return tuple(map(there, concept_rows(text)))


def pairs(sentences: Sequence[int], number: int) -> Iterator[tuple[int, int]]:
    """Of these sentences every two, in order; of a long text only those close to each other.

    Args:
        sentences: The numbers of sentences, rising.
        number: The number of sentences of the whole text.

    >>> list(pairs((0, 1, 2), 3)), list(pairs((0, 1, 40), 60))
    ([(0, 1), (0, 2), (1, 2)], [(0, 1)])
    """
    reach = number if number <= _SHORT else 1
    return (pair for pair in combinations(sentences, 2) if pair[1] - pair[0] <= reach)


_SHORT = 12
"""The number of sentences up to which any two are read together."""
