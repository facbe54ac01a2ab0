"""The form that the lines of a program have in common: the same keys in the same order."""

from __future__ import annotations

import re
from dataclasses import dataclass

NUMBERS = ("start", "end")
TEXTS = ("text", "type", "mention", "entity_id")
HEAD_QUOTES = 6
"""The quotes of a line before its first entity: about its id, and two keys."""


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

    def may_have(self, line: bytes) -> bool:
        """Whether a line looks like one of this form."""
        opened = line.find(self.open, len(self.head))
        return (
            line.startswith(self.head)
            and line.find(b'"', len(self.head)) == opened
            and b"\\" not in line
            and (line.count(b'"') - HEAD_QUOTES) % self.quotes == 0
        )


def form_of(block: bytes) -> Form | None:
    """The form of the first lines with two entities, if they are of a known one.

    >>> form = form_of(b'{"doc_id": "a", "entities": [{"start": 0, "type": "PER"}, {"start": 1}]}')
    >>> form.keys, form.fixed
    (('start', 'type'), (b'{"start": ', b', "type": "', b'"}'))
    """
    line = _LINE.search(block, 0, _LOOKED_AT)
    if line is None:
        return None
    items = [*_ITEM.finditer(line["entity"])]
    names = [item["key"].decode() for item in items]
    if len({*names}) < len(names) or not all(map(_is_known, names, items)) or "type" not in names:
        return None
    values = [item for item in items if item["null"] is None]
    borders = [0, *(border for value in values for border in _span(value)), len(line["entity"])]
    fixed = tuple(line["entity"][a:b] for a, b in zip(borders[::2], borders[1::2], strict=True))
    keys = tuple(value["key"].decode() for value in values)
    end = b"\r\n" if b"\r\n" in block[:_LOOKED_AT] else b"\n"
    return Form(line["head"], line["open"], keys, fixed, line["between"], b"]}", end)


def _is_known(name: str, item: re.Match[bytes]) -> bool:
    """Whether the format has such a key and takes such a value for it."""
    if item["null"]:
        return name in ("text", "entity_id")
    return name in (NUMBERS if item["number"] else TEXTS)


def _span(value: re.Match[bytes]) -> tuple[int, int]:
    return value.span("number" if value["number"] else "text")


_LOOKED_AT = 100_000
_ITEM_TEXT = rb'"(?P<key>\w+)": ?(?:"(?P<text>[^"]*)"|(?P<number>\d+)|(?P<null>null))'
_ITEM = re.compile(_ITEM_TEXT)
_ANY_ITEM = re.sub(rb"\?P<\w+>", b"?:", _ITEM_TEXT)
_LINE = re.compile(
    rb'^(?P<head>\{"doc_id": ?")[^"]*(?P<open>", ?"entities": ?\[)'
    rb"(?P<entity>\{" + _ANY_ITEM + rb"(?:, ?" + _ANY_ITEM + rb")*\})(?P<between>, ?)\{",
    re.MULTILINE,
)
