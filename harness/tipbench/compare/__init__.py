"""Comparison of runs: how their scores differ, whether that could be chance, and on which items.

The first run is the baseline, and every other one is compared with it on the same units of the same
corpus (see ``tipbench.scoring.statistics.paired``).
"""

from tipbench.compare.comparison import Comparison, compare

__all__ = ["Comparison", "compare"]
