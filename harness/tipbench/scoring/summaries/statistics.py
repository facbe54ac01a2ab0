"""Statistics of the metrics of summaries; all of them add up over documents."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

from tipbench.scoring.comparison import Comparison
from tipbench.scoring.counts import Cell, Statistics, Tally
from tipbench.scoring.statistics.shapes import Shape, ratio, shape_of

S = TypeVar("S", bound=Statistics)


@dataclass(frozen=True, slots=True)
class Ratio:
    """A part of a whole.

    Attributes:
        part: What counts, in quarters at the finest.
        whole: What it is a share of.
        field: The name of the share.
        names: What part and whole are called among the counts.

    >>> (Ratio(1, 2, "precision") + Ratio(1, 1, "precision")).values
    {'precision': 0.6666666666666666}
    >>> Ratio(0, 0, "recall").values
    {'recall': None}
    """

    part: float = 0
    whole: float = 0
    field: str = "value"
    names: tuple[str, str] = ("correct", "total")

    def __add__(self, other: Ratio) -> Ratio:
        """Both together."""
        return Ratio(self.part + other.part, self.whole + other.whole, self.field, self.names)

    @property
    def counts(self) -> dict[str, int | float]:
        """Part and whole."""
        return dict(zip(self.names, (self.part, self.whole), strict=True))

    @property
    def values(self) -> dict[str, float | None]:
        """The share; ``None`` of nothing."""
        return {self.field: self.part / self.whole if self.whole else None}


@shape_of.register
def _(zero: Ratio) -> Shape:
    return Shape(lambda r: (r.part, r.whole), lambda s: {zero.field: ratio(s[:, 0], s[:, 1])})


@dataclass(frozen=True, slots=True)
class Drift:
    """Evaluations that a summary makes, and how far they are from the gold's.

    Attributes:
        kept: Evaluations with the gold's polarity.
        judged: Evaluations that the gold speaks of.
        drift: Sum over the judged ones of the summary's polarity less the gold's; a polarity is
            1 (positive), 0 (recommend, or none) or -1 (negative).

    >>> Drift(kept=1, judged=2, drift=-2).values
    {'drift': -1.0, 'value': 0.5}
    """

    kept: int = 0
    judged: int = 0
    drift: int = 0

    def __add__(self, other: Drift) -> Drift:
        """Both together."""
        return Drift(self.kept + other.kept, self.judged + other.judged, self.drift + other.drift)

    @property
    def counts(self) -> dict[str, int | float]:
        """The evaluations kept, and those judged."""
        return {"correct": self.kept, "total": self.judged}

    @property
    def values(self) -> dict[str, float | None]:
        """The mean signed drift, from -2 to 2, and the share that is kept."""
        if not self.judged:
            return {"drift": None, "value": None}
        return {"drift": self.drift / self.judged, "value": self.kept / self.judged}


@shape_of.register
def _(zero: Drift) -> Shape:
    return Shape(
        lambda d: (d.kept, d.judged, d.drift),
        lambda s: {"drift": ratio(s[:, 2], s[:, 1]), "value": ratio(s[:, 0], s[:, 1])},
    )


@dataclass(frozen=True, slots=True)
class Extents:
    """Lengths of summaries and their articles.

    Attributes:
        documents: Number of documents.
        words: Words of the summaries.
        article_words: Words of the articles.
        copied: Words of the summaries in runs of four that the article has too.

    >>> Extents(1, 50, 200, 10).values
    {'copied': 0.2, 'compression': 0.25, 'words': 50.0}
    """

    documents: int = 0
    words: int = 0
    article_words: int = 0
    copied: int = 0

    def __add__(self, other: Extents) -> Extents:
        """Both together."""
        return Extents(
            self.documents + other.documents,
            self.words + other.words,
            self.article_words + other.article_words,
            self.copied + other.copied,
        )

    @property
    def counts(self) -> dict[str, int | float]:
        """The number of summaries."""
        return {"summaries": self.documents}

    @property
    def values(self) -> dict[str, float | None]:
        """Share copied, length as a share of the article's, and mean number of words."""
        return {
            "copied": self.copied / self.words if self.words else None,
            "compression": self.words / self.article_words if self.article_words else None,
            "words": self.words / self.documents if self.documents else None,
        }


@shape_of.register
def _(zero: Extents) -> Shape:
    return Shape(
        lambda e: (e.documents, e.words, e.article_words, e.copied),
        lambda s: {
            "copied": ratio(s[:, 3], s[:, 1]),
            "compression": ratio(s[:, 1], s[:, 2]),
            "words": ratio(s[:, 1], s[:, 0]),
        },
    )


def of_document(comparison: Comparison, statistics: S, zero: S) -> Tally[S]:
    """The statistics of a summary as a whole: it has no place in the text."""
    return Tally({Cell(comparison.case.document.doc_id, part=None): statistics}, zero)
