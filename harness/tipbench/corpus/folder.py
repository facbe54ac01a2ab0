"""A corpus folder as it lies on disk: the rows of its configurations, with labels by name."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
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
    "nuggets": {"nugget_id", "doc_id", "en", "fr", "importance"},
    "inventory": {"entity_id", "type", "en", "fr", "aliases"},
}
"""The columns without which a configuration is of no use."""


@dataclass(frozen=True, slots=True)
class CorpusFolder:
    """The rows of every configuration of a corpus folder, as they lie in the files.

    Attributes:
        version: What the ``VERSION`` file says, or ``unversioned``.
        rows: The rows by configuration, with labels by name.
        labels: The closed inventory of each labelled column, by configuration and column.
    """

    version: str
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
        DataError: A parquet file cannot be read or lacks a column.

    >>> from tipbench.corpus.load import builtin_folder
    >>> len(read_folder(builtin_folder()).rows["documents"])
    5
    """
    if not any((folder / "data" / "documents").glob("*.parquet")):
        raise UsageError(
            f"corpus {str(folder)!r}: found no data/documents/*.parquet there; "
            "expected a folder in the layout of corpus/ (data/<config>/*.parquet)"
        )
    rows: dict[str, list[Row]] = {}
    labels: dict[str, dict[str, tuple[str, ...]]] = {}
    for path in sorted((folder / "data").glob("*/*.parquet")):
        config = path.parent.name
        if configs is not None and config not in configs:
            continue
        found, names = read_parquet(path, str(path), REQUIRED.get(config, ()))
        rows.setdefault(config, []).extend(found)
        labels.setdefault(config, {}).update(names)
    version = folder / "VERSION"
    said = version.read_text(encoding="utf-8").strip() if version.exists() else "unversioned"
    return CorpusFolder(said, rows, labels)


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
    import pyarrow as pa
    from pyarrow.parquet import ParquetFile

    try:
        table = ParquetFile(path).read()
    except (OSError, pa.ArrowException) as error:
        raise DataError(place, f"not a readable parquet file: {error}") from None
    if missing := sorted(set(required) - set(table.column_names)):
        raise DataError(
            place,
            f"found the columns {', '.join(table.column_names)}; "
            f"expected {', '.join(missing)} among them",
        )
    metadata = (table.schema.metadata or {}).get(b"huggingface", b"{}")
    described = json.loads(metadata).get("info", {}).get("features", {})
    names: dict[str, tuple[str, ...]] = {}
    for column, feature in described.items():
        _collect_names(column, feature, names)
    rows: list[Row] = [
        {column: _named(value, described.get(column)) for column, value in row.items()}
        for row in table.to_pylist()
    ]
    return rows, names


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


def _named(value: Any, feature: Any) -> Any:
    """Turn the numbers of ``ClassLabel`` columns back into their names, at any depth."""
    kind = feature.get("_type") if isinstance(feature, dict) else None
    if value is None or feature is None:
        return value
    if kind == "ClassLabel":
        return feature["names"][value]
    if kind in ("List", "LargeList", "Sequence"):
        return [_named(item, feature["feature"]) for item in value]
    if isinstance(value, dict) and kind is None:
        return {name: _named(item, feature.get(name)) for name, item in value.items()}
    return value
