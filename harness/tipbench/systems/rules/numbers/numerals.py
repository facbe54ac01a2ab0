"""Numbers in digits: how each language groups thousands and marks decimals."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from tipbench.systems.rules.numbers.quantity import Numeral

_GROUP_SPACES = " \u00a0\u2009\u202f"
"""Ordinary, no-break, thin and narrow no-break space: all are met between thousands."""

_NUMERAL = re.compile(
    r"(?<!\w)(?<![0-9][.,/:])(?<![^\W\d]-)"
    rf"(?:[0-9]{{1,3}}(?:[{_GROUP_SPACES}][0-9]{{3}})+(?:[.,][0-9]+)?(?![0-9])"
    r"|[0-9]+(?:[.,][0-9]+)*)"
    r"(?!:[0-9]|/[0-9])"
)


def find_numerals(text: str, language: str, offset: int = 0) -> Iterator[Numeral]:
    """The numbers in digits of ``text``, read as ``language`` writes them.

    >>> [str(n.value) for n in find_numerals("7.900 termes et 100,7 points", "fr")]
    ['7900', '100.7']
    """
    for match in _NUMERAL.finditer(text):
        value = parse_numeral(match.group(), language)
        if value is not None:
            yield Numeral(match.start() + offset, match.end() + offset, value, language)


def parse_numeral(surface: str, language: str) -> Decimal | None:
    """The value of digits with marks; ``None`` where they are no number ("1.2.3").

    >>> parse_numeral("7.900", "en"), parse_numeral("7.900", "fr"), parse_numeral("1,234.5", "fr")
    (Decimal('7.900'), Decimal('7900'), Decimal('1234.5'))
    """
    plain = re.sub(rf"[{_GROUP_SPACES}]", "", surface)
    marks = re.findall(r"[.,]", plain)
    if not marks:
        return Decimal(plain)
    last = marks[-1]
    if len(marks) > 1 and marks.count(last) == len(marks):
        return _thousands(plain, last)
    if len(marks) > 1:
        whole, _, fraction = plain.rpartition(last)
        grouped = _thousands(whole, marks[0]) if marks.count(last) == 1 else None
        return None if grouped is None else Decimal(f"{grouped}.{fraction}")
    thousands_mark = "." if language.startswith("fr") else ","
    # A space has already grouped the thousands, so that the mark can only be the decimal one.
    if last == thousands_mark and plain == surface:
        grouped = _thousands(plain, last)
        if grouped is not None:
            return grouped
    return Decimal(plain.replace(",", "."))


def _thousands(plain: str, mark: str) -> Decimal | None:
    head, *groups = plain.split(mark)
    well_formed = 1 <= len(head) <= 3 and head != "0" and all(len(group) == 3 for group in groups)
    return Decimal(head + "".join(groups)) if well_formed else None
