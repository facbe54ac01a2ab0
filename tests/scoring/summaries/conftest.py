from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tipbench.corpus.load import Corpus
from tipbench.model import Answer, Case
from tipbench.scoring.comparison import Comparison
from tipbench.scoring.names import Names
from tipbench.scoring.summaries.metrics import METRICS
from tipbench.tokens import tokenize

METRIC: dict[str, Any] = {metric.name: metric for metric in METRICS}
Measure = Callable[..., dict[str, float | None]]


@pytest.fixture(scope="session")
def cases(corpus: Corpus) -> dict[str, Case]:
    """The five documents by the last digit of their id."""
    return {case.document.doc_id[-1]: case for case in corpus.cases()}


@pytest.fixture(scope="session")
def measure(corpus: Corpus) -> Measure:
    """The values of one metric for one summary of one document."""
    names = Names(corpus.inventory)

    def values(name: str, summary: str | None, case: Case) -> dict[str, float | None]:
        answer = Answer(case.document.doc_id, summary=summary)
        tally = METRIC[name].measure(Comparison(case, answer, names, tokenize))
        assert tally is not None
        found: dict[str, float | None] = tally.total().values
        return found

    return values
