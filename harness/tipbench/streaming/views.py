"""The views of many pages at once: their texts, their zones, and where spans of the page lie."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tipbench.arrays import absent, ints, items, numbered
from tipbench.corpus.load import CONTENT_ZONES
from tipbench.model import ViewName
from tipbench.scoring.collect import NO_NAME
from tipbench.scoring.columns.batch import Zones
from tipbench.scoring.columns.texts import Texts

if TYPE_CHECKING:
    from tipbench.arrays import Flags, Ints


@dataclass(frozen=True, slots=True)
class Views:
    """The views of a stretch of documents.

    Attributes:
        texts: The texts of the view, empty for odd documents.
        zones: The zones that the views show.
        odd: The documents whose zones are out of order, overlap, or leave the page.
        pieces: What of the pages the views show.
    """

    texts: Texts
    zones: Zones
    odd: Flags
    pieces: Pieces


@dataclass(frozen=True, slots=True)
class Pieces:
    """The stretches of the pages that the views show without a gap, in order.

    Attributes:
        document: The document of each piece.
        start: Where it begins in its page.
        end: Where it ends in its page.
        shift: What has to be added to an offset of the page for an absolute offset of the view.
    """

    document: Ints
    start: Ints
    end: Ints
    shift: Ints

    def place(self, document: Ints, start: Ints, end: Ints) -> tuple[Ints, Flags]:
        """What to add to the offsets of spans of pages, and which spans the views show whole."""
        import numpy as np

        if not len(self.start) or not len(start):
            return np.zeros(len(start), dtype=np.int64), np.zeros(len(start), dtype=np.bool_)
        width = int(max(self.end.max(), start.max())) + 1
        keys = self.document * width + self.start
        piece = np.searchsorted(keys, document * width + start, side="right") - 1
        shown = (piece >= 0) & (self.document[piece] == document) & (start < end)
        shown &= end <= self.end[piece]
        return self.shift[piece], shown


def views(pages: Sequence[str], zones: Any, names: Sequence[str] | None, view: ViewName) -> Views:
    """Make the views of pages.

    Args:
        pages: The texts of whole pages.
        zones: Their zones as an Arrow array of lists; ``None`` where there are none at all.
        names: The names of zones, where they are given as numbers.
        view: Which view.
    """
    import numpy as np

    length = np.fromiter(map(len, pages), np.int64, len(pages))
    number, struct = (np.zeros(len(pages), np.int64), None) if zones is None else items(zones)
    document = np.repeat(np.arange(len(pages)), number)
    if struct is None:
        start = end = code = np.zeros(0, dtype=np.int64)
        labels: list[Any] = []
        odd = np.zeros(len(pages), dtype=np.bool_)
    else:
        start, end = ints(struct.field("start")), ints(struct.field("end"))
        code, labels = _labelled(struct.field("zone"), names)
        odd = _odd(document, start, end, struct, code, length)
    content = np.array([label in CONTENT_ZONES for label in labels], dtype=np.bool_)
    kept = ~odd[document]
    if view == "clean":
        kept &= content[code]
    document, start, end, code = document[kept], start[kept], end[kept], code[kept]
    bare = number == 0
    first = _piece_starts(document, start, end)
    pieces = _with_whole_pages(
        document[first], start[first], _piece_ends(end, first), np.flatnonzero(bare & ~odd), length
    )
    texts = _cut(pages, *pieces)
    shift = texts.starts[pieces[0]] + _before(*pieces) - pieces[1]
    placed = Pieces(*pieces, shift)
    moved, _ = placed.place(document, start, np.maximum(end, start + 1))
    has_zones = np.bincount(document, minlength=len(pages)) > 0
    return Views(
        texts,
        Zones(
            start=start + moved,
            end=end + moved,
            slice=code + 2,
            bare=has_zones.astype(np.int64),
            slices=((None, True), (NO_NAME, True),
                    *((label, bool(c)) for label, c in zip(labels, content, strict=True))),
        ),
        odd,
        placed,
    )  # fmt: skip


def _labelled(array: Any, names: Sequence[str] | None) -> tuple[Ints, list[Any]]:
    """Labels as numbers, and their names; a null stays -1."""
    if names is None:
        return numbered(array)
    return ints(array, null=-1), list(names)


def _odd(document: Ints, start: Ints, end: Ints, struct: Any, code: Ints, length: Ints) -> Flags:
    import numpy as np

    wrong = (start < 0) | (end <= start) | (end > length[document]) | (code < 0)
    for array in (struct, struct.field("start"), struct.field("end")):
        wrong |= absent(array)
    wrong[1:] |= (document[1:] == document[:-1]) & (start[1:] < end[:-1])
    found = np.zeros(len(length), dtype=np.bool_)
    found[document[wrong]] = True
    return found


def _piece_starts(document: Ints, start: Ints, end: Ints) -> Ints:
    """The zones that do not go on where the one before them ended."""
    import numpy as np

    new = np.ones(len(start), dtype=np.bool_)
    new[1:] = (document[1:] != document[:-1]) | (start[1:] != end[:-1])
    return np.flatnonzero(new)


def _piece_ends(end: Ints, first: Ints) -> Ints:
    import numpy as np

    if not len(first):
        return end
    ends: Ints = end[np.append(first[1:], len(end)) - 1]
    return ends


def _with_whole_pages(
    document: Ints, start: Ints, end: Ints, whole: Ints, length: Ints
) -> tuple[Ints, Ints, Ints]:
    """The pieces with those of pages without zones, in order of the documents."""
    import numpy as np

    both = np.concatenate([document, whole])
    order = np.argsort(both, kind="stable")
    starts = np.concatenate([start, np.zeros(len(whole), dtype=np.int64)])
    ends = np.concatenate([end, length[whole]])
    return both[order], starts[order], ends[order]


def _cut(pages: Sequence[str], document: Ints, start: Ints, end: Ints) -> Texts:
    """The texts of the views."""
    import numpy as np

    cut = zip(document.tolist(), start.tolist(), end.tolist(), strict=True)
    length = np.bincount(document, end - start, minlength=len(pages)).astype(np.int64)
    return Texts.joining([pages[number][low:high] for number, low, high in cut], length)


def _before(document: Ints, start: Ints, end: Ints) -> Ints:
    """How much of its view comes before each piece."""
    import numpy as np

    length = end - start
    total = np.cumsum(length) - length
    first = np.searchsorted(document, document)
    before: Ints = total - total[first]
    return before
