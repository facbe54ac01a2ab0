"""A pass: what one annotator made of the pages, as it was made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import msgspec

from tipbench.annotation.files import Layers, read_layers
from tipbench.annotation.problems import Problem
from tipbench.annotation.records import LAYERS, Located, ProvenanceRecord, QuoteRecord, Record
from tipbench.errors import DataError, UsageError

R = TypeVar("R", bound=Record)


@dataclass(frozen=True, slots=True)
class Pass:
    """One annotator's records of every layer.

    Attributes:
        name: The pass's name.
        provenance: Who made it, from which guidelines, when.
        layers: The records, by layer and document, as they were made.
    """

    name: str
    provenance: ProvenanceRecord
    layers: Layers

    def records(self, kind: type[R], name: str) -> list[R]:
        """The records of one layer in one file (a document, or ``contrastive``)."""
        layer = next(layer for layer, record in LAYERS.items() if record is kind)
        return [
            item.record
            for item in self.layers[layer].get(name, ())
            if isinstance(item.record, kind)
        ]

    def made(self, layer: str, name: str) -> bool:
        """Whether the annotator did a layer of a document; an empty file says yes."""
        documents = self.provenance.documents
        return documents is None or name in documents.get(layer, ())


def read_pass(folder: Path, texts: Mapping[str, str]) -> Pass:
    """Read a pass.

    Args:
        folder: Holds ``provenance.json`` and ``<layer>/<doc_id>.jsonl``.
        texts: The pages, by ``doc_id``.

    Raises:
        UsageError: ``folder`` holds no pass.
        DataError: A file is missing or a line cannot be read; all of them are named.
    """
    path = folder / "provenance.json"
    if not path.is_file():
        raise UsageError(f"{folder}: found no provenance.json there; expected the folder of a pass")
    try:
        provenance = msgspec.json.decode(path.read_bytes(), type=ProvenanceRecord)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise DataError(str(path), str(error)) from None
    problems: list[Problem] = []
    layers = read_layers(folder, list(texts), folder, problems, provenance.documents)
    if problems:
        raise DataError(str(folder), "; ".join(str(problem) for problem in problems))
    return Pass(provenance.annotator, provenance, layers)


def stripped(record: Located | QuoteRecord, text: str) -> tuple[int, int]:
    """The span of a record, or of the words it quotes, without the white space at its edges.

    Annotators' tools select edge spaces; they are never a disagreement.
    """
    words = text[record.start : record.end]
    if not words.strip():
        return record.start, record.end
    start = record.start + len(words) - len(words.lstrip())
    return start, start + len(words.strip())


def check_names(passes: Sequence[Pass]) -> None:
    """Refuse two passes of one name, of which results could not be told apart.

    Raises:
        UsageError: Fewer than two passes, or two of one name.
    """
    names = [each.name for each in passes]
    if len(names) < 2:
        raise UsageError(f"found {len(names)} passes; expected at least two to compare")
    for name in names:
        if names.count(name) > 1:
            raise UsageError(f"two passes are called {name!r}; expected a name of its own for each")
