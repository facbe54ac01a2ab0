"""The checks of the sources, by level; levels 1 and 2 are made while reading.

1. files and 2. structure (most in ``tipbench.corpus.sources``), 3. offsets and surfaces,
4. labels and attributes, 5. links between layers.
"""

from __future__ import annotations

from tipbench.annotation.problems import Problem
from tipbench.corpus.checks.labels import label_problems
from tipbench.corpus.checks.links import link_problems
from tipbench.corpus.checks.offsets import offset_problems
from tipbench.corpus.checks.release import release_problems
from tipbench.corpus.sources import Sources

__all__ = ["validate"]


def validate(sources: Sources) -> list[Problem]:
    """Everything that is wrong with the sources, by level, then by place."""
    found = [
        *sources.problems,
        *release_problems(sources),
        *offset_problems(sources),
        *label_problems(sources),
        *link_problems(sources),
    ]
    return sorted(found, key=lambda problem: (problem.level, problem))
