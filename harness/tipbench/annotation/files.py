"""Reading the annotation files; whatever is wrong with a line is told with its place."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

import msgspec

from tipbench.annotation.problems import Problem
from tipbench.annotation.records import LAYERS, OneDocument, Record

T = TypeVar("T")

CONTRASTIVE = "contrastive"
"""Name of the file that holds the summaries of several documents at once."""

Layers = Mapping[str, Mapping[str, Sequence["Placed[Record]"]]]
"""Records by layer and document."""


@dataclass(frozen=True, slots=True)
class Placed(Generic[T]):
    """A record with the file and the line that it was read from."""

    place: str
    record: T


def read_layers(
    folder: Path,
    doc_ids: Sequence[str],
    root: Path,
    problems: list[Problem],
    made: Mapping[str, Collection[str]] | None = None,
) -> Layers:
    """Read every layer of a pass, or of the gold.

    Args:
        folder: Holds ``<layer>/<doc_id>.jsonl``.
        doc_ids: The documents that every layer must have a file for.
        root: The folder to which places are relative.
        problems: Takes what is found to be wrong; a line that cannot be read is left out.
        made: The files that each layer has, where it does not have all.
    """
    return {
        layer: _read_layer(
            folder / layer,
            kind,
            doc_ids,
            root,
            problems,
            None if made is None else made.get(layer, ()),
        )
        for layer, kind in LAYERS.items()
    }


def _read_layer(
    folder: Path,
    kind: type[Record],
    doc_ids: Sequence[str],
    root: Path,
    problems: list[Problem],
    made: Collection[str] | None,
) -> dict[str, list[Placed[Record]]]:
    expected = [*doc_ids, CONTRASTIVE] if folder.name == "summaries" else list(doc_ids)
    if made is not None:
        expected = [name for name in expected if name in made]
    for path in sorted(folder.glob("*")):
        if path.suffix != ".jsonl" or path.stem not in expected:
            message = "no document of the manifest has this name"
            remedy = f"Name it after one of: {', '.join(expected)}"
            problems.append(Problem("F104", relative(path, root), message, remedy))
    layer: dict[str, list[Placed[Record]]] = {}
    for doc_id in expected:
        path = folder / f"{doc_id}.jsonl"
        if path.exists():
            layer[doc_id] = list(read_lines(path, kind, root, problems))
            problems.extend(_misfiled(layer[doc_id], doc_id))
        else:
            message = f"layer {folder.name} has no file for {doc_id}"
            remedy = "Add it; an empty file says that there is nothing to annotate"
            problems.append(Problem("F103", relative(path, root), message, remedy))
    problems.extend(_twice(layer))
    return layer


def read_lines(
    path: Path, kind: type[T], root: Path, problems: list[Problem]
) -> Iterable[Placed[T]]:
    """The records of one file, each with its place; what cannot be read goes to ``problems``."""
    place = relative(path, root)
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


def relative(path: Path, root: Path) -> str:
    """``path`` as it is written in problems."""
    return path.relative_to(root).as_posix()
