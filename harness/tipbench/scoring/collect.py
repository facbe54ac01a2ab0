"""Adds up one metric over the documents of a corpus, in total and in slices."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tipbench.model import Case
from tipbench.scoring.counts import PARTS, Cell, Statistics, Tally
from tipbench.scoring.metric import Metric
from tipbench.scoring.result import Score

NO_NAME = "none"
"""The slice of what has no label, or lies in no zone."""


class Collector:
    """The sums of one metric so far; only sums are kept, so memory does not grow with items."""

    __slots__ = ("_all_answered", "_answered", "_metric", "_slices", "_total")

    def __init__(self, metric: Metric) -> None:
        """Start from nothing."""
        self._metric = metric
        self._total: Any = metric.zero
        self._answered: Any = metric.zero
        self._all_answered = True
        names = ("language", metric.label_name, "zone", "document")
        self._slices: dict[str, dict[str, Any]] = {name: {} for name in names if name}

    def add(self, case: Case, tally: Tally[Any], *, answered: bool) -> None:
        """Add the statistics of one document."""
        headline: Any = self._metric.zero
        for cell, statistics in tally.items():
            if cell.part != "boilerplate":
                headline = headline + statistics
                if self._metric.label_name:
                    self._add(self._metric.label_name, cell.label or NO_NAME, statistics)
            for zone in _zones(cell, case):
                self._add("zone", zone, statistics)
        self._total = self._total + headline
        self._add("language", case.document.language, headline)
        self._add("document", case.document.doc_id, headline)
        if answered:
            self._answered = self._answered + headline
        else:
            self._all_answered = False

    def _add(self, dimension: str, name: str, statistics: Statistics) -> None:
        sums = self._slices[dimension]
        sums[name] = sums[name] + statistics if name in sums else statistics

    def score(self) -> Score:
        """The metric over all documents added; names within a dimension are sorted."""
        slices = {
            dimension: {name: sums[name] for name in sorted(sums, key=_order)}
            for dimension, sums in self._slices.items()
            if sums
        }
        answered = None if self._all_answered else self._answered
        return Score(self._metric, self._total, answered, slices)


def _zones(cell: Cell, case: Case) -> Iterator[str]:
    """The zone slices of a cell: its part and its zone."""
    if cell.part is None:
        return
    yield cell.part
    if case.zones:
        yield cell.zone or NO_NAME


def _order(name: str) -> tuple[int, str]:
    return (PARTS.index(name) if name in PARTS else len(PARTS), name)
