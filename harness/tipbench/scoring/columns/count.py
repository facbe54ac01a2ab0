"""Counts the entities of a batch for every built-in metric."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tipbench.model import Entity, Span
from tipbench.scoring.columns.batch import Batch, Mentions
from tipbench.scoring.columns.borders import token_borders
from tipbench.scoring.columns.matching import match_equal, match_overlapping, outermost
from tipbench.scoring.columns.sorting import changes, sorted_rows
from tipbench.scoring.conll import conll_type, flat_view, read_chunks

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Ints = npt.NDArray[np.int64]
    Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Counted:
    """What one metric counted in a batch, in four columns: gold, predicted, and their credits.

    Credits are in halves, so that all numbers are whole.

    Attributes:
        documents: A row for each document, of its content.
        units: A row for each unit, of the content; ``None`` where units are documents.
        labels: A row for each label, of the content.
        slices: A row for each of ``Batch.zones.slices``.
        names: The names of the labels.
    """

    documents: Ints
    units: Ints | None
    labels: Ints
    slices: Ints
    names: Sequence[str]


class _Filed:
    """Items of both sides, filed under documents, labels, zones and units."""

    def __init__(self, batch: Batch, units: int, items: _Items, names: Sequence[str]) -> None:
        """File items; their labels are numbers of ``names``."""
        import numpy as np

        self._names = names
        self._documents = len(batch.texts)
        self._units = None if batch.blocks is None else units
        self._content = ~batch.zones.boilerplate(np.arange(len(batch.zones.slices)))
        theirs = (~items.gold).astype(np.int64)
        zones = len(self._content)
        self._cells = (theirs * len(names) + items.label) * zones + items.zone
        # What is boilerplate goes to one drawer more, which is not looked at.
        out = items.boilerplate
        document = np.where(out, self._documents, items.document) if out.any() else items.document
        self._drawers = theirs * (self._documents + 1) + document
        if batch.blocks is not None:
            unit = batch.blocks.at(items.start, items.document)
            self._unit_drawers = theirs * (units + 1) + np.where(out, units, unit)
        self._all = self._tally(slice(None))

    def count(self, *missed: Ints) -> Counted:
        """Count items and their credits.

        Args:
            missed: The items that missed half a point, once each; twice for a whole point.
        """
        import numpy as np

        credits = [2 * number for number in self._all]
        for items in missed:
            for credit, lost in zip(credits, self._tally(items), strict=True):
                credit -= lost
        # The first axis is that of the two sides.
        documents, cells, *by_unit = (
            np.concatenate([items, credit])
            for items, credit in zip(self._all, credits, strict=True)
        )
        labels = cells[:, :, self._content].sum(axis=2)
        slices = cells.sum(axis=1)
        return Counted(
            documents.T, by_unit[0].T if by_unit else None, labels.T, slices.T, self._names
        )

    def _tally(self, which: Ints | slice) -> list[Ints]:
        """How many of some items are filed where: by side and document, and so on."""
        import numpy as np

        found = [_bincount(self._drawers[which], self._documents)]
        cells = 2 * len(self._names) * len(self._content)
        counted = np.bincount(self._cells[which], minlength=cells)
        found.append(counted.reshape(2, len(self._names), len(self._content)))
        if self._units is not None:
            found.append(_bincount(self._unit_drawers[which], self._units))
        return found


def _bincount(drawers: Ints, number: int) -> Ints:
    """How many there are in each drawer of either side, without the last one."""
    import numpy as np

    return np.bincount(drawers, minlength=2 * (number + 1)).reshape(2, -1)[:, :number]


@dataclass(frozen=True, slots=True)
class _Items:
    """Items of both sides.

    Attributes:
        start: Absolute offsets.
        document: The document of each.
        zone: The number of its slice.
        boilerplate: Whether it begins in boilerplate.
        label: The number of its label.
        gold: Whether it is gold.
    """

    start: Ints
    document: Ints
    zone: Ints
    boilerplate: Flags
    label: Ints
    gold: Flags

    @classmethod
    def of(cls, batch: Batch, start: Ints, label: Ints, gold: Flags) -> _Items:
        """Items by their sorted starts."""
        document = batch.texts.document_of_sorted(start)
        zone = batch.zones.at_sorted(start, document)
        return cls(start, document, zone, batch.zones.boilerplate(zone), label, gold)

    def take(self, which: Ints | Flags) -> _Items:
        """Some of the items."""
        return _Items(
            self.start[which], self.document[which], self.zone[which], self.boilerplate[which],
            self.label[which], self.gold[which],
        )  # fmt: skip


def count_entities(batch: Batch, *, units: int = 0) -> Mapping[str, Counted]:
    """The counts of ``strict``, ``exact``, ``partial``, ``type``, ``conll`` and ``document``.

    Args:
        batch: The batch.
        units: The number of units, where they are sentences.
    """
    names = _Spans.of(batch.gold.names(), batch.predicted.names())
    return {
        **_semeval(batch, units, names),
        "conll": _conll(batch, units, names),
        "document": _document(batch, units),
    }


@dataclass(frozen=True, slots=True)
class _Spans:
    """Spans of both sides by start, length and label, gold first."""

    start: Ints
    end: Ints
    label: Ints
    gold: Flags

    @classmethod
    def of(cls, gold: Mentions, predicted: Mentions) -> _Spans:
        """Both sides in one order."""
        start, end, label = (_both(gold, predicted, c) for c in ("start", "end", "type"))
        return cls.sorted(start, end, label, len(gold.start))

    @classmethod
    def sorted(cls, start: Ints, end: Ints, label: Ints, gold: int) -> _Spans:
        """Spans of which the first ``gold`` are gold."""
        import numpy as np

        theirs = np.arange(len(start)) >= gold
        start, length, label, side = sorted_rows(start, end - start, label, theirs)
        return cls(start, start + length, label, side == 0)

    def of_side(self, *, gold: bool) -> _Spans:
        """The spans of one side."""
        which = self.gold == gold
        return _Spans(self.start[which], self.end[which], self.label[which], self.gold[which])


def _both(gold: Mentions, predicted: Mentions, column: str) -> Ints:
    import numpy as np

    return np.concatenate([getattr(gold, column), getattr(predicted, column)])


def _semeval(batch: Batch, units: int, names: _Spans) -> dict[str, Counted]:
    import numpy as np

    items = _Items.of(batch, names.start, names.label, names.gold)
    filed = _Filed(batch, units, items, batch.types)
    start, end, label, gold = names.start, names.end, names.label, names.gold
    not_strict = np.flatnonzero(~match_equal(changes(start, end, label), gold))
    rest = _Spans(start[not_strict], end[not_strict], label[not_strict], gold[not_strict])
    exact = match_equal(changes(rest.start, rest.end), rest.gold)
    not_exact = not_strict[~exact]
    part = items.boilerplate.astype(np.int64)
    overlap = match_overlapping(
        start[not_exact], end[not_exact], label[not_exact], gold[not_exact], part[not_exact]
    )
    typed = match_overlapping(start, end, label, gold, 2 * label + part)
    not_partial, not_typed = not_exact[~overlap], np.flatnonzero(~typed)
    return {
        "strict": filed.count(not_strict, not_strict),
        "exact": filed.count(not_exact, not_exact),
        "partial": filed.count(not_exact, not_partial),
        "type": filed.count(not_typed, not_typed),
    }


def _document(batch: Batch, units: int) -> Counted:
    """Sets of things by document and part: each where it is first mentioned."""
    import numpy as np

    gold, predicted = batch.gold.told(), batch.predicted.told()
    start, end, label, thing = (
        _both(gold, predicted, column) for column in ("start", "end", "type", "thing")
    )
    theirs = np.arange(len(start)) >= len(gold.start)
    document = batch.texts.document(start)
    boilerplate = batch.zones.boilerplate(batch.zones.at(start, document))
    within = start - batch.texts.starts[document]
    document, part, thing, side, start, _, label = sorted_rows(
        document, boilerplate, thing, theirs, within, end - start, label
    )
    first = np.flatnonzero(changes(document, part, thing, side))
    document, part, thing = document[first], part[first], thing[first]
    start = start[first] + batch.texts.starts[document]
    items = _Items(
        start, document, batch.zones.at(start, document), part == 1, label[first],
        side[first] == 0,
    )  # fmt: skip
    missed = np.flatnonzero(~match_equal(changes(document, part, thing), items.gold))
    return _Filed(batch, units, items, batch.types).count(missed, missed)


@dataclass(frozen=True, slots=True)
class _Chunks:
    """The chunks of one side; ``lost`` ones are names that no tag can show."""

    start: Ints
    end: Ints
    type: Ints
    lost: Flags


def _conll(batch: Batch, units: int, names: _Spans) -> Counted:
    import numpy as np

    labels = [conll_type(type) for type in batch.types]
    known = sorted(set(labels))
    number = np.array([known.index(label) for label in labels], dtype=np.int64)
    sides = [_chunks(batch, names.of_side(gold=gold), number, known) for gold in (True, False)]
    start, end, type, lost = (
        np.concatenate([getattr(side, column) for side in sides])
        for column in ("start", "end", "type", "lost")
    )
    chunks = _Spans.sorted(start, end, 2 * type + lost, len(sides[0].start))
    matched = match_equal(changes(chunks.start, chunks.end, chunks.label), chunks.gold)
    missed = np.flatnonzero(~matched)
    items = _Items.of(batch, chunks.start, chunks.label >> 1, chunks.gold)
    return _Filed(batch, units, items, known).count(missed, missed)


def _chunks(batch: Batch, side: _Spans, number: Ints, names: Sequence[str]) -> _Chunks:
    """The flat view of one side, as ``tipbench.scoring.conll.flat_view`` has it."""
    import numpy as np

    type = number[side.label]
    kept = np.flatnonzero(outermost(side.start, side.end, type))
    start, end, type = side.start[kept], side.end[kept], type[kept]
    document = batch.texts.document_of_sorted(start)
    first, last = token_borders(batch.texts, document, start, end)
    lost = first >= last
    # Two names that share a token: rare, and left to the definition itself.
    there = np.flatnonzero(~lost)
    shared = there[1:][first[there[1:]] < last[there[:-1]]]
    odd = np.isin(document, document[shared])
    start, end = np.where(lost, start, first), np.where(lost, end, last)
    parts = [_Chunks(start[~odd], end[~odd], type[~odd], lost[~odd])]
    for each in np.unique(document[shared]).tolist():
        low, high = np.searchsorted(side.start, batch.texts.starts[each : each + 2])
        own = slice(int(low), int(high))
        parts.append(_defined(batch, each, side, own, names))
    return _Chunks(
        *(
            np.concatenate([getattr(part, column) for part in parts])
            for column in ("start", "end", "type", "lost")
        )
    )


def _defined(
    batch: Batch, document: int, side: _Spans, own: slice, names: Sequence[str]
) -> _Chunks:
    """The chunks of one document, by the definition."""
    import numpy as np

    from tipbench.tokens import tokenize

    base = int(batch.texts.starts[document])
    tokens = tokenize(batch.texts.text(document))
    columns = (column[own].tolist() for column in (side.start, side.end, side.label))
    entities = [
        Entity(Span(start - base, end - base), "", batch.types[type])
        for start, end, type in zip(*columns, strict=True)
    ]
    view = flat_view(tokens, entities)
    rows = [
        (tokens[first].start, tokens[stop - 1].end, names.index(type), False)
        for type, first, stop in read_chunks(view.tags)
    ]
    for entity in view.lost:
        if entity.span is not None:
            label = names.index(conll_type(entity.type))
            rows.append((entity.span.start, entity.span.end, label, True))
    found = np.array(rows, dtype=np.int64).reshape(-1, 4).T
    return _Chunks(found[0] + base, found[1] + base, found[2], found[3].astype(np.bool_))
