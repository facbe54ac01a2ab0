"""The outermost spans of a batch and their IOB2 tags, which seqeval is given."""

from __future__ import annotations

import numpy as np

from benchmarks.draw import Bools, Ints, Spans, Tokens
from benchmarks.words import TYPES

CONLL = ("PER", "ORG", "LOC", "MISC")
_VIEW = {"PER": 0, "ORG": 1, "GPE": 2, "LOC": 2}
_CONLL_OF = np.array([_VIEW.get(name, 3) for name in TYPES])

_BY_NAME = np.argsort(np.argsort(CONLL))
"""The place of each CoNLL type in the alphabet, which decides between spans of equal borders."""

TAGS = ("O", *(f"{prefix}-{name}" for name in CONLL for prefix in "BI"))


def tag_numbers(spans: Spans, tokens: Tokens) -> Ints:
    """The tag of every token, as a number of ``TAGS``, by the outermost of ``spans``."""
    kept = spans[outermost(spans, tokens)]
    tags = np.zeros(len(tokens.line), np.int64)
    begin = 1 + 2 * _CONLL_OF[kept.type]
    tags[kept.first] = begin
    for step in range(1, int((kept.last - kept.first).max(initial=0)) + 1):
        longer = kept.last - kept.first >= step
        tags[kept.first[longer] + step] = begin[longer] + 1
    return tags


def outermost(spans: Spans, tokens: Tokens) -> Bools:
    """Which spans are left when longer ones are taken first, as tipbench's flat view does.

    In rounds: a span that no undecided span of higher priority overlaps is taken, and what
    overlaps it is left out.
    """
    start = tokens.page[spans.first]
    end = tokens.page[spans.last] + tokens.size[spans.last]
    order = np.lexsort((np.arange(len(start)), _BY_NAME[_CONLL_OF[spans.type]], start, start - end))
    rank = np.empty(len(order), np.int64)
    rank[order] = np.arange(len(order))
    higher, lower = _overlaps(spans, rank)
    undecided = np.ones(len(start), bool)
    taken = np.zeros(len(start), bool)
    while undecided.any():
        waits = np.zeros(len(start), bool)
        waits[lower[undecided[higher] & undecided[lower]]] = True
        now = undecided & ~waits
        taken |= now
        undecided &= ~now
        undecided[lower[now[higher]]] = False
    return taken


def _overlaps(spans: Spans, rank: Ints) -> tuple[Ints, Ints]:
    """Pairs of spans that share a token, the one of higher priority first; spans are short."""
    ahead, behind = [], []
    stop = np.searchsorted(spans.first, spans.last, side="right")
    for step in range(1, len(spans.first)):
        index = np.arange(len(spans.first) - step)
        index = index[index + step < stop[: len(index)]]
        if not len(index):
            break
        ahead.append(index)
        behind.append(index + step)
    if not ahead:
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    one, other = np.concatenate(ahead), np.concatenate(behind)
    first = rank[one] < rank[other]
    return np.where(first, one, other), np.where(first, other, one)
