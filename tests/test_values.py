import pytest

from tipbench.values import is_decimal, is_iso_8601


@pytest.mark.parametrize("value", ["0", "474", "2.5", "-3", "100700000000"])
def test_decimals(value):
    assert is_decimal(value)


@pytest.mark.parametrize("value", ["", "2,5", "1 000", "1e6", "NaN", "inf", ".5", "5.", "٤", "4a"])
def test_no_decimals(value):
    assert not is_decimal(value)


@pytest.mark.parametrize(
    "value",
    ["2024", "2024-06", "2024-06-27", "T05:31", "2024-05-11T05:31:00", "PT3M", "P1Y", "R/P1Y"],
)
def test_iso_8601(value):
    assert is_iso_8601(value)


@pytest.mark.parametrize(
    "value", ["", "2024-13", "2024-06-32", "24", "P", "PT", "T25:00", "T05:61", "May 2024", "2024-"]
)
def test_no_iso_8601(value):
    assert not is_iso_8601(value)
