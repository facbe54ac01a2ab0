"""Who says what: the speakers that a text gives to its sentences, in English and French."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from tipbench.scoring.summaries.mentions import ROLES, Mention, party_of
from tipbench.scoring.summaries.speech import (
    ACCORDING,
    BY,
    FRENCH_PARTICIPLES,
    NOUNS,
    OTHERS,
    PRONOUNS,
    QUOTING,
    SAYS,
    VERBS,
    WRITER,
)
from tipbench.scoring.summaries.text import Token

UNKNOWN = "?"
"""A speaker who is nobody that the source knows."""


@dataclass(frozen=True, slots=True)
class Frame:
    """An attribution in a sentence.

    Attributes:
        speakers: Who is given as its source; empty where a pronoun stands for them.
        strong: Whether it stands apart: *according to X*, or at the end of its sentence.
        heads: Those of the speakers whose words they are, without whom they belong to: of *the
            commission of Morocco* the commission, of *the report of Spain* both.
        is_topic: Whether it may also only name what is spoken of: *for X*.
    """

    speakers: frozenset[str]
    strong: bool
    heads: frozenset[str] = frozenset()
    is_topic: bool = False


def frames(
    tokens: Sequence[Token],
    mentions: Sequence[Mention],
    parties: Mapping[str, str],
    nouns: Mapping[str, str],
) -> Iterator[Frame]:
    """The attributions of one sentence.

    Args:
        tokens: Its tokens.
        mentions: The names in it.
        parties: The party of every id.
        nouns: For nouns such as *commission*, the party that they stand for in this source.
    """
    speakers = _Speakers(tokens, mentions, parties, nouns)
    for at, token in enumerate(tokens):
        if not _may_attribute(token.fold):
            continue
        words = _according(tokens, at)
        if words:
            found, heads = speakers.after(at + words, 12)
            yield Frame(found or frozenset({UNKNOWN}), strong=True, heads=heads)
        elif at == 0 and token.fold in _FOR:
            yield from speakers.of_topic()
        elif token.fold in _NOTE and at and tokens[at - 1].fold in _TAKEN:
            taken_by = speakers.subject(at - 1)
            if taken_by is not None and taken_by[0]:
                yield Frame(taken_by[0], strong=False, heads=taken_by[1])
        elif (token.fold in VERBS or _participle(token.fold)) and _is_verb(tokens, at):
            yield from speakers.of_verb(at)
        elif token.fold in _VIEWS:
            yield from speakers.of_view(at)


@lru_cache(maxsize=65_536)
def _may_attribute(folded: str) -> bool:
    """Whether an attribution can start at a word: most words are done with so."""
    return (
        folded in _OPENING
        or folded in VERBS
        or folded in _FOR
        or folded in _VIEWS
        or folded in _NOTE
        or bool(_participle(folded))
    )


_NOTE = frozenset({"note", "acte"})
"""What is taken: *took note*, *prend acte*."""


def _according(tokens: Sequence[Token], at: int) -> int:
    """The number of words of an attribution of the form *according to* that starts here; or 0."""
    for words in _OPENING.get(tokens[at].fold, ()):
        if [token.fold for token in tokens[at : at + len(words)]] == words:
            return len(words)
    return 0


_OPENING = {
    words[0]: [list(others) for others in ACCORDING if others[0] == words[0]] for words in ACCORDING
}
"""Attributions of the form *according to* by their first word."""
_AUXILIARIES = frozenset("a ont avait avaient ayant has have had s' est aurait".split())
_DETERMINERS = frozenset(
    "the a an this that its his her their our le la les l un une ce cet cette son sa ses leur du "
    "au des of de in dans new priority prioritaires ten dix annual annuel".split()
)


@lru_cache(maxsize=65_536)
def _participle(fold: str) -> str:
    """A French participle in its shortest form: *reconnues* is *reconnu*, *saluées* *salue*."""
    for cut in (0, 1, 2):
        if fold[: len(fold) - cut] in FRENCH_PARTICIPLES and set(fold[len(fold) - cut :]) <= {
            "e",
            "s",
        }:
            return fold[: len(fold) - cut]
    return ""


def _is_verb(tokens: Sequence[Token], at: int) -> bool:
    """Whether a form of a verb of saying stands here as a verb, and is no noun."""
    fold = tokens[at].fold
    participle = _participle(fold)
    if not participle and fold not in SAYS:
        return False
    before = tokens[at - 1].fold if at else ""
    if participle and _is_passive(tokens, at):
        return True
    if fold not in SAYS and not (participle and before in _AUXILIARIES):
        return False
    spoken = bool(participle) and before == "a"
    if (before in _DETERMINERS and not spoken) or (
        before == "'" and at > 1 and tokens[at - 2].fold in ("l", "d")
    ):
        return False
    behind = tokens[at + 1].fold if at + 1 < len(tokens) else ""
    if fold == "fait":  # *fait état de*, *fait le constat*; any other doing says nothing
        return any(token.fold in _SAID for token in tokens[at + 1 : at + 3])
    if any(token.fold in ("as", "comme", "ainsi") for token in tokens[max(0, at - 7) : at]):
        return not tokens[at].is_capital and fold in SAYS
    if fold == "reports" and before in ("department", "ministry"):
        return True
    if fold in ("releve", "relevent") and behind in ("de", "du", "d"):
        return False  # *relever de*: to belong to
    if fold in ("call", "calls") and behind in ("on", "upon", "for"):
        return at > 0
    if fold in _ALSO_NOUNS:
        return (
            at > 0
            and behind not in ("of", "de", "on", ".", ",", "in")
            and before not in _BEFORE_NOUNS
        )
    return not tokens[at].is_capital or at == 0


_ALSO_NOUNS = frozenset(
    "report reports place places note point points rank list call calls state cause critique "
    "demande met judge details detail presse doute avance promise dispute contest comment".split()
)
_SAID = frozenset("etat valoir savoir remarquer observer part constat eloge".split())
_VIEWS = frozenset("words view views eyes opinion account assessment".split())
"""Nouns of *in X's words*."""
_BEFORE_NOUNS = frozenset(
    "en in department state s ' us ministry trafficking persons tip recent latest last".split()
)
_FOR = frozenset({"for", "pour", "to"})


_TAKEN = frozenset("taken took takes take taking pris prend prenant prennent".split())
_ADVERBS = frozenset("also too both already aussi egalement deja".split())
_PASSIVE = frozenset("was were been is are being est sont ete fut etait etaient furent".split())


def _is_passive(tokens: Sequence[Token], at: int) -> bool:
    """Whether a participle is passive: *was praised*, *est une nouvelle fois classé*."""
    fold = tokens[at].fold
    if not (fold.endswith(("ed", "found")) or _participle(fold)):
        return False
    agent = [token.fold for token in tokens[at + 1 : at + 3]]
    if agent and (agent[0] in BY or (agent[-1] in BY and agent[0] in _ADVERBS)):
        return True
    for place in range(at - 1, max(-1, at - 5), -1):
        if tokens[place].text in ",;:" or tokens[place].fold in ("and", "et", "that", "que", "qu"):
            return False
        if tokens[place].fold in _PASSIVE:
            return True
    return False


_Found = tuple[frozenset[str], frozenset[str]]
"""The speakers in a phrase, and those whose words they are."""
_OF = frozenset("of de d du des".split())
_INVERTED_PRONOUNS = frozenset("il elle ils elles on".split())
_FRENCH_AUXILIARIES = frozenset("a ont avait avaient".split())
_PREPOSITIONS = frozenset(
    "to in for with against from by on at among about a au aux en pour avec contre par dans sur "
    "chez entre vers".split()
)
_INSIDE = frozenset("the la le les l ' a its their son sa leur".split())


class _Speakers:
    """Finds who stands beside a verb or preposition."""

    __slots__ = ("mentions", "nouns", "parties", "tokens")

    def __init__(
        self,
        tokens: Sequence[Token],
        mentions: Sequence[Mention],
        parties: Mapping[str, str],
        nouns: Mapping[str, str],
    ) -> None:
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

    def after(self, start: int, reach: int) -> _Found:
        """The speakers in the phrase that starts here, up to a comma."""
        found: list[tuple[int, str]] = []
        if start < len(self.tokens) and self.tokens[start].fold in ("ce", "cette", "the"):
            start += self.tokens[start + 1 : start + 2] != [] and (
                self.tokens[start + 1].fold in PRONOUNS
            )
        for at in range(start, min(start + reach, len(self.tokens))):
            token = self.tokens[at]
            if token.text in ",;:.":
                break
            if token.is_word and at > start and _is_verb(self.tokens, at):
                break
            if token.fold in PRONOUNS and at == start:
                return frozenset({""}), frozenset()
            speaker = self._at(at)
            if speaker is not None:
                found.append((at, speaker))
        return self._sorted(found)

    def _sorted(self, found: Sequence[tuple[int, str]]) -> _Found:
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
        papers = [place for place in places if self._is_document(place)]
        if papers and not self._is_document(at):
            return False
        if behind[:1] == ["'"] and behind[1:2] == ["s"]:
            return True
        if places and not behind[: max(0, min(places) - end)]:
            return True  # "US officials", "UN coordinator X"
        if behind[:1] and behind[0] in ROLES:
            return True
        first = at - 1
        while first > 0 and self.tokens[first].fold in _INSIDE:
            first -= 1
        if first >= 0 and self.tokens[first].fold in _OF:
            heads = [place for place, _ in found if place < first]
            return not heads or not self._is_document(max(heads))
        return False

    def _is_document(self, at: int) -> bool:
        return NOUNS.get(self.tokens[at].fold) == "report"

    def of_topic(self) -> Iterator[Frame]:
        """``Pour X, …``: the view of X, or what the sentence is about."""
        comma = next((at for at, token in enumerate(self.tokens[:12]) if token.text == ","), 0)
        found, heads = self.after(1, max(0, comma - 1))
        if found:
            yield Frame(found, strong=bool(found - {""}), heads=heads, is_topic=True)

    def of_view(self, at: int) -> Iterator[Frame]:
        """``In X's words``."""
        if at < 3 or self.tokens[at - 1].fold != "s" or self.tokens[at - 2].text != "'":
            return
        for place in range(at - 3, max(-1, at - 10), -1):
            if self.tokens[place].fold in ("in", "to"):
                found, heads = self.after(place + 1, at - place - 2)
                if found:
                    yield Frame(found, strong=True, heads=heads)
                return

    def owners(self) -> Iterator[str]:
        """The parties to whom the sentence gives a report: *the report of X*, *X's report*."""
        for at, token in enumerate(self.tokens):
            if token.fold not in _REPORTS or _is_verb(self.tokens, at):
                continue
            behind = at + 1
            while behind < len(self.tokens) and (
                self.tokens[behind].fold in _INSIDE
                or self.tokens[behind].fold in _OF
                or self.tokens[behind].fold in ("annual", "annuel")
                or self.tokens[behind].is_number
            ):
                behind += 1
            is_of = any(t.fold in _OF for t in self.tokens[at + 1 : behind])
            mention = self.mentions.get(behind)
            if is_of and mention is not None and behind < len(self.tokens):
                yield party_of(mention, self.parties)
            for place in range(max(0, at - 6), at):
                mention = self.mentions.get(place)
                if mention is None or mention.end > at:
                    continue
                rest = [t.fold for t in self.tokens[mention.end : at]]
                if rest[:2] == ["'", "s"] and not {",", ";", ":", "and"} & {*rest}:
                    yield party_of(mention, self.parties)

    def of_verb(self, at: int) -> Iterator[Frame]:
        """The subject of a verb of saying, or the agent of its passive."""
        behind_it = [token.fold for token in self.tokens[at + 1 : at + 5]]
        if behind_it[:1] == ["-"] and {*behind_it[1:4]} & _INVERTED_PRONOUNS:
            yield Frame(frozenset({""}), strong=False)
            return
        passive = _is_passive(self.tokens, at)
        if passive:
            for behind in range(at + 1, min(at + 8, len(self.tokens))):
                if self.tokens[behind].fold in BY or self._in_document(behind):
                    found, heads = self.after(behind + 1, 10)
                    if found:
                        yield Frame(found, strong=False, heads=heads)
                    return
            return
        inverted, heads = self._inverted(at)
        if inverted:
            yield Frame(inverted, strong=True, heads=heads)
            return
        found_before = self.subject(at)
        if found_before is not None:
            is_last = not any(token.is_word for token in self.tokens[at + 1 :])
            yield Frame(found_before[0], strong=is_last, heads=found_before[1])

    def _in_document(self, at: int) -> bool:
        """*was praised in the report*: a passive whose agent is a document."""
        if self.tokens[at].fold not in ("in", "dans"):
            return False
        return any(self._is_document(p) for p in range(at, min(at + 6, len(self.tokens))))

    def _before_relative_clause(self, at: int) -> int:
        """The comma that opens a relative clause which ends before a verb; else the verb."""
        if at and self.tokens[at - 1].text == ",":
            for place in range(at - 2, max(0, at - 30), -1):
                if self.tokens[place].text == ",":
                    opens = self.tokens[place + 1].fold in ("who", "which", "qui", "dont", "whose")
                    return place if opens else at
        return at

    def _inverted(self, at: int) -> _Found:
        """The speaker behind a verb in brackets of commas: ", a constaté le ministère"."""
        first = at - 1 if at and self.tokens[at - 1].fold in _FRENCH_AUXILIARIES else at
        behind = self.tokens[at + 1 : at + 2]
        nobody: _Found = frozenset(), frozenset()
        if _participle(self.tokens[at].fold) not in QUOTING | FRENCH_PARTICIPLES and (
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

    def subject(self, at: int) -> _Found | None:
        """The nearest speakers before a verb; an empty set for a pronoun; ``None`` for nobody."""
        found: list[tuple[int, str]] = []
        aside: list[tuple[int, str]] = []
        joined = at > 0 and self.tokens[at - 1].fold in ("and", "et")
        if joined:
            for place in range(at - 2, max(0, at - 30), -1):
                if self.tokens[place].text in ";:" or self.tokens[place].fold in ("but", "mais"):
                    break
                if self.tokens[place].is_word and _is_verb(self.tokens, place):
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
            if found and (token.text in ",;:" or (token.is_word and _is_verb(self.tokens, place))):
                break
            if not found and token.text in ";:":
                break
        if found:
            speakers, heads = self._sorted(found[::-1])
            if joined:  # "X did this to Y and said": the first of them
                heads &= self._sorted(found[-1:])[0]
            return speakers, heads
        return (self._sorted(aside[::-1])[0], frozenset()) if aside else None

    def _is_oblique(self, at: int) -> bool:
        """Whether a name stands behind a preposition: *a grant to X*."""
        first = at - 1
        while first > 0 and (
            (self.tokens[first].fold in _INSIDE and self.tokens[first].fold != "a")
            or self.tokens[first].fold in ROLES
            or self.tokens[first].is_capital
        ):
            first -= 1
        return first >= 0 and self.tokens[first].fold in _PREPOSITIONS


def report_owners(
    tokens: Sequence[Token],
    mentions: Sequence[Mention],
    parties: Mapping[str, str],
    nouns: Mapping[str, str],
) -> Iterator[str]:
    """The parties to whom a sentence gives a report."""
    if any(token.fold in _REPORTS for token in tokens):
        yield from _Speakers(tokens, mentions, parties, nouns).owners()


_REPORTS = frozenset({"report", "rapport"})
