"""The rows of gold and of predictions that belong to a stretch of documents."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tipbench.arrays import items, some
from tipbench.corpus.folder import Row
from tipbench.parquet_rows import ArrowRows, Cursor, ParquetRows
from tipbench.predictions import MOST_ITEMS, too_many
from tipbench.streaming.lines.ranges import LineRange, LineReader
from tipbench.streaming.sides import Labels, Side, no_side, side

if TYPE_CHECKING:
    from tipbench.arrays import Flags, Ints

GOLD_COLUMNS = tuple(
    f"entities.{leaf}" for leaf in ("start", "end", "type", "mention", "entity_id")
)
GOLD_NUMBERED = tuple(f"entities.{leaf}" for leaf in ("type", "mention", "entity_id"))
PREDICTION_COLUMNS = (
    "doc_id", "error",
    *(f"entities.{leaf}" for leaf in ("start", "end", "text", "type", "mention", "entity_id")),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Range:
    """Rows of a source that belong to a range of documents.

    Attributes:
        rows: The source.
        first: The first of its rows.
        document: The number of the document of each row, increasing.
    """

    rows: ParquetRows | ArrowRows
    first: int
    document: Ints


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of a stretch that come from one source.

    Attributes:
        batch: The rows; ``None`` where there are none.
        document: The document of each, within the stretch.
        first: The number of the first row in its source.
        is_utf8: Whether their text is known to be UTF-8.
    """

    batch: Any
    document: Ints
    first: int
    is_utf8: bool = False

    @property
    def lists(self) -> Any:
        """Their entities; ``None`` where they have no such column."""
        return None if self.batch is None else column(self.batch, "entities")

    def side(self, labels: Labels, left_out: Flags | None = None) -> Side:
        """Their mentions, but for those of rows that are left out."""
        lists = self.lists
        if lists is None or lists.null_count == len(lists):
            return no_side()
        if left_out is not None and left_out.any():
            keep = ~left_out
            return side(some(lists, keep), self.document[keep], labels)
        return side(lists, self.document, labels)

    def too_long(self) -> list[tuple[int, str]]:
        """The rows with more entities than a document can have, and what to say of them."""
        import numpy as np

        if self.lists is None:
            return []
        number, _ = items(self.lists)
        found = np.flatnonzero(number > MOST_ITEMS).tolist()
        return [(row, too_many(int(number[row]), "entities")) for row in found]

    def row(self, number: int) -> tuple[int, Row] | None:
        """The row of a document and its number in the source; ``None`` where it has none."""
        import numpy as np

        where = int(np.searchsorted(self.document, number))
        if where == len(self.document) or self.document[where] != number:
            return None
        return self.first + where, self.batch.slice(where, 1).to_pylist()[0]


class RowReader:
    """Reads the rows of a range, as far as documents are asked for."""

    def __init__(self, range: Range) -> None:
        self._cursor = Cursor(range.rows.batches(range.first))
        self._range = range
        self._read = 0

    def rows(self, low: int, high: int) -> Rows:
        """The rows of documents ``low`` to ``high``."""
        import numpy as np

        document = self._range.document
        stop = int(np.searchsorted(document, high))
        start, self._read = self._read, stop
        batch = self._cursor.take(stop - start) if stop > start else None
        return Rows(batch, document[start:stop] - low, self._range.first + start)


class LineRowReader:
    """Reads the lines of a range, as far as documents are asked for."""

    def __init__(self, range: LineRange) -> None:
        self._lines = LineReader(range)
        self._read = 0

    def rows(self, low: int, high: int) -> Rows:
        """The lines for documents ``low`` to ``high``."""
        batch, document = self._lines.take(low, high)
        self._read += len(document)
        return Rows(batch, document, self._read - len(document), is_utf8=True)


def column(batch: Any, name: str) -> Any:
    """A column, or ``None`` where there is none."""
    index = batch.schema.get_field_index(name)
    return None if index < 0 else batch.column(index)
