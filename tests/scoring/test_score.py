from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tipbench.errors import UsageError
from tipbench.model import (
    Answer,
    Case,
    Document,
    DocumentStance,
    Entity,
    NumericFact,
    Span,
    Stance,
    Summary,
    Zone,
)
from tipbench.scoring.counts import Counts
from tipbench.scoring.registry import metrics
from tipbench.scoring.score import score

from .strategies import TEXT, answers, case

MATCHING = ["entities", "numeric_facts", "stance"]
ZONES = (
    Zone(Span(0, 6), "title", True),
    Zone(Span(6, 15), "body", True),
    Zone(Span(15, 30), "nav", False),
)


def entity(start: int, end: int, type: str = "PER") -> Entity:
    return Entity(Span(start, end), "x", type)


def of(entities: Sequence[Entity], doc_id: str = "d") -> Answer:
    return Answer(doc_id, entities=tuple(entities))


def score_one(gold: Answer, answer: Answer, zones: tuple[Zone, ...] = ()) -> dict[str, Any]:
    result = score([case(gold, zones)], {gold.doc_id: answer}, tasks=["entities"])
    return result.as_dict()


def test_as_dict_by_hand() -> None:
    gold = of([entity(0, 2), entity(3, 5), entity(6, 8, "ORG")])
    answer = of([entity(0, 2), entity(6, 8, "PER")])
    found = score_one(gold, answer)
    # PER [0,2) is right: precision 1/2, recall 1/3, F1 2/5
    assert found["scores"]["entities"]["strict"] == {
        "counts": {"gold": 3, "predicted": 2, "gold_credit": 1.0, "predicted_credit": 1.0},
        "precision": 0.5,
        "recall": pytest.approx(1 / 3),
        "f1": pytest.approx(0.4),
        "interval": None,
        "interval_reason": "too few sentences with items: 1, at least 8 are needed",
        "detectable": None,
    }
    slices = found["slices"]["entities"]["strict"]
    assert list(slices) == ["language", "type", "zone", "document"]
    assert list(slices["type"]) == ["ORG", "PER"]
    assert slices["type"]["ORG"] == {
        "counts": {"gold": 1, "predicted": 0, "gold_credit": 0.0, "predicted_credit": 0.0},
        "precision": None,
        "recall": 0.0,
        "f1": 0.0,
    }
    assert list(slices["zone"]) == ["content"]
    assert list(slices["language"]) == ["en"]
    assert list(slices["document"]) == ["d"]
    json.dumps(found, allow_nan=False)


def test_content_and_boilerplate_are_matched_apart() -> None:
    # body | nav at 15. Gold: one name in each. Predicted: one across the border, starting in the
    # body, and one in nav; one without a place.
    gold = of([entity(12, 14), entity(18, 20)])
    answer = of([entity(13, 19), entity(18, 20), Entity(None, "zz", "PER")])
    result = score([case(gold, ZONES)], {"d": answer}, tasks=["entities"])
    found = result.tasks["entities"]["type"]
    assert found.total == Counts(1, 2, 1.0, 1.0)
    assert found.slices["zone"] == {
        "content": Counts(1, 2, 1.0, 1.0),
        "boilerplate": Counts(1, 1, 1.0, 1.0),
        "body": Counts(1, 1, 1.0, 1.0),
        "nav": Counts(1, 1, 1.0, 1.0),
        "none": Counts(0, 1, 0.0, 0.0),
    }
    assert list(found.slices["zone"]) == ["content", "boilerplate", "body", "nav", "none"]
    # slices other than zones are of the content
    assert found.slices["type"] == {"PER": found.total}


def test_a_content_prediction_cannot_take_a_boilerplate_name() -> None:
    # [13,19) starts in the body and overlaps only the name in nav: a miss and a false alarm.
    result = score(
        [case(of([entity(18, 20)]), ZONES)], {"d": of([entity(13, 19)])}, tasks=["entities"]
    )
    assert result.tasks["entities"]["type"].total == Counts(0, 1, 0.0, 0.0)
    assert result.tasks["entities"]["type"].slices["zone"]["boilerplate"] == Counts(1, 0, 0.0, 0.0)


def test_missing_answers_are_misses() -> None:
    cases = [case(of([entity(0, 2)], doc_id)) for doc_id in "abcd"]
    given = {
        "a": of([entity(0, 2)], "a"),
        "b": replace(of([entity(0, 2)], "b"), error="timeout"),
        "c": Answer("c", summary="no entities"),
    }
    for name in ("strict", "conll"):
        found = score(cases, given, tasks=["entities"]).tasks["entities"][name]
        assert found.total == Counts(4, 1, 1.0, 1.0)
        assert found.answered == Counts(1, 1, 1.0, 1.0)
        assert found.as_dict()["answered"]["recall"] == 1.0
        assert found.slices["document"]["d"] == Counts(1, 0, 0.0, 0.0)


def test_an_empty_answer_is_an_answer() -> None:
    found = score([case(of([entity(0, 2)]))], {"d": of([])}, tasks=["entities"])
    assert found.tasks["entities"]["strict"].answered is None
    assert "answered" not in found.as_dict()["scores"]["entities"]["strict"]


def test_documents_whose_gold_lacks_the_layer_are_left_out() -> None:
    result = score([case(Answer("d"))], {"d": of([entity(0, 2)])}, tasks=["entities"])
    assert result.tasks["entities"]["strict"].total == Counts()
    assert result.as_dict()["slices"]["entities"]["strict"] == {}


def full(doc_id: str, language: str) -> Case:
    gold = Answer(
        doc_id,
        entities=(entity(0, 2), entity(3, 8, "DOC")),
        numeric_facts=(NumericFact(Span(0, 2), "x", "474", unit="victim", comparator="="),),
        stance=(Stance("writer", "morocco", "positive"),),
        document_stance=DocumentStance("praise", "neutral"),
        summary="The cat sat.",
    )
    reference = Summary(f"{doc_id}.r1", (doc_id,), language, "reference", "The cat sat.")
    return Case(Document(doc_id, language, None, TEXT), gold, ZONES, (reference,))


def test_gold_scores_one_everywhere() -> None:
    cases = [full("a", "en"), full("b", "fr")]
    found = score(cases, {c.document.doc_id: c.gold for c in cases}).as_dict()["scores"]
    assert {task: list(named) for task, named in found.items()} == {
        task: list(named) for task, named in metrics().items()
    }
    for task, named in metrics().items():
        for name, metric in named.items():
            if name not in FROM_NUGGETS_AND_NAMES:
                values = [found[task][name][field] for field in metric.fields]
                assert values == [1.0] * len(values)


FROM_NUGGETS_AND_NAMES = {
    metric.name for metric in metrics()["summaries"].values() if metric.layer == "summary"
} - {"rouge1", "rouge2", "rougeLsum", "chrf"}
"""Tested with the metrics of summaries: these documents have no nuggets, and name nobody."""


def test_shapes_of_other_scores() -> None:
    cases = [full("a", "en"), full("b", "fr")]
    wrong = replace(cases[1].gold, document_stance=DocumentStance("mixed", None), summary="")
    found = score(cases, {"a": cases[0].gold, "b": wrong}).as_dict()
    stance, summaries = found["scores"]["stance"], found["scores"]["summaries"]
    assert (stance["document_net"]["counts"], stance["document_net"]["value"]) == (
        {"correct": 1, "total": 2},
        0.5,
    )
    assert (summaries["rouge1"]["counts"], summaries["rouge1"]["f1"]) == ({"documents": 2}, 0.5)
    assert 0 < summaries["chrf"]["score"] < 1
    assert list(found["slices"]["stance"]["document_net"]) == ["language", "net", "document"]
    assert found["slices"]["stance"]["document_net"]["net"]["praise"]["value"] == 0.5
    assert list(found["slices"]["summaries"]["chrf"]) == ["language", "document"]
    assert found["slices"]["summaries"]["chrf"]["language"]["en"]["score"] == 1.0
    assert json.dumps(found, allow_nan=False) == json.dumps(
        score(cases, {"b": wrong, "a": cases[0].gold}).as_dict()
    )


def test_nothing_found_scores_zero() -> None:
    found = score([full("a", "en")], {}).as_dict()["scores"]
    for task, named in metrics().items():
        for name, metric in named.items():
            assert {found[task][name][field] for field in metric.fields} <= {0.0, None}
            if name not in FROM_NUGGETS_AND_NAMES:
                assert set(found[task][name]["answered"]) == {"counts", *metric.fields}


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(answers(), answers()), min_size=1, max_size=4), st.data())
def test_properties_over_a_corpus(pairs: list[tuple[Answer, Answer]], data: st.DataObject) -> None:
    cases = [case(replace(gold, doc_id=f"d{i}"), ZONES) for i, (gold, _) in enumerate(pairs)]
    given = {f"d{i}": answer for i, (_, answer) in enumerate(pairs)}
    whole = score(cases, given, tasks=MATCHING)
    mixed = score(data.draw(st.permutations(cases)), given, tasks=MATCHING)
    split = [score([one], given, tasks=MATCHING) for one in cases]
    for task, named in whole.tasks.items():
        for name, found in named.items():
            assert mixed.tasks[task][name].total == found.total
            parts: Any = found.metric.zero
            for part in split:
                parts = parts + part.tasks[task][name].total
            assert parts == found.total
            check_slices(found.slices, found.total)


def check_slices(slices: Any, total: Any) -> None:
    """The rows of every dimension add up; the zones add up to both parts."""
    for dimension, rows in slices.items():
        if dimension != "zone":
            assert sum(rows.values(), Counts()) == total
    if "zone" in slices:
        zones = dict(slices["zone"])
        parts = [zones.pop(part, Counts()) for part in ("content", "boilerplate")]
        assert parts[0] == total
        assert sum(zones.values(), Counts()) == sum(parts, Counts())


def test_unknown_labels_are_warned_of() -> None:
    gold = Answer("d", entities=(entity(0, 2),), document_stance=DocumentStance("praise", "mixed"))
    answer = Answer(
        "d",
        entities=(entity(0, 2, "CITY"), entity(3, 5, "CITY"), entity(3, 5, "ORG")),
        numeric_facts=(NumericFact(None, "x", "1", kind="size"), NumericFact(None, "x", "1")),
        stance=(Stance("a", "b", "angry"),),
        document_stance=DocumentStance("hail", None),
    )
    known = {
        "entities": ["PER", "ORG"],
        "numeric_facts": ["count"],
        "stance": [],
        "document_stance": ["praise"],
    }
    result = score([case(gold)], {"d": answer, "other": of([entity(0, 2, "ELSE")])},
                   known_labels=known)  # fmt: skip
    assert result.warnings == (
        "entities: 2 predictions have the type 'CITY', which the corpus does not have (ORG, PER)",
        "numeric_facts: 1 prediction has the kind 'size', which the corpus does not have (count)",
        "stance: 1 prediction has the polarity 'angry', which the corpus does not have (none)",
        "document_stance: 1 prediction has the document label 'hail', "
        "which the corpus does not have (praise)",
    )
    only = score([case(gold)], {"d": answer}, tasks=["stance"], known_labels=known)
    assert [line.split(":")[0] for line in only.warnings] == ["stance", "document_stance"]
    assert score([case(gold)], {"d": answer}).warnings == ()


def test_misuse_is_named() -> None:
    with pytest.raises(UsageError, match=r"unknown task 'poems'; expected one of entities, "):
        score([], {}, tasks=["poems"])
    with pytest.raises(UsageError, match="two documents are called 'd'"):
        score([case(Answer("d")), case(Answer("d"))], {})


def test_another_tokenizer_and_other_metrics() -> None:
    chosen = {"entities": {"conll": metrics()["entities"]["conll"]}}
    gold, answer = of([entity(0, 5)]), of([entity(0, 2)])
    whole = score([case(gold)], {"d": answer}, tokenize=lambda text: [Span(0, len(text))],
                  metrics=chosen)  # fmt: skip
    assert whole.tasks["entities"]["conll"].total.values["f1"] == 1.0
    assert list(whole.tasks["entities"]) == ["conll"]
    assert whole.tasks["summaries"] == {}
