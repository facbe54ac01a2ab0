from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tipbench.scoring.counts import Cell, Counts, Tally, merge

counts = st.builds(
    Counts,
    st.integers(0, 9),
    st.integers(0, 9),
    st.integers(0, 18).map(lambda n: n / 2),
    st.integers(0, 18).map(lambda n: n / 2),
)
cells = st.builds(
    Cell,
    st.sampled_from("ab"),
    st.sampled_from(["content", "boilerplate"]),
    st.sampled_from(["body", None]),
    st.sampled_from(["PER", None]),
)
tallies = st.dictionaries(cells, counts).map(lambda cells: Tally(cells, Counts()))


def test_values_by_hand() -> None:
    # precision 6/8, recall 6/10, F1 = 2 * .75 * .6 / (.75 + .6) = .9 / 1.35 = 2/3
    found = Counts(gold=10, predicted=8, gold_credit=6.0, predicted_credit=6.0)
    assert found.precision == 0.75
    assert found.recall == 0.6
    assert found.f1 == pytest.approx(2 / 3)


@pytest.mark.parametrize(
    ("counted", "values"),
    [
        (Counts(), (None, None, None)),
        (Counts(gold=3), (None, 0.0, 0.0)),
        (Counts(predicted=3), (0.0, None, 0.0)),
        (Counts(gold=3, predicted=3), (0.0, 0.0, 0.0)),
        (Counts(3, 3, 3.0, 3.0), (1.0, 1.0, 1.0)),
    ],
)
def test_nothing_to_divide_by(counted: Counts, values: tuple[float | None, ...]) -> None:
    assert tuple(counted.values.values()) == values


@given(counts, counts, counts)
def test_counts_add_in_any_order(a: Counts, b: Counts, c: Counts) -> None:
    assert (a + b) + c == c + (b + a)
    assert a + Counts() == a


@given(tallies, tallies)
def test_tallies_add(a: Tally[Counts], b: Tally[Counts]) -> None:
    assert a + b == b + a
    assert (a + b).total() == a.total() + b.total()
    assert merge([a, b], Counts()) == a + b


@pytest.mark.parametrize("field", ["doc_id", "part", "zone", "label"])
@given(tally=tallies)
def test_slices_add_up_to_the_total(tally: Tally[Counts], field: str) -> None:
    total = Counts()
    for part in tally.by(field).values():  # type: ignore[arg-type]
        total = total + part
    assert total == tally.total()


def test_a_tally_is_a_mapping() -> None:
    cell = Cell("a", label="PER")
    tally = Tally({cell: Counts(1, 0, 0.0, 0.0)}, Counts())
    assert list(tally) == [cell]
    assert tally[cell].gold == len(tally) == 1


def test_f1_of_a_slice_whose_items_were_matched_in_another_slice_is_not_given() -> None:
    # One gold item, found; its partner is filed under another slice, so nothing is predicted here.
    found = Counts(gold=1, predicted=0, gold_credit=1.0, predicted_credit=0.0)
    assert (found.precision, found.recall, found.f1) == (None, 1.0, None)
