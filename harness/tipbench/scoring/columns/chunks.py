"""Counts the chunks of the CoNLL view: what ``tipbench.scoring.conll`` makes of each document."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tipbench.model import Entity, Span
from tipbench.scoring.columns.batch import Batch
from tipbench.scoring.columns.borders import token_borders
from tipbench.scoring.columns.filing import Counted, Filed, Items
from tipbench.scoring.columns.matching import match_equal, outermost
from tipbench.scoring.columns.ordered import Both, Spans
from tipbench.scoring.columns.sorting import changes
from tipbench.scoring.conll import conll_type, flat_view, read_chunks

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Ints = npt.NDArray[np.int64]


def count_chunks(batch: Batch, units: int, gold: Spans, predicted: Spans) -> Counted:
    """The counts of ``conll``.

    Args:
        batch: The batch.
        units: The number of units, where they are sentences.
        gold: The names of the gold.
        predicted: The names that were predicted.
    """
    import numpy as np

    labels = [conll_type(type) for type in batch.types]
    known = sorted(set(labels))
    types = _Types(batch.types, known, np.array([known.index(x) for x in labels], dtype=np.int64))
    chunks = Both.of(*(_chunks(batch, side, types) for side in (gold, predicted)))
    matched = match_equal(changes(chunks.start, chunks.end, chunks.label), chunks.gold)
    document = batch.texts.document_of_sorted(chunks.start)
    boilerplate = batch.zones.boilerplate(chunks.zone)
    items = Items(
        chunks.start, document, chunks.zone, boilerplate, chunks.label >> 1, chunks.gold
    )
    filed = Filed(batch, units, items, known)
    lost = filed.tally(np.flatnonzero(~matched))
    return filed.count(lost, lost)


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


def _chunks(batch: Batch, side: Spans, types: _Types) -> Spans:
    """The chunks of one side.

    Their label is twice the number of their type, and one more for names that no tag can show.
    """
    import numpy as np

    own = types.number.take(side.label)
    kept = np.flatnonzero(outermost(side.start, side.end, own))
    start, end, _, zone = side.take(kept).columns()
    document = batch.texts.document_of_sorted(start)
    first, last = token_borders(batch.texts, document, start, end)
    label = 2 * own.take(kept)
    lost = np.flatnonzero(first >= last)
    first[lost], last[lost] = start[lost], end[lost]
    label[lost] += 1
    moved = np.flatnonzero(first != start)
    zone[moved] = batch.zones.at(first[moved], document[moved])
    chunks = Spans(first, last, label, zone)
    # Two names that share a token: rare, and left to the definition itself.
    shared = np.flatnonzero(first[1:] < last[:-1]) + 1
    if not len(shared):
        return chunks
    odd = np.unique(document[shared])
    parts = [chunks.take(np.flatnonzero(~np.isin(document, odd)))]
    parts += [_defined(batch, number, side, types) for number in odd.tolist()]
    columns = zip(*(part.columns() for part in parts), strict=True)
    return Spans(*(np.concatenate(column) for column in columns))


def _defined(batch: Batch, document: int, side: Spans, types: _Types) -> Spans:
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
    start, end, label = np.array(rows, dtype=np.int64).reshape(-1, 3).T
    zone = batch.zones.at(start + base, np.full(len(start), document))
    return Spans(start + base, end + base, label, zone)
