"""Puts gold and predictions of a stretch of documents into one batch, but for odd documents."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tipbench.arrays import arrow_strings, flags, some
from tipbench.scoring.columns.batch import Batch, Blocks, Mentions
from tipbench.scoring.columns.things import Things, surfaces
from tipbench.streaming.sides import Side
from tipbench.streaming.views import Views

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Ints = npt.NDArray[np.int64]
    Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Assembled:
    """A batch, and what it leaves out.

    Attributes:
        batch: The mentions of all documents but the odd ones.
        odd: The documents that have to be read one by one.
        types: How often each type was predicted in the other documents.
    """

    batch: Batch
    odd: Flags
    types: Counter[str]


def assemble(
    views: Views,
    gold: Side,
    predicted: Side,
    blocks: Blocks | None,
    things: Things,
    *,
    has_gold: Flags,
    odd: Flags,
) -> Assembled:
    """Put both sides in absolute offsets of the view.

    Args:
        views: The views of the documents.
        gold: The gold, in offsets of the pages.
        predicted: The predictions, in offsets of the views.
        blocks: Their sentences, where these are the units.
        things: Numbers what is mentioned.
        has_gold: The documents that have gold; the others are left out.
        odd: Documents that are known to be odd.
    """
    odd = views.odd | odd
    odd[gold.document[gold.odd]] = True
    odd[predicted.document[_is_odd(views, predicted)]] = True
    left_out = odd | ~has_gold
    types_given = _tally_types(predicted, ~odd)
    # Texts of what is left out are not looked at; nor are their mentions.
    gold = gold.take(~left_out[gold.document])
    predicted = predicted.take(~left_out[predicted.document])
    shift, shown = views.pieces.place(gold.document, gold.start, gold.end)
    gold = gold.take(shown)
    types = sorted({*gold.types, *predicted.types})
    things.start(views.texts)
    batch = Batch(
        texts=views.texts,
        zones=views.zones,
        blocks=blocks,
        types=types,
        gold=_mentions(gold, shift[shown], types, things),
        predicted=_mentions(predicted, views.texts.starts[predicted.document], types, things),
    )
    return Assembled(batch, odd, types_given)


def _tally_types(predicted: Side, regular: Flags) -> Counter[str]:
    import numpy as np

    numbers = predicted.type[regular[predicted.document]]
    counts = np.bincount(numbers, minlength=len(predicted.types)).tolist()
    return Counter({type: n for type, n in zip(predicted.types, counts, strict=True) if n})


def _is_odd(views: Views, predicted: Side) -> Flags:
    """The predictions that are no spans of the view, or say that it has other words there."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    starts = views.texts.starts
    length = (starts[1:] - starts[:-1])[predicted.document]
    odd = predicted.odd | (predicted.start < 0) | (predicted.end <= predicted.start)
    odd |= predicted.end > length
    if predicted.text is not None:
        checked = np.flatnonzero(~odd)
        base = starts[predicted.document[checked]]
        number, words = surfaces(
            views.texts, base + predicted.start[checked], base + predicted.end[checked]
        )
        there = some(arrow_strings(words), number)
        said = some(predicted.text, checked).cast(pa.large_string())
        odd[checked] |= flags(pc.not_equal(there, said))
    return odd


def _mentions(side: Side, shift: Ints, types: list[str], things: Things) -> Mentions:
    import numpy as np

    start, end = side.start + shift, side.end + shift
    number = np.array([types.index(type) for type in side.types], dtype=np.int64)
    return Mentions(
        start=start,
        end=end,
        type=number[side.type],
        name=side.name,
        thing=things.numbers(side.ids, start, end, side.name),
    )
