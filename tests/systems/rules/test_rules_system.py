"""The system as a whole: valid spans for any text, light import, quick answers."""

from __future__ import annotations

import subprocess
import sys
import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tipbench.model import Document, System
from tipbench.systems.rules import Rules

FRAGMENTS = st.sampled_from(
    [
        "plus de ", "at least ", "2,5 millions de dollars", "$", "%", "12", " 500 000",
        "2024-2025", "Le", "mai ", "11, ", "Tier 2", "second", "dix ", "Ministère de ",
        "Commission ", "(ABC)", "UN ", "Chad ", "praised ", "ne respecte pas ", "selon la ",
        "according to the ", ", ", ". ", "\r\n", "    ", "\u2019", "«", "»", "é", "🇲🇦", "\u202f",
        "M. ", "King of ", "l'", "entre ", " et ", "to ", "-", "5e ", "XXIe ", "a million ",
        "une dizaine de ", "it urges ", "\u017fept ",
    ]
)  # fmt: skip
TEXTS = st.one_of(st.text(max_size=200), st.lists(FRAGMENTS, max_size=30).map("".join))


def spans(prediction: dict[str, Any]) -> list[dict[str, Any]]:
    found = [*prediction["entities"], *prediction["numeric_facts"]]
    return found + [stance["evidence"] for stance in prediction["stance"]]


@settings(deadline=None, max_examples=300)
@given(text=TEXTS, language=st.sampled_from(["en", "fr"]), title=st.none() | TEXTS)
def test_spans_lie_in_any_text(text: str, language: str, title: str | None) -> None:
    prediction = Rules().predict(Document("d", language, title, text))
    for span in spans(prediction):
        assert 0 <= span["start"] < span["end"] <= len(text)
        assert text[span["start"] : span["end"]] == span["text"]
        assert span["text"] == span["text"].strip()


@settings(deadline=None, max_examples=100)
@given(text=TEXTS)
def test_labels_are_those_of_the_scheme(text: str) -> None:
    prediction: dict[str, Any] = Rules().predict(Document("d", "fr", None, text))
    assert {entity["type"] for entity in prediction["entities"]} <= {
        "PER", "ORG", "GPE", "LOC", "NORP", "EVENT", "DOC", "PROD",
    }  # fmt: skip
    for fact in prediction["numeric_facts"]:
        assert fact["comparator"] in {"=", ">=", ">", "<=", "<", "~", "range", None}
        assert (fact["value"] is None) == (fact["comparator"] is None)
        assert (fact["value2"] is not None) == (fact["comparator"] == "range")
    assert {stance["polarity"] for stance in prediction["stance"]} <= {
        "positive", "negative", "recommend",
    }  # fmt: skip


@pytest.mark.parametrize("text", ["", "\r\n", "🙂", "🙂 plus de 3 ans 🙂\r\nChad"])
def test_odd_texts(text: str) -> None:
    prediction = Rules().predict(Document("d", "fr", None, text))
    assert set(prediction) == {"entities", "numeric_facts", "stance", "document_stance"}


def test_is_a_system() -> None:
    assert isinstance(Rules(), System)
    assert Rules().name == "rules"


def test_same_text_same_answer() -> None:
    document = Document("d", "en", None, "The UN praised Chad for 12 reasons in 2020.")
    assert Rules().predict(document) == Rules().predict(document)


def test_import_is_light() -> None:
    heavy = "{'babel', 'text_to_num', 'simplemma', 'tomllib'}"
    code = f"import sys, tipbench.systems.rules; sys.exit(bool({heavy} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_is_quick() -> None:
    text = "The UN praised Chad, said Jane Roe in 2020; 12 of 40 people agreed. " * 80
    start = time.perf_counter()
    Rules().predict(Document("d", "en", None, text))
    assert time.perf_counter() - start < 4  # about 0.3 s; generous for a loaded machine
