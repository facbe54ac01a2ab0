"""How long a summary is, beside the scores: words, compression, and what is copied."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from tipbench.scoring.comparison import Comparison
from tipbench.scoring.counts import Tally
from tipbench.scoring.summaries.leakage import copied
from tipbench.scoring.summaries.statistics import Extents, of_document
from tipbench.scoring.summaries.text import read


@dataclass(frozen=True, slots=True)
class Extent:
    """Length, compression and copied share: no score, but what scores are to be read with."""

    name: str = "extent"
    description: str = "words of the summary, their share of the article's, and the share copied"
    task: str = "summaries"
    layer: str = "summary"
    label_name: None = None
    higher_is_better: bool = False
    fields: ClassVar[tuple[str, ...]] = ("copied", "compression", "words")
    zero: ClassVar[Extents] = Extents()

    def measure(self, comparison: Comparison) -> Tally[Extents] | None:
        """The lengths of one summary and its article."""
        if not comparison.case.references and comparison.case.nuggets is None:
            return None
        summary, article = comparison.answer.summary or "", comparison.case.article
        found = Extents(1, _words(summary), _words(article), copied(summary, article))
        return of_document(comparison, found, self.zero)


def _words(text: str) -> int:
    return sum(token.is_word or token.is_number for token in read(text).tokens)


EXTENT = Extent()
"""Lengths."""
