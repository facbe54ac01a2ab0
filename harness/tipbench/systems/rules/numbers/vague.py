"""Numbers that are none: "millions of people", "une dizaine", idioms."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from tipbench.systems.rules.lexicons import alternation, lexicon
from tipbench.systems.rules.numbers.comparators import comparator_before
from tipbench.systems.rules.numbers.nouns import counted_noun
from tipbench.systems.rules.numbers.quantity import Claims, Quantity
from tipbench.systems.rules.segments import Segment


def find_idioms(text: str, claims: Claims) -> Iterator[Quantity]:
    """Set phrases whose number counts nothing; each is claimed.

    >>> [q.kind for q in find_idioms("en coupant la poire en deux", Claims())]
    ['idiom']
    """
    for match in _idioms().finditer(text):
        if claims.take(*match.span()):
            yield Quantity(*match.span(), "idiom")


@cache
def _idioms() -> re.Pattern[str]:
    phrases = alternation(lexicon("numbers")["idioms"]["phrases"])
    return re.compile(rf"(?<!\w)(?:{phrases})(?!\w)", re.IGNORECASE)


def find_vague(segment: Segment, text: str, claims: Claims) -> Iterator[Quantity]:
    """Plural multipliers without a number, and collective numerals; each is claimed.

    >>> segment = Segment(0, 18, "millions of people", "en", 0)
    >>> [(q.kind, q.value, q.unit) for q in find_vague(segment, segment.text, Claims())]
    [('vague', None, 'person')]
    """
    for match in _vague().finditer(segment.text):
        start, end = match.start() + segment.start, match.end() + segment.start
        unit = counted_noun(text, end, segment.language)
        collective = lexicon("numbers")["approximate"].get((match["collective"] or "").lower())
        begin, comparator = comparator_before(text, start)
        if collective is not None:
            value, own = collective
            found = Quantity(begin, end, "count", str(value), None, unit, comparator or own)
        else:
            found = Quantity(begin, end, "vague", None, None, unit, comparator or "~")
        if claims.take(found.start, found.end):
            yield found


@cache
def _vague() -> re.Pattern[str]:
    numbers = lexicon("numbers")
    plural = alternation(numbers["vague"]["words"])
    collective = alternation(numbers["approximate"])
    return re.compile(
        rf"(?<!\w)(?:{plural})(?:\s+(?:of|de)\s+(?:{plural}))?(?!\w)"
        rf"|(?<!\w)(?:une?\s+|a\s+)(?P<collective>{collective})(?!\w)",
        re.IGNORECASE,
    )
