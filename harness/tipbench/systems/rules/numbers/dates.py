"""Dates, periods, clock times and recurring times, with ISO 8601 values.

The grammar is written out here, over month and day names of CLDR, because general date searchers
read amounts and lone words as dates. Both languages are read everywhere: pages print French dates
under English articles.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache

from tipbench.systems.rules.lexicons import alternation
from tipbench.systems.rules.numbers.calendar_names import full_month_names, months, weekdays
from tipbench.systems.rules.numbers.quantity import Claims, Quantity

_Reader = Callable[["re.Match[str]", str], Quantity | None]
_YEAR = r"(?:1[5-9]|20)[0-9]{2}"
# Pages glue the next headline to a year: "2024-2025Le taux". A capital may follow, nothing else.
_YEAR_END = r"(?![0-9]|[^\W\dA-ZÀ-ÖØ-Þ_]|[.,][0-9])"
_NUMBER_START = r"(?<![\w])(?<![0-9][.,/:-])"
_TO = r"\s*(?:-|\u2013|—|/)\s*|\s+(?:to|until|through|à|au)\s+"
_SETS = {
    "annual": "P1Y", "annually": "P1Y", "yearly": "P1Y", "annuel": "P1Y", "annuelle": "P1Y",
    "annuels": "P1Y", "annuelles": "P1Y", "annuellement": "P1Y", "monthly": "P1M",
    "mensuel": "P1M", "mensuelle": "P1M", "mensuels": "P1M", "mensuelles": "P1M",
    "weekly": "P1W", "hebdomadaire": "P1W", "hebdomadaires": "P1W", "daily": "P1D",
    "quotidien": "P1D", "quotidienne": "P1D", "every year": "P1Y", "each year": "P1Y",
    "every month": "P1M", "each month": "P1M", "every week": "P1W", "each week": "P1W",
    "every day": "P1D", "each day": "P1D", "chaque année": "P1Y", "chaque mois": "P1M",
    "chaque semaine": "P1W", "chaque jour": "P1D", "par an": "P1Y", "par mois": "P1M",
    "per year": "P1Y", "per month": "P1M", "quarterly": "P3M", "trimestriel": "P3M",
    "trimestrielle": "P3M", "biennial": "P2Y", "biennale": "P2Y",
}  # fmt: skip


def find_dates(text: str, language: str, claims: Claims) -> Iterator[Quantity]:
    """Every date, period and time of ``text``; each is claimed.

    >>> [(q.value, q.kind) for q in find_dates("mai 11, 2024", "en", Claims())]
    [('2024-05-11', 'date')]
    """
    for pattern, read in _grammar():
        for match in pattern.finditer(text):
            found = read(match, language)
            if found is not None and claims.take(found.start, found.end):
                yield found


@cache
def _grammar() -> tuple[tuple[re.Pattern[str], _Reader], ...]:
    """Patterns with their readers, the most specific first."""
    month = rf"(?P<month>{alternation(months())})\b\.?"
    full_month = rf"(?P<month>{alternation(full_month_names())})\b"
    weekday = alternation(weekdays())
    before = rf"(?:\b(?:{weekday}),?\s+)?(?:(?<=\s)le\s+)?"
    day = r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th|er)?"
    day2 = r"(?P<day2>[0-9]{1,2})(?:st|nd|rd|th|er)?"
    year = rf"(?P<year>{_YEAR}){_YEAR_END}"
    rows: list[tuple[str, _Reader]] = [
        (rf"{_NUMBER_START}(?P<year>{_YEAR})-(?P<m>[0-9]{{2}})-(?P<day>[0-9]{{2}})(?![\w-])", _iso),
        (
            rf"{_NUMBER_START}(?P<a>[0-9]{{1,2}})(?P<sep>\s?[-/.]\s?)(?P<b>[0-9]{{1,2}})(?P=sep)"
            rf"{year}",
            _numeric,
        ),
        (rf"{_NUMBER_START}{day}(?:{_TO}){day2}\s+(?:of\s+)?{month},?\s+{year}", _day_range),
        (rf"{before}{_NUMBER_START}{day}\s+(?:of\s+)?{month},?\s+{year}", _full),
        (rf"{before}\b{month}\s+{day},?\s+{year}", _full),
        (rf"\b{month},?\s+{year}", _month_of_year),
        (rf"{before}{_NUMBER_START}{day}\s+(?:of\s+)?{full_month}(?!\s*[0-9])", _open_day),
        (rf"{before}\b{full_month}\s+{day}(?![\w.,:%]*[0-9%])", _open_month_day),
        (
            rf"{_NUMBER_START}(?P<year>{_YEAR})(?:{_TO})(?P<year2>{_YEAR}|[0-9]{{2}}){_YEAR_END}",
            _years,
        ),
        (
            rf"(?<=between )(?P<year>{_YEAR})\s+and\s+(?P<year2>{_YEAR})\b"
            rf"|(?<=entre )(?P<fr>{_YEAR})\s+et\s+(?P<fr2>{_YEAR})\b",
            _years,
        ),
        (
            rf"{_NUMBER_START}(?P<hour>[0-9]{{1,2}}):(?P<minute>[0-9]{{2}})(?![0-9:])"
            r"(?:\s?(?P<half>[ap])\.?m\b\.?)?",
            _clock,
        ),
        (rf"{_NUMBER_START}(?P<hour>[0-9]{{1,2}})\s?(?P<half>[ap])\.?m\b\.?", _clock),
        (rf"{_NUMBER_START}(?P<hour>[0-9]{{1,2}})\s?[hH](?P<minute>[0-9]{{2}})?(?!\w)", _clock),
        (rf"\b(?:last|next|this|past)\s+(?:{alternation(full_month_names())}|{weekday})\b", _open),
        (r"\b(?:last|next|this)\s+(?:year|month|week)\b", _open),
        (r"\b(?:an|année|mois|semaine)\s+(?:derni(?:er|ère)|prochaine?)\b", _open),
        (rf"\b(?:{weekday})(?:\s+(?:dernier|prochain))?\b", _weekday),
        (rf"(?<=\b[IiEe]n ){full_month}", _named),
        (rf"\b(?:{alternation(_SETS)})\b", _set),
    ]
    return tuple((re.compile(pattern, re.IGNORECASE), read) for pattern, read in rows)


def find_years(text: str, claims: Claims) -> Iterator[Quantity]:
    """Lone years; each is claimed. Meant to run when amounts have been claimed.

    >>> [q.value for q in find_years("in 2011, and 4480 times", Claims())]
    ['2011']
    """
    pattern = rf"(?<![\w$€£])(?<![0-9][.,/:-])(?<![^\W\d]-)((?:19|20)[0-9]{{2}}){_YEAR_END}(?!\s?%)"
    for match in re.finditer(pattern, text):
        if claims.take(match.start(), match.end()):
            yield Quantity(match.start(), match.end(), "date", match[1], unit="year")


def _quantity(match: re.Match[str], kind: str, value: str | None, unit: str) -> Quantity:
    return Quantity(match.start(), match.end(), kind, value, unit=unit)


def _day(match: re.Match[str], year: int, month: int, day: int) -> Quantity | None:
    try:
        value = date(year, month, day).isoformat()
    except ValueError:  # the 31st of February is no date, whatever it is
        return None
    return _quantity(match, "date", value, "date")


def _iso(match: re.Match[str], language: str) -> Quantity | None:
    return _day(match, int(match["year"]), int(match["m"]), int(match["day"]))


def _numeric(match: re.Match[str], language: str) -> Quantity | None:
    day, month = int(match["a"]), int(match["b"])
    # English pages write 5/11/2024 month first; with hyphens and dots the day leads.
    american = language.startswith("en") and "/" in match["sep"]
    if month > 12 or (american and day <= 12):
        day, month = month, day
    return _day(match, int(match["year"]), month, day)


def _full(match: re.Match[str], language: str) -> Quantity | None:
    return _day(match, int(match["year"]), _month(match), int(match["day"]))


def _month(match: re.Match[str]) -> int:
    # A letter such as U+017F matches "s" without being one: such a name is unknown, month 0.
    return months().get(match["month"].lower().rstrip("."), 0)


def _day_range(match: re.Match[str], language: str) -> Quantity | None:
    year, month = int(match["year"]), _month(match)
    first = _day(match, year, month, int(match["day"]))
    last = _day(match, year, month, int(match["day2"]))
    if first is None or last is None:
        return None
    return Quantity(*match.span(), "period", first.value, last.value, "date", "range")


def _month_of_year(match: re.Match[str], language: str) -> Quantity | None:
    if not match["month"][0].isupper() and match["month"].lower() in {"may", "march", "dec"}:
        return None
    number = _month(match)
    return _quantity(match, "date", f"{match['year']}-{number:02d}", "date") if number else None


def _open_day(match: re.Match[str], language: str) -> Quantity | None:
    return _quantity(match, "date", None, "date") if 1 <= int(match["day"]) <= 31 else None


def _open_month_day(match: re.Match[str], language: str) -> Quantity | None:
    name = match["month"]
    english = name[0].isupper() or name.lower() not in {"may", "march", "mars"}
    return _open_day(match, language) if english else None


def _years(match: re.Match[str], language: str) -> Quantity | None:
    groups = match.groupdict()
    first = groups["year"] or groups["fr"]
    last = groups["year2"] or groups["fr2"] if "fr" in groups else groups["year2"]
    last = last if len(last) == 4 else first[:2] + last
    if not first < last <= "2100":
        return None
    return Quantity(*match.span(), "period", first, last, "year", "range")


def _clock(match: re.Match[str], language: str) -> Quantity | None:
    groups = match.groupdict()
    hour, minute = int(groups["hour"]), int(groups.get("minute") or 0)
    half = (groups.get("half") or "").lower()
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "p" else 0)
    if hour > 24 or minute > 59:
        return None
    return _quantity(match, "time", f"T{hour:02d}:{minute:02d}", "time")


def _open(match: re.Match[str], language: str) -> Quantity | None:
    return _quantity(match, "date", None, "date")


def _weekday(match: re.Match[str], language: str) -> Quantity | None:
    word = match.group().split()[0]
    english = word.lower() in weekdays() and word.lower().endswith("day")
    if word.lower() not in weekdays() or (english and not word[0].isupper()):
        return None
    return _quantity(match, "date", None, "date")


def _named(match: re.Match[str], language: str) -> Quantity | None:
    name = match["month"]
    if name.lower() in {"may", "march"} and not name[0].isupper():
        return None
    return _quantity(match, "date", None, "date")


def _set(match: re.Match[str], language: str) -> Quantity | None:
    value = _SETS.get(" ".join(match.group().lower().split()))
    if value is None:
        return None
    unit = {"Y": "year", "M": "month", "W": "week", "D": "day"}[value[-1]]
    return _quantity(match, "set", value, unit)
