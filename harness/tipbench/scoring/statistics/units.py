"""The units that are resampled: what of a corpus is drawn together.

A corpus of few independent texts is resampled by **sentences**: its scores are then known within
these texts, and no further. The documents of one cluster (a text and its translation) are not
independent, so their sentences are drawn together: the sentences that stand at the same relative
place of their documents are one unit. Where a text is in the corpus twice, the units are as many
as without the copy, and no interval gets narrower by it.

A corpus of many independent texts is resampled by **documents**, the documents of one cluster
together, as errors within a text go together too. So is a metric that speaks of documents as a
whole. Cameron, Gelbach and Miller (2008, "Bootstrap-based improvements for inference with clustered
errors") put the border between few clusters and many at some 30.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, Protocol

from tipbench.model import Case
from tipbench.scoring.counts import Statistics

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Array = npt.NDArray[np.float64]

Kind = Literal["sentences", "documents"]

MANY_CLUSTERS = 30
"""From so many independent documents or clusters on, these are the units, not sentences."""


@dataclass(frozen=True, slots=True)
class Units:
    """Which sentences and documents of a corpus are drawn together.

    Attributes:
        kind: What the units of metrics are whose items stand in the text.
        documents: Number of documents.
        sentences: By document, where the sentences of its content start; empty with ``documents``
            for units.
    """

    kind: Kind
    documents: int
    sentences: Mapping[str, tuple[int, ...]] = field(repr=False)
    _cluster: Mapping[str, int] = field(repr=False)
    _first: Sequence[int] = field(repr=False)

    @classmethod
    def of(cls, cases: Sequence[Case]) -> Units:
        """The units of a corpus; their order does not depend on that of the documents."""
        clusters = {case.document.doc_id: case.cluster for case in cases}
        return cls.of_clusters(clusters, cases)

    @classmethod
    def of_clusters(cls, clusters: Mapping[str, str | None], cases: Iterable[Case]) -> Units:
        """The units of documents of which only the clusters are known at first.

        Args:
            clusters: The cluster of each document.
            cases: The documents themselves, looked at only where sentences are the units.
        """
        # A cluster and a document of the same name are not mixed up.
        names = {d: (c is not None, c or d) for d, c in clusters.items()}
        order = {name: index for index, name in enumerate(sorted(set(names.values())))}
        cluster = {doc_id: order[name] for doc_id, name in names.items()}
        if len(order) >= MANY_CLUSTERS:
            return cls("documents", len(names), {}, cluster, range(len(order) + 1))
        sentences = {case.document.doc_id: _sentences(case) for case in cases}
        lengths = [0] * len(order)
        for doc_id, index in cluster.items():
            lengths[index] = max(lengths[index], len(sentences[doc_id]))
        first = [0]
        for length in lengths:
            # One more, for the items of the cluster's documents that have no place.
            first.append(first[-1] + length + 1)
        return cls("sentences", len(names), sentences, cluster, first)

    @classmethod
    def independent(cls, documents: int) -> Units:
        """So many independent documents, which are known by their number alone."""
        return cls("documents", documents, {}, {}, range(documents + 1))

    def size(self, kind: Kind) -> int:
        """The number of units, with or without items."""
        return self._first[-1] if kind == "sentences" else len(self._first) - 1

    def unit(self, doc_id: str, block: int | None, kind: Kind) -> int:
        """The unit of sentence number ``block`` of a document (``None``: of no place in it).

        >>> from tipbench.model import Answer, Document
        >>> def case(doc_id, text):
        ...     return Case(Document(doc_id, "en", None, text), Answer(doc_id), cluster="both")
        >>> units = Units.of([case("a", "One. Two. Three. Four."), case("b", "Un. Deux.")])
        >>> [units.unit("a", block, "sentences") for block in (0, 1, 2, 3, None)]
        [0, 1, 2, 3, 4]
        >>> [units.unit("b", block, "sentences") for block in (0, 1, None)]
        [1, 3, 4]
        """
        cluster = self._cluster[doc_id]
        if kind == "documents":
            return cluster
        first, last = self._first[cluster], self._first[cluster + 1] - 1
        if block is None:
            return last
        # The middle of the sentence, as a share of the document, in units of the longest one.
        return first + (2 * block + 1) * (last - first) // (2 * len(self.sentences[doc_id]))


def _sentences(case: Case) -> tuple[int, ...]:
    # Imported here so that scoring by documents needs no sentences.
    from tipbench.tokens import split_sentences

    return tuple(
        span.start
        for span in split_sentences(case.document.text)
        if (zone := case.zone_at(span.start)) is None or zone.content
    )


class Sample(Protocol):
    """The statistics of one metric, as finely as they can be resampled."""

    @property
    def units(self) -> Units:
        """The units of the corpus."""
        ...

    @property
    def zero(self) -> Statistics:
        """The statistics of nothing."""
        ...

    @property
    def kind(self) -> Kind:
        """``sentences``, unless no item at all has a place."""
        ...

    def with_items(self, kind: Kind) -> Collection[int]:
        """The units that hold anything."""
        ...

    def rows(self, kind: Kind, row: Callable[[Any], Sequence[float]]) -> Array:
        """The statistics of all units as numbers; ``row`` makes a row of statistics."""
        ...

    def total(self) -> Any:
        """The statistics of all units together."""
        ...


@dataclass(frozen=True, slots=True)
class BlockSample:
    """The statistics of one metric by document and sentence.

    Attributes:
        units: The units of the corpus.
        zero: The statistics of nothing.
        blocks: The statistics by document and sentence; what they add up to is the score.
    """

    units: Units
    zero: Statistics
    blocks: Mapping[tuple[str, int | None], Statistics]

    @property
    def kind(self) -> Kind:
        """``sentences``, unless no item at all has a place."""
        placed = any(block is not None for _, block in self.blocks)
        return "sentences" if placed else "documents"

    def by_unit(self, kind: Kind) -> dict[int, Any]:
        """The statistics of every unit that holds anything."""
        sums: dict[int, Any] = {}
        for (doc_id, block), statistics in self.blocks.items():
            if statistics != self.zero:
                unit = self.units.unit(doc_id, block, kind)
                sums[unit] = sums[unit] + statistics if unit in sums else statistics
        return sums

    def with_items(self, kind: Kind) -> Collection[int]:
        """The units that hold anything."""
        return self.by_unit(kind).keys()

    def rows(self, kind: Kind, row: Callable[[Any], Sequence[float]]) -> Array:
        """The statistics of all units as numbers; ``row`` makes a row of statistics."""
        import numpy as np

        rows = np.zeros((self.units.size(kind), len(row(self.zero))))
        for unit, statistics in self.by_unit(kind).items():
            rows[unit] = row(statistics)
        return rows

    def total(self) -> Any:
        """The statistics of all units together."""
        total: Any = self.zero
        for statistics in self.blocks.values():
            total = total + statistics
        return total
