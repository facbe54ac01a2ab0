from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tipbench.model import Answer, InventoryEntry, NumericFact, Span
from tipbench.scoring.comparison import Comparison
from tipbench.scoring.counts import Cell, Counts, Tally
from tipbench.scoring.names import Names
from tipbench.scoring.numeric_facts import METRICS, comparable
from tipbench.tokens import tokenize

from .strategies import case, numeric_facts

NAMES = [metric.name for metric in METRICS]
INVENTORY = [
    InventoryEntry("us-state", "ORG", "Department of State", "Département d'État", (), "us"),
    InventoryEntry("tip-report", "DOC", "TIP Report", "rapport TIP", (), "us"),
]


def tally(
    name: str, gold: Sequence[NumericFact], predicted: Sequence[NumericFact]
) -> Tally[Counts]:
    metric = next(metric for metric in METRICS if metric.name == name)
    answer = Answer("d", numeric_facts=tuple(predicted))
    whole = case(Answer("d", numeric_facts=tuple(gold)))
    comparison = Comparison(whole, answer, Names(INVENTORY), tokenize)
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
    source: str | None = None,
) -> NumericFact:
    return NumericFact(Span(start, end), "x", value, value2, unit, comparator, kind, source=source)


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
        ("source", 2.0),  # the same: no source anywhere  P 2/5  R 2/4
    ],
)
def test_by_hand(name: str, credit: float) -> None:
    found = tally(name, GOLD, PREDICTED).total()
    assert found == Counts(gold=4, predicted=5, gold_credit=credit, predicted_credit=credit)
    assert found.f1 == pytest.approx(2 * credit / 9)


def test_distinct_by_hand() -> None:
    # Gold: 474 victims, tier 2, 2023-2030 and nothing are four. Predicted: 474 victims are said
    # twice, so there are four as well; 474 victims and nothing are right: P 2/4, R 2/4.
    assert tally("distinct", GOLD, PREDICTED).total() == Counts(4, 4, 2.0, 2.0)


@pytest.mark.parametrize(
    ("gold", "predicted", "credit"),
    [
        # by id, by name in either language, with and without its accents
        ("us-state", "us-state", 1.0),
        ("us-state", "the Department of State", 1.0),
        ("us-state", "le departement d\u2019Etat", 1.0),
        ("writer", "Writer", 1.0),
        # no source equals none, and not the writer
        (None, None, 1.0),
        (None, " ", 1.0),
        (None, "writer", 0.0),
        ("us-state", None, 0.0),
        # of one stance class, and still another source
        ("us-state", "TIP Report", 0.0),
        # unknown
        ("us-state", "Spain", 0.0),
    ],
)
def test_sources(gold: str | None, predicted: str | None, credit: float) -> None:
    sides = [[fact(0, 2, "474", source=source)] for source in (gold, predicted)]
    assert tally("source", *sides).total() == Counts(1, 1, credit, credit)
    assert tally("fact", *sides).total().f1 == 1.0


@pytest.mark.parametrize("name", ["fact", "source", "distinct"])
@pytest.mark.parametrize(
    ("gold", "predicted"),
    [
        # "more than 720" is not "at least 720"
        (fact(0, 2, "720", "victim", ">"), fact(0, 2, "720", "victim", ">=")),
        (fact(0, 2, "720", "victim", ">"), fact(0, 2, "720", "victim", None)),
        # no arithmetic: what satisfies a comparator or is next in rank is as wrong as any other
        (fact(0, 2, "720", "victim", ">"), fact(0, 2, "721", "victim", "=")),
        (fact(0, 2, "2", "tier", "=", "rank"), fact(0, 2, "1", "tier", "=", "rank")),
        (fact(0, 2, "2", "tier", "=", "rank"), fact(0, 2, "2", "victim", "=", "count")),
        # nor are units converted
        (fact(0, 2, "P12M", "month"), fact(0, 2, "P1Y", "year")),
    ],
)
def test_near_is_wrong(name: str, gold: NumericFact, predicted: NumericFact) -> None:
    assert tally(name, [gold], [predicted]).total() == Counts(1, 1, 0.0, 0.0)


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
def test_a_right_fact_has_a_right_value_and_a_sourced_one_is_a_right_fact(
    gold: tuple[NumericFact, ...], predicted: tuple[NumericFact, ...]
) -> None:
    value, fact, source = (
        tally(name, gold, predicted).total().gold_credit for name in ("value", "fact", "source")
    )
    assert source <= fact <= value
