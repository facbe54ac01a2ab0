"""The sources of the corpus as they lie in the repository: seeds and annotations.

Reading finds the problems of levels 1 (files) and 2 (structure) on its way and keeps all of them;
a line that cannot be read is left out and told.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

import msgspec

from tipbench.annotation.records import (
    LAYERS,
    DocumentRecord,
    InventoryRecord,
    LabelRecord,
    OneDocument,
    PropertyRecord,
    Record,
    SeedRecord,
)
from tipbench.corpus.problems import Problem
from tipbench.errors import DataError

T = TypeVar("T")
R = TypeVar("R", bound=Record)

CONTRASTIVE = "contrastive"
"""Name of the file that holds the summaries of several documents at once."""


@dataclass(frozen=True, slots=True)
class Placed(Generic[T]):
    """A record with the file and the line that it was read from."""

    place: str
    record: T


@dataclass(frozen=True, slots=True)
class Sources:
    """Everything the corpus is built from.

    Attributes:
        version: Version of the corpus.
        seeds: The manifest of the source files.
        texts: The source files, by ``doc_id``, every character as it is.
        labels: The closed inventories, by name.
        inventory: The entities.
        properties: What numeric facts measure.
        documents: Which documents are not independent of which.
        layers: The gold, by layer and document.
        problems: What was wrong with files and lines.
    """

    version: str
    seeds: tuple[SeedRecord, ...]
    texts: Mapping[str, str]
    labels: Mapping[str, tuple[LabelRecord, ...]]
    inventory: tuple[Placed[InventoryRecord], ...]
    properties: tuple[Placed[PropertyRecord], ...]
    documents: tuple[Placed[DocumentRecord], ...]
    layers: Mapping[str, Mapping[str, Sequence[Placed[Record]]]]
    problems: tuple[Problem, ...]

    def placed(self, kind: type[R], doc_id: str) -> list[Placed[R]]:
        """The records of one layer for one document, each with its place."""
        name = next(layer for layer, record in LAYERS.items() if record is kind)
        found = self.layers[name].get(doc_id, ())
        return [Placed(item.place, item.record) for item in found if isinstance(item.record, kind)]

    def records(self, kind: type[R], doc_id: str) -> list[R]:
        """The records of one layer for one document."""
        return [item.record for item in self.placed(kind, doc_id)]

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
    texts = {seed.doc_id: _read_seed(root, seed, problems) for seed in manifest}
    labels = _strict(annotations / "labels.json", dict[str, tuple[LabelRecord, ...]], root)

    def lines(name: str, kind: type[T]) -> tuple[Placed[T], ...]:
        return tuple(_read_lines(annotations / name, kind, root, problems))

    return Sources(
        version=_version(annotations / "VERSION", root),
        seeds=manifest,
        texts=texts,
        labels=labels,
        inventory=lines("inventory.jsonl", InventoryRecord),
        properties=lines("properties.jsonl", PropertyRecord),
        documents=lines("documents.jsonl", DocumentRecord),
        layers={
            layer: _read_layer(annotations / "gold" / layer, kind, texts, root, problems)
            for layer, kind in LAYERS.items()
        },
        problems=tuple(problems),
    )


def _version(path: Path, root: Path) -> str:
    try:
        return path.read_text(encoding="utf-8").strip()
    except OSError:
        raise DataError(
            _relative(path, root), "there is no such file; run in the project's folder"
        ) from None


def _strict(path: Path, kind: type[T], root: Path) -> T:
    """Decode a file on which everything else rests; nothing can go on without it."""
    place = _relative(path, root)
    try:
        return msgspec.json.decode(path.read_bytes(), type=kind)
    except OSError:
        raise DataError(place, "there is no such file; run in the project's folder") from None
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise DataError(place, str(error)) from None


def _read_seed(root: Path, seed: SeedRecord, problems: list[Problem]) -> str:
    path = root / "seeds" / seed.file
    place = _relative(path, root)
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


def _read_layer(
    folder: Path,
    kind: type[Record],
    texts: Mapping[str, str],
    root: Path,
    problems: list[Problem],
) -> dict[str, list[Placed[Record]]]:
    expected = [*texts, CONTRASTIVE] if folder.name == "summaries" else list(texts)
    for path in sorted(folder.glob("*")):
        if path.suffix != ".jsonl" or path.stem not in expected:
            message = "no document of the manifest has this name"
            remedy = f"Name it after one of: {', '.join(expected)}"
            problems.append(Problem("F104", _relative(path, root), message, remedy))
    layer: dict[str, list[Placed[Record]]] = {}
    for doc_id in expected:
        path = folder / f"{doc_id}.jsonl"
        if path.exists():
            layer[doc_id] = list(_read_lines(path, kind, root, problems))
            problems.extend(_misfiled(layer[doc_id], doc_id))
        else:
            message = f"layer {folder.name} has no file for {doc_id}"
            remedy = "Add it; an empty file says that there is nothing to annotate"
            problems.append(Problem("F103", _relative(path, root), message, remedy))
    problems.extend(_twice(layer))
    return layer


def _read_lines(
    path: Path, kind: type[T], root: Path, problems: list[Problem]
) -> Iterable[Placed[T]]:
    place = _relative(path, root)
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        problems.append(Problem("F105", place, f"cannot be read: {error}", "Restore the file"))
        return
    decoder = msgspec.json.Decoder(kind)
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            yield Placed(f"{place}:{number}", decoder.decode(line))
        except msgspec.DecodeError as error:
            remedy = f"Write one {kind.__name__} a line, with exactly its keys"
            problems.append(Problem("S201", f"{place}:{number}", str(error), remedy))


def _misfiled(items: Iterable[Placed[Record]], doc_id: str) -> Iterable[Problem]:
    for item in items:
        record = item.record
        if isinstance(record, OneDocument) and record.doc_id != doc_id:
            message = f"doc_id is {record.doc_id} in the file of {doc_id}"
            yield Problem("S202", item.place, message, "Move the line or mend its doc_id")
        if not record.id.startswith(f"{doc_id}."):
            message = f"id {record.id} does not begin with {doc_id}."
            yield Problem("S203", item.place, message, "Ids are the document's name, a dot, a rest")


def _twice(layer: Mapping[str, Sequence[Placed[Record]]]) -> Iterable[Problem]:
    seen: dict[str, str] = {}
    for item in (item for items in layer.values() for item in items):
        first = seen.setdefault(item.record.id, item.place)
        if first != item.place:
            message = f"id {item.record.id} is already that of {first}"
            yield Problem("S204", item.place, message, "Give it an id of its own")


def _relative(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix()
