"""A corpus folder as it lies on disk: the rows of its configurations, with labels by name."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tipbench.errors import DataError, UsageError

Row = dict[str, Any]

REQUIRED = {
    "documents": {"doc_id", "language", "text"},
    "entities": {"doc_id", "entities"},
    "numeric_facts": {"doc_id", "numeric_facts"},
    "stance": {"doc_id", "stance"},
    "summaries": {"summary_id", "doc_ids", "language", "kind", "summary"},
    "inventory": {"entity_id", "type", "en", "fr", "aliases"},
}
"""The columns without which a configuration is of no use."""


class Rows(Mapping[str, Sequence[Row]]):
    """The rows of every configuration, with labels by name; read when they are first asked for."""

    __slots__ = ("_paths", "_read")

    def __init__(self, paths: Mapping[str, Sequence[Path]]) -> None:
        """Take the files of every configuration."""
        self._paths = paths
        self._read: dict[str, list[Row]] = {}

    def __getitem__(self, config: str) -> Sequence[Row]:
        """The rows of one configuration.

        Raises:
            KeyError: There is no such configuration.
            DataError: A file cannot be read.
        """
        if config not in self._read:
            paths = self._paths[config]
            self._read[config] = [row for path in paths for row in _read_rows(path, str(path))]
        return self._read[config]

    def __contains__(self, config: object) -> bool:
        """Whether there is such a configuration; reads nothing."""
        return config in self._paths

    def __iter__(self) -> Iterator[str]:
        """The configurations."""
        return iter(self._paths)

    def __len__(self) -> int:
        """The number of configurations."""
        return len(self._paths)


@dataclass(frozen=True, slots=True)
class CorpusFolder:
    """A corpus folder: its files, and the rows of every configuration as they lie in them.

    Attributes:
        version: What the ``VERSION`` file says, or ``unversioned``.
        paths: The files by configuration.
        rows: The rows by configuration, with labels by name.
        labels: The closed inventory of each labelled column, by configuration and column.
    """

    version: str
    paths: Mapping[str, tuple[Path, ...]]
    rows: Mapping[str, Sequence[Row]]
    labels: Mapping[str, Mapping[str, tuple[str, ...]]]

    @property
    def pages(self) -> dict[str, Row]:
        """The rows of ``documents`` by ``doc_id``."""
        return {row["doc_id"]: row for row in self.rows["documents"]}


def read_folder(folder: Path, configs: Collection[str] | None = None) -> CorpusFolder:
    """Read a corpus folder.

    Args:
        folder: In the layout of ``corpus/``.
        configs: The configurations to read; by default all that are there.

    Raises:
        UsageError: The folder holds no corpus.
        DataError: A parquet file is none, or lacks a column.

    >>> from tipbench.corpus.find import builtin_folder
    >>> len(read_folder(builtin_folder()).rows["documents"])
    5
    """
    if not any((folder / "data" / "documents").glob("*.parquet")):
        raise UsageError(
            f"corpus {str(folder)!r}: found no data/documents/*.parquet there; "
            "expected a folder in the layout of corpus/ (data/<config>/*.parquet), "
            "or ORG/NAME@REVISION on the Hub"
        )
    paths: dict[str, list[Path]] = {}
    labels: dict[str, dict[str, tuple[str, ...]]] = {}
    for path in sorted((folder / "data").glob("*/*.parquet")):
        config = path.parent.name
        if configs is not None and config not in configs:
            continue
        paths.setdefault(config, []).append(path)
        features = read_features(path, str(path), REQUIRED.get(config, ()))
        labels.setdefault(config, {}).update(label_names(features))
    version = folder / "VERSION"
    said = version.read_text(encoding="utf-8").strip() if version.exists() else "unversioned"
    files = {config: tuple(found) for config, found in paths.items()}
    return CorpusFolder(said, files, Rows(files), labels)


def read_parquet(
    path: Path, place: str, required: Collection[str]
) -> tuple[list[Row], dict[str, tuple[str, ...]]]:
    """Read the rows of one file, with labels by name, and the closed inventory of each label.

    Args:
        path: The parquet file.
        place: How errors call it.
        required: The columns that it must have.

    Raises:
        DataError: The file cannot be read or lacks a column.
    """
    features = read_features(path, place, required)
    return _read_rows(path, place), label_names(features)


def read_features(path: Path, place: str, required: Collection[str] = ()) -> dict[str, Any]:
    """What the file says of its columns, in the form of ``datasets``; empty where it says nothing.

    Raises:
        DataError: The file cannot be read or lacks a column that is required.
    """
    import pyarrow as pa
    from pyarrow.parquet import read_schema

    try:
        schema = read_schema(path)
    except (OSError, pa.ArrowException) as error:
        raise DataError(place, f"not a readable parquet file: {error}") from None
    if missing := sorted(set(required) - set(schema.names)):
        raise DataError(
            place,
            f"found the columns {', '.join(schema.names)}; "
            f"expected {', '.join(missing)} among them",
        )
    return _features(schema)


def _features(schema: Any) -> dict[str, Any]:
    metadata = (schema.metadata or {}).get(b"huggingface", b"{}")
    features: dict[str, Any] = json.loads(metadata).get("info", {}).get("features", {})
    return features


def label_names(features: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    """The closed inventories of all columns, by their own name."""
    names: dict[str, tuple[str, ...]] = {}
    for column, feature in features.items():
        _collect_names(column, feature, names)
    return names


def _read_rows(path: Path, place: str) -> list[Row]:
    import pyarrow as pa
    from pyarrow.parquet import ParquetFile

    try:
        table = ParquetFile(path).read()
    except (OSError, pa.ArrowException) as error:
        raise DataError(place, f"not a readable parquet file: {error}") from None
    namings = _namings(_features(table.schema))
    return [_renamed(row, namings) for row in table.to_pylist()]


def with_names(row: Row, features: Mapping[str, Any]) -> Row:
    """A row with the names of labels in place of their numbers."""
    return _renamed(row, _namings(features))


def _collect_names(column: str, feature: Any, names: dict[str, tuple[str, ...]]) -> None:
    """Find the closed inventories of a column and of the columns within it."""
    kind = feature.get("_type") if isinstance(feature, dict) else None
    if kind == "ClassLabel":
        names[column] = tuple(feature["names"])
    elif kind in ("List", "LargeList", "Sequence"):
        _collect_names(column, feature["feature"], names)
    elif isinstance(feature, dict) and kind is None:
        for name, inner in feature.items():
            _collect_names(name, inner, names)


Naming = Callable[[Any], Any]
"""Puts names in the place of the numbers of a value."""


def _namings(features: Mapping[str, Any]) -> dict[str, Naming]:
    """How to name what has numbers of labels in it, at any depth; the rest is left out."""
    found = {name: _naming(feature) for name, feature in features.items()}
    return {name: naming for name, naming in found.items() if naming is not None}


def _naming(feature: Any) -> Naming | None:
    kind = feature.get("_type") if isinstance(feature, dict) else None
    if kind == "ClassLabel":
        names = feature["names"]
        return lambda number: None if number is None else names[number]
    if kind in ("List", "LargeList", "Sequence"):
        inner = _naming(feature["feature"])
        return inner and (lambda items: None if items is None else list(map(inner, items)))
    if isinstance(feature, dict) and kind is None and (namings := _namings(feature)):
        return lambda item: None if item is None else _renamed(item, namings)
    return None


def _renamed(item: Row, namings: Mapping[str, Naming]) -> Row:
    return {**item, **{name: namings[name](item[name]) for name in namings if name in item}}
