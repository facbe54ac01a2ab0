"""Cues that praise, criticise or urge, and the clause and aspect that they concern."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from tipbench.systems.rules.lexicons import alternation, lexicon
from tipbench.systems.rules.segments import Segment

_OPPOSITE = {"positive": "negative", "negative": "positive", "recommend": "recommend"}
_CLAUSE_END = re.compile(
    r"(?:[,;:]\s+|\s+[\u2013—-]\s+)"
    r"|\s+(?=(?:but|however|while|whereas|mais|tandis que|alors que)\s)",
    re.IGNORECASE,
)
_NEGATION_REACH = 25
_SHORTEST_CLAUSE = 4


@dataclass(frozen=True, slots=True)
class Cue:
    """An expression of stance in a segment.

    Attributes:
        match: Where it stands, relative to the segment.
        polarity: ``positive``, ``negative`` or ``recommend``.
        is_attributing: Whether its subject is the holder ("X praised ...").
    """

    match: re.Match[str]
    polarity: str
    is_attributing: bool


def find_cues(segment: Segment) -> Iterator[Cue]:
    """The cues of ``segment`` in the order of the text; negation turns a polarity round.

    >>> segment = Segment(0, 28, "Critics never praised the law.", "en", 0)
    >>> [(cue.match.group(), cue.polarity) for cue in find_cues(segment)]
    [('praised', 'negative')]
    """
    found: list[Cue] = []
    for kind in ("attributing", "evaluating"):
        for polarity, pattern in _patterns(kind, segment.language):
            for match in pattern.finditer(segment.text):
                negated = _is_negated(segment, match)
                turned = _OPPOSITE[polarity] if negated else polarity
                found.append(Cue(match, turned, kind == "attributing"))
    yield from sorted(found, key=lambda cue: cue.match.start())


@cache
def _patterns(kind: str, language: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    table: dict[str, dict[str, list[str]]] = lexicon("stance")[kind]
    return tuple(
        (
            polarity,
            re.compile(rf"(?<!\w)(?:{'|'.join(expressions[language])})(?!\w)", re.IGNORECASE),
        )
        for polarity, expressions in table.items()
    )


def _is_negated(segment: Segment, match: re.Match[str]) -> bool:
    """Whether a negation stands shortly before the cue (or, in French, right behind it)."""
    negations = alternation(lexicon("stance")["negation"][segment.language])
    before = segment.text[max(0, match.start() - _NEGATION_REACH) : match.start()]
    words = rf"(?<!\w)(?:{negations})(?:\s+[^\W\d_]+)?\s+$"
    if re.search(words, before, re.IGNORECASE):
        return True
    behind = segment.text[match.end() : match.end() + _NEGATION_REACH]
    is_french_verb = segment.language == "fr" and re.search(
        r"(?<!\w)n(?:e\s|['\u2019])\s*$", before
    )
    return bool(is_french_verb and re.match(r"\s+(?:pas|jamais|guère)(?!\w)", behind))


def clause_around(segment: Segment, match: re.Match[str]) -> tuple[int, int]:
    """The clause that holds the cue, in places of the whole text; short pieces are joined on.

    >>> segment = Segment(0, 43, "Despite its work, the country fails to act.", "en", 0)
    >>> start, end = clause_around(segment, re.search("fails", segment.text))
    >>> segment.text[start:end]
    'the country fails to act'
    """
    text = segment.text
    start, end = 0, len(text)
    for border in _CLAUSE_END.finditer(text):
        if border.end() <= match.start() and _is_clause(text[border.end() :]):
            start = border.end()
        elif border.start() >= match.end() and _is_clause(text[start : border.start()]):
            end = border.start()
            break
    core = text[start:end]
    stripped = core.strip(" \t\u00a0\u202f«»“”\"'\u2019.,;:!?…()")
    start += core.index(stripped)
    return segment.start + start, segment.start + start + len(stripped)


def _is_clause(piece: str) -> bool:
    return len(piece.split()) >= _SHORTEST_CLAUSE


def aspect_of(evidence: str) -> str:
    """The aspect of the policy that ``evidence`` speaks of, by keywords.

    >>> aspect_of("lacked adequate resources and personnel")
    'coordination'
    """
    for aspect, keywords in lexicon("stance")["aspects"].items():
        if re.search(rf"(?<!\w)(?:{alternation(keywords)})(?!\w)", evidence, re.IGNORECASE):
            return str(aspect)
    return "overall"
