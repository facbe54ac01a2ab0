"""What the entity rules find, and how overlapping finds are settled."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

NESTABLE = frozenset({"GPE", "NORP", "LOC"})
"""Types that may stand inside a longer name: [Département d'État [américain]NORP]ORG."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A name at ``[start, end)`` in the text.

    Attributes:
        code: The ISO 3166 territory of a country, its capital or its demonym, where known.
    """

    start: int
    end: int
    type: str
    code: str | None = None

    def overlaps(self, other: Mention) -> bool:
        """Whether the two share a character."""
        return self.start < other.end and other.start < self.end

    def contains(self, other: Mention) -> bool:
        """Whether ``other`` lies within this one and is shorter."""
        return (
            self.start <= other.start
            and other.end <= self.end
            and (other.end - other.start) < (self.end - self.start)
        )


def settle(candidates: Iterable[Mention]) -> list[Mention]:
    """The mentions that stand, in order.

    Longer ones win; inside a name that is kept only a place or nationality of its own stays, and
    no other name for the same country. Among equal spans the first candidate wins.

    >>> found = settle([Mention(0, 10, "ORG"), Mention(0, 5, "GPE"), Mention(4, 9, "PER")])
    >>> [(mention.end, mention.type) for mention in found]
    [(5, 'GPE'), (10, 'ORG')]
    """
    kept: list[Mention] = []
    for candidate in sorted(candidates, key=lambda mention: mention.start - mention.end):
        clashes = [mention for mention in kept if mention.overlaps(candidate)]
        if all(_may_nest(candidate, mention) for mention in clashes):
            kept.append(candidate)
    return sorted(kept, key=lambda mention: (mention.start, mention.end))


def _may_nest(inner: Mention, outer: Mention) -> bool:
    if not outer.contains(inner) or inner.type not in NESTABLE or outer.type == "PER":
        return False
    return outer.type not in NESTABLE
