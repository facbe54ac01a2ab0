from dataclasses import replace

import pytest

from tipbench.scoring.registry import metrics as installed
from tipbench.selftest.generation.doses import DOSES, corrupted
from tipbench.selftest.generation.wrong_items import GOLD_CORRUPTIONS
from tipbench.selftest.measuring import dose
from tipbench.selftest.measuring.dose import measure_doses
from tipbench.selftest.measuring.expectations import MAY_FALL

EXTRACTORS = ("entities", "numeric_facts", "stance")


@pytest.fixture(scope="module")
def curves(corpus):
    return measure_doses(corpus.cases("clean"), corpus.inventory, installed(), tasks=EXTRACTORS)


def test_every_corruption_has_an_expectation():
    assert {(c.task, c.type) for c in GOLD_CORRUPTIONS} == set(MAY_FALL)


def test_every_built_in_metric_falls_by_what_it_looks_at_and_by_nothing_else(curves):
    assert {(c.task, c.metric) for c in curves if c.meant is None} == set()
    assert [c for c in curves if not c.as_meant] == []


def test_every_curve_begins_with_the_gold(curves):
    assert {curve.means[0] for curve in curves} == {1.0}
    assert {curve.doses for curve in curves} == {DOSES}


def test_half_of_the_types_wrong_is_half_of_the_strict_score(curves):
    [curve] = [c for c in curves if (c.task, c.type, c.metric) == ("entities", "type", "strict")]
    assert curve.means[DOSES.index(0.5)] == pytest.approx(0.5, abs=0.02)
    assert curve.means[-1] == 0.0


@pytest.mark.parametrize("corruption", GOLD_CORRUPTIONS, ids=lambda c: f"{c.task}-{c.type}")
def test_what_is_wrong_stays_wrong_and_only_the_layer_changes(corpus, corruption):
    cases = corpus.cases("clean")
    steps = list(corrupted(cases, corruption, corpus.inventory, "seed"))
    again = list(corrupted(cases, corruption, corpus.inventory, "seed"))
    assert steps == again
    gold = {case.document.doc_id: case.gold for case in cases}
    assert steps[0] == (0.0, gold)
    wrong_before = -1
    for _, answers in steps:
        for doc_id, answer in answers.items():
            layer = {corruption.layer: getattr(gold[doc_id], corruption.layer)}
            assert replace(answer, **layer) == gold[doc_id]
        wrong = sum(
            getattr(answers[doc_id], corruption.layer) != getattr(gold[doc_id], corruption.layer)
            for doc_id in gold
        )
        assert wrong >= wrong_before
        wrong_before = wrong
    assert wrong_before == len(cases)


def test_spans_are_places_of_the_text(corpus):
    cases = {case.document.doc_id: case for case in corpus.cases("clean")}
    for corruption in GOLD_CORRUPTIONS:
        *_, (_, answers) = corrupted(list(cases.values()), corruption, corpus.inventory, "x")
        for doc_id, answer in answers.items():
            text = cases[doc_id].document.text
            items = (*(answer.entities or ()), *(answer.numeric_facts or ()))
            for item in items:
                assert text[item.span.start : item.span.end] == item.text
            for stance in answer.stance or ():
                if stance.evidence is not None:
                    span = stance.evidence.span
                    assert text[span.start : span.end] == stance.evidence.text


def test_a_metric_that_falls_where_it_should_not_is_told(corpus, monkeypatch):
    narrow = {**MAY_FALL, ("stance", "aspect"): frozenset()}
    monkeypatch.setattr(dose, "MAY_FALL", narrow)
    curves = measure_doses(corpus.cases("clean"), corpus.inventory, installed(), tasks=["stance"])
    assert [(c.type, c.metric) for c in curves if not c.as_meant] == [("aspect", "full")]


def test_a_metric_that_does_not_fall_where_it_should_is_told(corpus, monkeypatch):
    wide = {**MAY_FALL, ("stance", "aspect"): frozenset({"full", "tuple"})}
    monkeypatch.setattr(dose, "MAY_FALL", wide)
    curves = measure_doses(corpus.cases("clean"), corpus.inventory, installed(), tasks=["stance"])
    assert [(c.type, c.metric) for c in curves if not c.as_meant] == [("aspect", "tuple")]


def test_a_metric_of_somebody_else_is_measured_without_a_verdict(corpus):
    own = replace(installed()["entities"]["strict"], name="theirs")
    curves = measure_doses(
        corpus.cases("clean"), corpus.inventory, {"entities": {"theirs": own}}, tasks=["entities"]
    )
    assert {(c.metric, c.meant, c.as_meant) for c in curves} == {("theirs", None, True)}
