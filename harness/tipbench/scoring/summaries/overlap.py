"""Metrics of summaries against the reference summaries in the document's own language."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING, Any, ClassVar

from tipbench.scoring.comparison import Comparison
from tipbench.scoring.counts import Cell, Tally
from tipbench.scoring.metric import PRECISION_RECALL_F1
from tipbench.scoring.statistics.shapes import Shape, ratio, shape_of
from tipbench.tokens import split_sentences

if TYPE_CHECKING:
    from tipbench.scoring.statistics.shapes import Array

_WORD = re.compile(r"[^\W_]+")


class WordTokenizer:
    """Words of any script, in lower case: runs of letters and digits.

    The tokenizer of rouge-score deletes every character but a-z and 0-9, so that ``déjà`` becomes
    ``d`` and ``j``; on English in ASCII the two agree.
    """

    def tokenize(self, text: str) -> list[str]:
        """The words of ``text``.

        >>> WordTokenizer().tokenize("Déjà 3,5 % — l'État")
        ['déjà', '3', '5', 'l', 'état']
        """
        return _WORD.findall(unicodedata.normalize("NFC", text).lower())


def one_sentence_a_line(text: str) -> str:
    """Put every sentence on a line of its own, as ROUGE-Lsum wants it.

    >>> one_sentence_a_line("« Oui ! » M. X dit non. Fin.").split(chr(10))
    ['« Oui ! »', 'M. X dit non.', 'Fin.']
    """
    return "\n".join(text[span.start : span.end] for span in split_sentences(text))


def references(comparison: Comparison) -> list[str]:
    """The reference summaries that a summary of the document is compared with."""
    document = comparison.case.document
    return [
        summary.text
        for summary in comparison.case.references
        if summary.kind == "reference" and summary.language == document.language
    ]


def _of_document(comparison: Comparison, statistics: Any) -> Tally[Any]:
    cell = Cell(comparison.case.document.doc_id, part=None)
    return Tally({cell: statistics}, type(statistics)())


@dataclass(frozen=True, slots=True)
class Means:
    """Precision, recall and F1 of single documents, to be averaged over documents.

    The sums are exact fractions, so that they do not depend on the order of the documents.

    >>> (Means.of(1.0, 0.5, 0.6) + Means.of(0.0, 0.0, 0.0)).values
    {'precision': 0.5, 'recall': 0.25, 'f1': 0.3}
    """

    documents: int = 0
    precision: Fraction = Fraction(0)
    recall: Fraction = Fraction(0)
    f1: Fraction = Fraction(0)

    @classmethod
    def of(cls, precision: float, recall: float, f1: float) -> Means:
        """The values of one document."""
        return cls(1, Fraction(precision), Fraction(recall), Fraction(f1))

    def __add__(self, other: Means) -> Means:
        """The sums over both together."""
        return Means(
            self.documents + other.documents,
            self.precision + other.precision,
            self.recall + other.recall,
            self.f1 + other.f1,
        )

    @property
    def counts(self) -> dict[str, int | float]:
        """The number of documents."""
        return {"documents": self.documents}

    @property
    def values(self) -> dict[str, float | None]:
        """The three means; ``None`` of no document."""
        sums = {"precision": self.precision, "recall": self.recall, "f1": self.f1}
        if not self.documents:
            return dict.fromkeys(sums)
        return {name: float(total / self.documents) for name, total in sums.items()}


@shape_of.register
def _(zero: Means) -> Shape:
    return Shape(
        lambda m: (m.documents, float(m.precision), float(m.recall), float(m.f1)), _means_of
    )


def _means_of(sums: Array) -> dict[str, Array]:
    names = ("precision", "recall", "f1")
    return {name: ratio(sums[:, i], sums[:, 0]) for i, name in enumerate(names, 1)}


@dataclass(frozen=True, slots=True)
class Rouge:
    """ROUGE (Lin, 2004), as google's rouge-score computes it to the last bit, without stemming.

    Computed by rouge-score-rs, which is faster; tests hold it against rouge-score.

    Every document counts the reference with the highest F1, and the score is the mean over
    documents. Words are those of ``WordTokenizer``; rougeLsum reads one sentence a line
    (``one_sentence_a_line``).
    """

    name: str
    description: str
    task: str = "summaries"
    layer: str = "summary"
    label_name: None = None
    higher_is_better: bool = True
    fields: ClassVar[tuple[str, ...]] = PRECISION_RECALL_F1
    zero: ClassVar[Means] = Means()

    def measure(self, comparison: Comparison) -> Tally[Means] | None:
        """ROUGE of one document; an empty or missing summary has 0; ``None`` without reference."""
        targets = references(comparison)
        if not targets:
            return None
        prepared = [one_sentence_a_line(text) for text in targets]
        summary = one_sentence_a_line(comparison.answer.summary or "")
        best = _rouge_scorer(self.name).score_multi(prepared, summary)[self.name]
        return _of_document(comparison, Means.of(best.precision, best.recall, best.fmeasure))


@cache
def _rouge_scorer(name: str) -> Any:
    # Imported here so that scoring without summaries needs none of it.
    from rouge_score_rs import rouge_scorer

    untyped: Any = rouge_scorer
    return untyped.RougeScorer([name], tokenizer=WordTokenizer())


@dataclass(frozen=True, slots=True)
class CharacterCounts:
    """Counts of character n-grams, as sacrebleu adds them up for chrF.

    Attributes:
        documents: Number of documents.
        ngrams: For each n-gram length: of the summaries, of the references, and matched.
    """

    documents: int = 0
    ngrams: tuple[int, ...] = ()

    def __add__(self, other: CharacterCounts) -> CharacterCounts:
        """The counts of both together."""
        if not (self.ngrams and other.ngrams):
            ngrams = self.ngrams or other.ngrams
        else:
            ngrams = tuple(a + b for a, b in zip(self.ngrams, other.ngrams, strict=True))
        return CharacterCounts(self.documents + other.documents, ngrams)

    @property
    def counts(self) -> dict[str, int | float]:
        """The number of documents."""
        return {"documents": self.documents}

    @property
    def values(self) -> dict[str, float | None]:
        """The score from 0 to 1; ``None`` of no document."""
        if not self.ngrams:
            return {"score": None}
        score: float = _chrf()._compute_score_from_stats(list(self.ngrams)).score
        return {"score": score / 100}


@shape_of.register
def _(zero: CharacterCounts) -> Shape:
    return Shape(lambda c: (c.documents, *(c.ngrams or _NO_NGRAMS)), _chrf_of)


_NO_NGRAMS = (0,) * 18
"""Three counts for each of chrF's six orders."""


def _chrf_of(sums: Array) -> dict[str, Array]:
    """The arithmetic of sacrebleu's ``CHRF`` (effective order, beta 2) on many sums at once."""
    import numpy as np

    ngrams = sums[:, 1:].reshape(len(sums), -1, 3)
    summary, reference, matched = ngrams[:, :, 0], ngrams[:, :, 1], ngrams[:, :, 2]
    there = (summary > 0) & (reference > 0)
    orders = there.sum(axis=1).astype(np.float64)
    precision, recall = (
        ratio(np.where(there, ratio(matched, side), 0.0).sum(axis=1), orders)
        for side in (summary, reference)
    )
    score = ratio(5 * precision * recall, 4 * precision + recall)
    empty = (orders == 0) | (precision + recall == 0)
    return {"score": np.where(sums[:, 0] == 0, np.nan, np.where(empty, 0.0, score))}


@dataclass(frozen=True, slots=True)
class Chrf:
    """chrF (Popović, 2015) of the corpus, as sacrebleu computes it, from 0 to 1.

    Six character n-grams, beta 2, no word n-grams. Of several references sacrebleu takes for each
    document the one with the highest sentence chrF.
    """

    name: str = "chrf"
    description: str = "character n-grams shared with the references, over the whole corpus"
    task: str = "summaries"
    layer: str = "summary"
    label_name: None = None
    higher_is_better: bool = True
    fields: ClassVar[tuple[str, ...]] = ("score",)
    zero: ClassVar[CharacterCounts] = CharacterCounts()

    def measure(self, comparison: Comparison) -> Tally[CharacterCounts] | None:
        """The n-grams of one document; ``None`` without reference."""
        targets = references(comparison)
        if not targets:
            return None
        # sacrebleu's hooks for resampling: the one way to counts that add up over documents.
        [ngrams] = _chrf()._extract_corpus_statistics(
            [comparison.answer.summary or ""], [[target] for target in targets]
        )
        return _of_document(comparison, CharacterCounts(1, tuple(ngrams)))


@cache
def _chrf() -> Any:
    # Imported here because it takes a while.
    from sacrebleu.metrics.chrf import CHRF

    return CHRF()


ROUGE_1 = Rouge("rouge1", "words shared with the best reference")
"""ROUGE-1 (Lin, 2004)."""
ROUGE_2 = Rouge("rouge2", "word pairs shared with the best reference")
"""ROUGE-2 (Lin, 2004)."""
ROUGE_LSUM = Rouge("rougeLsum", "longest common word sequences, sentence by sentence")
"""ROUGE-L at summary level (Lin, 2004, section 3.2)."""
CHRF_SCORE = Chrf()
"""chrF (Popović, 2015)."""
