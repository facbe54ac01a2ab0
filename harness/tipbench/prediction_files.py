"""Predictions as files: JSON lines, compressed or not, and parquet, in one file or in shards."""

from __future__ import annotations

import gzip
import json
import os
import shutil
import zlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import IO, Any

from tipbench.errors import DataError, TipbenchError, UnknownDocumentError, UsageError
from tipbench.model import Answer, Document

Read = Callable[[Mapping[str, Document]], Answer]
"""Reads one record, given the documents that it may speak of."""


class PredictionsError(TipbenchError):
    """A predictions file has problems; its text is one line for each of them.

    Attributes:
        problems: All that was found, in the order of the file.
    """

    def __init__(self, problems: Sequence[DataError]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = tuple(problems)


def read_predictions(
    path: Path, documents: Sequence[Document], *, withheld: Collection[str] = ()
) -> dict[str, Answer]:
    """Read predictions: ``.jsonl``, ``.jsonl.gz``, ``.parquet``, or a folder of parquet shards.

    In parquet, a null in a column is what an absent key is in JSON.

    Args:
        path: The file or folder; blank lines are passed over.
        documents: The documents that it may speak of, in the view that it was made for.
        withheld: Ids of documents whose text is not there; what is said of them is passed over.

    Raises:
        UsageError: There is no such file, it is of another kind, or it cannot be read to its end.
        PredictionsError: Lines or rows that cannot be used, each named by file and number.
    """
    by_id = {document.doc_id: document for document in documents}
    answers: dict[str, Answer] = {}
    places: dict[str, str] = {}
    problems: list[DataError] = []
    for place, read in _records(path):
        try:
            answer = read(by_id)
        except UnknownDocumentError as problem:
            if problem.doc_id not in withheld:
                problems.append(problem)
            continue
        except DataError as problem:
            problems.append(problem)
            continue
        first = places.setdefault(answer.doc_id, place)
        if first != place:
            message = f"{answer.doc_id} is already at {first}; expected one line a document"
            problems.append(DataError(place, message))
            continue
        answers[answer.doc_id] = answer
    if problems:
        raise PredictionsError(problems)
    return answers


def write_predictions(path: Path, answers: Iterable[Answer]) -> None:
    """Write answers as a predictions file, one line a document, in the order given."""
    write_lines(path, map(as_line, answers))


def write_lines(path: Path, lines: Iterable[bytes]) -> None:
    """Write a file; one that is there is replaced when all is written, and not before."""
    unfinished = path.with_name(path.name + ".unfinished")
    with unfinished.open("wb") as file:
        file.writelines(lines)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)


def as_line(answer: Answer) -> bytes:
    """One answer as a line of a predictions file, its end included."""
    from tipbench.predictions import as_dict

    return (json.dumps(as_dict(answer), ensure_ascii=False) + "\n").encode()


def keep_predictions(folder: Path, predictions: Path) -> None:
    """Copy a file of predictions, or a folder of shards, into the folder of a run."""
    target = folder / _kept_name(predictions)
    if target.exists() and target.samefile(predictions):
        return
    if predictions.is_dir():
        shutil.rmtree(target, ignore_errors=True)
        target.mkdir()
        for shard in parquet_files(predictions):
            shutil.copyfile(shard, target / shard.name)
    else:
        shutil.copyfile(predictions, target)


def kept_predictions(folder: Path) -> Path:
    """The predictions in the folder of a run, in whatever form they were kept.

    Raises:
        UsageError: There are none.
    """
    for name in _KEPT:
        if (folder / name).exists():
            return folder / name
    raise UsageError(f"{folder}: found no predictions there; expected {' or '.join(_KEPT)}")


_KEPT = ("predictions.jsonl", "predictions.jsonl.gz", "predictions.parquet", "predictions")


def _kept_name(predictions: Path) -> str:
    if predictions.is_dir():
        return "predictions"
    return next(
        name for name in _KEPT if predictions.name.endswith(name.removeprefix("predictions"))
    )


def _records(path: Path) -> Iterator[tuple[str, Read]]:
    """Every record with its place; it is read, and may be refused, when called."""
    if not path.exists():
        raise UsageError(f"{path}: there is no such file; expected a predictions file")
    if path.is_dir() or path.suffix == ".parquet":
        for shard in parquet_files(path):
            yield from _rows(shard)
    elif path.name.endswith((".jsonl", ".jsonl.gz")):
        yield from _lines(path)
    else:
        raise UsageError(
            f"{path}: found a file of another kind; "
            "expected .jsonl, .jsonl.gz, .parquet, or a folder of .parquet files"
        )


def parquet_files(path: Path) -> tuple[Path, ...]:
    """The file itself, or the shards of a folder in the order of their names.

    Raises:
        UsageError: The folder has none.
    """
    if not path.is_dir():
        return (path,)
    shards = tuple(sorted(path.glob("*.parquet")))
    if not shards:
        raise UsageError(f"{path}: found no .parquet file in this folder; expected shards")
    return shards


_BYTES_OF_A_SPAN = 40
"""About what a span takes as JSON; in parquet, spans that are alike take nearly nothing."""


def unpacked_size(path: Path) -> int:
    """About how many bytes a file of predictions has as JSON lines, without reading it."""
    size = path.stat().st_size
    if path.suffix == ".gz" and size > _GZIP_END:
        with path.open("rb") as file:
            file.seek(-_GZIP_END, os.SEEK_END)
            return max(size, int.from_bytes(file.read(), "little"))
    if path.suffix == ".parquet":
        return max(size, _BYTES_OF_A_SPAN * _values(path))
    return size


_GZIP_END = 4
"""Bytes at the end of a gzip file that tell the size of what is in it."""


def _values(path: Path) -> int:
    """How many values the longest column of a parquet file has; 0 where it cannot be read."""
    import pyarrow as pa
    from pyarrow.parquet import read_metadata

    try:
        metadata = read_metadata(path)
    except (OSError, pa.ArrowException):
        return 0
    groups = [metadata.row_group(number) for number in range(metadata.num_row_groups)]
    numbers = [
        sum(group.column(column).num_values for group in groups)
        for column in range(metadata.num_columns)
    ]
    return max(numbers, default=0)


def _lines(path: Path) -> Iterator[tuple[str, Read]]:
    from tipbench.predictions import read_line

    try:
        with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as file:
            for number, line in enumerate(_whole_lines(path, file), 1):
                if line.strip():
                    place = f"{path}:{number}"
                    yield place, partial(read_line, line, place=place)
    except (OSError, EOFError, zlib.error) as error:
        raise UsageError(f"{path}: cannot be read to its end: {error}") from None


LONGEST_LINE = 250_000_000
"""Bytes of a line of predictions; two million spans need less than half of them."""


def without_mark(start: bytes) -> bytes:
    """The start of a file without the byte-order mark that some programs write before UTF-8."""
    return start.removeprefix(b"\xef\xbb\xbf")


def too_long(path: Path, number: int) -> UsageError:
    """The error for a line that is longer than any should be."""
    return UsageError(
        f"{path}:{number}: found a line of more than {LONGEST_LINE // 1_000_000} MB; "
        "expected one JSON object a line, and one line a document"
    )


def _whole_lines(path: Path, file: IO[bytes] | gzip.GzipFile) -> Iterator[bytes]:
    number = 0
    while line := file.readline(LONGEST_LINE + 1):
        number += 1
        if len(line) > LONGEST_LINE:
            raise too_long(path, number)
        yield without_mark(line) if number == 1 else line


def _rows(path: Path) -> Iterator[tuple[str, Read]]:
    import pyarrow as pa
    from pyarrow.parquet import ParquetFile

    from tipbench.prediction_schema import check_schema

    number = 0
    try:
        with ParquetFile(path) as file:
            if problem := check_schema(file.schema_arrow):
                yield str(path), partial(_refuse, place=str(path), problem=problem)
                return
            for batch in file.iter_batches(batch_size=1000):
                for index in range(len(batch)):
                    number += 1
                    place = f"{path}:{number}"
                    yield place, partial(_read_slice, batch.slice(index, 1), place=place)
    except (OSError, pa.ArrowException) as error:
        raise UsageError(f"{path}: cannot be read to its end: {error}") from None


def _refuse(documents: Mapping[str, Document], *, place: str, problem: str) -> Answer:
    raise DataError(place, problem)


def _read_slice(batch: Any, documents: Mapping[str, Document], place: str) -> Answer:
    return read_row(as_record(batch, place), documents, place)


def as_record(batch: Any, place: str) -> Mapping[str, object]:
    """The one row of an Arrow batch.

    Raises:
        DataError: It has text that is no UTF-8.
    """
    try:
        record: Mapping[str, object] = batch.to_pylist()[0]
    except UnicodeDecodeError as error:
        raise DataError(place, f"found text that is no UTF-8 ({error})") from None
    return record


def not_utf8(batch: Any) -> list[tuple[int, str]]:
    """The rows of a batch that have text which is no UTF-8, each with the problem."""
    import pyarrow as pa

    try:
        batch.validate(full=True)
    except pa.ArrowInvalid:
        pass
    else:
        return []
    problems = []
    for row in range(len(batch)):
        try:
            as_record(batch.slice(row, 1), "")
        except DataError as error:
            problems.append((row, error.problem))
    return problems


def read_row(row: Mapping[str, object], documents: Mapping[str, Document], place: str) -> Answer:
    """One row of a parquet file, as an answer; a null is what an absent key is in JSON.

    Raises:
        DataError: It does not fit the format or the documents.
    """
    from tipbench.predictions import read_mapping

    return read_mapping(_given(row), documents, place)


def _given(value: Any) -> Any:
    """The value without the nulls that only stand for absent keys, at any depth."""
    if isinstance(value, list):
        return [_given(item) for item in value]
    if isinstance(value, dict):
        # A number's value is always said, and null says that it has none.
        return {k: _given(v) for k, v in value.items() if v is not None or k == "value"}
    return value
