"""The measures of SemEval-2013 task 9.1 beside nervaluate's.

nervaluate goes over the predictions in their order; each takes the first free gold item that will
do, right or wrong. The exact relation to tipbench's matching, for predictions of the same labels
and gold items shorter than 100 characters (see the page ``docs/differences.md``):

- tipbench's score is the best that nervaluate gives to any order of the predictions;
- so the two are equal wherever nervaluate's score does not depend on the order, and in particular
  where every span overlaps at most one of the other side.
"""

from __future__ import annotations

import itertools
import warnings
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from tipbench.model import Answer, Entity, Span
from tipbench.scoring.score import score

from ..strategies import case

Row = tuple[int, int, str]
LABELS = ("A", "B", "C")
SCHEMAS = {"strict": "strict", "exact": "exact", "partial": "partial", "type": "ent_type"}
TEXT = "x" * 400


@pytest.fixture(scope="module")
def nervaluate() -> Any:
    return pytest.importorskip("nervaluate")


def scored(documents: list[tuple[list[Row], list[Row]]]) -> Any:
    """tipbench's scores of documents of gold and predicted spans."""
    cases, given = [], {}
    for number, (gold, predicted) in enumerate(documents):
        sides = [
            Answer(f"d{number:05d}", entities=tuple(Entity(Span(a, b), "x", t) for a, b, t in side))
            for side in (gold, predicted)
        ]
        cases.append(case(sides[0], text=TEXT))
        given[sides[1].doc_id] = sides[1]
    return score(cases, given, tasks=["entities"]).tasks["entities"]


def ours(documents: list[tuple[list[Row], list[Row]]]) -> dict[str, Any]:
    """The values of every schema over all documents."""
    found = scored(documents)
    return {name: found[name].total for name in SCHEMAS}


def theirs(nervaluate: Any, documents: list[tuple[list[Row], list[Row]]]) -> dict[str, Any]:
    sides = [
        [[{"label": t, "start": a, "end": b - 1} for a, b, t in pair[side]] for pair in documents]
        for side in (0, 1)
    ]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = nervaluate.Evaluator(*sides, tags=list(LABELS), loader="dict").evaluate()["overall"]
    return {name: found[schema] for name, schema in SCHEMAS.items()}


def crowded(rng: np.random.Generator, most: int, length: int = 12) -> list[Row]:
    """Up to ``most`` spans with overlaps, nesting and duplicates."""
    number = int(rng.integers(0, most + 1))
    starts, sizes = rng.integers(0, length, number), rng.integers(1, 8, number)
    return [
        (int(a), int(a + n), LABELS[int(t)])
        for a, n, t in zip(starts, sizes, rng.integers(0, 3, number), strict=True)
    ]


def scattered(rng: np.random.Generator) -> list[Row]:
    """Spans of one side that do not overlap; some touch."""
    number = int(rng.integers(1, 9))
    sizes = rng.integers(1, 6, number)
    ends = np.cumsum(sizes + rng.integers(0, 6, number))
    return [
        (int(b - n), int(b), LABELS[int(t)])
        for b, n, t in zip(ends, sizes, rng.integers(0, 3, number), strict=True)
    ]


def meets_one_at_most(gold: list[Row], predicted: list[Row]) -> bool:
    return all(
        sum(a < d and c < b for c, d, _ in other) <= 1
        for one, other in ((gold, predicted), (predicted, gold))
        for a, b, _ in one
    )


def points(found: Any, name: str) -> float:
    half = found.partial / 2 if name == "partial" else 0.0
    return float(found.correct + half)


def best_of_orders(
    strategy: Callable[..., Any], gold: Any, predicted: Any, name: str
) -> set[float]:
    return {
        points(strategy(gold, list(order), list(LABELS))[0], name)
        for order in itertools.permutations(predicted)
    }


def test_the_score_is_the_best_of_all_orders(nervaluate: Any) -> None:
    from nervaluate.entities import Entity as TheirEntity
    from nervaluate.strategies import (
        EntityTypeEvaluation,
        ExactEvaluation,
        PartialEvaluation,
        StrictEvaluation,
    )

    strategies = {
        "strict": StrictEvaluation(),
        "exact": ExactEvaluation(),
        "partial": PartialEvaluation(),
        "type": EntityTypeEvaluation(),
    }
    rng = np.random.default_rng(1)
    depends = dict.fromkeys(SCHEMAS, 0)
    documents = [(crowded(rng, 5, 9), crowded(rng, 4, 9)) for _ in range(1200)]
    found = scored(documents)
    for number, (gold, predicted) in enumerate(documents):
        sides = [
            [TheirEntity(label=t, start=a, end=b - 1) for a, b, t in side]
            for side in (gold, predicted)
        ]
        for name, strategy in strategies.items():
            reached = best_of_orders(strategy.evaluate, *sides, name)
            counts = found[name].slices["document"][f"d{number:05d}"]
            assert counts.gold_credit == counts.predicted_credit == max(reached)
            depends[name] += len(reached) > 1
    # Not for want of cases: every schema has some that depend on the order.
    assert min(depends.values()) > 15


def test_equal_where_no_span_meets_two(nervaluate: Any) -> None:
    rng = np.random.default_rng(2)
    documents: list[tuple[list[Row], list[Row]]] = []
    while len(documents) < 2000:
        pair = scattered(rng), scattered(rng)
        if meets_one_at_most(*pair):
            documents.append(pair)
    for number in range(0, len(documents), 250):
        some = documents[number : number + 250]
        found, expected = ours(some), theirs(nervaluate, some)
        for name in SCHEMAS:
            assert found[name].precision == pytest.approx(expected[name].precision)
            assert found[name].recall == pytest.approx(expected[name].recall)
            assert found[name].f1 == pytest.approx(expected[name].f1)


def test_never_below_nervaluate_on_crowded_documents(nervaluate: Any) -> None:
    rng = np.random.default_rng(3)
    documents = [(crowded(rng, 12, 60) or [(0, 1, "A")], crowded(rng, 12, 60)) for _ in range(1000)]
    differing = 0
    for number in range(0, len(documents), 50):
        some = documents[number : number + 50]
        found, expected = ours(some), theirs(nervaluate, some)
        for name in SCHEMAS:
            assert found[name].gold_credit >= points(expected[name], name)
            differing += found[name].gold_credit > points(expected[name], name)
    assert differing > 20


def test_one_per_cent_of_the_gold_item_is_the_floor(nervaluate: Any) -> None:
    # One shared character: of 100 it is an overlap for both, of 101 for tipbench alone.
    for length, expected in ((100, 1.0), (101, 0.0)):
        documents = [([(0, length, "A")], [(length - 1, length + 5, "A")])]
        assert points(theirs(nervaluate, documents)["type"], "type") == expected
        assert ours(documents)["type"].gold_credit == 1.0
        assert ours(documents)["partial"].gold_credit == 0.5


def test_a_label_outside_the_tags_costs_nervaluate_nothing(nervaluate: Any) -> None:
    documents = [([(0, 5, "A")], [(0, 5, "A"), (6, 9, "UNKNOWN")])]
    assert theirs(nervaluate, documents)["strict"].precision == 1.0
    assert ours(documents)["strict"].precision == 0.5


def test_rows_per_type_do_not_add_up_to_nervaluates_total(nervaluate: Any) -> None:
    # Right borders, wrong type: exact counts the pair in total, and in no row of nervaluate's.
    sides = [[[{"label": label, "start": 0, "end": 4}]] for label in "AB"]
    found = nervaluate.Evaluator(*sides, tags=["A", "B"], loader="dict").evaluate()
    assert found["overall"]["exact"].correct == 1
    assert [row["exact"].correct for row in found["entities"].values()] == [0, 0]
    cases = [case(Answer("d", entities=(Entity(Span(0, 5), "x", "A"),)))]
    answer = Answer("d", entities=(Entity(Span(0, 5), "x", "B"),))
    rows = score(cases, {"d": answer}, tasks=["entities"]).tasks["entities"]["exact"].slices["type"]
    assert (rows["A"].values["recall"], rows["B"].values["precision"]) == (1.0, 1.0)
