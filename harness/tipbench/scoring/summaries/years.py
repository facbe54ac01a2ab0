"""Years and periods of two, told from four digits that count something."""

from __future__ import annotations

from decimal import Decimal

from tipbench.scoring.summaries import calendar
from tipbench.scoring.summaries.quantity import Quantity, Sentence
from tipbench.scoring.summaries.units import SYMBOLS, currency, noun_group

_DASHES = frozenset("-/")
_TO = frozenset("to a and et through until till jusqu".split())
_BEFORE_YEARS = frozenset("' a en the l".split())


def year(sentence: Sentence, at: int) -> Quantity | None:
    """A year, or a period of two."""
    token = sentence.tokens[at]
    if not calendar.is_year(token) or _is_counted(sentence, at):
        return None
    first = Decimal(token.text)
    after = at + 1
    joined = sentence.folds[after] if after < len(sentence.folds) else ""
    if joined in _DASHES or joined in _TO:
        before = sentence.folds[at - 1] if at else ""
        if joined not in ("and", "et") or before in ("between", "entre"):
            second = after + 1
            while second < len(sentence.folds) and sentence.folds[second] in _BEFORE_YEARS:
                second += 1
            last = _second_year(sentence, first, second, glued=joined in _DASHES)
            if last is not None:
                return sentence.make(at, second + 1, "period", frozenset({(first, last)}))
    return sentence.make(at, at + 1, "year", frozenset({first}))


def _second_year(sentence: Sentence, first: Decimal, at: int, *, glued: bool) -> Decimal | None:
    if at >= len(sentence.tokens):
        return None
    token = sentence.tokens[at]
    if calendar.is_year(token):
        return Decimal(token.text)
    if glued and token.text.isdigit() and len(token.text) == 2:
        last = first - first % 100 + int(token.text)
        return last if last > first else None
    return None


def _is_counted(sentence: Sentence, at: int) -> bool:
    """Whether four digits count something, and are no year: *more than 2000 people*."""
    nouns = sentence.nouns(at + 1)
    behind = sentence.folds[at + 1] if at + 1 < len(sentence.folds) else ""
    if at and sentence.folds[at - 1] in SYMBOLS:
        return True
    if behind in ("%", "percent", "pour", "per", "€", "$"):
        return True
    return bool(nouns) and (
        noun_group(nouns[0]) in ("person", "victim", "country", "case")
        or currency(nouns[0]) is not None
    )
