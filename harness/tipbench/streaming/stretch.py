"""Stretches of consecutive documents, with their gold and the answers to them, as Arrow columns."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tipbench.arrays import absent, some
from tipbench.corpus.folder import Row, label_names, read_features, with_names
from tipbench.corpus.load import make_case
from tipbench.model import Case, InventoryEntry, ViewName
from tipbench.parquet_rows import STRETCH, Cursor, ParquetRows
from tipbench.prediction_files import not_utf8
from tipbench.scoring.statistics.units import Units
from tipbench.streaming.lines.ranges import LineRange
from tipbench.streaming.rows import LineRowReader, Range, RowReader, Rows, column
from tipbench.streaming.sides import Labels, Side
from tipbench.streaming.views import Views, views

if TYPE_CHECKING:
    from tipbench.arrays import Flags

DOCUMENT_COLUMNS = ("doc_id", "language", "text", "zones")


@dataclass(frozen=True, slots=True)
class Job:
    """What one worker counts.

    Attributes:
        first: The number of the first document.
        last: One more than that of the last document.
        documents: The files of the corpus's documents.
        gold: Their gold.
        predictions: The predictions.
        view: The view that is scored.
        inventory: The entities through which names are resolved.
        units: What is resampled together, where that are sentences.
        gold_features: What the files of the gold say of their columns.
        threads: How many stretches are counted at a time.
    """

    first: int
    last: int
    documents: tuple[Path, ...]
    gold: Range
    predictions: Range | LineRange
    view: ViewName
    inventory: tuple[InventoryEntry, ...]
    units: Units | None
    gold_features: Mapping[str, Any]
    threads: int


@dataclass(frozen=True, slots=True)
class Stretch:
    """Consecutive documents of a corpus.

    Attributes:
        first: The number of the first document.
        view: The view that is scored.
    """

    first: int
    view: ViewName
    _documents: Any
    _gold: Rows
    _answers: Rows
    _features: Mapping[str, Any]
    _gold_features: Mapping[str, Any]

    @property
    def length(self) -> int:
        """The number of documents."""
        return len(self._documents)

    @property
    def doc_ids(self) -> list[str]:
        """Their ids."""
        ids: list[str] = self._documents.column("doc_id").to_pylist()
        return ids

    def views(self) -> Views:
        """Their views."""
        names = label_names(self._features).get("zone")
        pages = self._documents.column("text").to_pylist()
        return views(pages, column(self._documents, "zones"), names, self.view)

    @property
    def has_gold(self) -> Flags:
        """Which documents have gold."""
        return self._flags(self._gold, lambda rows: ~absent(rows.lists))

    @property
    def gold(self) -> Side:
        """The gold, in offsets of the pages."""
        names = label_names(self._gold_features)
        return self._gold.side(Labels(names.get("type"), names.get("mention")))

    @property
    def predicted(self) -> Side:
        """The predictions, in offsets of the views."""
        return self._answers.side(Labels(), self._failed(self._answers))

    @property
    def said(self) -> bool:
        """Whether any row of predictions speaks of entities."""
        lists = self._answers.lists
        return lists is not None and lists.null_count < len(lists)

    @property
    def answered(self) -> Flags:
        """Which documents have entities predicted, if only an empty list."""
        return self._flags(
            self._answers,
            lambda rows: (
                ~self._failed(rows) & (False if rows.lists is None else ~absent(rows.lists))
            ),
        )

    @property
    def odd(self) -> Flags:
        """Which documents have an error and entities all the same."""
        return self._flags(
            self._answers,
            lambda rows: (
                self._failed(rows) & (False if rows.lists is None else ~absent(rows.lists))
            ),
        )

    @property
    def failures(self) -> dict[int, str | None]:
        """Why documents have no answer, by their number in the corpus; ``None`` without a row."""
        import numpy as np

        there = np.zeros(self.length, dtype=np.bool_)
        there[self._answers.document] = True
        found: dict[int, str | None] = dict.fromkeys((np.flatnonzero(~there) + self.first).tolist())
        failed = np.flatnonzero(self._failed(self._answers))
        if len(failed):
            reasons = column(self._answers.batch, "error")
            reasons = some(reasons, failed).to_pylist()
            numbers = (self._answers.document[failed] + self.first).tolist()
            found.update(zip(numbers, reasons, strict=True))
        return found

    def unreadable(self) -> list[tuple[int, str]]:
        """The rows of predictions that cannot be read, by their number in the source, and why."""
        rows = self._answers
        found = [] if rows.batch is None or rows.is_utf8 else not_utf8(rows.batch)
        return [(rows.first + row, problem) for row, problem in (*found, *rows.too_long())]

    def case(self, number: int) -> Case:
        """One document with its gold, as small corpora have it."""
        [row] = self._documents.slice(number, 1).to_pylist()
        gold = self._gold.row(number)
        layers = {"entities": with_names(gold[1], self._gold_features)} if gold else {}
        return make_case(with_names(row, self._features), self.view, layers)

    def answer(self, number: int) -> tuple[int, Row] | None:
        """The row of predictions for a document with its number in the source."""
        return self._answers.row(number)

    def _failed(self, rows: Rows) -> Flags:
        import numpy as np

        errors = None if rows.batch is None else column(rows.batch, "error")
        if errors is None:
            return np.zeros(len(rows.document), dtype=np.bool_)
        return ~absent(errors)

    def _flags(self, rows: Rows, read: Callable[[Rows], Flags]) -> Flags:
        """What is said of rows, by document."""
        import numpy as np

        flags = np.zeros(self.length, dtype=np.bool_)
        if rows.batch is not None:
            flags[rows.document] = read(rows)
        return flags


def stretches(job: Job) -> Iterator[Stretch]:
    """The documents of a job, a stretch at a time.

    Raises:
        UnorderedError: Lines of predictions are not in the order of the documents.
    """
    documents = Cursor(ParquetRows(job.documents, DOCUMENT_COLUMNS).batches(job.first))
    given = job.predictions
    answers = LineRowReader(given) if isinstance(given, LineRange) else RowReader(given)
    gold = RowReader(job.gold)
    features = read_features(job.documents[0], str(job.documents[0]))
    for low in range(job.first, job.last, STRETCH):
        high = min(low + STRETCH, job.last)
        yield Stretch(
            low,
            job.view,
            documents.take(high - low),
            gold.rows(low, high),
            answers.rows(low, high),
            features,
            job.gold_features,
        )
