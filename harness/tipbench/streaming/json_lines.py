"""JSON lines as an Arrow file, read in blocks, so that memory does not grow with the file."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from tipbench.errors import DataError, UsageError
from tipbench.prediction_files import LONGEST_LINE, PredictionsError, too_long, without_mark

BLOCK = 8_000_000
"""Bytes that are read at a time."""


@dataclass(frozen=True, slots=True)
class JsonLines:
    """A file of JSON lines that was read.

    Attributes:
        path: The file.
        arrow: Its rows as an Arrow file.
        doc_ids: The ids of its documents, as an Arrow array.
    """

    path: Path
    arrow: Path
    doc_ids: Any

    def number(self, row: int) -> int:
        """The number of the line that a row was read from; blank lines are passed over."""
        seen = -1
        with _opened(self.path) as file:
            for number, line in enumerate(file, 1):
                seen += bool(line.strip())
                if seen == row:
                    return number
        raise IndexError(row)


def read_json_lines(path: Path, arrow: Path) -> JsonLines:
    """Read the entities of a predictions file into an Arrow file.

    Raises:
        UsageError: The file cannot be read to its end.
        PredictionsError: Lines that do not fit the format.
    """
    import pyarrow as pa

    schema = _schema()
    problems: list[DataError] = []
    ids = []
    with pa.ipc.new_file(str(arrow), schema) as writer:
        number = 1
        for block in _blocks(path):
            table = _read_block(block, schema)
            if table is None:
                table, found = _read_by_line(block, schema, path, number)
                problems += found
            ids += table.column("doc_id").chunks
            writer.write_table(table)
            number += block.count(b"\n")
    if problems:
        raise PredictionsError(problems)
    return JsonLines(path, arrow, pa.chunked_array(ids, pa.string()))


def _opened(path: Path) -> IO[bytes]:
    return gzip.open(path) if path.suffix == ".gz" else path.open("rb")  # type: ignore[return-value]


def _blocks(path: Path) -> Iterator[bytes]:
    """Blocks of whole lines."""
    number = 1
    try:
        with _opened(path) as file:
            # A line may be of many blocks, which are put together once it is whole.
            rest = [without_mark(file.read(3))]
            while block := file.read(BLOCK):
                cut = block.rfind(b"\n") + 1
                if cut:
                    whole = b"".join([*rest, block[:cut]])
                    yield whole
                    number += whole.count(b"\n")
                    rest = [block[cut:]]
                else:
                    rest.append(block)
                    if sum(map(len, rest)) > LONGEST_LINE:
                        raise too_long(path, number)
            if any(rest):
                yield b"".join(rest)
    except (OSError, EOFError, zlib.error) as error:
        raise UsageError(f"{path}: cannot be read to its end: {error}") from None


def _schema() -> Any:
    import pyarrow as pa

    number, text = pa.int64(), pa.string()
    mention = pa.struct(
        [("start", number), ("end", number), ("text", text), ("type", text), ("mention", text),
         ("entity_id", text)]
    )  # fmt: skip
    return pa.schema([("doc_id", text), ("error", text), ("entities", pa.list_(mention))])


def _read_block(block: bytes, schema: Any) -> Any:
    """The rows of a block; ``None`` where it has to be read line by line."""
    import pyarrow as pa
    import pyarrow.compute as pc
    from pyarrow import json

    from tipbench.predictions import entity_fields, prediction_fields

    if not _is_plain(block):
        return None
    parse = json.ParseOptions(explicit_schema=schema, unexpected_field_behavior="infer")
    read = json.ReadOptions(block_size=min(len(block) + 1, 1 << 20))
    try:
        table = json.read_json(pa.BufferReader(block), read, parse)
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
        return None
    mentions = {field.name for field in table.schema.field("entities").type.value_type}
    if set(table.column_names) - prediction_fields() or mentions - entity_fields():
        return None
    # A line without entities and without a reason may be one whose keys are misspelt.
    unexplained = pc.and_(pc.is_null(table.column("entities")), pc.is_null(table.column("error")))
    if table.column("doc_id").null_count or pc.any(unexplained).as_py():
        return None
    if table.num_rows != _lines(block) or not _is_usual(table, block):
        return None
    table = table.select(schema.names).cast(schema)
    try:
        table.validate(full=True)  # that texts are UTF-8
    except pa.ArrowInvalid:
        return None
    return table


def _lines(block: bytes) -> int:
    return block.count(b"\n") + (not block.endswith(b"\n"))


def _is_plain(block: bytes) -> bool:
    """Whether every line begins with an object, and null is never by itself.

    Arrow takes several objects on one line, or one object on several, and dies of a line that
    says null.
    """
    if not block.startswith(b"{") or block.count(b"\n{") != _lines(block) - 1:
        return False
    nulls = block.count(b"null")
    return not nulls or nulls == block.count(b": null") + block.count(b":null")


def _is_usual(table: Any, block: bytes) -> bool:
    """Whether mentions are such that Arrow's reading tells all that the format asks of them."""
    import pyarrow as pa

    texts = (pa.types.is_string, pa.types.is_null, pa.types.is_timestamp, pa.types.is_date)
    mentions = table.column("entities").combine_chunks().flatten()
    for field in mentions.type:
        number = field.name in ("start", "end")
        if not number and not any(is_text(field.type) for is_text in texts):
            return False
    if mentions.field("type").null_count:
        return False
    # An absent key is fine, and a null is not.
    given = mentions.field("mention")
    return bool(block.count(b'"mention"') <= len(given) - given.null_count)


def _read_by_line(
    block: bytes, schema: Any, path: Path, number: int
) -> tuple[Any, list[DataError]]:
    import pyarrow as pa

    from tipbench.predictions import check_line

    rows, problems = [], []
    for line_number, line in enumerate(block.split(b"\n"), number):
        if line.strip():
            try:
                rows.append(check_line(line, f"{path}:{line_number}"))
            except DataError as problem:
                problems.append(problem)
    return pa.Table.from_pylist(rows, schema), problems
