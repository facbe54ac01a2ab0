"""The metric ``document`` of entities, and what it shares with ``distinct`` of numeric facts."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tipbench.model import Answer, Entity, InventoryEntry, NumericFact, Span, Zone
from tipbench.scoring.comparison import Comparison
from tipbench.scoring.counts import Cell, Counts, Tally
from tipbench.scoring.entities import DOCUMENT, STRICT
from tipbench.scoring.names import Names
from tipbench.scoring.numeric_facts import DISTINCT
from tipbench.scoring.score import score
from tipbench.tokens import tokenize

from .strategies import case, numeric_facts, spans

INVENTORY = [
    InventoryEntry("morocco", "GPE", "Morocco", "Maroc", ("Kingdom", "Royaume")),
    InventoryEntry("us-state", "ORG", "Department of State", "Département d'État"),
    InventoryEntry("tip-report", "DOC", "TIP Report", "rapport TIP"),
    InventoryEntry("iom", "ORG", "International Organization for Migration", "OIM", ("IOM",)),
]
ZONES = (
    Zone(Span(0, 10), "title", True),
    Zone(Span(10, 20), "body", True),
    Zone(Span(20, 30), "nav", False),
)


def tally(
    gold: Sequence[Entity], predicted: Sequence[Entity], zones: tuple[Zone, ...] = ()
) -> Tally[Counts]:
    answer = Answer("d", entities=tuple(predicted))
    whole = case(Answer("d", entities=tuple(gold)), zones)
    found = DOCUMENT.measure(Comparison(whole, answer, Names(INVENTORY), tokenize))
    assert found is not None
    return found


def gold(start: int, text: str, entity_id: str, type: str, mention: str = "name") -> Entity:
    return Entity(Span(start, start + 2), text, type, mention, entity_id)


def named(text: str, type: str = "X", start: int | None = None) -> Entity:
    return Entity(None if start is None else Span(start, start + 2), text, type)


def nominal(text: str, entity_id: str | None = None) -> Entity:
    return Entity(None, text, "X", "nominal", entity_id)


GOLD = [
    gold(0, "Maroc", "morocco", "GPE"),
    gold(3, "the Kingdom", "morocco", "GPE"),
    gold(6, "the country", "morocco", "GPE", "nominal"),
    gold(9, "State Department", "us-state", "ORG"),
    gold(12, "the report", "tip-report", "DOC", "nominal"),
]


def test_by_hand() -> None:
    predicted = [
        named("the Kingdom"),  # right, by an alias, of any type and without a place
        named("Marruecos"),  # no name of the inventory: wrong
        named("le marruecos"),  # the same one again
        named("Le Maroc", start=15),  # Morocco once more: neither helps nor costs
        named("Spain", start=18),  # wrong
        Entity(None, "it", "X", "nominal", "TIP Report"),  # right: its id, here by a name, counts
        nominal("the report"),  # says nothing of which one: left out
    ]
    # Gold has 3 (Morocco, State, report), predicted 4 (Morocco, Marruecos, Spain, report), 2 right:
    # P 2/4, R 2/3, F1 = 4/7
    found = tally(GOLD, predicted).total()
    assert found == Counts(3, 4, 2.0, 2.0)
    assert found.f1 == pytest.approx(4 / 7)


@pytest.mark.parametrize(
    ("predicted", "counted", "right"),
    [
        (named("Maroc"), 1, 1),
        (named("the Kingdom"), 1, 1),
        (named("le Royaume"), 1, 1),
        (nominal("the kingdom"), 1, 1),  # a nominal whose words are an alias
        (nominal("the country"), 0, 0),
        (nominal("the country", "morocco"), 1, 1),
        (nominal("the country", " "), 0, 0),  # a blank id is none
        (named("departement d\u2019Etat"), 1, 1),
        (Entity(None, "Maroc", "GPE", entity_id="iom"), 1, 0),  # the id goes before the words
        (Entity(None, "Maroc", "GPE", entity_id="Q1028"), 1, 0),  # and so does an unknown one
        (Entity(None, "Maroc", "GPE", entity_id=""), 1, 1),
        (named("OIM"), 1, 0),  # known, and not of this document
    ],
)
def test_what_an_item_stands_for(predicted: Entity, counted: int, right: int) -> None:
    found = tally(GOLD, [predicted]).total()
    assert found == Counts(3, counted, float(right), float(right))


def test_filed_under_the_first_mention_in_the_text() -> None:
    predicted = [
        named("Maroc", "LOC"),  # without a place: after all others
        named("Maroc", "ORG", 12),
        named("Royaume", "PER", 3),
    ]
    assert dict(tally(GOLD[:1], predicted, ZONES)) == {
        Cell("d", "content", "title", "GPE"): Counts(gold=1, gold_credit=1.0),
        Cell("d", "content", "title", "PER"): Counts(predicted=1, predicted_credit=1.0),
    }


def test_two_types_at_one_place_are_filed_alike_in_any_order() -> None:
    pair = [named("Maroc", "ORG", 3), named("Maroc", "GPE", 3)]
    assert tally(GOLD[:1], pair) == tally(GOLD[:1], pair[::-1])


def test_content_and_boilerplate_are_sets_apart() -> None:
    both = [gold(0, "Maroc", "morocco", "GPE"), gold(21, "Maroc", "morocco", "GPE")]
    # Once in each part. The prediction without a place is content, that in nav is boilerplate.
    found = tally(both, [named("Maroc"), named("IOM", "X", 24)], ZONES)
    assert found.by("part") == {
        "content": Counts(1, 1, 1.0, 1.0),
        "boilerplate": Counts(1, 1, 0.0, 0.0),
    }


def test_nominals_stay_out_of_name_scoring() -> None:
    comparison = Comparison(
        case(Answer("d", entities=tuple(GOLD))),
        Answer("d", entities=tuple(GOLD)),
        Names(),
        tokenize,
    )
    strict = STRICT.measure(comparison)
    assert strict is not None
    assert strict.total().gold == 3


def test_without_the_layer_in_the_gold_there_is_nothing_to_say() -> None:
    comparison = Comparison(case(Answer("d")), Answer("d", entities=()), Names(), tokenize)
    assert DOCUMENT.measure(comparison) is None


def test_distinct_facts_are_by_part_and_kind() -> None:
    def fact(start: int | None, value: str, kind: str = "count") -> NumericFact:
        span = None if start is None else Span(start, start + 2)
        return NumericFact(span, "x", value, unit="victim", comparator="=", kind=kind)

    answers = (
        Answer("d", numeric_facts=(fact(0, "474"), fact(12, "474"), fact(21, "474"))),
        Answer("d", numeric_facts=(fact(None, "474.0", "rank"), fact(None, "9"))),
    )
    comparison = Comparison(case(answers[0], ZONES), answers[1], Names(), tokenize)
    found = DISTINCT.measure(comparison)
    # Content: gold 474, predicted 474 and 9; boilerplate: gold 474, predicted nothing.
    assert found == {
        Cell("d", "content", "title", "count"): Counts(gold=1, gold_credit=1.0),
        Cell("d", "content", None, "rank"): Counts(predicted=1, predicted_credit=1.0),
        Cell("d", "content", None, "count"): Counts(predicted=1),
        Cell("d", "boilerplate", "nav", "count"): Counts(gold=1),
    }


def mentions() -> st.SearchStrategy[tuple[Entity, ...]]:
    """Names and nominals, known and unknown, with and without ids and places."""
    entity = st.builds(
        Entity,
        st.one_of(st.none(), spans()),
        st.sampled_from(["Maroc", "the Kingdom", "IOM", "Spain", "the country"]),
        st.sampled_from(["GPE", "ORG"]),
        st.sampled_from(["name", "nominal"]),
        st.sampled_from([None, None, "tip-report", "Maroc"]),
    )
    return st.lists(entity, max_size=8).map(tuple)


@given(mentions(), mentions(), st.data())
def test_properties(
    ours: tuple[Entity, ...], theirs: tuple[Entity, ...], data: st.DataObject
) -> None:
    found = tally(ours, theirs, ZONES)
    total = found.total()
    assert tally(data.draw(st.permutations(ours)), theirs, ZONES) == found
    assert tally(ours, data.draw(st.permutations(theirs)), ZONES) == found
    swapped = tally(theirs, ours, ZONES).total()
    assert (swapped.precision, swapped.recall) == (total.recall, total.precision)
    assert tally(ours, ours, ZONES).total().f1 in (1.0, None)
    # What is repeated changes nothing; what is wrong raises nothing.
    assert tally(ours, theirs * 2, ZONES).total() == total
    wrong = tally(ours, (*theirs, named("Atlantis")), ZONES).total()
    assert wrong.predicted == total.predicted + 1
    assert wrong.predicted_credit == total.predicted_credit
    for field, value in wrong.values.items():
        assert (value or 0.0) <= (total.values[field] or 0.0)


@given(numeric_facts(), numeric_facts())
def test_repeated_facts_change_nothing(
    ours: tuple[NumericFact, ...], theirs: tuple[NumericFact, ...]
) -> None:
    whole = case(Answer("d", numeric_facts=ours), ZONES)
    once, twice = (
        DISTINCT.measure(Comparison(whole, Answer("d", numeric_facts=x), Names(), tokenize))
        for x in (theirs, theirs * 2)
    )
    assert once == twice


@given(mentions(), mentions(), mentions(), mentions())
def test_documents_are_sets_apart_and_add_up(
    a: tuple[Entity, ...], b: tuple[Entity, ...], c: tuple[Entity, ...], d: tuple[Entity, ...]
) -> None:
    cases = [case(Answer(name, entities=ours)) for name, ours in (("one", a), ("two", b))]
    answers = {name: Answer(name, entities=x) for name, x in (("one", c), ("two", d))}
    found = score(cases, answers, tasks=["entities"], inventory=INVENTORY)
    whole = found.tasks["entities"]["document"].total
    assert whole == tally(a, c).total() + tally(b, d).total()
