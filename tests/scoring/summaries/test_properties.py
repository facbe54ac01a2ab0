"""What holds of every metric of what summaries state, on the five articles."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

import tipbench
from tipbench.corpus.load import Corpus
from tipbench.model import Case, Summary
from tipbench.tokens import split_sentences

Measure = Callable[..., dict[str, float | None]]
PRECISIONS = {"numbers": "precision", "names": "precision", "sources": "precision",
              "stance_kept": "value"}  # fmt: skip
RECALLS = ("nuggets_vital", "nuggets_all")


def references(cases: dict[str, Case]) -> Iterator[tuple[Case, Summary]]:
    for case in cases.values():
        for summary in case.references:
            yield case, summary


def test_references_are_supported(measure: Measure, cases: dict[str, Case]) -> None:
    for case, summary in references(cases):
        for name in ("numbers", "names"):
            assert measure(name, summary.text, case) == {"precision": 1.0}, summary.summary_id
        assert measure("stance_kept", summary.text, case) == {"drift": 0.0, "value": 1.0}
        assert measure("leakage", summary.text, case) == {"value": 0.0}
        assert measure("sources", summary.text, case) == {"precision": 1.0}


def test_references_state_the_vital_nuggets(measure: Measure, cases: dict[str, Case]) -> None:
    for case, summary in references(cases):
        # tip-004.x1 leaves out the years of the strategy, and so states that nugget by half.
        expected = 5.5 / 6 if summary.summary_id == "tip-004.x1" else 1.0
        assert measure("nuggets_vital", summary.text, case)["recall"] == pytest.approx(expected)


@pytest.mark.parametrize("summary", ["", " ", "…", None])
def test_an_empty_summary_gains_nothing(
    summary: str | None, measure: Measure, cases: dict[str, Case]
) -> None:
    for case in cases.values():
        for name, field in PRECISIONS.items():
            assert measure(name, summary, case)[field] is None
        for name in RECALLS:
            assert measure(name, summary, case)["recall"] == 0.0
        assert measure("leakage", summary, case) == {"value": None}
        assert measure("extent", summary, case)["words"] == 0.0


WRONG = {"en": " 999 goats met in Lisbon.", "fr": " 999 chèvres à Lisbonne."}
PADDING = {
    "en": " This is an important matter for all of us. Everyone should care about it.",
    "fr": " C’est une question importante pour nous tous. Chacun y pense.",
}


def test_padding_gains_nothing(measure: Measure, cases: dict[str, Case]) -> None:
    for case, summary in references(cases):
        wrong = (
            " 999 goats met in Lisbon." if summary.language == "en" else " 999 chèvres à Lisbonne."
        )
        base = summary.text + wrong
        for padding in (PADDING[summary.language], " " + base, " " + summary.text):
            for name, field in PRECISIONS.items():
                before, after = (measure(name, t, case)[field] for t in (base, base + padding))
                assert before is not None
                assert after is not None
                assert after <= before, (name, summary.summary_id, padding[:20])
            for name in RECALLS:
                before, after = (measure(name, t, case)["recall"] for t in (base, base + padding))
                assert after == before


def test_the_order_of_sentences_changes_nothing(measure: Measure, cases: dict[str, Case]) -> None:
    for case, summary in references(cases):
        spans = split_sentences(summary.text)
        turned = " ".join(summary.text[s.start : s.end] for s in reversed(spans))
        # Pronouns point elsewhere then, so ``sources`` may change.
        for name in ("numbers", "names", "stance_kept", "leakage"):
            assert measure(name, turned, case) == measure(name, summary.text, case)


def test_typing_changes_nothing(measure: Measure, cases: dict[str, Case]) -> None:
    for case, summary in references(cases):
        plain = summary.text.replace("’", "'").replace("\u00a0", " ").replace("\u202f", " ")
        curly = summary.text.replace("'", "’").replace("-", "\u2011")
        for name in (*PRECISIONS, *RECALLS, "leakage"):
            expected = measure(name, summary.text, case)
            assert measure(name, plain, case) == expected
            assert measure(name, curly, case) == expected


def test_the_summary_of_another_article_scores_low(
    measure: Measure, cases: dict[str, Case]
) -> None:
    grant = cases["4"]
    for key in "0123":
        wrong = cases[key].references[0].text
        assert measure("nuggets_vital", wrong, grant)["recall"] == pytest.approx(0, abs=0.2)
        assert measure("numbers", wrong, grant)["precision"] in (0.0, None)
        theirs = measure("nuggets_vital", grant.references[0].text, cases[key])["recall"]
        assert theirs == pytest.approx(0, abs=0.2)


def test_pairs_need_both_sides(corpus: Corpus) -> None:
    texts = {c.document.doc_id: c.references[0].text for c in corpus.cases()}

    def pairs(summaries: dict[str, str]) -> dict[str, float]:
        run = tipbench.evaluate(lambda d: summaries[d.doc_id], corpus, tasks=["summaries"])
        found: dict[str, float] = run.scores["summaries"]["stance_pairs"]
        return found

    assert pairs(texts)["counts"] == {"correct": 4, "total": 4}
    # the praise of tip-001 told of the critical articles too: none of the four pairs is right
    praising = texts | dict.fromkeys(("tip-000", "tip-002"), texts["tip-003"])
    assert pairs(praising)["value"] == 0.0
    # one wrong rank spoils the two pairs of its article
    wrong = texts | {"tip-003": texts["tip-003"].replace("Tier 2", "Tier 1")}
    assert pairs(wrong)["value"] == 0.5


def test_lead_and_empty_in_a_run(corpus: Corpus) -> None:
    lead = tipbench.evaluate("lead", corpus, tasks=["summaries"]).scores["summaries"]
    assert lead["numbers"]["precision"] == lead["names"]["precision"] == 1.0
    assert lead["extent"]["copied"] == 1.0
    assert 0.5 < lead["nuggets_vital"]["recall"] < 1.0
    page = tipbench.evaluate("lead", corpus, tasks=["summaries"], view="page").scores["summaries"]
    assert page["leakage"]["value"] > 0.2
    assert page["nuggets_vital"]["recall"] < lead["nuggets_vital"]["recall"]


def test_a_summary_may_break_off_anywhere(measure: Measure, cases: dict[str, Case]) -> None:
    for case, summary in references(cases):
        if summary.kind == "reference":
            words = (summary.text + " According to the report of the").split()
            for number in range(0, len(words) + 1, 3 if summary.language == "en" else 4):
                for name in ("numbers", "names", "sources", "stance_kept", *RECALLS, "leakage"):
                    measure(name, " ".join(words[:number]), case)
            for end in ("according to the", "selon ce", "praised by the", "at least", "Tier", "'"):
                for name in ("numbers", "names", "sources", "stance_kept", *RECALLS, "leakage"):
                    measure(name, end, case)
