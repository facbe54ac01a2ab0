"""The words of many spans, read through the inventory all at once where they are plain.

``tipbench.scoring.names.Names`` says what words stand for. Most are found out here without it, and
rightly so:

- A character is *plain* if it is read as one character, whatever stands beside it, and accents and
  typing are all that its readings differ in (``_forms`` asks for each). Words are plain if all
  their characters are, and if nothing is around them that a reading takes away: no white space or
  quotation mark at an end, no white space twice, no determiner, no possessive. So all readings of
  plain words fold to one *form*, that of their characters one by one, and the last reading is it.
- What an inventory knows is compared with words as they are or with a reading of them; where it is
  equal to one, its own folded form is the form of the words. So if plain words have a form that
  nothing known folds to, they are unknown, and stand for their form.
- If all that is known and folds to a form leads to one id, and the form is a name at the last
  reading, plain words of this form stand for this id, at whichever reading they are found.

All other words are *odd*, and left to ``Names``.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from tipbench.arrays import arrow_ints, ints
from tipbench.scoring.columns.hashing import PADDING, pieces_at, span_hashes, string_hashes
from tipbench.scoring.normal import fold, plain

if TYPE_CHECKING:
    from tipbench.arrays import Flags, Ints
    from tipbench.scoring.columns.texts import Texts
    from tipbench.scoring.names import Names

_LATIN = (range(0x0001, 0x0300), range(0x2000, 0x2070))
"""Where plain characters are looked for: Latin scripts and general punctuation.

No character of these can melt with the one before it, as accents do when text is normalized.
"""

_KNOWN = 0x2070

_BEGINNINGS = ("the ", "les ", "le ", "la ", "l'", "d'")
"""How a name with a determiner begins, when folded."""


@dataclass(frozen=True, slots=True)
class Read:
    """What words stand for.

    Attributes:
        thing: The hash of an id or, for unknown words, of their folded form.
        known: Whether it is that of an id.
        odd: The words that were not read.
    """

    thing: Ints
    known: Flags
    odd: Flags


class BulkNames:
    """Reads words as ``Names`` does, but for odd ones."""

    def __init__(self, names: Names) -> None:
        """Fold all that ``names`` knows."""
        ids, *readings = names.readings
        leads: dict[str, str | None] = {}
        for table in (ids, *readings):
            for key, entity_id in table.items():
                # Readings in ASCII are folded already; an id is as it was given.
                form = key if key.isascii() and table is not ids else fold(key)
                if leads.setdefault(form, entity_id) != entity_id:
                    leads[form] = None
        last = readings[-1]
        sure = {form: id for form, id in leads.items() if id and last.get(form) == id}
        unsure = [form for form in leads if form not in sure]
        self._sure = len(sure)
        self._things = string_hashes([*sure.values()])
        self._known = arrow_ints(string_hashes([*sure, *unsure]))

    def read(self, texts: Texts, start: Ints, end: Ints) -> Read:
        """Read the words of spans.

        >>> from tipbench.model import InventoryEntry
        >>> from tipbench.scoring.columns.texts import Texts
        >>> from tipbench.scoring.names import Names
        >>> names = BulkNames(Names([InventoryEntry("ma", "GPE", "Morocco", "Maroc")]))
        >>> texts = Texts.of(["MAROC", "Rabat", "le Maroc"])
        >>> read = names.read(texts, texts.starts[:-1], texts.starts[1:])
        >>> read.known.tolist(), read.odd.tolist()
        ([True, False, False], [False, False, True])
        >>> read.thing[:2].tolist() == string_hashes(["ma", "rabat"]).tolist()
        True
        """
        import pyarrow.compute as pc

        form, first = _folded(texts, start, end)
        last = first + (end - start)
        thing = span_hashes(form, first, last)
        number = ints(pc.index_in(arrow_ints(thing), value_set=self._known), null=-1)
        odd = _is_odd(form, first, last) | (number >= self._sure)
        known = (number >= 0) & ~odd
        thing[known] = self._things[number[known]]
        return Read(thing, known, odd)


def _folded(texts: Texts, start: Ints, end: Ints) -> tuple[Any, Ints]:
    """The forms of spans, end to end, and where each begins; odd characters are 0."""
    import numpy as np

    length = end - start
    last = np.cumsum(length)
    first = last - length
    where = np.arange(last[-1] if len(last) else 0)
    where += np.repeat(start - first, length)
    form = np.zeros(len(where) + PADDING, dtype="<u2")
    form[: len(where)] = _forms().take(np.minimum(texts.characters.take(where), _KNOWN))
    return form, first


def _is_odd(form: Any, first: Ints, last: Ints) -> Flags:
    """The words that are not plain, or at least may not be."""
    import numpy as np

    space, quotation, apostrophe, s = (ord(char) for char in " \"'s")
    odd: Flags = first == last
    begin, end = form.take(first), form.take(last - 1)
    for edge in (begin, end):
        odd |= (edge == space) | (edge == quotation)
    odd |= end == apostrophe
    odd |= (end == s) & (form.take(last - 2) == apostrophe)
    pieces = pieces_at(form)[first]
    for words in _BEGINNINGS:
        piece = int.from_bytes(words.encode("utf-16-le"), "little")
        kept = (1 << 16 * len(words)) - 1
        odd |= (pieces & np.uint64(kept)) == np.uint64(piece)
    spaces = form == space
    inside = form[:-PADDING] == 0
    inside |= spaces[:-PADDING] & spaces[1 : 1 - PADDING]
    odd[np.searchsorted(first, np.flatnonzero(inside), side="right") - 1] = True
    return odd


@cache
def _forms() -> Any:
    """The form of each plain character, as a table; 0 for the others."""
    import numpy as np

    table = np.zeros(_KNOWN + 1, dtype=np.uint16)
    for codes in _LATIN:
        for code in codes:
            table[code] = _form(chr(code))
    return table


def _form(char: str) -> int:
    """The form of a plain character, 0 for another one."""
    folded, typed = _alone(fold, char), _alone(plain, char)
    is_plain = (
        len(folded) == len(typed) == 1
        and _alone(fold, typed) == folded == _alone(plain, folded)
        # What is in ASCII is not folded at the last reading.
        and (typed == folded or not char.isascii())
    )
    return ord(folded) if is_plain else 0


def _alone(read: Any, char: str) -> str:
    """What is read of a character within a word."""
    found: str = read(f"x{char}x")[1:-1]
    return found
