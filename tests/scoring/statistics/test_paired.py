from __future__ import annotations

from typing import Any

import pytest

from tipbench.scoring.counts import Counts
from tipbench.scoring.stance import Hits
from tipbench.scoring.statistics import paired
from tipbench.scoring.statistics.paired import Difference, Pair, differences, holm

from .test_resampling import noisy, sample


def compared(first: list[Any], second: list[Any], field: str = "f1", seed: int = 1) -> Difference:
    [found] = differences([Pair(sample(first), sample(second), field)], seed=seed)
    return found


def test_a_system_does_not_differ_from_itself() -> None:
    rows = noisy(40)
    found = compared(rows, rows)
    assert (found.difference, found.interval, found.p) == (0.0, (0.0, 0.0), 1.0)
    assert found.detectable is None


def test_swapping_the_systems_turns_the_sign_alone() -> None:
    one, other = noisy(40, seed=1), noisy(40, seed=2)
    there, back = compared(one, other), compared(other, one)
    assert there.difference == -(back.difference or 0.0)
    assert there.p == back.p
    assert there.interval is not None
    assert back.interval is not None
    assert there.interval == pytest.approx((-back.interval[1], -back.interval[0]), abs=1e-6)
    assert there.detectable == back.detectable


def test_the_exact_p_value_is_met() -> None:
    # 10 documents, the second system better in 9 and worse in 1; swaps are signs of +-1:
    # |sum| >= 8 in 2 * (1 + 10) of 1,024 cases, p = 22 / 1,024 = .0215
    first = [Hits(0, 1)] * 9 + [Hits(1, 1)]
    second = [Hits(1, 1)] * 9 + [Hits(0, 1)]
    found = compared(first, second, "value")
    assert found.difference == pytest.approx(0.8)
    assert found.p == pytest.approx(22 / 1024, abs=0.004)


def test_pairing_sees_what_two_intervals_cannot() -> None:
    # The second finds what the first does, and one item more in every other document.
    first = noisy(60)
    second = [
        Counts(c.gold, c.predicted, c.gold_credit, c.predicted_credit)
        if n % 2 or c.gold == c.gold_credit
        else Counts(c.gold, c.predicted + 1, c.gold_credit + 1, c.predicted_credit + 1)
        for n, c in enumerate(first)
    ]
    found = compared(first, second)
    assert found.p is not None
    assert found.p < 0.01
    assert found.interval is not None
    assert found.interval[0] > 0
    assert found.p == pytest.approx(1 / 10_001, abs=0.01)


def test_noise_is_not_told_apart() -> None:
    found = compared(noisy(30, seed=3), noisy(30, seed=3)[::-1])
    assert found.p == 1.0


def test_p_values_are_right_under_the_null() -> None:
    # Two systems that err at random: p is below .05 in about one of twenty corpora.
    import random

    dice = random.Random(5)
    pairs = []
    for _ in range(200):
        first, second = ([Hits(int(dice.random() < 0.5), 1) for _ in range(40)] for _ in "ab")
        pairs.append(Pair(sample(first), sample(second), "value"))
    found = [difference.p for difference in differences(pairs, resamples=999)]
    assert sum(p < 0.05 for p in found if p is not None) <= 20


def test_the_delta_method_agrees(monkeypatch) -> None:
    one, other = noisy(500, seed=1), noisy(500, seed=2)
    resampled = compared(one, other)
    monkeypatch.setattr(paired, "MOST_UNITS", 10)
    linear = compared(one, other)
    assert linear.difference == resampled.difference
    assert linear.interval == pytest.approx(resampled.interval, abs=0.005)
    assert linear.p == pytest.approx(resampled.p, abs=0.03)
    assert compared(one, one).p == 1.0
    # A difference that is the same in every unit is none of chance.
    always = compared([Hits(0, 1)] * 20, [Hits(1, 1)] * 20, "value")
    assert (always.difference, always.p, always.detectable) == (1.0, 0.0, None)


def test_too_few_units_are_not_tested() -> None:
    found = compared([Hits(0, 1)] * 5, [Hits(1, 1)] * 5, "value")
    assert found == Difference(1.0, reason="too few documents with items: 5, at least 8 are needed")


def test_a_score_that_is_not_there_is_not_tested() -> None:
    found = compared([Counts(1, 0, 0.0, 0.0)] * 20, [Counts(1, 1, 1.0, 1.0)] * 20, "precision")
    assert found == Difference(None, reason="one of the scores is n/a")


def test_several_tests_are_corrected_together() -> None:
    # by hand: .01 * 3 = .03; .02 * 2 = .04; .04 * 1 = .04
    assert holm([0.02, 0.04, 0.01]) == [0.04, 0.04, 0.03]
    assert holm([0.9, 0.8]) == [1.0, 1.0]
    assert holm([None]) == [None]
    better = ([Hits(0, 1)] * 9 + [Hits(1, 1)], [Hits(1, 1)] * 9 + [Hits(0, 1)])
    pairs = [Pair(sample(better[0]), sample(better[1]), "value")] * 3
    one, *_ = found = differences(pairs)
    assert one.p is not None
    assert [difference.p_corrected for difference in found] == [pytest.approx(3 * one.p)] * 3
