"""Where a word is a verb of saying, and where it is a noun, an adjective or another verb."""

from __future__ import annotations

import pytest

from tipbench.scoring.summaries.speech import FRENCH_PARTICIPLES, NOUNS, OTHERS, SAYS
from tipbench.scoring.summaries.text import read
from tipbench.scoring.summaries.verbs_of_saying import is_passive, is_verb, participle


def verbs(text: str) -> list[str]:
    tokens = list(read(text).tokens)
    return [token.text for at, token in enumerate(tokens) if is_verb(tokens, at)]


def passives(text: str) -> list[str]:
    tokens = list(read(text).tokens)
    return [token.text for at, token in enumerate(tokens) if is_passive(tokens, at)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Peru says so.", ["says"]),
        ("Peru reports that milk is scarce.", ["reports"]),
        ("The department reports that milk is scarce.", ["reports"]),
        ("The G20 reports that milk is scarce.", ["reports"]),
        ("Peru called on farmers to wait.", ["called"]),
        ("Peru calls for more milk.", ["calls"]),
        ("Milk was praised by Peru.", ["praised"]),
        ("Le Pérou affirme que oui.", ["affirme"]),
        ("Le Pérou a déclaré que oui.", ["déclaré"]),
        ("Le Pérou a dit que oui.", ["dit"]),
        ("Le Pérou a fait savoir que oui.", ["fait"]),
        ("Le Pérou a fait du fromage.", []),
        ("Les laiteries ont été saluées.", ["saluées"]),
        ("Le Pérou fait état de progrès.", ["fait"]),
        ("Le Pérou fait l’éloge du lait.", ["fait"]),
        # nouns and others
        ("The report is long.", []),
        ("The 2024 report praised it.", ["praised"]),
        ("Its latest report on milk.", []),
        ("In the report, a place of note.", []),
        ("The State Department is in Washington.", []),
        ("Une critique du rapport.", []),
        ("La demande de lait.", []),
        ("Le Pérou fait du fromage.", []),
        ("Cela relève de la loi.", []),
    ],
)
def test_verbs(text: str, expected: list[str]) -> None:
    assert verbs(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Milk was praised.", ["praised"]),
        ("Milk has been praised.", ["praised"]),
        ("Milk, praised by Peru, is scarce.", ["praised"]),
        ("Peru praised milk.", []),
        ("Peru was here and praised milk.", []),  # another clause
        ("Le lait est salué.", ["salué"]),
        ("Les laiteries sont saluées par le Pérou.", ["saluées"]),
        ("Le Pérou a salué le lait.", []),
    ],
)
def test_passives(text: str, expected: list[str]) -> None:
    assert passives(text) == expected


def test_french_participles_agree() -> None:
    forms = ("salue", "saluee", "salues", "saluees", "reconnu", "reconnues", "vache", "")
    assert [participle(form) for form in forms] == ["salue"] * 4 + ["reconnu"] * 2 + ["", ""]


def test_the_words_are_folded() -> None:
    """A word with an accent or a capital would never be found."""
    for words in (SAYS, FRENCH_PARTICIPLES, NOUNS.keys(), OTHERS):
        assert {word for word in words if not (word.isascii() and word.islower())} == set()
