"""Organisations, documents, events and places named by a capitalised head word.

"Department", "Cour", "Protocol" and the like tell the type; how far the name reaches differs
between English, where it is capitals with small connecting words, and French, where small nouns
and adjectives follow the head.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from tipbench.systems.rules.entities.french_phrases import french_end
from tipbench.systems.rules.entities.gazetteer import is_place
from tipbench.systems.rules.entities.mentions import Mention
from tipbench.systems.rules.lexicons import lexicon, words
from tipbench.systems.rules.numbers.calendar_names import full_month_names, weekdays
from tipbench.systems.rules.tokens import Token

_YEAR = re.compile(r"(?:19|20)[0-9]{2}(?:-(?:19|20)[0-9]{2})?")
_LINKS_BEFORE = frozenset({"of", "in", "on", "for"})
_BRACKET_REACH = 20
_SHORT_TAIL = 4
_LONGEST_NAME = 25


@dataclass(frozen=True, slots=True)
class Line:
    """The tokens of one segment, and what is known of it.

    Attributes:
        is_headline: Whether most words are capitalised, so that capitals tell little.
    """

    tokens: list[Token]
    language: str
    is_headline: bool


def read_line(tokens: list[Token], language: str) -> Line:
    """A line with its kind of capitalisation.

    >>> from tipbench.systems.rules.tokens import tokenize
    >>> read_line(tokenize("State Department Report Praises Growing Efforts"), "en").is_headline
    True
    """
    long_words = [token for token in tokens if len(token.text) > 3 and token.text[0].isalpha()]
    capitalised = sum(token.is_capitalised for token in long_words)
    return Line(tokens, language, len(long_words) > 3 and capitalised > 0.8 * len(long_words))


@cache
def head_types(language: str) -> dict[str, str]:
    """Head words of ``language`` with the type of what they name."""
    table: dict[str, list[str]] = lexicon("entities")["heads"][language]
    return {head: kind for kind, heads in table.items() for head in heads}


def head_type(word: str, language: str) -> tuple[str, str] | None:
    """The type of a head word and its language, where ``language`` goes first.

    >>> head_type("Ministère", "en")
    ('ORG', 'fr')
    """
    for candidate in (language, "fr" if language == "en" else "en"):
        if word in head_types(candidate):
            return head_types(candidate)[word], candidate
    return None


def find_phrases(line: Line) -> Iterator[Mention]:
    """The names of ``line`` that a head word tells; a head by itself names nothing.

    >>> from tipbench.systems.rules.tokens import tokenize
    >>> text = "the Ministry of Health said"
    >>> [text[m.start : m.end] for m in find_phrases(read_line(tokenize(text), "en"))]
    ['Ministry of Health']
    """
    for position, token in enumerate(line.tokens):
        found = head_type(token.text, line.language) if token.is_capitalised else None
        if found is None:
            continue
        kind, language = found
        first = _english_start(line, position, kind) if language == "en" else position
        if language == "en":
            last = _english_end(line, position, kind)
        else:
            last = french_end(line.tokens, position, kind, is_headline=line.is_headline)
            first = _french_start(line.tokens, position)
        last = _to_bracketed_acronym(line.tokens, position, last)
        if first < position or last > position:
            first, last = _with_years(line.tokens, first, last, kind)
            yield Mention(line.tokens[first].start, line.tokens[last].end, kind)


def is_name_word(token: Token) -> bool:
    """Whether a token can be a word of a name: capitalised, and no opener, month or weekday."""
    return (
        token.is_capitalised
        and token.text not in words("entities", "openers")
        and token.text.lower() not in weekdays()
        and token.text.lower() not in full_month_names()
    )


def is_apart(tokens: list[Token], position: int) -> bool:
    """Whether a space stands before the token (glued headlines are not one name)."""
    return position > 0 and tokens[position].start > tokens[position - 1].end


def _english_start(line: Line, position: int, kind: str) -> int:
    tokens, first = line.tokens, position
    while first > 0 and is_apart(tokens, first) and position - first < _LONGEST_NAME:
        before = tokens[first - 1]
        other = head_type(before.text, "en")
        if is_name_word(before) and not (other and kind != "ORG" and other[0] != kind):
            first -= 1
        elif kind in {"DOC", "EVENT"} and before.text in _LINKS_BEFORE and first > 1:
            if not is_name_word(tokens[first - 2]) or is_place(tokens[first - 2].text):
                break
            first -= 2
        else:
            break
    return first


def _english_end(line: Line, position: int, kind: str) -> int:
    tokens, last = line.tokens, position
    connectors = frozenset(lexicon("entities")["connectors"]["en"])
    is_list = False
    while last + 1 < len(tokens) and last - position < _LONGEST_NAME:
        following = last + 1
        while following < min(len(tokens), last + 4) and tokens[following].text in connectors:
            following += 1
        links = [token.text for token in tokens[last + 1 : following]]
        is_list = is_list or links[:1] in (["to"], ["against"])
        if kind == "DOC" and is_list and not links and tokens[following].text == ",":
            following += 1  # a title that lists: "to Prevent, Suppress and Punish"
            links = [","]
        if following >= len(tokens) or not _continues(line, links, following, last == position):
            break
        last = following
    return last


def _continues(line: Line, links: list[str], at: int, is_first: bool) -> bool:
    """Whether the capitalised word at ``at`` still belongs to the name before ``links``."""
    token = line.tokens[at]
    if not is_name_word(token) or (not links and (is_first or not is_apart(line.tokens, at))):
        return False
    if not links:
        return True
    if links[0] in {"and", "&", ","}:
        return not is_first and not is_place(token.text) and not head_type(token.text, "en")
    if links[0] in {"in", "to", "with", "on"} and is_place(token.text):
        return False
    return not (line.is_headline and links[0] in {"to", "on", "in", "with"})


def _french_start(tokens: list[Token], position: int) -> int:
    """A capitalised adjective may stand before the French head: "Haut Conseil"."""
    leading = {"Haut", "Haute", "Grand", "Grande", "Nouvelle", "Nouveau"}
    return position - 1 if position and tokens[position - 1].text in leading else position


def _to_bracketed_acronym(tokens: list[Token], head: int, last: int) -> int:
    """An acronym in brackets ends the long form before it, however that is written."""
    for position in range(head + 1, min(len(tokens) - 2, head + _BRACKET_REACH)):
        token = tokens[position]
        if token.text == "(" and tokens[position + 2].text == ")":
            acronym = tokens[position + 1]
            fits = acronym.text[:1] == tokens[head].text[:1] or position - 1 - last <= _SHORT_TAIL
            return max(last, position - 1) if acronym.is_capitals and fits else last
        if not token.is_word and token.text not in {"'", "\u2019", "-"}:
            break
    return last


def _with_years(tokens: list[Token], first: int, last: int, kind: str) -> tuple[int, int]:
    """A year next to the title of a document or event is part of it."""
    if kind not in {"DOC", "EVENT"}:
        return first, last
    if first and _YEAR.fullmatch(tokens[first - 1].text):
        first -= 1
    if last + 1 < len(tokens) and _YEAR.fullmatch(tokens[last + 1].text):
        last += 1
    return first, last
