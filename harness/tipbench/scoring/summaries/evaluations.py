"""What a source evaluates, and how: its gold's stance in the words of nuggets and evidence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import sqrt

from tipbench.model import Case
from tipbench.scoring.summaries.per_document import once_per_document
from tipbench.scoring.summaries.polarity import (
    NEGATIVE,
    NOTHING,
    POSITIVE,
    RECOMMEND,
    cues,
    parity_of,
)
from tipbench.scoring.summaries.propositions import concepts
from tipbench.scoring.summaries.text import Language, read
from tipbench.scoring.summaries.thesaurus import concept

POLARITIES = {"positive": POSITIVE, "negative": NEGATIVE, "recommend": RECOMMEND}
EFFORTS = frozenset({"effort", "progress", "step", "initiative", "strategy", "increase"})
"""Concepts of what is evaluated, within the words that evaluate it: *significant efforts*."""


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What the gold evaluates.

    Attributes:
        words: Its concepts, without those that evaluate.
        signs: The polarities of what is said with these words.
        directions: What it says of growth, 1 or -1.
        negative: Whether its wording is negative, and by a plain *not*.
        language: The language of the wording.
        standards: What it says of standards being met.
    """

    words: frozenset[str]
    signs: frozenset[int]
    directions: frozenset[int]
    negative: tuple[bool, bool]
    language: Language
    standards: frozenset[int] = frozenset()


class Evaluations:
    """Evaluations of one language, by the words in them, so that those close to a clause are found.

    Attributes:
        denying: Those whose wording is negative by a plain *not*.
        standards: Those that say whether standards are met, if there are any.
    """

    __slots__ = ("_by_word", "_known", "denying", "standards")

    def __init__(self, known: Sequence[Evaluation]) -> None:
        self._known = known
        self._by_word: dict[str, list[int]] = {}
        for index, one in enumerate(known):
            for word in one.words:
                self._by_word.setdefault(word, []).append(index)
        self.denying = [one for one in known if one.negative[1]]
        self.standards: Evaluations | None = None
        of_standards = [one for one in known if one.standards]
        if of_standards and len(of_standards) < len(known):
            self.standards = Evaluations(of_standards)
        elif of_standards:
            self.standards = self

    def near(self, words: frozenset[str]) -> list[tuple[float, Evaluation]]:
        """The evaluations that share a word with some, and how close they are, in order."""
        shared: Counter[int] = Counter()
        for word in self._by_word.keys() & words:
            shared.update(self._by_word[word])
        return [
            (number / sqrt(len(words) * len(self._known[index].words)), self._known[index])
            for index, number in sorted(shared.items())
        ]


@once_per_document
def evaluations(case: Case, language: Language) -> Evaluations:
    """The evaluations of the gold, as its nuggets and its tuples word them in one language."""
    return Evaluations([one for one in _evaluations(case) if one.language == language])


@once_per_document
def polarities(case: Case) -> frozenset[int]:
    """All polarities that the gold has in the article."""
    article = case.article
    return frozenset(
        POLARITIES.get(one.polarity, NOTHING)
        for one in case.gold.stance or ()
        if one.evidence is None or one.evidence.text in article
    )


def _evaluations(case: Case) -> Iterator[Evaluation]:
    article, stance = case.article, case.gold.stance or ()
    signs = {s.id: POLARITIES[s.polarity] for s in stance if s.polarity in POLARITIES}
    for nugget in case.nuggets or ():
        said = frozenset(signs[i] for i in nugget.stance_ids if i in signs)
        if nugget.en:
            yield _evaluation(nugget.en, said, "en")
        if nugget.fr:
            yield _evaluation(nugget.fr, said, "fr")
    language = read(article).language
    for one in stance:
        if one.evidence is not None and one.evidence.text in article:
            said = frozenset({POLARITIES.get(one.polarity, NOTHING)})
            yield _evaluation(one.evidence.text, said, language)


def _evaluation(text: str, signs: frozenset[int], language: Language) -> Evaluation:
    whole = read(text)
    evaluating = {(c.sentence, at) for c in cues(text) for at in range(c.at, c.end)}
    words = concepts(
        token
        for number, sentence in enumerate(whole.sentences)
        for at, token in enumerate(sentence)
        if (number, at) not in evaluating or concept(token.stem) in EFFORTS
    )
    directions = frozenset(c.sign for c in cues(text) if c.is_direction)
    own = {c.sign for c in cues(text) if not c.is_direction and c.sign != NOTHING}
    said = signs or own
    return Evaluation(
        words | concepts(t for t in whole.tokens if t.fold in ("minimum", "minimales")),
        frozenset(said),
        directions,
        parity_of(text),
        language,
        frozenset(c.sign for c in cues(text) if c.kind == "meets"),
    )


def closeness(ours: frozenset[str], theirs: frozenset[str]) -> float:
    """The words that two clauses share, of the geometric mean of their numbers.

    >>> closeness(frozenset("abcd"), frozenset("abcd")), closeness(frozenset("ab"), frozenset())
    (1.0, 0.0)
    """
    if not ours or not theirs:
        return 0.0
    return len(ours & theirs) / sqrt(len(ours) * len(theirs))
