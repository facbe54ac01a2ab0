from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tipbench.model import Answer, Entity, Span
from tipbench.scoring.comparison import Comparison
from tipbench.scoring.counts import Counts
from tipbench.scoring.entities import METRICS
from tipbench.scoring.names import Names
from tipbench.tokens import tokenize

from .strategies import LENGTH, TEXT, case, entities, placed_entities

NAMES = [metric.name for metric in METRICS]
MATCHED = [name for name in NAMES if name not in ("conll", "document")]


def total(name: str, gold: Sequence[Entity], predicted: Sequence[Entity]) -> Counts:
    metric = next(metric for metric in METRICS if metric.name == name)
    answer = Answer("d", entities=tuple(predicted))
    comparison = Comparison(case(Answer("d", entities=tuple(gold))), answer, Names(), tokenize)
    tally = metric.measure(comparison)
    assert tally is not None
    return tally.total()


def entity(start: int, end: int, type: str, mention: str = "name") -> Entity:
    return Entity(Span(start, end), TEXT[start:end], type, mention)


# TEXT: ab cd ef gh ij kl …; tokens at 0, 3, 6, 9, 12, 15, …
GOLD = [
    entity(0, 5, "PER"),
    entity(6, 8, "ORG"),
    entity(9, 14, "GPE"),
    entity(15, 17, "DOC"),
    entity(18, 20, "ORG", mention="nominal"),
]
PREDICTED = [
    entity(0, 5, "PER"),  # borders and type
    entity(6, 8, "GPE"),  # borders, wrong type
    entity(9, 11, "GPE"),  # overlap, right type
    entity(12, 14, "ORG"),  # overlap with the same gold item, wrong type
    entity(18, 20, "ORG"),  # a nominal in the gold: not a name
    Entity(None, "zz", "DOC"),  # not found in the text
]


@pytest.mark.parametrize(
    ("name", "credit"),
    [
        ("strict", 1.0),  # PER                          P 1/6   R 1/4
        ("exact", 2.0),  # PER, ORG                      P 2/6   R 2/4
        ("partial", 2.5),  # PER, ORG, half of GPE       P 2.5/6 R 2.5/4
        ("type", 2.0),  # PER, GPE                       P 2/6   R 2/4
        ("conll", 1.0),  # PER; LOC [9,14) is not LOC [9,11)
    ],
)
def test_by_hand(name: str, credit: float) -> None:
    found = total(name, GOLD, PREDICTED)
    assert found == Counts(gold=4, predicted=6, gold_credit=credit, predicted_credit=credit)
    # F1 = 2 credit / (gold + predicted)
    assert found.f1 == pytest.approx(2 * credit / 10)


def test_conll_takes_gpe_and_loc_for_one() -> None:
    gold, predicted = [entity(0, 2, "GPE")], [entity(0, 2, "LOC")]
    assert total("conll", gold, predicted).f1 == 1.0
    assert total("strict", gold, predicted).f1 == 0.0


def test_conll_leaves_out_nested_names_on_both_sides() -> None:
    nested = [entity(0, 5, "ORG"), entity(3, 5, "NORP")]
    assert total("conll", nested, nested) == Counts(1, 1, 1.0, 1.0)


@pytest.mark.parametrize("name", NAMES)
@given(gold=placed_entities())
def test_self_score_is_one(name: str, gold: tuple[Entity, ...]) -> None:
    assert total(name, gold, gold).f1 == (1.0 if gold else None)


@pytest.mark.parametrize("name", NAMES)
@given(gold=entities(), predicted=entities())
def test_swapping_the_sides_swaps_precision_and_recall(
    name: str, gold: tuple[Entity, ...], predicted: tuple[Entity, ...]
) -> None:
    one, other = total(name, gold, predicted), total(name, predicted, gold)
    assert (one.precision, one.recall) == (other.recall, other.precision)
    assert one.f1 == pytest.approx(other.f1)


@pytest.mark.parametrize("name", NAMES)
@given(gold=entities(), predicted=entities(), data=st.data())
def test_order_changes_nothing(
    name: str, gold: tuple[Entity, ...], predicted: tuple[Entity, ...], data: st.DataObject
) -> None:
    mixed = data.draw(st.permutations(predicted))
    assert total(name, gold, mixed) == total(name, gold, predicted)


@pytest.mark.parametrize("name", MATCHED)
@given(gold=entities(), predicted=entities())
def test_a_wrong_prediction_raises_nothing(
    name: str, gold: tuple[Entity, ...], predicted: tuple[Entity, ...]
) -> None:
    # Not so of conll: in a flat view a long wrong name hides the wrong names inside it.
    before = total(name, gold, predicted)
    wrong = (*predicted, Entity(Span(LENGTH + 1, LENGTH + 2), "x", "PER"))
    after = total(name, gold, wrong)
    assert after.predicted == before.predicted + 1
    for field, value in after.values.items():
        assert (value or 0.0) <= (before.values[field] or 0.0)


@pytest.mark.parametrize("name", MATCHED)
@given(gold=placed_entities().filter(bool))
def test_duplicates_cost_precision(name: str, gold: tuple[Entity, ...]) -> None:
    assert total(name, gold, gold * 2) == Counts(
        len(gold), 2 * len(gold), float(len(gold)), float(len(gold))
    )


@pytest.mark.parametrize("name", NAMES)
def test_unknown_types_are_wrong_not_lost(name: str) -> None:
    found = total(name, [entity(0, 2, "PER")], [entity(0, 2, "PER"), entity(6, 8, "CITY")])
    assert found.predicted == 2
