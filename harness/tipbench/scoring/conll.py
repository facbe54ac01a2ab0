"""The CoNLL view: one flat sequence of IOB2 tags over the tokens of a document.

It is what taggers trained on CoNLL-2003 can be scored on, with the numbers of seqeval.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from tipbench.model import Entity, Span

Mode = Literal["default", "strict"]

_TYPES = {"PER": "PER", "ORG": "ORG", "GPE": "LOC", "LOC": "LOC"} | dict.fromkeys(
    ("EVENT", "DOC", "PROD", "NORP"), "MISC"
)

TAGS = ("O", *(f"{prefix}-{type}" for type in ("PER", "ORG", "LOC", "MISC") for prefix in "BI"))
"""The tags of the view, for entities of the corpus's own types."""


class Chunk(NamedTuple):
    """A run of tokens of one type, ``[first, stop)`` in token numbers."""

    type: str
    first: int
    stop: int


@dataclass(frozen=True, slots=True)
class FlatView:
    """The tags of a document, and what they cannot show.

    Attributes:
        tags: One IOB2 tag per token.
        lost: The entities that no tag can show: without a place, or without a token of their own.
    """

    tags: tuple[str, ...]
    lost: tuple[Entity, ...]


def conll_type(type: str) -> str:
    """The CoNLL type; an unknown type keeps its name, so that it is wrong and not lost.

    >>> conll_type("GPE"), conll_type("DOC"), conll_type("WORK")
    ('LOC', 'MISC', 'WORK')
    """
    return _TYPES.get(type, type)


def flat_view(tokens: Sequence[Span], entities: Iterable[Entity]) -> FlatView:
    """Tag ``tokens`` by the outermost of ``entities``.

    Spans are taken longest first, then by start; one that overlaps a span already taken is left
    out of the view altogether. A token that overlaps a span has its tag, ``B-`` on the span's
    first token; where two spans share a token, the earlier one has it.

    Args:
        tokens: In text order, without overlap.
        entities: In any order.
    """
    starts, ends = [token.start for token in tokens], [token.end for token in tokens]
    tags = ["O"] * len(tokens)
    placed, lost = [], []
    for entity in entities:
        if entity.span is None:
            lost.append(entity)
        else:
            placed.append((entity.span, entity))
    next_free = 0
    for span, entity in _outermost(placed):
        first = max(bisect_right(ends, span.start), next_free)
        stop = bisect_left(starts, span.end)
        if first >= stop:
            lost.append(entity)
            continue
        type = conll_type(entity.type)
        tags[first:stop] = [f"B-{type}"] + [f"I-{type}"] * (stop - first - 1)
        next_free = stop
    return FlatView(tuple(tags), tuple(lost))


def flat_tags(tokens: Sequence[Span], entities: Iterable[Entity]) -> list[str]:
    """The tags of the flat view alone.

    >>> ministry = Entity(Span(0, 6), "UN HCR", "ORG")
    >>> agency = Entity(Span(0, 2), "UN", "ORG")
    >>> flat_tags([Span(0, 2), Span(3, 6), Span(7, 9)], [agency, ministry])
    ['B-ORG', 'I-ORG', 'O']
    """
    return list(flat_view(tokens, entities).tags)


def read_chunks(tags: Sequence[str], mode: Mode = "default") -> list[Chunk]:
    """Read chunks from IOB2 tags exactly as seqeval does.

    ``default`` (as conlleval) accepts a chunk that starts with ``I-``, after ``O`` or after
    another type. ``strict`` reads chunks only from a ``B-``, and leaves out an ``I-`` that
    continues none.

    Args:
        tags: ``O``, or ``B`` or ``I`` followed by a hyphen and a type.
        mode: Which of seqeval's two readings.

    >>> read_chunks(["I-PER", "I-PER", "O"]), read_chunks(["I-PER", "I-PER", "O"], "strict")
    ([Chunk(type='PER', first=0, stop=2)], [])
    """
    starts = _STARTS[mode]
    split = _SPLITS[mode]
    chunks: list[Chunk] = []
    first: int | None = None
    previous = ("O", "")
    for index, tag in enumerate([*tags, "O"]):
        prefix, type = split(tag)
        continues = first is not None and prefix == "I" and type == previous[1]
        if first is not None and not continues:
            chunks.append(Chunk(previous[1], first, index))
            first = None
        if not continues and prefix in starts:
            first = index
        previous = (prefix, type)
    return chunks


def _split_default(tag: str) -> tuple[str, str]:
    return tag[0], tag[1:].split("-", maxsplit=1)[-1] or "_"


def _split_strict(tag: str) -> tuple[str, str]:
    return tag[0], tag[1:].strip("-") or "_"


_STARTS: dict[Mode, str] = {"default": "BI", "strict": "B"}
_SPLITS: dict[Mode, Callable[[str], tuple[str, str]]] = {
    "default": _split_default,
    "strict": _split_strict,
}


def _outermost(entities: Sequence[tuple[Span, Entity]]) -> list[tuple[Span, Entity]]:
    """The entities that are left when longer ones are taken first, in text order."""
    ordered = sorted(entities, key=_longest_first)
    kept = disjoint((span.start, span.end) for span, _ in ordered)
    left = (pair for pair, taken in zip(ordered, kept, strict=True) if taken)
    return sorted(left, key=lambda pair: pair[0])


def disjoint(spans: Iterable[tuple[int, int]]) -> list[bool]:
    """Which spans are taken when each in turn is, unless it overlaps one already taken.

    >>> disjoint([(0, 5), (4, 9), (5, 7)])
    [True, False, True]
    """
    starts: list[int] = []
    ends: list[int] = []
    taken = []
    for start, end in spans:
        index = bisect_left(starts, end)
        # Those taken are disjoint: only the last that starts before this one ends can touch it.
        free = index == 0 or ends[index - 1] <= start
        if free:
            starts.insert(index, start)
            ends.insert(index, end)
        taken.append(free)
    return taken


def _longest_first(placed: tuple[Span, Entity]) -> tuple[int, int, str]:
    span, entity = placed
    return (span.start - span.end, span.start, conll_type(entity.type))
