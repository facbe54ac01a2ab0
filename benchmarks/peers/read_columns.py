"""Reads with pyarrow what scoring needs and does nothing: ``… FOLDER all|spans|corpus|answers``.

``all`` is every column that a score depends on; ``spans`` leaves out the texts; ``corpus`` leaves
out the answers, ``answers`` the corpus.
"""

import json
import sys
from pathlib import Path

from pyarrow.parquet import ParquetFile

ITEM = "entities.list.element."
DOCUMENTS = ["doc_id", "language", "zones", "cluster"]
GOLD = ["doc_id", *(ITEM + name for name in ("start", "end", "type", "mention", "entity_id"))]
ANSWERS = ["doc_id", *(ITEM + name for name in ("start", "end", "type"))]


def read(path: Path, columns: list[str]) -> int:
    """Read some columns of a file; the number of rows."""
    rows: int = ParquetFile(path).read(columns=columns).num_rows
    return rows


def main(folder: str, which: str = "all") -> None:
    """Print how many rows there were."""
    data = Path(folder) / "corpus" / "data"
    rows = 0
    if which != "answers":
        texts = [] if which == "spans" else ["text"]
        rows += read(next((data / "documents").iterdir()), DOCUMENTS + texts)
        rows += read(next((data / "entities").iterdir()), GOLD)
    if which != "corpus":
        rows += read(Path(folder) / "predictions.parquet", ANSWERS)
    print(json.dumps({"rows": rows}))


if __name__ == "__main__":
    main(*sys.argv[1:])
