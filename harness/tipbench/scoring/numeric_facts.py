"""Metrics of numeric facts: the span, the value, the fact (the headline), and who says it.

Values are compared exactly: decimals as numbers (``474.0`` is ``474``), everything else, such as
ISO 8601 dates and durations, as it is written. Nothing is added, rounded or converted, and a rank
is not treated as a quantity.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from decimal import Decimal

from tipbench.model import NumericFact
from tipbench.scoring.comparison import Comparison, Layer
from tipbench.scoring.distinct import DistinctMetric
from tipbench.scoring.match import Matcher, identical, overlapping
from tipbench.scoring.metric import MatchMetric
from tipbench.scoring.names import Names
from tipbench.values import is_decimal


def comparable(value: str | None) -> Decimal | str | None:
    """A value as it is compared; blank is ``None``.

    >>> comparable("474.0") == comparable("474"), comparable("2024-05"), comparable(" ")
    (True, '2024-05', None)
    """
    stripped = (value or "").strip()
    if is_decimal(stripped):
        return Decimal(stripped)
    return stripped or None


def value(fact: NumericFact) -> Hashable:
    """Value and end of range, as they are compared."""
    return (comparable(fact.value), comparable(fact.value2))


def unit(fact: NumericFact) -> str:
    """The unit in any case; blank where there is none."""
    return (fact.unit or "").strip().casefold()


def comparator(fact: NumericFact) -> str:
    """The comparator; blank where there is none."""
    return (fact.comparator or "").strip()


def source(fact: NumericFact, names: Names) -> str | None:
    """The id of who says it, by id or name; ``None`` where nobody is named.

    >>> source(NumericFact(None, "474", "474", source="The Writer"), Names())
    'writer'
    """
    named = (fact.source or "").strip()
    return names.resolve(named) if named else None


def _nothing(fact: NumericFact, comparison: Comparison) -> Hashable:
    return None


def _value(fact: NumericFact, comparison: Comparison) -> Hashable:
    return value(fact)


def _fact(fact: NumericFact, comparison: Comparison) -> Hashable:
    return (value(fact), unit(fact), comparator(fact))


def _sourced(fact: NumericFact, comparison: Comparison) -> Hashable:
    return (_fact(fact, comparison), source(fact, comparison.names))


FACTS: Layer[NumericFact] = Layer(
    items=lambda answer: answer.numeric_facts,
    span=lambda fact: fact.span,
    label=lambda fact: fact.kind,
)
"""The numeric facts of an answer, filed under their kinds."""


def _metric(
    name: str,
    description: str,
    key: Callable[[NumericFact, Comparison], Hashable],
    matcher: Matcher,
) -> MatchMetric[NumericFact]:
    return MatchMetric(
        name=name,
        task="numeric_facts",
        layer="numeric_facts",
        label_name="kind",
        description=description,
        read=FACTS,
        key=key,
        matcher=matcher,
    )


SPAN = _metric("span", "numeric expressions with the right borders", _nothing, identical)
"""Borders alone, as SemEval-2013 task 9.1 *exact*."""

VALUE = _metric("value", "overlapping expressions with the right value", _value, overlapping)
"""Value and end of range, on an overlapping expression."""

FACT = _metric(
    "fact", "overlapping expressions with the right value, unit and comparator", _fact, overlapping
)
"""Value, end of range, unit (in any case) and comparator, on an overlapping expression."""

SOURCE = _metric(
    "source",
    "overlapping expressions with the right value, unit, comparator and source",
    _sourced,
    overlapping,
)
"""As ``fact``, and whoever says it is the same: by exact id, read through the inventory.

A source that is null equals one that is left out, and nothing else; ``writer`` is a source.
"""

DISTINCT = DistinctMetric(
    name="distinct",
    task="numeric_facts",
    layer="numeric_facts",
    label_name="kind",
    description="distinct values with unit and comparator of a document, wherever they stand",
    read=FACTS,
    key=_fact,
)
"""The set of value, end of range, unit and comparator that a document states: no offsets needed.

What has no value ("several victims") is in the set too, by its unit and comparator.
"""

METRICS = (SPAN, VALUE, FACT, SOURCE, DISTINCT)
