from __future__ import annotations

import random
import time
from collections.abc import Callable, Sequence
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tipbench.model import Span
from tipbench.scoring.counts import Cell, Counts
from tipbench.scoring.match import (
    Credits,
    Item,
    Matcher,
    graded,
    identical,
    overlapping,
    same_key,
    tally_credits,
)

from .strategies import spans

MATCHERS = [same_key, identical, overlapping, graded]
items = st.lists(
    st.builds(
        lambda span, key, label: Item(span, key, Cell("d", label=label)),
        st.one_of(spans(12), spans(12), spans(12), st.none()),
        st.sampled_from("ab"),
        st.sampled_from(["PER", "ORG"]),
    ),
    max_size=7,
)


def item(start: int, end: int, label: str = "PER", key: str = "k") -> Item:
    return Item(Span(start, end), key, Cell("d", label=label))


def best_total(gold: Sequence[Item], predicted: Sequence[Item], worth: Worth) -> float:
    """The most credit that any one-to-one matching can earn, by trying all of them."""

    @cache
    def best(index: int, free: frozenset[int]) -> float:
        if index == len(gold):
            return 0.0
        options = [best(index + 1, free)]
        for j in free:
            earned = worth(gold[index], predicted[j])
            if earned:
                options.append(earned + best(index + 1, free - {j}))
        return max(options)

    return best(0, frozenset(range(len(predicted))))


Worth = Callable[[Item, Item], float]


def worth_same_key(a: Item, b: Item) -> float:
    return float(a.key == b.key)


def worth_identical(a: Item, b: Item) -> float:
    return float(a.span is not None and a.key == b.key and a.span == b.span)


def worth_overlap(a: Item, b: Item) -> float:
    if a.span is None or b.span is None:
        return 0.0
    return float(a.key == b.key and a.span.overlaps(b.span))


def worth_graded(a: Item, b: Item) -> float:
    return worth_identical(a, b) or worth_overlap(a, b) / 2


@pytest.mark.parametrize(
    ("matcher", "worth"),
    [
        (same_key, worth_same_key),
        (identical, worth_identical),
        (overlapping, worth_overlap),
        (graded, worth_graded),
    ],
)
@given(gold=items, predicted=items)
def test_no_matching_earns_more(
    matcher: Matcher, worth: Worth, gold: list[Item], predicted: list[Item]
) -> None:
    credits = matcher(gold, predicted)
    assert sum(credits.gold) == sum(credits.predicted) == best_total(gold, predicted, worth)
    assert sorted(filter(None, credits.gold)) == sorted(filter(None, credits.predicted))


@pytest.mark.parametrize("matcher", MATCHERS)
@given(gold=items, predicted=items, seed=st.integers(0, 99))
def test_order_changes_nothing(
    matcher: Matcher, gold: list[Item], predicted: list[Item], seed: int
) -> None:
    before = tally_credits(gold, predicted, matcher(gold, predicted))
    mixed, other = list(gold), list(predicted)
    random.Random(seed).shuffle(mixed)
    random.Random(seed + 1).shuffle(other)
    assert tally_credits(mixed, other, matcher(mixed, other)) == before


@pytest.mark.parametrize("matcher", MATCHERS)
@given(gold=items, predicted=items)
def test_swapping_the_sides_swaps_the_credit_of_every_slice(
    matcher: Matcher, gold: list[Item], predicted: list[Item]
) -> None:
    one = tally_credits(gold, predicted, matcher(gold, predicted))
    other = tally_credits(predicted, gold, matcher(predicted, gold))
    assert {
        cell: Counts(c.predicted, c.gold, c.predicted_credit, c.gold_credit)
        for cell, c in other.items()
    } == dict(one)


@pytest.mark.parametrize("matcher", MATCHERS)
@given(gold=items, predicted=items, extra=items)
def test_more_predictions_never_lose_gold_credit(
    matcher: Matcher, gold: list[Item], predicted: list[Item], extra: list[Item]
) -> None:
    before, after = matcher(gold, predicted), matcher(gold, predicted + extra)
    assert sum(after.gold) >= sum(before.gold)


def test_touching_spans_do_not_overlap() -> None:
    assert overlapping([item(0, 5)], [item(5, 9)]) == Credits([0.0], [0.0])


def test_overlap_is_not_taken_from_a_neighbour() -> None:
    # [0,10) could take either; giving it [8,10) leaves [0,2) for the second gold item: 2 pairs.
    credits = overlapping([item(0, 10), item(0, 2)], [item(0, 10), item(8, 10)])
    assert credits == Credits([1.0, 1.0], [1.0, 1.0])


def test_graded_prefers_the_identical_pair() -> None:
    # identical [0,10) earns 1; then [0,2) and [8,10) share nothing: 1, as two halves would be.
    credits = graded([item(0, 10), item(0, 2)], [item(0, 10), item(8, 10)])
    assert credits == Credits([1.0, 0.0], [1.0, 0.0])


def test_equal_borders_prefer_the_same_label() -> None:
    gold = [item(0, 5, "ORG"), item(0, 5, "PER")]
    assert identical(gold, [item(0, 5, "PER")]).gold == [0.0, 1.0]


@pytest.mark.parametrize("matcher", MATCHERS)
def test_a_duplicate_earns_nothing(matcher: Matcher) -> None:
    assert sum(matcher([item(0, 5)], [item(0, 5)] * 3).predicted) == 1


@pytest.mark.parametrize("matcher", [identical, overlapping, graded])
def test_an_item_without_a_place_matches_nothing(matcher: Matcher) -> None:
    lost = Item(None, "k", Cell("d"))
    assert matcher([lost], [lost]) == Credits([0.0], [0.0])


@pytest.mark.parametrize(
    "shape",
    [
        lambda n: [item(0, 9)] * n,
        lambda n: [item(i, 2 * n - i) for i in range(n)],
        lambda n: [item(i, i + 2) for i in range(n)],
        lambda n: [item(0, i + 1) for i in range(n)],
    ],
    ids=["identical", "nested", "chain", "common start"],
)
@pytest.mark.parametrize("matcher", [identical, overlapping, graded])
def test_time_is_about_linear(matcher: Matcher, shape: Callable[[int], list[Item]]) -> None:
    many = shape(100_000)
    started = time.process_time()
    credits = matcher(many, many[::-1])
    assert sum(credits.gold) == len(many)
    # A quadratic loop over 10^10 pairs would take an hour; the sweep takes about a second.
    assert time.process_time() - started < 20


def test_time_is_about_linear_where_little_matches() -> None:
    gold = [item(0, 200_000)] * 100_000
    predicted = [item(i, i + 1) for i in range(100_000)]
    started = time.process_time()
    assert sum(graded(gold, predicted).gold) == 50_000
    assert time.process_time() - started < 20


@given(st.permutations(range(4)), st.permutations(range(3)))
def test_which_slice_and_sentence_get_the_credit_does_not_depend_on_the_order(
    gold_order: list[int], predicted_order: list[int]
) -> None:
    def of(zone: str, block: int | None) -> Item:
        return Item(Span(0, 1), "k", Cell("d", zone=zone, block=block))

    gold = [of("body", 1), of("body", 2), of("title", 0), of("body", None)]
    # the same sentence; another sentence of the same zone; and one without a like in any zone
    predicted = [of("body", 2), of("title", 3), of("nav", 9)]
    mixed = [gold[i] for i in gold_order], [predicted[j] for j in predicted_order]
    credits = same_key(*mixed)
    earned = {item.cell[2:]: credit for item, credit in zip(mixed[0], credits.gold, strict=True)}
    assert earned == {
        ("body", None, 1): 0.0,
        ("body", None, 2): 1.0,
        ("title", None, 0): 1.0,
        ("body", None, None): 1.0,
    }
