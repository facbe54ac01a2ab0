"""Scores predictions files."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from tipbench.corpus.load import Corpus, load_corpus
from tipbench.model import ViewName
from tipbench.prediction_files import read_predictions
from tipbench.run.large import is_large, score_large
from tipbench.run.record import Run
from tipbench.run.tasks import check_tasks
from tipbench.scoring.label_views import NATIVE, label_view


def score(
    predictions: str | Path,
    corpus: Corpus | str | Path | None = None,
    *,
    tasks: Sequence[str] | None = None,
    view: ViewName = "clean",
    labels: str = NATIVE,
    name: str | None = None,
    workers: int = 1,
) -> Run:
    """Score a predictions file.

    Entities alone, in native labels and a file of over a hundred kilobytes, are scored in columns,
    with memory for the counts of every document, not for its text; the scores are the same.

    Args:
        predictions: A ``.jsonl``, ``.jsonl.gz`` or ``.parquet`` file, or a folder of parquet
            shards; one object per document.
        corpus: A corpus, its folder, or ``org/name@revision``; by default the built-in one.
        tasks: The tasks to score; by default all that the file answers.
        view: The view that the predictions were made for.
        labels: The view of labels that names are scored in: ``native``, ``conll``, ``ontonotes``.
        name: Name of the system; by default that of the file, or of the run's folder.
        workers: How many processes share the scoring in columns.

    Raises:
        UsageError: The file cannot be read, or holds no answer.
        PredictionsError: Lines that cannot be used, each named by file and line.
    """
    started = time.perf_counter()
    path = Path(predictions)
    loaded = corpus if isinstance(corpus, Corpus) else load_corpus(corpus)
    label_names = label_view(labels)
    check_tasks(tasks, loaded, label_names)
    system = name or _name_of(path)
    if label_names is None and is_large(path, tasks, loaded):
        run = score_large(path, loaded, tasks=tasks, view=view, name=system, workers=workers)
        if run is not None:
            return run
    # What small files alone need is not waited for by the others.
    from tipbench.run.cases import score_in_full

    cases = loaded.cases(view)
    documents = [case.document for case in cases]
    answers = read_predictions(path, documents, withheld=loaded.withheld)
    ordered = {
        case.document.doc_id: answers[case.document.doc_id]
        for case in cases
        if case.document.doc_id in answers
    }
    seconds = time.perf_counter() - started
    run = score_in_full(
        loaded, cases, ordered, tasks=tasks, view=view, labels=label_names, name=system
    )
    return replace(run, timing={"setup_seconds": seconds, **run.timing})


def _name_of(path: Path) -> str:
    stem = path.name.removesuffix(".gz").removesuffix(".jsonl").removesuffix(".parquet")
    return path.resolve().parent.name if stem == "predictions" else stem
