"""Adding a text to a project: its file, its line in the manifest, and zones proposed."""

from __future__ import annotations

import datetime
import hashlib
import json
import re
import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from tipbench.annotation.records import ProvenanceRecord, SeedRecord
from tipbench.corpus.proposals import propose_sentences, propose_zones
from tipbench.errors import DataError, UsageError
from tipbench.version import __version__

PROPOSED = "proposed"
"""The name of the pass that holds the proposals."""

TAKEN_OVER = ("labels.json", "inventory.jsonl", "properties.jsonl", "guidelines")
"""What a new project takes over from another."""

_DOC_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Added:
    """What was added.

    Attributes:
        doc_id: The document's name.
        zones: How many zones are proposed.
        sentences: How many sentences are proposed.
        proposals: The folder of the pass that holds them.
    """

    doc_id: str
    zones: int
    sentences: int
    proposals: Path


def add_document(
    file: Path,
    root: Path,
    *,
    language: str,
    doc_id: str | None = None,
    cluster: str | None = None,
    origin: str | None = None,
    like: Path | None = None,
) -> Added:
    """Add a text to a project, which is made if it is not there.

    The gold and other passes are not touched.

    Args:
        file: The text, UTF-8; every character is kept as it is.
        root: The project's folder.
        language: ``en`` or ``fr``.
        doc_id: The document's name; by default the next number of the project's names.
        cluster: The documents that it is not independent of have the same one.
        origin: What the page says of where it comes from.
        like: The project from which a new one takes over labels, inventories and guidelines.

    Raises:
        UsageError: The text is there already, or a name is taken, or there is no project to
            take over from.
        DataError: The file is empty or no UTF-8.
    """
    text, raw = _read(file)
    if language not in ("en", "fr"):
        raise UsageError(f"--language {language!r}: expected en or fr")
    if not (root / "seeds" / "manifest.json").exists():
        _new_project(root, like)
    manifest = _manifest(root)
    digest = hashlib.sha256(raw).hexdigest()
    _refuse_known(manifest, digest, file)
    name = doc_id or _next_name(manifest, root)
    if not _DOC_ID.fullmatch(name):
        raise UsageError(f"--doc-id {name!r}: expected small letters, digits and hyphens")
    if name in {seed.doc_id for seed in manifest}:
        raise UsageError(f"--doc-id {name!r}: found a document of this name; expected a new one")
    zones = propose_zones(text, name, PROPOSED)
    sentences = propose_sentences(text, zones, name, PROPOSED)
    stored = root / "seeds" / f"{name}.txt"
    if stored.exists():
        raise UsageError(f"{stored}: found a file there that the manifest does not name; move it")
    folder = root / "annotations" / "passes" / PROPOSED
    _propose(folder, name, {"zones": zones, "sentences": sentences})
    stored.write_bytes(raw)
    _add_cluster(root, name, cluster)
    # The manifest comes last: before it has the line, the document is not there.
    seed = SeedRecord(
        doc_id=name, file=stored.name, sha256=digest, language=language, origin=origin
    )
    _write_json(root / "seeds" / "manifest.json", msgspec.to_builtins([*manifest, seed]))
    return Added(name, len(zones), len(sentences), folder)


def _read(file: Path) -> tuple[str, bytes]:
    try:
        raw = file.read_bytes()
        text = raw.decode("utf-8")
    except OSError as error:
        raise UsageError(f"{file}: cannot be read: {error.strerror}") from None
    except UnicodeDecodeError as error:
        raise DataError(
            str(file), f"byte {error.start} is no UTF-8; save the file as UTF-8"
        ) from None
    if not text.strip():
        raise DataError(str(file), "found no words; expected a text")
    return text, raw


def _new_project(root: Path, like: Path | None) -> None:
    source = (like or Path()) / "annotations"
    if not (source / "labels.json").exists():
        raise UsageError(
            f"{root}: found no project there, and none at {like or Path()} to take labels and "
            "inventories over from; expected --like with the folder of a project"
        )
    (root / "seeds").mkdir(parents=True, exist_ok=True)
    (root / "annotations").mkdir(exist_ok=True)
    for name in TAKEN_OVER:
        if (source / name).is_dir():
            shutil.copytree(source / name, root / "annotations" / name)
        else:
            shutil.copyfile(source / name, root / "annotations" / name)
    (root / "annotations" / "VERSION").write_text("0.1.0\n", encoding="utf-8", newline="\n")
    (root / "annotations" / "documents.jsonl").write_text("", encoding="utf-8")
    _write_json(root / "seeds" / "manifest.json", [])


def _manifest(root: Path) -> tuple[SeedRecord, ...]:
    path = root / "seeds" / "manifest.json"
    try:
        return msgspec.json.decode(path.read_bytes(), type=tuple[SeedRecord, ...])
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise DataError(str(path), str(error)) from None


def _refuse_known(manifest: Iterable[SeedRecord], digest: str, file: Path) -> None:
    for seed in manifest:
        if seed.sha256 == digest:
            raise UsageError(f"{file}: this text is {seed.doc_id} already; nothing is added")


def _next_name(manifest: Sequence[SeedRecord], root: Path) -> str:
    """The next of the names that end in a number; the first is named after the folder."""
    numbered = [re.fullmatch(r"(.+)-(\d+)", seed.doc_id) for seed in manifest]
    found = [match for match in numbered if match]
    if not found:
        stem = re.sub(r"[^a-z0-9]+", "-", root.resolve().name.lower()).strip("-")
        return f"{stem or 'doc'}-000"
    last = max(found, key=lambda match: int(match[2]))
    return f"{last[1]}-{int(last[2]) + 1:0{len(last[2])}d}"


def _propose(folder: Path, name: str, layers: Mapping[str, Sequence[Any]]) -> None:
    path = folder / "provenance.json"
    made: dict[str, tuple[str, ...]] = {}
    if path.exists():
        made = dict(msgspec.json.decode(path.read_bytes(), type=ProvenanceRecord).documents or {})
    for layer, records in layers.items():
        keys = [key for key in records[0].__struct_fields__ if key not in ("id", "doc_id")]
        order = ["id", "doc_id", *(key for key in keys if key != "annotator"), "annotator"]
        lines = [json.dumps({key: getattr(r, key) for key in order}) + "\n" for r in records]
        (folder / layer).mkdir(parents=True, exist_ok=True)
        (folder / layer / f"{name}.jsonl").write_text(
            "".join(lines), encoding="utf-8", newline="\n"
        )
        made[layer] = tuple(sorted({*made.get(layer, ()), name}))
    record = ProvenanceRecord(
        annotator=PROPOSED,
        kind="model",
        model=f"the rules of tipbench {__version__}; no person has looked at them",
        guidelines="1.0",
        date=datetime.datetime.now(datetime.UTC).date().isoformat(),
        layers=tuple(made),
        procedure="Proposed by `tipbench corpus add` from the lines of the text.",
        documents=made,
    )
    _write_json(path, msgspec.to_builtins(record))


def _add_cluster(root: Path, name: str, cluster: str | None) -> None:
    path = root / "annotations" / "documents.jsonl"
    reason = "Named when it was added." if cluster else "Of no other document, as far as known."
    line = {"doc_id": name, "cluster": cluster or name, "reason": reason}
    before = path.read_text(encoding="utf-8") if path.exists() else ""
    after = before + json.dumps(line, ensure_ascii=False) + "\n"
    path.write_text(after, encoding="utf-8", newline="\n")


def _write_json(path: Path, content: Any) -> None:
    text = json.dumps(content, ensure_ascii=False, indent=2) + "\n"
    path.write_text(text, encoding="utf-8", newline="\n")
