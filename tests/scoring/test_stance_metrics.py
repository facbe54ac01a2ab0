from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tipbench.model import Answer, DocumentStance, InventoryEntry, Quote, Span, Stance, Zone
from tipbench.scoring.comparison import Comparison
from tipbench.scoring.counts import Cell, Counts, Tally
from tipbench.scoring.metric import Metric
from tipbench.scoring.names import Names
from tipbench.scoring.stance import (
    DOCUMENT_NET,
    DOCUMENT_OWN_VOICE,
    EVIDENCE,
    FULL,
    TUPLE,
    Hits,
)
from tipbench.tokens import tokenize

from .strategies import case, stances

INVENTORY = [
    InventoryEntry("us-state", "ORG", "Department of State", "Département d'État", (), "us"),
    InventoryEntry("us", "GPE", "United States", "États-Unis", (), "us"),
    InventoryEntry("morocco", "GPE", "Morocco", "Maroc", (), "morocco"),
]
ZONES = (Zone(Span(0, 10), "body", True), Zone(Span(10, 30), "teaser", False))


def compare(gold: Answer, answer: Answer, zones: tuple[Zone, ...] = ()) -> Comparison:
    return Comparison(case(gold, zones), answer, Names(INVENTORY), tokenize)


def tally(
    gold: tuple[Stance, ...],
    predicted: tuple[Stance, ...],
    zones: tuple[Zone, ...] = (),
    metric: Metric = TUPLE,
) -> Tally[Counts]:
    comparison = compare(Answer("d", stance=gold), Answer("d", stance=predicted), zones)
    found = metric.measure(comparison)
    assert found is not None
    return found


def test_by_hand() -> None:
    gold = (
        Stance("us-state", "morocco", "positive", "legal"),
        Stance("us-state", "morocco", "positive", "protection"),
        Stance("writer", "morocco", "negative"),
        Stance("writer", "us", "negative"),
    )
    predicted = (
        Stance("les États-Unis", "Maroc", "positive"),  # by class, whatever the aspect
        Stance("the writer", "le Maroc", "negative"),  # right
        Stance("writer", "us", "recommend"),  # wrong polarity
        Stance("Spain", "morocco", "positive"),  # unknown holder
        Stance("writer", "morocco", "negative"),  # said twice
    )
    # 2 of 5 predicted and 2 of 4 gold: P .4, R .5, F1 = 4/9
    found = tally(gold, predicted)
    assert found.total() == Counts(4, 5, 2.0, 2.0)
    assert found.total().f1 == pytest.approx(4 / 9)
    assert found.by("label") == {
        "positive": Counts(2, 2, 1.0, 1.0),
        "negative": Counts(2, 2, 1.0, 1.0),
        "recommend": Counts(0, 1, 0.0, 0.0),
    }


def test_evidence_decides_the_part() -> None:
    quote = Quote(Span(12, 14), "x")
    teaser = Stance("us", "morocco", "positive", evidence=quote)
    nowhere = Stance("us", "morocco", "positive", cue=Quote(None, "x"))
    found = tally((teaser,), (nowhere, teaser), ZONES)
    # a tuple without a place is content, and no content tuple is in the gold
    assert found.by("part") == {
        "boilerplate": Counts(1, 1, 1.0, 1.0),
        "content": Counts(0, 1, 0.0, 0.0),
    }
    by_cue = Stance("us", "morocco", "positive", evidence=Quote(None, "y"), cue=quote)
    assert tally((teaser,), (by_cue,), ZONES).total().f1 == 1.0


def quoted(
    holder: str,
    polarity: str,
    start: int | None,
    end: int = 0,
    aspect: str | None = "legal",
    target: str = "morocco",
) -> Stance:
    """A stance with evidence; without a start the evidence was not found in the text."""
    span = None if start is None else Span(start, end)
    return Stance(holder, target, polarity, aspect, Quote(span, "x"))


GOLD = (
    quoted("us-state", "positive", 0, 8),
    quoted("us-state", "recommend", 9, 14, "protection"),
    quoted("writer", "negative", 15, 20),
    quoted("morocco", "positive", 21, 28, target="us"),
    quoted("us", "negative", 0, 8),
)


@pytest.mark.parametrize(
    ("predicted", "full", "evidence"),
    [
        # names in either language resolve to ids
        (quoted("Département d\u2019Etat", "positive", 0, 8, target="le Maroc"), 1, 1),
        # another id of the class, or another aspect
        (quoted("us", "positive", 0, 8), 0, 1),
        (quoted("us-state", "recommend", 9, 14, "legal"), 0, 1),
        (quoted("us-state", "recommend", 9, 14, None), 0, 1),
        # one character of overlap, and none: half-open
        (quoted("writer", "negative", 19, 30), 0, 1),
        (quoted("writer", "negative", 20, 30), 0, 0),
        # right evidence, wrong polarity, holder or target
        (quoted("writer", "recommend", 15, 20), 0, 0),
        (quoted("Spain", "negative", 15, 20), 0, 0),
        (quoted("writer", "negative", 15, 20, target="us"), 0, 0),
        # evidence that was not found, or was not given; a cue does not stand in for it
        (quoted("writer", "negative", None), 0, 0),
        (Stance("writer", "morocco", "negative", "legal"), 0, 0),
        (Stance("writer", "morocco", "negative", "legal", cue=Quote(Span(15, 20), "x")), 0, 0),
    ],
)
def test_full_and_evidence(predicted: Stance, full: int, evidence: int) -> None:
    for metric, credit in ((FULL, full), (EVIDENCE, evidence)):
        found = tally(GOLD, (predicted,), metric=metric).total()
        # P credit/1, R credit/5
        assert found == Counts(5, 1, float(credit), float(credit))


def test_evidence_is_matched_one_to_one() -> None:
    # Two gold tuples on one clause, by class the same; three predictions on it.
    gold = (quoted("us-state", "positive", 0, 8), quoted("us", "positive", 0, 8, "protection"))
    predicted = (*gold, quoted("us", "positive", 2, 4))
    # P 2/3, R 2/2, F1 = 4/5
    for metric in (FULL, EVIDENCE):
        found = tally(gold, predicted, metric=metric).total()
        assert found == Counts(2, 3, 2.0, 2.0)
        assert found.f1 == pytest.approx(0.8)


@pytest.mark.parametrize("metric", [FULL, EVIDENCE])
def test_no_evidence_equals_none_of_the_same_part(metric: Metric) -> None:
    bare = Stance("us", "morocco", "positive", cue=Quote(Span(12, 14), "x"))
    assert tally((bare,), (bare,), ZONES, metric).by("part") == {
        "boilerplate": Counts(1, 1, 1.0, 1.0)
    }
    elsewhere = Stance("us", "morocco", "positive")
    assert tally((bare,), (elsewhere,), ZONES, metric).total() == Counts(1, 1, 0.0, 0.0)


@pytest.mark.parametrize("metric", [TUPLE, FULL, EVIDENCE])
@given(gold=stances(), predicted=stances(), data=st.data())
def test_properties(
    metric: Metric, gold: tuple[Stance, ...], predicted: tuple[Stance, ...], data: st.DataObject
) -> None:
    def counted(gold: tuple[Stance, ...], predicted: tuple[Stance, ...]) -> Tally[Counts]:
        return tally(gold, predicted, ZONES, metric)

    found = counted(gold, predicted)
    assert counted(gold, tuple(data.draw(st.permutations(predicted)))) == found
    swapped = counted(predicted, gold).total()
    assert (swapped.precision, swapped.recall) == (found.total().recall, found.total().precision)
    assert counted(gold, gold).total().f1 == (1.0 if gold else None)
    assert counted(gold, gold * 2).total().recall == (1.0 if gold else None)
    wrong = counted(gold, (*predicted, Stance("x", "y", "positive"))).total()
    assert (wrong.f1 or 0.0) <= (found.total().f1 or 0.0)
    assert (wrong.precision or 0.0) <= (found.total().precision or 0.0)


@given(stances(), stances())
def test_a_full_tuple_has_its_evidence_and_that_is_a_tuple(
    gold: tuple[Stance, ...], predicted: tuple[Stance, ...]
) -> None:
    full, evidence, tuples = (
        tally(gold, predicted, metric=metric).total().gold_credit
        for metric in (FULL, EVIDENCE, TUPLE)
    )
    assert full <= evidence <= tuples


@pytest.mark.parametrize(
    ("given", "net", "own_voice"),
    [
        (DocumentStance("critique", "neutral"), 1, 1),
        (DocumentStance("praise", "neutral"), 0, 1),
        (DocumentStance(None, None), 0, 0),
        (None, 0, 0),
    ],
)
def test_document_stance(given: DocumentStance | None, net: int, own_voice: int) -> None:
    gold = Answer("d", document_stance=DocumentStance("critique", "neutral"))
    comparison = compare(gold, Answer("d", document_stance=given))
    assert DOCUMENT_NET.measure(comparison) == {
        Cell("d", part=None, label="critique"): Hits(net, 1)
    }
    assert DOCUMENT_OWN_VOICE.measure(comparison) == {
        Cell("d", part=None, label="neutral"): Hits(own_voice, 1)
    }


def test_documents_without_gold_are_not_judged() -> None:
    for gold in (Answer("d"), Answer("d", document_stance=DocumentStance(None, None))):
        comparison = compare(gold, Answer("d", document_stance=DocumentStance("praise", "praise")))
        assert DOCUMENT_NET.measure(comparison) is None
    for metric in (TUPLE, FULL, EVIDENCE):
        assert metric.measure(compare(Answer("d"), Answer("d", stance=()))) is None


def test_hits() -> None:
    # 3 of 5
    assert (Hits(1, 2) + Hits(2, 3)).values == {"value": 0.6}
    assert Hits().values == {"value": None}
