"""The comparison of runs itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tipbench.compare.items import ItemDifference, in_order, item_differences
from tipbench.compare.runs import ScoredRun, ScoredRuns, read_runs
from tipbench.report import HEADLINE
from tipbench.run.signature import sign
from tipbench.scoring.result import Score
from tipbench.scoring.statistics.paired import Difference, Pair, differences
from tipbench.scoring.statistics.units import BlockSample, Sample

CANNOT_TELL = "this corpus cannot tell them apart"

SIGNIFICANT = 0.05
"""Below this corrected p-value two systems are said to differ."""


@dataclass(frozen=True, slots=True)
class Row:
    """One score of two systems, of the whole corpus or of a slice.

    Attributes:
        task: The task.
        metric: The metric.
        field: Which of its values is compared: the last, as F1.
        slice: Dimension and name of the slice; ``None`` for the whole.
        pair: The letters of the two systems, the baseline's first.
        scores: Their scores.
        difference: The second less the first, with interval and p-value.
        higher_is_better: Whether a larger value is a better one.
    """

    task: str
    metric: str
    field: str
    slice: tuple[str, str] | None
    pair: tuple[str, str]
    scores: tuple[float | None, float | None]
    difference: Difference
    higher_is_better: bool

    @property
    def better(self) -> str | None:
        """The letter of the better system; ``None`` where the corpus cannot tell."""
        found = self.difference
        if found.difference is None or found.p_corrected is None:
            return None
        if found.p_corrected >= SIGNIFICANT:
            return None
        return self.pair[(found.difference > 0) == self.higher_is_better]

    @property
    def verdict(self) -> str:
        """Who is better, in words."""
        return CANNOT_TELL if self.better is None else f"{self.better} better"

    def as_dict(self) -> dict[str, Any]:
        """All of it, ready for JSON."""
        found = self.difference
        named = {} if self.slice is None else {"by": self.slice[0], "name": self.slice[1]}
        return {
            "task": self.task,
            "metric": self.metric,
            "field": self.field,
            **named,
            "pair": list(self.pair),
            "scores": list(self.scores),
            "difference": found.difference,
            "interval": found.interval and list(found.interval),
            "detectable": found.detectable,
            "p": found.p,
            "p_corrected": found.p_corrected,
            "reason": found.reason,
            "verdict": self.verdict,
        }


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a comparison of runs found.

    Attributes:
        runs: The runs, the baseline (``A``) first.
        corpus: Name, version and sha256 of the corpus.
        view: The view.
        signature: One line from which the comparison can be reproduced, given the predictions.
        rows: Every metric of every run against the baseline; p-values are corrected for them all.
        slices: The headline metrics by slice; p-values are corrected for all slices.
        items: The items on which the systems differ.
        warnings: What a reader has to know, one line each.
    """

    runs: tuple[ScoredRun, ...]
    corpus: dict[str, str]
    view: str
    signature: str
    rows: tuple[Row, ...]
    slices: tuple[Row, ...]
    items: tuple[ItemDifference, ...]
    warnings: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        """All of it, ready for JSON."""
        return {
            "signature": self.signature,
            "corpus": self.corpus,
            "view": self.view,
            "runs": [run.as_dict() for run in self.runs],
            "warnings": list(self.warnings),
            "differences": [row.as_dict() for row in self.rows],
            "slices": [row.as_dict() for row in self.slices],
            "items": [item.as_dict() for item in self.items],
        }


def compare(runs: Sequence[str | Path], corpus: str | Path | None = None) -> Comparison:
    """Compare runs with the first of them.

    Args:
        runs: Folders that ``tipbench evaluate`` or ``score`` wrote, the baseline first.
        corpus: The folder of the corpus; by default the built-in one.

    Raises:
        UsageError: Fewer than two runs, runs of different corpora or views, or with no task that
            all of them have.

    >>> from tempfile import TemporaryDirectory
    >>> import tipbench
    >>> with TemporaryDirectory() as folder:
    ...     names = [f"{folder}/{name}" for name in ("gold", "empty")]
    ...     for name in names:
    ...         tipbench.evaluate(Path(name).name, tasks=["stance"]).write(Path(name))
    ...     found = compare(names)
    >>> found.rows[0].metric, found.rows[0].difference.difference, found.rows[0].verdict
    ('tuple', -1.0, 'A better')
    """
    read = read_runs([Path(run) for run in runs], corpus)
    loaded = read.corpus
    return Comparison(
        runs=read.runs,
        corpus={"name": loaded.name, "version": loaded.version, "sha256": loaded.digest},
        view=read.view,
        signature=_signature(read),
        rows=_tested(list(_metrics(read))),
        slices=_tested(list(_slices(read))),
        items=tuple(in_order(item_differences(read))),
        warnings=tuple(_warnings(read)),
    )


def _signature(read: ScoredRuns) -> str:
    resampling = read.runs[0].scores.resampling
    judge = f"judge:{read.judges.name}" if read.judges.name else None
    signed = sign(read.corpus, read.view, resampling, read.labels, judge)
    if "resampling:delta" in resampling:
        return f"{signed}|test:delta|correction:holm"
    return f"{signed}|test:approximate-randomisation|correction:holm"


def _warnings(read: ScoredRuns) -> Iterator[str]:
    for run in read.runs:
        if run.stale:
            yield (
                f"{run.folder}: run.json has other scores than its predictions give now; "
                "the comparison is of the predictions"
            )
    if read.left_out:
        yield f"not compared, since only some of the runs have it: {', '.join(read.left_out)}"
    if read.judges.left_out:
        yield f"not compared, what judges decided: {read.judges.left_out}"


@dataclass(frozen=True, slots=True)
class _Untested:
    task: str
    name: str
    slice: tuple[str, str] | None
    score: Score
    letters: tuple[str, str]
    pair: Pair


def _pairs(read: ScoredRuns) -> Iterator[tuple[str, str, tuple[str, str], Score, Score]]:
    """Task, metric, letters and scores of every other run beside the baseline."""
    baseline, *others = read.runs
    for other in others:
        letters = (baseline.letter, other.letter)
        for task, scores in baseline.scores.tasks.items():
            for name, score in scores.items():
                yield task, name, letters, score, other.scores.tasks[task][name]


def _metrics(read: ScoredRuns) -> Iterator[_Untested]:
    for task, name, letters, first, second in _pairs(read):
        pair = Pair(first.sample, second.sample, first.metric.fields[-1])
        yield _Untested(task, name, None, first, letters, pair)


def _slices(read: ScoredRuns) -> Iterator[_Untested]:
    for task, name, letters, first, second in _pairs(read):
        if HEADLINE.get(task) != name:
            continue
        nothing = BlockSample(first.sample.units, first.metric.zero, {})
        for by, names in first.slices.items():
            for value in dict.fromkeys([*names, *second.slices.get(by, {})]):
                if value == "content":  # the score as a whole, tested as such
                    continue
                ours, theirs = (s.slice_samples.get((by, value), nothing) for s in (first, second))
                pair = Pair(ours, theirs, first.metric.fields[-1])
                yield _Untested(task, name, (by, value), first, letters, pair)


def _tested(rows: Sequence[_Untested]) -> tuple[Row, ...]:
    """Test every row, in one family of tests."""
    tested = differences([row.pair for row in rows])
    return tuple(
        Row(
            row.task,
            row.name,
            row.pair.field,
            row.slice,
            row.letters,
            (_value(row.pair.baseline, row.pair.field), _value(row.pair.other, row.pair.field)),
            difference,
            row.score.metric.higher_is_better,
        )
        for row, difference in zip(rows, tested, strict=True)
    )


def _value(sample: Sample, field: str) -> float | None:
    value: float | None = sample.total().values[field]
    return value
