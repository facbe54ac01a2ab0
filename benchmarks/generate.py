"""Generates a data set: ``python -m benchmarks.generate 10000 FOLDER``."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np

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


def main() -> None:
    """Generate the data set that the command line asks for."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("documents", type=int)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seed", type=int, default=SEED)
    arguments = parser.parse_args()
    generate(arguments.folder, arguments.documents, seed=arguments.seed)


if __name__ == "__main__":
    main()
