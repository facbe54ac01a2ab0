"""Puts gold and predictions of a stretch of documents into one batch, but for odd documents."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tipbench.arrays import absent, some
from tipbench.scoring.columns.batch import Batch, Blocks, Mentions
from tipbench.scoring.columns.hashing import equal_spans
from tipbench.scoring.columns.texts import Texts, characters_of
from tipbench.scoring.columns.things import Mentioned, Things
from tipbench.streaming.sides import Side
from tipbench.streaming.views import Views

if TYPE_CHECKING:
    from tipbench.arrays import Flags, Ints


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
    sides = (
        gold.take(shown).moved(shift[shown]),
        predicted.moved(views.texts.starts[predicted.document]),
    )
    types = sorted({*gold.types, *predicted.types})
    read = things.numbers(
        views.texts, *(Mentioned(side.ids, side.start, side.end, side.name) for side in sides)
    )
    placed = (_mentions(side, types, thing) for side, thing in zip(sides, read, strict=True))
    batch = Batch(views.texts, views.zones, blocks, types, *placed)
    return Assembled(batch, odd, types_given)


def _tally_types(predicted: Side, regular: Flags) -> Counter[str]:
    import numpy as np

    numbers = predicted.type[regular[predicted.document]]
    counts = np.bincount(numbers, minlength=len(predicted.types)).tolist()
    return Counter({type: n for type, n in zip(predicted.types, counts, strict=True) if n})


def _is_odd(views: Views, predicted: Side) -> Flags:
    """The predictions that are no spans of the view, or say that it has other words there."""
    import numpy as np

    starts = views.texts.starts
    length = (starts[1:] - starts[:-1])[predicted.document]
    odd = predicted.odd | (predicted.start < 0) | (predicted.end <= predicted.start)
    odd |= predicted.end > length
    if predicted.text is not None:
        checked = np.flatnonzero(~odd & ~absent(predicted.text))
        said = predicted.text if len(checked) == len(odd) else some(predicted.text, checked)
        start, end = (column.take(checked) for column in (predicted.start, predicted.end))
        base = starts.take(predicted.document.take(checked))
        odd[checked] = ~_says(said, views.texts, base + start, base + end)
    return odd


def _says(said: Any, texts: Texts, start: Ints, end: Ints) -> Flags:
    """Whether each string is what the text has between two offsets."""
    import numpy as np

    characters, first, last = characters_of(said, texts.characters.itemsize)
    length = end - start
    same = np.flatnonzero(last - first == length)
    found = np.zeros(len(start), dtype=np.bool_)
    found[same] = equal_spans(characters, first[same], texts.characters, start[same], length[same])
    return found


def _mentions(side: Side, types: list[str], thing: Ints) -> Mentions:
    import numpy as np

    number = np.array([types.index(type) for type in side.types], dtype=np.int64)
    return Mentions(side.document, side.start, side.end, number[side.type], side.name, thing)
