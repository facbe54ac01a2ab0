"""Krippendorff's α and means of ratios, each with a bootstrap interval over blocks of text.

Items of one sentence are not independent of each other, so whole sentences are drawn, not items.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import numpy
    from numpy.typing import NDArray

    Array = NDArray[numpy.float64]

Block = tuple[str, int]
"""A sentence: its document and its number."""

LEAST_BLOCKS = 8
"""With fewer blocks than this no interval is given: so few cannot show how much they vary."""

LEAST_DEFINED = 0.95
"""No interval either where a smaller share of the resamples has a value at all."""


@dataclass(frozen=True, slots=True)
class Bootstrap:
    """How intervals are made: the percentile bootstrap.

    Attributes:
        resamples: How many times the blocks are drawn with replacement.
        seed: Of the random numbers; the same seed gives the same intervals.
        level: What share of the resamples lies within an interval.
    """

    resamples: int = 2000
    seed: int = 0
    level: float = 0.95


class Estimate(NamedTuple):
    """A value and its interval, each with the reason where there is none."""

    value: float | None
    reason: str | None = None
    interval: tuple[float, float] | None = None
    no_interval: str | None = None


class Share(NamedTuple):
    """What one item adds to a ratio: ``credit`` out of one, in ``group``."""

    block: Block
    group: Hashable
    credit: float


def alpha(units: Iterable[Sequence[Hashable]]) -> float | None:
    """Krippendorff's α for nominal data; computed by NLTK.

    Krippendorff (2011), Computing Krippendorff's Alpha-Reliability,
    https://repository.upenn.edu/asc_papers/43.

    Args:
        units: The values that each unit was given; one with fewer than two is left out.

    Returns:
        1 for perfect agreement, 0 for that of chance; ``None`` where fewer than two different
        values occur, so that no disagreement was possible.

    >>> round(alpha([("a", "a"), ("a", "b"), ("b", "b"), ("b", "b")]), 3)
    0.533
    """
    from nltk.metrics.agreement import AnnotationTask  # type: ignore[import-untyped]

    codes: dict[Hashable, int] = {}
    data = [
        (coder, unit, codes.setdefault(value, len(codes)))
        for unit, values in enumerate(units)
        if len(values) > 1
        for coder, value in enumerate(values)
    ]
    # NLTK gives 1 for a single value; with nothing to tell apart that would be no finding.
    return float(AnnotationTask(data).alpha()) if len(codes) > 1 else None


def cohen_kappa(pairs: Iterable[tuple[Hashable, Hashable]]) -> float | None:
    """Cohen's κ of two observers; computed by NLTK.

    Cohen (1960), A Coefficient of Agreement for Nominal Scales,
    https://doi.org/10.1177/001316446002000104.

    Args:
        pairs: What the one and the other say of each unit.

    Returns:
        1 for perfect agreement, 0 for that of chance; ``None`` where both say one and the same of
        every unit, or there is none, so that nothing is told apart.

    >>> cohen_kappa([(True, True), (True, False), (False, False), (False, False)])
    0.5
    """
    from nltk.metrics.agreement import AnnotationTask

    data = [
        (coder, unit, value)
        for unit, values in enumerate(pairs)
        for coder, value in enumerate(values)
    ]
    if len({value for _, _, value in data}) < 2:
        return None
    return float(AnnotationTask(data).kappa())


def estimate_alpha(
    units: Sequence[tuple[Block, Sequence[Hashable]]], bootstrap: Bootstrap
) -> Estimate:
    """Krippendorff's α with its interval; every unit has at least two values."""
    if not units:
        return _undefined("no unit has two values")
    value = alpha(values for _, values in units)
    if value is None:
        return _undefined("only one value occurs, so nothing is told apart")
    return Estimate(value, None, *_interval(*margins(units), alphas, bootstrap))


def estimate_ratio(shares: Sequence[Share], bootstrap: Bootstrap) -> Estimate:
    """The mean over groups of the credit per item, with its interval."""
    if not shares:
        return _undefined("no items")
    value = mean_ratio(shares)
    groups: dict[Hashable, int] = {}
    table: dict[Block, dict[int, float]] = {}
    for share in shares:
        row = table.setdefault(share.block, {})
        column = groups.setdefault(share.group, 2 * len(groups))
        row[column] = row.get(column, 0.0) + share.credit
        row[column + 1] = row.get(column + 1, 0.0) + 1
    return Estimate(value, None, *_interval(table, 2 * len(groups), _mean_ratios, bootstrap))


def mean_ratio(shares: Iterable[Share]) -> float:
    """The mean over groups of the credit per item.

    >>> mean_ratio([Share(("d", 0), "ab", 1), Share(("d", 0), "ab", 0), Share(("d", 1), "ac", 1)])
    0.75
    """
    groups: dict[Hashable, list[float]] = {}
    for share in shares:
        groups.setdefault(share.group, []).append(share.credit)
    return sum(sum(credits) / len(credits) for credits in groups.values()) / len(groups)


def _undefined(reason: str) -> Estimate:
    return Estimate(None, reason, None, "there is no value")


Table = Mapping[Block, Mapping[int, float]]
"""Sums that add up over blocks, by column."""


def margins(units: Iterable[tuple[Block, Sequence[Hashable]]]) -> tuple[Table, int]:
    """What α needs of the coincidence matrix, by block: it adds up over units.

    Column 0 is the sum of all cells off the diagonal, the others are the sums of the rows, one for
    each value. A unit of m values adds 1/(m-1) for every ordered pair of values.
    """
    columns: dict[Hashable, int] = {}
    table: dict[Block, dict[int, float]] = {}
    for block, values in units:
        row = table.setdefault(block, {})
        counts: dict[int, int] = {}
        for value in values:
            column = columns.setdefault(value, len(columns) + 1)
            counts[column] = counts.get(column, 0) + 1
            row[column] = row.get(column, 0.0) + 1
        total = len(values)
        unequal = total**2 - sum(count**2 for count in counts.values())
        row[0] = row.get(0, 0.0) + unequal / (total - 1)
    return table, len(columns) + 1


def alphas(sums: Array) -> Array:
    """α of every row of sums, NaN where it is undefined: 1 - (n-1) Σo_ck / Σn_c n_k, c ≠ k."""
    import numpy

    observed, values = sums[:, 0], sums[:, 1:]
    n = values.sum(axis=1)
    expected = n**2 - (values**2).sum(axis=1)
    ratio = numpy.full(len(sums), numpy.nan)
    numpy.divide((n - 1) * observed, expected, out=ratio, where=expected > 0)
    return 1 - ratio


def _mean_ratios(sums: Array) -> Array:
    """The mean ratio of every row, over the groups that have items in it."""
    import numpy

    credits, items = sums[:, 0::2], sums[:, 1::2]
    ratios = numpy.divide(credits, items, out=numpy.zeros_like(credits), where=items > 0)
    means: Array = ratios.sum(axis=1) / (items > 0).sum(axis=1)
    return means


def _interval(
    table: Table, columns: int, statistic: Callable[[Array], Array], bootstrap: Bootstrap
) -> tuple[tuple[float, float] | None, str | None]:
    """The interval of a statistic of sums, or why there is none."""
    import numpy

    if len(table) < LEAST_BLOCKS:
        return None, f"{len(table)} sentences hold items, fewer than {LEAST_BLOCKS}"
    sums = numpy.zeros((len(table), columns))
    for number, block in enumerate(sorted(table)):
        for column, value in table[block].items():
            sums[number, column] = value
    values = statistic(_times_drawn(len(table), bootstrap) @ sums)
    defined = values[~numpy.isnan(values)]
    if len(defined) < LEAST_DEFINED * bootstrap.resamples:
        return None, f"undefined in {len(values) - len(defined)} of {len(values)} resamples"
    tail = (1 - bootstrap.level) / 2
    low, high = numpy.quantile(defined, [tail, 1 - tail])
    return (float(low), float(high)), None


def _times_drawn(blocks: int, bootstrap: Bootstrap) -> Any:
    """How often each resample (row) holds each block (column)."""
    import numpy

    random = numpy.random.default_rng(bootstrap.seed)
    draws = random.integers(0, blocks, size=(bootstrap.resamples, blocks))
    # Every resample counts in a range of its own, so that one call counts for all of them.
    draws += numpy.arange(bootstrap.resamples)[:, None] * blocks
    counts = numpy.bincount(draws.ravel(), minlength=bootstrap.resamples * blocks)
    return counts.reshape(bootstrap.resamples, blocks).astype(float)
