"""Whole lines of JSON as a table of entities, by Arrow where its reading is that of the format."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tipbench.errors import DataError
from tipbench.prediction_format import record_fields
from tipbench.predictions import check_line
from tipbench.streaming.lines.kinds import fit
from tipbench.streaming.lines.mixed import read_mixed
from tipbench.streaming.lines.regular import read_regular


def read_table(block: bytes) -> Any:
    """The rows of whole lines; ``None`` where they have to be read line by line."""
    if not _is_utf8(block):
        return None
    schema = table_schema()
    table = read_regular(block, schema)
    if table is None:
        table = read_mixed(block, schema, read_by_arrow)
    return read_by_arrow(block) if table is None else table


def read_by_arrow(block: bytes) -> Any:
    """The rows of whole lines of UTF-8; ``None`` where Arrow's reading is not the format's.

    Arrow takes what the format refuses: several objects on one line or one on several, null for
    any value, items of other types; and it dies of a line that says null.
    """
    import pyarrow as pa
    from pyarrow import json

    lines = _objects(block)
    if lines is None:
        return None
    schema = table_schema()
    parse = json.ParseOptions(explicit_schema=schema, unexpected_field_behavior="infer")
    read = json.ReadOptions(use_threads=False, block_size=len(block) + 1)
    try:
        table = json.read_json(pa.BufferReader(block), read, parse).combine_chunks()
        table.validate(full=True)  # that escapes stand for characters, in every release of Arrow
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
        return None
    columns = {name: table.column(name).chunk(0) for name in table.column_names}
    if table.num_rows != lines or not fit(columns, record_fields(), block):
        return None
    return table.select(schema.names).cast(schema)


def _objects(block: bytes) -> int | None:
    """The number of lines; ``None`` where one begins or ends with anything but an object.

    Between the brackets of objects, JSON has no line end of its own.
    """
    import numpy as np

    bytes_ = np.frombuffer(block, np.uint8)
    ends = np.flatnonzero(bytes_ == LINE_END)
    inner = ends[:-1] if block.endswith(b"\n") else ends
    before = np.where(bytes_[inner - 1] == RETURN, bytes_[inner - 2], bytes_[inner - 1])
    if not block.startswith(b"{") or (before != CLOSE).any() or (bytes_[inner + 1] != OPEN).any():
        return None
    return len(inner) + 1


LINE_END, RETURN, OPEN, CLOSE = b"\n\r{}"


def _is_utf8(block: bytes) -> bool:
    try:
        block.decode()
    except UnicodeDecodeError:
        return False
    return True


def read_by_line(block: bytes, path: Path, number: int) -> tuple[Any, list[DataError]]:
    """The rows of lines of which the first has a number, and what is wrong with the others."""
    import pyarrow as pa

    rows, problems = [], []
    for line_number, line in enumerate(block.split(b"\n"), number):
        if line.strip():
            try:
                rows.append(check_line(line, f"{path}:{line_number}"))
            except DataError as problem:
                problems.append(problem)
    return pa.Table.from_pylist(rows, table_schema()), problems


def table_schema() -> Any:
    """The columns of a table."""
    import pyarrow as pa

    number, text = pa.int64(), pa.string()
    mention = pa.struct(
        [("start", number), ("end", number), ("text", text), ("type", text), ("mention", text),
         ("entity_id", text)]
    )  # fmt: skip
    return pa.schema([("doc_id", text), ("error", text), ("entities", pa.list_(mention))])
