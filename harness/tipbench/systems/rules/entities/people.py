"""Persons: by title, by given name, by apposition and by verbs of speech."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from tipbench.systems.rules.entities.gazetteer import is_place
from tipbench.systems.rules.entities.mentions import Mention
from tipbench.systems.rules.entities.phrases import Line, head_type, is_apart, is_name_word
from tipbench.systems.rules.lexicons import lexicon, words
from tipbench.systems.rules.tokens import Token

_LONGEST_NAME = 5
_APPOSITION = 7


def find_people(line: Line) -> Iterator[Mention]:
    """Names of persons in ``line``, without their titles.

    >>> from tipbench.systems.rules.entities.phrases import read_line
    >>> from tipbench.systems.rules.tokens import tokenize
    >>> text = "the ambassador to Chad, Jane Roe, said"
    >>> [text[m.start : m.end] for m in find_people(read_line(tokenize(text), "en"))]
    ['Jane Roe']
    """
    position = 0
    while position < len(line.tokens):
        length = _name_length(line.tokens, position)
        if length and _is_person(line, position, length):
            last = line.tokens[position + length - 1]
            yield Mention(line.tokens[position].start, last.end, "PER")
        position += max(1, length)


def find_again(line: Line, people: set[str]) -> Iterator[Mention]:
    """Family names of ``people`` (full names) that stand alone in ``line``."""
    families = {name.split()[-1] for name in people if " " in name}
    for token in line.tokens:
        if token.text in families:
            yield Mention(token.start, token.end, "PER")


def _name_length(tokens: list[Token], first: int) -> int:
    """How many tokens from ``first`` on make a run of name words, particles among them."""
    if not _is_part(tokens[first]):
        return 0
    length = 1
    while length < _LONGEST_NAME and first + length < len(tokens):
        position = first + length
        if not is_apart(tokens, position):
            break
        if _is_part(tokens[position]):
            length += 1
        elif tokens[position].text in _particles() and position + 1 < len(tokens):
            if not _is_part(tokens[position + 1]):
                break
            length += 2
        else:
            break
    return length


def _is_part(token: Token) -> bool:
    if token.text in _particles():
        return token.text[0].isupper() and len(token.text) > 1 and token.text not in {"La", "Le"}
    return (
        is_name_word(token)
        and not token.is_capitals
        and token.text[0].isalpha()
        and len(token.text) > 1
        and not is_place(token.text)
        and head_type(token.text, "en") is None
        and not _is_title(token.text)
    )


@cache
def _particles() -> frozenset[str]:
    return frozenset(lexicon("first_names")["particles"])


@cache
def _first_names() -> frozenset[str]:
    lists = lexicon("first_names")
    return frozenset(" ".join(lists[key] for key in ("english", "french", "arabic")).split())


def _is_title(word: str) -> bool:
    titles = words("entities", "titles")
    return word in titles or (len(word) > 3 and word[0].upper() + word[1:] in titles)


def _is_person(line: Line, first: int, length: int) -> bool:
    tokens = line.tokens
    if length > 1 and tokens[first].text in _first_names():
        return True
    if line.is_headline and length == 1:
        return False
    if _follows_title(tokens, first):
        return True
    if length == 1:
        return _speaks(tokens, first + 1) and not _is_common(tokens[first].text)
    if line.is_headline:
        return False
    return _speaks(tokens, first + length) or _has_apposition(tokens, first, length)


def _follows_title(tokens: list[Token], first: int) -> bool:
    """Whether a title is right before the name, with or without its full stop."""
    position = first - 1
    if position > 0 and tokens[position].text == ".":
        position -= 1
    return position >= 0 and _is_title(tokens[position].text)


def _has_apposition(tokens: list[Token], first: int, length: int) -> bool:
    """Whether a comma parts the name from an office before or behind it."""
    behind = first + length
    if behind < len(tokens) and tokens[behind].text == ",":
        following = tokens[behind + 1 : behind + 1 + _APPOSITION]
        if any(_is_title(token.text) for token in _until_comma(following)):
            return True
    if first > 1 and tokens[first - 1].text == ",":
        before = tokens[max(0, first - 2 - _APPOSITION) : first - 1][::-1]
        return any(_is_title(token.text) for token in _until_comma(before))
    return False


def _until_comma(tokens: list[Token]) -> Iterator[Token]:
    for token in tokens:
        if token.text in {",", ".", ";", ":"}:
            return
        yield token


def _speaks(tokens: list[Token], position: int) -> bool:
    auxiliaries = {"a", "has", "had", "also", "avait"}
    while position < len(tokens) and tokens[position].text in auxiliaries:
        position += 1
    return position < len(tokens) and tokens[position].text in words("entities", "speech")


@cache
def _is_common(word: str) -> bool:
    """Whether the word is in a dictionary of English or French ("Officials", "Police")."""
    from simplemma import is_known

    plain = re.sub(r"\W", "", word).lower()
    return any(is_known(plain, lang=language) for language in ("en", "fr"))


def find_places_by_cue(line: Line) -> Iterator[Mention]:
    """Capitalised words that no dictionary has, behind "à", "in" or "ville de": places.

    >>> from tipbench.systems.rules.entities.phrases import read_line
    >>> from tipbench.systems.rules.tokens import tokenize
    >>> [(m.start, m.type) for m in find_places_by_cue(read_line(tokenize("né à Zzyzx"), "fr"))]
    [(5, 'GPE')]
    """
    cues = frozenset(lexicon("entities")["place_cues"]["words"])
    nouns = frozenset(lexicon("entities")["place_cues"]["nouns"])
    tokens = line.tokens
    was_place = -2
    for position in range(1, len(tokens)):
        before = tokens[position - 1].text
        is_cued = before in cues
        if before in {"de", "of"} and position > 1:
            is_cued = tokens[position - 2].text in nouns
        if before in {"et", "and", "ou", "or"}:
            is_cued = was_place == position - 2
        if is_cued and not line.is_headline and _is_unknown_place(tokens, position):
            was_place = position
            yield Mention(tokens[position].start, tokens[position].end, "GPE")


def _is_unknown_place(tokens: list[Token], position: int) -> bool:
    if not _is_part(tokens[position]) or not is_apart(tokens, position):
        return False
    alone = position + 1 >= len(tokens) or not tokens[position + 1].is_capitalised
    return alone and len(tokens[position].text) > 2 and not _is_common(tokens[position].text)
