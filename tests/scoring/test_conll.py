from __future__ import annotations

import warnings
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tipbench.model import Answer, Entity, Span
from tipbench.scoring.comparison import Comparison
from tipbench.scoring.conll import (
    TAGS,
    Chunk,
    Mode,
    conll_type,
    flat_tags,
    flat_view,
    read_chunks,
)
from tipbench.scoring.counts import Counts
from tipbench.scoring.entities import CONLL
from tipbench.scoring.names import Names

from .strategies import TEXT, case, placed_entities

TOKENS = [Span(start, start + 2) for start in range(0, 30, 3)]

tags = st.sampled_from(
    ["O", "O", "B-PER", "I-PER", "B-LOC", "I-LOC", "B-A-B", "I-A-B", "B-", "I-", "B-X-", "I-WORK"]
)
corpora = st.lists(st.lists(st.tuples(tags, tags), min_size=1, max_size=12), min_size=1, max_size=4)


@pytest.fixture(scope="module")
def seqeval() -> Any:
    # seqeval's import and its figures of merit for empty classes warn; that is none of our doing.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return pytest.importorskip("seqeval.metrics")


def by_type(gold: list[list[str]], predicted: list[list[str]], mode: Mode) -> dict[str, Counts]:
    found: dict[str, Counts] = {}
    for ours, theirs in zip(gold, predicted, strict=True):
        one, other = set(read_chunks(ours, mode)), set(read_chunks(theirs, mode))
        for chunk in one | other:
            both = float(chunk in one and chunk in other)
            counted = Counts(chunk in one, chunk in other, both, both)
            found[chunk.type] = found.get(chunk.type, Counts()) + counted
    return found


@pytest.mark.parametrize("mode", ["default", "strict"])
@settings(max_examples=2000, deadline=None)
@given(corpus=corpora)
def test_equal_to_seqeval(seqeval: Any, mode: Mode, corpus: list[list[tuple[str, str]]]) -> None:
    gold = [[pair[0] for pair in sentence] for sentence in corpus]
    predicted = [[pair[1] for pair in sentence] for sentence in corpus]
    ours = by_type(gold, predicted, mode)
    micro, report = run_seqeval(gold, predicted, mode)
    total = sum(ours.values(), Counts())
    expected = [total.precision or 0.0, total.recall or 0.0, total.f1 or 0.0]
    assert list(micro) == pytest.approx(expected)
    for type, counted in ours.items():
        row = report[type]
        assert row["support"] == counted.gold
        assert row["precision"] == pytest.approx(counted.precision or 0.0)
        assert row["recall"] == pytest.approx(counted.recall or 0.0)
        assert row["f1-score"] == pytest.approx(counted.f1 or 0.0)
    averages = {"micro avg", "macro avg", "weighted avg"}
    assert set(report) - averages == set(ours)


def run_seqeval(
    gold: list[list[str]], predicted: list[list[str]], mode: Mode
) -> tuple[tuple[float, float, float], dict[str, Any]]:
    from seqeval.metrics import classification_report
    from seqeval.metrics.sequence_labeling import precision_recall_fscore_support
    from seqeval.metrics.v1 import classification_report as strict_report
    from seqeval.metrics.v1 import precision_recall_fscore_support as strict_scores
    from seqeval.scheme import IOB2

    chunks = sum(len(read_chunks(tags, mode)) for tags in (*gold, *predicted))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        options: dict[str, Any] = {"zero_division": 0}
        if mode == "strict":
            options["scheme"] = IOB2
        scores = strict_scores if mode == "strict" else precision_recall_fscore_support
        report = strict_report if mode == "strict" else classification_report
        micro = scores(gold, predicted, average="micro", **options)[:3]
        # Without any chunk seqeval's report fails.
        rows = report(gold, predicted, output_dict=True, **options) if chunks else {}
    return micro, rows


@pytest.mark.parametrize(
    ("gold", "predicted", "default", "strict"),
    [
        # the two cases in which seqeval's modes are known to part
        (["B-P", "I-P"], ["I-P", "I-P"], 1.0, 0.0),
        (["B-A", "I-B"], ["B-A", "B-B"], 1.0, 2 / 3),
    ],
)
def test_the_two_modes_part(
    gold: list[str], predicted: list[str], default: float, strict: float
) -> None:
    for mode, f1 in (("default", default), ("strict", strict)):
        total = sum(by_type([gold], [predicted], mode).values(), Counts())  # type: ignore[arg-type]
        assert total.f1 == pytest.approx(f1)


def entity(start: int, end: int, type: str = "PER") -> Entity:
    return Entity(Span(start, end), "x", type)


@pytest.mark.parametrize(
    ("entities", "tags"),
    [
        ([entity(0, 5)], "B-PER I-PER O"),
        ([entity(0, 2), entity(3, 5, "GPE")], "B-PER B-LOC O"),
        # nested: the longer one stays
        ([entity(3, 5, "NORP"), entity(0, 5, "ORG")], "B-ORG I-ORG O"),
        # crossing and of one length: the earlier one stays
        ([entity(3, 8), entity(0, 5, "DOC")], "B-MISC I-MISC O"),
        # part of a token is enough
        ([entity(4, 7, "CITY")], "O B-CITY I-CITY"),
    ],
)
def test_flat_view_by_hand(entities: list[Entity], tags: str) -> None:
    assert flat_tags(TOKENS[:3], entities) == tags.split()
    assert flat_tags(TOKENS[:3], entities[::-1]) == tags.split()


def test_what_no_tag_can_show_is_named() -> None:
    unplaced, blank = Entity(None, "x", "GPE"), entity(2, 3, "PROD")
    assert flat_view(TOKENS, [unplaced, blank]).lost == (unplaced, blank)
    # two names in one token: the earlier one has it
    view = flat_view([Span(0, 6)], [entity(0, 2), entity(3, 6, "ORG")])
    assert (view.tags, view.lost) == (("B-PER",), (entity(3, 6, "ORG"),))


@given(placed_entities())
def test_outermost_equals_the_plain_definition(entities: tuple[Entity, ...]) -> None:
    kept: list[tuple[Span, str]] = []
    pairs = [(e.span, e.type) for e in entities if e.span is not None]
    for span, type in sorted(
        pairs, key=lambda p: (p[0].start - p[0].end, p[0].start, conll_type(p[1]))
    ):
        if not any(span.overlaps(other) for other, _ in kept):
            kept.append((span, type))
    # one token per character, so that every span kept is one chunk
    characters = [Span(i, i + 1) for i in range(30)]
    chunks = read_chunks(flat_tags(characters, entities))
    assert chunks == sorted(
        (Chunk(conll_type(type), span.start, span.end) for span, type in kept),
        key=lambda chunk: chunk.first,
    )


@settings(max_examples=200, deadline=None)
@given(gold=placed_entities(), predicted=placed_entities())
def test_the_metric_equals_seqeval_on_a_document(
    seqeval: Any, gold: tuple[Entity, ...], predicted: tuple[Entity, ...]
) -> None:
    # one token per character, so that every outermost name has a token
    characters = [Span(i, i + 1) for i in range(len(TEXT))]
    answer = Answer("d", entities=predicted)
    comparison = Comparison(
        case(Answer("d", entities=gold)), answer, Names(), lambda text: characters
    )
    tally = CONLL.measure(comparison)
    assert tally is not None
    micro, _ = run_seqeval(
        [flat_tags(characters, gold)], [flat_tags(characters, predicted)], "default"
    )
    assert [value or 0.0 for value in tally.total().values.values()] == pytest.approx(list(micro))


def test_types() -> None:
    assert [conll_type(type) for type in ("PER", "ORG", "GPE", "LOC")] == [
        "PER",
        "ORG",
        "LOC",
        "LOC",
    ]
    assert {conll_type(type) for type in ("EVENT", "DOC", "PROD", "NORP")} == {"MISC"}
    assert conll_type("WORK") == "WORK"
    assert TAGS == (
        "O", "B-PER", "I-PER", "B-ORG", "I-ORG", "B-LOC", "I-LOC", "B-MISC", "I-MISC",
    )  # fmt: skip
