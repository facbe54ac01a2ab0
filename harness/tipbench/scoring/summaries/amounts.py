"""Amounts: a number or a range of two, with its unit, comparator and what it counts."""

from __future__ import annotations

import re
from decimal import Decimal

from tipbench.scoring.summaries import calendar
from tipbench.scoring.summaries.comparators import EXACT
from tipbench.scoring.summaries.measures import duration, measure
from tipbench.scoring.summaries.numerals import Number, read_number
from tipbench.scoring.summaries.quantity import Quantity, Sentence
from tipbench.scoring.summaries.units import SYMBOLS, TIME_UNITS, currency, noun_group, singular

_DEFINITE = frozenset("the les these ces those tous toutes its ses their leurs des aux".split())


def amount(sentence: Sentence, at: int) -> Quantity | None:
    """A number that counts or measures, or a range of two: *10 to 12 goats*, *$2.5 million*."""
    number = read_number(sentence.tokens, at, sentence.language)
    if number is None or _is_idle(sentence, at, number):
        return None
    start, end = at, number.end
    values: frozenset[Decimal | tuple[Decimal, Decimal] | str] = number.values
    upper = _upper(sentence, number)
    sign = None
    if upper is not None:
        pairs = {(low, high) for low in _scaled_as(number, upper) for high in upper.values}
        values, end, sign = frozenset(pairs), upper.end, "range"
    unit, kind, end, start = measure(sentence, start, end, upper or number)
    sign = sign or sentence.comparator(start, end)
    nouns = () if kind in ("money", "percent") else sentence.nouns(end)
    if kind == "count" and (found := duration(sentence, end)) is not None:
        kind, unit, end = "duration", found[0], found[1]
        nouns = ()
        before = " ".join(sentence.folds[max(0, start - 4) : start])
        if re.search(r"(?:over|past|last|under|sous|sur|within)(?: \w+)?$", before):
            sign = EXACT
    return sentence.make(start, end, kind, values, unit=unit, sign=sign, nouns=nouns)


def _is_idle(sentence: Sentence, at: int, number: Number) -> bool:
    """*the two sides*, *two-way*: small number words that state no count."""
    fold = sentence.folds[at]
    small = fold in ("two", "deux")
    before = sentence.folds[at - 1] if at else ""
    behind = sentence.folds[number.end] if number.end < len(sentence.folds) else ""
    if small and (before in _DEFINITE or behind in ("of", "d")):
        return True
    if behind == "-" and number.end + 1 < len(sentence.folds) and not sentence.tokens[at].is_number:
        word = singular(sentence.folds[number.end + 1])
        return not (
            word in TIME_UNITS or currency(word) or noun_group(word) or word in ("point", "strong")
        )
    return False


def _upper(sentence: Sentence, number: Number) -> Number | None:
    """The other end of a range: *10-12*, *between 10 and 12*, *de 10 à 12*."""
    at = number.end
    joined = sentence.folds[at] if at < len(sentence.folds) else ""
    between = any(f in ("between", "entre") for f in sentence.folds[max(0, at - 4) : at])
    if joined in ("-", "to", "a") or (joined in ("and", "et") and between):
        if at + 1 < len(sentence.tokens) and sentence.tokens[at + 1].text in SYMBOLS:
            at += 1
        if at + 1 < len(sentence.tokens) and not calendar.is_year(sentence.tokens[at + 1]):
            upper = read_number(sentence.tokens, at + 1, sentence.language)
            rises = any(
                f in ("from", "de", "by")
                for f in sentence.folds[max(0, number.end - 3) : number.end]
            )
            if upper is not None and not (rises and joined in ("to", "a")):
                return upper if max(upper.values) > min(number.values) else None
    return None


def _scaled_as(low: Number, high: Number) -> frozenset[Decimal]:
    """*2 to 3 million*: the multiplier belongs to both."""
    if low.scaled or not high.scaled:
        return low.values
    top = max(high.values)
    factor = next((f for f in (10**9, 10**6, 10**3) if top >= f), 1)
    return frozenset(value * factor for value in low.values)
