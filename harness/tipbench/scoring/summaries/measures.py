"""What the number of a sentence measures: money, a share in percent, or time."""

from __future__ import annotations

from tipbench.scoring.summaries.numerals import Number
from tipbench.scoring.summaries.quantity import Sentence
from tipbench.scoring.summaries.units import CODES, SYMBOLS, TIME_UNITS, currency, singular

_NATIONS = ("us", "americ", "canad", "austral", "marocain", "algerien", "tunisien", "cfa")
_BEFORE_TIME = frozenset("- de d ' full more last".split())
_NATIONALITIES = frozenset(
    "us american america united canadian australian new hong egyptian moroccan".split()
)


Measure = tuple[str | None, str, int, int]
"""Unit and kind, and where the statement then ends and starts."""


def measure(sentence: Sentence, start: int, end: int, number: Number) -> Measure:
    """What a number from ``start`` to ``end`` measures; a count where nothing tells."""
    if number.currency:
        return number.currency, "money", end, start
    before = sentence.folds[start - 1] if start else ""
    if before in SYMBOLS:
        start -= 1
        code = SYMBOLS[before]
        nation = sentence.folds[start - 1] if start else ""
        if nation in ("us", "usd"):
            start -= 1
        elif nation in ("ca", "c", "can"):
            code, start = "CAD", start - 1
        elif nation in ("a", "au") and sentence.tokens[start - 1].text.isupper():
            code, start = "AUD", start - 1
        return code, "money", end, start
    if before in CODES and sentence.tokens[start - 1].text.isupper():
        return CODES[before], "money", end, start - 1
    at = end
    while at < len(sentence.folds) and sentence.folds[at] in ("-", "de", "d", "'", "of", "in"):
        at += 1
    words = sentence.folds[at : at + 4]
    if not words:
        return None, "count", end, start
    if words[0] in ("%", "percent", "pct", "percents"):
        return _percent(sentence, at + 1, start)
    if words[0] in ("per", "pour") and words[1:2] in (["cent"], ["cents"]):
        return _percent(sentence, at + 2, start)
    if words[0] in ("percentage", "point", "points"):
        return "point", "percent", at + 1, start
    if words[0] in SYMBOLS:
        return SYMBOLS[words[0]], "money", at + 1, start
    if words[0] == "us" and words[1:2] and words[1] in SYMBOLS:
        return SYMBOLS[words[1]], "money", at + 2, start
    for skip, word in enumerate(words[:3]):
        money = currency(word, tuple(words))
        if money is not None:
            behind = sentence.folds[at + skip + 1 : at + skip + 2]
            named = bool(behind) and behind[0].startswith(_NATIONS)
            return money, "money", at + skip + 1 + named, start
        if word not in _NATIONALITIES:
            break
    return None, "count", end, start


def _percent(sentence: Sentence, end: int, start: int) -> Measure:
    point = sentence.folds[end : end + 1] in (["points"], ["point"])
    return ("point" if point else "percent"), "percent", end, start


def duration(sentence: Sentence, end: int) -> tuple[str, int] | None:
    """The unit of time behind a number, and where it ends: *12 full months*."""
    at = end
    while at < len(sentence.folds) and sentence.folds[at] in _BEFORE_TIME:
        at += 1
    unit = TIME_UNITS.get(singular(sentence.folds[at])) if at < len(sentence.folds) else None
    return (unit, at + 1) if unit else None
