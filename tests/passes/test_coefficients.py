"""α against published examples and against NLTK; intervals against what is known of them."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tipbench.passes.coefficients import (
    LEAST_BLOCKS,
    Bootstrap,
    Share,
    alpha,
    alphas,
    cohen_kappa,
    estimate_alpha,
    estimate_ratio,
    margins,
    mean_ratio,
)

# Krippendorff, K. (2011). Computing Krippendorff's Alpha-Reliability.
# https://repository.upenn.edu/asc_papers/43: sections A, B and C (nominal).
# One string for each observer, one sign for each unit; a dot where the observer gave no value.
PUBLISHED = [
    ("binary, 2 observers", ["0100000010", "1110010000"], 0.095),
    ("nominal, 2 observers", ["aabbdcccedda", "babbbccceddd"], 0.692),
    (
        "nominal, 4 observers, values missing",
        ["123321412...", "1233224125.3", ".3332342251.", "12332441251."],
        0.743,
    ),
]


def units_of(observers):
    return [[sign for sign in column if sign != "."] for column in zip(*observers, strict=True)]


def from_margins(units):
    """α by the closed form that the bootstrap uses."""
    import numpy

    table, columns = margins((("d", index), unit) for index, unit in enumerate(units))
    sums = numpy.zeros((1, columns))
    for row in table.values():
        for column, value in row.items():
            sums[0, column] += value
    return float(alphas(sums)[0])


@pytest.mark.parametrize(("name", "observers", "published"), PUBLISHED)
def test_alpha_is_as_published(name, observers, published):
    units = units_of(observers)
    assert alpha(units) == pytest.approx(published, abs=0.0005)
    assert from_margins([unit for unit in units if len(unit) > 1]) == pytest.approx(alpha(units))


def test_alpha_by_hand():
    # Units aa, ab, bb, bb: o_ab + o_ba = 2, n_a = 3, n_b = 5, n = 8.
    # D_o = 2/8; D_e = (64 - 9 - 25) / (8·7) = 30/56; α = 1 - (1/4)·(56/30) = 1 - 14/30 = 8/15.
    assert alpha([("a", "a"), ("a", "b"), ("b", "b"), ("b", "b")]) == pytest.approx(8 / 15)


@pytest.mark.parametrize("units", [[], [("a",)], [("a", "a")], [("a", "a"), ("b",)]])
def test_alpha_is_undefined_where_only_one_value_occurs(units):
    assert alpha(units) is None


@given(st.lists(st.lists(st.sampled_from("abcd"), min_size=2, max_size=4), max_size=20))
def test_the_closed_form_of_the_bootstrap_is_that_of_nltk(units):
    expected = alpha(units)
    if expected is not None:
        assert from_margins(units) == pytest.approx(expected, abs=1e-9)


def test_a_value_of_none_is_a_value():
    assert alpha([(None, None), ("a", "a")]) == 1


def test_a_ratio_by_hand():
    # Pair ab: (1 + 0 + 1) / 3; pair ac: 1/1; the mean is (2/3 + 1) / 2.
    credits = [("ab", 1), ("ab", 0), ("ab", 1), ("ac", 1)]
    shares = [Share(("d", index), group, credit) for index, (group, credit) in enumerate(credits)]
    assert mean_ratio(shares) == pytest.approx(5 / 6)
    assert estimate_ratio(shares, Bootstrap()).value == pytest.approx(5 / 6)


def test_the_interval_of_a_share_of_one_half_is_that_of_the_binomial():
    # 100 sentences with one item each: 0.5 ± 1.96·sqrt(0.25/100) = 0.5 ± 0.098.
    shares = [Share(("d", index), "ab", index % 2) for index in range(100)]
    low, high = estimate_ratio(shares, Bootstrap()).interval
    assert low == pytest.approx(0.402, abs=0.02)
    assert high == pytest.approx(0.598, abs=0.02)


def test_whole_sentences_are_drawn_so_that_items_of_one_sentence_do_not_narrow_the_interval():
    alone = [Share(("d", index), "ab", index % 2) for index in range(20)]
    repeated = [share for share in alone for _ in range(5)]
    assert (
        estimate_ratio(alone, Bootstrap()).interval
        == estimate_ratio(repeated, Bootstrap()).interval
    )


def test_the_interval_of_alpha_holds_the_value_and_is_the_same_for_one_seed():
    random_ = random.Random(1)
    units = []
    for index in range(200):
        first = random_.choice("ab")
        second = first if random_.random() < 0.7 else random_.choice("ab")
        units.append((("d", index // 2), (first, second)))
    found = estimate_alpha(units, Bootstrap())
    assert found == estimate_alpha(units, Bootstrap())
    assert found != estimate_alpha(units, Bootstrap(seed=1))
    low, high = found.interval
    assert low < found.value < high
    # The standard error of α for 200 units of 2 even values is about 0.05.
    assert 0.1 < high - low < 0.3


def test_no_interval_from_fewer_than_eight_sentences():
    shares = [Share(("d", index), "ab", 1) for index in range(LEAST_BLOCKS)]
    assert estimate_ratio(shares, Bootstrap()).interval == (1, 1)
    found = estimate_ratio(shares[1:], Bootstrap())
    assert found.interval is None
    assert found.no_interval == "7 sentences hold items, fewer than 8"


def test_no_interval_where_too_many_resamples_have_no_value():
    units = [(("d", index), ("a", "a")) for index in range(9)] + [(("d", 9), ("a", "b"))]
    found = estimate_alpha(units, Bootstrap())
    # The one sentence with a second value is missing from about (9/10)^10 = 35 % of the resamples.
    assert found.value == 0
    assert found.interval is None
    assert "undefined in" in found.no_interval


def test_nothing_has_no_value_and_says_why():
    assert estimate_ratio([], Bootstrap()).reason == "no items"
    assert estimate_alpha([], Bootstrap()).reason == "no unit has two values"
    same = [(("d", 0), ("a", "a"))]
    assert "only one value" in estimate_alpha(same, Bootstrap()).reason


def test_kappa_by_hand():
    # 100 units; rows 50, 30, 20, columns 40, 30, 30; on the diagonal 25 + 2 + 2 = 29.
    # By chance .5·.4 + .3·.3 + .2·.3 = .35; κ = (.29 - .35) / (1 - .35).
    table = {"aa": 25, "ab": 13, "ac": 12, "ba": 12, "bb": 2, "bc": 16, "ca": 3, "cb": 15, "cc": 2}
    pairs = [(one, other) for (one, other), times in table.items() for _ in range(times)]
    assert cohen_kappa(pairs) == pytest.approx(-0.06 / 0.65)


@pytest.mark.parametrize("pairs", [[], [(True, True)], [("b", "b"), ("b", "b")]])
def test_kappa_of_one_value_alone_is_undefined(pairs):
    assert cohen_kappa(pairs) is None


def test_kappa_of_one_observer_who_says_the_same_of_all_is_0():
    assert cohen_kappa([(True, True), (True, False), (True, False)]) == pytest.approx(0.0)
