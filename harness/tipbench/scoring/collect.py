"""Adds up one metric over the documents of a corpus, in total, in slices and by unit."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tipbench.model import Case
from tipbench.scoring.counts import PARTS, Cell, Statistics, Tally
from tipbench.scoring.metric import Metric
from tipbench.scoring.result import Score
from tipbench.scoring.statistics.units import BlockSample, Sample, Units

NO_NAME = "none"
"""The slice of what has no label, or lies in no zone."""

Blocks = dict[tuple[str, int | None], Statistics]


class Collector:
    """The sums of one metric so far; only sums are kept, so memory does not grow with items."""

    __slots__ = ("_all_answered", "_answered", "_blocks", "_metric", "_slice_blocks", "_slices",
                 "_total", "_units")  # fmt: skip

    def __init__(self, metric: Metric, units: Units, *, resample_slices: bool = False) -> None:
        """Start from nothing.

        Args:
            metric: The metric.
            units: What of the corpus is resampled together.
            resample_slices: Whether to keep every slice by unit as well, and not the total alone.
        """
        self._metric = metric
        self._units = units
        self._total: Any = metric.zero
        self._answered: Any = metric.zero
        self._all_answered = True
        names = ("language", metric.label_name, "zone", "document")
        self._slices: dict[str, dict[str, Any]] = {name: {} for name in names if name}
        self._blocks: Blocks = {}
        self._slice_blocks: dict[tuple[str, str], Blocks] | None = {} if resample_slices else None

    def add(self, case: Case, tally: Tally[Any], *, answered: bool) -> None:
        """Add the statistics of one document."""
        headline: Any = self._metric.zero
        by_sentence = self._units.kind == "sentences"
        for cell, statistics in tally.items():
            if cell.part != "boilerplate":
                headline = headline + statistics
                if by_sentence:
                    _add_to(self._blocks, (case.document.doc_id, cell.block), statistics)
                if self._metric.label_name:
                    self._add(self._metric.label_name, cell.label or NO_NAME, statistics)
            for zone in _zones(cell, case):
                self._add("zone", zone, statistics)
            self._add_slice_blocks(case, cell, statistics)
        if not by_sentence:
            self._blocks[(case.document.doc_id, None)] = headline
        self._total = self._total + headline
        self._add("language", case.document.language, headline)
        self._add("document", case.document.doc_id, headline)
        if answered:
            self._answered = self._answered + headline
        else:
            self._all_answered = False

    def _add(self, dimension: str, name: str, statistics: Statistics) -> None:
        _add_to(self._slices[dimension], name, statistics)

    def _add_slice_blocks(self, case: Case, cell: Cell, statistics: Statistics) -> None:
        if self._slice_blocks is None:
            return
        slices = [("zone", zone) for zone in _zones(cell, case)]
        if cell.part != "boilerplate":
            document = case.document
            slices += [("language", document.language), ("document", document.doc_id)]
            if self._metric.label_name:
                slices.append((self._metric.label_name, cell.label or NO_NAME))
        for name in slices:
            blocks = self._slice_blocks.setdefault(name, {})
            _add_to(blocks, (case.document.doc_id, cell.block), statistics)

    def score(self) -> Score:
        """The metric over all documents added; names within a dimension are sorted."""
        slices = {
            dimension: {name: sums[name] for name in sorted(sums, key=in_order)}
            for dimension, sums in self._slices.items()
            if sums
        }
        return Score(
            metric=self._metric,
            total=self._total,
            answered=None if self._all_answered else self._answered,
            slices=slices,
            sample=self._sample(self._blocks),
            slice_samples={
                name: self._sample(blocks) for name, blocks in (self._slice_blocks or {}).items()
            },
        )

    def _sample(self, blocks: Blocks) -> Sample:
        return BlockSample(self._units, self._metric.zero, blocks)


def _add_to(sums: dict[Any, Any], key: object, statistics: Statistics) -> None:
    sums[key] = sums[key] + statistics if key in sums else statistics


def _zones(cell: Cell, case: Case) -> Iterator[str]:
    """The zone slices of a cell: its part and its zone."""
    if cell.part is None:
        return
    yield cell.part
    if case.zones:
        yield cell.zone or NO_NAME


def in_order(name: str) -> tuple[int, str]:
    """Where a slice stands among those of its dimension: the parts of a page come first."""
    return (PARTS.index(name) if name in PARTS else len(PARTS), name)
