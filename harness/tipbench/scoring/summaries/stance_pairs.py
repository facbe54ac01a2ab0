"""``stance_pairs``: articles that take opposite sides on one event, right only together.

A system that praises everything, or blames everything, gets one side of every pair right. A pair
is two documents whose gold net stance is praise and critique and whose gold shares a numeric fact
with a value. It is right where each summary keeps its source's polarities and leans to its source's
side, and where no statement of the shared facts is wrong in either.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import combinations
from typing import ClassVar, NamedTuple

from tipbench.scoring.comparison import Comparison
from tipbench.scoring.counts import Tally
from tipbench.scoring.summaries.numbers import judged_numbers
from tipbench.scoring.summaries.stance import judged_stance
from tipbench.scoring.summaries.statistics import of_document

OPPOSED = frozenset({"praise", "critique"})


class Side(NamedTuple):
    """One document's part in its pairs.

    Attributes:
        doc_id: The document.
        net: Its net stance in the gold.
        facts: The ids of its numeric facts with a value.
        stance_right: Whether the summary evaluates, and only as its source does.
        numbers_right: Whether the summary has a number, and no wrong one.
    """

    doc_id: str
    net: str
    facts: frozenset[str]
    stance_right: bool
    numbers_right: bool


@dataclass(frozen=True, slots=True)
class Pairs:
    """The sides of several documents; pairs are made of all that are there.

    Attributes:
        sides: Sides of its own.
        parts: What it was added up of.

    >>> facts = frozenset({"f-tier"})
    >>> one = Pairs((Side("a", "praise", facts, True, True),))
    >>> other = Pairs((Side("b", "critique", facts, False, True),))
    >>> one.values, (one + other).values, (one + one).counts
    ({'value': None}, {'value': 0.0}, {'correct': 0, 'total': 0})
    """

    sides: tuple[Side, ...] = ()
    parts: tuple[Pairs, ...] = ()

    def __add__(self, other: Pairs) -> Pairs:
        """The sides of both, which are put together when they are counted."""
        if other == Pairs() or self == Pairs():
            return self if other == Pairs() else other
        return Pairs(parts=(self, other))

    def _all(self) -> set[Side]:
        found: set[Side] = set()
        waiting = [self]
        while waiting:
            pairs = waiting.pop()
            found.update(pairs.sides)
            waiting += pairs.parts
        return found

    def _judged(self) -> tuple[int, int]:
        """How many pairs are right, and how many there are; sides that are alike are told once."""
        alike = Counter(
            (side.net, side.facts, side.stance_right and side.numbers_right) for side in self._all()
        )
        right = total = 0
        for ((net, facts, ours), m), ((other, theirs, also), n) in combinations(alike.items(), 2):
            if {net, other} == OPPOSED and facts & theirs:
                total += m * n
                right += m * n if ours and also else 0
        return right, total

    @property
    def counts(self) -> dict[str, int | float]:
        """The pairs that are right, and all."""
        right, total = self._judged()
        return {"correct": right, "total": total}

    @property
    def values(self) -> dict[str, float | None]:
        """The share of pairs that are right; ``None`` where no two are opposed."""
        right, total = self._judged()
        return {"value": right / total if total else None}


@dataclass(frozen=True, slots=True)
class StancePairs:
    """Share of the opposed pairs of articles whose two summaries are both right."""

    name: str = "stance_pairs"
    description: str = "opposed articles whose summaries both keep stance and shared facts"
    task: str = "summaries"
    layer: str = "summary"
    label_name: None = None
    higher_is_better: bool = True
    fields: ClassVar[tuple[str, ...]] = ("value",)
    zero: ClassVar[Pairs] = Pairs()

    def measure(self, comparison: Comparison) -> Tally[Pairs] | None:
        """One document's side; ``None`` where it has no net stance that can be opposed."""
        case = comparison.case
        net = case.gold.document_stance and case.gold.document_stance.net
        if net not in OPPOSED or case.gold.stance is None:
            return None
        side = _side(comparison, str(net))
        return of_document(comparison, Pairs((side,)), self.zero)


def _side(comparison: Comparison, net: str) -> Side:
    case = comparison.case
    facts = frozenset(
        fact.fact_id
        for fact in case.gold.numeric_facts or ()
        if fact.fact_id and fact.value is not None and fact.kind not in ("date", "set")
    )
    evaluations = judged_stance(comparison)
    wanted = 1 if net == "praise" else -1
    leans = any(one.sign == wanted for one in evaluations)
    kept = bool(evaluations) and all(one.kept for one in evaluations) and leans
    judged = judged_numbers(comparison)
    right = bool(judged) and all(one.status == "supported" for one in judged)
    return Side(case.document.doc_id, net, facts, kept, right)


STANCE_PAIRS = StancePairs()
"""Opposed pairs."""
