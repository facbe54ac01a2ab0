"""Counts the entities of a batch for every built-in metric."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from tipbench.scoring.columns.batch import Batch
from tipbench.scoring.columns.chunks import count_chunks
from tipbench.scoring.columns.filing import Counted, Filed
from tipbench.scoring.columns.matching import match_equal, match_overlapping
from tipbench.scoring.columns.ordered import Ordered
from tipbench.scoring.columns.sorting import changes, sorted_rows

if TYPE_CHECKING:
    from tipbench.arrays import Flags, Ints


def count_entities(batch: Batch, *, units: int = 0) -> Mapping[str, Counted]:
    """The counts of ``strict``, ``exact``, ``partial``, ``type``, ``conll`` and ``document``.

    Args:
        batch: The batch.
        units: The number of units, where they are sentences.
    """
    mentions, names, thing = Ordered.of(batch)
    return {
        **_semeval(batch, units, names),
        "conll": count_chunks(batch, units, names),
        "document": _document(batch, units, mentions, thing),
    }


def _semeval(batch: Batch, units: int, names: Ordered) -> dict[str, Counted]:
    import numpy as np

    boilerplate = batch.zones.boilerplate(names.zone).astype(np.int64)
    strict = match_equal(changes(names.start, names.end, names.label), names.gold)
    not_strict = np.flatnonzero(~strict)
    rest = names.take(not_strict)
    not_exact = not_strict[~match_equal(changes(rest.start, rest.end), rest.gold)]
    rest = names.take(not_exact)
    not_partial = not_exact[~_overlapping(rest, boilerplate.take(not_exact))]
    not_typed = np.flatnonzero(~_overlapping(names, 2 * names.label + boilerplate))
    filed = Filed(batch, units, names, batch.types)
    tallies = [filed.tally(items) for items in (not_strict, not_exact, not_partial, not_typed)]
    no_type_or_borders, no_borders, no_overlap, no_type = tallies
    return {
        "strict": filed.count(no_type_or_borders, no_type_or_borders),
        "exact": filed.count(no_borders, no_borders),
        "partial": filed.count(no_borders, no_overlap),
        "type": filed.count(no_type, no_type),
    }


def _overlapping(names: Ordered, key: Ints) -> Flags:
    return match_overlapping(names.start, names.end, names.label, names.gold, key)


def _document(batch: Batch, units: int, mentions: Ordered, thing: Ints) -> Counted:
    """Sets of things by document and part: each where it is first mentioned."""
    import numpy as np

    boilerplate = batch.zones.boilerplate(mentions.zone)
    document, part, thing, theirs, place = sorted_rows(
        mentions.document, boilerplate, thing + 1, ~mentions.gold, np.arange(len(thing))
    )
    first = np.flatnonzero(changes(document, part, thing, theirs) & (thing > 0))
    items = mentions.take(place.take(first))
    same = changes(*(column.take(first) for column in (document, part, thing)))
    filed = Filed(batch, units, items, batch.types)
    lost = filed.tally(np.flatnonzero(~match_equal(same, items.gold)))
    return filed.count(lost, lost)
