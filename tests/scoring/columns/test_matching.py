"""Matching of arrays against the matching of items, which it has to equal."""

import random

import numpy as np
import pytest

from tipbench.model import Entity, Span
from tipbench.scoring.columns.matching import (
    WIDEST,
    knots,
    match_equal,
    match_overlapping,
    outermost,
)
from tipbench.scoring.conll import flat_view
from tipbench.scoring.counts import Cell
from tipbench.scoring.match import Item, overlapping


def numbers(values):
    return np.array(values, dtype=np.int64)


def flags(values):
    return np.array(values, dtype=np.bool_)


def test_touching_spans_are_of_two_knots():
    assert knots(numbers([0, 3, 4]), numbers([4, 4, 6])).tolist() == [True, False, True]


def test_a_long_span_ties_later_ones_together():
    assert knots(numbers([0, 1, 5, 9]), numbers([9, 2, 6, 10])).tolist() == [
        True,
        False,
        False,
        True,
    ]


def test_no_spans():
    none = numbers([])
    assert knots(none, none).tolist() == []
    assert match_equal(flags([]), flags([])).tolist() == []
    assert match_overlapping(none, none, none, flags([]), none).tolist() == []
    assert outermost(none, none, none).tolist() == []


@pytest.mark.parametrize(
    ("gold", "matched"),
    [
        ([1], [0]),
        ([1, 0], [1, 1]),
        ([1, 1], [0, 0]),
        ([0, 0], [0, 0]),
        ([1, 0, 0], [1, 1, 0]),
        ([1, 1, 1, 0, 0], [1, 1, 0, 1, 1]),
    ],
)
def test_a_run_of_equal_items_is_matched_as_often_as_the_scarcer_side_has(gold, matched):
    new = [i == 0 for i in range(len(gold))]
    assert match_equal(flags(new), flags(gold)).tolist() == flags(matched).tolist()


def test_runs_side_by_side_do_not_mix():
    new = flags([1, 0, 0, 1, 0, 1, 0, 0, 0])
    gold = flags([1, 0, 0, 1, 1, 1, 1, 0, 0])
    assert match_equal(new, gold).tolist() == flags([1, 1, 0, 0, 0, 1, 1, 1, 1]).tolist()


def test_two_of_another_key_are_no_pair():
    start, end, none = numbers([0, 1]), numbers([5, 3]), numbers([0, 0])
    gold = flags([True, False])
    assert match_overlapping(start, end, none, gold, numbers([1, 2])).tolist() == [False, False]
    assert match_overlapping(start, end, none, gold, none).tolist() == [True, True]


def test_a_chain_is_matched_in_pairs():
    # gold 0-3 and 4-7, predictions 2-5 and 6-9: each overlaps the next.
    start, end = numbers([0, 2, 4, 6]), numbers([3, 5, 7, 9])
    found = match_overlapping(start, end, numbers([0] * 4), flags([1, 0, 1, 0]), numbers([0] * 4))
    assert found.all()


def drawn(rng, size, spread):
    """Spans in one knot or few, sorted as the engine sorts them."""
    rows = []
    for _ in range(size):
        start = rng.randrange(spread)
        rows.append((start, start + rng.choice((1, 2, 4, 9)), rng.randrange(3), rng.random() < 0.5))
    return sorted(rows, key=lambda r: (r[0], r[1], r[2], not r[3]))


def by_definition(rows, keys):
    sides = [[], []]
    for (start, end, label, gold), key in zip(rows, keys, strict=True):
        sides[not gold].append(Item(Span(start, end), key, Cell("d", label=str(label))))
    credits = overlapping(*sides)
    return sum(credits.gold), sides, credits


@pytest.mark.parametrize("size", [2, 3, 8, WIDEST, WIDEST + 1, 40])
@pytest.mark.parametrize("apart", [0.5, 3], ids=["dense", "sparse"])
@pytest.mark.parametrize("far", [1, 70_000], ids=["small keys", "large keys"])
def test_overlaps_are_those_of_the_definition(size, apart, far):
    for seed in range(75):
        rng = random.Random(f"{size} {seed}")
        rows = drawn(rng, size, max(2, int(size * apart)))
        keys = [far * rng.choice((0, 0, 1)) for _ in rows]
        start, end, label, gold = (np.array(c) for c in zip(*rows, strict=True))
        found = match_overlapping(start, end, label, gold, numbers(keys))
        _, sides, credits = by_definition(rows, keys)
        wanted = sorted(
            (item.span, item.key, item.cell.label, side, credit)
            for side, items in enumerate(sides)
            for item, credit in zip(items, credits[side], strict=True)
        )
        mine = sorted(
            (Span(s, e), key, str(label), int(not g), float(m))
            for (s, e, label, g), key, m in zip(rows, keys, found.tolist(), strict=True)
        )
        assert mine == wanted, seed


@pytest.mark.parametrize("size", [1, 2, 5, WIDEST, WIDEST + 1, 40])
@pytest.mark.parametrize("apart", [0.5, 3], ids=["dense", "sparse"])
def test_outermost_spans_are_those_of_the_flat_view(size, apart):
    types = ("A", "B", "C")
    for seed in range(100):
        rng = random.Random(f"{size} {seed}")
        rows = sorted({row[:3] for row in drawn(rng, size, max(2, int(size * apart)))})
        start, end, label = (numbers(c) for c in zip(*rows, strict=True))
        kept = outermost(start, end, label)
        entities = [Entity(Span(s, e), "", types[t]) for s, e, t in rows]
        tokens = [Span(i, i + 1) for i in range(max(end))]
        tags = ["O"] * len(tokens)
        for (s, e, t), taken in zip(rows, kept.tolist(), strict=True):
            if taken:
                tags[s:e] = [f"B-{types[t]}"] + [f"I-{types[t]}"] * (e - s - 1)
        assert list(flat_view(tokens, entities).tags) == tags, seed


def test_ten_thousand_nested_spans_leave_the_outermost():
    start = np.arange(10_000)
    kept = outermost(start, 20_000 - start, np.zeros(10_000, np.int64))
    assert np.flatnonzero(kept).tolist() == [0]
