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
from tipbench.scoring.summaries.polarity import cues, parity, parity_of
from tipbench.scoring.summaries.propositions import (
    Proposition,
    clauses,
    propositions,
    windows,
)
from tipbench.scoring.summaries.quantities import Quantity, quantities
from tipbench.scoring.summaries.statistics import Ratio, of_document
from tipbench.scoring.summaries.text import Text, read, without_repeats

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
    whole = read(summary)
    best = 0.0
    alone: dict[int, float] = {}
    for numbers, words in windows(summary):
        if len(numbers) > 1 and min(alone[number] for number in numbers) < PART:
            continue
        covered = proposition.coverage(words)
        if len(numbers) == 1:
            alone[numbers[0]] = covered
        partly = PARTLY if len(numbers) == 1 else STATED
        if covered < partly or (covered < STATED and best >= 0.5):
            continue
        earned = 1.0 if covered >= STATED else 0.5
        earned = min(earned, _numbers(summary, proposition, numbers))
        if earned > best and not _contradicts(whole, summary, proposition, numbers):
            best = earned
    return best


def _numbers(summary: str, proposition: Proposition, sentences: Sequence[int]) -> float:
    """What the numbers of a proposition allow: 1 with all, 0.5 with another comparator, else 0."""
    there = [q for q in quantities(summary) if q.sentence in sentences]
    allowed = 1.0
    for wanted in quantities(proposition.text):
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


def _contradicts(
    whole: Text, summary: str, proposition: Proposition, sentences: Sequence[int]
) -> bool:
    """Whether the words that state a proposition are those of its opposite."""
    language = whole.language
    stated = read(proposition.text)
    inside = [clause for clause in clauses(summary) if clause.sentence in sentences]
    best = max((proposition.coverage(c.concepts) for c in inside), default=0.0)
    near = [c for c in inside if proposition.coverage(c.concepts) >= max(0.8 * best, 0.25)]
    if not near or language != stated.language:
        return False
    theirs = parity_of(proposition.text)
    ours = [parity(whole.sentences[c.sentence][c.at : c.end]) for c in near]
    if all(odd != theirs[0] for odd, _ in ours) and (theirs[1] or any(hard for _, hard in ours)):
        return True
    signs = {(c.kind in ("up", "down"), c.sign) for c in cues(proposition.text)}
    for clause in near:
        for cue in cues(summary):
            if cue.sentence == clause.sentence and clause.at <= cue.at < clause.end:
                wanted = {sign for is_direction, sign in signs if is_direction == cue.is_direction}
                if cue.sign in (1, -1) and cue.sign not in wanted and -cue.sign in wanted:
                    return True
    return False


def credits(summary: str, case: Case) -> list[tuple[Nugget, float]]:
    """Every nugget of a document and what a summary earns for it."""
    if not summary.strip():
        return [(nugget, 0.0) for nugget in case.nuggets or ()]
    found = propositions(case.nuggets or (), read(summary).language)
    return [(one.nugget, credit(summary, one)) for one in found]


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
