from hypothesis import given
from hypothesis import strategies as st

from tipbench.systems.pipelines.windows import Window, windows


def test_a_short_text_is_one_window():
    assert list(windows(5, 8, 2)) == [Window(0, 5, 0, 5)]
    assert list(windows(8, 8, 2)) == [Window(0, 8, 0, 8)]
    assert list(windows(0, 8, 2)) == [Window(0, 0, 0, 0)]


@given(st.data())
def test_every_token_belongs_to_one_window_that_reads_around_it(data):
    size = data.draw(st.integers(1, 40))
    overlap = data.draw(st.integers(0, size - 1))
    length = data.draw(st.integers(0, 200))
    found = list(windows(length, size, overlap))
    owned = [index for window in found for index in range(window.own_first, window.own_stop)]
    assert owned == list(range(length))
    for window in found:
        assert 0 <= window.first <= window.own_first <= window.own_stop <= window.stop <= length
        assert window.stop - window.first <= size
        margin = overlap // 2
        for index in range(window.own_first, window.own_stop):
            assert index - window.first >= min(margin, index)
            assert window.stop - 1 - index >= min(margin, length - 1 - index)
