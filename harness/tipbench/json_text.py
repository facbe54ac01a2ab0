"""JSON that people can read: what is small stands on one line, the rest is nested.

Objects of very many entries are written an entry at a time, so that they never lie in memory as
text as a whole.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import repeat
from json.encoder import encode_basestring
from pathlib import Path
from typing import Any

_SHORT = 2
"""Levels of objects that still stand on one line."""


# A base, not a protocol: whether a value is one is asked of every value that is written.
class ManyItems:
    """An object whose entries are known as JSON already."""

    __slots__ = ()

    def json_items(
        self, as_json: Callable[[object], str], /
    ) -> tuple[Sequence[str], Sequence[str]]:
        """The keys, and for each its value as JSON."""
        raise NotImplementedError


def pieces(value: object, indent: str = "") -> Iterator[str]:
    """The JSON of a value, in pieces.

    Raises:
        ValueError: It has a number that JSON has not, such as infinity.

    >>> print("".join(pieces({"f1": 0.5, "slices": {"en": {"counts": {"gold": 1}}}})))
    {
      "f1": 0.5,
      "slices": {
        "en": {"counts": {"gold": 1}}
      }
    }
    """
    if isinstance(value, ManyItems):
        yield from _nested(*value.json_items(one_line), indent)
    elif isinstance(value, Mapping) and _is_deep(value):
        yield from _opened("{", "}", ((f"{one_line(k)}: ", v) for k, v in value.items()), indent)
    elif isinstance(value, list) and any(isinstance(item, (Mapping, list)) for item in value):
        yield from _opened("[", "]", (("", item) for item in value), indent)
    else:
        yield one_line(value)


def write_json(path: Path, value: object) -> None:
    """Write the JSON of a value as a file.

    Raises:
        ValueError: It has a number that JSON has not, such as infinity.
    """
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(pieces(value))
        file.write("\n")


def one_line(value: object) -> str:
    """The JSON of a value on one line."""
    return _ENCODER.encode(value)


def _plain(value: object) -> Any:
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(f"{type(value).__name__} is no JSON")


_ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False, default=_plain)


def _opened(
    start: str, end: str, entries: Iterable[tuple[str, object]], indent: str
) -> Iterator[str]:
    inner = indent + "  "
    before = f"{start}\n{inner}"
    for key, value in entries:
        yield before + key
        yield from pieces(value, inner)
        before = f",\n{inner}"
    yield f"\n{indent}{end}"


_AT_ONCE = 10_000


def _nested(keys: Sequence[str], values: Sequence[str], indent: str) -> Iterator[str]:
    """Many entries, some thousand at a time."""
    if not keys:
        yield "{}"
        return
    yield f"{{\n{indent}  "
    for start in range(0, len(keys), _AT_ONCE):
        own = list(map(encode_basestring, keys[start : start + _AT_ONCE]))
        # Texts are put side by side in one list: no text is made for each entry.
        texts = [""] * (4 * len(own))
        texts[0::4] = repeat(f",\n{indent}  ", len(own))
        texts[1::4] = own
        texts[2::4] = repeat(": ", len(own))
        texts[3::4] = values[start : start + _AT_ONCE]
        if not start:
            texts[0] = ""
        yield "".join(texts)
    yield f"\n{indent}}}"


def _is_deep(value: object, levels: int = _SHORT) -> bool:
    """Whether objects are nested beyond so many levels; lists of objects always are."""
    if isinstance(value, ManyItems):
        return True
    if isinstance(value, Mapping):
        return levels == 0 or any(_is_deep(item, levels - 1) for item in value.values())
    return isinstance(value, list) and any(isinstance(item, (Mapping, list)) for item in value)
