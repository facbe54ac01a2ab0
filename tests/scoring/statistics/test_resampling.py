from __future__ import annotations

import random
from dataclasses import dataclass, replace
from typing import Any

import pytest

from tipbench.model import Answer, Case, Document, Entity, Span
from tipbench.scoring.counts import Counts
from tipbench.scoring.score import score
from tipbench.scoring.stance import Hits
from tipbench.scoring.statistics import resampling
from tipbench.scoring.statistics.resampling import (
    FEWEST_UNITS,
    MOST_UNITS,
    Uncertainty,
    quantiles,
    signature,
    uncertainties,
)
from tipbench.scoring.statistics.units import BlockSample, Sample, Units
from tipbench.scoring.summaries.overlap import CharacterCounts, Means


def documents(number: int) -> Units:
    """So many independent documents."""
    return Units("documents", number, {}, {str(n): n for n in range(number)}, range(number + 1))


def sample(rows: list[Any], units: Units | None = None) -> Sample:
    """One row for every document."""
    blocks = {(str(n), None): row for n, row in enumerate(rows)}
    return BlockSample(units or documents(len(rows)), type(rows[0])(), blocks)


def known(rows: list[Any]) -> Uncertainty:
    [found] = uncertainties([sample(rows)])
    return found


def test_a_proportion_has_the_analytic_error() -> None:
    # 30 of 100 right: sqrt(.3 * .7 / 100) = .0458, and about .3 +- 1.96 * .0458 = [.210, .390]
    found = known([Hits(int(n < 30), 1) for n in range(100)])
    assert found.errors["value"] == pytest.approx(0.0458, rel=0.02)
    assert found.intervals["value"] == pytest.approx((0.21, 0.39), abs=0.01)
    # (1.96 + .8416) * sqrt(2) * .0458 = .1815
    assert found.detectable["value"] == pytest.approx(0.1815, rel=0.02)


def test_a_mean_has_the_analytic_error() -> None:
    # F1 of 0 and 1 in turn: standard deviation .5, of the mean of 64: .5 / 8 = .0625
    found = known([Means.of(0.5, 0.5, n % 2) for n in range(64)])
    assert found.errors["f1"] == pytest.approx(0.0625, rel=0.02)
    assert found.errors["precision"] == 0.0


def noisy(number: int, seed: int = 0) -> list[Counts]:
    """Units of 0 to 4 items, of which three quarters are right."""
    dice = random.Random(seed)
    rows = []
    for _ in range(number):
        gold, spurious = dice.randint(0, 4), dice.randint(0, 1)
        right = sum(dice.random() < 0.75 for _ in range(gold))
        rows.append(Counts(gold, right + spurious, right, right))
    return rows


def test_the_delta_method_agrees_with_the_bootstrap(monkeypatch) -> None:
    summaries = [CharacterCounts(1, (9, 8, 5 + n % 3) * 6) for n in range(500)]
    for rows in (noisy(500), summaries):
        bootstrapped = known(rows)
        with monkeypatch.context() as patch:
            patch.setattr(resampling, "MOST_UNITS", 10)
            linear = known(rows)
        for name, error in bootstrapped.errors.items():
            assert linear.errors[name] == pytest.approx(error, rel=0.05)
            assert linear.intervals[name] == pytest.approx(bootstrapped.intervals[name], abs=0.005)


def test_very_many_units_are_left_to_the_delta_method() -> None:
    assert signature(documents(MOST_UNITS)) == (
        "resampling:bootstrap:10000:seed:12345|units:documents"
    )
    assert signature(documents(MOST_UNITS + 1)) == "resampling:delta|units:documents"
    # sqrt(.5 * .5 / 30,000) = .00289
    found = known([Hits(n % 2, 1) for n in range(30_000)])
    assert found.errors["value"] == pytest.approx(0.00289, rel=0.01)


def test_the_seed_decides() -> None:
    rows = sample(noisy(20))
    assert uncertainties([rows], seed=1) == uncertainties([rows], seed=1)
    assert uncertainties([rows], seed=1) != uncertainties([rows], seed=2)
    # What is resampled together with it changes nothing.
    assert uncertainties([rows, rows])[1] == uncertainties([rows])[0]


def test_too_few_units_have_a_reason() -> None:
    rows = [Hits(1, 1)] * (FEWEST_UNITS - 1)
    assert known(rows).reason == "too few documents with items: 7, at least 8 are needed"
    assert known([*rows, Hits()]).reason == known(rows).reason
    assert known([*rows, Hits(0, 1)]).reason is None


def test_statistics_that_nobody_can_resample_have_a_reason() -> None:
    @dataclass(frozen=True)
    class Other:
        n: int = 0

        def __add__(self, other: Other) -> Other:
            return Other(self.n + other.n)

    assert known([Other(1)] * 20).reason == "statistics of the kind Other cannot be resampled"


def test_units_that_do_not_differ_show_nothing() -> None:
    found = known([Counts(1, 1, 1.0, 1.0)] * 20)
    assert found.intervals["f1"] == (1.0, 1.0)
    assert found.detectable["f1"] is None


def test_a_field_without_a_value_has_no_interval() -> None:
    found = known([Counts(1, 0, 0.0, 0.0)] * 20)
    assert found.intervals == {"precision": None, "recall": (0.0, 0.0), "f1": (0.0, 0.0)}
    # One prediction in all: a third of the resamples has none, and so no precision.
    found = known([Counts(1, 1, 1.0, 1.0), *[Counts(1, 0, 0.0, 0.0)] * 19])
    assert found.intervals["precision"] is None
    assert found.intervals["recall"] is not None


TEXT = " ".join("Ab cd." for _ in range(20))


def article(doc_id: str, cluster: str | None) -> tuple[Case, Answer]:
    """Twenty sentences with one name each, of which the odd ones are found."""
    names = [Entity(Span(7 * n, 7 * n + 2), "Ab", "PER") for n in range(20)]
    gold = Answer(doc_id, entities=tuple(names))
    answer = Answer(doc_id, entities=tuple(names[1::2]))
    return Case(Document(doc_id, "en", None, TEXT), gold, cluster=cluster), answer


def recall_error(*articles: tuple[Case, Answer]) -> float:
    answers = {answer.doc_id: answer for _, answer in articles}
    found = score([case for case, _ in articles], answers, tasks=["entities"])
    [uncertainty] = uncertainties([found.tasks["entities"]["strict"].sample])
    error = uncertainty.errors["recall"]
    assert error is not None
    return error


def test_a_dependent_copy_does_not_narrow_the_interval() -> None:
    one = recall_error(article("a", "x"))
    # sqrt(.5 * .5 / 20) = .1118
    assert one == pytest.approx(0.1118, rel=0.05)
    assert recall_error(article("a", "x"), article("b", "x")) == pytest.approx(one, rel=0.02)
    # Were the copy independent, the error would be less by the square root of 2.
    assert recall_error(article("a", "x"), article("b", "y")) == pytest.approx(
        one / 2**0.5, rel=0.05
    )


def test_a_corpus_of_many_documents_is_resampled_by_document() -> None:
    # In one half of the documents everything is found, in the other nothing: sentences of one
    # document go together. sqrt(.5 * .5 / 40) = .0791; by sentences it would be .0177.
    articles = []
    for number in range(40):
        case, answer = article(str(number), None)
        found = case.gold.entities if number % 2 else ()
        articles.append((case, replace(answer, entities=found)))
    assert recall_error(*articles) == pytest.approx(0.0791, rel=0.05)


@pytest.mark.parametrize("number", [1, 2, 3, 41, 10_000])
def test_quantiles_are_numpys(number: int) -> None:
    np = pytest.importorskip("numpy")
    values = np.random.default_rng(number).normal(size=number)
    shares = (0.0, 0.025, 0.5, 0.61, 0.975, 1.0)
    assert quantiles(values, *shares) == np.quantile(values, shares).tolist()
