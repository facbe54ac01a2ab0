"""What goes wrong with numeric facts: a table of typed errors beside the scores.

Gold and predicted facts are paired one to one where they overlap, content and boilerplate apart,
and the pairs that are most alike are made first: those right in every slot, then those with the
right value, unit and comparator, then those with the right value, then any. Every pair is looked
at slot by slot, as in the typed errors of MUC (Chinchor and Sundheim, 1993: correct, incorrect,
missing, spurious).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass
from typing import Any, NamedTuple

from tipbench.model import Answer, Case, InventoryEntry, NumericFact, Span
from tipbench.scoring import numeric_facts
from tipbench.scoring.comparison import Comparison, Placed
from tipbench.scoring.counts import PARTS, Cell, Part
from tipbench.scoring.match import Item, overlap_pairs
from tipbench.scoring.names import Names


@dataclass(frozen=True, slots=True)
class FactErrors:
    """Facts by what is wrong with them; the errors of several documents add up.

    A pair can be wrong in several slots, and counts in each of them.

    Attributes:
        gold: Number of gold facts.
        predicted: Number of predicted facts.
        matched: Pairs of a gold and a predicted fact that overlap.
        correct: Pairs with nothing wrong in the five slots below.
        value: Pairs with another value or end of range.
        unit: Pairs with another unit.
        comparator: Pairs with another comparator: "more than 720" is not "at least 720".
        kind: Pairs with another kind.
        source: Pairs with another source, or with one where the other side has none.

    >>> (FactErrors(gold=2, matched=1, unit=1) + FactErrors(predicted=1)).as_dict()["missed"]
    1
    """

    gold: int = 0
    predicted: int = 0
    matched: int = 0
    correct: int = 0
    value: int = 0
    unit: int = 0
    comparator: int = 0
    kind: int = 0
    source: int = 0

    def __add__(self, other: FactErrors) -> FactErrors:
        """The errors of both together."""
        return FactErrors(*(a + b for a, b in zip(astuple(self), astuple(other), strict=True)))

    @property
    def missed(self) -> int:
        """Gold facts without a partner."""
        return self.gold - self.matched

    @property
    def spurious(self) -> int:
        """Predicted facts without a partner."""
        return self.predicted - self.matched

    def as_dict(self) -> dict[str, Any]:
        """All counts by name, the pairs wrong in a slot under ``wrong``."""
        return {
            "gold": self.gold,
            "predicted": self.predicted,
            "matched": self.matched,
            "correct": self.correct,
            "wrong": {slot: getattr(self, slot) for slot in _Slots._fields},
            "missed": self.missed,
            "spurious": self.spurious,
        }


def fact_errors(comparison: Comparison, *, part: Part = "content") -> FactErrors | None:
    """The errors in one part of a document; ``None`` where its gold has no numeric facts layer.

    >>> from tipbench.model import Document
    >>> from tipbench.tokens import tokenize
    >>> gold = NumericFact(Span(0, 18), "at least 474 people", "474", comparator=">=")
    >>> found = NumericFact(Span(9, 12), "474", "474", comparator="=")
    >>> case = Case(Document("d", "en", None, ""), Answer("d", numeric_facts=(gold,)))
    >>> answer = Answer("d", numeric_facts=(found,))
    >>> errors = fact_errors(Comparison(case, answer, Names(), tokenize))
    >>> errors.matched, errors.value, errors.comparator, errors.missed
    (1, 0, 1, 0)
    """
    sides = comparison.sides(numeric_facts.FACTS)
    if sides is None:
        return None
    gold, predicted = (_read(side, comparison.names, part) for side in sides)
    pairs = [gold[i].wrong_in(predicted[j]) for i, j in _pair(gold, predicted)]
    slots = {slot: sum(slot in wrong for wrong in pairs) for slot in _Slots._fields}
    correct = sum(not wrong for wrong in pairs)
    return FactErrors(len(gold), len(predicted), len(pairs), correct, **slots)


def fact_error_table(
    cases: Sequence[Case],
    answers: Mapping[str, Answer],
    inventory: Sequence[InventoryEntry] = (),
) -> dict[str, Any]:
    """The typed errors of a corpus, ready for JSON.

    As in ``tipbench.scoring.score.score``, a document without a usable answer is all missed, and
    one whose gold lacks the layer is left out.

    Args:
        cases: The documents with their gold, each id once.
        answers: By ``doc_id``, with spans filled in.
        inventory: The entities through which sources are resolved.

    Returns:
        For ``content`` (the headline) and ``boilerplate``: the ``total``, and the same by
        ``language`` and ``document``, names sorted.

    >>> fact_error_table([], {})["content"]["total"]["correct"]
    0
    """
    names = Names(inventory)
    return {part: _part_table(part, cases, answers, names) for part in PARTS}


def _part_table(
    part: Part, cases: Sequence[Case], answers: Mapping[str, Answer], names: Names
) -> dict[str, Any]:
    total = FactErrors()
    slices: dict[str, dict[str, FactErrors]] = {"language": {}, "document": {}}
    for case in cases:
        document = case.document
        answer = answers.get(document.doc_id)
        if answer is None or answer.error is not None:
            answer = Answer(document.doc_id)
        errors = fact_errors(Comparison(case, answer, names, _no_tokens), part=part)
        if errors is not None:
            total = total + errors
            named = {"language": document.language, "document": document.doc_id}
            for dimension, name in named.items():
                sums = slices[dimension]
                sums[name] = sums.get(name, FactErrors()) + errors
    by_name = {
        dimension: {name: sums[name].as_dict() for name in sorted(sums)}
        for dimension, sums in slices.items()
    }
    return {"total": total.as_dict(), **by_name}


class _Slots(NamedTuple):
    """What is compared of two facts, as the metrics read it; the first slots weigh most."""

    value: Any
    unit: str
    comparator: str
    kind: str
    source: str | None


_LIKENESS = (5, 3, 1, 0)
"""How many of the first slots a pair must share, from the most alike to the least."""


class _Fact(NamedTuple):
    span: Span | None
    slots: _Slots

    def wrong_in(self, other: _Fact) -> set[str]:
        """The names of the slots in which the two differ."""
        both = zip(_Slots._fields, self.slots, other.slots, strict=True)
        return {slot for slot, ours, theirs in both if ours != theirs}

    def item(self, likeness: int) -> Item:
        """The fact as the matcher wants it; the label makes ties independent of the input."""
        return Item(self.span, self.slots[:likeness], Cell("", label=str(self.slots)))


def _read(side: Sequence[Placed[NumericFact]], names: Names, part: Part) -> list[_Fact]:
    return [
        _Fact(placed.span, _slots(placed.record, names))
        for placed in side
        if placed.cell.part == part
    ]


def _slots(fact: NumericFact, names: Names) -> _Slots:
    return _Slots(
        numeric_facts.value(fact),
        numeric_facts.unit(fact),
        numeric_facts.comparator(fact),
        (fact.kind or "").strip(),
        numeric_facts.source(fact, names),
    )


def _pair(gold: Sequence[_Fact], predicted: Sequence[_Fact]) -> Iterator[tuple[int, int]]:
    """Pairs of facts that overlap, the most alike first; at each step as many as there can be."""
    ours, theirs = dict(enumerate(gold)), dict(enumerate(predicted))
    for likeness in _LIKENESS:
        sides = [[(i, fact.item(likeness)) for i, fact in left.items()] for left in (ours, theirs)]
        for i, j in overlap_pairs(*sides):
            del ours[i], theirs[j]
            yield i, j


def _no_tokens(text: str) -> Sequence[Span]:
    """Facts are not matched by tokens."""
    return ()
