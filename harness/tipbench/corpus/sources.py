"""The sources of the corpus as they lie in the repository: seeds and annotations.

Reading finds the problems of levels 1 (files) and 2 (structure) on its way and keeps all of them;
a line that cannot be read is left out and told.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from tipbench.annotation.files import CONTRASTIVE, Layers, Placed, read_layers, read_lines, relative
from tipbench.annotation.problems import Problem
from tipbench.annotation.records import (
    LAYERS,
    AlignmentRecord,
    DocumentRecord,
    FactRelationRecord,
    InventoryRecord,
    LabelRecord,
    PropertyRecord,
    Record,
    SeedRecord,
    WithdrawnRecord,
)
from tipbench.errors import DataError

T = TypeVar("T")
R = TypeVar("R", bound=Record)


@dataclass(frozen=True, slots=True)
class Sources:
    """Everything the corpus is built from.

    Attributes:
        version: Version of the corpus.
        canary: The line by which training data that hold this corpus can be found; empty in a
            project that is not this corpus, which may lack layers and what links documents.
        changelog: The changelog of the corpus, as it is written.
        agreement: What ``tipbench annotate agreement`` measured on the passes behind the gold;
            ``None`` before it did.
        seeds: The manifest of the source files.
        texts: The source files, by ``doc_id``, every character as it is.
        labels: The closed inventories, by name.
        inventory: The entities.
        properties: What numeric facts measure.
        documents: Which documents are not independent of which.
        withdrawn: The documents whose texts are no longer published; their files may be gone.
        alignments: Sentences that say the same in two documents.
        fact_relations: Facts that touch the same property.
        layers: The gold, by layer and document.
        problems: What was wrong with files and lines.
    """

    version: str
    canary: str
    changelog: str
    agreement: Mapping[str, Any] | None
    seeds: tuple[SeedRecord, ...]
    texts: Mapping[str, str]
    labels: Mapping[str, tuple[LabelRecord, ...]]
    inventory: tuple[Placed[InventoryRecord], ...]
    properties: tuple[Placed[PropertyRecord], ...]
    documents: tuple[Placed[DocumentRecord], ...]
    withdrawn: tuple[Placed[WithdrawnRecord], ...]
    alignments: tuple[Placed[AlignmentRecord], ...]
    fact_relations: tuple[Placed[FactRelationRecord], ...]
    layers: Layers
    problems: tuple[Problem, ...]

    @property
    def withdrawn_ids(self) -> frozenset[str]:
        """The ids of the documents that are withdrawn."""
        return frozenset(item.record.doc_id for item in self.withdrawn)

    def placed(self, kind: type[R], doc_id: str) -> list[Placed[R]]:
        """The records of one layer for one document, each with its place."""
        name = next(layer for layer, record in LAYERS.items() if record is kind)
        found = self.layers[name].get(doc_id, ())
        return [Placed(item.place, item.record) for item in found if isinstance(item.record, kind)]

    def records(self, kind: type[R], doc_id: str) -> list[R]:
        """The records of one layer for one document."""
        return [item.record for item in self.placed(kind, doc_id)]

    def has(self, layer: str) -> bool:
        """Whether the gold has this layer at all."""
        return bool(self.layers[layer])

    def names(self, inventory: str) -> list[str]:
        """The labels of one closed inventory, in its order."""
        if inventory == "property":
            return sorted(item.record.id for item in self.properties)
        return [label.name for label in self.labels[inventory]]


def read_sources(root: Path) -> Sources:
    """Read ``root/seeds`` and ``root/annotations``.

    Raises:
        DataError: The manifest, the labels or the version cannot be read at all.
    """
    problems: list[Problem] = []
    annotations = root / "annotations"
    manifest = _strict(root / "seeds" / "manifest.json", tuple[SeedRecord, ...], root)
    withdrawn = _withdrawn(annotations / "withdrawn.jsonl", root, problems)
    gone = {item.record.doc_id for item in withdrawn}
    texts = {
        seed.doc_id: _read_seed(root, seed, problems, may_be_gone=seed.doc_id in gone)
        for seed in manifest
    }
    labels = _strict(annotations / "labels.json", dict[str, tuple[LabelRecord, ...]], root)

    canary = _line(annotations / "CANARY", root) if (annotations / "CANARY").exists() else ""

    def lines(name: str, kind: type[T]) -> tuple[Placed[T], ...]:
        if not canary and name.startswith("across/") and not (annotations / name).exists():
            return ()
        return tuple(read_lines(annotations / name, kind, root, problems))

    return Sources(
        version=_line(annotations / "VERSION", root),
        canary=canary,
        changelog=_line(annotations / "CHANGELOG.md", root) + "\n" if canary else "",
        agreement=_agreement(annotations / "agreement.json", root),
        seeds=manifest,
        texts=texts,
        labels=labels,
        inventory=lines("inventory.jsonl", InventoryRecord),
        properties=lines("properties.jsonl", PropertyRecord),
        documents=lines("documents.jsonl", DocumentRecord),
        withdrawn=withdrawn,
        alignments=lines("across/alignments.jsonl", AlignmentRecord),
        fact_relations=lines("across/fact_relations.jsonl", FactRelationRecord),
        layers=read_layers(
            annotations / "gold",
            list(texts),
            root,
            problems,
            None if canary else _annotated(annotations / "gold", list(texts)),
        ),
        problems=tuple(problems),
    )


def _annotated(gold: Path, doc_ids: Sequence[str]) -> dict[str, list[str]]:
    """The files that each layer has to have: those of a layer without a folder are none."""
    made = {layer: list(doc_ids) for layer in LAYERS if (gold / layer).is_dir()}
    if (gold / "summaries" / f"{CONTRASTIVE}.jsonl").exists():
        made["summaries"].append(CONTRASTIVE)
    return made


def _line(path: Path, root: Path) -> str:
    try:
        return path.read_text(encoding="utf-8").strip()
    except OSError:
        raise DataError(
            relative(path, root), "there is no such file; run in the project's folder"
        ) from None


def _agreement(path: Path, root: Path) -> dict[str, Any] | None:
    return _strict(path, dict[str, Any], root) if path.exists() else None


def _strict(path: Path, kind: type[T], root: Path) -> T:
    """Decode a file on which everything else rests; nothing can go on without it."""
    place = relative(path, root)
    try:
        return msgspec.json.decode(path.read_bytes(), type=kind)
    except OSError:
        raise DataError(place, "there is no such file; run in the project's folder") from None
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise DataError(place, str(error)) from None


def _withdrawn(
    path: Path, root: Path, problems: list[Problem]
) -> tuple[Placed[WithdrawnRecord], ...]:
    """The tombstones; there is no such file before a document is withdrawn."""
    return tuple(read_lines(path, WithdrawnRecord, root, problems)) if path.exists() else ()


def _read_seed(root: Path, seed: SeedRecord, problems: list[Problem], *, may_be_gone: bool) -> str:
    path = root / "seeds" / seed.file
    if may_be_gone and not path.exists():
        return ""
    place = relative(path, root)
    try:
        raw = path.read_bytes()
    except OSError:
        problems.append(
            Problem("F101", place, "the manifest names this file and it is not there", "Restore it")
        )
        return ""
    found = hashlib.sha256(raw).hexdigest()
    if found != seed.sha256:
        message = f"sha256 is {found}, the manifest says {seed.sha256}"
        problems.append(Problem("F102", place, message, "Seeds never change: restore the file"))
    return raw.decode("utf-8", errors="replace")
