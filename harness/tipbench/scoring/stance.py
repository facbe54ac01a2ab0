"""Metrics of stance: who says what of whom, and the stance of the document as a whole."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import ClassVar

from tipbench.model import DocumentStance, Span, Stance
from tipbench.scoring.comparison import Comparison, Layer
from tipbench.scoring.counts import Cell, Tally
from tipbench.scoring.match import same_key
from tipbench.scoring.metric import MatchMetric


def _place(stance: Stance) -> Span | None:
    """Where a stance stands: its evidence, or else its cue."""
    spans = [quote.span for quote in (stance.evidence, stance.cue) if quote is not None]
    return next((span for span in spans if span is not None), None)


def _tuple(stance: Stance, comparison: Comparison) -> Hashable:
    names = comparison.names
    return (names.stance_class(stance.holder), names.stance_class(stance.target), stance.polarity)


_STANCE: Layer[Stance] = Layer(
    items=lambda answer: answer.stance, span=_place, label=lambda stance: stance.polarity
)

TUPLE = MatchMetric(
    name="tuple",
    task="stance",
    layer="stance",
    label_name="polarity",
    description="holder, target and polarity, by stance class, wherever in the document",
    read=_STANCE,
    key=_tuple,
    matcher=same_key,
)
"""Holder, target and polarity as a multiset per document: no offsets needed.

Without offsets as in the opinion tuples of SemEval-2022 task 10 (Barnes et al., 2022), but exact
and one to one. Evidence or cue, where given, decides only the part and zone of a tuple.
"""


@dataclass(frozen=True, slots=True)
class Hits:
    """How many documents were labelled right.

    >>> (Hits(1, 1) + Hits(0, 1)).values
    {'value': 0.5}
    """

    correct: int = 0
    total: int = 0

    def __add__(self, other: Hits) -> Hits:
        """The hits of both together."""
        return Hits(self.correct + other.correct, self.total + other.total)

    @property
    def counts(self) -> dict[str, int | float]:
        """Correct and total, by name."""
        return {"correct": self.correct, "total": self.total}

    @property
    def values(self) -> dict[str, float | None]:
        """The share that is correct; ``None`` of no document."""
        return {"value": self.correct / self.total if self.total else None}


@dataclass(frozen=True, slots=True)
class DocumentLabel:
    """Share of the documents whose overall stance is the gold one (accuracy).

    Attributes:
        read: Which label of the document's stance is meant.
    """

    name: str
    description: str
    label_name: str
    read: Callable[[DocumentStance], str | None]
    task: str = "stance"
    layer: str = "document_stance"
    higher_is_better: bool = True
    fields: ClassVar[tuple[str, ...]] = ("value",)
    zero: ClassVar[Hits] = Hits()

    def measure(self, comparison: Comparison) -> Tally[Hits] | None:
        """One document, right or wrong; ``None`` where the gold gives no such label."""
        case = comparison.case
        gold = self._label(case.gold.document_stance)
        if gold is None:
            return None
        correct = self._label(comparison.answer.document_stance) == gold
        cell = Cell(case.document.doc_id, part=None, label=gold)
        return Tally({cell: Hits(int(correct), 1)}, self.zero)

    def _label(self, stance: DocumentStance | None) -> str | None:
        return None if stance is None else self.read(stance)


DOCUMENT_NET = DocumentLabel(
    name="document_net",
    description="documents whose net stance, over all voices, is right",
    label_name="net",
    read=lambda stance: stance.net,
)
"""Accuracy of the net stance."""

DOCUMENT_OWN_VOICE = DocumentLabel(
    name="document_own_voice",
    description="documents whose stance in the writer's own voice is right",
    label_name="own_voice",
    read=lambda stance: stance.own_voice,
)
"""Accuracy of the stance in the writer's own voice."""

METRICS = (TUPLE, DOCUMENT_NET, DOCUMENT_OWN_VOICE)
