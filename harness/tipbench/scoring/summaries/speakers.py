"""Who stands beside a verb of saying or a preposition: its speakers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tipbench.scoring.summaries.mentions import ROLES, Mention, party_of
from tipbench.scoring.summaries.speech import (
    FRENCH_PARTICIPLES,
    NOUNS,
    OTHERS,
    PRONOUNS,
    QUOTING,
    WRITER,
)
from tipbench.scoring.summaries.text import Token
from tipbench.scoring.summaries.verbs_of_saying import is_verb, participle

UNKNOWN = "?"
"""A speaker who is nobody that the source knows."""
Found = tuple[frozenset[str], frozenset[str]]
"""The speakers in a phrase, and those whose words they are."""
_FRENCH_AUXILIARIES = frozenset("a ont avait avaient".split())
_PREPOSITIONS = frozenset(
    "to in for with against from by on at among about a au aux en pour avec contre par dans sur "
    "chez entre vers".split()
)
OF = frozenset("of de d du des".split())
INSIDE = frozenset("the la le les l ' a its their son sa leur".split())
"""What may stand between *of* and who owns something."""


class Speakers:
    """Finds who stands beside a verb or preposition."""

    __slots__ = ("mentions", "nouns", "parties", "tokens")

    def __init__(
        self,
        tokens: Sequence[Token],
        mentions: Sequence[Mention],
        parties: Mapping[str, str],
        nouns: Mapping[str, str],
    ) -> None:
        """Take a sentence, as ``attribution.frames`` is given it."""
        self.tokens = tokens
        self.mentions = {m.at: m for m in mentions}
        self.parties = parties
        self.nouns = nouns

    def _at(self, at: int) -> str | None:
        mention = self.mentions.get(at)
        if mention is not None and mention.ids:
            return party_of(mention, self.parties)
        token = self.tokens[at]
        if mention is not None and token.fold not in NOUNS:
            return UNKNOWN + token.fold
        noun = NOUNS.get(token.fold)
        if noun is not None:
            return self.nouns.get(noun, WRITER if noun == WRITER else UNKNOWN + token.fold)
        if token.fold in OTHERS:
            return self.nouns.get(token.fold, UNKNOWN + token.fold)
        return None

    def after(self, start: int, reach: int) -> Found:
        """The speakers in the phrase that starts here, up to a comma."""
        found: list[tuple[int, str]] = []
        shown = [token.fold for token in self.tokens[start : start + 2]]
        if len(shown) == 2 and shown[0] in ("ce", "cette", "the") and shown[1] in PRONOUNS:
            start += 1  # "the latter", "ce dernier"
        for at in range(start, min(start + reach, len(self.tokens))):
            token = self.tokens[at]
            if token.text in ",;:.":
                break
            if token.is_word and at > start and is_verb(self.tokens, at):
                break
            if token.fold in PRONOUNS and at == start:
                return frozenset({""}), frozenset()
            speaker = self._at(at)
            if speaker is not None:
                found.append((at, speaker))
        return self._sorted(found)

    def subject(self, at: int) -> Found | None:
        """The nearest speakers before a verb; an empty set for a pronoun; ``None`` for nobody."""
        found: list[tuple[int, str]] = []
        aside: list[tuple[int, str]] = []
        joined = at > 0 and self.tokens[at - 1].fold in ("and", "et")
        if joined:
            for place in range(at - 2, max(0, at - 30), -1):
                if self.tokens[place].text in ";:" or self.tokens[place].fold in ("but", "mais"):
                    break
                if self.tokens[place].is_word and is_verb(self.tokens, place):
                    return self.subject(place)
        start = self._before_relative_clause(at)
        for place in range(start - 1, max(-1, start - 32), -1):
            if place < start - 16 and not joined and not aside:
                break
            token = self.tokens[place]
            if token.fold in OTHERS and place < at - 2:
                continue
            if (
                token.fold in PRONOUNS
                and not found
                and token.fold not in ("its", "his", "her", "their", "lui")
            ):
                return frozenset(), frozenset()
            speaker = self._at(place)
            if speaker is not None and self._is_oblique(place):
                aside.append((place, speaker))
            elif speaker is not None:
                found.append((place, speaker))
            if found and (token.text in ",;:" or (token.is_word and is_verb(self.tokens, place))):
                break
            if not found and token.text in ";:":
                break
        if found:
            speakers, heads = self._sorted(found[::-1])
            if joined:  # "X did this to Y and said": the first of them
                heads &= self._sorted(found[-1:])[0]
            return speakers, heads
        return (self._sorted(aside[::-1])[0], frozenset()) if aside else None

    def inverted(self, at: int) -> Found:
        """The speaker behind a verb in brackets of commas: ", a constaté le ministère"."""
        first = at - 1 if at and self.tokens[at - 1].fold in _FRENCH_AUXILIARIES else at
        behind = self.tokens[at + 1 : at + 2]
        nobody: Found = frozenset(), frozenset()
        if participle(self.tokens[at].fold) not in QUOTING | FRENCH_PARTICIPLES and (
            self.tokens[at].fold not in QUOTING
        ):
            return nobody
        if not behind or not first or self.tokens[first - 1].text not in ',"':
            return nobody
        if behind[0].fold in ("that", "que", "qu", "'"):
            return nobody
        for place in range(at + 1, min(at + 9, len(self.tokens))):
            fold = self.tokens[place].fold
            if self._at(place) is not None or fold in PRONOUNS or fold == ",":
                break
            if fold in _PREPOSITIONS or fold in ("of", "de", "du", "d"):
                return nobody
        found, heads = self.after(at + 1, 8)
        end = next(
            (t.text for t in self.tokens[at + 1 :] if t.text in ",.;" or t.fold in ("that", "que")),
            ".",
        )
        known = frozenset(one for one in found if not one.startswith(UNKNOWN))
        return (known, heads) if end in ",.;" else nobody

    def _sorted(self, found: Sequence[tuple[int, str]]) -> Found:
        """The speakers found, and those of them that speak."""
        known = frozenset(one for _, one in found if not one.startswith(UNKNOWN))
        heads = [(at, one) for at, one in found if not self._belongs(at, found)]
        return known or frozenset(one for _, one in found), frozenset(one for _, one in heads)

    def _belongs(self, at: int, found: Sequence[tuple[int, str]]) -> bool:
        """Whether a speaker only says whose another is: *Morocco's commission*, *UN coordinator*.

        Who owns a document speaks in it.
        """
        mention = self.mentions.get(at)
        end = mention.end if mention is not None else at + 1
        behind = [t.fold for t in self.tokens[end : end + 5]]
        places = [place for place, _ in found if end <= place < end + 5]
        papers = [place for place in places if self.is_document(place)]
        if papers and not self.is_document(at):
            return False
        if behind[:1] == ["'"] and behind[1:2] == ["s"]:
            return True
        if places and not behind[: max(0, min(places) - end)]:
            return True  # "US officials", "UN coordinator X"
        if behind[:1] and behind[0] in ROLES:
            return True
        first = at - 1
        while first > 0 and self.tokens[first].fold in INSIDE:
            first -= 1
        if first >= 0 and self.tokens[first].fold in OF:
            heads = [place for place, _ in found if place < first]
            return not heads or not self.is_document(max(heads))
        return False

    def is_document(self, at: int) -> bool:
        """Whether a report or its like stands here."""
        return NOUNS.get(self.tokens[at].fold) == "report"

    def _before_relative_clause(self, at: int) -> int:
        """The comma that opens a relative clause which ends before a verb; else the verb."""
        if at and self.tokens[at - 1].text == ",":
            for place in range(at - 2, max(0, at - 30), -1):
                if self.tokens[place].text == ",":
                    opens = self.tokens[place + 1].fold in ("who", "which", "qui", "dont", "whose")
                    return place if opens else at
        return at

    def _is_oblique(self, at: int) -> bool:
        """Whether a name stands behind a preposition: *a grant to X*."""
        first = at - 1
        while first > 0 and (
            (self.tokens[first].fold in INSIDE and self.tokens[first].fold != "a")
            or self.tokens[first].fold in ROLES
            or self.tokens[first].is_capital
        ):
            first -= 1
        return first >= 0 and self.tokens[first].fold in _PREPOSITIONS
