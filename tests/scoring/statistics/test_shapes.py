from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tipbench.scoring.counts import Counts
from tipbench.scoring.registry import metrics
from tipbench.scoring.stance import Hits
from tipbench.scoring.statistics.shapes import shape_of
from tipbench.scoring.summaries.overlap import CharacterCounts, Means
from tipbench.scoring.summaries.statistics import Drift, Extents, Ratio

halves = st.integers(0, 8).map(lambda n: n / 2)
shares = st.sampled_from([0.0, 0.25, 0.5, 1.0])
ngrams = st.lists(st.integers(0, 3), min_size=18, max_size=18).map(
    # of the summary, of the reference, matched
    lambda n: tuple(min(n[i - 2], n[i - 1], n[i]) if i % 3 == 2 else n[i] for i in range(18))
)
STATISTICS = [
    st.builds(Counts, st.integers(0, 4), st.integers(0, 4), halves, halves),
    st.tuples(st.booleans(), st.integers(1, 2)).map(lambda h: Hits(int(h[0]), h[1])),
    st.builds(Means.of, shares, shares, shares),
    st.builds(Ratio, halves, halves, st.just("recall")),
    st.builds(Drift, st.integers(0, 4), st.integers(0, 4), st.integers(-4, 4)),
    st.builds(Extents, *[st.integers(0, 4)] * 4),
    st.one_of(st.just(CharacterCounts()), ngrams.map(lambda n: CharacterCounts(1, n))),
]


@pytest.mark.parametrize("statistics", STATISTICS)
@given(data=st.data())
def test_many_sums_at_once_have_the_values_of_each(
    statistics: st.SearchStrategy[Any], data: st.DataObject
) -> None:
    drawn = data.draw(st.lists(statistics, min_size=1, max_size=5))
    shape = shape_of(drawn[0])
    assert shape is not None
    rows = np.array([shape.row(one) for one in drawn], dtype=float)
    check(shape.values(rows), drawn)
    total = sum(drawn[1:], drawn[0])
    check(shape.values(rows.sum(axis=0, keepdims=True)), [total])


def check(found: dict[str, Any], expected: Sequence[Any]) -> None:
    for index, statistics in enumerate(expected):
        for name, value in statistics.values.items():
            number = found[name][index]
            assert np.isnan(number) if value is None else number == pytest.approx(value)


def test_every_metric_has_a_shape_with_its_fields() -> None:
    for named in metrics().values():
        for metric in named.values():
            shape = shape_of(metric.zero)
            if (
                metric.name == "stance_pairs"
            ):  # pairs of documents do not add up document by document
                assert shape is None
                continue
            assert shape is not None
            nothing = np.array([shape.row(metric.zero)], dtype=float)
            found = shape.values(nothing)
            assert tuple(found) == metric.fields
            assert all(np.isnan(value[0]) for value in found.values())


def test_what_nobody_registered_has_none() -> None:
    assert shape_of(object()) is None
