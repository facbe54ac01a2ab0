"""Stance tuples and what a document comes to; languages of segments."""

from __future__ import annotations

from typing import Any

import pytest

from tipbench.model import Document
from tipbench.systems.rules.answer import answer
from tipbench.systems.rules.segments import split_segments
from tipbench.systems.rules.stance import is_prose


def tuples(text: str, language: str = "en") -> list[tuple[str, str, str]]:
    found = answer(Document("d", language, None, text))["stance"]
    assert isinstance(found, list)
    return [(one["holder"], one["target"], one["polarity"]) for one in found]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "The UN praised Chad.", ("UN", "Chad", "positive")),
        ("en", "The FAO urges Chad to act.", ("FAO", "Chad", "recommend")),
        ("en", "Chad fails to meet the standards.", ("writer", "Chad", "negative")),
        ("en", "Chad still falls short, according to the FAO.", ("FAO", "Chad", "negative")),
        ("en", "The UN never praised Chad.", ("UN", "Chad", "negative")),
        ("fr", "L'ONU salue le Tchad.", ("ONU", "Tchad", "positive")),
        ("fr", "Selon la FAO, les moyens du Tchad restent insuffisants.",
         ("FAO", "Tchad", "negative")),
        ("fr", "D\u2019après l'ONU, le Tchad ne respecte pas les normes.",
         ("ONU", "Tchad", "negative")),
        ("fr", "L'ONU exhorte le Tchad à agir.", ("ONU", "Tchad", "recommend")),
        ("en", "Jane Roe, envoy to Chad, said that Chad has made significant progress.",
         ("Jane Roe", "Chad", "positive")),
    ],
)  # fmt: skip
def test_tuples(language: str, text: str, expected: tuple[str, str, str]) -> None:
    assert tuples(text, language) == [expected]


def test_pronoun_points_to_the_last_voice() -> None:
    found = tuples("The FAO praised Chad. It urges the country to go on.")
    assert found == [("FAO", "Chad", "positive"), ("FAO", "Chad", "recommend")]


def test_nominal_points_to_its_body() -> None:
    text = "The National Water Commission met in Chad. The commission praised Chad."
    assert tuples(text) == [("National Water Commission", "Chad", "positive")]


def test_no_country_no_stance() -> None:
    assert tuples("Critics praised the law.") == []


def test_evidence_is_the_clause() -> None:
    text = "Despite its long work on this, Chad fails to meet the standards."
    stances: Any = answer(Document("d", "en", None, text))["stance"]
    [found] = stances
    assert found["evidence"]["text"] == "Chad fails to meet the standards"


@pytest.mark.parametrize(
    ("title", "text", "net", "own"),
    [
        ("UN praises Chad", "The UN praised Chad.", "praise", "neutral"),
        ("Chad struggles", "Despite its significant efforts, Chad falls short.", "critique",
         "mixed"),
        (None, "Chad fails to act, the FAO said.", "critique", "neutral"),
        (None, "Chad fails to act on this.", "critique", "critique"),
        ("UN praises Chad", "Chad fails to act. The UN praised Chad.", "mixed", "critique"),
        ("UN praises Chad", "Chad fails to act. Chad lacks clean water. The UN praised Chad.",
         "critique", "critique"),
        (None, "The weather is fine in Chad today.", "neutral", "neutral"),
        (None, "", "neutral", "neutral"),
    ],
)  # fmt: skip
def test_document_stance(title: str | None, text: str, net: str, own: str) -> None:
    found = answer(Document("d", "en", title, text))["document_stance"]
    assert found == {"net": net, "own_voice": own}


def test_tickers_are_left_alone() -> None:
    segments = split_segments("Le Tchad échoue    Un autre titre\r\nVoici la phrase du jour.", "fr")
    assert [segment.text for segment in segments if is_prose(segment, None)] == [
        "Voici la phrase du jour."
    ]


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("Le Maroc agit. The US agrees.", [("Le Maroc agit.", "fr"), ("The US agrees.", "en")]),
        ("M. Roe met Dr. Doe. Then he left.", [("M. Roe met Dr. Doe.", "fr"),
                                               ("Then he left.", "en")]),
        ("", []),
        (" \r\n \u00a0", []),
    ],
)  # fmt: skip
def test_segments(text: str, pieces: list[tuple[str, str]]) -> None:
    assert [(s.text, s.language) for s in split_segments(text, "fr")] == pieces
