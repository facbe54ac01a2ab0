"""The scores of a run: totals, what was answered, and slices, ready for JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tipbench.scoring.counts import Statistics
from tipbench.scoring.metric import Metric

NO_INTERVAL = "intervals are not computed in harness 0.1.0"


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
    """

    metric: Metric
    total: Statistics
    answered: Statistics | None
    slices: Mapping[str, Mapping[str, Statistics]]

    def as_dict(self) -> dict[str, Any]:
        """Counts, values, those of the answered documents where they differ, and the interval."""
        answered = {} if self.answered is None else {"answered": _as_dict(self.answered)}
        statistics = {"interval": None, "interval_reason": NO_INTERVAL, "detectable": None}
        return _as_dict(self.total) | answered | statistics

    def slices_as_dict(self) -> dict[str, Any]:
        """Counts and values of every slice, by dimension and name."""
        return {
            dimension: {name: _as_dict(statistics) for name, statistics in names.items()}
            for dimension, names in self.slices.items()
        }


@dataclass(frozen=True, slots=True)
class Scores:
    """All scores of a run.

    Attributes:
        tasks: By task and metric, in the order of reports.
        warnings: What the user should know about the predictions, one line each.
    """

    tasks: Mapping[str, Mapping[str, Score]]
    warnings: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        """``scores[task][metric]`` and ``slices[task][metric][dimension][name]``."""
        return {
            "scores": {
                task: {name: score.as_dict() for name, score in scores.items()}
                for task, scores in self.tasks.items()
            },
            "slices": {
                task: {name: score.slices_as_dict() for name, score in scores.items()}
                for task, scores in self.tasks.items()
            },
        }


def _as_dict(statistics: Statistics) -> dict[str, Any]:
    return {"counts": statistics.counts, **statistics.values}
