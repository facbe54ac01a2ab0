"""The form that the lines of a program have in common: the same keys in the same order."""

from __future__ import annotations

import re
from dataclasses import dataclass

NUMBERS = ("start", "end")
TEXTS = ("text", "type", "mention", "entity_id")


@dataclass(frozen=True, slots=True)
class Form:
    """What stands between the values, to the byte.

    Attributes:
        head: Before the id of the document, from the start of the line.
        open: Between that id and the first entity.
        keys: The keys of an entity.
        fixed: What stands in an entity before the value of each key, and after the last one.
        between: Between two entities.
        close: After the last entity, up to the line end.
        end: The line end.
    """

    head: bytes
    open: bytes
    keys: tuple[str, ...]
    fixed: tuple[bytes, ...]
    between: bytes
    close: bytes
    end: bytes

    @property
    def quotes(self) -> int:
        """How many quotes an entity has."""
        return sum(part.count(b'"') for part in self.fixed)


def form_of(block: bytes) -> Form | None:
    """The form of the first lines with two entities, if they are of a known one.

    >>> form = form_of(b'{"doc_id": "a", "entities": [{"start": 0, "type": "PER"}, {"start": 1}]}')
    >>> form.keys, form.fixed
    (('start', 'type'), (b'{"start": ', b', "type": "', b'"}'))
    """
    line = _LINE.search(block, 0, _LOOKED_AT)
    if line is None:
        return None
    entity = line["entity"]
    values = [*_VALUE.finditer(entity)]
    keys = tuple(value["key"].decode() for value in values)
    if len({*keys}) < len(keys) or not all(
        value["key"].decode() in (NUMBERS if value["number"] else TEXTS) for value in values
    ):
        return None
    borders = [0, *(border for value in values for border in _span(value)), len(entity)]
    fixed = tuple(entity[a:b] for a, b in zip(borders[::2], borders[1::2], strict=True))
    end = b"\r\n" if b"\r\n" in block[:_LOOKED_AT] else b"\n"
    return Form(line["head"], line["open"], keys, fixed, line["between"], b"]}", end)


_LOOKED_AT = 100_000
_LINE = re.compile(
    rb'^(?P<head>\{"doc_id": ?")[^"]*(?P<open>", ?"entities": ?\[)(?P<entity>\{[^{}]*\})'
    rb"(?P<between>, ?)\{",
    re.MULTILINE,
)
_VALUE = re.compile(rb'"(?P<key>\w+)": ?(?:"(?P<text>[^"]*)"|(?P<number>\d+))(?=[,}])')


def _span(value: re.Match[bytes]) -> tuple[int, int]:
    return value.span("number" if value["number"] else "text")
