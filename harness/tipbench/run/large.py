"""Scores large files of entities in columns."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path

from tipbench.corpus.load import Corpus
from tipbench.model import ViewName
from tipbench.prediction_files import unpacked_size
from tipbench.run.record import Run
from tipbench.run.signature import identity, sign
from tipbench.run.tasks import NO_LINE, choose_tasks, known_labels, unanswered
from tipbench.scoring.alignment import STATUSES
from tipbench.scoring.label_views import NATIVE

LARGE = 100_000
"""Bytes of predictions, unpacked, from which on entities are scored in columns."""


def is_large(path: Path, tasks: Sequence[str] | None, corpus: Corpus) -> bool:
    """Whether nothing but entities is asked for, by the built-in metrics, of a large file."""
    if list(tasks or corpus.tasks) != ["entities"] or corpus.withheld or not path.exists():
        return False
    files = list(path.glob("*.parquet")) if path.is_dir() else [path]
    if sum(map(unpacked_size, files)) < LARGE:
        return False
    from tipbench.scoring.entities import METRICS
    from tipbench.scoring.registry import metrics

    return tuple(metrics(["entities"])["entities"].values()) == METRICS


def score_large(
    path: Path,
    corpus: Corpus,
    *,
    tasks: Sequence[str] | None,
    view: ViewName,
    name: str,
    workers: int,
) -> Run | None:
    """Score a large file; ``None`` where it cannot be scored in columns (see ``score_entities``).

    Raises:
        UsageError: The file cannot be read, or holds no answer.
        PredictionsError: Lines that cannot be used, each named by file and line.
    """
    from tipbench.streaming.score import score_entities

    started = time.perf_counter()
    known_types = known_labels(corpus).get("entities")
    scored = score_entities(corpus, path, view, known_types=known_types, workers=workers)
    if scored is None:
        return None
    failures = {
        doc_id: NO_LINE if reason is None else reason for doc_id, reason in scored.failures.items()
    }
    answered = {"entities"} if scored.answered else set()
    lines = sum(reason is not None for reason in scored.failures.values())
    any_line = lines > 0 or len(failures) < scored.documents
    chosen = choose_tasks(name, corpus, answered, tasks if any_line else None, failures)
    content = scored.scores.as_dict()
    return Run(
        system=name,
        corpus=identity(corpus),
        view=view,
        labels=NATIVE,
        signature=sign(corpus, view, scored.scores.resampling),
        scores=content["scores"],
        slices=content["slices"],
        errors={},
        documents=scored.documents,
        failures=failures,
        alignment={"entities": {s: scored.statuses.get(s, 0) for s in STATUSES}}
        if scored.statuses
        else {},
        warnings=(*unanswered(answered, chosen), *scored.scores.warnings),
        answers=path,
        timing={"score_seconds": time.perf_counter() - started},
    )
