"""All documents of a corpus, as far as they have to be known before any is read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tipbench.arrays import absent, ints
from tipbench.corpus.folder import read_features, with_names
from tipbench.corpus.load import Corpus, make_case
from tipbench.model import Case, ViewName
from tipbench.parquet_rows import ParquetRows
from tipbench.scoring.score import check_ids
from tipbench.scoring.statistics.units import Units
from tipbench.streaming.line_range import OrderedLines
from tipbench.streaming.predictions import Predictions
from tipbench.streaming.stretch import DOCUMENT_COLUMNS, GOLD_COLUMNS, GOLD_NUMBERED, Job, Range

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Documents:
    """The documents of a corpus without their texts.

    Attributes:
        corpus: The corpus.
        view: The view that is scored.
        ids: Their ids, an Arrow array.
        languages: Their languages.
        units: What is resampled together.
    """

    corpus: Corpus
    view: ViewName
    ids: Any
    languages: list[str]
    units: Units

    @classmethod
    def of(cls, corpus: Corpus, view: ViewName) -> Documents:
        """Read ids, languages and clusters.

        Raises:
            UsageError: Two documents have one id, or a file cannot be read to its end.
        """
        rows = ParquetRows(corpus.paths["documents"], ("doc_id", "language", "cluster"))
        ids = rows.column("doc_id").combine_chunks()
        names = ids.to_pylist()
        check_ids(names)
        clusters = dict(zip(names, rows.column("cluster").to_pylist(), strict=True))
        units = Units.of_clusters(clusters, _cases(corpus, view))
        return cls(corpus, view, ids, rows.column("language").to_pylist(), units)

    def __len__(self) -> int:
        """The number of documents."""
        return len(self.ids)

    def gold(self) -> Range | None:
        """The gold; ``None`` where its documents are in another order."""
        import pyarrow.compute as pc

        rows = ParquetRows(self.corpus.paths["entities"], GOLD_COLUMNS, GOLD_NUMBERED)
        found = pc.index_in(rows.column("doc_id").combine_chunks(), value_set=self.ids)
        number = ints(found)
        if absent(found).any() or not (number[1:] > number[:-1]).all():
            return None
        return Range(rows, 0, number)

    def job(
        self,
        first: int,
        last: int,
        gold: Range,
        predictions: Predictions | OrderedLines,
        *,
        threads: int,
    ) -> Job:
        """What has to be known to count documents ``first`` to ``last``.

        Raises:
            UnorderedError: Lines of predictions are not in the order of the documents.
        """
        import numpy as np

        corpus = self.corpus
        low, high = np.searchsorted(gold.document, (first, last)).tolist()
        path = corpus.paths["entities"][0]
        return Job(
            first=first,
            last=last,
            documents=corpus.paths["documents"],
            gold=Range(gold.rows, low, gold.document[low:high]),
            predictions=predictions.range(first, last),
            view=self.view,
            inventory=corpus.inventory,
            units=self.units if self.units.kind == "sentences" else None,
            gold_features=read_features(path, str(path)),
            threads=threads,
        )


def _cases(corpus: Corpus, view: ViewName) -> Iterator[Case]:
    """The documents without their gold, one at a time."""
    rows = ParquetRows(corpus.paths["documents"], DOCUMENT_COLUMNS)
    path = corpus.paths["documents"][0]
    features = read_features(path, str(path))
    for batch in rows.batches(0):
        for row in batch.to_pylist():
            yield make_case(with_names(row, features), view, {})
