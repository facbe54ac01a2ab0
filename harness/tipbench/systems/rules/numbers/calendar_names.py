"""Names of months and days in English and French, from CLDR through babel."""

from __future__ import annotations

from functools import cache

LANGUAGES = ("en", "fr")


@cache
def months() -> dict[str, int]:
    """Lower-case month names and abbreviations of both languages, with their numbers.

    >>> months()["mai"], months()["sept"]
    (5, 9)
    """
    from babel.dates import get_month_names

    found: dict[str, int] = {"sept": 9}
    for language in LANGUAGES:
        for width in ("wide", "abbreviated"):
            for number, name in get_month_names(width, locale=language).items():
                found[name.lower().rstrip(".")] = number
    return found


@cache
def full_month_names() -> frozenset[str]:
    """Month names in full, lower case, of both languages."""
    from babel.dates import get_month_names

    return frozenset(
        name.lower() for language in LANGUAGES for name in get_month_names(locale=language).values()
    )


@cache
def weekdays() -> frozenset[str]:
    """Names of the days of the week, lower case, of both languages.

    >>> "vendredi" in weekdays() and "friday" in weekdays()
    True
    """
    from babel.dates import get_day_names

    return frozenset(
        name.lower() for language in LANGUAGES for name in get_day_names(locale=language).values()
    )
