"""Whether two systems differ on a corpus: differences, their intervals, and tests.

The two are resampled together, unit by unit, so that what is hard for both does not count as a
difference between them (paired bootstrap: Koehn, 2004). The test is approximate randomisation
(Yeh, 2000; Riezler and Maxwell, 2005): if the systems did not differ, it would be all the same to
swap their statistics in any unit; ``p`` is the share of random swaps that make a difference at
least as large as the observed one. Several tests at once are corrected after Holm (1979). Above
``MOST_UNITS`` units interval and test are those of the delta method.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import erfc, sqrt
from typing import TYPE_CHECKING

from tipbench.scoring.statistics.draws import RESAMPLES, SEED, swapped_sums
from tipbench.scoring.statistics.resampling import (
    DIGITS,
    MOST_UNITS,
    POWER_80,
    Interval,
    Table,
    around,
    linear_error,
    percentiles,
    stacked_sums,
    too_little,
)
from tipbench.scoring.statistics.shapes import shape_of
from tipbench.scoring.statistics.units import Kind, Sample

if TYPE_CHECKING:
    from tipbench.scoring.statistics.shapes import Array

_ALIKE = 1e-9
"""Differences that are equal but for the noise of rounding."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two systems' statistics of one metric on one corpus, and the field that is compared."""

    baseline: Sample
    other: Sample
    field: str

    @property
    def kind(self) -> Kind:
        """Sentences, where either has items in them."""
        return "sentences" if "sentences" in (self.baseline.kind, self.other.kind) else "documents"


@dataclass(frozen=True, slots=True)
class Difference:
    """How another system differs from the baseline in one score.

    Attributes:
        difference: The other's score less the baseline's; ``None`` where one of them has none.
        interval: Of the difference, 95 %, paired.
        detectable: The smallest true difference that is found with 80 % power, by the paired error.
        p: Of the test that there is no difference.
        p_corrected: The same, corrected for the tests that were made with it.
        reason: Why there is neither interval nor test; ``None`` where there is.
    """

    difference: float | None
    interval: Interval | None = None
    detectable: float | None = None
    p: float | None = None
    p_corrected: float | None = None
    reason: str | None = None


def differences(
    pairs: Sequence[Pair], *, resamples: int = RESAMPLES, seed: int = SEED
) -> list[Difference]:
    """Test every pair; the p-values are corrected for all of them together."""
    found: dict[int, Difference] = {}
    groups: dict[Kind, list[int]] = {}
    for index, pair in enumerate(pairs):
        difference = _point(pair)
        reason = _untestable(pair) if difference is not None else "one of the scores is n/a"
        found[index] = Difference(difference, reason=reason)
        if reason is None:
            groups.setdefault(pair.kind, []).append(index)
    for kind, members in groups.items():
        tested = _group([pairs[index] for index in members], kind, resamples, seed)
        found.update(zip(members, tested, strict=True))
    corrected = holm([found[index].p for index in range(len(pairs))])
    return [replace(found[index], p_corrected=p) for index, p in enumerate(corrected)]


def holm(p_values: Sequence[float | None]) -> list[float | None]:
    """Correct p-values for their number, smallest first (Holm, 1979); ``None`` is no test.

    >>> holm([0.04, None, 0.01, 0.03])
    [0.06, None, 0.03, 0.06]
    """
    order = sorted((p, index) for index, p in enumerate(p_values) if p is not None)
    corrected: list[float | None] = [None] * len(p_values)
    largest = 0.0
    for rank, (p, index) in enumerate(order):
        largest = max(largest, min(1.0, p * (len(order) - rank)))
        corrected[index] = largest
    return corrected


def _point(pair: Pair) -> float | None:
    """The observed difference, of the exact statistics."""
    ours, theirs = (sample.total().values[pair.field] for sample in (pair.other, pair.baseline))
    return None if ours is None or theirs is None else ours - theirs


def _untestable(pair: Pair) -> str | None:
    if shape_of(pair.baseline.zero) is None:
        return f"statistics of the kind {type(pair.baseline.zero).__name__} cannot be resampled"
    both = (sample.with_items(pair.kind) for sample in (pair.baseline, pair.other))
    return too_little(pair.baseline.units, pair.kind, len(set().union(*both)))


def _group(pairs: Sequence[Pair], kind: Kind, resamples: int, seed: int) -> list[Difference]:
    """Test pairs over the same units."""
    ours = [Table.of(pair.other, kind) for pair in pairs]
    theirs = [Table.of(pair.baseline, kind) for pair in pairs]
    observed = [float(_point(pair) or 0.0) for pair in pairs]
    if len(ours[0].rows) > MOST_UNITS:
        both = zip(pairs, ours, theirs, observed, strict=True)
        return [_linearised(pair.field, a, b, seen) for pair, a, b, seen in both]
    p_values = _randomised(pairs, ours, theirs, observed, resamples, seed)
    sums = stacked_sums([*ours, *theirs], resamples, seed)
    found = []
    for index, (pair, seen, p) in enumerate(zip(pairs, observed, p_values, strict=True)):
        values = ours[index].shape.values
        drawn = values(sums[index])[pair.field] - values(sums[len(pairs) + index])[pair.field]
        interval, error = percentiles(drawn) or (None, None)
        found.append(Difference(seen, interval, _detectable(error), p))
    return found


def _detectable(error: float | None) -> float | None:
    return round(POWER_80 * error, DIGITS) if error else None


def _randomised(
    pairs: Sequence[Pair],
    ours: Sequence[Table],
    theirs: Sequence[Table],
    observed: Sequence[float],
    resamples: int,
    seed: int,
) -> list[float]:
    """Two-sided p-values by approximate randomisation, all with the same swaps."""
    import numpy as np

    changes = [b.rows - a.rows for a, b in zip(ours, theirs, strict=True)]
    widths = np.cumsum([change.shape[1] for change in changes])[:-1]
    stacked = swapped_sums(np.concatenate(changes, axis=1), resamples=resamples, seed=seed)
    found = []
    for pair, a, b, seen, moved in zip(
        pairs, ours, theirs, observed, np.split(stacked, widths, axis=1), strict=True
    ):
        mine = a.shape.values(a.rows.sum(axis=0) + moved)[pair.field]
        other = b.shape.values(b.rows.sum(axis=0) - moved)[pair.field]
        # A swap that leaves one of the two without a value counts against a difference.
        smaller = np.abs(mine - other) < abs(seen) - _ALIKE
        found.append((resamples - int(smaller.sum()) + 1) / (resamples + 1))
    return found


def _linearised(field: str, ours: Table, theirs: Table, seen: float) -> Difference:
    deviations: Array = ours.deviations()[field] - theirs.deviations()[field]
    error = linear_error(deviations)
    if error is None:
        return Difference(seen, reason="the scores are at the edge of n/a")
    p = erfc(abs(seen) / error / sqrt(2)) if error else float(abs(seen) < _ALIKE)
    return Difference(seen, around(seen, error, low=-1.0, high=1.0), _detectable(error), p)
