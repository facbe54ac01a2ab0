"""The mentions of a stretch of documents, from Arrow lists of either side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from tipbench.arrays import absent, ints, items, numbered, some

if TYPE_CHECKING:
    from tipbench.arrays import Flags, Ints


@dataclass(frozen=True, slots=True)
class Side:
    """Mentions as they were given.

    Attributes:
        document: The document of each, within the stretch.
        start: Offsets as they were given.
        end: Offsets as they were given.
        type: Numbers in ``types``.
        types: The names of the types.
        name: Whether it is a name.
        ids: Ids or names of entities, an Arrow array with nulls; ``None`` where none are given.
        text: The words that were given, an Arrow array with nulls; ``None`` where none are.
        odd: Which lack what a mention has to have.
    """

    document: Ints
    start: Ints
    end: Ints
    type: Ints
    types: Sequence[str]
    name: Flags
    ids: Any
    text: Any
    odd: Flags

    def take(self, which: Flags) -> Side:
        """Some of the mentions."""
        if which.all():
            return self
        return Side(
            document=self.document[which],
            start=self.start[which],
            end=self.end[which],
            type=self.type[which],
            types=self.types,
            name=self.name[which],
            ids=None if self.ids is None else some(self.ids, which),
            text=None if self.text is None else some(self.text, which),
            odd=self.odd[which],
        )

    def moved(self, shift: Ints) -> Side:
        """The same with something added to the offsets of each."""
        return replace(self, start=self.start + shift, end=self.end + shift)


@dataclass(frozen=True, slots=True)
class Labels:
    """The names of labels that are kept as numbers; ``None`` where labels are kept by name."""

    type: Sequence[str] | None = None
    mention: Sequence[str] | None = None


def side(lists: Any, document: Ints, labels: Labels) -> Side:
    """Read mentions.

    Args:
        lists: An Arrow array of lists of structs; a null list has no mentions.
        document: The document of each list.
        labels: What labels that are numbers stand for.
    """
    import numpy as np

    number, struct = items(lists)
    given = {field.name: struct.field(field.name) for field in struct.type}
    start, end = given["start"], given["end"]
    type, types = _labels(given["type"], labels.type)
    odd = absent(struct) | absent(start) | absent(end) | (type < 0)
    if "" in types:  # nothing that slices and tags could be called by
        odd |= type == types.index("")
    name = np.ones(len(struct), dtype=np.bool_)
    if "mention" in given:
        mention, mentions = _labels(given["mention"], labels.mention)
        name = (mention < 0) | np.array([*(m == "name" for m in mentions), True])[mention]
    return Side(
        document=np.repeat(document, number),
        start=ints(start),
        end=ints(end),
        type=np.maximum(type, 0),
        types=types or [""],
        name=name,
        ids=_given(given.get("entity_id")),
        text=_given(given.get("text")),
        odd=odd,
    )


def no_side() -> Side:
    """No mentions at all."""
    import numpy as np

    none = np.zeros(0, dtype=np.int64)
    flags = np.zeros(0, dtype=np.bool_)
    return Side(none, none, none, none, [""], flags, None, None, flags)


def _labels(array: Any, names: Sequence[str] | None) -> tuple[Ints, list[str]]:

    if names is None:
        return numbered(array)
    return ints(array, null=-1), list(names)


def _given(array: Any) -> Any:
    """The array, or ``None`` where all of it is null."""
    return None if array is None or array.null_count == len(array) else array
