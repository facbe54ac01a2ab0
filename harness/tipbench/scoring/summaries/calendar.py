"""Dates, times of day and years, English and French, in digits and words."""

from __future__ import annotations

from collections.abc import Sequence

from tipbench.scoring.summaries.text import Token

_EN_MONTHS = (
    "january february march april may june july august september october november december"
).split()
_FR_MONTHS = "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre"
MONTHS = (
    {name: n for n, name in enumerate(_EN_MONTHS, 1)}
    | {name: n for n, name in enumerate(_FR_MONTHS.split(), 1)}
    | {"jan": 1, "feb": 2, "fev": 2, "apr": 4, "jun": 6, "jul": 7, "aug": 8, "sept": 9, "oct": 10}
    | {"nov": 11, "dec": 12}
)
_DAYS = "monday tuesday wednesday thursday friday saturday sunday"
_JOURS = "lundi mardi mercredi jeudi vendredi samedi dimanche"
WEEKDAYS = {d: n for n, d in enumerate(_DAYS.split())} | {
    d: n for n, d in enumerate(_JOURS.split())
}
_BEFORE_MAY = frozenset(
    "in last next since until by of this on early late mid from before after".split()
)

When = tuple[str, str, int]
"""Kind, value and the index behind."""


def is_year(token: Token) -> bool:
    """Whether a token is a year of the last two centuries or the coming one.

    >>> from tipbench.scoring.summaries.text import read
    >>> [is_year(token) for token in read("2024 474 2,024").tokens]
    [True, False, False]
    """
    shown = token.text
    return len(shown) == 4 and shown.isdigit() and "1800" <= shown <= "2199"


def read_date(tokens: Sequence[Token], at: int) -> When | None:
    """The date, weekday or time of day that starts at a token.

    The value of a date is ``year-month-day``, with nothing for a part that is not said.

    >>> from tipbench.scoring.summaries.text import read
    >>> for text in ("27 June 2024", "June 27, 2024", "1er mai", "vendredi", "5:31 am", "'24"):
    ...     print(read_date(list(read(text).tokens), 0))
    ('date', '2024-6-27', 3)
    ('date', '2024-6-27', 4)
    ('date', '-5-1', 3)
    ('weekday', '4', 1)
    ('time', '5:31', 4)
    ('year', '2024', 2)
    """
    fold = tokens[at].fold
    if fold in WEEKDAYS:
        return "weekday", str(WEEKDAYS[fold]), at + 1
    if tokens[at].text == "'" and at + 1 < len(tokens):
        short = tokens[at + 1].text
        glued = tokens[at + 1].is_glued and not tokens[at].is_glued
        if glued and len(short) == 2 and short.isdigit():
            return "year", f"{'20' if short < '60' else '19'}{short}", at + 2
        return None
    return _in_digits(tokens, at) or _day_first(tokens, at) or _month_first(tokens, at)


def _fold(tokens: Sequence[Token], at: int) -> str:
    return tokens[at].fold if 0 <= at < len(tokens) else ""


def _month(tokens: Sequence[Token], at: int) -> int | None:
    fold = _fold(tokens, at)
    month = MONTHS.get(fold)
    if month is None or (
        len(fold) == 3 and fold not in ("may", "mai") and not tokens[at].is_capital
    ):
        return None
    if fold == "sept" and _fold(tokens, at + 1) != ".":
        return None
    if fold == "may":
        beside = _fold(tokens, at + 1)
        said = _fold(tokens, at - 1) in _BEFORE_MAY or beside[:1].isdigit()
        said = said or _fold(tokens, at - 1)[:1].isdigit()
        return month if said and tokens[at].is_capital else None
    if fold in ("march", "august") and not tokens[at].is_capital:
        return None
    return month


def _day(tokens: Sequence[Token], at: int) -> tuple[int, int] | None:
    """A day of the month and the index behind it."""
    if not (0 <= at < len(tokens) and tokens[at].text.isdigit() and 0 < int(tokens[at].text) <= 31):
        return None
    glued = _fold(tokens, at + 1) in ("st", "nd", "rd", "th", "er")
    return int(tokens[at].text), at + 2 if glued else at + 1


def _year_at(tokens: Sequence[Token], at: int) -> tuple[str, int]:
    """The year at a place, a comma before it passed over, and the index behind."""
    behind = at + 1 if _fold(tokens, at) in (",", "de", "of") else at
    if behind < len(tokens) and is_year(tokens[behind]):
        return tokens[behind].text, behind + 1
    return "", at


def _day_first(tokens: Sequence[Token], at: int) -> When | None:
    day = _day(tokens, at)
    if day is None:
        return None
    behind = day[1] + 1 if _fold(tokens, day[1]) in ("of", "-") else day[1]
    month = _month(tokens, behind)
    if month is None:
        return None
    year, end = _year_at(tokens, behind + 1)
    return "date", f"{year}-{month}-{day[0]}", end


def _month_first(tokens: Sequence[Token], at: int) -> When | None:
    month = _month(tokens, at)
    if month is None:
        return None
    day = _day(tokens, at + 1)
    if day is not None and len(tokens[at + 1].text) <= 2:
        year, end = _year_at(tokens, day[1])
        return "date", f"{year}-{month}-{day[0]}", end
    year, end = _year_at(tokens, at + 1)
    return "date", f"{year}-{month}-", end


def _in_digits(tokens: Sequence[Token], at: int) -> When | None:
    """``2024-06-27``, ``27/06/2024``, ``5:31 am``, ``17h30``."""
    if not tokens[at].text.isdigit():
        return None
    shown = [token.text for token in tokens[at : at + 5]]
    if len(shown) == 5 and shown[1] == shown[3] and shown[1] in "-/" and shown[2].isdigit():
        if is_year(tokens[at]) and shown[4].isdigit():
            return "date", f"{shown[0]}-{int(shown[2])}-{int(shown[4])}", at + 5
        if is_year(tokens[at + 4]):
            return "date", f"{shown[4]}-{int(shown[2])}-{int(shown[0])}", at + 5
    if len(shown) > 2 and shown[1] == ":" and shown[2].isdigit() and len(shown[2]) == 2:
        end = at + 4 if _fold(tokens, at + 3) in ("am", "pm") else at + 3
        later = 12 if _fold(tokens, at + 3) == "pm" and int(shown[0]) < 12 else 0
        return "time", f"{int(shown[0]) + later}:{shown[2]}", end
    if len(shown) > 1 and shown[1] == "h" and len(shown[0]) <= 2:
        minutes = shown[2] if len(shown) > 2 and shown[2].isdigit() else "00"
        return "time", f"{int(shown[0])}:{minutes}", at + (3 if minutes != "00" else 2)
    return None
