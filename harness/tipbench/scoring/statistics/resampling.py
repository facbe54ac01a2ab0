"""How far a score is known: intervals, and the smallest difference that a corpus can show.

Intervals are of 95 %, by the percentile bootstrap over units (Efron, 1979; Koehn, 2004, for scores
of a corpus that are no means): as many units as there are (see ``statistics.units``) are
drawn with replacement, their statistics added up, and the score computed of the sums. Above
``MOST_UNITS`` units the delta method gives nearly the same at once: the score is taken as linear in
the sums of the units (the linearised ratio estimator), and its error as normal.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tipbench.scoring.statistics.draws import RESAMPLES, SEED, resampled_sums
from tipbench.scoring.statistics.shapes import Shape, shape_of
from tipbench.scoring.statistics.units import Kind, Sample, Units

if TYPE_CHECKING:
    from tipbench.scoring.statistics.shapes import Array

FEWEST_UNITS = 8
"""With items in fewer units than these there is no interval."""

MOST_UNITS = 2_000
"""Up to so many units scores are resampled; above, the delta method is used."""

Z_95 = 1.959964
"""Standard errors on each side of a normal interval of 95 %."""

POWER_80 = Z_95 + 0.841621
"""Standard errors away from 0 at which a two-sided test of 5 % finds 80 % of true differences."""

DIGITS = 6
"""Digits that are kept: sums of fractions may differ in the last ones between machines."""

Interval = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Uncertainty:
    """How far one metric's score is known.

    Attributes:
        reason: Why there is no interval at all; ``None`` where there is one.
        intervals: By field; ``None`` where the field has no value, or none in many resamples.
        errors: By field, the standard error; ``None`` where there is no interval.
    """

    reason: str | None
    intervals: Mapping[str, Interval | None]
    errors: Mapping[str, float | None]

    @property
    def detectable(self) -> dict[str, float | None]:
        """By field, the smallest true difference between two systems that the corpus shows.

        With 80 % power, in a two-sided test of 5 %, between two systems that both have this
        standard error and err independently of one another; a paired comparison of systems that
        err alike can see less. ``None`` where the units do not differ at all: they tell nothing of
        other systems.

        >>> Uncertainty(None, {"f1": (0.4, 0.6)}, {"f1": 0.05}).detectable
        {'f1': 0.198102}
        """
        return {
            name: round(POWER_80 * 2**0.5 * error, DIGITS) if error else None
            for name, error in self.errors.items()
        }


def uncertainties(
    samples: Sequence[Sample], *, resamples: int = RESAMPLES, seed: int = SEED
) -> list[Uncertainty]:
    """How far each of several scores on one corpus is known; all are resampled together."""
    found: dict[int, Uncertainty] = {}
    groups: dict[Kind, list[int]] = {}
    for index, sample in enumerate(samples):
        reason = too_little(sample.units, sample.kind, len(sample.with_items(sample.kind)))
        if shape_of(sample.zero) is None:
            reason = f"statistics of the kind {type(sample.zero).__name__} cannot be resampled"
        if reason is None:
            groups.setdefault(sample.kind, []).append(index)
        else:
            found[index] = Uncertainty(reason, {}, {})
    for kind, members in groups.items():
        tables = [Table.of(samples[index], kind) for index in members]
        for index, uncertainty in zip(members, _group(tables, resamples, seed), strict=True):
            found[index] = uncertainty
    return [found[index] for index in range(len(samples))]


def too_little(units: Units, kind: Kind, number: int) -> str | None:
    """Why so many units with items are too few for an interval; ``None`` where they are enough."""
    if number >= FEWEST_UNITS:
        return None
    clustered = kind == "documents" and units.size(kind) < units.documents
    noun = "clusters of dependent documents" if clustered else kind
    return f"too few {noun} with items: {number}, at least {FEWEST_UNITS} are needed"


@dataclass(frozen=True, slots=True)
class Table:
    """A sample as an array: one row of numbers for each unit of the corpus."""

    rows: Array
    shape: Shape

    @classmethod
    def of(cls, sample: Sample, kind: Kind) -> Table:
        """The table of a sample whose statistics have a shape."""
        shape = shape_of(sample.zero)
        if shape is None:
            raise TypeError(f"no shape for {type(sample.zero).__name__}")
        return cls(sample.rows(kind, shape.row), shape)

    def values(self) -> dict[str, float]:
        """The fields of the score; ``nan`` where there is nothing to divide by."""
        found = self.shape.values(self.rows.sum(axis=0, keepdims=True))
        return {name: float(values[0]) for name, values in found.items()}

    def deviations(self) -> dict[str, Array]:
        """By field, what each unit adds to the score's deviation, in linear approximation.

        The score's derivatives by its sums, found by small steps, times the rows.
        """
        import numpy as np

        total = self.rows.sum(axis=0)
        steps = np.diag(1e-4 * np.maximum(np.abs(total), 1.0))
        up, down = self.shape.values(total + steps), self.shape.values(total - steps)
        width = 2 * steps.diagonal()
        found = {name: self.rows @ ((up[name] - down[name]) / width) for name in up}
        return {name: values - values.mean() for name, values in found.items()}


def stacked_sums(tables: Sequence[Table], resamples: int, seed: int) -> list[Array]:
    """The resampled sums of tables with the same units, drawn once for all of them."""
    import numpy as np

    widths = np.cumsum([table.rows.shape[1] for table in tables])
    rows = np.concatenate([table.rows for table in tables], axis=1)
    return np.split(resampled_sums(rows, resamples=resamples, seed=seed), widths[:-1], axis=1)


def _group(tables: Sequence[Table], resamples: int, seed: int) -> list[Uncertainty]:
    if len(tables[0].rows) > MOST_UNITS:
        return [_linearised(table) for table in tables]
    sums = stacked_sums(tables, resamples, seed)
    return [_bootstrapped(table, own) for table, own in zip(tables, sums, strict=True)]


def _bootstrapped(table: Table, sums: Array) -> Uncertainty:
    intervals: dict[str, Interval | None] = {}
    errors: dict[str, float | None] = {}
    drawn = table.shape.values(sums)
    for name, value in table.values().items():
        spread = percentiles(drawn[name]) if value == value else None
        intervals[name] = spread and spread[0]
        errors[name] = spread and spread[1]
    return Uncertainty(None, intervals, errors)


def percentiles(values: Array) -> tuple[Interval, float] | None:
    """The interval and the standard error; ``None`` where over 5 % of the resamples have none."""
    import numpy as np

    there = values[~np.isnan(values)]
    if len(there) < 0.95 * len(values):
        return None
    low, high = quantiles(there, 0.025, 0.975)
    return rounded(low, high), _error(float(there.std(ddof=1)))


def quantiles(values: Array, *shares: float) -> list[float]:
    """Quantiles with linear interpolation: ``numpy.quantile``, which imports a good deal more.

    >>> import numpy as np
    >>> quantiles(np.array([4.0, 1.0, 2.0]), 0.25, 0.5)
    [1.5, 2.0]
    """
    import numpy as np

    places = [share * (len(values) - 1) for share in shares]
    below = [int(place) for place in places]
    above = [min(index + 1, len(values) - 1) for index in below]
    ordered = np.partition(values, sorted({*below, *above}))
    found = []
    for place, index, next_one in zip(places, below, above, strict=True):
        low, high, rest = float(ordered[index]), float(ordered[next_one]), place - index
        step = high - low
        found.append(low + step * rest if rest < 0.5 else high - step * (1 - rest))
    return found


def _linearised(table: Table) -> Uncertainty:
    intervals: dict[str, Interval | None] = {}
    errors: dict[str, float | None] = {}
    deviations = table.deviations()
    for name, value in table.values().items():
        there = value == value
        error = linear_error(deviations[name]) if there else None
        errors[name] = error
        intervals[name] = None if error is None else around(value, error, low=0.0, high=1.0)
    return Uncertainty(None, intervals, errors)


def linear_error(deviations: Array) -> float | None:
    """The standard error of a sum of independent deviations; ``None`` where one has none."""
    number = len(deviations)
    error = float((deviations @ deviations * number / (number - 1)) ** 0.5)
    return _error(error) if error == error else None


def around(value: float, error: float, *, low: float, high: float) -> Interval:
    """The normal interval of 95 %, cut off at ``low`` and ``high``."""
    return rounded(max(low, value - Z_95 * error), min(high, value + Z_95 * error))


def rounded(low: float, high: float) -> Interval:
    """An interval with as many digits as can be relied on."""
    return round(low, DIGITS), round(high, DIGITS)


def _error(error: float) -> float:
    """A standard error; what is only the noise of rounding is 0."""
    return error if error > 1e-9 else 0.0


def signature(units: Units) -> str:
    """What a signature says of the resampling."""
    by = f"units:{units.kind}"
    if units.size(units.kind) > MOST_UNITS:
        return f"resampling:delta|{by}"
    return f"resampling:bootstrap:{RESAMPLES}:seed:{SEED}|{by}"
