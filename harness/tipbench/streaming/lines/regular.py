"""Lines of one form as a table, by arrays of where their quotes are, in half the time of a parser.

Every byte of a line is looked at: what is not a value has to be what the form has there.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tipbench.arrays import arrow_ints
from tipbench.streaming.lines.form import HEAD_QUOTES, NUMBERS, Form, form_of

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from tipbench.arrays import Ints

    Places = npt.NDArray[np.signedinteger[Any]]
    Words = npt.NDArray[np.uint64]


def read_regular(block: bytes, schema: Any) -> Any:
    """The rows of whole lines, as a table; ``None`` where not all of them are of one form.

    Args:
        block: The lines, as UTF-8.
        schema: The columns of the table: ``doc_id``, ``error`` and ``entities``.
    """
    import pyarrow as pa

    form = None if b"\\" in block else form_of(block)
    if form is None:
        return None
    lines = _lines(block, form)
    if lines is None:
        return None
    values = _values(lines, form)
    if values is None:
        return None
    mention = schema.field("entities").type.value_type
    items = pa.StructArray.from_arrays(
        [values.get(field.name, pa.nulls(lines.entities, field.type)) for field in mention],
        fields=[*mention],
    )
    lists = pa.Array.from_buffers(
        schema.field("entities").type, len(lines.number), [None, _buffer(lines.first)],
        children=[items],
    )  # fmt: skip
    ids = _strings(block, lines.id_start, lines.id_stop)
    return pa.table([ids, pa.nulls(len(ids), pa.string()), lists], schema=schema)


@dataclass(frozen=True, slots=True)
class _Lines:
    """Lines whose quotes are as many as the form has.

    Attributes:
        block: The lines.
        words: The eight bytes from each byte on, as a number.
        stop: Where the last entity of each line ends.
        id_start: Where the id of each begins.
        id_stop: Where it ends.
        number: How many entities each line has.
        first: The number of the first entity of each line, and of all entities.
        quotes: The places of the quotes of each entity.
    """

    block: bytes
    words: Words
    stop: Places
    id_start: Places
    id_stop: Places
    number: Places
    first: Places
    quotes: Places

    @property
    def entities(self) -> int:
        """How many entities there are in all."""
        return len(self.quotes)


def _lines(block: bytes, form: Form) -> _Lines | None:
    import numpy as np

    data = np.frombuffer(block, np.uint8)
    ends = np.flatnonzero(data == _LINE_END)
    # What else is below the space stands in a string, where it must not be.
    if np.count_nonzero(data < _SPACE) != len(ends) * len(form.end):
        return None
    starts = np.concatenate([[0], ends + 1])
    if block.endswith(b"\n"):
        starts = starts[:-1]
    else:
        ends = np.append(ends, len(block) + len(form.end) - 1)
    ends += 1 - len(form.end)
    quotes = np.flatnonzero(data == _QUOTE).astype(np.int32)
    last = np.searchsorted(quotes, ends)
    first = np.concatenate([[0], last[:-1]])
    number, left = np.divmod(last - first - HEAD_QUOTES, form.quotes)
    if (number < 0).any() or left.any():
        return None
    of_head = first[:, None] + np.arange(HEAD_QUOTES)
    id_start, id_stop = quotes[of_head[:, 2]] + 1, quotes[of_head[:, 3]]
    words = np.ndarray((len(block) + _BEYOND,), "<u8", block + bytes(_BEYOND + 7), 0, (1,))
    entity = np.delete(quotes, of_head.ravel()).reshape(-1, form.quotes)
    opened = id_stop + len(form.open)
    some = np.flatnonzero(number)
    before = np.concatenate([[0], np.cumsum(number)]).astype(np.int32)
    begins = entity[before[some], 0] - form.fixed[0].index(b'"')
    fits = (
        (id_start == starts + len(form.head)).all()
        and _stands(words, starts, form.head)
        and _stands(words, id_stop, form.open)
        and _stands(words, ends - len(form.close), form.close)
        and _stands(words, ends[: len(ends) - (not block.endswith(b"\n"))], form.end)
        and (begins == opened[some]).all()
        and (opened == ends - len(form.close))[number == 0].all()
    )
    if not fits:
        return None
    return _Lines(block, words, ends - len(form.close), id_start, id_stop, number, before, entity)


_LINE_END, _QUOTE, _SPACE = b'\n" '
_BEYOND = 256
"""Bytes beyond the end that may be looked at; no part of a form is so long."""


def _values(lines: _Lines, form: Form) -> dict[str, Any] | None:
    """The values of the entities by key; ``None`` where not all have the form."""
    import numpy as np

    words, quotes = lines.words, lines.quotes
    ends = np.empty(lines.entities, dtype=np.int64)
    ends[:-1] = quotes[1:, 0] - form.fixed[0].index(b'"') - len(form.between)
    inner = np.ones(lines.entities, dtype=np.bool_)
    some = lines.number > 0
    last = lines.first[1:][some] - 1
    ends[last], inner[last] = lines.stop[some], False
    if not _stands(words, ends[inner], form.between):
        return None
    starts: list[Places] = []
    column = 0
    for part in form.fixed[:-1]:
        starts.append(quotes[:, column] - part.index(b'"'))
        column += part.count(b'"')
    tail = form.fixed[-1]
    starts.append(ends - len(tail))
    if b'"' in tail and (quotes[:, column] != starts[-1] + tail.index(b'"')).any():
        return None
    if not all(_stands(words, *pair) for pair in zip(starts, form.fixed, strict=True)):
        return None
    found = {}
    for key, start, part, stop in zip(form.keys, starts, form.fixed, starts[1:], strict=False):
        begin = start + len(part)
        if key not in NUMBERS:
            found[key] = _strings(lines.block, begin, stop)
        elif (numbers := _numbers(words, begin, stop)) is None:
            return None
        else:
            found[key] = arrow_ints(numbers)
    return found


def _stands(words: Words, places: Places, text: bytes) -> bool:
    """Whether a text stands at all of these places."""
    import numpy as np

    for start in (*range(0, len(text) - 8, 8), max(0, len(text) - 8)):
        part = text[start : start + 8]
        mask = np.uint64((1 << 8 * len(part)) - 1)
        found = words[places + start] & mask if len(part) < 8 else words[places + start]
        if (found != np.uint64(int.from_bytes(part, "little"))).any():
            return False
    return True


def _numbers(words: Words, start: Places, stop: Places) -> Ints | None:
    """Decimal numbers of up to seven digits; ``None`` where one of them is anything else."""
    import numpy as np

    digits = stop - start
    if not len(digits):
        return np.zeros(0, dtype=np.int64)
    if digits.min() < 1 or digits.max() > 7:
        return None
    u = np.uint64
    found = words[start]
    leading_zero = ((found & u(0xFF)) == u(0x30)) & (digits > 1)
    # The last digit goes to the highest byte, and zeros stand before the first one.
    found = found << ((8 - digits) * 8).astype(u)
    found |= u(0x3030303030303030) >> (digits * 8).astype(u)
    no_digit = (found & u(0xF0F0F0F0F0F0F0F0)) ^ u(0x3030303030303030)
    no_digit |= ((found + u(0x0606060606060606)) & u(0xF0F0F0F0F0F0F0F0)) ^ u(0x3030303030303030)
    if no_digit.any() or leading_zero.any():
        return None
    found &= u(0x0F0F0F0F0F0F0F0F)
    # Neighbours are put together: eight digits, four pairs, two numbers below 10,000, one.
    found = (found * u(10) + (found >> u(8))) & u(0x00FF00FF00FF00FF)
    found = (found * u(100) + (found >> u(16))) & u(0x0000FFFF0000FFFF)
    found = (found * u(10_000) + (found >> u(32))) & u(0xFFFFFFFF)
    return found.astype(np.int64)


def _strings(block: bytes, start: Places, stop: Places) -> Any:
    """Stretches of a text as an array of strings."""
    import numpy as np
    import pyarrow as pa

    # Between each string and the next stands one that is left out.
    borders = np.empty((len(start), 2), dtype=np.int32)
    borders[:, 0], borders[:, 1] = start, stop
    if not len(start):
        return pa.nulls(0, pa.string())
    both = pa.Array.from_buffers(
        pa.string(), 2 * len(start) - 1, [None, _buffer(borders), pa.py_buffer(block)]
    )
    places = np.arange(0, 2 * len(start), 2, dtype=np.int32)
    return both.take(pa.Array.from_buffers(pa.int32(), len(start), [None, _buffer(places)]))


def _buffer(array: Any) -> Any:
    import pyarrow as pa

    return pa.py_buffer(array)
