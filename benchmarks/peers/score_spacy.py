"""Scores entities with spaCy's own scorer, ``Scorer.score_spans``: ``score_spacy.py FOLDER``."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

from pyarrow.parquet import ParquetFile
from spacy.scorer import Scorer
from spacy.tokens import Doc
from spacy.training import Example
from spacy.vocab import Vocab


def examples(path: Path) -> Iterator[Example]:
    """The tags of both sides as documents; spaCy needs words, and looks at none of them."""
    vocab = Vocab()
    table = ParquetFile(path).read()
    pairs = zip(table["gold"].to_pylist(), table["predicted"].to_pylist(), strict=True)
    for gold, predicted in pairs:
        words = ["w"] * len(gold)
        yield Example(Doc(vocab, words, ents=predicted), Doc(vocab, words, ents=gold))


def main(folder: str) -> None:
    """Print the F1."""
    found = Scorer.score_spans(examples(Path(folder) / "peers" / "tags.parquet"), "ents")
    print(json.dumps({"conll": found["ents_f"]}))


if __name__ == "__main__":
    main(*sys.argv[1:])
