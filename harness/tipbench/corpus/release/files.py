"""What the files of a release are made from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tipbench.corpus.release.changelog import release_date
from tipbench.corpus.release.manifest import FileRecord
from tipbench.corpus.rows import Row
from tipbench.corpus.sources import Sources

SPLIT = "test"


@dataclass(frozen=True, slots=True)
class Release:
    """One release of the corpus, its data already written.

    Attributes:
        sources: What it is built from.
        has_text: Whether it carries the texts of the articles.
        rows: The rows of every configuration, texts included, for the counts.
        tables: The ``datasets.Dataset`` of every configuration as it was written.
        data: The parquet file of every configuration.
    """

    sources: Sources
    has_text: bool
    rows: Mapping[str, Sequence[Row]]
    tables: Mapping[str, Any]
    data: Mapping[str, FileRecord]

    @property
    def date(self) -> str | None:
        """The day of the release, ISO 8601; ``None`` before the changelog has an entry."""
        return release_date(self.sources.changelog, self.sources.version)
