"""Metrics of numeric facts: the span, the value, and the fact (the headline).

Values are compared exactly: decimals as numbers (``474.0`` is ``474``), everything else, such as
ISO 8601 dates and durations, as it is written. Nothing is added, rounded or converted, and a rank
is not treated as a quantity.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from decimal import Decimal

from tipbench.model import NumericFact
from tipbench.scoring.comparison import Comparison, Layer
from tipbench.scoring.match import Matcher, identical, overlapping
from tipbench.scoring.metric import MatchMetric
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


def _nothing(fact: NumericFact, comparison: Comparison) -> Hashable:
    return None


def _value(fact: NumericFact, comparison: Comparison) -> Hashable:
    return (comparable(fact.value), comparable(fact.value2))


def _fact(fact: NumericFact, comparison: Comparison) -> Hashable:
    unit = (fact.unit or "").strip().casefold()
    comparator = (fact.comparator or "").strip()
    return (comparable(fact.value), comparable(fact.value2), unit, comparator)


_FACTS: Layer[NumericFact] = Layer(
    items=lambda answer: answer.numeric_facts,
    span=lambda fact: fact.span,
    label=lambda fact: fact.kind,
)


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
        read=_FACTS,
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

METRICS = (SPAN, VALUE, FACT)
