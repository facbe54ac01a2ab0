"""``stance_pairs``: articles that take opposite sides on one event, right only together.

A system that praises everything, or blames everything, gets one side of every pair right. A pair
is two documents whose gold net stance is praise and critique and whose gold shares a numeric fact
with a value. It is right where each summary keeps its source's polarities and leans to its source's
side, and where no statement of the shared facts is wrong in either.
"""

from __future__ import annotations

from collections.abc import Iterator
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

    >>> facts = frozenset({"f-tier"})
    >>> one = Pairs((Side("a", "praise", facts, True, True),))
    >>> other = Pairs((Side("b", "critique", facts, False, True),))
    >>> one.values, (one + other).values, (one + one).counts
    ({'value': None}, {'value': 0.0}, {'correct': 0, 'total': 0})
    """

    sides: tuple[Side, ...] = ()

    def __add__(self, other: Pairs) -> Pairs:
        """The sides of both, in an order of their own."""
        return Pairs(tuple(sorted({*self.sides, *other.sides}, key=lambda side: side[:2])))

    def _judged(self) -> Iterator[bool]:
        for one, other in combinations(self.sides, 2):
            if {one.net, other.net} == OPPOSED and one.facts & other.facts:
                yield (
                    one.stance_right
                    and other.stance_right
                    and one.numbers_right
                    and other.numbers_right
                )

    @property
    def counts(self) -> dict[str, int | float]:
        """The pairs that are right, and all."""
        judged = list(self._judged())
        return {"correct": sum(judged), "total": len(judged)}

    @property
    def values(self) -> dict[str, float | None]:
        """The share of pairs that are right; ``None`` where no two are opposed."""
        judged = list(self._judged())
        return {"value": sum(judged) / len(judged) if judged else None}


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
