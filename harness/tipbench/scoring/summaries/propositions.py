"""Propositions of a source and where a summary states them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from tipbench.model import Nugget
from tipbench.scoring.summaries.text import STOP, Language, Text, Token, read
from tipbench.scoring.summaries.thesaurus import concept

_SAYING = frozenset(
    "according say said says added add stated state article selon dit ajoute indique declare "
    "indicated indicates told report reported explained affirme estime precise".split()
)
_BREAKS = frozenset(
    "but although though despite while whereas however mais malgre tandis cependant toutefois "
    "bien quoique".split()
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
        if t.is_word and t.fold not in STOP and t.fold not in _SAYING
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


@dataclass(frozen=True, slots=True)
class Proposition:
    """A nugget in one language.

    Attributes:
        nugget: The nugget.
        text: Its wording.
        weights: Its concepts, each with its weight: what few nuggets share weighs more.
    """

    nugget: Nugget
    text: str
    weights: tuple[tuple[str, float], ...]

    def coverage(self, found: frozenset[str]) -> float:
        """The share of its concepts, by weight, that are found.

        >>> nugget = Nugget("n", "Rabat opened centers", "", True)
        >>> Proposition(nugget, nugget.en, (("open", 1.0), ("shelter", 3.0))).coverage(frozenset({"open"}))
        0.25
        """
        total = sum(weight for _, weight in self.weights)
        return sum(w for word, w in self.weights if word in found) / total if total else 0.0


@lru_cache(maxsize=512)
def propositions(nuggets: tuple[Nugget, ...], language: Language) -> tuple[Proposition, ...]:
    """The nuggets of a document in one language."""
    texts = [nugget.fr if language == "fr" else nugget.en for nugget in nuggets]
    words = [concepts(read(text).tokens) for text in texts]
    shared = Counter(word for found in words for word in found)
    return tuple(
        Proposition(
            nugget, text, tuple(sorted((word, 1 / shared[word] ** 0.5) for word in found))
        )
        for nugget, text, found in zip(nuggets, texts, words, strict=True)
    )


def windows(whole: Text) -> Iterator[tuple[tuple[int, ...], frozenset[str]]]:
    """Every sentence, and every two that follow each other, with their concepts."""
    found = [concepts(sentence) for sentence in whole.sentences]
    for index, words in enumerate(found):
        yield (index,), words
    for index, (one, other) in enumerate(zip(found, found[1:], strict=False)):
        yield (index, index + 1), one | other


def tokens_of(whole: Text, numbers: Sequence[int]) -> list[Token]:
    """The tokens of some sentences."""
    return [token for number in numbers for token in whole.sentences[number]]
