"""Arrow arrays as numpy arrays and back, without a loop over their values.

Arrow's own conversions, even of a single number, import pandas where it is installed, which takes
longer than scoring thousands of documents; so buffers are shared instead.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Ints = npt.NDArray[np.int64]
    Flags = npt.NDArray[np.bool_]


def ints(array: Any, *, null: int = 0) -> Ints:
    """A numeric array as numpy, with ``null`` for nulls."""
    import numpy as np
    import pyarrow as pa

    # What does not fit becomes negative, and so no offset.
    numbers = array.cast(pa.int64(), safe=not pa.types.is_uint64(array.type))
    buffer = numbers.buffers()[1]
    if buffer is None or not len(numbers):
        return np.full(len(array), null, dtype=np.int64)
    found: Ints = np.frombuffer(buffer, np.int64)
    found = found[numbers.offset : numbers.offset + len(numbers)]
    return np.where(absent(array), null, found) if array.null_count else found


def arrow_ints(numbers: Ints) -> Any:
    """A numpy array as an Arrow array."""
    import numpy as np
    import pyarrow as pa

    data = np.ascontiguousarray(numbers, dtype=np.int64)
    return pa.Array.from_buffers(pa.int64(), len(data), [None, pa.py_buffer(data)])


def arrow_strings(words: Sequence[str]) -> Any:
    """Strings as an Arrow array."""
    import numpy as np
    import pyarrow as pa

    encoded = [word.encode() for word in words]
    offsets = np.zeros(len(encoded) + 1, dtype=np.int64)
    np.cumsum(np.fromiter(map(len, encoded), np.int64, len(encoded)), out=offsets[1:])
    buffers = [None, pa.py_buffer(offsets), pa.py_buffer(b"".join(encoded))]
    return pa.Array.from_buffers(pa.large_string(), len(encoded), buffers)


def some(array: Any, which: Ints | Flags) -> Any:
    """The values of an Arrow array at some places, or where flags are set."""
    import numpy as np

    places = np.flatnonzero(which) if which.dtype == np.bool_ else which
    return array.take(arrow_ints(places.astype(np.int64, copy=False)))


def flags(array: Any) -> Flags:
    """A Boolean array as numpy; nulls are false."""
    import numpy as np
    import pyarrow as pa

    return np.not_equal(ints(array.cast(pa.uint8())), 0)


def absent(array: Any) -> Flags:
    """Which values of an array are null."""
    import numpy as np

    if not array.null_count:
        return np.zeros(len(array), dtype=np.bool_)
    return flags(array.is_null())


def positions(values: Any, among: Any) -> Ints:
    """Where each value stands in an array of distinct ones; -1 where it is none of them."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    if isinstance(values, pa.ChunkedArray) and values.num_chunks == 1:
        values = values.chunk(0)
    if isinstance(values, pa.Array) and values.equals(among):
        return np.arange(len(values))
    found = pc.index_in(values, value_set=among)
    return ints(found.combine_chunks() if isinstance(found, pa.ChunkedArray) else found, null=-1)


def items(lists: Any) -> tuple[Ints, Any]:
    """How many items each list has (none where it is null), and all items in one array."""
    import pyarrow.compute as pc

    return ints(pc.list_value_length(lists)), lists.flatten()


def numbered(array: Any) -> tuple[Ints, list[Any]]:
    """The values of an array as numbers of its distinct values, and these; -1 for null."""
    import pyarrow as pa

    encoded = array if pa.types.is_dictionary(array.type) else array.dictionary_encode()
    return ints(encoded.indices, null=-1), encoded.dictionary.to_pylist()
