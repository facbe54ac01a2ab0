"""The tasks that a run scores: those that were asked for, or all that the system answers."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from tipbench.corpus.load import Corpus
from tipbench.errors import UsageError
from tipbench.scoring.label_views import NATIVE, LabelView

NO_LINE = "no prediction for this document"
"""Why a document without a line in the predictions has no answer."""


def check_tasks(tasks: Sequence[str] | None, corpus: Corpus, labels: LabelView | None) -> None:
    """Refuse tasks that a corpus, or a view of its labels, does not have."""
    for task in tasks or ():
        if labels is not None and task != "entities":
            raise UsageError(
                f"task {task!r}: labels {labels.name} are a view of entities; "
                f"expected entities alone, or --labels {NATIVE}"
            )
        if task not in corpus.tasks:
            raise UsageError(
                f"task {task!r}: corpus {corpus.name} has no such layer; "
                f"expected one of {', '.join(corpus.tasks)}"
            )


def asked_tasks(tasks: Sequence[str] | None, corpus: Corpus, labels: str) -> tuple[str, ...]:
    """The tasks that may be scored."""
    return ("entities",) if labels != NATIVE else tuple(tasks or corpus.tasks)


def choose_tasks(
    name: str,
    corpus: Corpus,
    answered: Collection[str],
    asked: Sequence[str] | None,
    failures: Mapping[str, str],
) -> list[str]:
    """The tasks of the corpus to score: those ``asked`` for, or else those ``answered``.

    Raises:
        UsageError: There are none; it tells the first of the ``failures``.
    """
    chosen = [task for task in corpus.tasks if task in (asked or answered)]
    if not chosen:
        first = next((f"; {doc_id}: {reason}" for doc_id, reason in failures.items()), "")
        raise UsageError(
            f"system {name}: found no answer to any task of corpus {corpus.name}; "
            f"expected one of {', '.join(corpus.tasks)}{first}"
        )
    return chosen


def unanswered(answered: Collection[str], tasks: Sequence[str]) -> list[str]:
    """A line for each task without any answer."""
    return [
        f"{task}: no document has an answer to this task; all of them count as misses"
        for task in tasks
        if task not in answered
    ]


def known_labels(corpus: Corpus) -> dict[str, Sequence[str]]:
    """The labels that the corpus has, by layer."""
    columns = {
        "entities": "entities.type",
        "numeric_facts": "numeric_facts.kind",
        "stance": "stance.polarity",
        "document_stance": "stance.net",
    }
    return {
        layer: corpus.labels[column] for layer, column in columns.items() if column in corpus.labels
    }
