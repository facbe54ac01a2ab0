from __future__ import annotations

import re
from pathlib import Path

import pytest

from tipbench.scoring.summaries.evaluating_words import RULES, may_evaluate
from tipbench.scoring.summaries.polarity import cues
from tipbench.scoring.summaries.text import lines

HERE = Path(__file__).parent
TEXTS = [
    line.split("\t")[2]
    for path in HERE.glob("*.tsv")
    for line in path.read_text("utf-8").splitlines()
]


@pytest.mark.parametrize(("kind", "rule"), RULES, ids=[kind for kind, _ in RULES])
def test_no_evaluation_starts_at_a_word_that_is_passed_over(
    kind: str, rule: re.Pattern[str]
) -> None:
    anywhere = re.compile(rf"(?<!\w){rule.pattern}")
    found = [m.group() for text in TEXTS for line in lines(text) for m in anywhere.finditer(line)]
    assert found or kind == "down"
    assert [words for words in found if not may_evaluate(words.split()[0])] == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The dairies meet almost all the minimum standards.", ["meets"]),
        ("Peru took hardly any steps, and too few measures.", ["negative", "negative"]),
        ("Le Pérou a fait trop peu d’efforts.", ["negative"]),
        ("A well funded dairy.", ["positive"]),
        ("Cows graze here.", []),
    ],
)
def test_phrases_are_found(text: str, words: list[str]) -> None:
    assert [cue.kind for cue in cues(text)] == words
