"""Stance: who praises, criticises or urges which country, and what the document comes to."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tipbench.systems.rules.entities.gazetteer import country_names
from tipbench.systems.rules.entities.mentions import Mention
from tipbench.systems.rules.segments import Segment, guess_language
from tipbench.systems.rules.stance.attribution import WRITER, Voice, Voices
from tipbench.systems.rules.stance.polarity import Cue, aspect_of, clause_around, find_cues

_LABELS = {"positive": "praise", "negative": "critique"}
_SENTENCE_END = re.compile(r"(?<!\.)[.!?][\"'»”\u2019)\]]*$")
_CONCESSION = re.compile(r"^\s*(?:Despite|Although|While|Malgré|Bien qu|En dépit)[^,]*,", re.I)
_CLEAR_SHARE = 2 / 3
_SUBJECT_REACH = 30


@dataclass(frozen=True, slots=True)
class Tuple:
    """One stance: holder, target, polarity, aspect and the clause ``[start, end)``."""

    start: int
    end: int
    holder: str
    target: str
    polarity: str
    aspect: str


def find_stance(
    text: str, title: str | None, language: str, segments: list[Segment], mentions: list[Mention]
) -> list[Tuple]:
    """The stances of a text toward countries; headlines of other articles are left alone.

    >>> from tipbench.systems.rules.entities import find_entities
    >>> from tipbench.systems.rules.segments import split_segments
    >>> text = "The UN praised Morocco."
    >>> segments = split_segments(text, "en")
    >>> found = find_stance(text, None, "en", segments, find_entities(text, segments))
    >>> [(t.holder, t.target, t.polarity) for t in found]
    [('UN', 'Morocco', 'positive')]
    """
    main = main_country(mentions)
    voices = Voices(text, mentions)
    found: dict[tuple[str, str, str, str, int], Tuple] = {}
    for segment in segments:
        if not is_prose(segment, title):
            continue
        cues = list(find_cues(segment))
        voice = voices.of(segment, [cue.match for cue in cues if cue.is_attributing])
        for stance in _of_segment(text, language, segment, cues, voice, mentions, main):
            key = (stance.holder, stance.target, stance.polarity, stance.aspect, segment.start)
            found.setdefault(key, stance)
    return list(found.values())


def is_prose(segment: Segment, title: str | None) -> bool:
    """Whether a segment is a sentence of the article, or its title.

    Tickers and teasers are headlines without a full stop, or are cut off.

    >>> is_prose(Segment(0, 9, "Also read", "en", 0), "Something else")
    False
    """
    if title and segment.text in title:
        return True
    return bool(_SENTENCE_END.search(segment.text)) and len(segment.text.split()) > 3


def main_country(mentions: Sequence[Mention]) -> str | None:
    """The ISO code of the country that is named most, organisations apart."""
    outer = [mention for mention in mentions if mention.type in {"ORG", "DOC"}]
    counts = Counter(
        mention.code
        for mention in mentions
        if mention.code
        and mention.type in {"GPE", "NORP"}
        and not any(name.contains(mention) for name in outer)
    )
    return counts.most_common(1)[0][0] if counts else None


def _of_segment(
    text: str,
    language: str,
    segment: Segment,
    cues: list[Cue],
    voice: Voice,
    mentions: list[Mention],
    main: str | None,
) -> Iterator[Tuple]:
    own = _codes_of(voice, mentions)
    for cue in cues:
        target = _target(segment, cue, mentions, own, main)
        if target is None:
            continue
        start, end = clause_around(segment, cue.match)
        name = country_names(language).get(target, target)
        aspect = aspect_of(text[start:end])
        yield Tuple(start, end, voice.name, name, cue.polarity, aspect)


def _codes_of(voice: Voice, mentions: list[Mention]) -> set[str]:
    """The countries that the holder itself is or belongs to."""
    holder = voice.mention
    if holder is None:
        return set()
    return {m.code for m in mentions if m.code and (m == holder or holder.contains(m))}


def _target(
    segment: Segment, cue: Cue, mentions: list[Mention], own: set[str], main: str | None
) -> str | None:
    """The main country where it is named; else the object, or the subject; else the main one.

    A country does not take a stance on itself.
    """
    inside = [
        mention
        for mention in mentions
        if mention.code
        and mention.type in {"GPE", "NORP"}
        and segment.start <= mention.start < segment.end
        and mention.code not in own
    ]
    if any(mention.code == main for mention in inside):
        return main
    begin, end = (segment.start + place for place in cue.match.span())
    after = [mention.code for mention in inside if mention.start >= end]
    if cue.is_attributing and after:
        return after[0]
    before = [mention.code for mention in inside if begin - _SUBJECT_REACH <= mention.end <= begin]
    if before:
        return before[-1]
    return main if main not in own else None


def document_stance(
    title: str | None, language: str, segments: list[Segment], tuples: list[Tuple]
) -> dict[str, str]:
    """What the document comes to: ``net`` over all voices, ``own_voice`` of the writer alone.

    >>> document_stance("UN praises Chad", "en", [], [])
    {'net': 'praise', 'own_voice': 'neutral'}
    """
    lead = _lead(title, segments)
    named = {polarity for polarity in (_headline(title, language), lead) if polarity}
    net = _majority(tuples, named)
    own = [stance for stance in tuples if stance.holder == WRITER]
    polarities = {stance.polarity for stance in own} & set(_LABELS)
    return {"net": net, "own_voice": _majority(own, polarities)}


def _majority(tuples: list[Tuple], named: set[str]) -> str:
    """One label for polarities that agree; else that of two thirds of the tuples, else mixed."""
    if len(named) == 1:
        return _LABELS[named.pop()]
    counts = Counter(stance.polarity for stance in tuples if stance.polarity in _LABELS)
    if counts and (named or not tuples):
        polarity, number = counts.most_common(1)[0]
        return _LABELS[polarity] if number >= _CLEAR_SHARE * counts.total() else "mixed"
    return "mixed" if named else "neutral"


def _headline(title: str | None, language: str) -> str | None:
    if not title:
        return None
    spoken = guess_language(title, language)
    return _leaning(Segment(0, len(title), title, spoken, 0))


def _lead(title: str | None, segments: list[Segment]) -> str | None:
    """The polarity of the first paragraph, of its main clauses where it concedes."""
    prose = [s for s in segments if is_prose(s, None) and not (title and s.text in title)]
    for segment in prose:
        block = [other for other in prose if other.block == segment.block]
        leanings = [leaning for other in block if (leaning := _leaning(other))]
        if leanings:
            return Counter(leanings).most_common(1)[0][0]
        break
    return None


def _leaning(segment: Segment) -> str | None:
    main_clause = _CONCESSION.sub("", segment.text)
    reduced = Segment(0, len(main_clause), main_clause, segment.language, segment.block)
    counts = Counter(cue.polarity for cue in find_cues(reduced) if cue.polarity in _LABELS)
    return counts.most_common(1)[0][0] if counts else None
