"""``numbers``: does the source support a summary's numbers, with what bounds and counts them?"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from tipbench.model import Case
from tipbench.scoring.comparison import Comparison
from tipbench.scoring.summaries.comparators import relation
from tipbench.scoring.summaries.evidence import Evidence, Fact, evidence_of
from tipbench.scoring.summaries.quantities import AMOUNTS, Quantity
from tipbench.scoring.summaries.share import ShareMetric
from tipbench.scoring.summaries.surroundings import in_context
from tipbench.scoring.summaries.text import without_repeats
from tipbench.scoring.summaries.units import is_participle, noun_group, same_noun

Status = Literal[
    "supported",
    "comparator_dropped",
    "comparator_strengthened",
    "comparator_weakened",
    "comparator_reversed",
    "value_changed",
    "unit_changed",
    "invented",
]
STATUSES: tuple[Status, ...] = (
    "supported",
    "comparator_dropped",
    "comparator_strengthened",
    "comparator_weakened",
    "comparator_reversed",
    "value_changed",
    "unit_changed",
    "invented",
)
"""What can be said of a numeric statement of a summary; all but the first are errors."""

_HUMAN = frozenset(
    "victim suspect migrant refugee child worker officer official prosecutor student soldier "
    "member".split()
)
_UNDER_ARREST = frozenset({"suspect", "arrest", "person"})


@dataclass(frozen=True, slots=True)
class Judged:
    """A numeric statement of a summary and what is to be said of it."""

    quantity: Quantity
    status: Status


def judge_numbers(summary: str, case: Case) -> tuple[Judged, ...]:
    """Judge every distinct numeric statement of a summary.

    >>> from tipbench.model import Answer, Document
    >>> case = Case(Document("d", "en", None, "At least 474 victims and ten reports."), Answer("d"))
    >>> [(j.quantity.text, j.status) for j in judge_numbers("474 victims, ten laws, Tier 3", case)]
    [('474', 'comparator_dropped'), ('ten', 'unit_changed'), ('Tier 3', 'invented')]
    """
    evidence = evidence_of(case)
    seen: dict[tuple[object, ...], Judged] = {}
    for quantity, context in in_context(summary):
        status = judge(quantity, evidence)
        if status == "supported" and _is_misplaced(quantity, context, evidence):
            status = "value_changed"
        # Two wrong statements may differ in nothing but what they count.
        nouns = () if status == "supported" else quantity.nouns
        key = (quantity.kind, quantity.values, quantity.unit, quantity.comparator, status, nouns)
        seen.setdefault(key, Judged(quantity, status))
    return tuple(seen.values())


_ENDS = frozenset(
    "<from <since <until <till <by <through <to <depuis <des <jusqu <partir <ici <de <a start "
    "starte starti begin began beginn launch run end ending ended expire expiri extend stretc span "
    "cover coveri horizo commen debut debute achev acheve fin termin etend court courir couvre "
    "lance".split()
)


_LIMITS = frozenset(word if word[0] == "<" else "=" + word for word in _ENDS)


def _is_misplaced(quantity: Quantity, context: frozenset[str], evidence: Evidence) -> bool:
    """Whether a right year or period stands where the source has another one."""
    if quantity.kind not in ("year", "period"):
        return False
    own: set[str] = set()
    others: list[frozenset[str]] = []
    for fact in evidence.facts:
        if fact.kind == quantity.kind:
            if fact.values & quantity.values:
                own |= fact.context
            elif fact.context:
                others.append(fact.context)
    dated = {word for word in context if word[0] == "#"}
    if dated and dated & set().union(*others) and not dated & own:
        return True
    if quantity.kind == "year" and not own and others:
        return not context & _LIMITS
    words = {word for word in context if word[0] not in "<=#"}
    ours = len(words & own)
    theirs = max((len(words & other - own) for other in others), default=0)
    if quantity.kind == "year" and theirs and (not ours or theirs > ours + (theirs < 2)):
        return True
    return theirs >= 2 and (not ours or theirs - ours >= 3)


def judge(quantity: Quantity, evidence: Evidence) -> Status:
    """What is to be said of one numeric statement."""
    judged = _JUDGES.get(quantity.kind, _judge_exact)
    return judged(quantity, evidence)


def _judge_year(quantity: Quantity, evidence: Evidence) -> Status:
    if all(
        Decimal(value) in evidence.years
        for value in quantity.values
        if not isinstance(value, tuple)
    ):
        return "supported"
    return "value_changed" if evidence.years else "invented"


def _judge_period(quantity: Quantity, evidence: Evidence) -> Status:
    periods = {v for f in evidence.facts if f.kind == "period" for v in f.values}
    if quantity.values & periods:
        return "supported"
    alone = {v for f in evidence.facts if f.kind == "year" for v in f.values}
    pairs = [value for value in quantity.values if isinstance(value, tuple)]
    if any(low in alone and high in alone for low, high in pairs):
        return "supported"
    return "value_changed" if evidence.years else "invented"


def _judge_date(quantity: Quantity, evidence: Evidence) -> Status:
    dates = [str(v).split("-") for f in evidence.facts if f.kind == "date" for v in f.values]
    for value in quantity.values:
        year, month, day = str(value).split("-")
        fits = [d for d in dates if d[1] == month and (not day or d[2] == day)]
        if year and Decimal(year) not in evidence.years:
            fits = []
        if fits:
            return "supported"
    return "value_changed" if dates else "invented"


def _judge_exact(quantity: Quantity, evidence: Evidence) -> Status:
    """Ranks, ordinals, weekdays, times, vague quantities and fractions: there or not there."""
    alike = [fact for fact in evidence.facts if fact.kind == quantity.kind]
    if any(f.values & quantity.values and f.unit == quantity.unit for f in alike):
        return "supported"
    if quantity.kind == "fraction":
        percents = {v * 100 for v in quantity.values if isinstance(v, Decimal)}
        if any(f.kind == "percent" and f.values & percents for f in evidence.facts):
            return "supported"
    return "value_changed" if alike else "invented"


def _judge_amount(quantity: Quantity, evidence: Evidence) -> Status:
    facts = [fact for fact in evidence.facts if fact.kind in AMOUNTS]
    same = [fact for fact in facts if fact.values & quantity.values]
    fitting = [fact for fact in same if _counts_the_same(quantity, fact)]
    if any(quantity.comparator in fact.comparators for fact in fitting):
        return "supported"
    if fitting:
        gold = min(sign for fact in fitting for sign in fact.comparators)
        return _COMPARATORS[relation(quantity.comparator, gold)]
    if same:
        return "unit_changed"
    if quantity.kind == "duration" and _is_span(quantity, evidence):
        return "supported"
    known = [f for f in facts if f.kind == quantity.kind and (f.heads or f.unit)]
    if any(_counts_the_same(quantity, f) for f in known) and (quantity.nouns or quantity.unit):
        return "value_changed"
    return "invented"


_COMPARATORS: dict[str, Status] = {
    "dropped": "comparator_dropped",
    "strengthened": "comparator_strengthened",
    "weakened": "comparator_weakened",
    "reversed": "comparator_reversed",
}


def _is_span(quantity: Quantity, evidence: Evidence) -> bool:
    """*a seven-year plan*, of a plan from 2023 to 2030."""
    spans = {
        Decimal(high - low + more)
        for fact in evidence.facts
        if fact.kind == "period"
        for value in fact.values
        if isinstance(value, tuple)
        for low, high in [value]
        for more in (0, 1)
    }
    return quantity.unit == "year" and bool(spans & quantity.values)


def _counts_the_same(quantity: Quantity, fact: Fact) -> bool:
    """Whether a statement and a fact are of the same unit or noun."""
    if quantity.kind != fact.kind or quantity.unit != fact.unit:
        return False
    nouns = [noun for noun in quantity.nouns if not is_participle(noun)]
    if quantity.kind != "count" or not nouns or not fact.heads:
        return True
    if any(same_noun(noun, head) for noun in nouns for head in fact.heads):
        return True
    ours = {noun_group(noun) for noun in nouns}
    theirs = {noun_group(head) for head in fact.heads}
    if "person" in ours and theirs & _HUMAN:
        return True
    arrested = bool(fact.about & {"arrest", "appreh", "interp", "detent", "arrete"})
    return arrested and "person" in theirs and bool(ours & _UNDER_ARREST)


_JUDGES = {
    "year": _judge_year,
    "period": _judge_period,
    "date": _judge_date,
    **dict.fromkeys(AMOUNTS, _judge_amount),
}


def judged_numbers(comparison: Comparison) -> tuple[Judged, ...]:
    """The same of a comparison, once."""
    summary = without_repeats(comparison.answer.summary or "")
    return comparison.shared("numbers", lambda: judge_numbers(summary, comparison.case))


def _supported(comparison: Comparison) -> list[bool] | None:
    if comparison.case.gold.numeric_facts is None:
        return None
    return [one.status == "supported" for one in judged_numbers(comparison)]


NUMBERS = ShareMetric(
    name="numbers",
    description="numbers of the summary that the source supports, comparator included",
    judge=_supported,
)
"""Share of a summary's distinct numeric statements that the source supports.

A statement is supported where the source has its value (in any spelling), unit or counted noun, and
comparator: "720" is not "more than 720". Where the gold has a fact, its comparator decides; what it
leaves out, the article's own words decide.
"""
