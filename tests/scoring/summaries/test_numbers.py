from __future__ import annotations

import pytest

from tipbench.model import Answer, Case, Document, NumericFact, Span, Zone
from tipbench.scoring.comparison import Comparison
from tipbench.scoring.names import Names
from tipbench.scoring.summaries.numbers import NUMBERS, judge_numbers
from tipbench.tokens import tokenize

TEXT = (
    "The office found 30 goats and more than 12 farms in 2019. It paid €4.5 million in 2021 to "
    "rebuild. The plan for 2022-2026 is ranked in Tier 2. Milk fell by 7%. Sheep exceed 90."
)
EXCEEDS = NumericFact(
    Span(160, 162), "90", "90", unit="sheep", comparator=">", kind="count", fact_id="f"
)


def case(text: str = TEXT, facts: tuple[NumericFact, ...] = (EXCEEDS,)) -> Case:
    return Case(Document("d", "en", None, text), Answer("d", numeric_facts=facts))


def statuses(summary: str) -> list[str]:
    return [judged.status for judged in judge_numbers(summary, case())]


@pytest.mark.parametrize(
    ("summary", "expected"),
    [
        ("Thirty goats and over 12 farms were found in 2019.", ["supported"] * 3),
        ("Over 12 farms and 12 farms.", ["supported", "comparator_dropped"]),
        ("At least 12 farms.", ["comparator_weakened"]),
        ("More than 30 goats.", ["comparator_reversed"]),
        ("About 30 goats.", ["comparator_weakened"]),
        ("Fewer than 12 farms.", ["comparator_reversed"]),
        ("31 goats.", ["value_changed"]),
        ("30 cows and 30 farms.", ["unit_changed", "unit_changed"]),
        ("$4.5 million.", ["unit_changed"]),
        ("€5.4 million.", ["value_changed"]),
        ("4,5 millions d’euros versés par le pays.", ["supported"]),
        ("7 percent, 7 percentage points.", ["supported", "unit_changed"]),
        ("Tier 3. Level two.", ["value_changed", "supported"]),
        ("From 2022 to 2026, and 2022 to 2027.", ["supported", "value_changed"]),
        ("In 2020.", ["value_changed"]),
        ("16 tractors.", ["invented"]),
        ("On Monday.", ["invented"]),
        ("Sheep number more than 90.", ["supported"]),
        ("90 sheep.", ["comparator_dropped"]),
    ],
)
def test_every_status(summary: str, expected: list[str]) -> None:
    assert statuses(summary) == expected


def test_a_right_year_in_the_wrong_place_is_wrong() -> None:
    years = case("Peru signed the water treaty in 2011. It founded the goat office in 2019.", ())

    def status(summary: str) -> str:
        [judged] = judge_numbers(summary, years)
        return judged.status

    assert status("Peru founded its goat office in 2019.") == "supported"
    assert status("Peru founded its goat office in 2011.") == "value_changed"
    assert status("In 2011, it signed the treaty.") == "supported"


def test_precision_counts_distinct_statements() -> None:
    def values(summary: str | None) -> dict[str, float | None]:
        answer = Answer("d", summary=summary)
        tally = NUMBERS.measure(Comparison(case(), answer, Names(), tokenize))
        assert tally is not None
        found: dict[str, float | None] = tally.total().values
        return found

    # supported: 30 goats, 2019; wrong: 13 farms. 30 goats count once: 2 of 3.
    text = "30 goats. Thirty goats. 13 farms found in 2019."
    assert values(text) == {"precision": 2 / 3}
    assert values("No number here.") == values("") == values(None) == {"precision": None}


def test_boilerplate_supports_nothing() -> None:
    page = "55 views\nThe office found 30 goats."
    zones = (Zone(Span(0, 9), "widget", False), Zone(Span(9, len(page)), "body", True))
    views = NumericFact(Span(0, 2), "55", "55", unit="view", comparator="=", kind="count")
    shown = Case(Document("d", "en", None, page), Answer("d", numeric_facts=(views,)), zones=zones)
    assert [j.status for j in judge_numbers("55 views, 30 goats", shown)] == [
        "invented", "supported",
    ]  # fmt: skip


def test_without_the_layer_there_is_no_score() -> None:
    bare = Case(Document("d", "en", None, TEXT), Answer("d"))
    assert NUMBERS.measure(Comparison(bare, Answer("d"), Names(), tokenize)) is None
