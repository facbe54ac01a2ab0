"""Judge and matcher, by hand."""

import pytest

from tipbench.judging.agreement import agreement
from tipbench.model import Answer, Case, Document, Nugget

STATEMENTS = (
    "At least 474 victims were identified.",
    "Morocco trained its judges.",
    "The police opened shelters in Tangier.",
    "Courts convicted nobody.",
)
CASE = Case(
    Document("d", "en", None, "An article."),
    Answer("d"),
    nuggets=tuple(Nugget(f"d.k{n}", text, "", n < 2) for n, text in enumerate(STATEMENTS)),
)
# The matcher: partly (the comparator is dropped), stated, stated, not stated.
ANSWERS = {
    "d": Answer(
        "d",
        summary="474 victims were identified. Morocco trained its judges. "
        "The police opened shelters in Tangier.",
    )
}


def judged(*verdicts):
    named = {f"d#k{n}": verdict for n, verdict in enumerate(verdicts)}
    return agreement([CASE], ANSWERS, named)


def test_by_hand():
    # Matcher: no (partly is no whole), yes, yes, no; judge: no, yes, no, no.
    # Observed 3/4; by chance 2/4·1/4 + 2/4·3/4 = 1/2; kappa (3/4 - 1/2) / (1 - 1/2) = 1/2.
    assert judged(False, True, False, False) == {
        "questions": 4,
        "observed": 0.75,
        "kappa": pytest.approx(0.5),
        "matcher": {
            "stated": {"yes": 1, "no": 1},
            "partly": {"yes": 0, "no": 1},
            "not_stated": {"yes": 0, "no": 1},
        },
        "differs": {"matcher_alone": ["d#k2"], "judge_alone": []},
    }
    assert judged(True, None, True, True)["differs"] == {
        "matcher_alone": [], "judge_alone": ["d#k0", "d#k3"],
    }  # fmt: skip


def test_the_same_and_the_opposite():
    assert judged(False, True, True, False)["kappa"] == pytest.approx(1.0)
    assert judged(True, False, False, True)["kappa"] == pytest.approx(-1.0)


def test_a_judge_that_says_the_same_of_all_agrees_as_chance_does():
    assert judged(True, True, True, True)["observed"] == 0.5
    assert judged(True, True, True, True)["kappa"] == pytest.approx(0.0)


def test_what_has_no_answer_is_left_out():
    found = judged(None, True, None, None)
    assert (found["questions"], found["observed"], found["kappa"]) == (1, 1.0, None)


def test_nothing_asked():
    found = agreement([CASE], {}, {})
    assert (found["questions"], found["observed"], found["kappa"]) == (0, None, None)
