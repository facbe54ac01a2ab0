"""``numbers``: does the source support a summary's numbers, with what bounds and counts them?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from tipbench.model import Case, Nugget, NumericFact
from tipbench.scoring.comparison import Comparison
from tipbench.scoring.summaries.comparators import EXACT, relation
from tipbench.scoring.summaries.quantities import AMOUNTS, Quantity, quantities
from tipbench.scoring.summaries.share import ShareMetric
from tipbench.scoring.summaries.text import Token, content, read, without_repeats
from tipbench.scoring.summaries.thesaurus import concept
from tipbench.scoring.summaries.units import noun_group, same_noun
from tipbench.values import is_decimal

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
_DURATION = re.compile(r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?")
_DURATION_UNITS = ("year", "month", "week", "day", "hour", "minute")


@dataclass(frozen=True, slots=True)
class Fact:
    """A numeric statement that the source supports.

    Attributes:
        kind: As of a ``Quantity``.
        values: The values that it may have.
        unit: As of a ``Quantity``.
        comparators: Those with which the source states it.
        heads: Folded nouns, in either language, of what it counts.
        about: Stems of the words around it.
        context: Stems of the words that say what it is of, up to the next number.
    """

    kind: str
    values: frozenset[Decimal | tuple[Decimal, Decimal] | str]
    unit: str | None
    comparators: frozenset[str]
    heads: frozenset[str] = frozenset()
    about: frozenset[str] = frozenset()
    context: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Evidence:
    """All numeric statements that a source supports."""

    facts: tuple[Fact, ...]
    years: frozenset[Decimal] = field(default_factory=frozenset)


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
    for quantity, context in _in_context(summary):
        status = judge(quantity, evidence)
        if status == "supported" and _is_misplaced(quantity, context, evidence):
            status = "value_changed"
        # Two wrong statements may differ in nothing but what they count.
        nouns = () if status == "supported" else quantity.nouns
        key = (quantity.kind, quantity.values, quantity.unit, quantity.comparator, status, nouns)
        seen.setdefault(key, Judged(quantity, status))
    return tuple(seen.values())


def evidence_of(case: Case) -> Evidence:
    """The numeric statements of the article, its gold facts and its nuggets."""
    gold = case.gold.numeric_facts or ()
    kept = tuple(f for f in gold if f.span is None or _in_content(case, f.span.start))
    return _evidence(case.article, kept, case.nuggets or ())


def _in_content(case: Case, offset: int) -> bool:
    zone = case.zone_at(offset)
    return zone is None or zone.content


@lru_cache(maxsize=256)
def _evidence(article: str, gold: tuple[NumericFact, ...], nuggets: tuple[Nugget, ...]) -> Evidence:
    texts = (article, *(text for nugget in nuggets for text in (nugget.en, nugget.fr)))
    stated = [fact for text in texts for fact in _stated(text)]
    known = [fact for one in gold for fact in _of_gold(one)]
    facts = _merged(known, stated)
    return Evidence(facts, frozenset(_years(facts)))


def _stated(text: str) -> Iterator[Fact]:
    whole = read(text)
    for q, context in _in_context(text):
        around = whole.sentences[q.sentence][max(0, q.at - 14) : q.end + 14]
        about = frozenset(t.stem for t in around if t.is_word)
        heads = frozenset(_head(q, whole.language))
        yield Fact(q.kind, q.values, q.unit, frozenset({q.comparator}), heads, about, context)


def _in_context(text: str) -> Iterator[tuple[Quantity, frozenset[str]]]:
    """Every quantity with the stems of the words before it, or behind where none stand before.

    They reach to the next quantity: "signed it in 2011 and founded … in 2019".
    """
    whole, found = read(text), quantities(text)
    for index, q in enumerate(found):
        sentence = whole.sentences[q.sentence]
        before = found[index - 1] if index else None
        start = before.end if before is not None and before.sentence == q.sentence else 0
        for at in range(start, q.at):
            if sentence[at].text in ";:":
                start = at + 1
        words = content(iter(sentence[start : q.at]))
        if len(words) < 2:
            behind = found[index + 1] if index + 1 < len(found) else None
            end = behind.at if behind and behind.sentence == q.sentence else len(sentence)
            end = next((at for at in range(q.end, end) if sentence[at].text in ";:"), end)
            words = content(iter(sentence[q.end : end]))[:9] or words
        beside = {"<" + token.fold for token in sentence[max(0, q.at - 2) : q.at]}
        beside |= {"=" + token.stem for token in words[-9:]}
        beside |= {"#" + head for head in _heads(sentence, q)}
        yield q, frozenset(concept(t.stem) for t in words[-9:] if not t.is_capital) | beside


def _heads(sentence: Sequence[Token], q: Quantity) -> Iterator[str]:
    """The concept of the noun that a year dates: *the 2024 report*, *le plan de 2024*."""
    before = q.at - 1
    while before >= 0 and sentence[before].fold in ("de", "du", "for", "of", "pour", "l", "'"):
        before -= 1
    behind = q.end
    for at in (behind, before):
        if 0 <= at < len(sentence) and concept(sentence[at].stem) in _DATED:
            yield concept(sentence[at].stem)


_DATED = frozenset({"report", "document", "edition"})
"""Concepts of what comes out in a year."""
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


def _head(quantity: Quantity, language: str) -> Iterator[str]:
    """The noun that is counted: in French the first behind the number, in English the last."""
    nouns = [noun for noun in quantity.nouns if not _is_participle(noun)] or quantity.nouns[:1]
    known = [noun for noun in nouns if noun_group(noun)]
    if known:
        yield known[0] if language == "fr" else known[-1]
    elif nouns:
        yield nouns[0] if language == "fr" else nouns[-1]


def _is_participle(word: str) -> bool:
    return len(word) > 4 and word.endswith(("ed", "ing", "ees")) and noun_group(word) is None


def _of_gold(fact: NumericFact) -> Iterator[Fact]:
    """A gold fact in the form of a statement; none where the gold gives no value."""
    kind, value, value2 = fact.kind or "count", fact.value, fact.value2
    signs = frozenset({fact.comparator or EXACT})
    if value is None or kind in ("vague", "set"):
        return
    if (is_decimal(value) and kind in ("date", "period")) or kind in ("date", "period"):
        years = [Decimal(part[:4]) for part in (value, value2) if part and part[:4].isdigit()]
        if len(years) == 2:
            yield Fact("period", frozenset({(years[0], years[1])}), None, signs)
        elif years:
            yield Fact("year", frozenset(years), None, signs)
        if len(value) > 4 and kind == "date":
            parts = [str(int(part)) for part in value.split("-") if part.isdigit()]
            yield Fact("date", frozenset({"-".join((*parts, "", "")[:3])}), None, signs)
        return
    if kind == "duration" and (match := _DURATION.fullmatch(value)):
        for unit, number in zip(_DURATION_UNITS, match.groups(), strict=True):
            if number:
                yield Fact("duration", frozenset({Decimal(number)}), unit, signs)
    elif is_decimal(value):
        kinds = {"rank": "rank", "ordinal": "ordinal", "edition": "ordinal", "money": "money"}
        kinds["percent"] = "percent"
        is_unit = kind in ("money", "percent")
        unit_or_none = fact.unit if is_unit else None
        noun = (fact.unit or "").split()[-1:]
        heads = frozenset[str]() if is_unit else frozenset(noun)
        values: frozenset[Decimal | tuple[Decimal, Decimal] | str] = frozenset({Decimal(value)})
        if value2 is not None and is_decimal(value2):
            values = frozenset({(Decimal(value), Decimal(value2))})
        words = (fact.property or "").replace("-", " ")
        about = frozenset(t.stem for t in read(words).tokens if t.is_word)
        yield Fact(kinds.get(kind, "count"), values, unit_or_none, signs, heads, about)


def _merged(gold: list[Fact], stated: list[Fact]) -> tuple[Fact, ...]:
    """The gold's facts with the words that the texts use for them, and what it leaves out."""
    enriched = []
    taken: set[int] = set()
    for fact in gold:
        heads, about, context = set(fact.heads), set(fact.about), set(fact.context)
        for index, other in enumerate(stated):
            alike = other.kind == fact.kind and other.values & fact.values
            if alike and (other.comparators == fact.comparators or not _shared(other, stated)):
                heads |= other.heads
                about |= other.about
                context |= other.context
            if alike:
                taken.add(index)
        enriched.append(
            replace(
                fact,
                heads=frozenset(heads),
                about=frozenset(about),
                context=frozenset(context),
            )
        )
    rest = [fact for index, fact in enumerate(stated) if index not in taken]
    return (*enriched, *rest)


def _shared(fact: Fact, stated: list[Fact]) -> bool:
    """Whether the texts state the same value with several comparators."""
    signs = {other.comparators for other in stated if other.values & fact.values}
    return len(signs) > 1


def _years(facts: Iterable[Fact]) -> Iterator[Decimal]:
    for fact in facts:
        for value in fact.values:
            if fact.kind in ("year", "period"):
                yield from value if isinstance(value, tuple) else [Decimal(value)]
            elif fact.kind == "date" and isinstance(value, str) and value.split("-")[0]:
                yield Decimal(value.split("-")[0])


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
    nouns = [noun for noun in quantity.nouns if not _is_participle(noun)]
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
