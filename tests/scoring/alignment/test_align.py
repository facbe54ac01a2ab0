from __future__ import annotations

import time
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tipbench.corpus.load import load_corpus
from tipbench.model import Answer, Entity, NumericFact, Quote, Span, Stance, ViewName
from tipbench.scoring.alignment.align import STATUSES, Status, align, align_answer
from tipbench.scoring.alignment.assign import MAX_OPTIONS


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
        ("MarocLe a Maroc", ["Maroc"], [(10, "exact")]),
        ("MarocLe a Maroc", ["Maroc", "Maroc"], [(0, "exact"), (10, "exact")]),
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
        ("UN of US. US", ["UN of US", "US"], [(0, "exact"), (10, "exact")]),
        ("UN of US. US", ["UN of US", "US", "US"], [(0, "exact"), (6, "exact"), (10, "exact")]),
        # nested names in a list in text order, the outer one first, or the inner one
        (
            "US of A, b, US of A, US",
            ["US of A", "US", "b", "US", "US"],
            [(0, "ambiguous"), (0, "exact"), (9, "exact"), (12, "exact"), (21, "exact")],
        ),
        (
            "US of A, b, US of A, US",
            ["US", "US of A", "b", "US of A"],
            [(0, "ambiguous"), (0, "exact"), (9, "exact"), (12, "exact")],
        ),
        # what does not stand in the text does not disturb the others
        (
            "A b A c A",
            ["b", "Z", "A", "Y", "c"],
            [
                (2, "exact"),
                (None, "not found"),
                (4, "ambiguous"),
                (None, "not found"),
                (6, "exact"),
            ],
        ),
        # an early choice that would push all others out of order is not made
        ("b c d A", ["A", "b", "c", "d"], [(6, "exact"), (0, "exact"), (2, "exact"), (4, "exact")]),
        ("A b c A", ["b", "A", "c"], [(2, "exact"), (0, "ambiguous"), (4, "exact")]),
        # what stands as it was given is kept, its determiner and possessive too
        ("the US, US", ["the US"], [(0, "exact")]),
        ("Morocco\u2019s, Morocco", ["Morocco's"], [(0, "repaired")]),
        ("Le Monde, monde", ["Le Monde"], [(0, "exact")]),
        # a second one goes to the bare name, but not into the first
        ("the US, US", ["the US", "the US"], [(0, "exact"), (8, "repaired")]),
        ("the US", ["the US", "the US"], [(0, "exact"), (None, "not found")]),
        # what stands only bare
        ("Union européenne", ["l'Union européenne"], [(0, "repaired")]),
        ("Union européenne", ["de l\u2019Union Européenne"], [(0, "repaired")]),
        ("US State Department", ["the State Department"], [(3, "repaired")]),
        ("Aziz Akhannouch", ["d'Akhannouch"], [(5, "repaired")]),
        ("in Morocco.", ["Morocco's"], [(3, "repaired")]),
        ("au MarocLe", ["le Maroc"], [(3, "repaired")]),
        ("a report", ["« its report. »"], [(2, "repaired")]),
        # quotation marks go before determiners
        ("the US", ["“the US”"], [(0, "repaired")]),
        # a bare name is a whole word of two letters or more
        ("Somalia", ["the Mali"], [(None, "not found")]),
        ("a b", ["l'a"], [(None, "not found")]),
        # small errors come last
        ("Puneet Talwar", ["Punet Talwar"], [(0, "repaired")]),
        ("Puneet Talwar", ["Mr Punet Talwar", "Puneet"], [(None, "not found"), (0, "exact")]),
        ("Rabatville Rabatvile", ["Rabatvile"], [(11, "exact")]),
        ("Rabatville, Rabatville", ["Rabatvile"], [(0, "ambiguous")]),
        # never on, in or across the place of an item that says just that, but around one
        ("Rabatville", ["Rabatvile", "Rabatville"], [(None, "not found"), (0, "exact")]),
        ("Rabatville Est", ["Rabatvile", "Rabatville Est"], [(None, "not found"), (0, "exact")]),
        ("Rabatville Est", ["Rabatvile Est", "Est"], [(0, "repaired"), (11, "exact")]),
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
    assert found("Rabatville", ["Rabatvile"], taken=[Span(0, 10)]) == [(None, "not found")]
    assert found("Rabatville", ["Rabatvile"], taken=[Span(0, 5)]) == [(0, "repaired")]


def test_shared_places() -> None:
    assert found("so it is", ["so", "so"], share=True) == [(0, "exact"), (0, "exact")]
    assert found("so so", ["so", "so"], share=True) == [(0, "ambiguous"), (0, "ambiguous")]
    # quotations, too, lie in the text's order
    assert found("so. it. so", ["it", "so"], share=True) == [(4, "exact"), (8, "ambiguous")]
    assert found("it is", ["it iz not", "it was", "it"], share=True)[2] == (0, "exact")


def test_items_beyond_the_bound_are_placed_after_the_others() -> None:
    n = 1_000
    surfaces = ["ab"] * n + ["cd"]
    placed = found("ab " * (2 * n) + "cd", surfaces)
    assert n * (n + 1) > MAX_OPTIONS
    assert placed == [*((3 * i, "ambiguous") for i in range(n)), (6 * n, "exact")]


WORDS = ["Maroc", "maroc", "Marocain", "Marocaine", "É", "l\u2019", "e", "a b", "the", "2023", "«"]
texts = st.lists(st.sampled_from(WORDS)).map(" ".join)
wordings = st.lists(st.sampled_from([*WORDS, "the Maroc", "Maroc's", "Marrocaine"]), max_size=6)


@given(texts, wordings, st.booleans())
def test_nothing_is_dropped_or_misplaced(text: str, surfaces: list[str], share: bool) -> None:
    placed = align(text, surfaces, share=share)
    assert len(placed) == len(surfaces)
    spans = [span for span, _ in placed if span is not None]
    assert share or len(set(spans)) == len(spans)
    for (span, status), surface in zip(placed, surfaces, strict=True):
        assert (span is None) == (status == "not found")
        if span is not None:
            assert 0 <= span.start < span.end <= len(text)
            assert status != "exact" or text[span.start : span.end] == surface


@given(texts, wordings)
def test_items_that_say_the_same_are_in_order(text: str, surfaces: list[str]) -> None:
    placed = align(text, surfaces)
    for surface in set(surfaces):
        spans = [span for (span, _), s in zip(placed, surfaces, strict=True) if s == surface]
        found_spans = [span for span in spans if span is not None]
        assert spans == sorted(found_spans) + [None] * (len(spans) - len(found_spans))


@given(st.lists(st.tuples(st.integers(0, 9), st.booleans()), max_size=8))
def test_given_spans_stay_and_statuses_sum(items: list[tuple[int, bool]]) -> None:
    text = "ab cd ef ab cd ef ab cd ef"
    tokens = [Span(i, i + 2) for i in range(0, len(text), 3)]
    entities = []
    for number, has_span in items:
        span = tokens[number % len(tokens)]
        entities.append(Entity(span if has_span else None, text[span.start : span.end], "GPE"))
    aligned = align_answer(text, Answer("d", entities=tuple(entities)))
    assert aligned.answer.entities is not None
    assert sum(aligned.counts()["entities"].values()) == len(entities)
    given_spans = {entity.span for entity in entities if entity.span is not None}
    for before, after, status in zip(
        entities, aligned.answer.entities, aligned.statuses["entities"], strict=True
    ):
        assert (before.span is not None) == (status == "given")
        assert after.span == before.span or (status != "given" and after.span not in given_spans)


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


def without_spans(gold: Answer) -> Answer:
    def quote(given_quote: Quote | None) -> Quote | None:
        return None if given_quote is None else replace(given_quote, span=None)

    return replace(
        gold,
        entities=tuple(replace(e, span=None) for e in gold.entities or ()),
        numeric_facts=tuple(replace(f, span=None) for f in gold.numeric_facts or ()),
        stance=tuple(
            replace(s, evidence=quote(s.evidence), cue=quote(s.cue)) for s in gold.stance or ()
        ),
    )


# All that stands elsewhere: a verb before the noun ("did not report"), and in the page a name that
# is glued to the next word, while another place of it is not.
@pytest.mark.parametrize(("view", "entities", "places"), [("clean", 1, 181), ("page", 2, 339)])
def test_the_gold_of_the_corpus_lands_where_it_was(
    view: ViewName, entities: int, places: int
) -> None:
    elsewhere, total = Counter[str](), 0
    for case in load_corpus().cases(view):
        aligned = align_answer(case.document.text, without_spans(case.gold)).answer
        assert aligned.numeric_facts == case.gold.numeric_facts
        assert aligned.stance == case.gold.stance
        pairs = zip(aligned.entities or (), case.gold.entities or (), strict=True)
        elsewhere.update(gold.mention for placed, gold in pairs if placed.span != gold.span)
        total += len(case.gold.entities or ())
    assert (elsewhere.total(), total) == (entities, places)
    assert view == "page" or elsewhere["name"] == 0


def test_cues_that_are_not_in_their_evidence() -> None:
    stance = (
        Stance("a", "b", "positive", evidence=Quote(None, "nowhere"), cue=Quote(None, "hailed")),
        Stance("a", "b", "positive", evidence=Quote(None, "it"), cue=Quote(Span(0, 5), "Rabat")),
        Stance("a", "b", "positive", evidence=Quote(None, "it"), cue=Quote(None, "hailed")),
    )
    aligned = align_answer("Rabat hailed it", Answer("d", stance=stance))
    assert aligned.statuses == {
        "evidence": ("not found", "exact", "exact"),
        "cue": ("exact", "given", "exact"),
    }
    assert aligned.answer.stance is not None
    assert [s.cue and s.cue.span for s in aligned.answer.stance] == [
        Span(6, 12),
        Span(0, 5),
        Span(6, 12),
    ]
