"""Lines in the order of the corpus, of which each worker reads its own, straight from the file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tipbench.arrays import arrow_strings, positions
from tipbench.errors import UsageError
from tipbench.parquet_rows import one_batch
from tipbench.streaming.lines.file import LineFile
from tipbench.streaming.lines.table import read_by_line, read_table

if TYPE_CHECKING:
    from tipbench.arrays import Ints


class UnorderedError(Exception):
    """Lines are in another order than the corpus, or there is something wrong with them.

    What it is can be told where the whole file is known.
    """


@dataclass(frozen=True, slots=True)
class LineRange:
    """The lines that are for a range of documents.

    Attributes:
        file: The file.
        start: Where the first of its lines begins.
        stop: Where the last one ends.
        first: The number of the first document.
        doc_ids: The ids of the documents, an Arrow array.
    """

    file: LineFile
    start: int
    stop: int
    first: int
    doc_ids: Any


@dataclass(frozen=True, slots=True)
class OrderedLines:
    """A file of lines that are taken to be in the order of the corpus.

    Attributes:
        file: The file.
        doc_ids: The ids of the corpus's documents, an Arrow array.
    """

    file: LineFile
    doc_ids: Any

    def range(self, first: int, last: int) -> LineRange:
        """The lines that are for documents ``first`` to ``last``, if all are in order.

        Raises:
            UnorderedError: They are not in order.
        """
        ids = self.doc_ids.slice(first, last - first)
        return LineRange(self.file, self._start(first), self._start(last), first, ids)

    def _start(self, document: int) -> int:
        """Where the first line begins that is for this document or a later one."""
        file = self.file
        if document == 0:
            return file.start
        if document == len(self.doc_ids):
            return file.size
        low, high = file.start, file.size
        found = high
        while low < high:
            middle = (low + high) // 2
            line = file.next_line(middle, high)
            if line < high and self._document(line) < document:
                low = line + 1
            else:
                found, high = (line if line < high else found), middle
        return found

    def _document(self, line: int) -> int:
        """The number of the document that the line at a byte is for."""
        import pyarrow.compute as pc

        said = _DOC_ID.search(self.file.head(line).split(b"\n", 1)[0])
        if said is None:
            raise UnorderedError
        doc_id = arrow_strings([said[1].decode(errors="replace")]).cast(self.doc_ids.type)
        number: int = pc.index(self.doc_ids, doc_id[0]).as_py()
        if number < 0:
            raise UnorderedError
        return number


_DOC_ID = re.compile(rb'"doc_id"\s*:\s*"([^"\\]*)"')


class LineReader:
    """Reads the lines of a range, as far as documents are asked for."""

    def __init__(self, range: LineRange) -> None:
        self._range = range
        self._batches = _batches(range)
        self._left: Any = None

    def take(self, low: int, high: int) -> tuple[Any, Ints]:
        """The rows for documents ``low`` to ``high``, and the document of each, from ``low`` on.

        The rows are a record batch, or ``None`` where there are none.

        Raises:
            UnorderedError: A line is not where the order has it, or cannot be used.
        """
        import numpy as np

        range = self._range
        ids = range.doc_ids.slice(low - range.first, high - low)
        parts, numbers = [], [np.zeros(0, dtype=np.int64)]
        while self._fill():
            number = _numbers(self._left, ids)
            if len(number):
                parts.append(self._left.slice(0, len(number)))
                numbers.append(number)
                self._left = self._left.slice(len(number))
            if len(self._left):
                self._check_later(high)
                break
        document = np.concatenate(numbers)
        if (document[1:] <= document[:-1]).any():
            raise UnorderedError
        return one_batch(parts), document

    def _fill(self) -> bool:
        """Whether a row is left, if only after reading on."""
        while self._left is None or not len(self._left):
            self._left = next(self._batches, None)
            if self._left is None:
                return False
        return True

    def _check_later(self, high: int) -> None:
        """The next row is for one of the documents that are still to come."""
        import pyarrow.compute as pc

        range = self._range
        rest = range.doc_ids.slice(high - range.first)
        if pc.index(rest, self._left.column(0)[0]).as_py() < 0:
            raise UnorderedError


def _numbers(batch: Any, ids: Any) -> Ints:
    """The numbers of the documents of the first rows, up to one that is for none of these."""
    import numpy as np

    found = positions(batch.column(0), ids)
    unknown = np.flatnonzero(found < 0)
    return found[: unknown[0] if len(unknown) else len(found)]


def _batches(range: LineRange) -> Iterator[Any]:
    """The rows of the lines."""
    file = range.file
    try:
        for block in file.blocks(range.start, range.stop):
            table = read_table(block)
            if table is None:
                table, problems = read_by_line(block, file.path, 0)
                if problems:
                    raise UnorderedError
            yield from table.combine_chunks().to_batches()
    except UsageError:
        raise UnorderedError from None
