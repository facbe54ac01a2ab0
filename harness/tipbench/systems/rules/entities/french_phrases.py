"""How far a French name reaches behind its head word."""

from __future__ import annotations

from functools import cache

from tipbench.systems.rules.entities.gazetteer import is_place
from tipbench.systems.rules.lexicons import lexicon
from tipbench.systems.rules.tokens import Token

_APOSTROPHES = frozenset({"'", "\u2019"})
_MOST_COMPLEMENTS = 2


def french_end(tokens: list[Token], head: int, kind: str, *, is_headline: bool = False) -> int:
    """The position of the last token of the name whose head is at ``head``.

    Adjectives and "de"-complements belong to the name, and topics ("sur la traite") to that of a
    document; after two small complements it has ended, because prose goes on with the same words.

    >>> from tipbench.systems.rules.tokens import tokenize
    >>> tokens = tokenize("Cour d'appel de Casablanca a pris")
    >>> tokens[french_end(tokens, 0, "ORG")].text
    'Casablanca'
    """
    last, small = head, 0
    while last + 1 < len(tokens) and small <= _MOST_COMPLEMENTS:
        following = tokens[last + 1]
        is_apart = following.start > tokens[last].end
        is_proper = not is_headline and _is_proper(following)
        if is_apart and (is_proper or _is_adjective(following.text)):
            last += 1
        elif (noun := _complement(tokens, last, kind)) is not None:
            small += tokens[noun].text[0].islower()
            last = noun if small <= _MOST_COMPLEMENTS else last
        else:
            break
    return last


def _is_adjective(word: str) -> bool:
    if is_place(word):
        return True
    french = lexicon("entities")["french"]
    endings = tuple(french["adjective_endings"])
    if word in french["not_adjectives"]:
        return False
    return len(word) > 5 and word[0].islower() and word.endswith(endings)


def _is_proper(token: Token) -> bool:
    return token.is_capitalised and token.text not in _openers()


@cache
def _openers() -> frozenset[str]:
    return frozenset(lexicon("entities")["openers"]["words"])


@cache
def _not_nouns() -> frozenset[str]:
    complements: list[str] = lexicon("entities")["french"]["not_complements"]
    return frozenset(complements) | frozenset(lexicon("languages")["fr"])


def _complement(tokens: list[Token], last: int, kind: str) -> int | None:
    """The position of the noun of a complement that begins behind ``last``."""
    french = lexicon("entities")["french"]
    link = tokens[last + 1].text
    position = last + 2
    if link == "et" and position < len(tokens) and tokens[position].text in french["genitive"]:
        link, position = tokens[position].text, position + 1
    elif link == "et":
        return _coordinated(tokens, last, position)
    is_topic = kind == "DOC" and link in french["topic"]
    if link not in french["genitive"] and not is_topic:
        return None
    while position < len(tokens) and (
        tokens[position].text in _APOSTROPHES or tokens[position].text in french["articles"]
    ):
        position += 1
    return position if _is_noun(tokens, position) else None


def _coordinated(tokens: list[Token], last: int, position: int) -> int | None:
    """The second of two plural nouns: "Centre des sérums et vaccins"."""
    if not _is_noun(tokens, position):
        return None
    both_plural = tokens[last].text.endswith("s") and tokens[position].text.endswith("s")
    return position if both_plural and tokens[position].text[0].islower() else None


def _is_noun(tokens: list[Token], position: int) -> bool:
    if position >= len(tokens):
        return False
    word = tokens[position].text
    return word[0].isalpha() and word.lower() not in _not_nouns() and len(word) > 1
