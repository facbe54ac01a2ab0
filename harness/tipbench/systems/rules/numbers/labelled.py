"""Numbers that a word before them labels: ranks ("Tier 2"), editions ("Ep 89"), identifiers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache

from tipbench.systems.rules.lexicons import alternation, lexicon
from tipbench.systems.rules.numbers.quantity import Claims, Quantity
from tipbench.systems.rules.segments import Segment

_WORDS = {
    "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "un": "1", "deux": "2",
    "trois": "3", "quatre": "4", "cinq": "5", "i": "1", "ii": "2", "iii": "3", "iv": "4",
}  # fmt: skip
_NOT_MORE = r"(?![\w%€$£]|[.,:/-][0-9]|\s?%)"


def find_labelled(text: str, claims: Claims) -> Iterator[Quantity]:
    """Ranks, editions and identifiers; each is claimed.

    >>> [(q.kind, q.value, q.unit) for q in find_labelled("remains on Tier 2", Claims())]
    [('rank', '2', 'tier')]
    """
    for pattern, read in _grammar():
        for match in pattern.finditer(text):
            found = read(match)
            if found is not None and claims.take(found.start, found.end):
                yield found


@cache
def _grammar() -> tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Quantity | None]], ...]:
    numbers = lexicon("numbers")
    number = rf"(?P<value>[0-9]{{1,3}}|{alternation(_WORDS)})"
    rank = rf"(?<!\w)(?P<label>{alternation(numbers['ranks'])})\s(?:no\.?\s?|n°\s?)?{number}"
    edition = rf"(?<!\w)(?P<label>{alternation(numbers['editions']['before'])})\.?\s?{number}"
    identifier = (
        rf"(?<!\w)(?:{alternation(numbers['identifiers']['before'])})\s*(?:n°\s?|no\.?\s?)?"
        r"(?P<value>[0-9]+(?:[-./][0-9]+)*)"
    )
    return (
        (re.compile(rank + _NOT_MORE, re.IGNORECASE), _rank),
        (re.compile(edition + _NOT_MORE, re.IGNORECASE), _edition),
        (re.compile(identifier + r"(?![\w%])", re.IGNORECASE), _identifier),
    )


def _value(match: re.Match[str]) -> str | None:
    surface = match["value"].lower()
    return str(int(surface)) if surface.isdecimal() else _WORDS.get(surface)


def _rank(match: re.Match[str]) -> Quantity | None:
    unit = lexicon("numbers")["ranks"].get(match["label"].lower())
    value = _value(match)
    # "place one", "stage i": words count only behind the labels of true scales.
    is_sure = match["value"].isdecimal() or unit in {"tier", "level", "phase", "category", "grade"}
    return Quantity(*match.span(), "rank", value, unit=unit) if value and unit and is_sure else None


def _edition(match: re.Match[str]) -> Quantity | None:
    unit = lexicon("numbers")["editions"]["before"].get(match["label"].lower())
    value = _value(match)
    return Quantity(*match.span(), "edition", value, unit=unit) if value and unit else None


def _identifier(match: re.Match[str]) -> Quantity:
    return Quantity(*match.span("value"), "identifier", match["value"])


def find_ordinals_in_digits(segment: Segment) -> Iterator[tuple[int, int, str]]:
    """Ordinals such as 5e, 15ème, 2nd and XXIe: start, end and value.

    >>> segment = Segment(0, 11, "la 15ème fois", "fr", 0)
    >>> list(find_ordinals_in_digits(segment))
    [(3, 8, '15')]
    """
    for match in _ORDINAL.finditer(segment.text):
        value = int(match["digits"]) if match["digits"] else _roman(match["roman"])
        yield match.start() + segment.start, match.end() + segment.start, str(value)


_ORDINAL = re.compile(
    r"(?<![\w.,])(?:(?P<digits>[0-9]{1,4})(?:st|nd|rd|th|ers?|[èe]res?|[èe]mes?|i[èe]mes?|"
    r"es?|è|nde?s?|ᵉ|ᵉʳ)|(?P<roman>[XVI]{1,6})(?:e|ème|ᵉ))(?!\w)"
)


def _roman(surface: str) -> int:
    values = [{"X": 10, "V": 5, "I": 1}[letter] for letter in surface]
    signed = [
        -value if any(value < later for later in values[place + 1 : place + 2]) else value
        for place, value in enumerate(values)
    ]
    return sum(signed)
