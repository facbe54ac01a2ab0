"""Spans and their hashes are equal exactly where their characters are."""

import random

import numpy as np
import pyarrow as pa
import pytest

from tipbench.scoring.columns.hashing import distinct, equal_spans, span_hashes, string_hashes
from tipbench.scoring.columns.texts import Texts, characters_of

ALPHABETS = ["ab", "aé\u2019 ", "a\0", "a😀"]


def drawn(alphabet, seed):
    """A text, laid out, and spans of all lengths up to 30."""
    rng = random.Random(seed)
    text = "".join(rng.choices(alphabet, k=80))
    start = [rng.randrange(len(text)) for _ in range(400)]
    end = [min(len(text), low + rng.randrange(30)) for low in start]
    return text, np.array(start), np.array(end)


@pytest.mark.parametrize("alphabet", ALPHABETS)
@pytest.mark.parametrize("seed", range(10))
def test_hashes_are_equal_where_words_are(alphabet, seed):
    text, start, end = drawn(alphabet, seed)
    hashes = span_hashes(Texts.of([text]).characters, start, end).tolist()
    words = [text[low:high] for low, high in zip(start, end, strict=True)]
    pairs = set(zip(words, hashes, strict=True))
    assert len(pairs) == len(set(words)) == len(set(hashes))


@pytest.mark.parametrize("alphabet", ALPHABETS[:3])
def test_hashes_of_strings_are_those_of_spans(alphabet):
    text, start, end = drawn(alphabet, 3)
    words = [text[low:high] for low, high in zip(start, end, strict=True)]
    assert (
        string_hashes(words).tolist()
        == span_hashes(Texts.of([text]).characters, start, end).tolist()
    )


def test_no_strings():
    assert string_hashes([]).tolist() == []
    assert string_hashes(["", "a", ""]).tolist()[::2] == [0, 0]


@pytest.mark.parametrize("alphabet", ALPHABETS)
@pytest.mark.parametrize("seed", range(10))
def test_given_words_are_compared_with_spans(alphabet, seed):
    text, start, end = drawn(alphabet, seed)
    rng = random.Random(seed)
    words = [text[low:high] for low, high in zip(start, end, strict=True)]
    said = [
        word if rng.random() < 0.5 or not word else
        word[: (at := rng.randrange(len(word)))] + rng.choice("ab\0é😀") + word[at + 1 :]
        for word in words
    ]  # fmt: skip
    laid = Texts.of([text]).characters
    for type in (pa.string(), pa.large_string()):
        array = pa.array(["é😀", *said], type).slice(1)
        units, first, last = characters_of(array, laid.itemsize)
        same = np.flatnonzero(last - first == end - start)
        equal = np.zeros(len(said), dtype=np.bool_)
        equal[same] = equal_spans(units, first[same], laid, start[same], last[same] - first[same])
        assert equal.tolist() == [one == other for one, other in zip(words, said, strict=True)]


def test_no_words_given():
    units, first, last = characters_of(pa.array([], pa.string()), 2)
    assert (len(first), len(last), not units.any()) == (0, 0, True)


def test_distinct_values_and_where_they_are():
    values = np.random.default_rng(1).integers(-5, 5, 100)
    number, where = distinct(values)
    assert (values[where][number] == values).all()
    assert len(where) == len(set(values.tolist()))


def test_a_million_words_that_differ_little_have_a_hash_each():
    digits = np.array(np.unravel_index(np.arange(1_000_000), (10,) * 6), dtype=np.uint16)
    for place in ([0, 1, 2, 3, 4, 5], [0, 3, 4, 6, 7, 9], [2, 3, 7, 8, 10, 11]):
        units = np.full((1_000_000, 12), ord("a"), dtype="<u2")
        units[:, place] += digits.T
        flat = np.concatenate([units.reshape(-1), np.zeros(4, "<u2")])
        start = np.arange(0, 12_000_000, 12)
        assert len(np.unique(span_hashes(flat, start, start + 12))) == 1_000_000
