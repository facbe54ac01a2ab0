from __future__ import annotations

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from tipbench.scoring.alignment.chain import Option, heaviest_chain

options = st.builds(Option, st.integers(0, 6), st.integers(1, 4))


def weight_of(items: list[list[Option]], chosen: tuple[int | None, ...]) -> int | None:
    """The sum of weights, or ``None`` where the choice is no chain."""
    taken = [items[i][option] for i, option in enumerate(chosen) if option is not None]
    positions = [option.position for option in taken]
    return sum(o.weight for o in taken) if positions == sorted(positions) else None


@given(st.lists(st.lists(options, max_size=3), max_size=4))
def test_no_chain_is_heavier(items: list[list[Option]]) -> None:
    every = product(*([None, *range(len(choices))] for choices in items))
    best = max(w for choice in every if (w := weight_of(items, choice)) is not None)
    assert weight_of(items, tuple(heaviest_chain(items))) == best


def test_of_equal_chains_the_one_that_ends_first() -> None:
    assert heaviest_chain([[Option(2, 1), Option(7, 1)], [Option(3, 1), Option(9, 1)]]) == [0, 0]
    assert heaviest_chain([[Option(9, 1)], [Option(3, 1)]]) == [None, 0]


def test_weight_goes_before_number() -> None:
    assert heaviest_chain([[Option(9, 5)], [Option(1, 2)], [Option(2, 2)]]) == [0, None, None]


def test_nothing_to_choose_from() -> None:
    assert heaviest_chain([]) == []
    assert heaviest_chain([[], []]) == [None, None]
