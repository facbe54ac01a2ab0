from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tipbench.model import Answer, InventoryEntry, NumericFact, Span, Zone
from tipbench.scoring.comparison import Comparison
from tipbench.scoring.counts import Part
from tipbench.scoring.fact_errors import FactErrors, fact_error_table, fact_errors
from tipbench.scoring.names import Names
from tipbench.tokens import tokenize

from .strategies import case, numeric_facts

INVENTORY = [InventoryEntry("us-state", "ORG", "Department of State", "Département d'État")]
ZONES = (Zone(Span(0, 20), "body", True), Zone(Span(20, 30), "nav", False))
SLOTS = ("value", "unit", "comparator", "kind", "source")


def errors(
    gold: Sequence[NumericFact],
    predicted: Sequence[NumericFact],
    zones: tuple[Zone, ...] = (),
    part: Part = "content",
) -> FactErrors:
    whole = case(Answer("d", numeric_facts=tuple(gold)), zones)
    answer = Answer("d", numeric_facts=tuple(predicted))
    comparison = Comparison(whole, answer, Names(INVENTORY), tokenize)
    found = fact_errors(comparison, part=part)
    assert found is not None
    return found


def fact(
    start: int | None,
    end: int,
    value: str | None,
    unit: str | None = "victim",
    comparator: str | None = "=",
    kind: str | None = "count",
    source: str | None = "us-state",
) -> NumericFact:
    span = None if start is None else Span(start, end)
    return NumericFact(span, "x", value, None, unit, comparator, kind, source=source)


RIGHT = fact(0, 5, "474", comparator=">=")


def test_by_hand() -> None:
    gold = [
        RIGHT,
        fact(6, 9, "720", comparator=">"),
        fact(10, 12, "2", "tier", kind="rank", source="writer"),
        fact(13, 15, "30", "percent", kind="percent"),
        fact(16, 18, "5"),
    ]
    predicted = [
        fact(2, 5, "474.0", "Victim", ">=", source="le Département d\u2019Etat"),  # correct
        fact(6, 9, "720", comparator=">="),  # comparator
        fact(10, 12, "3", "rank", kind="count"),  # value, unit, kind and source
        fact(14, 17, "30", "percent", kind="percent", source=None),  # source; 5 is nearer to none
        fact(18, 20, "5"),  # touches, and so is spurious; the 5 is missed
        fact(None, 0, "5"),  # not found in the text: spurious
    ]
    assert errors(gold, predicted) == FactErrors(
        gold=5, predicted=6, matched=4, correct=1,
        value=1, unit=1, comparator=1, kind=1, source=2,
    )  # fmt: skip
    assert errors(gold, predicted).as_dict() == {
        "gold": 5,
        "predicted": 6,
        "matched": 4,
        "correct": 1,
        "wrong": {"value": 1, "unit": 1, "comparator": 1, "kind": 1, "source": 2},
        "missed": 1,  # 5 - 4
        "spurious": 2,  # 6 - 4
    }


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        ({}, ()),
        ({"value": "474.00", "unit": " VICTIM", "source": "Department of State"}, ()),
        ({"value": "473"}, ("value",)),
        ({"value2": "500"}, ("value",)),
        ({"value": None}, ("value",)),
        ({"unit": None}, ("unit",)),
        ({"comparator": ">"}, ("comparator",)),
        ({"comparator": None}, ("comparator",)),
        ({"kind": "rank"}, ("kind",)),
        ({"source": "writer"}, ("source",)),
        ({"source": None}, ("source",)),
        ({"value": "1", "unit": "x", "comparator": "=", "kind": None, "source": "x"}, SLOTS),
    ],
)
def test_a_pair_counts_in_every_slot_that_is_wrong(
    change: dict[str, str | None], wrong: tuple[str, ...]
) -> None:
    found = errors([RIGHT], [replace(RIGHT, **change)])
    expected = FactErrors(1, 1, 1, int(not wrong), **dict.fromkeys(wrong, 1))
    assert found == expected


def test_the_most_alike_are_paired_first() -> None:
    gold = [fact(0, 9, "2023"), fact(0, 9, "2030")]
    # Both overlap both. 2030 is right in all, and 2023 in its value though not in its unit.
    predicted = [fact(0, 4, "2030"), fact(0, 9, "2023", "year")]
    assert errors(gold, predicted) == FactErrors(2, 2, 2, 1, unit=1)
    # One gold fact, three predictions: the right one is taken, and two are spurious.
    three = [fact(0, 5, "474", "x", ">="), RIGHT, fact(0, 5, "1")]
    assert errors([RIGHT], three) == FactErrors(1, 3, 1, 1)
    assert errors([RIGHT], [three[0], three[2]]) == FactErrors(1, 2, 1, 0, unit=1)
    # Of two that are right as facts, the one with the right source; of two with the right value,
    # the one that is right as a fact. Both end later than the other.
    unsourced, other_unit = replace(RIGHT, source=None), fact(0, 3, "474", "x", ">=")
    earlier = replace(unsourced, span=Span(0, 3))
    assert errors([RIGHT], [earlier, RIGHT]) == FactErrors(1, 2, 1, 1)
    assert errors([RIGHT], [other_unit, unsourced]) == FactErrors(1, 2, 1, 0, source=1)


def test_which_of_two_equals_is_paired_does_not_depend_on_their_order() -> None:
    gold = [RIGHT, replace(RIGHT, source="writer"), replace(RIGHT, source=None)]
    predicted = [replace(RIGHT, unit="x", source="writer")]
    found = {errors(mixed, predicted) for mixed in permutations(gold)}
    assert len(found) == 1


def test_content_and_boilerplate_are_apart() -> None:
    gold = [fact(0, 5, "1"), fact(22, 25, "2")]
    predicted = [fact(18, 24, "2"), fact(None, 0, "1")]  # across the border: where it starts
    assert errors(gold, predicted, ZONES) == FactErrors(gold=1, predicted=2)
    assert errors(gold, predicted, ZONES, "boilerplate") == FactErrors(gold=1)
    assert errors(gold, gold, ZONES, "boilerplate") == FactErrors(1, 1, 1, 1)


def test_without_the_layer_in_the_gold_there_is_nothing_to_say() -> None:
    comparison = Comparison(case(Answer("d")), Answer("d"), Names(), tokenize)
    assert fact_errors(comparison) is None


@given(numeric_facts(), numeric_facts(), st.data())
def test_properties(
    gold: tuple[NumericFact, ...], predicted: tuple[NumericFact, ...], data: st.DataObject
) -> None:
    found = errors(gold, predicted)
    mixed = errors(data.draw(st.permutations(gold)), data.draw(st.permutations(predicted)))
    assert mixed == found
    assert errors(gold, gold) == FactErrors(*[len(gold)] * 4)
    swapped = errors(predicted, gold)
    assert (swapped.gold, swapped.predicted) == (found.predicted, found.gold)
    assert swapped.correct == found.correct
    assert found.correct <= found.matched <= min(found.gold, found.predicted)
    assert all(getattr(found, slot) <= found.matched - found.correct for slot in SLOTS)
    wrong = sum(getattr(found, slot) for slot in SLOTS)
    assert found.matched - found.correct <= wrong
    # A prediction that meets nothing is spurious, and no more.
    assert errors(gold, (*predicted, fact(40, 41, "474"))) == found + FactErrors(predicted=1)


@given(numeric_facts(), numeric_facts())
def test_the_table_adds_up(one: tuple[NumericFact, ...], other: tuple[NumericFact, ...]) -> None:
    cases = [case(Answer("a", numeric_facts=one), ZONES), case(Answer("b", numeric_facts=other))]
    answers = {"a": Answer("a", numeric_facts=other), "b": Answer("b", numeric_facts=one)}
    table = fact_error_table(cases, answers, INVENTORY)
    content = errors(one, other, ZONES) + errors(other, one)
    assert table["content"]["total"] == content.as_dict()
    assert table["content"]["language"] == {"en": content.as_dict()}
    assert table["boilerplate"]["document"] == {
        "a": errors(one, other, ZONES, "boilerplate").as_dict(),
        "b": FactErrors().as_dict(),
    }
    assert json.dumps(table) == json.dumps(fact_error_table(cases[::-1], answers, INVENTORY))


def test_what_was_not_answered_is_missed() -> None:
    gold = [Answer(name, numeric_facts=(RIGHT,)) for name in "abc"]
    answers = {"a": gold[0], "b": replace(gold[1], error="timeout"), "other": Answer("other")}
    cases = [*map(case, gold), case(Answer("d"))]
    table = fact_error_table(cases, answers)["content"]
    assert table["total"] == FactErrors(3, 1, 1, 1).as_dict()
    # d has no layer of numeric facts in the gold
    assert {name: row["missed"] for name, row in table["document"].items()} == {
        "a": 0, "b": 1, "c": 1,
    }  # fmt: skip


@pytest.mark.parametrize("view", ["clean", "page"])
def test_the_gold_of_the_corpus_has_no_errors(corpus, view) -> None:
    cases = corpus.cases(view)
    gold = {one.document.doc_id: one.gold for one in cases}
    for part in fact_error_table(cases, gold, corpus.inventory).values():
        total = part["total"]
        assert total["gold"] == total["predicted"] == total["correct"]
        assert set(total["wrong"].values()) == {0}
    nothing = fact_error_table(cases, {}, corpus.inventory)["content"]["total"]
    assert nothing["missed"] == nothing["gold"] == 44
