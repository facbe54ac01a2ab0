"""Lines of one form with a few others among them, such as those of documents that failed."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from tipbench.arrays import arrow_ints
from tipbench.streaming.lines.form import form_of
from tipbench.streaming.lines.regular import read_regular

FEW = 0.2
"""The share of other lines up to which it pays to sort them out."""

_LINE = re.compile(rb"[^\n]*\n|[^\n]+")


def read_mixed(block: bytes, schema: Any, read_other: Callable[[bytes], Any]) -> Any:
    """The rows of whole lines as a table; ``None`` where few are of one form.

    Args:
        block: The lines, as UTF-8.
        schema: The columns of the table.
        read_other: Reads the lines of other forms; ``None`` from it is passed on.
    """
    import numpy as np
    import pyarrow as pa

    form = form_of(block)
    if form is None:
        return None
    lines = _LINE.findall(block)
    regular = np.fromiter((form.may_have(line) for line in lines), np.bool_, len(lines))
    others = np.flatnonzero(~regular)
    if not 0 < len(others) <= FEW * len(lines):
        return None
    first = read_regular(_join(lines, regular), schema)
    second = None if first is None else read_other(_join(lines, ~regular))
    if second is None:
        return None
    place = np.argsort(np.concatenate([np.flatnonzero(regular), others]))
    return pa.concat_tables([first, second]).combine_chunks().take(arrow_ints(place))


def _join(lines: list[bytes], which: Any) -> bytes:
    return b"".join(line for line, wanted in zip(lines, which.tolist(), strict=True) if wanted)
