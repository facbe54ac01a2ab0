"""What the metrics see of sentences written by hand, in both languages.

Each line of a ``.tsv`` file here has a document, what is wrong with the sentence, and the
sentence; ``ok`` is a faithful one, in other words than the article's.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

import pytest

from tipbench.model import Case

Measure = Callable[..., dict[str, float | None]]
HERE = Path(__file__).parent
SEEN_BY = {
    "num": ("numbers", "precision", 0.99),
    "cmp": ("numbers", "precision", 0.99),
    "unit": ("numbers", "precision", 0.99),
    "year": ("numbers", "precision", 0.99),
    "rank": ("numbers", "precision", 0.99),
    "inv": ("numbers", "precision", 0.99),
    "name": ("names", "precision", 0.95),
    "swap": ("names", "precision", 0.95),
    "source": ("sources", "precision", 0.8),
    "stance": ("stance_kept", "value", 0.8),
    "leak": ("leakage", "value", 0.9),
}
"""For each kind of fault the metric that has to see it, its field, and in how many cases."""
ALARMS = {
    "numbers": ("precision", 0.02),
    "names": ("precision", 0.02),
    "sources": ("precision", 0.05),
    "stance_kept": ("value", 0.05),
    "leakage": ("value", 0.05),
}
"""How often a metric may find fault with a faithful sentence."""


def sentences(language: str) -> list[tuple[str, str, str]]:
    found = []
    for name in ("numbers", "names", "claims", "more"):
        for line in (HERE / f"{name}_{language}.tsv").read_text(encoding="utf-8").splitlines():
            document, kind, text = line.split("\t")
            found.append((document, "name" if (name, kind) == ("names", "inv") else kind, text))
    return found


def finds_fault(measure: Measure, metric: str, field: str, text: str, case: Case) -> bool:
    value = measure(metric, text, case)[field]
    if metric == "leakage":
        return value is not None and value > 0
    return value is not None and value < 1


@pytest.mark.parametrize("language", ["en", "fr"])
def test_there_are_enough_sentences(language: str) -> None:
    assert len(sentences(language)) >= 150
    assert len({text for _, _, text in sentences(language)}) == len(sentences(language))


@pytest.mark.parametrize("language", ["en", "fr"])
def test_faults_are_seen(language: str, measure: Measure, cases: dict[str, Case]) -> None:
    seen: dict[str, list[bool]] = defaultdict(list)
    for document, kind, text in sentences(language):
        if kind in SEEN_BY:
            metric, field, _ = SEEN_BY[kind]
            seen[kind].append(finds_fault(measure, metric, field, text, cases[document]))
    for kind, (_, _, least) in SEEN_BY.items():
        assert sum(seen[kind]) / len(seen[kind]) >= least, kind


@pytest.mark.parametrize("metric", list(ALARMS))
@pytest.mark.parametrize("language", ["en", "fr"])
def test_faithful_sentences_are_left_alone(
    language: str, metric: str, measure: Measure, cases: dict[str, Case]
) -> None:
    field, most = ALARMS[metric]
    # Who says it is left out of many sentences about numbers and names on purpose.
    faithful = [
        (document, text)
        for document, kind, text in sentences(language)
        if kind == "ok" and (metric != "sources" or (document, text) in claims(language))
    ]
    alarms = [t for d, t in faithful if finds_fault(measure, metric, field, t, cases[d])]
    assert len(alarms) / len(faithful) <= most, alarms


def claims(language: str) -> set[tuple[str, str]]:
    lines = [
        line
        for name in ("claims", "more")
        for line in (HERE / f"{name}_{language}.tsv").read_text(encoding="utf-8").splitlines()
    ]
    return {(line.split("\t")[0], line.split("\t")[2]) for line in lines}
