"""JSON lines as an Arrow file: the way for lines in any order, and to say what is wrong."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tipbench.errors import DataError
from tipbench.prediction_files import PredictionsError
from tipbench.streaming.lines.file import LineFile
from tipbench.streaming.lines.table import read_by_line, read_table, table_schema


@dataclass(frozen=True, slots=True)
class JsonLines:
    """A file of JSON lines that was read.

    Attributes:
        file: The file.
        arrow: Its rows as an Arrow file.
        doc_ids: The ids of its documents, as an Arrow array.
    """

    file: LineFile
    arrow: Path
    doc_ids: Any

    def number(self, row: int) -> int:
        """The number of the line that a row was read from; blank lines are passed over."""
        seen = -1
        with self.file.plain.open("rb") as lines:
            for number, line in enumerate(lines, 1):
                seen += bool(line.strip())
                if seen == row:
                    return number
        raise IndexError(row)


def read_json_lines(file: LineFile, arrow: Path) -> JsonLines:
    """Read the entities of a predictions file into an Arrow file.

    Raises:
        UsageError: The file cannot be read to its end.
        PredictionsError: Lines that do not fit the format.
    """
    import pyarrow as pa

    problems: list[DataError] = []
    ids = []
    with pa.ipc.new_file(str(arrow), table_schema()) as writer:
        number = 1
        for block in file.blocks(file.start, file.size):
            table = read_table(block)
            if table is None:
                table, found = read_by_line(block, file.path, number)
                problems += found
            ids += table.column("doc_id").chunks
            writer.write_table(table)
            number += block.count(b"\n")
    if problems:
        raise PredictionsError(problems)
    return JsonLines(file, arrow, pa.chunked_array(ids, pa.string()))
