from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tipbench.model import Answer, Entity, NumericFact, Quote, Span, Stance
from tipbench.scoring.align import STATUSES, Status, align, align_answer
from tipbench.scoring.normal import fold


def found(text: str, surfaces: list[str], **options: object) -> list[tuple[int | None, Status]]:
    """Starts and statuses."""
    placed = align(text, surfaces, **options)  # type: ignore[arg-type]
    return [(span.start if span else None, status) for span, status in placed]


@pytest.mark.parametrize(
    ("text", "surfaces", "expected"),
    [
        ("Rabat, Fez", ["Rabat", "Fez"], [(0, "exact"), (7, "exact")]),
        # each item takes the next place
        ("A b A b A", ["A", "A", "A"], [(0, "exact"), (4, "exact"), (8, "exact")]),
        # monotone: the second A stands behind b
        ("A b A", ["b", "A"], [(2, "exact"), (4, "ambiguous")]),
        # behind the last item there is none: the first free one in the text
        ("A b", ["b", "A"], [(2, "exact"), (0, "exact")]),
        # fewer items than places
        ("A b A b A", ["A", "A"], [(0, "ambiguous"), (4, "ambiguous")]),
        # more items than places: nothing is placed twice, nothing dropped
        ("A b", ["A", "A"], [(0, "exact"), (None, "not found")]),
        # word borders go before the inside of a word
        ("Mali, Somali: Mali", ["Mali", "Mali"], [(0, "exact"), (14, "exact")]),
        ("Malian and Mali", ["Mali"], [(11, "exact")]),
        ("2025Le", ["Le"], [(4, "exact")]),
        # glued words are words, after those that stand alone
        ("MarocLe a Maroc", ["Maroc", "Maroc"], [(10, "exact"), (0, "exact")]),
        ("en 2025Le", ["2025", "Le"], [(3, "exact"), (7, "exact")]),
        # a repaired whole word goes before the inside of a word, too
        ("this US", ["us"], [(5, "repaired")]),
        # and a word inside another is not taken for a second mention
        ("Maroc marocain", ["Maroc", "Maroc"], [(0, "exact"), (None, "not found")]),
        ("l\u2019État", ["l'Etat"], [(0, "repaired")]),
        ("100,7\u202fMMDH", ["100,7 MMDH"], [(0, "repaired")]),
        ("E\u0301TAT X", ["état"], [(0, "repaired")]),
        ("a\n b", ["a b"], [(0, "repaired")]),
        ("Rabat", [" Rabat "], [(0, "repaired")]),
        ("RABAT rabat", ["Rabat"], [(0, "ambiguous")]),
        ("RABAT rabat", ["Rabat", "rabat"], [(0, "repaired"), (6, "exact")]),
        # an inner name: clear places go first, then places inside other items
        ("UN of US. US", ["UN of US", "US", "US"], [(0, "exact"), (10, "exact"), (6, "exact")]),
        ("x", ["", " ", "y"], [(None, "not found")] * 3),
        ("", ["y"], [(None, "not found")]),
    ],
)
def test_by_hand(text: str, surfaces: list[str], expected: list[tuple[int | None, Status]]) -> None:
    assert found(text, surfaces) == expected


def test_a_repaired_place_is_in_offsets_of_the_text() -> None:
    text = "Le cœur\u00a0E\u0301tat."
    [(span, status)] = align(text, ["Coeur etat"])
    assert span is not None
    assert (text[span.start : span.end], status) == ("cœur\u00a0E\u0301tat", "repaired")
    # half of a ligature is no place
    assert align("cœur", ["co"]) == [(None, "not found")]


def test_places_that_are_taken() -> None:
    assert found("A b A", ["A"], taken=[Span(0, 1)]) == [(4, "exact")]


def test_shared_places() -> None:
    assert found("so it is", ["so", "so"], share=True) == [(0, "exact"), (0, "exact")]
    assert found("so so", ["so", "so"], share=True) == [(0, "ambiguous"), (0, "ambiguous")]


words = st.sampled_from(["Maroc", "maroc", "Marocain", "É", "l\u2019", "e", "a b"])


@given(st.lists(words).map(" ".join), st.lists(words, max_size=6))
def test_nothing_is_dropped_or_misplaced(text: str, surfaces: list[str]) -> None:
    placed = align(text, surfaces)
    assert len(placed) == len(surfaces)
    spans = [span for span, _ in placed if span is not None]
    assert len(set(spans)) == len(spans)
    for (span, status), surface in zip(placed, surfaces, strict=True):
        assert (span is None) == (status == "not found")
        if span is not None:
            assert fold(text[span.start : span.end]) == fold(surface)
            assert status != "exact" or text[span.start : span.end] == surface


@given(st.lists(st.sampled_from(["ab", "cd", "ef"]), max_size=12))
def test_all_words_in_text_order_are_found_where_they_are(tokens: list[str]) -> None:
    expected = [(3 * index, "exact") for index in range(len(tokens))]
    assert found(" ".join(tokens), tokens) == expected


def test_time_is_about_linear() -> None:
    n = 20_000
    started = time.process_time()
    assert all(status == "exact" for _, status in align("ab " * n, ["ab"] * n))
    backwards = align("x " + "ab " * n + "cd", ["cd", "ab"] * n)
    assert sum(status == "not found" for _, status in backwards) == n - 1
    assert time.process_time() - started < 10


def test_fills_an_answer() -> None:
    text = "Rabat hailed 474 victims; Rabat hailed it"
    answer = Answer(
        "d",
        entities=(
            Entity(Span(0, 5), "Rabat", "GPE"),
            Entity(None, "Rabat", "GPE"),
            Entity(None, "Paris", "GPE"),
        ),
        numeric_facts=(NumericFact(None, "474", "474"),),
        stance=(
            # the cue is the one inside the evidence, not the first in the text
            Stance("writer", "rabat", "positive", evidence=Quote(None, "Rabat hailed it"),
                   cue=Quote(None, "hailed")),
            Stance("writer", "rabat", "positive"),
            Stance("writer", "rabat", "positive", cue=Quote(None, "victims")),
        ),
    )  # fmt: skip
    aligned = align_answer(text, answer)
    entities, stance = aligned.answer.entities, aligned.answer.stance
    assert entities is not None
    assert stance is not None
    assert [entity.span for entity in entities] == [Span(0, 5), Span(26, 31), None]
    assert aligned.answer.numeric_facts == (NumericFact(Span(13, 16), "474", "474"),)
    assert stance[0].evidence == Quote(Span(26, 41), "Rabat hailed it")
    assert stance[0].cue == Quote(Span(32, 38), "hailed")
    assert stance[1] == Stance("writer", "rabat", "positive")
    assert stance[2].cue == Quote(Span(17, 24), "victims")
    assert aligned.statuses == {
        "entities": ("given", "exact", "not found"),
        "numeric_facts": ("exact",),
        "evidence": ("exact",),
        "cue": ("exact", "exact"),
    }
    assert aligned.counts()["entities"] == dict.fromkeys(STATUSES, 0) | {
        "given": 1,
        "exact": 1,
        "not found": 1,
    }


def test_several_tuples_share_their_evidence() -> None:
    quote = Quote(None, "hailed it")
    stance = tuple(Stance("writer", x, "positive", evidence=quote) for x in ("a", "b"))
    aligned = align_answer("Rabat hailed it", Answer("d", stance=stance))
    assert aligned.statuses == {"evidence": ("exact", "exact")}


def test_layers_that_are_absent_stay_absent() -> None:
    answer = Answer("d", summary="x", error="late")
    assert align_answer("text", answer).answer == answer
    assert align_answer("text", answer).statuses == {}
