"""The two forms that the value of a numeric fact can have: a plain decimal, or ISO 8601."""

from __future__ import annotations

import re

_DECIMAL = re.compile(r"-?\d+(\.\d+)?")
_DAY = r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])"
_CLOCK = r"T([01]\d|2[0-4]):[0-5]\d(:[0-5]\d)?"
_ISO_8601 = re.compile(
    rf"\d{{4}}(-(0[1-9]|1[0-2]))?|{_DAY}"  # a year, month or day
    rf"|({_DAY})?{_CLOCK}"  # a time of day, on a day or on any
    r"|(R\d*/)?P(?=\d|T)(\d+[YMWD])*(T(\d+[HMS])+)?"  # a duration, repeated or not
)


def is_decimal(value: str) -> bool:
    """Whether ``value`` is an exact decimal: ASCII digits, a point, no thousands marks.

    >>> is_decimal("2500000"), is_decimal("2,500,000"), is_decimal("1e6")
    (True, False, False)
    """
    return value.isascii() and _DECIMAL.fullmatch(value) is not None


def is_iso_8601(value: str) -> bool:
    """Whether ``value`` is a date, a time of day or a duration of ISO 8601, as this corpus uses it.

    >>> is_iso_8601("2024-06-27"), is_iso_8601("T05:31"), is_iso_8601("PT3M"), is_iso_8601("May")
    (True, True, True, False)
    """
    return value.isascii() and _ISO_8601.fullmatch(value) is not None
