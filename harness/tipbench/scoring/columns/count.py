"""Counts the entities of a batch for every built-in metric."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from tipbench.scoring.columns.batch import Batch
from tipbench.scoring.columns.chunks import count_chunks
from tipbench.scoring.columns.filing import Counted, Filed, Items
from tipbench.scoring.columns.matching import match_equal, match_overlapping
from tipbench.scoring.columns.ordered import Both, Ordered
from tipbench.scoring.columns.sorting import changes, sorted_rows

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Ints = npt.NDArray[np.int64]


def count_entities(batch: Batch, *, units: int = 0) -> Mapping[str, Counted]:
    """The counts of ``strict``, ``exact``, ``partial``, ``type``, ``conll`` and ``document``.

    Args:
        batch: The batch.
        units: The number of units, where they are sentences.
    """
    gold, predicted = (Ordered.of(batch, side) for side in (batch.gold, batch.predicted))
    return {
        **_semeval(batch, units, Both.of(gold.names, predicted.names)),
        "conll": count_chunks(batch, units, gold.names, predicted.names),
        "document": _document(batch, units, gold, predicted),
    }


def _semeval(batch: Batch, units: int, names: Both) -> dict[str, Counted]:
    import numpy as np

    start, end, label, gold = names.start, names.end, names.label, names.gold
    document = batch.texts.document_of_sorted(start)
    boilerplate = batch.zones.boilerplate(names.zone)
    items = Items(start, document, names.zone, boilerplate, label, gold)
    not_strict = np.flatnonzero(~match_equal(changes(start, end, label), gold))
    rest = [column.take(not_strict) for column in (start, end, gold)]
    exact = match_equal(changes(*rest[:2]), rest[2])
    not_exact = not_strict[~exact]
    columns = [column.take(not_exact) for column in (start, end, label, gold, boilerplate)]
    not_partial = not_exact[~match_overlapping(*columns)]
    not_typed = np.flatnonzero(
        ~match_overlapping(start, end, label, gold, 2 * label + boilerplate)
    )
    filed = Filed(batch, units, items, batch.types)
    strict, exact, partial, typed = map(
        filed.tally, (not_strict, not_exact, not_partial, not_typed)
    )
    return {
        "strict": filed.count(strict, strict),
        "exact": filed.count(exact, exact),
        "partial": filed.count(exact, partial),
        "type": filed.count(typed, typed),
    }


def _document(batch: Batch, units: int, gold: Ordered, predicted: Ordered) -> Counted:
    """Sets of things by document and part: each where it is first mentioned."""
    import numpy as np

    document, thing = (
        np.concatenate([getattr(side, column) for side in (gold, predicted)])
        for column in ("document", "thing")
    )
    start, _, label, zone = (
        np.concatenate(pair)
        for pair in zip(gold.spans.columns(), predicted.spans.columns(), strict=True)
    )
    place = np.arange(len(start))
    theirs = place >= len(gold.document)
    boilerplate = batch.zones.boilerplate(zone)
    # Mentions of one side are in order: the first place is that of the first mention.
    document, part, thing, side, place = sorted_rows(
        document, boilerplate, thing + 1, theirs, place
    )
    first = np.flatnonzero(changes(document, part, thing, side) & (thing > 0))
    document, part, thing, side, place = (
        column.take(first) for column in (document, part, thing, side, place)
    )
    items = Items(
        start.take(place), document, zone.take(place), part == 1, label.take(place), side == 0
    )
    missed = np.flatnonzero(~match_equal(changes(document, part, thing), items.gold))
    filed = Filed(batch, units, items, batch.types)
    lost = filed.tally(missed)
    return filed.count(lost, lost)
