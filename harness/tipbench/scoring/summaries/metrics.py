"""The metrics of summaries, in the order in which they are reported."""

from __future__ import annotations

from tipbench.scoring.metric import Metric
from tipbench.scoring.summaries.extent import EXTENT
from tipbench.scoring.summaries.leakage import LEAKAGE
from tipbench.scoring.summaries.names import NAMES
from tipbench.scoring.summaries.nuggets import NUGGETS_ALL, NUGGETS_VITAL
from tipbench.scoring.summaries.numbers import NUMBERS
from tipbench.scoring.summaries.overlap import CHRF_SCORE, ROUGE_1, ROUGE_2, ROUGE_LSUM
from tipbench.scoring.summaries.sources import SOURCES
from tipbench.scoring.summaries.stance import STANCE_KEPT
from tipbench.scoring.summaries.stance_pairs import STANCE_PAIRS

METRICS: tuple[Metric, ...] = (
    ROUGE_1,
    ROUGE_2,
    ROUGE_LSUM,
    CHRF_SCORE,
    NUGGETS_VITAL,
    NUGGETS_ALL,
    NUMBERS,
    NAMES,
    SOURCES,
    STANCE_KEPT,
    STANCE_PAIRS,
    LEAKAGE,
    EXTENT,
)
