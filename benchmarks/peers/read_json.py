"""Reads predictions with pyarrow.json and an explicit schema, and does nothing: ``… FOLDER``."""

import json
import sys
from pathlib import Path

import pyarrow as pa
from pyarrow.json import ParseOptions, ReadOptions, read_json


def main(folder: str) -> None:
    """Print how many rows there were."""
    numbers, texts = ("start", "end"), ("text", "type", "mention")
    fields = [(name, pa.int64()) for name in numbers] + [(name, pa.string()) for name in texts]
    item = pa.struct(fields)
    schema = pa.schema([("doc_id", pa.string()), ("entities", pa.list_(item))])
    table = read_json(
        Path(folder) / "predictions.jsonl",
        read_options=ReadOptions(block_size=1 << 22),
        parse_options=ParseOptions(explicit_schema=schema, unexpected_field_behavior="error"),
    )
    print(json.dumps({"rows": table.num_rows}))


if __name__ == "__main__":
    main(*sys.argv[1:])
