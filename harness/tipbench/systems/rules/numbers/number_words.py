"""Numbers in words, read by text2num; what to make of lone, collective and ordinal ones."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from tipbench.systems.rules.lexicons import lexicon, words
from tipbench.systems.rules.numbers.quantity import Claims, Numeral
from tipbench.systems.rules.segments import Segment

_PIECE = re.compile(r"[^\W\d_]+|\s+|[0-9]+|[^\w\s]|_")
_ARTICLES = frozenset({"one", "un", "une", "o", "a"})
_SCALES = frozenset(
    {"hundreds", "thousands", "millions", "billions", "trillions", "milliards", "cents", "milles"}
)
_FRACTIONS = frozenset({"tiers", "quarts", "thirds", "quarters", "fifths", "sixths", "tenths"})


@dataclass(frozen=True, slots=True)
class WordNumber:
    """A number in words: its place and value, and whether it is an ordinal."""

    numeral: Numeral
    is_ordinal: bool


class _Token:
    """A piece of text in the form that ``text_to_num.find_numbers`` asks for."""

    def __init__(self, start: int, surface: str, is_taken: bool) -> None:
        self.start = start
        self.surface = surface
        self._is_taken = is_taken

    def text(self) -> str:
        return self.surface

    def nt_separated(self, previous: _Token) -> bool:
        return False

    def not_a_number_part(self) -> bool:
        return self._is_taken or self.surface[0].isdigit()


def find_number_words(segment: Segment, taken: Claims) -> Iterator[WordNumber]:
    """Cardinals and ordinals in words; pieces inside ``taken`` are left alone.

    A lone "one", "un", "une" is an article or a pronoun far more often than a number, so it is
    none; a lone plural ("millions of people") is vague and left to :mod:`vague`.

    >>> segment = Segment(0, 20, "dix recommandations.", "fr", 0)
    >>> [str(word.numeral.value) for word in find_number_words(segment, Claims())]
    ['10']
    """
    from text_to_num import find_numbers  # type: ignore[import-untyped]

    pieces = list(_pieces(segment, taken))
    for found in find_numbers(pieces, segment.language, 0):
        inside = [piece for piece in pieces[found.start : found.end] if piece.surface.strip()]
        spoken = [piece.surface.lower() for piece in inside]
        if not inside or _is_no_number(spoken, pieces, found.end):
            continue
        start, end = inside[0].start, inside[-1].start + len(inside[-1].surface)
        start = _with_article(pieces, found.start, start, spoken)
        value = Decimal(int(found.value)) if found.is_ordinal else _cardinal(found.text)
        yield WordNumber(Numeral(start, end, value, segment.language, False), found.is_ordinal)
    yield from _listed_ordinals(segment, taken)


def _pieces(segment: Segment, taken: Claims) -> Iterator[_Token]:
    for match in _PIECE.finditer(segment.text):
        start, end = match.start() + segment.start, match.end() + segment.start
        yield _Token(start, match.group(), not taken.is_free(start, end))


def _cardinal(surface: str) -> Decimal:
    return Decimal(surface.replace(",", "."))


def _is_no_number(spoken: list[str], pieces: list[_Token], end: int) -> bool:
    if len(spoken) == 1 and (spoken[0] in _ARTICLES or spoken[0] in _SCALES):
        return True
    if spoken[0] == "o" or spoken[-1] in _FRACTIONS:
        return True
    following = [piece.surface.lower() for piece in pieces[end : end + 4] if piece.surface.strip()]
    # "neuf" is also "new", and fractions are no counts.
    if spoken == ["neuf"] and not (following and following[0].endswith(("s", "x"))):
        return True
    return bool(following) and following[0] in _FRACTIONS


def _with_article(pieces: list[_Token], first: int, start: int, spoken: list[str]) -> int:
    """The place of the article in "a million", which belongs to the number."""
    before = [piece for piece in pieces[max(0, first - 2) : first] if piece.surface.strip()]
    alone = len(spoken) == 1 and spoken[0] in {"hundred", "thousand", "million", "billion"}
    return before[-1].start if alone and before and before[-1].surface.lower() == "a" else start


def _listed_ordinals(segment: Segment, taken: Claims) -> Iterator[WordNumber]:
    """The ordinals that text2num leaves out in running text: French "second"."""
    listed: dict[str, int] = lexicon("numbers")["ordinals"][segment.language]
    for match in re.finditer(r"[^\W\d_]+", segment.text):
        start, end = match.start() + segment.start, match.end() + segment.start
        value = listed.get(match.group().lower())
        if value and taken.is_free(start, end):
            numeral = Numeral(start, end, Decimal(value), segment.language, False)
            yield WordNumber(numeral, True)


def is_time_second(text: str, start: int, end: int) -> bool:
    """Whether the "second" at ``[start, end)`` is the unit of time.

    It is behind "per" or a number; behind "a" only where no noun follows.

    >>> is_time_second("a second blow", 2, 8), is_time_second("30 second spot", 3, 9)
    (False, True)
    """
    if not text[start:end].lower().startswith(("second",)):
        return False
    before = re.search(r"([^\W_]+)[\s-]*$", text[max(0, start - 24) : start])
    previous = before[1].lower() if before else ""
    if previous.isdigit() or previous in words("numbers", "ordinals", "time_always_before"):
        return True
    if previous not in words("numbers", "ordinals", "time_before"):
        return False
    after = re.match(r"\s+([^\W\d_]+)", text[end : end + 24])
    return after is None or after[1].lower() in words("numbers", "ordinals", "not_nouns")
