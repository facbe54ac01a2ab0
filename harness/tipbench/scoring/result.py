"""The scores of a run: totals, what was answered, and slices, ready for JSON."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tipbench.json_text import ManyItems
from tipbench.scoring.count_table import CountTable, Texts
from tipbench.scoring.counts import Counts, Statistics
from tipbench.scoring.metric import Metric
from tipbench.scoring.statistics.resampling import Uncertainty, signature, uncertainties
from tipbench.scoring.statistics.units import Sample, Units


@dataclass(frozen=True, slots=True)
class Score:
    """One metric over a corpus.

    Attributes:
        metric: The metric.
        total: Over all documents of the corpus (their content); a document that was not answered
            is in it as a miss.
        answered: Over the answered documents alone; ``None`` where that is all of them.
        slices: By dimension (``language``, the metric's ``label_name``, ``zone``, ``document``) and
            name. All but ``zone`` are slices of the content, as the total is.
        sample: The total as it can be resampled.
        slice_samples: The same of every slice, by dimension and name, if that was asked for.
    """

    metric: Metric
    total: Statistics
    answered: Statistics | None
    slices: Mapping[str, Mapping[str, Statistics]]
    sample: Sample = field(repr=False)
    slice_samples: Mapping[tuple[str, str], Sample] = field(repr=False)

    def as_dict(self, uncertainty: Uncertainty | None = None) -> dict[str, Any]:
        """Counts, values, those of the answered documents where they differ, and the interval.

        Args:
            uncertainty: How far the score is known, where it has been computed already.
        """
        answered = {} if self.answered is None else {"answered": _as_dict(self.answered)}
        known = uncertainty or uncertainties([self.sample])[0]
        return _as_dict(self.total) | answered | _uncertainty(known)

    def slices_as_dict(self, texts: Texts | None = None) -> dict[str, Any]:
        """Counts and values of every slice, by dimension and name.

        Args:
            texts: What is written already of a run, which its metrics share.
        """
        shared = {} if texts is None else texts
        return {dimension: _named(names, shared) for dimension, names in self.slices.items()}


@dataclass(frozen=True, slots=True)
class Scores:
    """All scores of a run.

    Attributes:
        tasks: By task and metric, in the order of reports.
        warnings: What the user should know about the predictions, one line each.
        units: What of the corpus is resampled together.
    """

    tasks: Mapping[str, Mapping[str, Score]]
    warnings: tuple[str, ...]
    units: Units

    @property
    def resampling(self) -> str:
        """What a signature says of the intervals.

        >>> from tipbench.scoring.score import score
        >>> score([], {}).resampling
        'resampling:bootstrap:10000:seed:12345|units:sentences'
        """
        return signature(self.units)

    def as_dict(self) -> dict[str, Any]:
        """``scores[task][metric]`` and ``slices[task][metric][dimension][name]``.

        Intervals are computed here, of all metrics together.
        """
        every = [score for scores in self.tasks.values() for score in scores.values()]
        known = iter(uncertainties([score.sample for score in every]))
        texts: Texts = {}
        return {
            "scores": {
                task: {name: score.as_dict(next(known)) for name, score in scores.items()}
                for task, scores in self.tasks.items()
            },
            "slices": {
                task: {name: score.slices_as_dict(texts) for name, score in scores.items()}
                for task, scores in self.tasks.items()
            },
        }


@dataclass(frozen=True, slots=True)
class SliceTable(ManyItems, Mapping[str, dict[str, Any]]):
    """Counts and values of very many names, each made when it is asked for.

    Attributes:
        counts: The counts.
        texts: Counts as JSON, shared by the tables of a run: many documents have equal ones.
    """

    counts: CountTable
    texts: Texts = field(default_factory=dict, repr=False, compare=False)

    def __getitem__(self, name: str) -> dict[str, Any]:
        """Counts and values of one name."""
        return _as_dict(self.counts[name])

    def __iter__(self) -> Iterator[str]:
        """The names."""
        return iter(self.counts)

    def __len__(self) -> int:
        """The number of names."""
        return len(self.counts)

    def json_items(self, as_json: Callable[[object], str]) -> tuple[Sequence[str], Sequence[str]]:
        """The names, and their counts and values as JSON; equal ones are written once."""

        def write(new: Sequence[Counts]) -> list[str]:
            # Encoded together: to encode them one by one takes several times as long.
            texts = as_json([_as_dict(counts) for counts in new])[2:-2].split("}, {")
            return [f"{{{text}}}" for text in texts] if new else []

        return self.counts.names, self.counts.texts(write, self.texts)


def _named(names: Mapping[str, Statistics], texts: Texts) -> Mapping[str, Any]:
    if isinstance(names, CountTable):
        return SliceTable(names, texts)
    return {name: _as_dict(statistics) for name, statistics in names.items()}


def _as_dict(statistics: Statistics) -> dict[str, Any]:
    return {"counts": statistics.counts, **statistics.values}


def _uncertainty(uncertainty: Uncertainty) -> dict[str, Any]:
    if uncertainty.reason is not None:
        return {"interval": None, "interval_reason": uncertainty.reason, "detectable": None}
    intervals = uncertainty.intervals
    return {
        "interval": {name: pair and list(pair) for name, pair in intervals.items()},
        "detectable": uncertainty.detectable,
    }
