"""``nuggets_vital_judged`` and ``nuggets_all_judged``: the nuggets that a judge says are stated.

A judge is asked one question for every nugget of a summary, and decides in the place of the
matcher of ``tipbench.scoring.summaries.nuggets``; all the rest is the same. An empty summary states
nothing, and nobody is asked about it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from tipbench.model import Answer, Case, Nugget, Question
from tipbench.scoring.comparison import Comparison
from tipbench.scoring.metric import Metric
from tipbench.scoring.summaries.nuggets import NUGGETS_ALL, NUGGETS_VITAL
from tipbench.scoring.summaries.text import read, without_repeats

Verdicts = Mapping[str, bool | None]
"""What a judge answered, by the id of the question; ``None`` where that is neither yes nor no."""


def question_id(doc_id: str, nugget: Nugget) -> str:
    """The id of the question whether the summary of a document states a nugget.

    >>> question_id("tip-000", Nugget("tip-000.k01", "Rabat opened centers.", "", True))
    'tip-000#k01'
    """
    return f"{doc_id}#{nugget.nugget_id.removeprefix(f'{doc_id}.')}"


def questions(cases: Sequence[Case], answers: Mapping[str, Answer]) -> Iterator[Question]:
    """What a judge is asked about the summaries, in the order of documents and nuggets."""
    for case in cases:
        doc_id = case.document.doc_id
        answer = answers.get(doc_id)
        summary = answer.summary if answer is not None and answer.error is None else None
        if summary is None or not summary.strip():
            continue
        # As the matcher reads it, so that both decide on the same statement.
        language = read(without_repeats(summary)).language
        for nugget in case.nuggets or ():
            statement = nugget.fr if language == "fr" else nugget.en
            yield Question(question_id(doc_id, nugget), language, None, summary, statement)


def judged_metrics(verdicts: Verdicts) -> tuple[Metric, ...]:
    """The metrics of nuggets as a judge decides; a question without an answer counts as no."""

    def decide(comparison: Comparison) -> list[tuple[Nugget, float]]:
        doc_id = comparison.case.document.doc_id
        return [
            (nugget, float(verdicts.get(question_id(doc_id, nugget)) is True))
            for nugget in comparison.case.nuggets or ()
        ]

    return tuple(
        replace(
            metric,
            name=f"{metric.name}_judged",
            description=f"{metric.description}, as a judge says",
            decide=decide,
        )
        for metric in (NUGGETS_VITAL, NUGGETS_ALL)
    )
