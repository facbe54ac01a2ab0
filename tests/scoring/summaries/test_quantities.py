from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tipbench.scoring.summaries.comparators import relation
from tipbench.scoring.summaries.quantities import quantities

EN_ONES = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
]  # fmt: skip
EN_TENS = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
FR_ONES = [
    "zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze",
    "douze", "treize", "quatorze", "quinze", "seize", "dix-sept", "dix-huit", "dix-neuf",
]  # fmt: skip
FR_TENS = [
    "", "", "vingt", "trente", "quarante", "cinquante", "soixante", "soixante",
    "quatre-vingt", "quatre-vingt",
]  # fmt: skip


def english(n: int) -> str:
    if n < 20:
        return EN_ONES[n]
    if n < 100:
        return EN_TENS[n // 10] + (f"-{EN_ONES[n % 10]}" if n % 10 else "")
    for size, name in ((10**6, "million"), (1000, "thousand"), (100, "hundred")):
        if n >= size:
            rest = n % size
            joined = " and " if rest and size == 100 else " "
            return f"{english(n // size)} {name}" + (joined + english(rest) if rest else "")
    raise AssertionError


def french(n: int) -> str:
    if n < 20:
        return FR_ONES[n]
    if n < 100:
        base, rest = (n // 10 * 10, n % 10) if n < 70 else (60 if n < 80 else 80, n % 20)
        if n in (80,):
            return "quatre-vingts"
        joined = " et " if rest in (1, 11) and n < 80 else "-"
        return FR_TENS[base // 10] + (joined + french(rest) if rest else "")
    for size, name in ((10**6, "million"), (1000, "mille"), (100, "cent")):
        if n >= size:
            many, rest = n // size, n % size
            lead = "" if many == 1 and size < 10**6 else french(many) + " "
            return lead + name + (" " + french(rest) if rest else "")
    raise AssertionError


@given(st.integers(2, 999_999))
def test_numbers_in_words_are_read(n: int) -> None:
    for text in (
        f"There were {english(n)} goats in all",
        f"Il y avait {french(n)} chèvres, selon lui",
    ):
        [found] = [q for q in quantities(text) if q.kind != "ordinal"]
        assert (found.kind, found.values) == ("count", {Decimal(n)}), text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2,500,000 dollars", ("money", "USD", {Decimal(2500000)})),
        ("The 2 500 000 dollars", ("money", "USD", {Decimal(2500000)})),
        ("un don de 2,5 M€", ("money", "EUR", {Decimal("2500000.0")})),
        ("a £3bn fund", ("money", "GBP", {Decimal(3 * 10**9)})),
        ("des recettes de 100,7 MMDH", ("money", "MAD", {Decimal("100.7") * 10**9})),
        ("trois cents francs CFA à la fois", ("money", "XOF", {Decimal(300)})),
        ("un taux de 83 %", ("percent", "percent", {Decimal(83)})),
        ("up 3 percentage points", ("percent", "point", {Decimal(3)})),
        ("an 8-month probe", ("duration", "month", {Decimal(8)})),
        ("pendant trois semaines", ("duration", "week", {Decimal(3)})),
        ("Tier II", ("rank", None, {Decimal(2)})),
        ("le deuxième rang", ("rank", None, {Decimal(2)})),
        ("the 2nd tier", ("rank", None, {Decimal(2)})),
        ("from 2023 to 2030", ("period", None, {(Decimal(2023), Decimal(2030))})),
        ("entre 2023 et 2030", ("period", None, {(Decimal(2023), Decimal(2030))})),
        ("between 10 and 12 goats", ("count", None, {(Decimal(10), Decimal(12))})),
        ("le 1er mai 2024", ("date", None, {"2024-5-1"})),
        ("on June 27, 2024", ("date", None, {"2024-6-27"})),
        ("à 17h30", ("time", None, {"17:30"})),
        ("the third session", ("ordinal", None, {Decimal(3)})),
        ("des milliers de chèvres", ("vague", None, {Decimal(1000)})),
        ("the CAN of '25", ("year", None, {Decimal(2025)})),
    ],
)
def test_kinds(text: str, expected: tuple[object, ...]) -> None:
    [found] = quantities(text)
    assert (found.kind, found.unit, found.values) == expected


@pytest.mark.parametrize(
    "text",
    [
        "One of them came, and no one left",
        "L’un des deux pays est un voisin",
        "COVID-19 and the G20",
        "First, it acts. At first it waited.",
        "The prime minister may act",
        "Le Premier ministre a un plan neuf",
        "It is a two-way street",
    ],
)
def test_what_states_no_number(text: str) -> None:
    assert quantities(text) == ()


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("at least 9 goats", ">="), ("no fewer than 9 goats", ">="), ("9 goats or more", ">="),
        ("a minimum of 9 goats", ">="), ("au moins 9 chèvres", ">="),
        ("9 chèvres au bas mot", ">="),
        ("pas moins de 9 chèvres", ">="), ("more than 9 goats", ">"), ("upwards of 9 goats", ">"),
        ("dépasse 9 chèvres", ">"), ("plus de 9 chèvres", ">"), ("au-delà de 9 chèvres", ">"),
        ("no more than 9 goats", "<="), ("up to 9 goats", "<="), ("ne dépasse pas 9 chèvres", "<="),
        ("jusqu’à 9 chèvres", "<="), ("9 chèvres tout au plus", "<="), ("fewer than 9 goats", "<"),
        ("moins de 9 chèvres", "<"), ("nearly 9 goats", "~"), ("some 9 goats", "~"),
        ("près de 9 chèvres", "~"), ("9 goats or so", "~"), ("une dizaine de chèvres", "~"),
        ("exactly 9 goats", "="), ("9 goats and more than that", "="),
        ("9 goats, at least 4 of them white", "="),
    ],
)  # fmt: skip
def test_comparators(text: str, sign: str) -> None:
    assert quantities(text)[0].comparator == sign


def test_relations_of_comparators() -> None:
    assert relation("<=", "<") == "weakened"
    assert relation("<", "<=") == "strengthened"
    assert relation("~", ">=") == "weakened"
    assert relation(">", "<") == "reversed"
