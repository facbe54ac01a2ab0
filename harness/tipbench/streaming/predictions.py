"""Predictions as rows in columns: parquet as it lies, JSON lines by way of an Arrow file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tipbench.arrays import positions
from tipbench.errors import DataError
from tipbench.parquet_rows import ArrowRows, ParquetRows
from tipbench.prediction_files import PredictionsError, not_utf8, parquet_files
from tipbench.streaming.lines.file import LineFile
from tipbench.streaming.lines.whole import JsonLines, read_json_lines
from tipbench.streaming.rows import PREDICTION_COLUMNS, Range

if TYPE_CHECKING:
    from tipbench.arrays import Ints


@dataclass(frozen=True, slots=True)
class Predictions:
    """Predictions in the order of the documents that they are for.

    Attributes:
        rows: The source.
        document: The number of the document of each row, increasing.
    """

    rows: ParquetRows | ArrowRows
    document: Ints
    _places: Places

    def range(self, first: int, last: int) -> Range:
        """The rows that are for documents ``first`` to ``last``."""
        import numpy as np

        low, high = np.searchsorted(self.document, (first, last)).tolist()
        return Range(self.rows, low, self.document[low:high])

    def error(self, row: int, problem: str) -> DataError:
        """A problem with a row."""
        order = getattr(self.rows, "order", None)
        return DataError(self._places.place(row if order is None else int(order[row])), problem)


@dataclass(frozen=True, slots=True)
class Places:
    """How the rows of a file, or of several, are called."""

    paths: Sequence[Path]
    lengths: Sequence[int]
    lines: JsonLines | None = None

    def place(self, row: int) -> str:
        """The file and the number of a row, in the order of the files."""
        if self.lines is not None:
            return f"{self.paths[0]}:{self.lines.number(row)}"
        for path, length in zip(self.paths, self.lengths, strict=True):
            if row < length:
                return f"{path}:{row + 1}"
            row -= length
        raise IndexError(row)


def open_predictions(given: Path | LineFile, doc_ids: Any, scratch: Path) -> Predictions:
    """Open predictions for documents.

    Args:
        given: A parquet file, a folder of parquet shards, or a file of JSON lines.
        doc_ids: The ids of the corpus's documents, as an Arrow array.
        scratch: A folder for temporary files.

    Raises:
        UsageError: It cannot be read to its end.
        PredictionsError: Lines or rows that cannot be used.
    """
    source: ParquetRows | ArrowRows
    if isinstance(given, LineFile):
        lines = read_json_lines(given, scratch / "predictions.arrow")
        source, ids = ArrowRows(lines.arrow), lines.doc_ids
        places = Places((given.path,), (len(ids),), lines)
    else:
        source = ParquetRows(parquet_files(given), PREDICTION_COLUMNS, ("entities.type",))
        _check_columns(source)
        ids = source.column("doc_id")
        places = Places(source.paths, source.lengths())
        _check_texts(ids, places)
    document = _numbers(ids, doc_ids, places)
    if (document[1:] > document[:-1]).all():
        return Predictions(source, document, places)
    order = document.argsort(kind="stable")
    arrow = (
        source
        if isinstance(source, ArrowRows)
        else _copy(replace(source, numbered=()), scratch / "rows.arrow")
    )
    return Predictions(ArrowRows(arrow.path, order), document[order], places)


def _check_columns(source: ParquetRows) -> None:
    """Refuse files of other columns."""
    from tipbench.prediction_schema import check_schema

    found = [(path, check_schema(schema)) for path, schema in source.schemas()]
    if problems := [DataError(str(path), problem) for path, problem in found if problem]:
        raise PredictionsError(problems)


def _check_texts(ids: Any, places: Places) -> None:
    """Refuse ids that are no UTF-8, which cannot even be named."""
    import pyarrow as pa

    at = 0
    problems = []
    for chunk in ids.chunks:
        batch = pa.record_batch([chunk], ["doc_id"])
        problems += [DataError(places.place(at + row), problem) for row, problem in not_utf8(batch)]
        at += len(chunk)
    if problems:
        raise PredictionsError(problems)


def _numbers(ids: Any, doc_ids: Any, places: Places) -> Ints:
    """The number of the document of each row; every one is there, and once only."""
    import numpy as np

    number = positions(ids, doc_ids)
    problems = []
    unknown = np.flatnonzero(number < 0)
    if len(unknown):
        names = sorted(doc_ids.to_pylist())
        for row in unknown[:PROBLEMS].tolist():
            problems.append((row, _unknown(ids[row].as_py(), names)))
    known = np.flatnonzero(number >= 0)
    _, first, group = np.unique(number[known], return_index=True, return_inverse=True)
    for index in np.flatnonzero(first[group] != np.arange(len(known)))[:PROBLEMS].tolist():
        earlier = places.place(int(known[first[group[index]]]))
        row = int(known[index])
        problems.append(
            (row, f"{ids[row].as_py()} is already at {earlier}; expected one line a document")
        )
    if problems:
        raise PredictionsError(
            [DataError(places.place(row), problem) for row, problem in sorted(problems)]
        )
    return number


PROBLEMS = 1_000
"""Problems of one kind that are told; where there are more, the first ones."""


def _unknown(doc_id: str | None, known: Sequence[str]) -> str:
    if doc_id is None:
        return "Object missing required field `doc_id`"
    more = ", …" if len(known) > 10 else ""
    return (
        f"doc_id {doc_id!r} is not in the corpus; its documents are {', '.join(known[:10])}{more}"
    )


def _copy(source: ParquetRows, path: Path) -> ArrowRows:
    """Write the rows to an Arrow file, of which rows can be taken in any order."""
    import pyarrow as pa

    writer = None
    for batch in source.batches(0):
        if writer is None:
            writer = pa.ipc.new_file(str(path), batch.schema)
        writer.write_batch(batch)
    if writer is not None:
        writer.close()
    return ArrowRows(path)
