from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tipbench.model import Answer, NumericFact, Span
from tipbench.scoring.comparison import Comparison
from tipbench.scoring.counts import Cell, Counts, Tally
from tipbench.scoring.names import Names
from tipbench.scoring.numeric_facts import METRICS, comparable
from tipbench.tokens import tokenize

from .strategies import case, numeric_facts

NAMES = [metric.name for metric in METRICS]


def tally(
    name: str, gold: Sequence[NumericFact], predicted: Sequence[NumericFact]
) -> Tally[Counts]:
    metric = next(metric for metric in METRICS if metric.name == name)
    answer = Answer("d", numeric_facts=tuple(predicted))
    comparison = Comparison(case(Answer("d", numeric_facts=tuple(gold))), answer, Names(), tokenize)
    found = metric.measure(comparison)
    assert found is not None
    return found


def fact(
    start: int,
    end: int,
    value: str | None,
    unit: str | None = None,
    comparator: str | None = "=",
    kind: str | None = "count",
    value2: str | None = None,
) -> NumericFact:
    return NumericFact(Span(start, end), "x", value, value2, unit, comparator, kind)


GOLD = [
    fact(0, 5, "474", "victim", ">="),
    fact(6, 8, "2", "tier", "=", "rank"),
    fact(9, 12, "2023", "year", "range", "period", value2="2030"),
    fact(15, 17, None, None, None, "vague"),
]
PREDICTED = [
    fact(0, 5, "474.0", "Victim", ">="),  # all right: 474.0 is 474, units in any case
    fact(6, 9, "2", "tier", ">="),  # value right, comparator wrong, borders wrong
    fact(9, 12, "2023", "year", "range"),  # the end of the range is missing: value wrong
    fact(15, 17, None, "", None),  # nothing equals nothing
    fact(20, 22, "474", "victim", ">="),  # the value again, where there is none
]


@pytest.mark.parametrize(
    ("name", "credit"),
    [
        ("span", 3.0),  # [0,5) [9,12) [15,17)           P 3/5  R 3/4
        ("value", 3.0),  # 474, 2, None                  P 3/5  R 3/4
        ("fact", 2.0),  # 474 and None                   P 2/5  R 2/4
    ],
)
def test_by_hand(name: str, credit: float) -> None:
    found = tally(name, GOLD, PREDICTED).total()
    assert found == Counts(gold=4, predicted=5, gold_credit=credit, predicted_credit=credit)
    assert found.f1 == pytest.approx(2 * credit / 9)


def test_credit_goes_to_each_side_s_own_kind() -> None:
    found = tally("value", [fact(0, 2, "2", kind="rank")], [fact(0, 2, "2", kind="count")])
    assert dict(found) == {
        Cell("d", label="rank"): Counts(gold=1, gold_credit=1.0),
        Cell("d", label="count"): Counts(predicted=1, predicted_credit=1.0),
    }


@pytest.mark.parametrize(
    ("one", "other", "equal"),
    [
        ("474", "474.0", True),
        ("0474", "474", True),
        ("-0", "0", True),
        ("0.1", "0.10000000000000000000000000000000001", False),
        ("2024", "2024-01", False),
        ("P3Y", "P3Y", True),
        ("P3Y", "p3y", False),
        ("1e3", "1000", False),
        ("1_000", "1000", False),
        ("NaN", "NaN", True),
        (" 474", "474", True),
        (None, "", True),
        (None, "0", False),
    ],
)
def test_values_are_compared_exactly(one: str | None, other: str | None, equal: bool) -> None:
    assert (comparable(one) == comparable(other)) is equal


@pytest.mark.parametrize("name", NAMES)
@given(gold=numeric_facts(), predicted=numeric_facts(), data=st.data())
def test_properties(
    name: str,
    gold: tuple[NumericFact, ...],
    predicted: tuple[NumericFact, ...],
    data: st.DataObject,
) -> None:
    found = tally(name, gold, predicted)
    assert tally(name, data.draw(st.permutations(gold)), predicted) == found
    swapped = tally(name, predicted, gold).total()
    assert (swapped.precision, swapped.recall) == (found.total().recall, found.total().precision)
    assert tally(name, gold, gold).total().f1 == (1.0 if gold else None)
    wrong = tally(name, gold, (*predicted, fact(40, 41, "9"))).total()
    assert (wrong.f1 or 0.0) <= (found.total().f1 or 0.0)
    assert (wrong.precision or 0.0) <= (found.total().precision or 0.0)


@given(numeric_facts(), numeric_facts())
def test_a_right_fact_has_a_right_value(
    gold: tuple[NumericFact, ...], predicted: tuple[NumericFact, ...]
) -> None:
    value, fact = (tally(name, gold, predicted).total() for name in ("value", "fact"))
    assert fact.gold_credit <= value.gold_credit
