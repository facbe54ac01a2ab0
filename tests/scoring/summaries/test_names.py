from __future__ import annotations

import pytest

from tipbench.model import Answer, Case, Document, Entity, InventoryEntry, Span
from tipbench.scoring.comparison import Comparison
from tipbench.scoring.names import Names
from tipbench.scoring.summaries.names import NAMES, judge_names
from tipbench.tokens import tokenize

INVENTORY = (
    InventoryEntry("ana", "PER", "Ana Lima", "Ana Lima", ("Lima",)),
    InventoryEntry("boro", "PER", "Boro Kade", "Boro Kade", ("Kade",)),
    InventoryEntry("office-of-farms", "ORG", "Farm Office", "Office des fermes", ("FO",)),
    InventoryEntry("peru", "GPE", "Peru", "Pérou"),
)
TEXT = (
    "Minister Ana Lima opened a dairy in Peru. The Farm Office, led by director Boro Kade, "
    "counted goats for the UN."
)
CASE = Case(
    Document("d", "en", None, TEXT),
    Answer("d", entities=(Entity(Span(9, 17), "Ana Lima", "PER", entity_id="ana"),)),
)


def statuses(summary: str) -> dict[str, str]:
    return {j.mention.name: j.status for j in judge_names(summary, CASE, INVENTORY)}


@pytest.mark.parametrize(
    "summary",
    [
        "Lima and Kade met in Peru.",
        "Le Pérou salue l’Office des fermes et l’ONU.",
        "Peruvians thank the United Nations.",
        "The office’s FO team counts goats. Goats are many.",
        "The Farm Office (FO) and FO staff.",
        "On Monday, the Minister went home.",
        "Dairy farming rose. Counting goats is hard.",
    ],
)
def test_what_the_source_has(summary: str) -> None:
    assert set(statuses(summary).values()) <= {"supported"}


@pytest.mark.parametrize(
    ("summary", "name", "status"),
    [
        ("Lima went to Chile.", "Chile", "invented"),
        ("Les Chiliens comptent les chèvres de Lima.", "Chiliens", "invented"),
        ("Lima met Carla Dune.", "Carla Dune", "invented"),
        ("The WHO counted goats.", "WHO", "invented"),
        ("The Goat Union protested.", "Goat Union", "invented"),
        ("Boro Lima opened a dairy.", "Lima", "invented"),
        ("Minister Boro Kade opened a dairy in Peru.", "Boro Kade", "swapped"),
        ("The director, Ana Lima, counted goats.", "Ana Lima", "swapped"),
    ],
)
def test_what_it_has_not(summary: str, name: str, status: str) -> None:
    assert statuses(summary)[name] == status


def test_precision_counts_distinct_names() -> None:
    # Lima twice is one name, Chile is invented: 1 of 2
    comparison = Comparison(
        CASE, Answer("d", summary="Lima, Ana Lima, Chile."), Names(INVENTORY), tokenize
    )
    tally = NAMES.measure(comparison)
    assert tally is not None
    assert tally.total().values == {"precision": 0.5}


def test_without_the_layer_there_is_no_score() -> None:
    bare = Case(Document("d", "en", None, TEXT), Answer("d"))
    assert NAMES.measure(Comparison(bare, Answer("d"), Names(), tokenize)) is None
