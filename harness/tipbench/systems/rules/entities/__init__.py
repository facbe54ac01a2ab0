"""The entities of a text: every rule proposes, :mod:`mentions` settles."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from tipbench.systems.rules.entities.acronyms import find_acronyms
from tipbench.systems.rules.entities.gazetteer import find_places
from tipbench.systems.rules.entities.mentions import Mention, settle
from tipbench.systems.rules.entities.people import find_again, find_people, find_places_by_cue
from tipbench.systems.rules.entities.phrases import Line, find_phrases, read_line
from tipbench.systems.rules.lexicons import alternation, lexicon, words
from tipbench.systems.rules.segments import Segment
from tipbench.systems.rules.tokens import tokenize


def find_entities(text: str, segments: list[Segment]) -> list[Mention]:
    """The names in ``text``, in order; a place may stand inside a longer name.

    >>> from tipbench.systems.rules.segments import split_segments
    >>> text = "Le Département d'État américain salue le Maroc."
    >>> [(text[m.start : m.end], m.type) for m in find_entities(text, split_segments(text, "fr"))]
    [("Département d'État américain", 'ORG'), ('américain', 'NORP'), ('Maroc', 'GPE')]
    """
    lines = [read_line(tokenize(segment.text, segment.start), segment.language)
             for segment in segments]  # fmt: skip
    found: list[Mention] = []
    for line in lines:
        found += _find_in_line(line)
    people = {text[m.start : m.end] for m in settle(found) if m.type == "PER"}
    for line in lines:
        found += find_again(line, people)
    found += _works(text)
    return settle(found)


def _find_in_line(line: Line) -> Iterator[Mention]:
    """Candidates of one line; of equal spans the first counts."""
    places = list(find_places(line.tokens))
    phrases = list(find_phrases(line))
    yield from _kingdoms(line, places)
    yield from places
    yield from phrases
    yield from find_people(line)
    yield from find_acronyms(line, phrases)
    yield from find_places_by_cue(line)


def _kingdoms(line: Line, places: list[Mention]) -> Iterator[Mention]:
    """Full names of states: "Kingdom of Morocco", "République du Sénégal"."""
    starts = {place.start: place for place in places if place.type == "GPE"}
    links = {"of", "the", "du", "de", "des", "d", "la", "'", "\u2019", "l"}
    for position, token in enumerate(line.tokens):
        if token.text not in words("entities", "kingdoms"):
            continue
        following = position + 1
        while following < len(line.tokens) and line.tokens[following].text in links:
            following += 1
        if position + 1 < following < len(line.tokens):
            place = starts.get(line.tokens[following].start)
            if place is not None:
                yield Mention(token.start, place.end, "GPE", place.code)


def _works(text: str) -> Iterator[Mention]:
    """Titles of works in quotation marks behind "film", "roman" and the like."""
    for match in _work_pattern().finditer(text):
        yield Mention(match.start("title"), match.end("title"), "PROD")


@cache
def _work_pattern() -> re.Pattern[str]:
    cues = alternation(lexicon("entities")["works"]["cues"])
    return re.compile(
        rf"\b(?:{cues})\s+[«“\"]\s*(?P<title>[^\W\d_][^«»“”\"\r\n]{{1,60}}?)\s*[»”\"]"
    )
