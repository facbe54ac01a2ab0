"""The manifest of a release: every file with its sha256, every table with its number of rows.

A release that is loaded is checked against it, so that the bytes of a version are the same for
ever, or the load fails.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path, PureWindowsPath
from typing import Any, Literal

from tipbench.corpus.folder import read_parquet
from tipbench.errors import DataError

MANIFEST = "manifest.json"
SCHEMA_VERSION = 1
SHOWN = 3


@dataclass(frozen=True, slots=True)
class FileRecord:
    """One file of a release.

    Attributes:
        path: Within the release, with forward slashes.
        size: In bytes.
        sha256: Of the bytes.
        rows: The number of rows, of a table.
        rows_sha256: sha256 over the rows as JSON, of a table: the same whatever wrote the file.
    """

    path: str
    size: int
    sha256: str
    rows: int | None = None
    rows_sha256: str | None = None

    @classmethod
    def of(cls, folder: Path, path: Path) -> FileRecord:
        """Describe a file that lies in ``folder``; tables are read."""
        name = path.relative_to(folder).as_posix()
        record = cls(name, path.stat().st_size, _hash(path))
        if path.suffix != ".parquet":
            return record
        rows, _ = read_parquet(path, name, ())
        return cls(name, record.size, record.sha256, len(rows), rows_digest(rows))


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """The tombstone of a document whose text is no longer published."""

    doc_id: str
    reason: str
    date: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a release consists of.

    Attributes:
        name: Name of the corpus.
        version: Its version.
        canary: The line by which training data that hold it can be found.
        texts: Whether the texts of the articles are ``included`` or ``withheld``.
        withdrawn: The documents that are withdrawn, with their reasons.
        files: All files but the manifest itself, by path.
        sha256: Of the manifest's own file.
    """

    name: str
    version: str
    canary: str
    texts: Literal["included", "withheld"]
    withdrawn: tuple[Withdrawn, ...]
    files: Mapping[str, FileRecord]
    sha256: str


def rows_digest(rows: Sequence[Mapping[str, Any]]) -> str:
    """sha256 over rows, labels by name, as one JSON object a line.

    >>> rows_digest([{"a": 1}]) == rows_digest([{"a": 1}]) != rows_digest([{"a": 2}])
    True
    """
    digest = hashlib.sha256()
    for row in rows:
        digest.update(json.dumps(row, ensure_ascii=False, sort_keys=True).encode() + b"\n")
    return digest.hexdigest()


def write_manifest(
    folder: Path, *, version: str, canary: str, has_text: bool, withdrawn: Iterable[Withdrawn]
) -> None:
    """Write the manifest of a release whose other files are all there."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    content: dict[str, Any] = {
        "schema_version": SCHEMA_VERSION,
        "name": "tipbench",
        "version": version,
        "canary": canary,
        "texts": "included" if has_text else "withheld",
        "withdrawn": [asdict(tombstone) for tombstone in withdrawn],
        "files": [
            {key: value for key, value in asdict(record).items() if value is not None}
            for record in (
                FileRecord.of(folder, path)
                for path in files
                if path.name != MANIFEST or path.parent != folder
            )
        ],
    }
    sealed = {**content, "seal": _seal(content)}
    text = json.dumps(sealed, ensure_ascii=False, indent=2)
    (folder / MANIFEST).write_text(text + "\n", encoding="utf-8", newline="\n")


def read_manifest(path: Path, place: str) -> Manifest:
    """Read a manifest.

    Args:
        path: Where it lies.
        place: How errors call it.

    Raises:
        DataError: It is no manifest, or was edited.
    """
    raw = path.read_bytes()
    try:
        content = json.loads(raw)
        seal = content.pop("seal")
        if content["schema_version"] != SCHEMA_VERSION:
            found = content["schema_version"]
            raise DataError(
                place,
                f"found schema_version {found}; this tipbench reads {SCHEMA_VERSION}: renew it",
            )
        if seal != _seal(content):
            raise DataError(place, "the manifest was edited: its seal does not fit its content")
        files = {record["path"]: FileRecord(**record) for record in content["files"]}
        if outside := [path for path in files if not _is_inside(path)]:
            raise DataError(
                place, f"found the path {outside[0]!r}; expected paths within the folder"
            )
        return Manifest(
            name=content["name"],
            version=content["version"],
            canary=content["canary"],
            texts=content["texts"],
            withdrawn=tuple(Withdrawn(**tombstone) for tombstone in content["withdrawn"]),
            files=files,
            sha256=hashlib.sha256(raw).hexdigest(),
        )
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise DataError(place, f"not a manifest of a corpus: {error!r}") from None


def _is_inside(path: str) -> bool:
    """Whether a path stays in the folder that it is relative to, on any system."""
    parts = PureWindowsPath(path)
    return not (parts.drive or parts.root or ".." in parts.parts)


def check_folder(folder: Path, manifest: Manifest, remedy: str) -> None:
    """Check every file of a release against its manifest.

    Args:
        folder: The release.
        manifest: Its manifest.
        remedy: What to do about a file that does not fit.

    Raises:
        DataError: Files are missing, changed or too many; names up to three of them.
    """
    problems = list(_problems(folder, manifest))
    if not problems:
        return
    place, first = problems[0]
    others = [path for path, _ in problems[1 : SHOWN + 1]]
    more = f" (and {len(problems) - 1} more: {', '.join(others)})" if others else ""
    raise DataError(place, f"{first}{more}. {remedy}")


def _problems(folder: Path, manifest: Manifest) -> Iterator[tuple[str, str]]:
    for path, record in manifest.files.items():
        file = folder / path
        if not file.is_file():
            yield path, "the manifest names this file and it is not there"
            continue
        found = _hash(file)
        if found != record.sha256:
            yield path, _difference(file, found, record)
    for file in sorted((folder / "data").rglob("*.parquet")):
        if (path := file.relative_to(folder).as_posix()) not in manifest.files:
            yield path, "the manifest does not name this file"


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _difference(file: Path, found: str, record: FileRecord) -> str:
    """What is known of a file that was changed, the number of its rows included."""
    said = f"sha256 is {found[:12]}…, the manifest says {record.sha256[:12]}…"
    if record.rows is None:
        return said
    try:
        rows, _ = read_parquet(file, record.path, ())
    except DataError:
        return f"{said}; it cannot be read as a table any more"
    if len(rows) != record.rows:
        return f"{said}; it has {len(rows)} rows, the manifest says {record.rows}"
    if rows_digest(rows) == record.rows_sha256:
        return f"{said}; its rows are the same"
    return f"{said}; it has {record.rows} rows and not all are the manifest's"


def _seal(content: Mapping[str, Any]) -> str:
    """A hash over all else that the manifest says, so that an edit shows."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
