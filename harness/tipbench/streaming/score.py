"""Scores the entities of a predictions file on a corpus, of which only counts stay in memory."""

from __future__ import annotations

from collections.abc import Collection
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

from tipbench.corpus.load import Corpus
from tipbench.model import ViewName
from tipbench.prediction_files import PredictionsError
from tipbench.streaming.documents import Documents
from tipbench.streaming.job import count
from tipbench.streaming.merge import Scored, merge
from tipbench.streaming.predictions import open_predictions
from tipbench.streaming.workers import Workers, memory_given_back, processors


def score_entities(
    corpus: Corpus,
    predictions: Path,
    view: ViewName,
    *,
    known_types: Collection[str] | None,
    workers: int = 1,
) -> Scored | None:
    """Score the entities of a predictions file; ``None`` where it cannot be done in columns.

    That is so where the gold's documents are in another order than the corpus's.

    Args:
        corpus: The corpus.
        predictions: The file, or a folder of parquet shards.
        view: The view that the predictions are of.
        known_types: The types that exist; ``None`` leaves the predicted ones unchecked.
        workers: How many processes share the work.

    Raises:
        UsageError: A file cannot be read to its end.
        PredictionsError: Lines or rows that cannot be used.
    """
    with (
        Workers(workers) as pool,
        memory_given_back(),
        TemporaryDirectory(prefix="tipbench-") as scratch,
    ):
        documents = Documents.of(corpus, view)
        gold = documents.gold()
        if gold is None:
            return None
        opened = open_predictions(predictions, documents.ids, Path(scratch))
        jobs = [
            documents.job(first, last, gold, opened, threads=max(1, processors() // workers))
            for first, last in _ranges(len(documents), workers)
        ]
        parts = pool.run(count, jobs)
        if problems := [problem for part in parts for problem in part.problems]:
            raise PredictionsError([opened.error(*problem) for problem in sorted(problems)])
    return merge(documents, parts, known_types)


def _ranges(documents: int, number: int) -> list[tuple[int, int]]:
    """As many ranges of documents, about equally long."""
    borders = [documents * index // number for index in range(number + 1)]
    return [(low, high) for low, high in pairwise(borders) if low < high]
