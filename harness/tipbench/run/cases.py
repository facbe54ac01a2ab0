"""Scores answers as objects, one document after the other."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from tipbench.corpus.load import Corpus
from tipbench.errors import UsageError
from tipbench.model import Answer, Case, ViewName
from tipbench.run.record import Run
from tipbench.run.signature import identity, sign
from tipbench.run.tasks import NO_LINE, choose_tasks, known_labels, unanswered
from tipbench.scoring.alignment.align import AlignedAnswer, align_answer
from tipbench.scoring.label_views import (
    NATIVE,
    LabelView,
    fitting_view,
    view_answers,
    view_cases,
)
from tipbench.scoring.metric import Metric
from tipbench.scoring.registry import metrics as installed_metrics
from tipbench.scoring.score import Scores
from tipbench.scoring.score import score as score_answers

if TYPE_CHECKING:
    from tipbench.judging.ask import Inquiry
    from tipbench.judging.judged import Judged


def score_cases(
    corpus: Corpus,
    cases: Sequence[Case],
    answers: Mapping[str, Answer],
    tasks: Sequence[str],
    *,
    labels: LabelView | None = None,
    resample_slices: Collection[tuple[str, str]] = (),
    judged: Sequence[Metric] = (),
) -> tuple[Scores, dict[str, AlignedAnswer]]:
    """Align answers with the texts of their documents and score them.

    Args:
        corpus: The corpus.
        cases: Its documents with their gold, in the view of the answers and in ``labels``.
        answers: By ``doc_id``, as they were given.
        tasks: The tasks to score.
        labels: The view of labels to score names in; those of the corpus if left out.
        resample_slices: Task and name of the metrics whose slices can be resampled as well.
        judged: The metrics that a judge decides, where one was asked.
    """
    texts = {case.document.doc_id: case.document.text for case in cases}
    aligned = {doc_id: align_answer(texts[doc_id], answer) for doc_id, answer in answers.items()}
    known, metrics, notes = known_labels(corpus), None, list[str]()
    if judged:
        metrics = _beside_the_others(judged, tasks)
    if labels is not None:
        known, metrics = {"entities": labels.labels}, labels.choose(installed_metrics())
        aligned, notes = _in_view(labels, aligned, texts)
    scores = score_answers(
        cases,
        {doc_id: found.answer for doc_id, found in aligned.items()},
        tasks=tasks,
        inventory=corpus.inventory,
        known_labels=known,
        metrics=metrics,
        resample_slices=resample_slices,
    )
    return replace(scores, warnings=(*notes, *scores.warnings)), aligned


def _beside_the_others(judged: Sequence[Metric], tasks: Sequence[str]) -> dict[str, Any]:
    """All metrics, what a judge decides behind what the matcher decides of the same."""
    found: dict[str, dict[str, Metric]] = {}
    for task, named in installed_metrics(tasks).items():
        found[task] = {}
        for name, metric in named.items():
            found[task][name] = metric
            ours = (m for m in judged if (m.task, m.name) == (task, f"{name}_judged"))
            found[task] |= {metric.name: metric for metric in ours}
    return found


def _in_view(
    labels: LabelView, aligned: Mapping[str, AlignedAnswer], texts: Mapping[str, str]
) -> tuple[dict[str, AlignedAnswer], list[str]]:
    placed = {doc_id: found.answer for doc_id, found in aligned.items()}
    shown, notes = view_answers(labels, placed, texts)
    return {
        doc_id: replace(found, answer=shown[doc_id]) for doc_id, found in aligned.items()
    }, notes


def score_in_full(
    corpus: Corpus,
    cases: Sequence[Case],
    answers: Mapping[str, Answer],
    *,
    tasks: Sequence[str] | None,
    view: ViewName,
    labels: LabelView | None,
    name: str,
    inquiry: Inquiry | None = None,
) -> Run:
    """Score answers with all that a run tells of them: failures, errors, alignment and warnings.

    Args:
        corpus: The corpus.
        cases: Its documents with their gold, in the view of the answers.
        answers: By ``doc_id``, as they were given.
        tasks: The tasks to score; by default all that are answered.
        view: The view that the answers were made for.
        labels: The view of labels to score names in; those of the corpus if left out.
        name: Name of the system.
        inquiry: The judge to ask about summaries.

    Raises:
        UsageError: No task of the corpus is answered, or there is nothing to ask the judge about.
    """
    started = time.perf_counter()
    failures = _failures(cases, answers)
    answered = {task for answer in answers.values() for task in answer.tasks}
    asked = ["entities"] if labels else tasks
    chosen = choose_tasks(name, corpus, answered, asked if answers else None, failures)
    judged = None if inquiry is None else _judge(inquiry, name, chosen, cases, answers)
    cases, notes = view_cases(labels, cases)
    result, aligned = score_cases(
        corpus, cases, answers, chosen, labels=labels, judged=judged.metrics if judged else ()
    )
    alignment: dict[str, Counter[str]] = {}
    for found in aligned.values():
        for layer, counts in found.counts().items():
            alignment.setdefault(layer, Counter()).update(counts)
    content = result.as_dict()
    return Run(
        system=name,
        corpus=identity(corpus),
        view=view,
        labels=labels.name if labels else NATIVE,
        signature=sign(
            corpus, view, result.resampling, labels, judged.signature if judged else None
        ),
        scores=content["scores"],
        slices=content["slices"],
        errors=_errors(corpus, cases, aligned, chosen),
        documents=len(cases),
        failures=failures,
        alignment={layer: dict(counts) for layer, counts in sorted(alignment.items())},
        warnings=(
            *_unscored(corpus),
            *unanswered(answered, chosen),
            *notes,
            *result.warnings,
            *_better_labels(corpus, answers, chosen, labels),
            *(judged.warnings() if judged else ()),
        ),
        answers=answers,
        timing={"score_seconds": time.perf_counter() - started},
        judged=judged,
    )


def _judge(
    inquiry: Inquiry,
    name: str,
    tasks: Sequence[str],
    cases: Sequence[Case],
    answers: Mapping[str, Answer],
) -> Judged:
    if "summaries" not in tasks:
        raise UsageError(
            f"judge {inquiry.source.name}: system {name} has no summaries to be asked about; "
            "leave --judge out"
        )
    return inquiry.judge(cases, answers)


def _errors(
    corpus: Corpus,
    cases: Sequence[Case],
    aligned: Mapping[str, AlignedAnswer],
    tasks: Sequence[str],
) -> dict[str, Any]:
    """What went wrong, by task; told for numeric facts and summaries."""
    answers = {doc_id: found.answer for doc_id, found in aligned.items()}
    return {task: tell(cases, answers, corpus.inventory) for task, tell in _error_tables(tasks)}


def _error_tables(tasks: Sequence[str]) -> Iterator[tuple[str, Callable[..., dict[str, Any]]]]:
    if "numeric_facts" in tasks:
        from tipbench.scoring.fact_errors import fact_error_table

        yield "numeric_facts", fact_error_table
    if "summaries" in tasks:
        from tipbench.scoring.summaries.errors import summary_error_table

        yield "summaries", summary_error_table


def _failures(cases: Sequence[Case], answers: Mapping[str, Answer]) -> dict[str, str]:
    failures = {}
    for case in cases:
        answer = answers.get(case.document.doc_id)
        reason = NO_LINE if answer is None else answer.error
        if reason is not None:
            failures[case.document.doc_id] = reason
    return failures


def _unscored(corpus: Corpus) -> list[str]:
    return [
        f"{doc_id} is withheld and not scored: {why}" for doc_id, why in corpus.withheld.items()
    ]


def _better_labels(
    corpus: Corpus,
    answers: Mapping[str, Answer],
    tasks: Sequence[str],
    labels: LabelView | None,
) -> Iterator[str]:
    """A line for predictions that speak the labels of a view, and are not scored in it."""
    if labels is not None or "entities" not in tasks:
        return
    types = {entity.type for answer in answers.values() for entity in answer.entities or ()}
    fitting = fitting_view(types, corpus.labels.get("entities.type", types))
    if fitting is not None:
        yield f"entities: the types are those of {fitting}; --labels {fitting} scores them as such"
