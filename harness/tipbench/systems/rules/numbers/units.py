"""Units behind (or, for currencies, before) a number: money, percentages, durations, measures."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from tipbench.systems.rules.lexicons import alternation, lexicon
from tipbench.systems.rules.numbers.quantity import decimal_string

_GAP = r"[^\S\r\n]"
_CURRENCY_WORDS = re.compile(
    rf"{_GAP}*(?:(?:de\b|of\b){_GAP}+|d['\u2019])?((?:US{_GAP}+)?[^\W\d_]+(?:{_GAP}+[^\W\d_]+){{0,3}})"
)


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit and how far it reaches.

    Attributes:
        start: Where the whole (number and unit) begins.
        end: Where it ends.
        kind: ``money``, ``percent``, ``duration`` or ``count``.
        name: The unit as a prediction names it.
        scale: What the number is to be multiplied by (the M of "3 M€").
    """

    start: int
    end: int
    kind: str
    name: str
    scale: Decimal = Decimal(1)


def multiplier_after(text: str, end: int, language: str) -> tuple[int, Decimal]:
    """Where the multiplier word behind ``end`` ends, and its factor (1 if there is none).

    >>> multiplier_after("2,5 millions", 3, "fr")
    (12, Decimal('1000000'))
    """
    table = _multipliers(language)
    position, factor = end, Decimal(1)
    while match := _multiplier_pattern(language).match(text, position):
        position, factor = match.end(), factor * Decimal(table.get(match[1].lower(), "1"))
    return position, factor


@cache
def _multipliers(language: str) -> dict[str, str]:
    numbers = lexicon("numbers")
    return {**numbers["multipliers"], **numbers[f"multipliers_{language}"]}


@cache
def _multiplier_pattern(language: str) -> re.Pattern[str]:
    scales = alternation(_multipliers(language))
    return re.compile(rf"(?:[^\S\r\n]*|-|[^\S\r\n]+de[^\S\r\n]+)({scales})(?!\w)", re.IGNORECASE)


def unit_around(text: str, start: int, end: int) -> Unit | None:
    """The unit of the number (with its multiplier) at ``[start, end)``.

    >>> unit_around("2,5 millions de dollars", 0, 12)
    Unit(start=0, end=23, kind='money', name='USD', scale=Decimal('1'))
    """
    return (
        _percent(text, start, end)
        or _currency_before(text, start, end)
        or _currency_sign_after(text, start, end)
        or _currency_words_after(text, start, end)
        or _duration(text, start, end)
        or _measure(text, start, end)
    )


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    numbers = lexicon("numbers")
    currency = numbers["currency"]
    signs = alternation([*currency["signs"], *currency["codes"]])
    scales = alternation(numbers["scale_letters"])
    durations = alternation(numbers["durations"])
    return {
        "percent": re.compile(
            rf"{_GAP}*(?:{alternation(numbers['percent']['words'])})(?!\w)", re.IGNORECASE
        ),
        "before": re.compile(rf"(?<!\w)({signs}){_GAP}?$"),
        "letter": re.compile(rf"{_GAP}?({scales})(?!\w)"),
        "after": re.compile(rf"{_GAP}*({scales})?{_GAP}?({signs})(?!\w)"),
        "duration": re.compile(rf"(?:{_GAP}+|-)({durations})(?!\w)", re.IGNORECASE),
        "measure": re.compile(rf"{_GAP}*({alternation(numbers['measures'])})(?!\w)"),
    }


def _percent(text: str, start: int, end: int) -> Unit | None:
    match = _patterns()["percent"].match(text, end)
    return Unit(start, match.end(), "percent", "percent") if match else None


def _currency_before(text: str, start: int, end: int) -> Unit | None:
    window = text[max(0, start - 8) : start]
    match = _patterns()["before"].search(window)
    if match is None:
        return None
    letter = _patterns()["letter"].match(text, end)
    scale = Decimal(lexicon("numbers")["scale_letters"][letter[1]]) if letter else Decimal(1)
    stop = letter.end() if letter else end
    begin = start - len(window) + match.start()
    return Unit(begin, stop, "money", _currency_code(match[1]), scale)


def _currency_sign_after(text: str, start: int, end: int) -> Unit | None:
    match = _patterns()["after"].match(text, end)
    if match is None:
        return None
    letters: dict[str, str] = lexicon("numbers")["scale_letters"]
    scale = Decimal(letters[match[1]]) if match[1] else Decimal(1)
    return Unit(start, match.end(), "money", _currency_code(match[2]), scale)


def _currency_code(sign: str) -> str:
    signs: dict[str, str] = lexicon("numbers")["currency"]["signs"]
    return signs.get(sign, sign)


def _currency_words_after(text: str, start: int, end: int) -> Unit | None:
    match = _CURRENCY_WORDS.match(text, end)
    if match is None:
        return None
    names = currency_names()
    length = len(match[1])
    while length:
        phrase = match[1][:length]
        if (code := names.get(" ".join(phrase.lower().split()))) is not None:
            return Unit(start, match.start(1) + length, "money", code)
        shorter = re.search(rf"{_GAP}+\S+$", phrase)
        length = shorter.start() if shorter else 0
    return None


@cache
def currency_names() -> dict[str, str]:
    """Names of currencies in English and French, lower case, with their ISO 4217 codes.

    >>> currency_names()["dirhams marocains"], currency_names()["us dollars"]
    ('MAD', 'USD')
    """
    from babel.numbers import get_currency_name

    currency = lexicon("numbers")["currency"]
    found = {
        get_currency_name(code, count=count, locale=language).lower(): code
        for code in currency["codes"]
        for language in ("en", "fr")
        for count in (1, 2)
    }
    return {**found, **currency["names"]}


def _duration(text: str, start: int, end: int) -> Unit | None:
    match = _patterns()["duration"].match(text, end)
    name = lexicon("numbers")["durations"].get(match[1].lower()) if match else None
    return Unit(start, match.end(), "duration", name) if match and name else None


def _measure(text: str, start: int, end: int) -> Unit | None:
    match = _patterns()["measure"].match(text, end)
    if match is None:
        return None
    return Unit(start, match.end(), "count", lexicon("numbers")["measures"][match[1]])


def iso_duration(value: Decimal, unit: str) -> str:
    """A number of units of time as an ISO 8601 duration.

    >>> iso_duration(Decimal(3), "minute"), iso_duration(Decimal(2), "decade")
    ('PT3M', 'P20Y')
    """
    prefix, factor, designator = lexicon("numbers")["iso_durations"][unit]
    return f"{prefix}{decimal_string(value * factor)}{designator}"
