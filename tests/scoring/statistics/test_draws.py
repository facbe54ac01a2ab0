from __future__ import annotations

import numpy as np
import pytest

from tipbench.scoring.statistics import draws
from tipbench.scoring.statistics.draws import resampled_sums, swapped_sums


def test_the_draws_are_pinned() -> None:
    # PCG64 is promised to give the same bits for ever; a change here changes every interval.
    rows = np.eye(4)
    assert resampled_sums(rows, resamples=3).tolist() == [[1, 0, 1, 2], [1, 2, 0, 1], [1, 1, 1, 1]]
    assert swapped_sums(rows, resamples=3).tolist() == [[0, 1, 1, 0], [1, 1, 0, 1], [0, 0, 0, 0]]


def test_every_resample_has_as_many_draws_as_there_are_rows() -> None:
    sums = resampled_sums(np.eye(7), resamples=500)
    assert sums.shape == (500, 7)
    assert (sums.sum(axis=1) == 7).all()


def test_every_row_is_as_likely_as_any_other() -> None:
    # 10,000 resamples of 7: the mean count of a row is 1, its standard error sqrt(6/7)/100 = .0093
    assert resampled_sums(np.eye(7)).mean(axis=0) == pytest.approx([1.0] * 7, abs=0.04)
    # a fair coin: .5, standard error .005
    assert swapped_sums(np.eye(7)).mean(axis=0) == pytest.approx([0.5] * 7, abs=0.02)


def test_the_seed_decides_and_columns_go_together() -> None:
    rows = np.arange(10.0).reshape(5, 2)
    for draw in (resampled_sums, swapped_sums):
        assert (draw(rows, seed=1) == draw(rows, seed=1)).all()
        assert (draw(rows, seed=1) != draw(rows, seed=2)).any()
        assert (draw(rows)[:, :1] == draw(rows[:, :1])).all()


@pytest.mark.parametrize("draw", [resampled_sums, swapped_sums])
def test_chunks_bound_the_memory_and_all_resamples_are_made(draw, monkeypatch) -> None:
    monkeypatch.setattr(draws, "_CHUNK", 64)
    rows = np.ones((30, 1))
    assert draw(rows, resamples=101).shape == (101, 1)
    assert draw(np.ones((100, 1)), resamples=3).shape == (3, 1)
