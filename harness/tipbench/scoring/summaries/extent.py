"""How long a summary is, beside the scores: words, compression, and what is copied."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from tipbench.model import Case
from tipbench.scoring.comparison import Comparison
from tipbench.scoring.counts import Tally
from tipbench.scoring.summaries.per_document import once_per_document
from tipbench.scoring.summaries.runs import Runs, places_in_runs, runs
from tipbench.scoring.summaries.statistics import Extents, of_document
from tipbench.scoring.summaries.text import words_of


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
        summary = comparison.answer.summary or ""
        words, runs = _of_article(comparison.case)
        found = Extents(1, _length(summary), words, copied(summary, runs))
        return of_document(comparison, found, self.zero)


COPIED = 4
"""So many words in a row that stand in the article are copied."""


@once_per_document
def _of_article(case: Case) -> tuple[int, Runs]:
    """The number of words of an article, and its runs of words."""
    return _length(case.article), runs([case.article], COPIED)


def _length(text: str) -> int:
    return sum(map(len, words_of(text)))


def copied(summary: str, article: Runs) -> int:
    """The words of a summary that lie in runs of ``COPIED`` words of the article.

    >>> copied("Rabat acted at once. No.", runs(["In May Rabat acted at once, it says."], COPIED))
    4
    """
    return sum(len(places_in_runs(words, article, COPIED)) for words in words_of(summary))


EXTENT = Extent()
"""Lengths."""
