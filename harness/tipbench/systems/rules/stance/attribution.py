"""Who says it: "according to X", "X stressed", "selon X"; pronouns point back to the last voice."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from tipbench.systems.rules.entities.mentions import Mention
from tipbench.systems.rules.lexicons import alternation, lexicon
from tipbench.systems.rules.segments import Segment

WRITER = "writer"
_VOICES = frozenset({"PER", "ORG", "GPE", "DOC"})
_NEAR = 60
_GAP = r"[^\w\r\n]+"


@dataclass(frozen=True, slots=True)
class Voice:
    """The holder of what a segment says.

    Attributes:
        name: Its surface form, or ``writer``.
        mention: The mention that names it; ``None`` for the writer.
    """

    name: str = WRITER
    mention: Mention | None = None


class Voices:
    """Finds the voice of one segment after the other, remembering whom a pronoun points to."""

    def __init__(self, text: str, mentions: Sequence[Mention]) -> None:
        """A finder for ``text``; of ``mentions`` only those that can speak are kept."""
        self._text = text
        self._mentions = [mention for mention in mentions if mention.type in _VOICES]
        self._last = Voice()

    def of(self, segment: Segment, verbs: Sequence[re.Match[str]] = ()) -> Voice:
        """The voice of ``segment``; ``verbs`` are cues whose subject is the holder.

        >>> text = "Selon la FAO, le pays progresse."
        >>> Voices(text, [Mention(9, 12, "ORG")]).of(Segment(0, len(text), text, "fr", 0)).name
        'FAO'
        """
        voice = self._by_preposition(segment) or self._by_verb(segment, verbs)
        if voice is not None:
            self._last = voice
        return voice or Voice()

    def _by_preposition(self, segment: Segment) -> Voice | None:
        match = _preposition().search(segment.text)
        return self._phrase(segment.start + match.end()) if match else None

    def _phrase(self, start: int) -> Voice | None:
        """The voice named from ``start`` on: the outermost mention there, or a nominal."""
        near = [m for m in self._mentions if start <= m.start <= start + 5]
        if near:
            return self._voice(max(near, key=lambda mention: mention.end - mention.start))
        match = _nominal_at().match(self._text, start)
        return self._resolve(match["noun"], start) if match else None

    def _by_verb(self, segment: Segment, verbs: Sequence[re.Match[str]]) -> Voice | None:
        speaking = [*_verb().finditer(segment.text), *verbs]
        for match in sorted(speaking, key=lambda found: found.start()):
            voice = self._subject(segment, segment.start + match.start())
            if voice is not None:
                return voice
        return None

    def _subject(self, segment: Segment, verb: int) -> Voice | None:
        """The mention, nominal or pronoun right before the verb."""
        before = self._text[segment.start : verb]
        match = _subject_end().search(before)
        if match and match["pronoun"]:
            return self._last if self._last.mention else None
        if match and match["noun"]:
            return self._resolve(match["noun"], segment.start + match.start())
        adverbs = _adverbs_end().search(before)
        end = segment.start + (adverbs.start() if adverbs else len(before.rstrip()))
        inside = [m for m in self._mentions if segment.start <= m.start and m.end <= end]
        relative = _relative_end().search(before)
        if relative:
            return self._antecedent(inside, segment.start + relative.start())
        near = [m for m in inside if not self._text[m.end : end].strip(" ,\u00a0")]
        if not near:
            return None
        behind_comma = "," in self._text[near[0].end : verb]
        people = [m for m in inside if m.type == "PER" and self._text[m.end : m.end + 1] == ","]
        if behind_comma and people:  # "Jane Roe, envoy to Chad, said"
            return self._voice(people[-1])
        return self._voice(min(near, key=lambda mention: mention.start))

    def _antecedent(self, inside: list[Mention], end: int) -> Voice | None:
        """What "which" points to: the last body, person or document before it."""
        earlier = [m for m in inside if m.end <= end and m.type != "GPE"]
        return self._voice(earlier[-1]) if earlier else None

    def _resolve(self, noun: str, before: int) -> Voice | None:
        """The mention that a definite nominal ("the commission") can point to."""
        clue = lexicon("stance")["attribution"]["nominals"].get(noun.lower())
        earlier = [m for m in self._mentions if m.end <= before and m.type in {"ORG", "PER"}]
        if clue == "ORG":
            return self._publisher(noun, [m for m in earlier if m.type == "ORG"])
        for mention in reversed(earlier):
            name = self._text[mention.start : mention.end].lower()
            if clue is not None and (mention.type == clue or clue in name):
                return self._voice(mention)
        return None

    def _publisher(self, noun: str, bodies: list[Mention]) -> Voice | None:
        """The first body that is named near "report" itself, else the last one."""
        for mention in bodies:
            near = self._text[max(0, mention.start - _NEAR) : mention.end + _NEAR].lower()
            if noun.lower() in near:
                return self._voice(mention)
        return self._voice(bodies[-1]) if bodies else None

    def _voice(self, mention: Mention) -> Voice:
        return Voice(self._text[mention.start : mention.end], mention)


@cache
def _table() -> dict[str, list[str]]:
    table: dict[str, list[str]] = lexicon("stance")["attribution"]
    return table


@cache
def _preposition() -> re.Pattern[str]:
    phrases = alternation(_table()["prepositions"])
    determiners = alternation(_table()["determiners"])
    return re.compile(
        rf"(?<!\w)(?:{phrases})\s+(?:(?:{determiners})(?:\s+|['\u2019]))?", re.IGNORECASE
    )


@cache
def _verb() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{alternation(_table()['verbs'])})(?!\w)")


@cache
def _nominal_at() -> re.Pattern[str]:
    return re.compile(rf"(?P<noun>{alternation(_table()['nominals'])})(?!\w)", re.IGNORECASE)


@cache
def _adverbs_end() -> re.Pattern[str]:
    return re.compile(rf"(?:{_GAP}(?:{alternation(_table()['adverbs'])}))*\s*$", re.IGNORECASE)


@cache
def _subject_end() -> re.Pattern[str]:
    """A pronoun, or a determiner and a nominal, at the end, with adverbs after it."""
    table = _table()
    return re.compile(
        rf"(?<!\w)(?:(?P<pronoun>{alternation(table['pronouns'])})"
        rf"|(?:{alternation(table['determiners'])})(?:\s+|['\u2019])"
        rf"(?P<noun>{alternation(table['nominals'])}))"
        rf"(?:{_GAP}(?:{alternation(table['adverbs'])}))*\s*$",
        re.IGNORECASE,
    )


@cache
def _relative_end() -> re.Pattern[str]:
    adverbs = alternation(_table()["adverbs"])
    return re.compile(rf"(?<!\w)(?:which|who|qui)(?:{_GAP}(?:{adverbs}))*\s*$", re.IGNORECASE)
