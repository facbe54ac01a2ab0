"""What mentions are of, as numbers: by id or by the words themselves, read through the inventory.

It is what ``tipbench.scoring.entities.DOCUMENT`` compares. Words are read once for each distinct
surface, not for each mention.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from tipbench.arrays import numbered
from tipbench.scoring.columns.long_surfaces import LONG, LongSurfaces

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
        self._numbers: dict[str, int] = {}
        self._long: LongSurfaces | None = None

    def start(self, texts: Texts) -> None:
        """Forget the numbers of the last batch, and take the texts of the next."""
        self._texts = texts
        self._numbers.clear()
        self._long = None

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
        long = end[rest] - start[rest] > LONG
        for index in rest[long].tolist():
            found[index] = self._number_of_long(int(start[index]), int(end[index]))
        short = rest[~long]
        if len(short):
            surface, words = surfaces(self._texts, start[short], end[short])
            for named in (True, False):
                own = np.flatnonzero(name[short] == named)
                used = np.unique(surface[own])
                table = np.full(len(words), -1, dtype=np.int64)
                read = self._names.resolve if named else self._names.find
                table[used] = self._numbered(read(words[index]) for index in used.tolist())
                found[short[own]] = table[surface[own]]
        return found

    def _numbered(self, things: Iterable[str | None]) -> Ints:
        """The numbers of things; -1 for none."""
        import numpy as np

        numbers = self._numbers
        found = [
            -1 if thing is None else numbers.setdefault(thing, len(numbers)) for thing in things
        ]
        return np.array(found, dtype=np.int64)

    def _number_of_long(self, start: int, end: int) -> int:
        if self._long is None:
            self._long = LongSurfaces(self._texts)
        return int(self._numbered([self._long.thing(start, end)])[0])


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
