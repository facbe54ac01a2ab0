"""A corpus folder as it lies on disk: the rows of every configuration, those without a task too."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tipbench.corpus.load import REQUIRED, Row, read_parquet
from tipbench.errors import UsageError


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


def read_folder(folder: Path) -> CorpusFolder:
    """Read every configuration of a corpus folder, those without a task among them.

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
        found, names = read_parquet(path, str(path), REQUIRED.get(config, ()))
        rows.setdefault(config, []).extend(found)
        labels.setdefault(config, {}).update(names)
    version = folder / "VERSION"
    said = version.read_text(encoding="utf-8").strip() if version.exists() else "unversioned"
    return CorpusFolder(said, rows, labels)
