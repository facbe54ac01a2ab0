"""The texts of a batch as one array of characters, and the documents that its offsets lie in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tipbench.scoring.columns.hashing import PADDING

if TYPE_CHECKING:
    from tipbench.arrays import Ints


@dataclass(frozen=True, slots=True)
class Texts:
    """Texts laid end to end.

    Attributes:
        starts: Where each begins; one more than there are texts, the last being the whole length.
        characters: Their code points in two or in four bytes each, and some padding.
    """

    starts: Ints
    characters: Any = field(repr=False)

    @classmethod
    def of(cls, texts: Sequence[str]) -> Texts:
        """Lay ``texts`` end to end.

        >>> Texts.of(["In", "Rabat"]).starts.tolist()
        [0, 2, 7]
        """
        import numpy as np

        return cls.joining(texts, np.fromiter(map(len, texts), np.int64, len(texts)))

    @classmethod
    def joining(cls, pieces: Sequence[str], length: Ints) -> Texts:
        """The same for texts that come in pieces, given how long each text is.

        >>> import numpy as np
        >>> Texts.joining(["R", "", "abat", "!"], np.array([5, 0, 1])).text(0)
        'Rabat'
        """
        import numpy as np

        joined = "".join([*pieces, "\0" * PADDING])
        starts = np.append(0, np.cumsum(length))
        characters = np.frombuffer(joined.encode("utf-16-le", "surrogatepass"), "<u2")
        if len(characters) != len(joined):  # characters beyond the 16 bits of one unit
            characters = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), "<u4")
        return cls(starts, characters)

    def __len__(self) -> int:
        """The number of texts."""
        return len(self.starts) - 1

    def document(self, offsets: Ints) -> Ints:
        """The number of the text that holds the character at each offset."""
        import numpy as np

        found: Ints = np.searchsorted(self.starts, offsets, side="right") - 1
        return found

    def document_of_sorted(self, offsets: Ints) -> Ints:
        """The same for sorted offsets, which is much faster."""
        import numpy as np

        first = np.searchsorted(offsets, self.starts)
        return np.repeat(np.arange(len(self)), np.diff(first))

    def text(self, document: int) -> str:
        """One of the texts."""
        return self.words(int(self.starts[document]), int(self.starts[document + 1]))

    def words(self, start: int, end: int) -> str:
        """What lies between two absolute offsets."""
        encoding = "utf-16-le" if self.characters.itemsize == 2 else "utf-32-le"
        words: str = self.characters[start:end].tobytes().decode(encoding, "surrogatepass")
        return words


def characters_of(strings: Any, size: int) -> tuple[Any, Ints, Ints]:
    """The code units of Arrow strings, end to end with some padding, and where each lies.

    Args:
        strings: Without nulls.
        size: The bytes of a unit, two or four.

    >>> import pyarrow as pa
    >>> units, start, end = characters_of(pa.array(["été", "Rabat"]), 2)
    >>> start.tolist(), end.tolist(), chr(units[3])
    ([0, 3], [3, 8], 'R')
    """
    import numpy as np
    import pyarrow as pa

    array = strings.cast(pa.large_string())
    _, offsets, data = array.buffers()
    at = np.frombuffer(offsets, np.int64)[array.offset : array.offset + len(array) + 1]
    low, high = (int(at[0]), int(at[-1])) if len(array) else (0, 0)
    octets = np.frombuffer(data or b"", np.uint8)[low:high]
    place = at = at - low
    joined = octets.tobytes().decode()
    if len(joined) != len(octets):
        place = place - np.searchsorted(np.flatnonzero((octets & 0xC0) == 0x80), at)
        if size == 2:  # what takes four bytes takes two units
            place += np.searchsorted(np.flatnonzero(octets >= 0xF0), at)
    encoding = "utf-16-le" if size == 2 else "utf-32-le"
    units = (joined + "\0" * PADDING).encode(encoding)
    return np.frombuffer(units, f"<u{size}"), place[:-1], place[1:]
