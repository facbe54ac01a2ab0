from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tipbench.model import Answer, Case, Document, Summary
from tipbench.scoring.comparison import Comparison
from tipbench.scoring.counts import Statistics
from tipbench.scoring.names import Names
from tipbench.scoring.summaries.overlap import (
    CHRF_SCORE,
    ROUGE_1,
    ROUGE_2,
    ROUGE_LSUM,
    CharacterCounts,
    Means,
    WordTokenizer,
    one_sentence_a_line,
)
from tipbench.tokens import tokenize

METRIC: dict[str, Any] = {m.name: m for m in (ROUGE_1, ROUGE_2, ROUGE_LSUM, CHRF_SCORE)}
ROUGE = ["rouge1", "rouge2", "rougeLsum"]
words = st.lists(
    st.sampled_from(["the", "cat", "on", "a", "Mat.", "474", "of,", "U.S.", "it's\n?"]), max_size=12
)
texts = words.map(" ".join)


def compare(summary: str | None, *targets: str, language: str = "en") -> Comparison:
    references = tuple(Summary(str(i), ("d",), "en", "reference", t) for i, t in enumerate(targets))
    document = Document("d", language, None, "text")
    return Comparison(
        Case(document, Answer("d"), references=references),
        Answer("d", summary=summary),
        Names(),
        tokenize,
    )


def total(name: str, *comparisons: Comparison) -> Any:
    metric = METRIC[name]
    statistics: Any = metric.zero
    for comparison in comparisons:
        tally = metric.measure(comparison)
        if tally is not None:
            statistics = statistics + tally.total()
    return statistics


def values(name: str, *comparisons: Comparison) -> dict[str, float | None]:
    found: Statistics = total(name, *comparisons)
    return found.values


def test_rouge_by_hand() -> None:
    comparison = compare("the cat sat", "the cat ran away")
    # words: 2 of 3 predicted, 2 of 4 in the reference; F1 = 2 * 2/3 * 1/2 / (7/6) = 4/7
    assert values("rouge1", comparison) == pytest.approx(
        {"precision": 2 / 3, "recall": 0.5, "f1": 4 / 7}
    )
    # pairs: "the cat" of 2 predicted and 3 in the reference; F1 = 2 / 5
    assert values("rouge2", comparison) == pytest.approx(
        {"precision": 0.5, "recall": 1 / 3, "f1": 0.4}
    )
    # the longest common sequence is "the cat"
    assert values("rougeLsum", comparison)["f1"] == pytest.approx(4 / 7)


def test_rouge_lsum_reads_sentences() -> None:
    # Sentences in the other order: each finds itself, where one long sentence would find half.
    assert values("rougeLsum", compare("A b. C d.", "C d. A b."))["f1"] == 1.0


def test_chrf_by_hand() -> None:
    # characters: 3 of 4 match; pairs: 2 of 3; triples: 1 of 2; fours: 0 of 1; no longer ones.
    # means over the four lengths, precision = recall = (3/4 + 2/3 + 1/2 + 0) / 4 = 23/48 = F
    assert values("chrf", compare("abcx", "abcd"))["score"] == pytest.approx(23 / 48)


@pytest.mark.parametrize("name", ROUGE)
@settings(max_examples=150, deadline=None)
@given(target=texts, summary=texts)
def test_equal_to_rouge_score_on_english_in_ascii(name: str, target: str, summary: str) -> None:
    from rouge_score.rouge_scorer import RougeScorer

    # Its default tokenizer, fed the same sentences.
    expected = RougeScorer([name]).score(one_sentence_a_line(target), one_sentence_a_line(summary))
    found = values(name, compare(summary, target))
    theirs = expected[name]
    assert list(found.values()) == [theirs.precision, theirs.recall, theirs.fmeasure]


french = st.lists(
    st.sampled_from(["l\u2019État", "été.", "à", "Été", "2,5", "n\u2019a", "œuvre", "—", "où ?\n"]),
    max_size=12,
).map(" ".join)


@pytest.mark.parametrize("name", ROUGE)
@settings(max_examples=150, deadline=None)
@given(targets=st.lists(french, min_size=1, max_size=3), summary=french)
def test_equal_to_rouge_score_with_the_same_tokenizer(
    name: str, targets: list[str], summary: str
) -> None:
    from rouge_score.rouge_scorer import RougeScorer

    oracle = RougeScorer([name], tokenizer=WordTokenizer())
    lines = [one_sentence_a_line(target) for target in targets]
    expected = oracle.score_multi(lines, one_sentence_a_line(summary))[name]
    found = values(name, compare(summary, *targets))
    assert list(found.values()) == [expected.precision, expected.recall, expected.fmeasure]


@pytest.mark.parametrize("name", ROUGE)
@settings(max_examples=50, deadline=None)
@given(targets=st.lists(texts, min_size=1, max_size=3), summary=texts)
def test_best_of_several_references(name: str, targets: list[str], summary: str) -> None:
    best = max(values(name, compare(summary, target))["f1"] or 0.0 for target in targets)
    assert values(name, compare(summary, *targets))["f1"] == best


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.tuples(st.text("abé c", max_size=9), texts.filter(str.strip), texts),
        min_size=1,
        max_size=4,
    )
)
def test_equal_to_sacrebleu_over_the_corpus(rows: list[tuple[str, str, str]]) -> None:
    from sacrebleu.metrics.chrf import CHRF

    streams = [[target for _, target, _ in rows], [other for _, _, other in rows]]
    expected = CHRF().corpus_score([summary for summary, _, _ in rows], streams).score / 100
    found = values("chrf", *(compare(summary, *targets) for summary, *targets in rows))
    assert found["score"] == expected


def test_documents_may_have_different_numbers_of_references() -> None:
    from sacrebleu.metrics.chrf import CHRF

    streams: list[Any] = [["one two", "three"], ["one", None]]
    expected = CHRF().corpus_score(["one two x", "thre"], streams).score / 100
    found = values("chrf", compare("one two x", "one two", "one"), compare("thre", "three"))
    assert found["score"] == expected


@pytest.mark.parametrize("name", list(METRIC))
@pytest.mark.parametrize("summary", ["", "  ", None, "?!"])
def test_an_empty_or_missing_summary_scores_nothing(name: str, summary: str | None) -> None:
    assert set(values(name, compare(summary, "A reference")).values()) == {0.0}


@pytest.mark.parametrize("name", list(METRIC))
def test_a_missing_summary_lowers_the_mean(name: str) -> None:
    right = compare("The cat sat.", "The cat sat.")
    assert set(values(name, right).values()) == {1.0}
    for value in values(name, right, compare(None, "The cat sat.")).values():
        assert value is not None
        assert value < 1.0


@pytest.mark.parametrize("name", list(METRIC))
def test_only_references_in_the_language_count(name: str) -> None:
    assert METRIC[name].measure(compare("x", "x", language="fr")) is None
    assert METRIC[name].measure(compare("x")) is None
    assert set(values(name).values()) == {None}


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(texts, texts), min_size=2, max_size=5), st.data())
def test_order_and_grouping_of_documents_change_nothing(
    rows: list[tuple[str, str]], data: st.DataObject
) -> None:
    comparisons = [compare(summary, target) for summary, target in rows]
    mixed = data.draw(st.permutations(comparisons))
    for name in METRIC:
        whole = total(name, *comparisons)
        assert total(name, *mixed) == whole
        assert total(name, *comparisons[:1]) + total(name, *comparisons[1:]) == whole


def test_accents_stay_in_words() -> None:
    tokenize = WordTokenizer().tokenize
    assert tokenize("Déjà l\u2019État: 100,7 %") == ["déjà", "l", "état", "100", "7"]
    assert tokenize("De\u0301ja\u0300") == ["déjà"]
    # the default tokenizer would find these two alike
    assert values("rouge1", compare("pâté", "pété"))["f1"] == 0.0


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("One. Two! Three? Four… Five", ["One.", "Two!", "Three?", "Four…", "Five"]),
        ("He said “yes.” Then", ["He said “yes.”", "Then"]),
        ("« Oui\u00a0! » Puis", ["« Oui\u00a0! »", "Puis"]),
        ("the U.S. Department. M. X", ["the U.S. Department.", "M. X"]),
        ("in 2.5 years", ["in 2.5 years"]),
        ("one\ntwo", ["one", "two"]),
        ('x. "Quoted" y', ["x.", '"Quoted" y']),
        ("", [""]),
    ],
)
def test_sentences(text: str, lines: list[str]) -> None:
    assert one_sentence_a_line(text).split("\n") == lines


def test_statistics_of_nothing() -> None:
    assert Means().values == {"precision": None, "recall": None, "f1": None}
    assert CharacterCounts().values == {"score": None}
    assert Means().counts == CharacterCounts().counts == {"documents": 0}
