from __future__ import annotations

import random

import pytest

from tipbench.model import InventoryEntry
from tipbench.scoring.names import Names
from tipbench.scoring.normal import fold, fold_with_offsets, plain

INVENTORY = [
    InventoryEntry("morocco", "GPE", "Morocco", "Maroc", ("the Kingdom", "le Royaume"), "morocco"),
    InventoryEntry("moroccan-government", "ORG", "Moroccan government", "gouvernement marocain",
                   stance_class="morocco"),
    InventoryEntry("us-state", "ORG", "Department of State", "Département d'État",
                   ("State Department",), "us"),
    InventoryEntry("us", "GPE", "United States", "États-Unis", ("US", "USA"), "us"),
    InventoryEntry("le-monde", "ORG", "Le Monde", "Le Monde"),
    InventoryEntry("monde", "PROD", "Monde", "Monde"),
    InventoryEntry("algeria", "GPE", "Algeria", "Algérie", ("the Kingdom",)),
    InventoryEntry("a-report", "DOC", "TIP Report 2024", "rapport", ("Algeria",)),
]  # fmt: skip
NAMES = Names(INVENTORY)


@pytest.mark.parametrize(
    ("name", "entity_id"),
    [
        ("us-state", "us-state"),
        ("Department of State", "us-state"),
        ("the department of state", "us-state"),
        ("Département d\u2019État", "us-state"),
        ("le Département d\u2019Etat", "us-state"),
        ("DEPARTEMENT\u00a0D'ETAT", "us-state"),
        ("the State Department's", "us-state"),
        ("State Department\u2019s", "us-state"),
        ("« Maroc »", "morocco"),
        ("l\u2019Algérie", "algeria"),
        ("d' Algerie", "algeria"),
        ("les États\u2011Unis", "us"),
        ("Morocco's", "morocco"),
        # as it stands before its determiner is taken off
        ("Le Monde", "le-monde"),
        ("monde", "monde"),
        # a canonical name goes before another entity's alias
        ("Algeria", "algeria"),
        # two entities with one alias: the id that sorts first
        ("the Kingdom", "algeria"),
    ],
)
def test_resolves(name: str, entity_id: str) -> None:
    assert NAMES.resolve(name) == entity_id


@pytest.mark.parametrize(
    ("name", "left"),
    [
        ("writer", "writer"),
        ("The Writer", "writer"),
        ("L'Élysée", "elysee"),
        ("the", "the"),
        ("", ""),
        (" ", ""),
    ],
)
def test_an_unknown_name_stays_itself(name: str, left: str) -> None:
    assert NAMES.resolve(name) == left
    assert NAMES.find(name) is None
    assert NAMES.stance_class(name) == left


def test_many_names_are_read_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tipbench.scoring.names._REMEMBERED", 2)
    names = Names(INVENTORY)
    for _ in range(2):
        assert [names.find(name) for name in ("Maroc", "x", "USA", "le Maroc")] == [
            "morocco", None, "us", "morocco",
        ]  # fmt: skip


def test_stance_classes() -> None:
    assert NAMES.stance_class("State Department") == "us"
    assert NAMES.stance_class("gouvernement marocain") == "morocco"
    assert NAMES.stance_class("le-monde") == "le-monde"


def test_order_of_the_inventory_changes_nothing() -> None:
    mixed = list(INVENTORY)
    random.Random(3).shuffle(mixed)
    assert Names(mixed).resolve("the Kingdom") == NAMES.resolve("the Kingdom")


def test_plain_keeps_accents_and_fold_does_not() -> None:
    assert plain("E\u0301tat\u202f“X”") == 'état "x"'
    assert fold("E\u0301tat\u202f“X”") == 'etat "x"'
    assert fold("Stra\u00dfe co\u00adeur CŒUR") == "strasse coeur coeur"


def test_offsets_of_folded_text() -> None:
    text = "L\u2019é\u0301  œ"
    folded, offsets = fold_with_offsets(text)
    assert folded == "l'e oe"
    assert [text[offset] for offset in offsets] == ["L", "\u2019", "é", " ", "œ", "œ"]
