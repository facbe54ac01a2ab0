"""All documents of a corpus, as far as they have to be known before any is read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tipbench.arrays import flags, ints, numbered, positions
from tipbench.corpus.folder import read_features, with_names
from tipbench.corpus.load import Corpus, make_case
from tipbench.model import Case, ViewName
from tipbench.parquet_rows import ParquetRows
from tipbench.scoring.score import check_ids
from tipbench.scoring.statistics.units import MANY_CLUSTERS, Units
from tipbench.streaming.lines.ranges import OrderedLines
from tipbench.streaming.predictions import Predictions
from tipbench.streaming.rows import GOLD_COLUMNS, GOLD_NUMBERED, Range
from tipbench.streaming.stretch import DOCUMENT_COLUMNS, Job

if TYPE_CHECKING:
    from tipbench.arrays import Ints


@dataclass(frozen=True, slots=True)
class Documents:
    """The documents of a corpus without their texts.

    Attributes:
        corpus: The corpus.
        view: The view that is scored.
        ids: Their ids, an Arrow array.
        order: Their numbers in the order of their ids.
        language: Numbers in ``languages``.
        languages: The languages that there are.
        units: What is resampled together.
        cluster: By document, the number of the unit where units are documents.
    """

    corpus: Corpus
    view: ViewName
    ids: Any
    order: Ints
    language: Ints
    languages: list[str]
    units: Units
    cluster: Ints

    @classmethod
    def of(cls, corpus: Corpus, view: ViewName) -> Documents:
        """Read ids, languages and clusters.

        Raises:
            UsageError: Two documents have one id, or a file cannot be read to its end.
        """
        rows = ParquetRows(corpus.paths["documents"], ("doc_id", "language", "cluster"))
        ids = rows.column("doc_id").combine_chunks()
        order = _in_order(ids)
        units, cluster = _units(ids, order, rows.column("cluster"), _cases(corpus, view))
        language, languages = numbered(rows.column("language").combine_chunks())
        return cls(corpus, view, ids, order, language, languages, units, cluster)

    def __len__(self) -> int:
        """The number of documents."""
        return len(self.ids)

    def gold(self) -> Range | None:
        """The gold; ``None`` where its documents are in another order."""
        rows = ParquetRows(self.corpus.paths["entities"], GOLD_COLUMNS, GOLD_NUMBERED)
        ids = rows.column("doc_id").combine_chunks()
        number = positions(ids, self.ids)
        if (number < 0).any() or not (number[1:] > number[:-1]).all():
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


def _in_order(ids: Any) -> Ints:
    """The numbers of documents in the order of their ids.

    Raises:
        UsageError: Two of them have one id.
    """
    import numpy as np
    import pyarrow.compute as pc

    if len(ids) and flags(pc.greater(ids.slice(1), ids.slice(0, len(ids) - 1))).all():
        return np.arange(len(ids))
    check_ids(ids.to_pylist())
    return ints(pc.array_sort_indices(ids))


def _units(ids: Any, order: Ints, clusters: Any, cases: Iterator[Case]) -> tuple[Units, Ints]:
    """What is resampled together, and the unit of each document where units are documents."""
    import numpy as np

    if clusters.null_count == len(ids) >= MANY_CLUSTERS:
        number = np.empty(len(ids), dtype=np.int64)
        number[order] = np.arange(len(ids))
        return Units.independent(len(ids)), number
    names = ids.to_pylist()
    units = Units.of_clusters(dict(zip(names, clusters.to_pylist(), strict=True)), cases)
    by_document = (units.unit(doc_id, None, "documents") for doc_id in names)
    return units, np.fromiter(by_document, np.int64, len(names))


def _cases(corpus: Corpus, view: ViewName) -> Iterator[Case]:
    """The documents without their gold, one at a time."""
    rows = ParquetRows(corpus.paths["documents"], DOCUMENT_COLUMNS)
    path = corpus.paths["documents"][0]
    features = read_features(path, str(path))
    for batch in rows.batches(0):
        for row in batch.to_pylist():
            yield make_case(with_names(row, features), view, {})
