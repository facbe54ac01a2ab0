"""Metrics of summaries: overlap with references, and what the summary says against the gold."""

from __future__ import annotations

from tipbench.scoring.metric import Metric
from tipbench.scoring.summaries import overlap

METRICS: tuple[Metric, ...] = (*overlap.METRICS,)
