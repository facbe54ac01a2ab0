"""``nuggets_vital`` and ``nuggets_all``: which of the gold's propositions a summary states.

As in the nugget evaluation of TREC (Voorhees, 2003) and its later forms with partial credit, but
with a deterministic matcher. A proposition is compared in the language of the summary with every
sentence, and every two: stated (1) from ``STATED`` of its words by weight on, partly (0.5), by one
sentence, from ``PARTLY`` on. A number that it gives must be there: without it nothing is
credited, with another comparator a half. What is said with the opposite polarity is not stated.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from tipbench.model import Case, Nugget
from tipbench.scoring.comparison import Comparison
from tipbench.scoring.counts import Tally
from tipbench.scoring.summaries.polarity import cues
from tipbench.scoring.summaries.propositions import (
    Proposition,
    clauses,
    of_sentences,
    pairs,
    propositions_of,
)
from tipbench.scoring.summaries.quantities import Quantity, quantities
from tipbench.scoring.summaries.statistics import Ratio, of_document
from tipbench.scoring.summaries.text import read, without_repeats

STATED = 0.55
"""The share of a proposition's words, by weight, from which on it is stated."""
PARTLY = 0.5
"""The same for a half."""
PART = 0.2
"""What each of two sentences must state of it for the two to be read together."""


def credit(summary: str, proposition: Proposition) -> float:
    """What a summary earns for one proposition: 1, 0.5 or 0.

    >>> from tipbench.scoring.summaries.propositions import propositions
    >>> nugget = Nugget("n", "At least 474 victims were identified.", "", True)
    >>> [one] = propositions((nugget,), "en")
    >>> [credit(text, one) for text in ("At least 474 victims were identified.",
    ...     "474 victims were identified.", "At least 500 victims were identified.",
    ...     "At least 474 victims were not identified.")]
    [1.0, 0.5, 0.0, 0.0]
    """
    sentences = of_sentences(summary)
    every = [proposition.coverage(words) for words in sentences]
    best = 0.0
    for number, covered in enumerate(every):
        if covered >= (STATED if best >= 0.5 else PARTLY):
            best = max(best, _earned(summary, proposition, (number,), covered, best))
    parts = [number for number, covered in enumerate(every) if covered >= PART]
    for one, other in pairs(parts, len(every)):
        if best == 1:
            break
        covered = proposition.coverage(sentences[one] | sentences[other])
        if covered >= STATED:
            best = max(best, _earned(summary, proposition, (one, other), covered, best))
    return best


def _earned(
    summary: str, proposition: Proposition, sentences: Sequence[int], covered: float, best: float
) -> float:
    """What sentences that cover so much of a proposition earn; 0 if no more than the best."""
    earned = 1.0 if covered >= STATED else 0.5
    if earned > best:
        earned = min(earned, _numbers(summary, proposition, sentences))
    if earned <= best or _contradicts(summary, proposition, sentences):
        return 0.0
    return earned


def _numbers(summary: str, proposition: Proposition, sentences: Sequence[int]) -> float:
    """What the numbers of a proposition allow: 1 with all, 0.5 with another comparator, else 0."""
    if not proposition.quantities:
        return 1.0
    there = [q for q in quantities(summary) if q.sentence in sentences]
    allowed = 1.0
    for wanted in proposition.quantities:
        same = [q for q in there if _same_value(q, wanted)]
        if not same:
            main = wanted.kind not in ("ordinal", "vague", "date", "weekday")
            hidden = wanted.kind in ("year", "period")
            allowed = min(allowed, (0.5 if hidden else 0.0) if main else 0.5)
        elif not any(q.comparator == wanted.comparator for q in same):
            allowed = min(allowed, 0.5)
    return allowed


def _same_value(one: Quantity, other: Quantity) -> bool:
    return one.kind == other.kind and one.unit == other.unit and bool(one.values & other.values)


def _contradicts(summary: str, proposition: Proposition, sentences: Sequence[int]) -> bool:
    """Whether the words that state a proposition are those of its opposite."""
    if read(summary).language != proposition.language:
        return False
    inside = [clause for clause in clauses(summary) if clause.sentence in sentences]
    covered = [proposition.coverage(clause.concepts) for clause in inside]
    least = max(0.8 * max(covered, default=0.0), 0.25)
    near = [clause for clause, part in zip(inside, covered, strict=True) if part >= least]
    if not near:
        return False
    theirs = proposition.negative
    ours = [clause.negative for clause in near]
    if all(odd != theirs[0] for odd, _ in ours) and (theirs[1] or any(hard for _, hard in ours)):
        return True
    own = proposition.cues
    for clause in near if own else ():
        for cue in cues(summary):
            if cue.sentence == clause.sentence and clause.at <= cue.at < clause.end:
                wanted = {one.sign for one in own if one.is_direction == cue.is_direction}
                if cue.sign in (1, -1) and cue.sign not in wanted and -cue.sign in wanted:
                    return True
    return False


def credits(summary: str, case: Case) -> list[tuple[Nugget, float]]:
    """Every nugget of a document and what a summary earns for it."""
    if not summary.strip():
        return [(nugget, 0.0) for nugget in case.nuggets or ()]
    words = frozenset[str]().union(*of_sentences(summary))
    return [
        (one.nugget, credit(summary, one) if one.coverage(words) >= PARTLY else 0.0)
        for one in propositions_of(case, read(summary).language)
    ]


def matched(comparison: Comparison) -> list[tuple[Nugget, float]]:
    """Every nugget of a document and what its summary earns for it, says the matcher."""
    return comparison.shared(
        "credits",
        lambda: credits(without_repeats(comparison.answer.summary or ""), comparison.case),
    )


@dataclass(frozen=True, slots=True)
class Nuggets:
    """Recall of the gold's nuggets, halves included; several documents are added up.

    Attributes:
        vital: Whether only the vital ones count.
        decide: Says which are stated.
    """

    name: str
    description: str
    vital: bool
    decide: Callable[[Comparison], Sequence[tuple[Nugget, float]]] = matched
    task: str = "summaries"
    layer: str = "summary"
    label_name: None = None
    higher_is_better: bool = True
    fields: ClassVar[tuple[str, ...]] = ("recall",)
    zero: ClassVar[Ratio] = Ratio(0, 0, "recall")

    def measure(self, comparison: Comparison) -> Tally[Ratio] | None:
        """What one summary earns; ``None`` where nuggets are not annotated."""
        if comparison.case.nuggets is None:
            return None
        earned = [
            value for nugget, value in self.decide(comparison) if nugget.vital or not self.vital
        ]
        return of_document(comparison, Ratio(sum(earned), len(earned), "recall"), self.zero)


NUGGETS_VITAL = Nuggets("nuggets_vital", "vital nuggets that the summary states", True)
"""Recall of the nuggets without which a summary misleads."""
NUGGETS_ALL = Nuggets("nuggets_all", "nuggets that the summary states", False)
"""Recall of all nuggets."""
