"""Quantities, ranks, ordinals and amounts: value, unit, comparator and span."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tipbench.systems.rules.numbers import find_quantities
from tipbench.systems.rules.numbers.numerals import parse_numeral
from tipbench.systems.rules.numbers.quantity import Quantity
from tipbench.systems.rules.segments import split_segments


def read(text: str, language: str) -> list[tuple[str, Quantity]]:
    found = find_quantities(text, language, split_segments(text, language))
    return [(text[quantity.start : quantity.end], quantity) for quantity in found]


# language, text, span, kind, value, unit, comparator
FACTS = [
    ("en", "a minimum of 474 identified victims", "a minimum of 474", "count", "474", "victim",
     ">="),
    ("en", "at least 474 victims", "at least 474", "count", "474", "victim", ">="),
    ("en", "arrest of more than 720 people", "more than 720", "count", "720", "person", ">"),
    ("en", "a new $2.5 million grant", "$2.5 million", "money", "2500000", "USD", "="),
    ("en", "more than €5k", "more than €5k", "money", "5000", "EUR", ">"),
    ("en", "EUR 1.2bn was spent", "EUR 1.2bn", "money", "1200000000", "EUR", "="),
    ("en", "ten priority recommendations", "ten", "count", "10", "recommendation", "="),
    ("en", "in 188 countries", "188", "count", "188", "country", "="),
    ("en", "remained on Tier 2 this time", "Tier 2", "rank", "2", "tier", "="),
    ("en", "the ranking in tier 2.", "tier 2", "rank", "2", "tier", "="),
    ("en", "hands Morocco a second blow", "second", "ordinal", "2", "blow", "="),
    ("en", "the 21st century", "21st", "ordinal", "21", "century", "="),
    ("en", "the 3rd edition", "3rd", "edition", "3", "edition", "="),
    ("en", "in second place", "second", "rank", "2", "rank", "="),
    ("en", "4,480 articles", "4,480", "count", "4480", "article", "="),
    ("en", "7.900 points", "7.900", "count", "7.9", "point", "="),
    ("en", "more than a million people", "more than a million", "count", "1000000", "person", ">"),
    ("en", "a dozen people", "a dozen", "count", "12", "person", "="),
    ("en", "100+ people", "100+", "count", "100", "person", ">="),
    ("en", "nearly 40 percent", "nearly 40 percent", "percent", "40", "percent", "~"),
    ("en", "up to 20 people", "up to 20", "count", "20", "person", "<="),
    ("en", "a two-year plan", "two-year", "duration", "P2Y", "year", "="),
    ("en", "wait 30 seconds", "30 seconds", "duration", "PT30S", "second", "="),
    ("en", "Visited 1 times", "1", "count", "1", "time", "="),
    ("fr", "2,5 millions de dollars aux agences", "2,5 millions de dollars", "money", "2500000",
     "USD", "="),
    ("fr", "le Maroc a reçu dix recommandations", "dix", "count", "10", "recommendation", "="),
    ("fr", "Douanes : plus de 100,7 MMDH de recettes", "plus de 100,7 MMDH", "money",
     "100700000000", "MAD", ">"),
    ("fr", "un marché de 156 MDH", "156 MDH", "money", "156000000", "MAD", "="),
    ("fr", "récompense de 50 euros", "50 euros", "money", "50", "EUR", "="),
    ("fr", "trois millions de dirhams marocains", "trois millions de dirhams marocains", "money",
     "3000000", "MAD", "="),
    ("fr", "un dictionnaire de 7.900 termes", "7.900", "count", "7900", "term", "="),
    ("fr", "près de 500 000 migrants", "près de 500 000", "count", "500000", "migrant", "~"),
    ("fr", "près de 500\u00a0000 migrants", "près de 500\u00a0000", "count", "500000", "migrant",
     "~"),
    ("fr", "près de 500\u202f000 migrants", "près de 500\u202f000", "count", "500000", "migrant",
     "~"),
    ("fr", "le taux de remplissage dépasse 75%", "75%", "percent", "75", "percent", ">"),
    ("fr", "le taux atteint 83% pour l'année", "83%", "percent", "83", "percent", "="),
    ("fr", "Cannabis légal : 109 produits", "109", "count", "109", "product", "="),
    ("fr", "classé le Maroc au niveau 2, en", "niveau 2", "rank", "2", "tier", "="),
    ("fr", "une position de Tier 2.", "Tier 2", "rank", "2", "tier", "="),
    ("fr", "le 5e Forum parlementaire", "5e", "edition", "5", "forum", "="),
    ("fr", "la 15ème session du Conseil", "15ème", "edition", "15", "session", "="),
    ("fr", "une deuxième claque", "deuxième", "ordinal", "2", "claque", "="),
    ("fr", "le second rang", "second", "rank", "2", "rank", "="),
    ("fr", "une seconde édition", "seconde", "edition", "2", "edition", "="),
    ("fr", "697 millions d'entrées et de sorties", "697 millions", "count", "697000000", "entry",
     "="),
    ("fr", "plus de 6 milliards de vues", "plus de 6 milliards", "count", "6000000000", "view",
     ">"),
    ("fr", "Temps de lecture : 3 minutes", "3 minutes", "duration", "PT3M", "minute", "="),
    ("fr", "onze capitales demandent", "onze", "count", "11", "capital", "="),
    ("fr", "couvre 188 pays, y compris", "188", "count", "188", "country", "="),
    ("fr", "une dizaine de personnes", "une dizaine", "count", "10", "person", "~"),
    ("fr", "C'est Ep 89. Suite", "Ep 89", "edition", "89", "episode", "="),
    ("fr", "au moins 3 000 €", "au moins 3 000 €", "money", "3000", "EUR", ">="),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "span", "kind", "value", "unit", "sign"), FACTS)
def test_reads(
    language: str, text: str, span: str, kind: str, value: str, unit: str, sign: str
) -> None:
    found = read(text, language)
    assert span in [surface for surface, _ in found]
    quantity = dict(found)[span]
    assert (quantity.kind, quantity.value, quantity.unit) == (kind, value, unit)
    assert (quantity.comparator, quantity.value2) == (sign, None)


RANGES = [
    ("en", "5-10% of them", "5-10%", "percent", "5", "10", "percent"),
    ("en", "2 to 3 million euros", "2 to 3 million euros", "money", "2000000", "3000000", "EUR"),
    ("en", "$3-5 million", "$3-5 million", "money", "3000000", "5000000", "USD"),
    ("fr", "entre 5 et 10 ans", "5 et 10 ans", "duration", "P5Y", "P10Y", "year"),
]


@pytest.mark.parametrize(("language", "text", "span", "kind", "low", "high", "unit"), RANGES)
def test_ranges(
    language: str, text: str, span: str, kind: str, low: str, high: str, unit: str
) -> None:
    [(surface, quantity)] = read(text, language)
    assert surface == span
    assert (quantity.kind, quantity.value, quantity.value2) == (kind, low, high)
    assert (quantity.unit, quantity.comparator) == (unit, "range")


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "one of the best, and no one else"),
        ("fr", "une série de mesures dans un pays"),
        ("en", "every second counts"),
        ("en", "a second later"),
        ("fr", "mesuré par seconde"),
        ("en", "COVID-19 and 5G networks"),
        ("fr", "le premier ministre"),
        ("fr", "le livre neuf"),
        ("en", "First, the law"),
        ("en", "https://example.org/2024/15 and me@example15.org"),
    ],
)
def test_is_not_fooled(language: str, text: str) -> None:
    assert read(text, language) == []


def test_year_glued_to_next_headline() -> None:
    found = [
        (surface, quantity.value, quantity.value2, quantity.comparator)
        for surface, quantity in read("atteint 83% pour 2024-2025Le taux de 5", "fr")
    ]
    assert found == [
        ("83%", "83", None, "="),
        ("2024-2025", "2024", "2025", "range"),
        ("5", "5", None, "="),
    ]


def test_vague_and_idiom_have_no_value() -> None:
    [(_, vague)] = read("affecting millions of people", "en")
    assert (vague.kind, vague.value, vague.unit) == ("vague", None, "person")
    [(_, idiom)] = read("en coupant la poire en deux", "fr")
    assert (idiom.kind, idiom.value) == ("idiom", None)


@pytest.mark.parametrize(
    ("surface", "language", "value"),
    [
        ("7.900", "fr", "7900"),
        ("7.900", "en", "7.900"),
        ("100,7", "fr", "100.7"),
        ("2,500", "en", "2500"),
        ("2,500", "fr", "2.500"),
        ("1.234.567", "fr", "1234567"),
        ("1.234,5", "fr", "1234.5"),
        ("1,234.5", "en", "1234.5"),
        ("12 345,6", "fr", "12345.6"),
        ("0,125", "en", "0.125"),
        ("1.2.3", "en", None),
        ("1.2,3.4", "en", None),
    ],
)
def test_digits(surface: str, language: str, value: str | None) -> None:
    assert parse_numeral(surface, language) == (None if value is None else Decimal(value))
