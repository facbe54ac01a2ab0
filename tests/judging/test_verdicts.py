"""What counts as yes, as no, and as neither."""

import json

import numpy
import pytest

from tipbench.errors import NoAnswer
from tipbench.judging.verdicts import as_text, read_verdict

YES = [True, "yes", "YES", " Yes. ", "oui", "Oui !", "true", {"answer": True}, {"answer": "Oui"},
       '{"answer": true, "why": "it is there"}', "**Yes**", "Yes, it says so.", "Oui : c'est dit.",
       '"yes"', "Yes\nThe summary says so.", "Yes - all of it.",
       numpy.bool_(True), {"answer": numpy.float64(0.9) > 0.5}]  # fmt: skip
NO = [False, "no", "NON", "No.", "false", {"answer": False}, {"answer": "no"}, "« Non »",
      "No, it gives no number.", "Non. Rien de tel.", numpy.bool_(False)]  # fmt: skip
NEITHER = [None, "", " ", "maybe", "Yes and no.", "No… yes.", "yes, no", 1, 0, 0.9, [], [True], {},
           {"verdict": True}, {"answer": None}, {"answer": 1}, "yesterday", "nothing",
           "Notably, it does.", "Non-governmental organisations did.", "No one says so.",
           "yes it does say that but", "[" * 100_000, "\x00", "ΝΑΙ", "True or false?"]  # fmt: skip


@pytest.mark.parametrize("returned", YES, ids=repr)
def test_yes(returned):
    assert read_verdict(as_text(returned)) is True


@pytest.mark.parametrize("returned", NO, ids=repr)
def test_no(returned):
    assert read_verdict(as_text(returned)) is False


@pytest.mark.parametrize("returned", NEITHER, ids=lambda value: repr(value)[:30])
def test_neither(returned):
    assert read_verdict(as_text(returned)) is None


@pytest.mark.parametrize("returned", [object(), {1, 2}, b"yes", {"answer": object()}])
def test_what_is_no_json_is_no_answer(returned):
    with pytest.raises(NoAnswer, match=r"found a \w+; expected true or false, or yes or no"):
        as_text(returned)


def test_what_is_said_is_kept_as_it_was():
    assert as_text("« Peut-être »\n") == "« Peut-être »\n"
    assert json.loads(as_text({"answer": "é", "score": 0.5})) == {"answer": "é", "score": 0.5}
    assert as_text("no\ud800").encode() == b"no\\ud800"
