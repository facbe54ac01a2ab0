from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tipbench.model import Answer, DocumentStance, InventoryEntry, Quote, Span, Stance, Zone
from tipbench.scoring.comparison import Comparison
from tipbench.scoring.counts import Cell, Counts, Tally
from tipbench.scoring.names import Names
from tipbench.scoring.stance import DOCUMENT_NET, DOCUMENT_OWN_VOICE, TUPLE, Hits
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
    gold: tuple[Stance, ...], predicted: tuple[Stance, ...], zones: tuple[Zone, ...] = ()
) -> Tally[Counts]:
    comparison = compare(Answer("d", stance=gold), Answer("d", stance=predicted), zones)
    found = TUPLE.measure(comparison)
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


@given(stances(), stances(), st.data())
def test_properties(
    gold: tuple[Stance, ...], predicted: tuple[Stance, ...], data: st.DataObject
) -> None:
    found = tally(gold, predicted)
    assert tally(gold, tuple(data.draw(st.permutations(predicted)))) == found
    swapped = tally(predicted, gold).total()
    assert (swapped.precision, swapped.recall) == (found.total().recall, found.total().precision)
    assert tally(gold, gold).total().f1 == (1.0 if gold else None)
    wrong = tally(gold, (*predicted, Stance("x", "y", "positive"))).total()
    assert (wrong.f1 or 0.0) <= (found.total().f1 or 0.0)


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
    assert TUPLE.measure(compare(Answer("d"), Answer("d", stance=()))) is None


def test_hits() -> None:
    # 3 of 5
    assert (Hits(1, 2) + Hits(2, 3)).values == {"value": 0.6}
    assert Hits().values == {"value": None}
