"""Generates data: ``python -m benchmarks.generate documents 10000 FOLDER``."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np

from benchmarks.big_document import SHAPES
from benchmarks.big_document import generate as one_document
from benchmarks.draw import draw
from benchmarks.words import entities, vocabulary
from benchmarks.write import Writer, batches

SEED = 2024
BATCH = 2_000
"""Documents that are drawn and written at a time; also the row groups of the files."""

FORM = 3
"""Raised when the same seed gives other data."""


def generate(folder: Path, documents: int, *, seed: int = SEED) -> None:
    """Write a data set (see ``benchmarks.write.Writer``), if it is not there already.

    Args:
        folder: Where to write it.
        documents: Number of documents, of about 2,500 characters and 30 gold names each.
        seed: The same seed gives the same data.
    """
    wanted = {"form": FORM, "documents": documents, "seed": seed}
    about = folder / "about.json"
    if about.exists() and wanted.items() <= json.loads(about.read_text()).items():
        return
    words = vocabulary()
    known = entities(words)
    rng = np.random.default_rng(seed)
    with Writer(folder, documents, words) as writer:
        writer.write_inventory(known)
        for size in batches(documents, min(BATCH, max(1, documents // 8))):
            writer.write(draw(rng, size, words, known))
    means = {
        "gold_per_document": writer.gold / documents,
        "predicted_per_document": writer.predicted / documents,
        "characters_per_document": writer.characters / documents,
    }
    about.write_text(json.dumps(wanted | means, indent=2) + "\n")


def write_statistics(path: Path, documents: int, *, seed: int = SEED) -> None:
    """Write gold, predicted and right items per document of two systems that differ a little."""
    rng = np.random.default_rng(seed)
    gold = rng.poisson(29.8, documents)
    columns = [gold]
    for share in (0.78, 0.785):
        right = rng.binomial(gold, share)
        columns += [right + rng.poisson(8.5, documents), right]
    np.save(path, np.stack(columns, axis=1))


def main() -> None:
    """Generate documents, the statistics of two systems, or one document with many spans."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("what", choices=("documents", "statistics", *SHAPES))
    parser.add_argument("number", type=int, help="of documents, or of spans in the one document")
    parser.add_argument("path", type=Path)
    arguments = parser.parse_args()
    path, number = arguments.path, arguments.number
    if arguments.what == "documents":
        generate(path, number)
    elif arguments.what == "statistics":
        write_statistics(path, number)
    elif not (path / "predictions.parquet").exists():
        one_document(path, arguments.what, number)


if __name__ == "__main__":
    main()
