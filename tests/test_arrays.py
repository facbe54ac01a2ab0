import numpy as np
import pyarrow as pa
import pytest

from tipbench.arrays import absent, arrow_ints, arrow_strings, flags, ints, items, numbered, some


@pytest.mark.parametrize("type", [pa.int8(), pa.uint16(), pa.int32(), pa.int64(), pa.uint64()])
def test_integers_of_every_width(type):
    array = pa.array([9, 3, None, 0, 7], type)
    assert ints(array, null=-1).tolist() == [9, 3, -1, 0, 7]
    assert ints(array.slice(1, 3)).tolist() == [3, 0, 0]


@pytest.mark.parametrize("array", [pa.array([], pa.int32()), pa.nulls(2, pa.int64()), pa.nulls(2)])
def test_nothing_but_nulls(array):
    assert ints(array, null=-1).tolist() == [-1] * len(array)
    assert absent(array).all()


def test_what_does_not_fit_is_no_offset():
    assert ints(pa.array([2**63 + 5], pa.uint64())).tolist()[0] < 0


def test_there_and_back():
    assert ints(arrow_ints(np.array([3, 1, 2])[::-1])).tolist() == [2, 1, 3]
    assert arrow_strings(["é", "", "😀"]).to_pylist() == ["é", "", "😀"]
    assert arrow_strings([]).to_pylist() == []


def test_flags_of_a_slice():
    assert flags(pa.array([True, None, False, True]).slice(1)).tolist() == [False, False, True]


def test_some_values_by_place_and_by_flag():
    array = pa.array(["a", None, "c"])
    assert some(array, np.array([2, 0])).to_pylist() == ["c", "a"]
    assert some(array, np.array([False, True, True])).to_pylist() == [None, "c"]


def test_items_of_a_slice_of_lists():
    lists = pa.array([[1], None, [], [2, 3], [4]]).slice(1, 3)
    number, values = items(lists)
    assert (number.tolist(), values.to_pylist()) == ([0, 0, 2], [2, 3])


@pytest.mark.parametrize("encoded", [False, True])
def test_values_as_numbers(encoded):
    array = pa.array(["b", None, "a", "b"])
    number, values = numbered(array.dictionary_encode() if encoded else array)
    assert [None if n < 0 else values[n] for n in number.tolist()] == ["b", None, "a", "b"]
