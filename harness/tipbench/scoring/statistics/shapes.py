"""How statistics become rows of numbers, and many sums of such rows become values at once.

Resampling adds up the same statistics thousands of times; this is their arithmetic for arrays, one
entry for each kind of statistics, registered beside it. So does a package with a metric of its
own::

    @shape_of.register
    def _(zero: MyStatistics) -> Shape: ...
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import singledispatch
from typing import TYPE_CHECKING, Any

from tipbench.scoring.counts import Counts

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


def ratio(part: Array, whole: Array) -> Array:
    """``part / whole``, ``nan`` where there is nothing to divide by."""
    import numpy as np

    out: Array = np.full(part.shape, np.nan)
    np.divide(part, whole, out=out, where=whole != 0)
    return out


def _f1(sums: Array) -> dict[str, Array]:
    """As the properties of ``Counts``."""
    import numpy as np

    gold, predicted, gold_credit, predicted_credit = sums.T
    precision, recall = ratio(predicted_credit, predicted), ratio(gold_credit, gold)
    f1 = ratio(2 * precision * recall, precision + recall)
    f1 = np.where((precision == 0) | (recall == 0), 0.0, f1)
    return {"precision": precision, "recall": recall, "f1": f1}
