"""The noun that a number counts, as its English singular."""

from __future__ import annotations

import re
from functools import cache

from tipbench.systems.rules.lexicons import lexicon, words

_NEXT = re.compile(r"[^\S\r\n]{0,2}(?:«[^\S\r\n]*)?([^\W\d_]+(?:-[^\W\d_]+)*)")
_FRENCH_PARTITIVE = re.compile(r"[^\S\r\n]*(?:de\b|d['\u2019])", re.IGNORECASE)
_ENGLISH_OF = re.compile(r"[^\S\r\n]*of\b(?:[^\S\r\n]+the\b)?", re.IGNORECASE)
_LONGEST_PHRASE = 4


def counted_noun(text: str, end: int, language: str, *, singular: bool = False) -> str | None:
    """The English singular of the noun that the number ending at ``end`` counts.

    Args:
        text: The whole text.
        end: Where the number ends.
        language: The language around it.
        singular: Whether the noun is in the singular (after an ordinal).

    >>> counted_noun("474 identified victims of trafficking", 3, "en")
    'victim'
    >>> counted_noun("697 millions d'entrées", 12, "fr")
    'entry'
    """
    if language == "fr":
        return _french_noun(text, end)
    return _english_noun(text, end, singular)


def following_words(text: str, start: int) -> list[str]:
    """Words after ``start`` with nothing but spaces between them, lower-case."""
    found: list[str] = []
    while len(found) < _LONGEST_PHRASE and (match := _NEXT.match(text, start)):
        found.append(match[1].lower())
        start = match.end()
    return found


def _english_noun(text: str, end: int, singular: bool) -> str | None:
    partitive = None if singular else _ENGLISH_OF.match(text, end)
    phrase: list[str] = []
    for word in following_words(text, partitive.end() if partitive else end):
        if word in words("nouns", "english_stops"):
            break
        phrase.append(word)
        if not singular and _is_english_plural(word):
            return english_singular(word)
    if not phrase or not singular:
        return None
    return english_singular(phrase[-1])


def _is_english_plural(word: str) -> bool:
    if word in words("nouns", "english_singular_plurals"):
        return True
    return len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is", "ous"))


@cache
def english_singular(noun: str) -> str:
    """The dictionary form of an English noun.

    >>> english_singular("countries")
    'country'
    """
    from simplemma import lemmatize

    irregular: dict[str, str] = lexicon("nouns")["english_irregular"]
    if noun in irregular:
        return irregular[noun]
    return str(lemmatize(noun, lang="en"))


def _french_noun(text: str, end: int) -> str | None:
    partitive = _FRENCH_PARTITIVE.match(text, end)
    for word in following_words(text, partitive.end() if partitive else end):
        if word in words("nouns", "french_prenominal"):
            continue
        if word in _french_function_words():
            return None
        return french_to_english(word)
    return None


@cache
def _french_function_words() -> frozenset[str]:
    return frozenset(lexicon("languages")["fr"])


@cache
def french_to_english(noun: str) -> str:
    """The English singular of a French noun, or its French singular where it is not listed.

    >>> french_to_english("réseaux"), french_to_english("victimes"), french_to_english("animaux")
    ('réseau', 'victim', 'animal')
    """
    known: dict[str, str] = lexicon("nouns")["french"] | lexicon("numbers")["durations"]
    candidates = [noun]
    if noun.endswith("aux"):
        candidates += [noun[:-3] + "al", noun[:-1]]
    if noun.endswith(("s", "x")):
        candidates.append(noun[:-1])
    if noun.endswith("es"):
        candidates.append(noun[:-2])
    for candidate in candidates:
        if candidate in known:
            return known[candidate]
    return noun[:-1] if noun.endswith(("s", "eaux")) else noun
