"""The least that a program can do that reads a few documents and answers: ``… FOLDER``."""

import argparse
from pathlib import Path

from pyarrow.parquet import ParquetFile


def main() -> None:
    """Print how many spans there are on both sides."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    data = folder / "corpus" / "data"
    paths = [
        *sorted(data.glob("*/*.parquet")),
        folder / "predictions.parquet",
    ]
    rows = {path: ParquetFile(path).read().to_pylist() for path in paths}
    print(sum(len(row.get("entities", ())) for table in rows.values() for row in table))


if __name__ == "__main__":
    main()
