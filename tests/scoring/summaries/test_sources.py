"""Which claims need a source, whom they may be given to, and what is said of those that are not."""

from __future__ import annotations

import pytest

from tipbench.model import (
    Answer,
    Case,
    Document,
    Entity,
    InventoryEntry,
    Nugget,
    NumericFact,
    Quote,
    Span,
    Stance,
)
from tipbench.scoring.summaries.claims import Claim, attributed
from tipbench.scoring.summaries.known import known_names
from tipbench.scoring.summaries.sources import judge_sources

INVENTORY = (
    InventoryEntry("peru", "GPE", "Peru", "Pérou"),
    InventoryEntry("chile", "GPE", "Chile", "Chili"),
    InventoryEntry("lima", "PER", "Ana Lima", "Ana Lima", ("Lima",)),
)
TEXT = (
    "Ana Lima recalled that Peru passed the dairy law in 2011, a wise and generous law. "
    "Stables remained filthy, according to Chile. At least 40 herders were trained, Chile said. "
    "Peru stressed that Chile praised the cheese markets. Cows graze on meadows."
)
STANCE = (
    Stance("lima", "peru", "positive", chain=("writer", "lima"), id="s1",
           evidence=Quote(Span(58, 81), "a wise and generous law")),
    Stance("chile", "peru", "negative", chain=("writer", "chile"), id="s2",
           evidence=Quote(Span(83, 106), "Stables remained filthy")),
    Stance("chile", "peru", "positive", chain=("writer", "peru", "chile"), id="s3",
           evidence=Quote(Span(200, 228), "praised the cheese markets")),
)  # fmt: skip
NUGGETS = (
    Nugget("law", "Ana Lima recalled that Peru passed the dairy law in 2011, a wise and generous "
           "law.",
           "Ana Lima a rappelé que le Pérou a voté la loi laitière en 2011, une loi sage et "
           "généreuse.", False, entity_ids=("lima", "peru"), stance_ids=("s1",)),
    Nugget("filth", "Stables remained filthy, according to Chile.",
           "Les étables restaient sales, selon le Chili.", True,
           entity_ids=("chile",), stance_ids=("s2",)),
    Nugget("herders", "At least 40 herders were trained, Chile said.",
           "Au moins 40 bergers ont été formés, a dit le Chili.", False,
           fact_ids=("f40",), entity_ids=("chile",)),
    Nugget("cheese", "Chile praised the cheese markets, according to Peru.",
           "Le Chili a salué les marchés du fromage, selon le Pérou.", True,
           entity_ids=("chile", "peru"), stance_ids=("s3",)),
    Nugget("cows", "Cows graze on meadows.", "Les vaches paissent dans les prés.", True),
)  # fmt: skip
CASE = Case(
    Document("d", "en", None, TEXT),
    Answer(
        "d",
        entities=(Entity(Span(0, 8), "Ana Lima", "PER", entity_id="lima"),),
        numeric_facts=(
            NumericFact(Span(128, 139), "At least 40", "40", unit="herder", comparator=">=",
                        kind="count", source="chile", fact_id="f40"),
        ),
        stance=STANCE,
    ),
    nuggets=NUGGETS,
)  # fmt: skip


def claim(nugget_id: str) -> Claim:
    known = known_names(CASE, INVENTORY)
    [found] = [c for c in attributed(CASE, known).claims if c.nugget.nugget_id == nugget_id]
    return found


def judged(summary: str) -> list[tuple[str, str]]:
    return [(one.claim, one.status) for one in judge_sources(summary, CASE, INVENTORY)]


def test_which_claims_need_a_source() -> None:
    """Vital ones, views, and figures of others than the writer; not what the writer vouches for."""
    needed = {n.nugget_id: claim(n.nugget_id).required for n in NUGGETS}
    assert needed == {
        "law": True,
        "filth": True,
        "herders": True,
        "cheese": True,
        "cows": False,
    }


def test_who_may_be_named() -> None:
    assert claim("filth").outer == {"place:CL"}
    assert claim("herders").outer == {"place:CL"}
    # Peru tells it to the writer; Chile alone is not enough
    assert claim("cheese").outer == {"place:PE"}
    assert claim("cheese").accepted == {"place:PE", "place:CL"}


def test_views_are_told_from_what_is_on_record() -> None:
    law = claim("law")
    assert law.is_on_record(frozenset({"dairy", "2011"}), "en")
    assert not law.is_on_record(frozenset({"wise"}), "en")
    # vital claims and figures need their source whatever is stated of them
    assert claim("filth").views == {}
    assert claim("herders").views == {}


@pytest.mark.parametrize(
    ("summary", "expected"),
    [
        ("Stables remained filthy, Chile said.", [("filth", "right")]),
        ("Chile says stables remained filthy.", [("filth", "right")]),
        ("Les étables restaient sales, a affirmé le Chili.", [("filth", "right")]),
        ("Stables remained filthy.", [("filth", "dropped")]),
        ("Les étables restaient sales.", [("filth", "dropped")]),
        # figures
        ("At least 40 herders were trained, according to Chile.", [("herders", "right")]),
        ("At least 40 herders were trained.", [("herders", "dropped")]),
        ("Au moins 40 bergers ont été formés.", [("herders", "dropped")]),
        # a view needs its holder, what is on record beside it does not
        ("Peru passed the dairy law in 2011.", []),
        ("Peru passed the dairy law in 2011, a wise and generous law.", [("law", "dropped")]),
        ("Lima recalled that Peru passed the dairy law, wise and generous.", [("law", "right")]),
        # told at second hand
        ("Chile praised the cheese markets, according to Peru.", [("cheese", "right")]),
        ("Chile praised the cheese markets.", [("cheese", "dropped")]),
        ("Le Chili a salué les marchés du fromage.", [("cheese", "dropped")]),
        # nobody needs to say it
        ("Cows graze on meadows.", []),
        ("Les vaches paissent dans les prés.", []),
    ],
)
def test_claims_are_given_to_who_makes_them(summary: str, expected: list[tuple[str, str]]) -> None:
    assert judged(summary) == expected


@pytest.mark.parametrize(
    "summary",
    [
        "According to Ana Lima, stables remained filthy.",
        "Stables remained filthy, Bolivia said.",
        "Experts say stables remained filthy.",
        "Selon Ana Lima, les étables restaient sales.",
        "Les étables restaient sales, a affirmé la Bolivie.",
        "According to Ana Lima, at least 40 herders were trained.",
        # who says nothing in the source is wrong whatever is said
        "According to Bolivia, cows graze on meadows.",
        "Selon la Bolivie, les vaches paissent dans les prés.",
    ],
)
def test_a_wrong_speaker_is_seen(summary: str) -> None:
    assert "wrong" in {status for _, status in judged(summary)}


@pytest.mark.parametrize(
    ("summary", "expected"),
    [
        # a pronoun, and a sentence that goes on
        ("Chile spoke. It said stables remained filthy.", [("filth", "right")]),
        ("Le Chili a parlé. Il a dit que les étables restaient sales.", [("filth", "right")]),
    ],
)
def test_pronouns_stand_for_who_was_named(summary: str, expected: list[tuple[str, str]]) -> None:
    assert judged(summary) == expected


@pytest.mark.parametrize(
    ("summary", "expected"),
    [
        # other words than the nugget's and the thesaurus's: the claim is not found
        ("The barns were as dirty as ever.", []),
        # two claims in one sentence: each takes the other's speaker for its own
        ("Stables remained filthy, and Chile is far away, said Ana Lima.", [("filth", "wrong")]),
        # a quotation without a verb
        ("Chile: “Stables remained filthy.”", [("filth", "dropped")]),
    ],
)
def test_what_is_not_seen(summary: str, expected: list[tuple[str, str]]) -> None:
    assert [one for one in judged(summary) if not one[0].startswith("[")] == expected
