import json

import pytest

from tipbench.json_text import ManyItems, one_line, pieces


class Many(ManyItems):
    """Entries that are JSON already."""

    def __init__(self, number):
        self.number = number

    def json_items(self, as_json):
        names = [f"é{n}" for n in range(self.number)]
        return names, [as_json({"n": n}) for n in range(self.number)]


def text(value):
    return "".join(pieces(value))


@pytest.mark.parametrize(
    "value",
    [
        {}, [], None, "é\u2028", 0.1, {"a": {}}, {"a": {"b": {"c": {"d": [1, {"e": []}]}}}},
        [[1], [2]], [{"a": 1}, {"b": {"c": {}}}], {"a": [{"b": 1}]},
    ],
)  # fmt: skip
def test_what_is_written_is_read_again(value):
    assert json.loads(text(value)) == value


def test_small_objects_stand_on_one_line():
    assert text({"a": {"b": {"c": 1}}}) == '{\n  "a": {"b": {"c": 1}}\n}'


@pytest.mark.parametrize("number", [0, 1, 10_000, 10_001])
def test_many_entries(number):
    value = text({"all": Many(number)})
    assert json.loads(value) == {"all": {f"é{n}": {"n": n} for n in range(number)}}


@pytest.mark.parametrize("value", [float("nan"), float("inf"), {"a": {"b": {"c": -float("inf")}}}])
def test_numbers_that_json_has_not_are_refused(value):
    with pytest.raises(ValueError, match="JSON"):
        text(value)


def test_other_things_are_refused():
    with pytest.raises(TypeError, match="set is no JSON"):
        one_line({1})
