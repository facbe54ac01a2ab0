"""Scores predictions files."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tipbench.corpus.load import Corpus, load_corpus
from tipbench.errors import UsageError
from tipbench.model import System, ViewName
from tipbench.prediction_files import read_predictions
from tipbench.run.large import is_large, score_large
from tipbench.run.record import Run
from tipbench.run.tasks import asked_tasks, check_tasks
from tipbench.scoring.label_views import NATIVE, label_view

if TYPE_CHECKING:
    from tipbench.execution.execute import Progress
    from tipbench.judging.ask import Inquiry


def score(
    predictions: str | Path,
    corpus: Corpus | str | Path | None = None,
    *,
    tasks: Sequence[str] | None = None,
    view: ViewName = "clean",
    labels: str = NATIVE,
    name: str | None = None,
    workers: int = 1,
    judge: System | Callable[..., object] | str | None = None,
    out: str | Path | None = None,
    resume: bool = False,
    progress: Progress | None = None,
    **options: Any,
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
        workers: How many processes share the scoring in columns, or are asked as the judge.
        judge: Who is asked, for every summary and nugget, whether it is stated: a SYSTEM of the
            command line, a function of a question, or an object with ``predict``, that answers yes
            or no. By default nobody.
        out: Folder for the run, with the judge's answers as they come; by default nothing is
            written.
        resume: Whether to go on with the judge's answers that are in ``out``.
        progress: Called after each question to the judge.
        **options: Of the judge, as ``tipbench.evaluate`` takes them of a system.

    Raises:
        UsageError: The file cannot be read, or holds no answer, or the judge cannot be asked.
        PredictionsError: Lines that cannot be used, each named by file and line.
    """
    path = Path(predictions)
    loaded = corpus if isinstance(corpus, Corpus) else load_corpus(corpus)
    inquiry = None
    if judge is not None:
        from tipbench.judging.ask import inquire
        from tipbench.systems.options import system_options

        check_tasks(tasks, loaded, label_view(labels))
        inquiry = inquire(
            judge,
            loaded.cases(view),
            options=system_options(tasks=asked_tasks(tasks, loaded, labels), **options),
            folder=None if out is None else Path(out),
            workers=workers,
            resume=resume,
            progress=progress,
        )
    elif resume or options:
        from tipbench.systems.options import system_options

        system_options(**options)  # what is no option at all is told as that
        given = ", ".join(["resume"] * resume + [*options])
        raise UsageError(f"{given}: nobody is asked anything here; expected a judge as well")
    run = score_file(
        path,
        loaded,
        tasks=tasks,
        view=view,
        labels=labels,
        name=name,
        workers=workers,
        inquiry=inquiry,
    )
    if out is not None:
        run.write(Path(out))
    return run


def score_file(
    path: Path,
    corpus: Corpus,
    *,
    tasks: Sequence[str] | None,
    view: ViewName,
    labels: str,
    name: str | None = None,
    workers: int = 1,
    inquiry: Inquiry | None = None,
) -> Run:
    """Score a predictions file on a corpus; see ``score`` for the arguments."""
    started = time.perf_counter()
    label_names = label_view(labels)
    check_tasks(tasks, corpus, label_names)
    system = name or system_of(path)
    if label_names is None and is_large(path, tasks, corpus):
        run = score_large(path, corpus, tasks=tasks, view=view, name=system, workers=workers)
        if run is not None:
            return run
    # What small files alone need is not waited for by the others.
    from tipbench.run.cases import score_in_full

    cases = corpus.cases(view)
    documents = [case.document for case in cases]
    answers = read_predictions(path, documents, withheld=corpus.withheld)
    ordered = {
        case.document.doc_id: answers[case.document.doc_id]
        for case in cases
        if case.document.doc_id in answers
    }
    seconds = time.perf_counter() - started
    run = score_in_full(
        corpus,
        cases,
        ordered,
        tasks=tasks,
        view=view,
        labels=label_names,
        name=system,
        inquiry=inquiry,
    )
    return replace(run, timing={"setup_seconds": seconds, **run.timing})


def system_of(path: Path) -> str:
    """The name of the system whose predictions a file holds: the file's, or its folder's."""
    stem = path.name.removesuffix(".gz").removesuffix(".jsonl").removesuffix(".parquet")
    return path.resolve().parent.name if stem == "predictions" else stem
