from dataclasses import dataclass
from typing import ClassVar

import pytest

from tipbench.scoring.counts import Cell, Tally
from tipbench.scoring.registry import metrics as installed
from tipbench.selftest.generation.edits import HARMLESS, make_edits
from tipbench.selftest.generation.library import faithful_summaries
from tipbench.selftest.measuring.expectations import FALSE_ALARMS, MEANT
from tipbench.selftest.measuring.rates import measure_rates

FAITHFUL = {source.text for source in faithful_summaries()}


@dataclass(frozen=True, slots=True)
class Sum:
    """A value of one document."""

    value: float | None = None

    def __add__(self, other):
        return Sum(other.value if self.value is None else self.value)

    @property
    def counts(self):
        return {}

    @property
    def values(self):
        return {"other": 0.0, "score": self.value}


@dataclass(frozen=True, slots=True)
class Made:
    """A metric that gives what a function of the summary says."""

    name: str
    value: object
    higher_is_better: bool = True
    task: str = "summaries"
    layer: str = "summary"
    description: str = ""
    label_name: None = None
    fields: ClassVar = ("other", "score")
    zero: ClassVar = Sum()

    def measure(self, comparison):
        cell = Cell(comparison.case.document.doc_id, part=None)
        return Tally({cell: Sum(self.value(comparison))}, self.zero)


def rates_of(corpus, *metrics, samples=4):
    rates, faithful = measure_rates(
        corpus.cases("page"),
        corpus.inventory,
        {metric.name: metric for metric in metrics},
        samples=samples,
    )
    return {(r.metric, r.type, r.language): r for r in rates}, faithful


def test_a_metric_that_sees_every_change_detects_all_and_alarms_at_all(corpus):
    before = {edit.change.before for edit in make_edits(corpus.cases("page"), samples=4)}
    whole = Made("numbers", lambda c: float(c.answer.summary in FAITHFUL | before))
    rates, faithful = rates_of(corpus, whole)
    for (metric, type, _), rate in rates.items():
        if metric == "numbers" and rate.effect == "corruption":
            assert (rate.rate, rate.change) == (1.0, -1.0)
            assert rate.told_apart == pytest.approx(0.5, abs=0.1)
            assert rate.verdict == ("met" if MEANT[type].metric == "numbers" else "no bar")
            assert rate.wrong == ()
        elif metric == "numbers" and rate.effect == "harmless" and type != "synonyms":
            assert (rate.rate, rate.verdict) == (1.0, "missed")
            assert len(rate.wrong) == rate.edits == rate.made == 4
        elif metric == "numbers" and rate.effect == "padding":
            assert (rate.rate, rate.verdict, rate.worse) == (0.0, "met", 4)
    assert {one.mean for one in faithful} == {1.0}


def test_a_metric_that_sees_nothing_detects_nothing_and_never_alarms(corpus):
    rates, _ = rates_of(corpus, Made("names", lambda c: 0.7))
    for (metric, type, _), rate in rates.items():
        if metric == "names":
            assert (rate.rate, rate.change) == (0.0, 0.0)
            if MEANT.get(type) and MEANT[type].metric == "names":
                assert rate.verdict == "missed"
                assert rate.wrong
    assert rates["names", "paraphrase", "fr"].verdict == "met"


def test_what_is_smaller_is_better_where_the_metric_says_so(corpus):
    length = Made("leakage", lambda c: float(len(c.answer.summary)), higher_is_better=False)
    rates, faithful = rates_of(corpus, length)
    assert rates["leakage", "boilerplate_added", "en"].rate == 1.0
    assert rates["leakage", "source_dropped", "fr"].rate == 0.0
    assert rates["leakage", "padding", "en"].rate == 0.0
    assert all(one.lowest >= one.mean > 0 for one in faithful)


def test_saying_nothing_of_faithful_text_is_the_best_and_of_a_mistake_no_detection(corpus):
    silent_before = Made("numbers", lambda c: None if c.answer.summary in FAITHFUL else 0.0)
    rates, _ = rates_of(corpus, silent_before)
    rate = rates["numbers", "invented_number", "en"]
    assert (rate.rate, rate.edits, rate.change) == (1.0, 4, -1.0)
    silent_after = Made("numbers", lambda c: 1.0 if c.answer.summary in FAITHFUL else None)
    rates, _ = rates_of(corpus, silent_after)
    assert rates["numbers", "year_changed", "fr"].rate == 0.0
    silent = Made("numbers", lambda c: None)
    rates, _ = rates_of(corpus, silent)
    assert rates["numbers", "year_changed", "fr"].verdict == "missed"
    assert rates["numbers", "entity_swapped", "fr"].edits == 0
    assert rates["numbers", "reordered", "fr"].rate is None


def test_gains_by_padding_are_counted(corpus):
    rates, _ = rates_of(corpus, Made("nuggets_all", lambda c: len(c.answer.summary) / 1e6))
    assert rates["nuggets_all", "padding", "fr"].rate == 1.0
    assert rates["nuggets_all", "padding", "fr"].verdict == "missed"
    assert len(rates["nuggets_all", "padding", "fr"].wrong) == 4


def test_a_metric_that_is_not_installed_is_said_to_be_absent(corpus):
    rates, _ = rates_of(corpus, Made("mine", lambda c: 1.0))
    for type, meant in MEANT.items():
        assert rates[meant.metric, type, "en"].verdict == "absent"
    for name in FALSE_ALARMS:
        assert rates[name, "paraphrase", "fr"].verdict == "absent"
    assert rates["mine", "paraphrase", "fr"].verdict == "no bar"


def test_a_perfect_metric_tells_corruptions_from_harmless_edits(corpus):
    harmless = {
        edit.change.after
        for edit in make_edits(corpus.cases("page"), samples=4)
        if edit.type in HARMLESS
    }
    knows = Made("sources", lambda c: float(c.answer.summary in FAITHFUL | harmless))
    rates, _ = rates_of(corpus, knows)
    assert rates["sources", "source_swapped", "en"].told_apart == 1.0
    assert rates["sources", "paraphrase", "en"].told_apart is None


def test_a_summary_is_never_compared_with_itself(corpus):
    rouge = {"rouge1": installed()["summaries"]["rouge1"]}
    _, faithful = measure_rates(corpus.cases("page"), corpus.inventory, rouge, samples=1)
    references = {one.language: one for one in faithful if one.references}
    assert references["en"].mean < 0.95
    # Of a document's only reference in the other language there is none to compare with.
    assert (references["en"].summaries, references["fr"].summaries) == (6, 4)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_summaries_in_the_other_language_are_compared_with_their_own(corpus, language):
    seen = {}

    def note(comparison):
        document = comparison.case.document
        seen[comparison.answer.summary] = [
            (target.kind, target.language == document.language, target.text)
            for target in comparison.case.references
        ]
        return 1.0

    rates_of(corpus, Made("mine", note), samples=1)
    texts = {
        (source.doc_id, source.language): source.text
        for source in faithful_summaries()
        if source.name == "w01"
    }
    references = {
        (case.document.doc_id, one.language): one.text
        for case in corpus.cases("page")
        for one in case.references
    }
    for (doc_id, own), text in texts.items():
        if own == language:
            assert all(kind == "reference" and same for kind, same, _ in seen[text])
            assert references[doc_id, own] in {target for _, _, target in seen[text]}
