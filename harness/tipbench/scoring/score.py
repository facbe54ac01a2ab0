"""Scores answers against the gold: every metric of the tasks asked for."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from tipbench.errors import UsageError
from tipbench.model import TASKS, Answer, Case, InventoryEntry, Span
from tipbench.scoring.collect import Collector
from tipbench.scoring.comparison import Comparison, Tokenizer
from tipbench.scoring.labels import unknown_labels
from tipbench.scoring.metric import Metric
from tipbench.scoring.names import Names
from tipbench.scoring.registry import metrics as installed_metrics
from tipbench.scoring.result import Score, Scores
from tipbench.scoring.statistics.units import Units

__all__ = ["Score", "Scores", "score"]


def score(
    cases: Sequence[Case],
    answers: Mapping[str, Answer],
    *,
    tasks: Collection[str] = TASKS,
    inventory: Sequence[InventoryEntry] = (),
    known_labels: Mapping[str, Collection[str]] | None = None,
    tokenize: Tokenizer | None = None,
    metrics: Mapping[str, Mapping[str, Metric]] | None = None,
    resample_slices: Collection[tuple[str, str]] = (),
) -> Scores:
    """Score ``answers`` on ``cases``.

    A document that has no answer, an answer with an error, or one without the layer that a metric
    judges, counts as if nothing had been found in it. A document whose gold lacks the layer is
    left out of the metric. Content and boilerplate are matched apart; totals are of the content.

    Args:
        cases: The documents with their gold.
        answers: By ``doc_id``, with spans filled in (see ``tipbench.scoring.alignment.align``);
            answers to documents that are not among the cases are not looked at.
        tasks: The tasks to score.
        inventory: The entities through which names are resolved.
        known_labels: For each layer (``entities``, ``numeric_facts``, ``stance``,
            ``document_stance``) the labels that exist; others are warned of.
        tokenize: Tokenizer of the CoNLL view; ``tipbench.tokens.tokenize`` if left out.
        metrics: By task and name; all installed ones if left out.
        resample_slices: Task and name of the metrics whose slices can be resampled as well.

    Raises:
        UsageError: A task is unknown, or two cases have the same ``doc_id``.

    >>> from tipbench.model import Document, Entity, Span
    >>> rabat = Entity(Span(0, 5), "Rabat", "GPE")
    >>> gold = Answer("d", entities=(rabat,))
    >>> case = Case(Document("d", "en", None, "Rabat"), gold)
    >>> result = score([case], {"d": gold}, tasks=["entities"]).as_dict()
    >>> result["scores"]["entities"]["strict"]["f1"]
    1.0
    """
    _check(cases, tasks)
    ordered = [task for task in TASKS if task in tasks]
    chosen = installed_metrics(ordered) if metrics is None else metrics
    units = Units.of(cases)
    collectors = {
        task: {
            name: (
                metric,
                Collector(metric, units, resample_slices=(task, name) in resample_slices),
            )
            for name, metric in chosen.get(task, {}).items()
        }
        for task in ordered
    }
    everything = [pair for pairs in collectors.values() for pair in pairs.values()]
    for comparison in comparisons(cases, answers, units, Names(inventory), tokenize):
        for metric, collector in everything:
            tally = metric.measure(comparison)
            if tally is not None:
                answered = getattr(comparison.answer, metric.layer) is not None
                collector.add(comparison.case, tally, answered=answered)
    scores = {
        task: {name: collector.score() for name, (_, collector) in pairs.items()}
        for task, pairs in collectors.items()
    }
    given = [answers[case.document.doc_id] for case in cases if case.document.doc_id in answers]
    return Scores(scores, unknown_labels(given, known_labels or {}, ordered), units)


def comparisons(
    cases: Sequence[Case],
    answers: Mapping[str, Answer],
    units: Units,
    names: Names,
    tokenize: Tokenizer | None = None,
) -> Iterator[Comparison]:
    """What metrics are shown of every document, in order; see ``score`` for the arguments."""
    for case in cases:
        sentences = units.sentences.get(case.document.doc_id, ())
        yield Comparison(case, _usable(case, answers), names, tokenize or _tokenize, sentences)


def _check(cases: Sequence[Case], tasks: Collection[str]) -> None:
    unknown = sorted(set(tasks) - set(TASKS))
    if unknown:
        raise UsageError(f"unknown task {unknown[0]!r}; expected one of {', '.join(TASKS)}")
    check_ids(case.document.doc_id for case in cases)


def check_ids(doc_ids: Iterable[str]) -> None:
    """Refuse documents of which two have one id.

    Raises:
        UsageError: An id occurs twice.
    """
    seen: set[str] = set()
    for doc_id in doc_ids:
        if doc_id in seen:
            raise UsageError(f"two documents are called {doc_id!r}; expected one of each id")
        seen.add(doc_id)


def _usable(case: Case, answers: Mapping[str, Answer]) -> Answer:
    """The answer to a document, or one without any layer where there is none to be used."""
    answer = answers.get(case.document.doc_id)
    if answer is None or answer.error is not None:
        return Answer(case.document.doc_id)
    return answer


def _tokenize(text: str) -> Sequence[Span]:
    # Imported here so that scoring without the CoNLL view needs no tokenizer.
    from tipbench.tokens import tokenize

    return tokenize(text)
