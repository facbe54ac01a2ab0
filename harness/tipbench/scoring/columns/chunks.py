"""Counts the chunks of the CoNLL view: what ``tipbench.scoring.conll`` makes of each document."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from tipbench.model import Entity, Span
from tipbench.scoring.columns.batch import Batch
from tipbench.scoring.columns.borders import token_borders
from tipbench.scoring.columns.filing import Counted, Filed
from tipbench.scoring.columns.matching import match_equal, outermost
from tipbench.scoring.columns.ordered import Ordered
from tipbench.scoring.columns.sorting import changes, sorted_rows
from tipbench.scoring.conll import conll_type, flat_view, read_chunks

if TYPE_CHECKING:
    from tipbench.arrays import Ints


def count_chunks(batch: Batch, units: int, entities: Ordered) -> Counted:
    """The counts of ``conll``.

    Args:
        batch: The batch.
        units: The number of units, where they are sentences.
        entities: The names of both sides.
    """
    import numpy as np

    labels = [conll_type(type) for type in batch.types]
    known = sorted(set(labels))
    types = _Types(batch.types, known, np.array([known.index(x) for x in labels], dtype=np.int64))
    sides = (np.flatnonzero(entities.gold == gold) for gold in (True, False))
    gold, predicted = (_chunks(batch, entities.take(side), types) for side in sides)
    start, end, label, zone = (np.concatenate(pair) for pair in zip(gold, predicted, strict=True))
    theirs = np.arange(len(start)) >= len(gold.start)
    start, length, label, side, zone = sorted_rows(
        start, end - start, label, theirs, zone, merge=True
    )
    matched = match_equal(changes(start, length, label), side == 0)
    chunks = Ordered(
        start, start + length, label >> 1, side == 0, batch.texts.document_of_sorted(start), zone
    )
    filed = Filed(batch, units, chunks, known)
    lost = filed.tally(np.flatnonzero(~matched))
    return filed.count(lost, lost)


class _Chunks(NamedTuple):
    """The chunks of one side.

    Attributes:
        start: Absolute offsets.
        end: Absolute offsets.
        label: Twice the number of the type, and one more for names that no tag can show.
        zone: The number of the slice that each begins in.
    """

    start: Ints
    end: Ints
    label: Ints
    zone: Ints


@dataclass(frozen=True, slots=True)
class _Types:
    """Types and what they are in the view.

    Attributes:
        given: The types of the batch.
        names: Those of the view.
        number: By type of the batch, its number in ``names``.
    """

    given: Sequence[str]
    names: Sequence[str]
    number: Ints


def _chunks(batch: Batch, side: Ordered, types: _Types) -> _Chunks:
    """The chunks of one side."""
    import numpy as np

    own = types.number.take(side.label)
    kept = np.flatnonzero(outermost(side.start, side.end, own))
    start, end, document, zone = (
        column.take(kept) for column in (side.start, side.end, side.document, side.zone)
    )
    label = 2 * own.take(kept)
    first, last = token_borders(batch.texts, document, start, end)
    lost = np.flatnonzero(first >= last)
    first[lost], last[lost] = start[lost], end[lost]
    label[lost] += 1
    moved = np.flatnonzero(first != start)
    zone[moved] = batch.zones.at(first[moved], document[moved])
    chunks = _Chunks(first, last, label, zone)
    # Two names that share a token: rare, and left to the definition itself.
    shared = np.flatnonzero(first[1:] < last[:-1]) + 1
    if not len(shared):
        return chunks
    odd = np.unique(document[shared])
    others = np.flatnonzero(~np.isin(document, odd))
    parts = [
        _Chunks(*(column.take(others) for column in chunks)),
        *(_defined(batch, number, side, types) for number in odd.tolist()),
    ]
    return _Chunks(*(np.concatenate(columns) for columns in zip(*parts, strict=True)))


def _defined(batch: Batch, document: int, side: Ordered, types: _Types) -> _Chunks:
    """The chunks of one document, by the definition."""
    import numpy as np

    from tipbench.tokens import tokenize

    base = int(batch.texts.starts[document])
    low, high = np.searchsorted(side.start, batch.texts.starts[document : document + 2])
    tokens = tokenize(batch.texts.text(document))
    columns = (column[low:high].tolist() for column in (side.start, side.end, side.label))
    entities = [
        Entity(Span(start - base, end - base), "", types.given[type])
        for start, end, type in zip(*columns, strict=True)
    ]
    view = flat_view(tokens, entities)
    rows = [
        (tokens[first].start, tokens[stop - 1].end, 2 * types.names.index(type))
        for type, first, stop in read_chunks(view.tags)
    ]
    for entity in view.lost:
        if entity.span is not None:
            label = types.names.index(conll_type(entity.type))
            rows.append((entity.span.start, entity.span.end, 2 * label + 1))
    first, last, labels = np.array(rows, dtype=np.int64).reshape(-1, 3).T
    zone = batch.zones.at(first + base, np.full(len(rows), document))
    return _Chunks(first + base, last + base, labels, zone)
