"""Which record of one pass stands for which of another: one to one, whatever the order.

Two records are candidates when they touch the same words. Of all candidates the pair that is most
alike is taken first, so that records that agree are never torn apart by a neighbour.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from tipbench.annotation.records import (
    Located,
    Record,
    StanceRecord,
)
from tipbench.passes.load import stripped

R = TypeVar("R", bound=Record)
Stretch = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Pair(Generic[R]):
    """What two passes have for one thing; one side is ``None`` where only the other has it."""

    a: R | None
    b: R | None


@dataclass(frozen=True, slots=True)
class Comparable(Generic[R]):
    """How the records of a layer are compared.

    Attributes:
        stretches: The words that a record is about.
        slots: Its attributes by name, spans included; two records agree when all of them do.
    """

    stretches: Callable[[R, str], tuple[Stretch, ...]]
    slots: Callable[[R, str], Mapping[str, Any]]


def _located(record: Located, text: str) -> tuple[Stretch, ...]:
    return (stripped(record, text),)


def _attributes(*names: str) -> Callable[[Any, str], dict[str, Any]]:
    def read(record: Located, text: str) -> dict[str, Any]:
        return {"span": stripped(record, text), **{name: getattr(record, name) for name in names}}

    return read


def _stance_slots(record: StanceRecord, text: str) -> dict[str, Any]:
    names = ("chain", "target", "polarity", "aspect", "quoted")
    spans = {"cue": stripped(record.cue, text), "evidence": stripped(record.evidence, text)}
    return {**{name: getattr(record, name) for name in names}, **spans}


COMPARABLE: dict[str, Comparable[Any]] = {
    "zones": Comparable(_located, _attributes("zone")),
    "sentences": Comparable(_located, _attributes()),
    "entities": Comparable(
        _located, _attributes("type", "subtype", "entity_id", "mention", "role", "truncated")
    ),
    "numeric_facts": Comparable(
        _located,
        _attributes(
            "kind", "value", "value2", "unit", "comparator",
            "property", "subject", "place", "time", "source",
        ),
    ),
    "stance": Comparable(lambda r, text: (stripped(r.evidence, text),), _stance_slots),
    "document_stance": Comparable(
        lambda r, text: ((0, len(text)),), lambda r, _: {"net": r.net, "own_voice": r.own_voice}
    ),
    "nuggets": Comparable(
        lambda r, text: tuple(stripped(quote, text) for quote in r.support),
        lambda r, text: {
            "importance": r.importance,
            "support": tuple(sorted(stripped(quote, text) for quote in r.support)),
        },
    ),
}  # fmt: skip
"""The layers that passes are compared on.

Wording (the text of nuggets and summaries, the qualifier of a number) is nobody's mistake and is
not compared; neither are ids, links between ids, and the names given to facts.
"""


def pair_records(layer: str, a: Sequence[R], b: Sequence[R], text: str) -> list[Pair[R]]:
    """Pair the records of two passes over one document.

    Args:
        layer: A layer of ``COMPARABLE``.
        a: One pass's records, in any order.
        b: The other's.
        text: The page.

    Returns:
        Every record of both, once, in text order.
    """
    compared = COMPARABLE[layer]
    candidates = sorted(_candidates(compared, a, b, text), key=lambda found: found[0])
    free_a, free_b = set(range(len(a))), set(range(len(b)))
    pairs = []
    for _, i, j in candidates:
        if i in free_a and j in free_b:
            free_a.discard(i)
            free_b.discard(j)
            pairs.append(Pair(a[i], b[j]))
    pairs += [Pair(a[i], None) for i in free_a] + [Pair(None, b[j]) for j in free_b]
    return sorted(pairs, key=lambda pair: _place(compared, pair, text))


def _candidates(
    compared: Comparable[R], a: Sequence[R], b: Sequence[R], text: str
) -> Iterator[tuple[tuple[Any, ...], int, int]]:
    """Pairs that touch, with a key that puts the most alike first, whichever pass comes first."""
    for i, left in enumerate(a):
        for j, right in enumerate(b):
            ours, theirs = compared.stretches(left, text), compared.stretches(right, text)
            shared = share(ours, theirs)
            if shared:
                agreeing = len(agreement_of(compared, left, right, text))
                # Ties are broken by what the records say, never by the order that they came in.
                both = sorted(
                    (stretches, repr(compared.slots(record, text)), record.id)
                    for stretches, record in ((ours, left), (theirs, right))
                )
                yield (-agreeing, -shared, both), i, j


def agreement_of(compared: Comparable[R], a: R, b: R, text: str) -> set[str]:
    """The slots in which two records agree."""
    ours, theirs = compared.slots(a, text), compared.slots(b, text)
    return {name for name in ours if ours[name] == theirs[name]}


def differing(layer: str, pair: Pair[R], text: str) -> list[str]:
    """The slots in which a pair differs; ``missing`` where one side has no such record."""
    if pair.a is None or pair.b is None:
        return ["missing"]
    compared = COMPARABLE[layer]
    agreeing = agreement_of(compared, pair.a, pair.b, text)
    return [name for name in compared.slots(pair.a, text) if name not in agreeing]


def share(a: Sequence[Stretch], b: Sequence[Stretch]) -> float:
    """Characters that two sets of stretches have in common, as a share of all (Jaccard).

    >>> share([(0, 4)], [(2, 6)])
    0.3333333333333333
    """
    ours = {at for start, end in a for at in range(start, end)}
    theirs = {at for start, end in b for at in range(start, end)}
    return len(ours & theirs) / len(ours | theirs) if ours & theirs else 0.0


def _place(compared: Comparable[R], pair: Pair[R], text: str) -> tuple[Any, ...]:
    records = [record for record in (pair.a, pair.b) if record is not None]
    return min(
        (min(start for start, _ in words), -max(end for _, end in words), record.id)
        for record in records
        # A record about no words at all, as a nugget without support, comes first.
        for words in [compared.stretches(record, text) or ((0, 0),)]
    )
