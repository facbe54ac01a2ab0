"""The kind of metric that is a share: of what a summary states of a kind, how much is right."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from tipbench.scoring.comparison import Comparison
from tipbench.scoring.counts import Tally
from tipbench.scoring.summaries.statistics import Ratio, of_document


@dataclass(frozen=True, slots=True)
class ShareMetric:
    """Share of a summary's statements of one kind that are right.

    Attributes:
        judge: Whether each statement of a summary is right; ``None`` where the gold does not have
            what it takes to tell.
    """

    name: str
    description: str
    judge: Callable[[Comparison], Sequence[bool] | None]
    task: str = "summaries"
    layer: str = "summary"
    label_name: None = None
    higher_is_better: bool = True
    fields: ClassVar[tuple[str, ...]] = ("precision",)
    zero: ClassVar[Ratio] = Ratio(0, 0, "precision")

    def measure(self, comparison: Comparison) -> Tally[Ratio] | None:
        """Right and all statements of one summary; ``None`` where they cannot be judged."""
        judged = self.judge(comparison)
        if judged is None:
            return None
        return of_document(comparison, Ratio(sum(judged), len(judged), "precision"), self.zero)
