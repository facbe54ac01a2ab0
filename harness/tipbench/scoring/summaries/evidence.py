"""The numeric statements that a source supports: its own, and those of its gold."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal

from tipbench.model import Case, NumericFact
from tipbench.scoring.summaries.comparators import EXACT
from tipbench.scoring.summaries.per_document import once_per_document
from tipbench.scoring.summaries.quantities import Quantity
from tipbench.scoring.summaries.surroundings import in_context
from tipbench.scoring.summaries.text import read
from tipbench.scoring.summaries.units import is_participle, noun_group
from tipbench.values import is_decimal

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


@once_per_document
def evidence_of(case: Case) -> Evidence:
    """The numeric statements of the article, its gold facts and its nuggets."""
    gold = case.gold.numeric_facts or ()
    kept = [f for f in gold if f.span is None or _in_content(case, f.span.start)]
    nuggets = case.nuggets or ()
    texts = (case.article, *(text for nugget in nuggets for text in (nugget.en, nugget.fr)))
    stated = [fact for text in texts for fact in _stated(text)]
    facts = _merged([fact for one in kept for fact in _of_gold(one)], stated)
    return Evidence(facts, frozenset(_years(facts)))


def _in_content(case: Case, offset: int) -> bool:
    zone = case.zone_at(offset)
    return zone is None or zone.content


def _stated(text: str) -> Iterator[Fact]:
    whole = read(text)
    for q, context in in_context(text):
        around = whole.sentences[q.sentence][max(0, q.at - 14) : q.end + 14]
        about = frozenset(t.stem for t in around if t.is_word)
        heads = frozenset(_head(q, whole.language))
        yield Fact(q.kind, q.values, q.unit, frozenset({q.comparator}), heads, about, context)


def _head(quantity: Quantity, language: str) -> Iterator[str]:
    """The noun that is counted: in French the first behind the number, in English the last."""
    nouns = [noun for noun in quantity.nouns if not is_participle(noun)] or quantity.nouns[:1]
    known = [noun for noun in nouns if noun_group(noun)]
    if known:
        yield known[0] if language == "fr" else known[-1]
    elif nouns:
        yield nouns[0] if language == "fr" else nouns[-1]


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
