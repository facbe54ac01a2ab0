"""What a corpus holds, counted: per layer, by label, language and zone.

Counts are of the whole page; ``content`` and ``boilerplate`` tell its two parts apart.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any

from tipbench.corpus.folder import Row, read_folder
from tipbench.corpus.layers import LAYERS, Layer, label_names
from tipbench.scoring.counts import PARTS

NONE = "(none)"
"""How the items without a label are called."""


@dataclass(frozen=True, slots=True)
class CountRow:
    """The counts of the items that have one label; ``by`` is ``total`` for those of all items."""

    by: str
    label: str
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class LayerCounts:
    """A layer, counted: a total, then a split by each dimension, whose labels stand as ``counts``.

    Attributes:
        layer: Name of the layer.
        measures: What is counted, the items themselves first.
        counts: One row per label.
        labels: How many of the columns are words.
    """

    layer: str
    measures: tuple[str, ...]
    counts: tuple[CountRow, ...]
    labels: int = 2

    @property
    def title(self) -> str:
        """The layer."""
        return self.layer

    @property
    def columns(self) -> tuple[str, ...]:
        """The header of ``rows``."""
        return ("by", "", *self.measures)

    @property
    def rows(self) -> tuple[tuple[str, ...], ...]:
        """Cells to print; a dimension is named in its first row alone."""
        before = ["", *(row.by for row in self.counts)]
        return tuple(
            (row.by if row.by != last else "", row.label, *map(str, row.counts))
            for row, last in zip(self.counts, before, strict=False)
        )

    def as_dict(self) -> dict[str, Any]:
        """``total`` and then each dimension: label → measure → count."""
        found: dict[str, Any] = {}
        for row in self.counts:
            counts = dict(zip(self.measures, row.counts, strict=True))
            if row.by == "total":
                found["total"] = counts
            else:
                found.setdefault(row.by, {})[row.label] = counts
        return found


@dataclass(frozen=True, slots=True)
class CrossCounts:
    """The items of a layer by label, language and part of the page, all three at once.

    Attributes:
        layer: Name of the layer.
        by: The dimension that gives the rows.
        heads: Language and part of each column.
        counts: The label of each row and its counts, one per column.
        labels: How many of the columns are words.
    """

    layer: str
    by: str
    heads: tuple[tuple[str, str], ...]
    counts: tuple[tuple[str, tuple[int, ...]], ...]
    labels: int = 1

    @property
    def title(self) -> str:
        """The layer and what it is crossed with."""
        return f"{self.layer}: {self.by} by language and part"

    @property
    def columns(self) -> tuple[str, ...]:
        """The header of ``rows``."""
        return (self.by, *(f"{language} {part}" for language, part in self.heads))

    @property
    def rows(self) -> tuple[tuple[str, ...], ...]:
        """Cells to print."""
        return tuple((label, *map(str, counts)) for label, counts in self.counts)

    def as_dict(self) -> dict[str, Any]:
        """Label → language → part → count."""
        found: dict[str, Any] = {}
        for label, counts in self.counts:
            languages = found.setdefault(label, {})
            for (language, part), count in zip(self.heads, counts, strict=True):
                languages.setdefault(language, {})[part] = count
        return found


@dataclass(frozen=True, slots=True)
class CorpusStats:
    """All counts of a corpus, layer by layer; a layer that it does not have is left out."""

    version: str
    layers: tuple[LayerCounts, ...]
    crosses: tuple[CrossCounts, ...]

    @property
    def tables(self) -> tuple[LayerCounts | CrossCounts, ...]:
        """Every table in the order of reading: a layer, then what it is crossed with."""
        found: list[LayerCounts | CrossCounts] = []
        for counts in self.layers:
            found += [counts, *(cross for cross in self.crosses if cross.layer == counts.layer)]
        return tuple(found)

    def as_dict(self) -> dict[str, Any]:
        """Numbers by layer and dimension, ready for JSON."""
        layers = {counts.layer: counts.as_dict() for counts in self.layers}
        for cross in self.crosses:
            layers[cross.layer][f"{cross.by}_by_language_and_part"] = cross.as_dict()
        return {"version": self.version, "layers": layers}


def corpus_stats(folder: Path) -> CorpusStats:
    """Count what a corpus folder holds.

    Raises:
        UsageError: The folder holds no corpus.
        DataError: A parquet file cannot be read or lacks a column.

    >>> from tipbench.corpus.find import builtin_folder
    >>> stats = corpus_stats(builtin_folder())
    >>> stats.as_dict()["layers"]["documents"]["language"]["fr"]["documents"]
    2
    """
    corpus = read_folder(folder)
    layers: list[LayerCounts] = []
    crosses: list[CrossCounts] = []
    for layer in LAYERS:
        if layer.config not in corpus.rows:
            continue
        items, names = list(layer.items(corpus)), label_names(layer, corpus)
        layers.append(_count(layer, items, names))
        if layer.cross is not None:
            crosses.append(_cross(layer.name, layer.cross, items, names))
    return CorpusStats(corpus.version, tuple(layers), tuple(crosses))


def _count(layer: Layer, items: Sequence[Row], names: Mapping[str, Sequence[str]]) -> LayerCounts:
    def row(by: str, label: str, chosen: Sequence[Row]) -> CountRow:
        return CountRow(by, label, tuple(measure(chosen) for measure in layer.measures.values()))

    rows = [row("total", "", items)]
    for column in layer.by:
        split = _split(column, items, names)
        rows += [row(column, label, chosen) for label, chosen in split.items()]
    return LayerCounts(layer.name, tuple(layer.measures), tuple(rows))


def _cross(
    layer: str, by: str, items: Sequence[Row], names: Mapping[str, Sequence[str]]
) -> CrossCounts:
    heads = tuple(product(_split("language", items, {}), _split("part", items, {})))
    counts = tuple(
        (
            label,
            tuple(
                sum((item["language"] or NONE, item["part"] or NONE) == head for item in chosen)
                for head in heads
            ),
        )
        for label, chosen in _split(by, items, names).items()
    )
    return CrossCounts(layer, by, heads, counts)


def _split(
    column: str, items: Sequence[Row], names: Mapping[str, Sequence[str]]
) -> dict[str, list[Row]]:
    """The items by their label in ``column``; none at all where no item has a label.

    A closed inventory comes in its own order and whole, other labels from the most frequent on.
    """
    found: dict[str, list[Row]] = {}
    for item in items:
        label = item.get(column)
        found.setdefault(NONE if label is None else label, []).append(item)
    known = [*names.get(column, PARTS if column == "part" else ())]
    if not found.keys() - {NONE}:
        return {}
    others = sorted(found.keys() - {*known, NONE}, key=lambda label: (-len(found[label]), label))
    last = [NONE] if NONE in found else []
    return {label: found.get(label, []) for label in [*known, *others, *last]}
