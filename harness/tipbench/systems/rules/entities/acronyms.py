"""Names in capitals: acronyms, and events that are an acronym with a year."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from tipbench.systems.rules.entities.mentions import Mention
from tipbench.systems.rules.entities.phrases import Line
from tipbench.systems.rules.lexicons import lexicon, words
from tipbench.systems.rules.tokens import Token

_ROMAN = re.compile(r"[IVXLCDM]+")
_ACRONYM = re.compile(r"[A-Z][A-Z0-9]{1,7}")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")


def find_acronyms(line: Line, phrases: list[Mention]) -> Iterator[Mention]:
    """Acronyms of ``line``: organisations, or of the type of the long form before the bracket.

    >>> from tipbench.systems.rules.entities.phrases import read_line
    >>> from tipbench.systems.rules.tokens import tokenize
    >>> line = read_line(tokenize("au sein de la FAO depuis 2020"), "fr")
    >>> [(m.start, m.end, m.type) for m in find_acronyms(line, [])]
    [(14, 17, 'ORG')]
    """
    tokens = line.tokens
    capitals = sum(token.is_capitals for token in tokens)
    if capitals > 2 and capitals > 0.5 * sum(token.is_word for token in tokens):
        return  # a line in capitals
    for position, token in enumerate(tokens):
        if not _is_acronym(token.text):
            continue
        following = tokens[position + 1] if position + 1 < len(tokens) else None
        if following and following.start == token.end + 1 and _YEAR.fullmatch(following.text):
            yield Mention(token.start, following.end, "EVENT")
        else:
            yield Mention(token.start, token.end, _type_of_long_form(tokens, position, phrases))


def _is_acronym(word: str) -> bool:
    return (
        _ACRONYM.fullmatch(word) is not None
        and _ROMAN.fullmatch(word) is None
        and word not in words("entities", "not_acronyms")
        and word not in _currency_codes()
    )


@cache
def _currency_codes() -> frozenset[str]:
    return frozenset(lexicon("numbers")["currency"]["codes"])


def _type_of_long_form(tokens: list[Token], position: int, phrases: list[Mention]) -> str:
    if position < 2 or tokens[position - 1].text != "(":
        return "ORG"
    end = tokens[position - 2].end
    return next((phrase.type for phrase in phrases if phrase.end == end), "ORG")
