"""What mentions are of, as numbers: by id or by the words themselves, read through the inventory.

It is what ``tipbench.scoring.entities.DOCUMENT`` compares. Words are read once for each distinct
surface, not for each mention.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from tipbench.arrays import numbered
from tipbench.scoring.columns.long_surfaces import LONG, hash_long, read_long

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from tipbench.scoring.columns.texts import Texts
    from tipbench.scoring.names import Names

    Ints = npt.NDArray[np.int64]
    Flags = npt.NDArray[np.bool_]


class Things:
    """Numbers what is mentioned; one for each batch, which remembers words over batches."""

    def __init__(self, names: Names) -> None:
        """Read words through ``names``."""
        self._names = names
        self._numbers: dict[str | int, int] = {}

    def start(self, texts: Texts) -> None:
        """Forget the numbers of the last batch, and take the texts of the next."""
        self._texts = texts
        self._numbers.clear()

    def numbers(self, ids: Any, start: Ints, end: Ints, name: Flags) -> Ints:
        """A number for the thing of every mention; -1 where nothing tells it.

        Args:
            ids: Ids, or names, of entities, as an Arrow array of strings with nulls; ``None`` where
                there are none at all.
            start: Absolute offsets.
            end: Absolute offsets.
            name: Whether the mention is a name.
        """
        import numpy as np

        found = np.full(len(start), -1, dtype=np.int64)
        rest = np.arange(len(start))
        if ids is not None:
            code, values = numbered(ids)
            resolve = self._names.resolve
            known = [None if not v or v.isspace() else resolve(v) for v in values]
            # The last row stands for null.
            found = self._numbered([*known, None])[code]
            rest = np.flatnonzero(found < 0)
        rest = self._read_long(rest, start, end, name, found)
        for some in _portions(rest, end[rest] - start[rest]):
            found[some] = self._by_words(start[some], end[some], name[some])
        return found

    def _read_long(self, which: Ints, start: Ints, end: Ints, name: Flags, found: Ints) -> Ints:
        """Number the mentions of many words; the others are left."""
        import numpy as np

        maybe = end[which] - start[which] > LONG
        if not maybe.any():
            return which
        long = which[maybe]
        hashes = read_long(self._texts, start[long], end[long])
        known = np.flatnonzero((hashes >= 0) & name[long])
        found[long[known]] = self._numbered(hashes[known].tolist())
        # So many words that are no name say nothing of what is meant.
        return np.concatenate([which[~maybe], long[hashes < 0]])

    def _by_words(self, start: Ints, end: Ints, name: Flags) -> Ints:
        """The numbers of mentions by their words."""
        import numpy as np

        surface, words = surfaces(self._texts, start, end)
        found = np.full(len(start), -1, dtype=np.int64)
        for named in (True, False):
            own = np.flatnonzero(name == named)
            used = np.unique(surface[own])
            table = np.full(len(words), -1, dtype=np.int64)
            read = self._names.resolve if named else self._names.find
            table[used] = self._numbered(read(words[index]) for index in used.tolist())
            found[own] = table[surface[own]]
        return found

    def _numbered(self, things: Iterable[str | int | None]) -> Ints:
        """The numbers of things, long ones being known by their hash; -1 for none."""
        import numpy as np

        numbers = self._numbers
        found = []
        for thing in things:
            if thing is None:
                found.append(-1)
                continue
            hashed = hash_long(thing) if isinstance(thing, str) else None
            key = thing if hashed is None else hashed
            found.append(numbers.setdefault(key, len(numbers)))
        return np.array(found, dtype=np.int64)


_AT_ONCE = 4_000_000
"""Characters of surfaces that are copied at a time."""


def _portions(which: Ints, length: Ints) -> Iterator[Ints]:
    """Mentions in portions of so many characters, so that memory does not grow with them."""
    import numpy as np

    if len(which):
        portion = np.cumsum(length) // _AT_ONCE
        yield from np.split(which, np.flatnonzero(np.diff(portion)) + 1)


def surfaces(texts: Texts, start: Ints, end: Ints) -> tuple[Ints, list[str]]:
    """The words of every span, as numbers of distinct ones, and these.

    >>> import numpy as np
    >>> from tipbench.scoring.columns.texts import Texts
    >>> start = np.array([0, 9, 6])
    >>> numbers, words = surfaces(Texts.of(["Rabat a Rabat"]), start, start + [5, 4, 1])
    >>> numbers.tolist(), words
    ([0, 1, 2], ['Rabat', 'abat', 'a'])
    """
    import numpy as np
    import pyarrow as pa

    length = end - start
    ends = np.zeros(len(start) + 1, dtype=np.int64)
    np.cumsum(length, out=ends[1:])
    where = np.arange(ends[-1]) + np.repeat(start - ends[:-1], length)
    characters = texts.characters[where]
    offsets = (ends * characters.itemsize).astype(np.int64)
    words = pa.Array.from_buffers(
        pa.large_binary(),
        len(start),
        [None, pa.py_buffer(offsets), pa.py_buffer(np.ascontiguousarray(characters))],
    )
    number, distinct = numbered(words)
    encoding = "utf-16-le" if characters.itemsize == 2 else "utf-32-le"
    return number, [word.decode(encoding, "surrogatepass") for word in distinct]
