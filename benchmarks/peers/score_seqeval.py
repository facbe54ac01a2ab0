"""Scores tags with seqeval: ``score_seqeval.py FOLDER default|strict``."""

import json
import sys
from pathlib import Path

from pyarrow.parquet import ParquetFile
from seqeval.metrics import classification_report
from seqeval.scheme import IOB2


def main(folder: str, mode: str) -> None:
    """Print the micro-averaged F1 of seqeval's report, which has precision and recall per type."""
    table = ParquetFile(Path(folder) / "peers" / "tags.parquet").read()
    gold, predicted = (table[side].to_pylist() for side in ("gold", "predicted"))
    options = {"mode": "strict", "scheme": IOB2} if mode == "strict" else {}
    report = classification_report(gold, predicted, output_dict=True, zero_division=0, **options)
    print(json.dumps({"conll": float(report["micro avg"]["f1-score"])}))


if __name__ == "__main__":
    main(*sys.argv[1:])
