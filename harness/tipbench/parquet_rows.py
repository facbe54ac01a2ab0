"""Rows of parquet files, read in order a stretch at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tipbench.arrays import arrow_ints
from tipbench.errors import UsageError

STRETCH = 1_000
"""Rows that are read at a time; more of them take more memory and hardly less time."""

_AT_ONCE = 10 * STRETCH
"""Row groups up to this length are read at once."""


@dataclass(frozen=True, slots=True)
class ParquetRows:
    """The rows of several parquet files, one after the other.

    Attributes:
        paths: The files.
        columns: The columns to read, as ``doc_id`` or ``entities.start``; those that a file lacks
            are left out.
        numbered: Those of few different values, which are read as numbers of these if possible.
    """

    paths: tuple[Path, ...]
    columns: tuple[str, ...]
    numbered: tuple[str, ...] = ()

    def lengths(self) -> list[int]:
        """The number of rows of each file."""
        from pyarrow.parquet import read_metadata

        return [_opened(path, lambda path: read_metadata(path).num_rows) for path in self.paths]

    def schemas(self) -> list[tuple[Path, Any]]:
        """Each file with its Arrow schema."""
        return [(path, _opened(path, lambda p: _file(p).schema_arrow)) for path in self.paths]

    def column(self, name: str) -> Any:
        """One whole column of strings as a chunked array; all null in files that lack it."""
        import pyarrow as pa

        chunks: list[Any] = []
        for path in self.paths:
            file = _opened(path, _file)
            if name in file.schema_arrow.names:
                column = _opened(path, lambda _, file=file: file.read(columns=[name]).column(0))
                chunks += column.cast(pa.string()).chunks
            else:
                chunks.append(pa.nulls(file.metadata.num_rows, pa.string()))
        return pa.chunked_array(chunks, pa.string())

    def batches(self, first: int) -> Iterator[Any]:
        """Record batches from row ``first`` on; what lies before is not decoded if possible."""
        import pyarrow as pa

        at = 0
        for path in self.paths:
            try:
                with ExitStack() as stack:
                    plain = stack.enter_context(_file(path))
                    wanted = leaves(plain, self.columns)
                    by_number = stack.enter_context(
                        _file(path, plain, leaves(plain, self.numbered))
                    )
                    for group in range(plain.num_row_groups):
                        length = plain.metadata.row_group(group).num_rows
                        if at + length <= first:
                            at += length
                            continue
                        # Lists of numbered values are not read in batches.
                        if length > _AT_ONCE:
                            batches = plain.iter_batches(
                                STRETCH, [group], wanted, use_threads=False
                            )
                        else:
                            table = by_number.read_row_group(group, wanted, use_threads=False)
                            batches = table.combine_chunks().to_batches()
                        for batch in batches:
                            if at + len(batch) > first:
                                yield batch.slice(max(0, first - at))
                            at += len(batch)
            except (OSError, pa.ArrowException) as error:
                raise UsageError(f"{path}: cannot be read to its end: {error}") from None


def _file(path: Path, known: Any = None, numbered: Sequence[str] = ()) -> Any:
    """A file; ``known`` is the same one, opened before, whose footer is not read again."""
    from pyarrow.parquet import ParquetFile

    metadata = None if known is None else known.metadata
    return ParquetFile(path, metadata=metadata, read_dictionary=list(numbered) or None)


def _opened(path: Path, read: Any) -> Any:
    import pyarrow as pa

    try:
        return read(path)
    except (OSError, pa.ArrowException) as error:
        raise UsageError(f"{path}: cannot be read to its end: {error}") from None


def leaves(file: Any, columns: Sequence[str]) -> list[str]:
    """The paths in a parquet file of columns; ``entities.start`` is within a list of structs."""
    found = []
    for index in range(len(file.schema)):
        path = file.schema.column(index).path
        parts = path.split(".")
        name = parts[0] if len(parts) == 1 else f"{parts[0]}.{parts[-1]}"
        if name in columns or (len(parts) > 1 and parts[0] in columns):
            found.append(path)
    return found


class Cursor:
    """Reads rows in order, as many at a time as asked for."""

    def __init__(self, batches: Iterator[Any]) -> None:
        """Start at the first row of ``batches``."""
        self._batches = batches
        self._left: Any = None

    def take(self, number: int) -> Any:
        """The next rows as one record batch; fewer at the end."""
        parts = []
        missing = number
        while missing > 0:
            if self._left is None or not len(self._left):
                self._left = next(self._batches, None)
                if self._left is None:
                    break
            parts.append(self._left.slice(0, missing))
            self._left = self._left.slice(len(parts[-1]))
            missing -= len(parts[-1])
        return one_batch(parts)


def one_batch(parts: Sequence[Any]) -> Any:
    """Record batches as one; ``None`` where there are none."""
    import pyarrow as pa

    if len(parts) > 1:
        return pa.Table.from_batches(parts).combine_chunks().to_batches()[0]
    return parts[0] if parts else None


@dataclass(frozen=True, slots=True)
class ArrowRows:
    """The rows of one Arrow file, mapped into memory.

    Attributes:
        path: The file.
        order: The numbers of its rows in the order to be read; ``None`` for that of the file.
    """

    path: Path
    order: Any = None

    def batches(self, first: int) -> Iterator[Any]:
        """Record batches from row ``first`` of the order on."""
        import pyarrow as pa

        with pa.memory_map(str(self.path)) as mapped, pa.ipc.open_file(mapped) as file:
            if self.order is None:
                at = 0
                for index in range(file.num_record_batches):
                    batch = file.get_batch(index)
                    if at + len(batch) > first:
                        yield batch.slice(max(0, first - at))
                    at += len(batch)
                return
            table = file.read_all()
            for start in range(first, len(self.order), STRETCH):
                rows = table.take(arrow_ints(self.order[start : start + STRETCH]))
                yield from rows.combine_chunks().to_batches()
