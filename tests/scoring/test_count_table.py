import numpy as np
import pytest

from tipbench.scoring.count_table import CountSample, CountTable, as_counts
from tipbench.scoring.counts import Counts
from tipbench.scoring.statistics.units import Units

ROWS = np.array([[3, 2, 3, 3], [0, 0, 0, 0], [3, 2, 3, 3]])


def test_credits_are_kept_in_halves():
    assert as_counts(ROWS[0]) == Counts(3, 2, 1.5, 1.5)


def test_a_table_is_a_mapping():
    table = CountTable(["a", "b", "c"], ROWS)
    assert list(table) == ["a", "b", "c"]
    assert len(table) == 3
    assert dict(table) == {name: as_counts(row) for name, row in zip("abc", ROWS, strict=True)}
    with pytest.raises(KeyError):
        table["d"]


@pytest.mark.parametrize("factor", [1, 1 << 40])
def test_equal_counts_are_written_once(factor):
    written, known = [], {}

    def write(counts):
        written.extend(counts)
        return [f"{each.gold} {each.gold_credit}" for each in counts]

    texts = [f"{3 * factor} {1.5 * factor}", "0 0.0", f"{3 * factor} {1.5 * factor}"]
    table = CountTable(["a", "b", "c"], factor * ROWS)
    assert table.texts(write, known) == texts
    assert len(written) == 2
    # Another table of the same run knows them.
    assert CountTable(["d"], factor * ROWS[:1]).texts(write, known) == texts[:1]
    assert len(written) == 2
    assert CountTable([], ROWS[:0]).texts(write, known) == []


def test_a_sample_is_of_one_kind():
    sample = CountSample(Units("documents", 3, {}, {}, range(4)), "documents", ROWS)
    assert sample.total() == Counts(6, 4, 3.0, 3.0)
    assert list(sample.with_items("documents")) == [0, 2]
    assert sample.by_unit("documents") == {0: as_counts(ROWS[0]), 2: as_counts(ROWS[2])}
    assert sample.rows("documents", list)[0].tolist() == [3, 2, 1.5, 1.5]
    with pytest.raises(ValueError, match="counts by documents"):
        sample.by_unit("sentences")
