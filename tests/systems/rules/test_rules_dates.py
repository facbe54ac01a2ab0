"""Dates, periods and times: ISO 8601 values."""

from __future__ import annotations

import pytest

from tipbench.systems.rules.numbers.dates import find_dates, find_years
from tipbench.systems.rules.numbers.quantity import Claims, Quantity


def read(text: str, language: str = "en") -> list[tuple[str, Quantity]]:
    claims = Claims()
    found = [*find_dates(text, language, claims), *find_years(text, claims)]
    return [(text[quantity.start : quantity.end], quantity) for quantity in found]


@pytest.mark.parametrize(
    ("text", "span", "kind", "value", "unit"),
    [
        ("Last modified: mai 11, 2024", "mai 11, 2024", "date", "2024-05-11", "date"),
        ("le 27 - 06 - 2024", "27 - 06 - 2024", "date", "2024-06-27", "date"),
        ("pour le vendredi 30 janvier 2026", "vendredi 30 janvier 2026", "date", "2026-01-30",
         "date"),
        ("le 1er janvier 2020", "1er janvier 2020", "date", "2020-01-01", "date"),
        ("Friday, 12 May 2024", "Friday, 12 May 2024", "date", "2024-05-12", "date"),
        ("on 2024-05-11", "2024-05-11", "date", "2024-05-11", "date"),
        ("in March 2024", "March 2024", "date", "2024-03", "date"),
        ("in Persons in 2011, and", "2011", "date", "2011", "year"),
        ("on Friday, with", "Friday", "date", None, "date"),
        ("mardi par", "mardi", "date", None, "date"),
        ("victims last April", "last April", "date", None, "date"),
        ("Written by 5:31 am News", "5:31 am", "time", "T05:31", "time"),
        ("at 12:05 a.m.", "12:05 a.m.", "time", "T00:05", "time"),
        ("à 10h30", "10h30", "time", "T10:30", "time"),
        ("at 5 pm", "5 pm", "time", "T17:00", "time"),
        ("the annual report", "annual", "set", "P1Y", "year"),
    ],
)  # fmt: skip
def test_dates(text: str, span: str, kind: str, value: str | None, unit: str) -> None:
    [(surface, quantity)] = read(text)
    assert surface == span
    assert (quantity.kind, quantity.value, quantity.unit) == (kind, value, unit)


@pytest.mark.parametrize(
    ("text", "span", "first", "last"),
    [
        ("la période 2023-2030, ainsi", "2023-2030", "2023", "2030"),
        ("extending from 2023 to 2030.", "2023 to 2030", "2023", "2030"),
        ("implementation (2023-2026).", "2023-2026", "2023", "2026"),
        ("2024-2025Le taux", "2024-2025", "2024", "2025"),
        ("entre 2019 et 2021", "2019 et 2021", "2019", "2021"),
        ("season 2019-20", "2019-20", "2019", "2020"),
        ("3-5 mai 2024", "3-5 mai 2024", "2024-05-03", "2024-05-05"),
    ],
)
def test_periods(text: str, span: str, first: str, last: str) -> None:
    [(surface, quantity)] = read(text)
    assert surface == span
    assert (quantity.kind, quantity.comparator) == ("period", "range")
    assert (quantity.value, quantity.value2) == (first, last)


@pytest.mark.parametrize(
    ("text", "language", "value"),
    [
        ("5/11/2024", "en", "2024-05-11"),
        ("5/11/2024", "fr", "2024-11-05"),
        ("25/11/2024", "en", "2024-11-25"),
    ],
)
def test_order_of_day_and_month(text: str, language: str, value: str) -> None:
    [(_, quantity)] = read(text, language)
    assert quantity.value == value


@pytest.mark.parametrize("text", ["they may 5", "1234567", "30:99", "the sun march", "12024", ""])
def test_no_date(text: str) -> None:
    assert read(text) == []


def test_letter_that_only_folds_to_a_month() -> None:
    assert all(quantity.value != "2024-09" for _, quantity in read("\u017fept 2024"))
