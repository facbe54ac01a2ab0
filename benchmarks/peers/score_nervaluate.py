"""Scores spans with nervaluate's four schemas, in total and by type: ``… FOLDER``."""

import json
import sys
from pathlib import Path
from typing import Any

from nervaluate import Evaluator
from pyarrow.parquet import ParquetFile

TYPES = ["PER", "ORG", "GPE", "LOC", "NORP", "EVENT", "DOC", "PROD"]
SCHEMAS = {"strict": "strict", "exact": "exact", "partial": "partial", "type": "ent_type"}


def spans(path: Path) -> list[list[dict[str, Any]]]:
    """The spans of every document as nervaluate takes them, with inclusive ends."""
    rows = ParquetFile(path).read()["entities"].to_pylist()
    return [
        [{"label": span["type"], "start": span["start"], "end": span["end"] - 1} for span in row]
        for row in rows
    ]


def main(folder: str) -> None:
    """Print the F1 of every schema."""
    gold, predicted = (
        spans(Path(folder) / name) for name in ("peers/gold.parquet", "predictions.parquet")
    )
    found = Evaluator(gold, predicted, tags=TYPES, loader="dict").evaluate()["overall"]
    print(json.dumps({ours: found[theirs].f1 for ours, theirs in SCHEMAS.items()}))


if __name__ == "__main__":
    main(*sys.argv[1:])
