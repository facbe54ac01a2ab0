"""The numeric facts of a text: numbers in digits and words with all that belongs to them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from functools import cache

from tipbench.systems.rules.lexicons import alternation, lexicon, words
from tipbench.systems.rules.numbers.comparators import (
    comparator_after,
    comparator_before,
    comparator_of_verb,
)
from tipbench.systems.rules.numbers.dates import find_dates, find_years
from tipbench.systems.rules.numbers.labelled import find_labelled, find_ordinals_in_digits
from tipbench.systems.rules.numbers.nouns import counted_noun, following_words
from tipbench.systems.rules.numbers.number_words import find_number_words, is_time_second
from tipbench.systems.rules.numbers.numerals import find_numerals
from tipbench.systems.rules.numbers.quantity import Claims, Numeral, Quantity, decimal_string
from tipbench.systems.rules.numbers.units import Unit, iso_duration, multiplier_after, unit_around
from tipbench.systems.rules.numbers.vague import find_idioms, find_vague
from tipbench.systems.rules.segments import Segment

_ADDRESS = re.compile(
    r"(?:https?://|www\.)\S+|(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64})+|[#@]\w+"
)
_JOINER = re.compile(r"\s*[-\u2013—]\s*|\s+(?:to|à)\s+")
_BETWEEN = re.compile(r"\s+(?:and|et)\s+(?:de\s+)?")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")


def find_quantities(text: str, language: str, segments: list[Segment]) -> list[Quantity]:
    """Every quantity, rank, ordinal, date, period and amount of ``text``, in order.

    >>> from tipbench.systems.rules.segments import split_segments
    >>> text = "plus de 100,7 MMDH de recettes en 2025"
    >>> for q in find_quantities(text, "fr", split_segments(text, "fr")):
    ...     print(text[q.start : q.end], q.comparator, q.value, q.unit)
    plus de 100,7 MMDH > 100700000000 MAD
    2025 = 2025 year
    """
    claims = Claims(match.span() for match in _ADDRESS.finditer(text))
    found = [*find_idioms(text, claims), *find_dates(text, language, claims)]
    found += find_labelled(text, claims)
    for segment in segments:
        found += _ordinals_in_digits(segment, text, claims)
        found += _numbers(segment, text, claims)
        found += find_vague(segment, text, claims)
    found += find_years(text, claims)
    return sorted(found, key=lambda quantity: (quantity.start, quantity.end))


def _ordinals_in_digits(segment: Segment, text: str, claims: Claims) -> Iterator[Quantity]:
    for start, end, value in find_ordinals_in_digits(segment):
        if claims.take(start, end):
            yield _ordinal(text, start, end, value, segment.language)


def _ordinal(text: str, start: int, end: int, value: str, language: str) -> Quantity:
    """An ordinal; the noun behind it may make it an edition or a rank."""
    following = following_words(text, end)
    following = following[:2] if language == "fr" else following
    noun = counted_noun(text, end, language, singular=True)
    if any(word in words("numbers", "rank_nouns") for word in following[:1]):
        return Quantity(start, end, "rank", value, unit="rank")
    named = next((word for word in following if word in words("numbers", "editions")), None)
    if named is not None:
        return Quantity(start, end, "edition", value, unit=noun)
    return Quantity(start, end, "ordinal", value, unit=noun)


def _numbers(segment: Segment, text: str, claims: Claims) -> Iterator[Quantity]:
    """Cardinals in digits and in words, ranges among them, and ordinals in words."""
    cardinals = [n for n in _digits(segment, text) if claims.is_free(n.start, n.end)]
    taken = Claims((n.start, multiplier_after(text, n.end, n.language)[0]) for n in cardinals)
    for word in find_number_words(segment, taken):
        numeral = word.numeral
        if not claims.is_free(numeral.start, numeral.end):
            continue
        if not word.is_ordinal:
            cardinals.append(numeral)
        elif _is_true_ordinal(text, numeral) and claims.take(numeral.start, numeral.end):
            value = decimal_string(numeral.value)
            yield _ordinal(text, numeral.start, numeral.end, value, segment.language)
    cardinals.sort(key=lambda numeral: numeral.start)
    for quantity in _compose_all(text, cardinals):
        if claims.take(quantity.start, quantity.end):
            yield quantity


def _digits(segment: Segment, text: str) -> Iterator[Numeral]:
    """Numbers in digits that are neither years nor part of a word ("5G", "4x4")."""
    for numeral in find_numerals(segment.text, segment.language, segment.start):
        after = multiplier_after(text, numeral.end, numeral.language)[0]
        unit = unit_around(text, numeral.start, after)
        glued = text[numeral.end : numeral.end + 1].isalpha()
        if glued and after == numeral.end and (unit is None or unit.end == numeral.end):
            continue
        if after == numeral.end and unit is None and _is_year(text, numeral):
            continue
        yield numeral


def _is_year(text: str, numeral: Numeral) -> bool:
    surface = text[numeral.start : numeral.end]
    return bool(_YEAR.fullmatch(surface)) and comparator_before(text, numeral.start)[1] is None


def _is_true_ordinal(text: str, numeral: Numeral) -> bool:
    if is_time_second(text, numeral.start, numeral.end):
        return False
    following = following_words(text, numeral.end)
    if following and following[0] in words("numbers", "ordinals", "not_before"):
        return False
    return not any(
        match.start() <= numeral.start and numeral.end <= match.end()
        for match in _adverbs().finditer(text, max(0, numeral.start - 12), numeral.end + 12)
    )


@cache
def _adverbs() -> re.Pattern[str]:
    """Ordinals that only order what is said ("First, ...")."""
    return re.compile(rf"(?:{alternation(lexicon('numbers')['ordinals']['first_adverbs'])})")


def _compose_all(text: str, cardinals: list[Numeral]) -> Iterator[Quantity]:
    position = 0
    while position < len(cardinals):
        numeral = cardinals[position]
        following = cardinals[position + 1] if position + 1 < len(cardinals) else None
        joined = _range(text, numeral, following) if following else None
        position += 2 if joined else 1
        yield joined or _compose(text, numeral)


def _compose(text: str, numeral: Numeral) -> Quantity:
    """One number with its multiplier, unit and modifiers."""
    end, factor = _scaled(text, numeral)
    unit = unit_around(text, numeral.start, end)
    start, end = (unit.start, unit.end) if unit else (numeral.start, end)
    start, comparator = comparator_before(text, start)
    if comparator is None:
        end, comparator = comparator_after(text, end)
    comparator = comparator or comparator_of_verb(text, start) or "="
    value = numeral.value * factor * (unit.scale if unit else 1)
    if unit is None:
        noun = counted_noun(text, end, numeral.language, singular=value == 1)
        return Quantity(start, end, "count", decimal_string(value), None, noun, comparator)
    return Quantity(start, end, unit.kind, _value(value, unit), None, unit.name, comparator)


def _scaled(text: str, numeral: Numeral) -> tuple[int, Decimal]:
    return multiplier_after(text, numeral.end, numeral.language)


def _value(value: Decimal, unit: Unit) -> str:
    return iso_duration(value, unit.name) if unit.kind == "duration" else decimal_string(value)


def _range(text: str, first: Numeral, last: Numeral) -> Quantity | None:
    """The two numbers as one range ("5 to 10 million", "entre 5 et 10"), if they are one."""
    end, factor = _scaled(text, first)
    unit = unit_around(text, first.start, end)
    before = re.search(r"(?:between|entre|de)\s+$", text[max(0, first.start - 10) : first.start])
    between = text[max(end, unit.end if unit else 0) : last.start]
    if not (_JOINER.fullmatch(between) or (before and _BETWEEN.fullmatch(between))):
        return None
    whole = _compose(text, last)
    last_end, last_factor = _scaled(text, last)
    last_unit = unit_around(text, last.start, last_end) or unit
    scale = last_factor * (last_unit.scale if last_unit else 1)
    lower, upper = first.value * (scale if factor == 1 else factor), last.value * scale
    if lower >= upper or whole.comparator != "=":
        return None
    found = replace(whole, start=unit.start if unit else first.start, comparator="range")
    if last_unit is None:
        return replace(found, value=decimal_string(lower), value2=decimal_string(upper))
    values = (_value(lower, last_unit), _value(upper, last_unit))
    kind, name = last_unit.kind, last_unit.name
    return replace(found, kind=kind, value=values[0], value2=values[1], unit=name)
