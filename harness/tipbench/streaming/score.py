"""Scores the entities of a predictions file on a corpus, of which only counts stay in memory."""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import partial
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

from tipbench.corpus.load import Corpus
from tipbench.model import ViewName
from tipbench.prediction_files import PredictionsError
from tipbench.streaming.documents import Documents
from tipbench.streaming.job import Part, count
from tipbench.streaming.lines.file import LineFile
from tipbench.streaming.lines.ranges import OrderedLines, UnorderedError
from tipbench.streaming.merge import Scored, merge
from tipbench.streaming.predictions import Predictions, open_predictions
from tipbench.streaming.rows import Range
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
        count_all = partial(_count_all, documents, gold, pool=pool, workers=workers)
        parts = None
        given: Path | LineFile = predictions
        if predictions.name.endswith((".jsonl", ".jsonl.gz")):
            given = LineFile.of(predictions, Path(scratch))
            parts = _in_order(OrderedLines(given, documents.ids), count_all)
        if parts is None:
            opened = open_predictions(given, documents.ids, Path(scratch))
            parts = count_all(opened)
            if problems := [problem for part in parts for problem in part.problems]:
                raise PredictionsError([opened.error(*problem) for problem in sorted(problems)])
    return merge(documents, parts, known_types)


def _in_order(
    lines: OrderedLines, count_all: Callable[[OrderedLines], list[Part]]
) -> list[Part] | None:
    """What was counted of lines as they lie; ``None`` where they have to be read as a whole."""
    try:
        parts = count_all(lines)
    except UnorderedError:
        return None
    return None if not parts or any(part.problems for part in parts) else parts


def _count_all(
    documents: Documents,
    gold: Range,
    predictions: Predictions | OrderedLines,
    *,
    pool: Workers,
    workers: int,
) -> list[Part]:
    threads = max(1, processors() // workers)
    jobs = [
        documents.job(first, last, gold, predictions, threads=threads)
        for first, last in _ranges(len(documents), workers)
    ]
    return pool.run(count, jobs)


def _ranges(documents: int, number: int) -> list[tuple[int, int]]:
    """As many ranges of documents, about equally long."""
    borders = [documents * index // number for index in range(number + 1)]
    return [(low, high) for low, high in pairwise(borders) if low < high]
