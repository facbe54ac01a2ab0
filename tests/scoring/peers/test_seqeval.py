"""``conll`` beside seqeval, in its default and in its strict mode, over whole corpora of spans.

The tags of the flat view are well formed: a chunk begins with ``B-`` and goes on with ``I-`` of the
same type. On such tags seqeval's two modes read the same chunks, so ``conll`` is both at once, and
a metric of its own for the strict mode would be the same numbers twice. What remains is how the
modes read a type: strict drops hyphens at its ends, so ``X`` and ``X-`` are one type to it.
Tags as they are, which may be ill formed, are read by ``read_chunks`` (see ``test_conll``).
"""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np
import pytest

from tipbench.model import Answer, Entity, Span
from tipbench.scoring.conll import flat_tags, read_chunks
from tipbench.scoring.score import score

from ..strategies import case

TYPES = ("PER", "ORG", "GPE", "LOC", "DOC", "NORP", "WORK", "A-B")
LENGTH = 40
CHARACTERS = [Span(i, i + 1) for i in range(LENGTH)]


def drawn(rng: np.random.Generator) -> tuple[Entity, ...]:
    number = int(rng.integers(0, 9))
    starts, sizes = rng.integers(0, LENGTH - 1, number), rng.integers(1, 9, number)
    return tuple(
        Entity(Span(int(a), min(LENGTH, int(a + n))), "x", TYPES[int(t)])
        for a, n, t in zip(starts, sizes, rng.integers(0, len(TYPES), number), strict=True)
    )


def seqeval_f1(gold: list[list[str]], predicted: list[list[str]], mode: str) -> list[float]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        metrics = pytest.importorskip("seqeval.metrics")
        from seqeval.scheme import IOB2

        options = {"mode": "strict", "scheme": IOB2} if mode == "strict" else {}
        return [
            float(getattr(metrics, f"{name}_score")(gold, predicted, zero_division=0, **options))
            for name in ("precision", "recall", "f1")
        ]


def test_both_modes_equal_conll_on_thousands_of_documents() -> None:
    rng = np.random.default_rng(4)
    for _ in range(40):
        pairs = [(drawn(rng), drawn(rng)) for _ in range(50)]
        # one token per character, so that every outermost name has a token of its own
        cases = [
            case(Answer(f"d{i:02d}", entities=gold), text="x" * LENGTH)
            for i, (gold, _) in enumerate(pairs)
        ]
        given = {f"d{i:02d}": Answer(f"d{i:02d}", entities=p) for i, (_, p) in enumerate(pairs)}
        found = score(cases, given, tasks=["entities"], tokenize=lambda text: CHARACTERS)
        values = found.tasks["entities"]["conll"].total.values
        tags: list[Any] = [[flat_tags(CHARACTERS, pair[side]) for pair in pairs] for side in (0, 1)]
        for mode in ("default", "strict"):
            assert list(values.values()) == pytest.approx(seqeval_f1(tags[0], tags[1], mode))


def test_the_modes_read_the_same_from_spans() -> None:
    rng = np.random.default_rng(5)
    for _ in range(2000):
        tags = flat_tags(CHARACTERS, drawn(rng))
        assert read_chunks(tags) == read_chunks(tags, "strict")


def test_only_hyphens_at_the_ends_of_a_type_part_the_modes() -> None:
    gold, predicted = [["B-X", "I-X"]], [["B-X-", "I-X-"]]
    assert seqeval_f1(gold, predicted, "default")[2] == 0.0
    assert seqeval_f1(gold, predicted, "strict")[2] == 1.0
    cases = [case(Answer("d", entities=(Entity(Span(0, 2), "x", "X"),)))]
    answer = Answer("d", entities=(Entity(Span(0, 2), "x", "X-"),))
    found = score(cases, {"d": answer}, tasks=["entities"]).tasks["entities"]["conll"]
    assert found.total.values["f1"] == 0.0
