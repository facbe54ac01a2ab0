import pytest
from hypothesis import given
from hypothesis import strategies as st

from tipbench.tokens import split_sentences, tokenize


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("l'UE", ["l'", "UE"]),
        ("qu’elles", ["qu’", "elles"]),
        ("aujourd'hui", ["aujourd'hui"]),
        ("S'ouvre", ["S'", "ouvre"]),
        ("Morocco’s Growing", ["Morocco", "’s", "Growing"]),
        ("don't", ["don't"]),
        ("Maroc-France", ["Maroc", "-", "France"]),
        ("2024-2025Le", ["2024", "-", "2025", "Le"]),
        ("100,7 MMDH", ["100,7", "MMDH"]),
        ("7.900 termes.", ["7.900", "termes", "."]),
        ("$2.5 million", ["$", "2.5", "million"]),
        ("a\u00a0\u00a0b", ["a", "b"]),
        ("🇲🇦 Rabat", ["🇲", "🇦", "Rabat"]),
        ("", []),
    ],
)
def test_tokens(text, expected):
    assert [text[token.start : token.end] for token in tokenize(text)] == expected


@given(st.text())
def test_tokens_hold_every_character_but_white_space_once(text):
    tokens = tokenize(text)
    covered = [index for token in tokens for index in range(token.start, token.end)]
    assert covered == sorted(set(covered))
    assert {index for index, char in enumerate(text) if not char.isspace()} <= set(covered)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two", ["One.", "Two"]),
        ("A claim.» Next", ["A claim.»", "Next"]),
        ("« Quoi ? » dit-il. Fin", ["« Quoi ? » dit-il.", "Fin"]),
        ("at 5.5 million. It", ["at 5.5 million.", "It"]),
        ("line\n\n next ", ["line", "next"]),
        ("", []),
    ],
)
def test_sentences(text, expected):
    assert [text[s.start : s.end] for s in split_sentences(text)] == expected


@given(st.text())
def test_sentences_lose_nothing_but_white_space(text):
    kept = "".join(text[s.start : s.end] for s in split_sentences(text))
    assert "".join(kept.split()) == "".join(text.split())
