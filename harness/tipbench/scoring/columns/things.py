"""What mentions are of, as numbers: by id or by the words themselves, read through the inventory.

It is what ``tipbench.scoring.entities.DOCUMENT`` compares. Words are read once for each distinct
surface, not for each mention. A thing is known by the hash of its id or form, a long one by that of
``long_surfaces``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from tipbench.arrays import numbered
from tipbench.scoring.columns.bulk_names import BulkNames
from tipbench.scoring.columns.hashing import distinct, span_hashes, string_hashes
from tipbench.scoring.columns.long_surfaces import LONG, hash_long, read_long

if TYPE_CHECKING:
    from tipbench.arrays import Flags, Ints
    from tipbench.scoring.columns.texts import Texts
    from tipbench.scoring.names import Names


@dataclass(frozen=True, slots=True)
class Mentioned:
    """What tells of what some mentions are.

    Attributes:
        ids: Ids, or names, of entities, as an Arrow array of strings with nulls; ``None`` where
            there are none at all.
        start: Absolute offsets.
        end: Absolute offsets.
        name: Whether the mention is a name.
    """

    ids: Any
    start: Ints
    end: Ints
    name: Flags


class Things:
    """Numbers what is mentioned in batches."""

    def __init__(self, names: Names) -> None:
        """Read words through ``names``."""
        self._names = names
        self._bulk = BulkNames(names)
        ids = [id for id in names.readings[0] if id and not id.isspace()]
        self._ids = dict(zip(ids, _hashes(ids).tolist(), strict=True))

    def numbers(self, texts: Texts, *sides: Mentioned) -> list[Ints]:
        """A number for the thing of every mention of each side; -1 where nothing tells it.

        >>> import numpy as np
        >>> from tipbench.scoring.columns.texts import Texts
        >>> from tipbench.scoring.names import Names
        >>> texts = Texts.of(["Rabat, the RABAT"])
        >>> side = Mentioned(None, np.array([0, 7]), np.array([5, 16]), np.array([True, True]))
        >>> [found.tolist() for found in Things(Names()).numbers(texts, side)]
        [[0, 0]]
        """
        import numpy as np

        start, end, name = (
            np.concatenate([getattr(side, column) for side in sides])
            for column in ("start", "end", "name")
        )
        told = _Told(len(start))
        rest = self._by_ids(sides, told)
        rest, odd = self._by_length(texts, rest, start, end, name, told)
        # Each surface is read once; those that are long without words, wherever they are.
        number, where = distinct(span_hashes(texts.characters, start[rest], end[rest]))
        surface = np.concatenate([rest[where], odd])
        hashes, known = self._read(texts, start[surface], end[surface])
        rest = np.concatenate([rest, odd])
        number = np.concatenate([number, np.arange(len(where), len(surface))])
        nothing = ~name[rest]
        nothing &= ~known[number]
        number[nothing] = -1
        told.add(rest, number, hashes)
        return np.split(told.numbers(), np.cumsum([len(side.start) for side in sides])[:-1])

    def _by_ids(self, sides: Sequence[Mentioned], told: _Told) -> Ints:
        """Tell things by their ids; the mentions that have none are left."""
        import numpy as np

        rest = []
        first = 0
        for side in sides:
            places = np.arange(first, first + len(side.start))
            first += len(places)
            if side.ids is not None:
                number, hashes = self._read_ids(side.ids)
                told.add(places, number, hashes)
                places = places[number < 0]
            rest.append(places)
        return np.concatenate(rest)

    def _read_ids(self, ids: Any) -> tuple[Ints, Ints]:
        """Ids as numbers of hashes, -1 where none is given, and these."""
        import numpy as np

        code, values = numbered(ids)
        known = [*map(self._ids.get, values)]
        rest = [index for index, hash in enumerate(known) if hash is None]
        given = [index for index in rest if values[index] and not values[index].isspace()]
        for index in rest:
            known[index] = 0
        hashes = np.array(known, dtype=np.int64)
        hashes[given] = _hashes([self._names.resolve(values[index]) for index in given])
        # The last row stands for null.
        row = np.arange(len(values) + 1)
        row[rest] = row[-1] = -1
        row[given] = given
        return row[code], hashes

    def _by_length(
        self, texts: Texts, which: Ints, start: Ints, end: Ints, name: Flags, told: _Told
    ) -> tuple[Ints, Ints]:
        """Tell things of many words; mentions of few are left, apart from them the long ones."""
        import numpy as np

        maybe = end[which] - start[which] > LONG
        if not maybe.any():
            return which, which[:0]
        long = which[maybe]
        hashes = read_long(texts, start[long], end[long])
        number = np.arange(len(long))
        # So many words that are no name say nothing of what is meant.
        number[~name[long]] = -1
        told.add(long, number, hashes)
        return which[~maybe], long[hashes < 0]

    def _read(self, texts: Texts, start: Ints, end: Ints) -> tuple[Ints, Flags]:
        """The hashes of what surfaces stand for, and which of them are known names."""
        import numpy as np

        hashes = np.zeros(len(start), dtype=np.int64)
        known = np.zeros(len(start), dtype=np.bool_)
        for portion in _portions(end - start):
            low, high = start[portion], end[portion]
            read = self._bulk.read(texts, low, high)
            hashes[portion], known[portion] = read.thing, read.known
            odd = np.flatnonzero(read.odd)
            spans = zip(low[odd].tolist(), high[odd].tolist(), strict=True)
            words = [texts.words(low, high) for low, high in spans]
            hashes[portion.start + odd] = _hashes([self._names.resolve(word) for word in words])
            known[portion.start + odd] = [self._names.find(word) is not None for word in words]
        return hashes, known


class _Told:
    """What mentions are of, as far as it was told."""

    def __init__(self, mentions: int) -> None:
        import numpy as np

        self._row = np.full(mentions, -1, dtype=np.int64)
        self._hashes: list[Ints] = []
        self._rows = 0

    def add(self, which: Ints, number: Ints, hashes: Ints) -> None:
        """Say which of some things each of some mentions is of; -1 is none."""
        row = number + self._rows
        row[number < 0] = -1
        self._row[which] = row
        self._hashes.append(hashes)
        self._rows += len(hashes)

    def numbers(self) -> Ints:
        """The things of all mentions, as numbers from 0 on; -1 where nothing was told."""
        import numpy as np

        number, _ = distinct(np.concatenate(self._hashes))
        return np.append(number, -1)[self._row]


def _hashes(things: Sequence[str]) -> Ints:
    """The hashes of things, those of long ones as ``read_long`` has them."""
    hashes = string_hashes(things)
    for index, thing in enumerate(things):
        long = hash_long(thing)
        if long is not None:
            hashes[index] = long
    return hashes


_AT_ONCE = 4_000_000
"""Characters of surfaces that are copied at a time."""


def _portions(length: Ints) -> Iterator[slice]:
    """Surfaces in portions of so many characters, so that memory does not grow with them."""
    import numpy as np

    portion = np.cumsum(length) // _AT_ONCE
    borders = np.flatnonzero(np.diff(portion, prepend=-1)).tolist()
    for low, high in pairwise([*borders, len(length)]):
        yield slice(low, high)
