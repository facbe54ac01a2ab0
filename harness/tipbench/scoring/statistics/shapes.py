"""How statistics become rows of numbers, and many sums of such rows become values at once.

Resampling adds up the same statistics thousands of times; this is their arithmetic for arrays, one
entry for each kind of statistics. A package with a metric of another kind registers its own::

    @shape_of.register
    def _(zero: MyStatistics) -> Shape: ...
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import singledispatch
from typing import TYPE_CHECKING, Any

from tipbench.scoring.counts import Counts
from tipbench.scoring.stance import Hits
from tipbench.scoring.summaries.overlap import CharacterCounts, Means
from tipbench.scoring.summaries.statistics import Drift, Extents, Ratio

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Array = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Shape:
    """The arithmetic of one kind of statistics.

    Attributes:
        row: The statistics as numbers that add up as they do.
        values: From an array of such sums, one a line, each field of the score; ``nan`` where
            there is nothing to divide by.
    """

    row: Callable[[Any], Sequence[float]]
    values: Callable[[Array], dict[str, Array]]


@singledispatch
def shape_of(zero: object) -> Shape | None:
    """The shape of the statistics of a kind; ``None`` of one that nobody registered."""
    return None


@shape_of.register
def _(zero: Counts) -> Shape:
    return Shape(lambda c: (c.gold, c.predicted, c.gold_credit, c.predicted_credit), _f1)


@shape_of.register
def _(zero: Hits) -> Shape:
    return Shape(lambda h: (h.correct, h.total), lambda s: {"value": _ratio(s[:, 0], s[:, 1])})


@shape_of.register
def _(zero: Means) -> Shape:
    return Shape(lambda m: (m.documents, float(m.precision), float(m.recall), float(m.f1)), _means)


@shape_of.register
def _(zero: CharacterCounts) -> Shape:
    return Shape(lambda c: (c.documents, *(c.ngrams or _NO_NGRAMS)), _chrf)


@shape_of.register
def _(zero: Ratio) -> Shape:
    return Shape(lambda r: (r.part, r.whole), lambda s: {zero.field: _ratio(s[:, 0], s[:, 1])})


@shape_of.register
def _(zero: Drift) -> Shape:
    return Shape(
        lambda d: (d.kept, d.judged, d.drift),
        lambda s: {"drift": _ratio(s[:, 2], s[:, 1]), "value": _ratio(s[:, 0], s[:, 1])},
    )


@shape_of.register
def _(zero: Extents) -> Shape:
    return Shape(
        lambda e: (e.documents, e.words, e.article_words, e.copied),
        lambda s: {
            "copied": _ratio(s[:, 3], s[:, 1]),
            "compression": _ratio(s[:, 1], s[:, 2]),
            "words": _ratio(s[:, 1], s[:, 0]),
        },
    )


_NO_NGRAMS = (0,) * 18
"""Three counts for each of chrF's six orders."""


def _ratio(part: Array, whole: Array) -> Array:
    """``part / whole``, ``nan`` where there is nothing to divide by."""
    import numpy as np

    out: Array = np.full(part.shape, np.nan)
    np.divide(part, whole, out=out, where=whole != 0)
    return out


def _f1(sums: Array) -> dict[str, Array]:
    """As the properties of ``Counts``."""
    import numpy as np

    gold, predicted, gold_credit, predicted_credit = sums.T
    precision, recall = _ratio(predicted_credit, predicted), _ratio(gold_credit, gold)
    f1 = _ratio(2 * precision * recall, precision + recall)
    f1 = np.where((precision == 0) | (recall == 0), 0.0, f1)
    return {"precision": precision, "recall": recall, "f1": f1}


def _means(sums: Array) -> dict[str, Array]:
    names = ("precision", "recall", "f1")
    return {name: _ratio(sums[:, i], sums[:, 0]) for i, name in enumerate(names, 1)}


def _chrf(sums: Array) -> dict[str, Array]:
    """The arithmetic of sacrebleu's ``CHRF`` (effective order, beta 2) on many sums at once."""
    import numpy as np

    ngrams = sums[:, 1:].reshape(len(sums), -1, 3)
    summary, reference, matched = ngrams[:, :, 0], ngrams[:, :, 1], ngrams[:, :, 2]
    there = (summary > 0) & (reference > 0)
    orders = there.sum(axis=1).astype(np.float64)
    precision, recall = (
        _ratio(np.where(there, _ratio(matched, side), 0.0).sum(axis=1), orders)
        for side in (summary, reference)
    )
    score = _ratio(5 * precision * recall, 4 * precision + recall)
    empty = (orders == 0) | (precision + recall == 0)
    return {"score": np.where(sums[:, 0] == 0, np.nan, np.where(empty, 0.0, score))}
