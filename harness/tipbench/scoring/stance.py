"""Metrics of stance: who says what of whom, and the stance of the document as a whole."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import ClassVar

from tipbench.model import DocumentStance, Span, Stance
from tipbench.scoring.comparison import Comparison, Layer, Placed
from tipbench.scoring.counts import Cell, Counts, Tally
from tipbench.scoring.match import Item, Matcher, identical, overlapping, same_key, tally_credits
from tipbench.scoring.metric import PRECISION_RECALL_F1, MatchMetric
from tipbench.scoring.statistics.shapes import Shape, ratio, shape_of


def _place(stance: Stance) -> Span | None:
    """Where a stance stands: its evidence, or else its cue."""
    spans = [quote.span for quote in (stance.evidence, stance.cue) if quote is not None]
    return next((span for span in spans if span is not None), None)


def _tuple(stance: Stance, comparison: Comparison) -> Hashable:
    names = comparison.names
    return (names.stance_class(stance.holder), names.stance_class(stance.target), stance.polarity)


def _slots(stance: Stance, comparison: Comparison) -> Hashable:
    resolve = comparison.names.resolve
    return (resolve(stance.holder), resolve(stance.target), stance.polarity, stance.aspect)


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

_NO_EVIDENCE = Span(-1, 0)
"""A place before every text: having no evidence equals having none, and overlaps nothing else."""


@dataclass(frozen=True, slots=True)
class EvidenceMetric:
    """Precision, recall and F1 of tuples matched one to one on their evidence.

    Part and zone of a tuple are those that it has in ``tuple``. Evidence that was not found in the
    text matches nothing; a cue does not stand in for it.

    Attributes:
        key: What two tuples must have in common to be matched, given the comparison.
        matcher: What the borders of their evidence must have in common.

    >>> from tipbench.model import Answer, Case, Document, Quote
    >>> from tipbench.scoring.names import Names
    >>> from tipbench.tokens import tokenize
    >>> hailed = Stance("us", "morocco", "positive", evidence=Quote(Span(0, 9), "it hailed"))
    >>> shorter = Stance("us", "morocco", "positive", evidence=Quote(Span(3, 9), "hailed"))
    >>> case = Case(Document("d", "en", None, "it hailed it"), Answer("d", stance=(hailed,)))
    >>> answer = Answer("d", stance=(shorter,))
    >>> comparison = Comparison(case, answer, Names(), tokenize)
    >>> [metric.measure(comparison).total().f1 for metric in (EVIDENCE, FULL)]
    [1.0, 0.0]
    """

    name: str
    description: str
    key: Callable[[Stance, Comparison], Hashable]
    matcher: Matcher
    task: str = "stance"
    layer: str = "stance"
    label_name: str = "polarity"
    higher_is_better: bool = True
    fields: ClassVar[tuple[str, ...]] = PRECISION_RECALL_F1
    zero: ClassVar[Counts] = Counts()

    def measure(self, comparison: Comparison) -> Tally[Counts] | None:
        """Match the document's tuples and count them; ``None`` where the gold lacks the layer."""
        sides = comparison.sides(_STANCE)
        if sides is None:
            return None
        gold, predicted = ([self._item(p, comparison) for p in side] for side in sides)
        return tally_credits(gold, predicted, self.matcher(gold, predicted))

    def _item(self, placed: Placed[Stance], comparison: Comparison) -> Item:
        evidence = placed.record.evidence
        span = _NO_EVIDENCE if evidence is None else evidence.span
        return Item(span, (placed.cell.part, self.key(placed.record, comparison)), placed.cell)


FULL = EvidenceMetric(
    name="full",
    description="tuples right in every slot: ids, polarity, aspect and borders of the evidence",
    key=_slots,
    matcher=identical,
)
"""Every slot of the predictions format, exactly.

The ids of holder and target are read through the inventory and compared as they are, not by stance
class: a report is not the department that issues it. An aspect that is left out equals none.
"""

EVIDENCE = EvidenceMetric(
    name="evidence",
    description="tuples right in holder, target and polarity, by class, on overlapping evidence",
    key=_tuple,
    matcher=overlapping,
)
"""As ``tuple``, with evidence that overlaps the gold evidence, one to one.

In the spirit of Sentiment Graph F1 (SemEval-2022 task 10, Barnes et al., 2022), which weighs tuples
by overlap; here any overlap counts in full, and no tuple is matched twice.
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


@shape_of.register
def _(zero: Hits) -> Shape:
    return Shape(lambda h: (h.correct, h.total), lambda s: {"value": ratio(s[:, 0], s[:, 1])})


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

METRICS = (TUPLE, FULL, EVIDENCE, DOCUMENT_NET, DOCUMENT_OWN_VOICE)
