"""Names: types, extents and what may stand inside them."""

from __future__ import annotations

import pytest

from tipbench.systems.rules.entities import find_entities
from tipbench.systems.rules.segments import split_segments


def read(text: str, language: str) -> list[tuple[str, str]]:
    found = find_entities(text, split_segments(text, language))
    return [(text[mention.start : mention.end], mention.type) for mention in found]


@pytest.mark.parametrize(
    ("language", "text", "names"),
    [
        ("en", "Kenya and the Kenyan people", [("Kenya", "GPE"), ("Kenyan", "NORP")]),
        ("fr", "l\u2019Égypte et les Egyptiennes", [("Égypte", "GPE"), ("Egyptiennes", "NORP")]),
        ("en", "the US, the U.S. and the EU", [("US", "GPE"), ("U.S.", "GPE"), ("EU", "ORG")]),
        ("en", "the Kingdom of Norway", [("Kingdom of Norway", "GPE")]),
        ("fr", "le forum Chili-Pérou", [("Chili", "GPE"), ("Pérou", "GPE")]),
        ("fr", "une visite franco-turque", [("franco-turque", "NORP")]),
        ("fr", "en Afrique de l'Ouest", [("Afrique de l'Ouest", "LOC")]),
        ("en", "the Western Sahara", [("Western Sahara", "LOC")]),
        ("en", "in Nairobi\u2019s centre", [("Nairobi", "GPE")]),
        ("fr", "à Zzyxville et Qwertheim", [("Zzyxville", "GPE"), ("Qwertheim", "GPE")]),
    ],
)
def test_places(language: str, text: str, names: list[tuple[str, str]]) -> None:
    assert read(text, language) == names


@pytest.mark.parametrize(
    ("language", "text", "name", "kind"),
    [
        ("en", "the Ministry of Health said", "Ministry of Health", "ORG"),
        ("en", "Chad\u2019s National Council for Peace (NCP) met",
         "National Council for Peace", "ORG"),
        ("en", "under the Protocol to Protect Birds, Especially Owls and Crows, which was",
         "Protocol to Protect Birds, Especially Owls and Crows", "DOC"),
        ("en", "the 2020 State of Forests Report", "2020 State of Forests Report", "DOC"),
        ("en", "at the World Water Forum today", "World Water Forum", "EVENT"),
        ("fr", "La Cour d\u2019appel de Lyon a pris", "Cour d\u2019appel de Lyon", "ORG"),
        ("fr", "le Parlement français adopte", "Parlement français", "ORG"),
        ("fr", "dans le Plan d\u2019action 2020-2025", "Plan d\u2019action 2020-2025", "DOC"),
        ("fr", "le Haut Conseil national", "Haut Conseil national", "ORG"),
        ("fr", "l'Agence nationale pour la protection des forêts (ANPF) agit",
         "Agence nationale pour la protection des forêts", "ORG"),
    ],
)  # fmt: skip
def test_head_words(language: str, text: str, name: str, kind: str) -> None:
    assert (name, kind) in read(text, language)


def test_bare_heads_name_nothing() -> None:
    assert read("The Commission and the Report of today.", "en") == []


def test_nationality_inside_an_organisation() -> None:
    assert read("Le Département d'État américain indique", "fr") == [
        ("Département d'État américain", "ORG"),
        ("américain", "NORP"),
    ]


def test_bracketed_acronym_has_the_type_of_its_long_form() -> None:
    found = read("the National Growth Plan (NGP) of the FAO", "en")
    assert found == [("National Growth Plan", "DOC"), ("NGP", "DOC"), ("FAO", "ORG")]


@pytest.mark.parametrize("text", ["100 MDH", "the XXI century", "une ONG", "50 USD", "on TV"])
def test_capitals_that_are_no_names(text: str) -> None:
    assert read(text, "en") == []


@pytest.mark.parametrize(
    ("language", "text", "names"),
    [
        ("en", "The ambassador to Chad, Zork Blimp, unveiled it. Blimp stressed more.",
         ["Zork Blimp", "Blimp"]),
        ("en", "Zork Blimp, UN coordinator in Chad, smiled", ["Zork Blimp"]),
        ("fr", "M. Blimpov et le ministre Zork Dupuis", ["Blimpov", "Zork Dupuis"]),
        ("fr", "Khalid El Zork est venu", ["Khalid El Zork"]),
        ("en", "Blimpov said so", ["Blimpov"]),
        ("en", "Officials said so", []),
    ],
)  # fmt: skip
def test_people(language: str, text: str, names: list[str]) -> None:
    assert [name for name, kind in read(text, language) if kind == "PER"] == names


def test_glued_headlines_are_parted() -> None:
    assert ("Ali Zork", "PER") in read("sécurité renforcéeAli Zork préside", "fr")
