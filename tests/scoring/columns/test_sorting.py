import numpy as np
import pytest

from tipbench.scoring.columns.sorting import changes, sorted_rows


def columns(*values):
    return [np.array(v, dtype=np.int64) for v in values]


@pytest.mark.parametrize("far", [0, 2**40], ids=["packed", "too wide to pack"])
def test_rows_are_sorted_by_the_first_column_first(far):
    found = sorted_rows(
        *columns([2, 1, 1, 2], [far + 3, far + 9, far + 1, far + 3], [1, far, 0, 0])
    )
    assert [c.tolist() for c in found] == [
        [1, 1, 2, 2], [far + 1, far + 9, far + 3, far + 3], [0, far, 0, 1],
    ]  # fmt: skip


@pytest.mark.parametrize("bits", [10, 20, 21, 22, 40])
def test_packing_and_sorting_by_keys_agree(bits):
    rng = np.random.default_rng(bits)
    rows = rng.integers(0, 2**bits, (3, 500))
    rows[0] %= 5
    found = sorted_rows(*rows)
    assert list(zip(*(c.tolist() for c in found), strict=True)) == sorted(
        zip(*rows.tolist(), strict=True)
    )


def test_flags_are_sorted_too():
    found = sorted_rows(np.array([1, 1]), np.array([True, False]))
    assert [c.tolist() for c in found] == [[1, 1], [0, 1]]


def test_no_rows():
    assert [len(c) for c in sorted_rows(*columns([], []))] == [0, 0]
    assert changes(*columns([], [])).tolist() == []


def test_a_run_begins_where_any_column_changes():
    assert changes(*columns([1, 1, 1, 2], [5, 5, 6, 6])).tolist() == [True, False, True, True]
