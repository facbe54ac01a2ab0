"""Sources, stance, nuggets, leakage and lengths on a small article of our own."""

from __future__ import annotations

from typing import Any

import pytest

from tipbench.model import (
    Answer,
    Case,
    Document,
    DocumentStance,
    Entity,
    InventoryEntry,
    Nugget,
    NumericFact,
    Quote,
    Span,
    Stance,
)
from tipbench.scoring.comparison import Comparison
from tipbench.scoring.names import Names
from tipbench.scoring.summaries.errors import summary_error_table
from tipbench.scoring.summaries.metrics import METRICS
from tipbench.scoring.summaries.sources import judge_sources
from tipbench.scoring.summaries.stance import judge_stance
from tipbench.tokens import tokenize

INVENTORY = (
    InventoryEntry("peru", "GPE", "Peru", "Pérou"),
    InventoryEntry("chile", "GPE", "Chile", "Chili"),
    InventoryEntry("un", "ORG", "United Nations", "Nations unies", ("UN", "ONU")),
)
TEXT = "Peru praised the dairy law. The UN said stables remained insufficient in 12 valleys."
STANCE = (
    Stance("peru", "chile", "positive", chain=("writer", "peru"), id="s1",
           evidence=Quote(Span(0, 26), "Peru praised the dairy law")),
    Stance("un", "chile", "negative", chain=("writer", "un"), id="s2",
           evidence=Quote(Span(40, 83), "stables remained insufficient in 12 valleys")),
)  # fmt: skip
NUGGETS = (
    Nugget("k1", "Peru praised the dairy law.", "Le Pérou a salué la loi laitière.", True,
           entity_ids=("peru",), stance_ids=("s1",)),
    Nugget("k2", "Stables remained insufficient in 12 valleys, according to the UN.",
           "Les étables restaient insuffisantes dans 12 vallées, selon l’ONU.", True,
           entity_ids=("un",), stance_ids=("s2",)),
    Nugget("k3", "Cows graze on high meadows in summer.",
           "Les vaches paissent en été dans les alpages.", False),
)  # fmt: skip
CASE = Case(
    Document("d", "en", None, TEXT),
    Answer(
        "d",
        entities=(Entity(Span(0, 4), "Peru", "GPE", entity_id="peru"),),
        numeric_facts=(NumericFact(Span(73, 75), "12", "12", unit="valley", comparator="="),),
        stance=STANCE,
        document_stance=DocumentStance("critique", "neutral"),
    ),
    nuggets=NUGGETS,
    boilerplate=("Olive oil prices fall in southern markets",),
)
METRIC: dict[str, Any] = {metric.name: metric for metric in METRICS}


def values(name: str, summary: str | None, case: Case = CASE) -> dict[str, float | None]:
    comparison = Comparison(case, Answer("d", summary=summary), Names(INVENTORY), tokenize)
    tally = METRIC[name].measure(comparison)
    assert tally is not None
    found: dict[str, float | None] = tally.total().values
    return found


def sources(summary: str) -> list[str]:
    return [judged.status for judged in judge_sources(summary, CASE, INVENTORY)]


@pytest.mark.parametrize(
    ("summary", "expected"),
    [
        ("According to the UN, stables remained insufficient in 12 valleys.", ["right"]),
        ("Stables remained insufficient in 12 valleys, the United Nations said.", ["right"]),
        ("The UN spoke up. It said stables remained insufficient in 12 valleys.", ["right"]),
        ("Selon l’ONU, les étables restaient insuffisantes dans 12 vallées.", ["right"]),
        ("Stables remained insufficient in 12 valleys.", ["dropped"]),
        ("Les étables restaient insuffisantes dans 12 vallées.", ["dropped"]),
        ("According to Chile, stables remained insufficient in 12 valleys.", ["wrong", "wrong"]),
        ("Peru praised the dairy law.", ["right"]),
        ("Chile praised the dairy law.", ["wrong"]),
        ("The dairy law was praised by Peru.", ["right"]),
        ("Cows graze on high meadows in summer.", []),
    ],
)
def test_sources(summary: str, expected: list[str]) -> None:
    assert sources(summary) == expected


@pytest.mark.parametrize(
    ("summary", "drifts"),
    [
        ("Peru praised the dairy law.", [0]),
        ("Peru hailed the dairy law, but stables remained inadequate in the valleys.", [0, 0]),
        ("Peru criticised the dairy law.", [-2]),
        ("Peru did not praise the dairy law.", [-2]),
        ("Peru urged a dairy law.", [-1]),
        ("Stables were sufficient in 12 valleys.", [2]),
        ("Le Pérou a salué la loi laitière.", [0]),
        ("Le Pérou n’a pas salué la loi laitière.", [-2]),
        ("Les étables étaient suffisantes dans 12 vallées.", [2]),
        ("Cows graze on high meadows in summer.", []),
    ],
)
def test_stance(summary: str, drifts: list[int]) -> None:
    judged = judge_stance(summary, CASE)
    assert [one.drift for one in judged] == drifts
    assert [one.kept for one in judged] == [drift == 0 for drift in drifts]


def test_stance_values() -> None:
    # one of two kept; drift (-2 + 0) / 2
    text = "Peru criticised the dairy law. Stables remained insufficient in 12 valleys."
    assert values("stance_kept", text) == {"drift": -1.0, "value": 0.5}


@pytest.mark.parametrize(
    ("summary", "vital", "every"),
    [
        ("Peru praised the dairy law.", 1 / 2, 1 / 3),
        ("Peru praised the dairy law. Cows graze on high meadows in summer.", 1 / 2, 2 / 3),
        ("The UN says stables remained insufficient in 12 valleys.", 1 / 2, 1 / 3),
        # another number: nothing; another comparator: a half
        ("The UN says stables remained insufficient in 13 valleys.", 0.0, 0.0),
        ("The UN says stables remained insufficient in over 12 valleys.", 1 / 4, 1 / 6),
        ("Peru did not praise the dairy law.", 0.0, 0.0),
        ("Le Pérou a salué la loi laitière.", 1 / 2, 1 / 3),
        ("", 0.0, 0.0),
        (None, 0.0, 0.0),
    ],
)
def test_nuggets(summary: str | None, vital: float, every: float) -> None:
    assert values("nuggets_vital", summary) == {"recall": pytest.approx(vital)}
    assert values("nuggets_all", summary) == {"recall": pytest.approx(every)}


@pytest.mark.parametrize(
    ("summary", "share"),
    [
        ("Peru praised the dairy law.", 0.0),
        ("Peru praised it. Olive oil prices fall.", 4 / 7),
        ("Peru praised it. Prices of olive oil fell, markets say.", 7 / 10),
        ("Peru praised it. Share this on Facebook.", 4 / 7),
        ("Le Pérou a salué la loi. Temps de lecture : 3 minutes", 5 / 11),
        ("", None),
    ],
)
def test_leakage(summary: str, share: float | None) -> None:
    assert values("leakage", summary) == {"value": share}


def test_extent() -> None:
    # 6 words of 14; the run "Peru praised the dairy law" of 5 is copied
    found = values("extent", "Peru praised the dairy law twice.")
    assert found == pytest.approx({"copied": 5 / 6, "compression": 6 / 14, "words": 6.0})


def test_without_nuggets_and_layers_there_are_no_scores() -> None:
    bare = Case(Document("d", "en", None, TEXT), Answer("d"))
    comparison = Comparison(bare, Answer("d", summary="Peru."), Names(INVENTORY), tokenize)
    for name in ("nuggets_vital", "nuggets_all", "sources", "stance_kept", "stance_pairs",
                 "leakage", "extent", "numbers", "names"):  # fmt: skip
        assert METRIC[name].measure(comparison) is None


def test_errors_are_typed_and_told() -> None:
    text = "Peru criticised the dairy law. Stables remained insufficient in 13 valleys of Bolivia."
    table = summary_error_table([CASE], {"d": Answer("d", summary=text)}, INVENTORY)
    assert table["numbers"]["total"]["value_changed"] == 1
    assert table["names"]["language"]["en"] == {"supported": 1, "invented": 1, "swapped": 0}
    assert table["stance_kept"]["total"]["harsher"] == 1
    assert table["sources"]["total"]["dropped"] == 1
    assert {"doc_id": "d", "metric": "names", "error": "invented", "text": "Bolivia"} in (
        table["examples"]
    )
    nothing = summary_error_table([CASE], {"d": Answer("d", error="broke")}, INVENTORY)
    assert nothing["examples"] == []
