"""Words around a number that say how exact it is: "at least", "plus de", "dépasse"."""

from __future__ import annotations

import re
from functools import cache

from tipbench.systems.rules.lexicons import alternation, lexicon

_REACH = 40
_VERB = re.compile(
    r"([^\W\d_]+)[^\S\r\n]+(?:(?:the|les?|la|des|déjà|désormais|already)[^\S\r\n]+)?$"
)


@cache
def _table(name: str) -> tuple[re.Pattern[str], dict[str, str]]:
    """The pattern of a table of phrases, and the comparator of every phrase."""
    table: dict[str, list[str]] = lexicon("numbers")[name]
    comparators = {phrase: sign for sign, phrases in table.items() for phrase in phrases}
    phrases = alternation(comparators)
    if name == "before":
        return re.compile(rf"(?<!\w)({phrases})[^\S\r\n]*$", re.IGNORECASE), comparators
    return re.compile(rf"[^\S\r\n]+({phrases})(?!\w)|(\+)(?!\w)", re.IGNORECASE), comparators


def comparator_before(text: str, start: int) -> tuple[int, str | None]:
    """Where the modifier before ``start`` begins, and its comparator.

    >>> comparator_before("plus de 100", 8)
    (0, '>')
    """
    pattern, comparators = _table("before")
    window = text[max(0, start - _REACH) : start]
    match = pattern.search(window)
    if match is None:
        return start, None
    return start - len(window) + match.start(1), comparators.get(_key(match[1]), "=")


def comparator_after(text: str, end: int) -> tuple[int, str | None]:
    """Where the modifier behind ``end`` ends, and its comparator.

    >>> comparator_after("50 or more", 2)
    (10, '>=')
    """
    pattern, comparators = _table("after")
    match = pattern.match(text, end)
    if match is None:
        return end, None
    return match.end(), comparators.get(_key(match[1]), "=") if match[1] else ">="


def _key(phrase: str) -> str:
    return " ".join(phrase.lower().replace("\u2019", "'").split())


def comparator_of_verb(text: str, start: int) -> str | None:
    """The comparator of the comparing verb that ends before ``start``, if there is one.

    >>> comparator_of_verb("le taux dépasse 75%", 16)
    '>'
    """
    match = _VERB.search(text[max(0, start - _REACH) : start])
    return _verbs().get(match[1].lower()) if match else None


@cache
def _verbs() -> dict[str, str]:
    table: dict[str, list[str]] = lexicon("numbers")["verbs"]
    return {verb: sign for sign, verbs in table.items() for verb in verbs}
